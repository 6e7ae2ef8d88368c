// foldNests: what stands beside a pipelined loop moves into its first and last iteration; where that is not possible.
// RUN: allo-legalise %s product --step "pipeline k" --only foldNests | FileCheck %s --check-prefix=PRODUCT
// RUN: allo-legalise %s product --step "pipeline k" --only foldNests,trimNests --keep 3 | FileCheck %s --check-prefix=OUTERMOST
// RUN: allo-legalise %s product --step "pipeline k" --only foldNests,trimNests --keep 6,99 | FileCheck %s --check-prefix=KEPT
// RUN: allo-legalise %s unknown --step "pipeline j" --only foldNests | FileCheck %s --check-prefix=UNKNOWN
// RUN: allo-legalise %s triangular --step "pipeline j" --only foldNests | FileCheck %s --check-prefix=TRIANGULAR
// RUN: allo-legalise %s held --step "pipeline j" --only foldNests | FileCheck %s --check-prefix=HELD
// RUN: allo-legalise %s three --step "pipeline k" --only foldNests | FileCheck %s --check-prefix=THREE
// RUN: allo-legalise %s siblings --step "pipeline j#1" --step "pipeline j#2" --only foldNests | FileCheck %s --check-prefix=SIBLINGS
// RUN: allo-legalise %s outer --step "pipeline j" --only foldNests | FileCheck %s --check-prefix=OUTER

// The scalar leaves the nest; what stands beside the loop moves into its first and its last iteration.
// PRODUCT-DAG: #[[FIRST:.*]] = affine_set<(d0) : (d0 == 0)>
// PRODUCT-DAG: #[[LAST:.*]] = affine_set<(d0) : (d0 - 7 == 0)>
// PRODUCT-LABEL: func.func @product(
// PRODUCT: %[[SUM:.*]] = memref.alloca() {{.*}}name = "sum"
// PRODUCT-NEXT: affine.for
// PRODUCT-NEXT: affine.for
// PRODUCT-NEXT: affine.for %[[K:.*]] = 0 to 8 {
// PRODUCT: affine.if #[[FIRST]](%[[K]]) {
// PRODUCT-NEXT: affine.store %{{.*}}, %[[SUM]][]
// PRODUCT-NEXT: }
// PRODUCT: arith.addf
// PRODUCT: affine.if #[[LAST]](%[[K]]) {
// PRODUCT-NEXT: affine.load %[[SUM]][]
// PRODUCT-NEXT: affine.store %{{.*}}, %arg2[
// PRODUCT-NEXT: }
// PRODUCT-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "k", pipeline = 1>}
// PRODUCT-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "j">}
// PRODUCT-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i">}

// Ids to be kept: the outermost loop stays out of the nest; the pipelined loop makes none.
// OUTERMOST: affine.if
// OUTERMOST: } {allo.flatten, allo.loop = #allo.loop<id = 4, name = "j">}
// OUTERMOST-NEXT: } {allo.loop = #allo.loop<id = 3, name = "i">}
// KEPT-NOT: affine.if
// KEPT-NOT: allo.flatten
// KEPT: name = "i">}

void product(float A[8][8], float B[8][8], float C[8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++) {
      float sum = 0;
      for (int k = 0; k < 8; k++)
        sum += A[i][k] * B[k][j];
      C[i][j] = sum;
    }
}

// Whether the loop runs is known before the nest starts: without it, what stands beside it runs alone.
// UNKNOWN: #[[RUNS:.*]] = affine_set<()[s0] : (s0 - 1 >= 0)>
// UNKNOWN: affine.if #[[RUNS]]()[%[[N:.*]]] {
// UNKNOWN-NEXT: affine.for %{{.*}} = 0 to %[[M:.*]] {
// UNKNOWN-NEXT: affine.for %{{.*}} = 0 to %[[N]] {
// UNKNOWN: } {allo.loop = #allo.loop<id = [[J:[0-9]+]], name = "j", pipeline = 1>}
// UNKNOWN-NEXT: } {allo.loop = #allo.loop<id = [[I:[0-9]+]], name = "i">}
// UNKNOWN-NEXT: } else {
// UNKNOWN-NEXT: affine.for %{{.*}} = 0 to %[[M]] {
// UNKNOWN-NOT: affine.load
// UNKNOWN-NOT: affine.for
// UNKNOWN: affine.store
// UNKNOWN-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i">}

void unknown(float A[8][8], float x[8], float y[8], int n, int m) {
  for (int i = 0; i < m; i++) {
    y[i] = 0;
    for (int j = 0; j < n; j++)
      y[i] += A[i][j] * x[j];
  }
}

// The outer variable decides it: the iterations without the loop come first.
// TRIANGULAR: #[[UPPER:.*]] = affine_map<()[s0] -> (s0, 1)>
// TRIANGULAR: affine.for %{{.*}} = 0 to min #[[UPPER]]()[%[[N:.*]]] {
// TRIANGULAR-NOT: affine.for
// TRIANGULAR: arith.divf
// TRIANGULAR: affine.for %{{.*}} = 1 to %[[N]] {
// TRIANGULAR-NEXT: affine.for
// TRIANGULAR: arith.subf
// TRIANGULAR: affine.if
// TRIANGULAR: arith.divf
// TRIANGULAR: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "j", pipeline = 1>}
// TRIANGULAR-NEXT: } {allo.loop

void triangular(float L[16][16], float x[16], int n) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < i; j++)
      x[i] -= L[i][j] * x[j];
    x[i] = x[i] / L[i][i];
  }
}

// A value, not a variable, that lives across the loop is held in a scalar.
// HELD-LABEL: func.func @held(
// HELD: %[[HELD:.*]] = memref.alloca() {allo.var = #allo.var<id = {{[0-9]+}}, name = "A.held", type = <float>>} : memref<f32>
// HELD: affine.if
// HELD-NEXT: %[[READ:.*]] = affine.load %arg0[
// HELD-NEXT: affine.store %[[READ]], %[[HELD]][]
// HELD-NEXT: }
// HELD-NEXT: %[[VALUE:.*]] = affine.load %[[HELD]][]
// HELD: arith.subf %{{.*}}, %[[VALUE]]
// HELD: affine.if
// HELD-NEXT: affine.store %[[VALUE]], %arg1[

void held(float A[8][8], float x[8]) {
  for (int i = 0; i < 8; i++) {
    const float first = A[i][0];
    for (int j = 0; j < 8; j++)
      A[i][j] = A[i][j] - first;
    x[i] = first;
  }
}

// Two levels: the first iteration of both loops, the last of the inner one, the last of both.
// THREE-DAG: #[[FIRST:.*]] = affine_set<(d0, d1) : (d0 == 0, d1 == 0)>
// THREE-DAG: #[[INNER:.*]] = affine_set<(d0) : (d0 - 3 == 0)>
// THREE-DAG: #[[LAST:.*]] = affine_set<(d0, d1) : (d0 - 3 == 0, d1 - 3 == 0)>
// THREE: affine.if #[[FIRST]](%[[J:.*]], %[[K:.*]]) {
// THREE: arith.mulf
// THREE: affine.if #[[INNER]](%[[K]]) {
// THREE: affine.if #[[LAST]](%[[J]], %[[K]]) {
// THREE: arith.addf

void three(float A[4][4][4], float s[4], float r[4][4]) {
  for (int i = 0; i < 4; i++) {
    s[i] = 1;
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 4; k++)
        s[i] = s[i] * A[i][j][k];
      r[i][j] = s[i];
    }
    s[i] = s[i] + 1;
  }
}

// Two loops in one body, and a while loop beside one: left as they are.
// SIBLINGS-LABEL: func.func @siblings(
// SIBLINGS-NOT: affine.if
// SIBLINGS: return

void siblings(float A[8], float B[8][8]) {
  for (int i = 0; i < 8; i++) {
    A[i] = 0;
    for (int j = 0; j < 8; j++)
      A[i] += B[i][j];
    for (int j = 0; j < 8; j++)
      A[i] -= B[j][i];
  }
}

// OUTER-LABEL: func.func @outer(
// OUTER-NOT: affine.if
// OUTER: return

void outer(int A[8][8], int n) {
  for (int i = 0; i < 8; i++) {
    int s = 0;
    for (int j = 0; j < 8; j++)
      s += A[i][j];
    while (s > n)
      s /= 2;
    A[i][0] = s;
  }
}
