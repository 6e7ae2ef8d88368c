// RUN: allo-lower %s affine | FileCheck %s
// RUN: allo-lower %s sizes | FileCheck %s --check-prefix SIZE
// RUN: allo-lower %s wraps | FileCheck %s --check-prefix WRAP
// RUN: allo-lower %s bounds | FileCheck %s --check-prefix BOUNDS
// What is affine, and what may wrap and therefore is not (docs/decisions/0007).

// `k + 2` may wrap for n near the largest int alone, so n is taken as a size.
// CHECK-LABEL: func.func @affine
// CHECK-SAME: allo.size
void affine(int n, float A[64][64], float B[64], const float T[128]) {
  // A triangular loop, a strided one and a descending one; bounds through parameters.
  // CHECK: affine.for %[[I:.*]] = 0 to %{{.*}} {
  for (int i = 0; i < n; i++) {
    // CHECK: affine.for %[[J:.*]] = 0 to #{{.*}}(%[[I]])
    // CHECK: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
    for (int j = 0; j <= i; ++j)
      A[i][j] = 1;
    // CHECK: affine.for %[[K:.*]] = #{{.*}}(%[[I]]) to %{{.*}} step 3
    for (int k = i + 1; k < n; k += 3)
      // CHECK: affine.load %{{.*}}[%[[K]] + 2]
      B[k] += T[k + 2];
    // CHECK: name = "k"
    // CHECK: affine.for %[[D:.*]] = 0 to
    // CHECK: affine.load %{{.*}}[-%[[D]] + symbol
    for (int d = n - 1; d >= 0; d--)
      B[d] *= 2;
    // Division of what is not negative is floordiv.
    // CHECK: affine.load %{{.*}}[%[[I]] + %[[I]] floordiv 2 - (%[[I]] floordiv 3) * 3]
    B[0] += T[i / 2 + i % 3];
    // A guard is part of the domain.
    // CHECK: affine.if
    // CHECK: affine.load %{{.*}}[%[[I]] - 1]
    if (i > 0 && i < n - 1)
      B[i] += T[i - 1];
  }
}

// n - 1 wraps for the smallest int alone, so n is taken as a size; a is only compared and may have any value.
// SIZE-LABEL: func.func @sizes
// SIZE-SAME: %arg0: i32 {allo.size, allo.var = #allo.var<id = 0, name = "n"
// SIZE-SAME: %arg1: i32 {allo.var = #allo.var<id = 1, name = "a"
void sizes(int n, int a, float B[64]) {
  // SIZE: affine.for %{{.*}} = 1 to #
  for (int i = 1; i < n - 1; i++)
    // SIZE: affine.if
    if (a > 3)
      B[i] = B[i + 1];
}

// WRAP-LABEL: func.func @wraps
void wraps(int n, unsigned u, unsigned char c, float A[64], int out[4]) {
  // An unsigned difference may wrap: arithmetic on 32 bits, then an index.
  // WRAP: affine.for
  for (unsigned i = 0; i < 8u; i++) {
    // WRAP: arith.subi %{{.*}}, %{{.*}} : i32
    // WRAP: arith.index_castui
    // WRAP: memref.store
    A[(i - u) % 64] = 1;
  }
  // WRAP: name = "i"
  // 200 + 100 does not fit in a char: a while loop that wraps as C says.
  // WRAP: scf.while
  for (unsigned char w = 200; w != 100; w++)
    out[0] = w;
  // WRAP: name = "w"
  // WRAP: scf.while
  for (unsigned d = 5; d >= 0; d--) {
    if (d == u)
      break;
    out[1]++;
  }
  // WRAP: name = "d"
}

// BOUNDS-LABEL: func.func @bounds
void bounds(const int rows[9], const float values[64], float out[8]) {
  // Invariant bounds that are not affine: scf.for. A bound that the body changes: scf.while.
  for (int i = 0; i < 8; i++)
    // BOUNDS: scf.for
    for (int k = rows[i]; k < rows[i + 1]; k++)
      out[i] += values[k];
  // BOUNDS: name = "k"
  int n = 4;
  // BOUNDS: scf.while
  for (int i = 0; i < n; i++)
    if (out[i] > 3)
      n = 6;
}
