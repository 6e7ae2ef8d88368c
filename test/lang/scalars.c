// RUN: allo-lower %s scalars | FileCheck %s
// Scalars are declared where they are private, though C89 declares them at the top (docs/decisions/0005).

// CHECK-LABEL: func.func @scalars
void scalars(double A[8][8], double x[8], double *sum) {
  int i, j;
  double w, shared = 0;
  // `shared` lives through the loop, `w` is written first in every iteration; `i` and `j` are loop variables only.
  // CHECK: memref.alloca() {{.*}}name = "shared"
  // CHECK-NOT: name = "i"
  // CHECK: affine.for
  for (i = 0; i < 8; i++) {
    // CHECK-NEXT: memref.alloca() {{.*}}name = "w"
    w = x[i];
    // CHECK: affine.for
    for (j = 0; j < i; j++)
      w -= A[i][j] * x[j];
    // CHECK: name = "j"
    x[i] = w;
    shared += w;
  }
  // CHECK: name = "i"
  // CHECK: affine.store %{{.*}}, %arg2[] : memref<f64>
  *sum = shared;
}
