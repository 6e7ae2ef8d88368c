// RUN: allo-legalise %s product | FileCheck %s --check-prefix PRODUCT
// RUN: allo-legalise %s guarded | FileCheck %s --check-prefix GUARDED
// RUN: allo-legalise %s disturbed | FileCheck %s --check-prefix DISTURBED
// RUN: allo-legalise %s triangle | FileCheck %s --check-prefix TRIANGLE
// RUN: allo-legalise %s twice | FileCheck %s --check-prefix TWICE

// The accumulation is carried by the loop; its memory is accessed once before and once after.
// PRODUCT-LABEL: func.func @product
// PRODUCT: affine.for
// PRODUCT: affine.for
// PRODUCT: %[[C:.*]] = affine.load %{{.*}} : memref<4x5xf32>
// PRODUCT: %[[SUM:.*]] = affine.for %{{.*}} = 0 to 6 iter_args(%{{.*}} = %[[C]]) -> (f32)
// PRODUCT-NOT: affine.store
// PRODUCT: affine.yield
// PRODUCT: allo.result_names = ["C.element"]
// PRODUCT: affine.store %[[SUM]], %{{.*}} : memref<4x5xf32>
void product(const float A[4][6], const float B[6][5], float C[4][5]) {
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 5; j++)
      for (int k = 0; k < 6; k++)
        C[i][j] += A[i][k] * B[k][j];
}

// A loop that may not run: its element may lie outside of the array then.
// GUARDED-LABEL: func.func @guarded
// GUARDED: affine.if
// GUARDED: affine.load
// GUARDED: affine.for {{.*}} iter_args
// GUARDED: affine.if
// GUARDED: affine.store
void guarded(int n, int m, const float A[8], float C[8]) {
  for (int i = 0; i < n; i++)
    for (int k = 0; k < m; k++)
      C[i] += A[k];
}

// Another access may touch the element: nothing moves.
// DISTURBED-LABEL: func.func @disturbed
// DISTURBED-NOT: iter_args
// DISTURBED: return
void disturbed(float C[8]) {
  for (int i = 0; i < 8; i++)
    for (int k = 0; k < 8; k++)
      C[i] += C[k];
}

// k < j keeps the columns apart: the element of lu moves although the array is read in the loop.
// TRIANGLE-LABEL: func.func @triangle
// TRIANGLE: affine.for %{{.*}} iter_args(
// TRIANGLE: affine.load
// TRIANGLE: affine.load
// TRIANGLE-NOT: affine.store
// TRIANGLE: affine.yield
void triangle(float A[8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 1; j < i; j++)
      for (int k = 0; k < j; k++)
        A[i][j] -= A[i][k] * A[k][j];
}

// Out of two loops.
// TWICE-LABEL: func.func @twice
// TWICE: affine.load %{{.*}}[3] : memref<8xi32>
// TWICE: affine.for {{.*}} iter_args
// TWICE: affine.for {{.*}} iter_args
// TWICE-NOT: affine.store
// TWICE: affine.yield
// TWICE: affine.yield
// TWICE: affine.store %{{.*}}, %{{.*}}[3] : memref<8xi32>
int twice(const int A[8][8], int C[8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++)
      C[3] += A[i][j];
  return 0;
}
