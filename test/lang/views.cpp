// RUN: allo-lower %s views | FileCheck %s
// RUN: allo-lower %s undefined | FileCheck %s --check-prefix DEFINED
// Views are resolved to their root (docs/decisions/0008); one result for what C++ leaves undefined (0009).

// CHECK-LABEL: func.func @views
void views(float A[8][4][2], float B[8]) {
  for (int i = 1; i < 8; i++) {
    float(*plane)[2] = A[i];
    float *row = &A[i - 1][2][0];
    float &element = A[0][i / 2][1];
    float *alias = B;
    // CHECK: affine.load %arg0[%[[I:.*]] - 1, 2, 1]
    // CHECK: affine.store %{{.*}}, %arg0[%[[I]], 3, 0]
    plane[3][0] = row[1];
    // CHECK: affine.store %{{.*}}, %arg0[0, %[[I]] floordiv 2, 1]
    element = 2;
    // CHECK: affine.store %{{.*}}, %arg1[%[[I]]]
    alias[i] = 3;
  }
}

// DEFINED-LABEL: func.func @undefined
void undefined(int a, int b, int r[4]) {
  // A shift count is taken modulo the width; a constant in range needs nothing.
  // DEFINED: arith.andi
  // DEFINED: arith.shli
  r[0] = a << b;
  // DEFINED-NOT: arith.andi
  // DEFINED: arith.shrsi
  r[1] = a >> 3;
  // Division by zero and INT_MIN / -1 are selected away; by a constant there is nothing to select.
  // DEFINED: arith.select
  // DEFINED: arith.divsi
  r[2] = a / b;
  // DEFINED: arith.remsi %{{.*}}, %c7
  // DEFINED-NOT: arith.select
  // DEFINED: return
  r[3] = a % 7;
}
