// RUN: allo-legalise %s sum --only promoteScalars | FileCheck %s --check-prefix SUM
// RUN: allo-legalise %s inner --only promoteScalars | FileCheck %s --check-prefix INNER
// RUN: allo-legalise %s last | FileCheck %s --check-prefix LAST
// RUN: allo-legalise %s find | FileCheck %s --check-prefix FIND
// RUN: allo-legalise %s window --places | FileCheck %s --check-prefix WINDOW
// Scalars become values; a loop carries exactly those that its next iteration or what follows needs.

// SUM-LABEL: func.func @sum
// SUM-NOT: alloca
// SUM: %[[ZERO:.*]] = arith.constant 0 : i32
// SUM: %[[SUM:.*]] = affine.for %{{.*}} = 0 to 8 iter_args(%[[OLD:.*]] = %[[ZERO]]) -> (i32) {
// SUM: %[[NEW:.*]] = arith.addi %[[OLD]], %{{.*}} : i32
// SUM: affine.yield %[[NEW]] : i32
// SUM: allo.loop = #allo.loop<id = {{.*}}, name = "i">, allo.result_names = ["s"]
// SUM: return %[[SUM]]
int sum(const int A[8]) {
  int s = 0;
  for (int i = 0; i < 8; i++)
    s += A[i];
  return s;
}

// A scalar that every iteration writes before it reads is not carried, declared inside or not.
// INNER-LABEL: func.func @inner
// INNER-NOT: alloca
// INNER-NOT: iter_args
// INNER: {{scf|affine}}.if {{.*}} -> {{\(?}}i32
// INNER: allo.result_names = ["t"]
// INNER: return
void inner(int A[8], int limit) {
  int t;
  for (int i = 0; i < 8; i++) {
    t = A[i];
    if (t > limit)
      t = limit;
    A[i] = t * 3;
  }
}

// What only its own next iteration reads is dead; the last value is a result without being read in the loop.
// LAST-LABEL: func.func @last
// LAST: affine.for {{.*}} iter_args(%[[UNUSED:.*]] = %{{.*}}) -> (i32) {
// LAST-NOT: %[[UNUSED]]
// LAST: affine.yield
int last(const int A[8]) {
  int seen = 0, x = 5;
  for (int i = 0; i < 8; i++) {
    seen = seen + A[i];
    x = A[i];
  }
  return x;
}

// The flags of an early exit are values of the scf.while.
// FIND-LABEL: func.func @find
// FIND-NOT: alloca
// FIND: scf.while (
// FIND: scf.condition
// FIND-NOT: affine.store
// FIND: return
int find(const int A[8], int wanted) {
  for (int i = 0; i < 8; i++)
    if (A[i] == wanted)
      return i;
  return -1;
}

// A small array whose elements are named by constants is a row of values.
// WINDOW-LABEL: func.func @window
// WINDOW-NOT: alloca
// WINDOW: affine.for {{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) -> (i32, i32)
// WINDOW: allo.result_names = ["w[1]", "w[2]"]
// WINDOW: "w[2]"(
void window(const int A[16], int B[16]) {
  int w[3] = {0, 0, 0};
  for (int i = 0; i < 16; i++) {
    w[0] = w[1];
    w[1] = w[2];
    w[2] = A[i];
    B[i] = w[0] + w[1] + w[2];
  }
}
