// RUN: allo-legalise %s forward --only simplify,forwardStores,simplify | FileCheck %s --check-prefix FORWARD
// RUN: allo-legalise %s keep --only simplify,forwardStores,simplify | FileCheck %s --check-prefix KEEP
// RUN: allo-legalise %s dead --only simplify,forwardStores,simplify | FileCheck %s --check-prefix DEAD
// RUN: allo-legalise %s branch --only simplify,forwardStores,simplify | FileCheck %s --check-prefix BRANCH

// A[i + 1] is provably not A[i]: the value stays known.
// FORWARD-LABEL: func.func @forward
// FORWARD: affine.for
// FORWARD-COUNT-1: affine.load
// FORWARD-NOT: affine.load
// FORWARD: return
void forward(int A[16], int B[16]) {
  for (int i = 0; i < 15; i++) {
    int x = A[i] * 3;
    A[i] = x;
    A[i + 1] = x + 1;
    B[i] = A[i] + A[i + 1];
  }
}

// Here the second store may hit the first element (j = i), and the call may write all: both loads stay.
// KEEP-LABEL: func.func @keep
// KEEP: affine.store
// KEEP: affine.store
// KEEP: affine.load
// KEEP: call
// KEEP: affine.load
static void change(int A[16]) { A[3] = 4; }
void keep(int A[16], int B[16]) {
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++) {
      A[i] = 7;
      A[j] = 8;
      B[i] = A[i];
      change(A);
      B[j] = A[i];
    }
}

// The first store is overwritten before any read; the one before a loop that reads it is not.
// DEAD-LABEL: func.func @dead
// DEAD-NOT: arith.constant 1 : i32
// DEAD: affine.for
// DEAD: affine.load %{{.*}}[%{{.*}}] : memref<16xi32>
// DEAD: affine.store
// DEAD: affine.store %c3_i32, %{{.*}}[2]
void dead(int A[16], int B[16]) {
  A[2] = 1;
  A[2] = 2;
  for (int i = 0; i < 16; i++)
    B[i] = A[i];
  A[2] = 3;
}

// Into a branch, and not out of it.
// BRANCH-LABEL: func.func @branch
// BRANCH: affine.load
// BRANCH: affine.if
// BRANCH-NOT: affine.load
// BRANCH: affine.store
// BRANCH: }
// BRANCH: affine.load
void branch(int A[16], int B[16], int c) {
  int x = A[2];
  if (c > x) {
    B[1] = A[2];
    A[2] = 5;
  }
  B[0] = A[2];
}
