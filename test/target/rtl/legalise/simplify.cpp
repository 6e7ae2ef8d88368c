// RUN: allo-legalise %s implied | FileCheck %s --check-prefix IMPLIED
// RUN: allo-legalise %s choice | FileCheck %s --check-prefix CHOICE
// RUN: allo-legalise %s invariant | FileCheck %s --check-prefix INVARIANT
// RUN: allo-legalise %s expand | FileCheck %s --check-prefix EXPAND
// RUN: allo-legalise %s unused | FileCheck %s --check-prefix UNUSED

// The bounds of the loops decide the first condition and the last; the second stays.
// IMPLIED: #[[SET:.*]] = affine_set<(d0, d1) : (-d0 + d1 - 1 >= 0)>
// IMPLIED-LABEL: func.func @implied
// IMPLIED: affine.if #[[SET]]
// IMPLIED-NOT: affine.if
// IMPLIED: return
void implied(int A[16][16]) {
  for (int i = 1; i < 16; i++)
    for (int j = 0; j < 16; j++) {
      if (i >= 1 && j > i)
        A[i][j] = 1;
      if (i > 40)
        A[i][j] = 2;
    }
}

// Cheap values on both sides: a multiplexer, no branch.
// CHOICE-LABEL: func.func @choice
// CHOICE-NOT: if
// CHOICE: arith.select
// CHOICE-NOT: if
// CHOICE: return
void choice(const int A[8], int B[8], int limit) {
  for (int i = 0; i < 8; i++) {
    int x = A[i];
    if (x * x > limit)
      x = x - limit;
    B[i] = x;
  }
}

// The product of two arguments is computed once, before the loops.
// INVARIANT-LABEL: func.func @invariant
// INVARIANT: arith.mulf
// INVARIANT: affine.for
// INVARIANT: affine.for
// INVARIANT-NOT: arith.mulf
// INVARIANT: arith.addf
void invariant(float a, float b, float A[8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++)
      A[i][j] = A[i][j] + a * b;
}

// EXPAND-LABEL: func.func @expand
// EXPAND-NOT: arith.maxsi
// EXPAND-NOT: math.isnan
// EXPAND-DAG: arith.cmpf uno
// EXPAND-DAG: arith.select
int expand(float x, int a, int b) { return __builtin_isnan(x) ? a : (a > b ? a : b); }

// Neither the array that nobody reads nor the loop that fills it is left.
// UNUSED-LABEL: func.func @unused
// UNUSED-NOT: alloca
// UNUSED-NOT: affine.for
// UNUSED: return
int unused(const int A[8]) {
  int B[8];
  for (int i = 0; i < 8; i++)
    B[i] = A[i] * 2;
  return A[3];
}
