// unrollLoops: directives and everything inside pipelined loops; what does not unroll, and what is too large.
// RUN: allo-legalise %s full --step "unroll j" --only unrollLoops | FileCheck %s --check-prefix=FULL
// RUN: allo-legalise %s whole --step "unroll i factor=4" --only unrollLoops | FileCheck %s --check-prefix=WHOLE
// RUN: allo-legalise %s rest --step "unroll i factor=3" --only unrollLoops | FileCheck %s --check-prefix=REST
// RUN: allo-legalise %s unknown --step "unroll i factor=2" --only unrollLoops | FileCheck %s --check-prefix=UNKNOWN
// RUN: allo-legalise %s clipped --step "unroll i factor=2" --only unrollLoops | FileCheck %s --check-prefix=CLIPPED
// RUN: allo-legalise %s pipelined --step "pipeline i" --only unrollLoops | FileCheck %s --check-prefix=INSIDE
// RUN: allo-legalise %s value --step "unroll i factor=2" --only unrollLoops | FileCheck %s --check-prefix=VALUE
// RUN: not allo-legalise %s huge --step "unroll j" --only unrollLoops 2>&1 | FileCheck %s --check-prefix=HUGE

// Constants stand in the index; each copy has its own memory, the first one keeps the ids.
// FULL-LABEL: func.func @full(
// FULL: affine.for %[[I:.*]] = 0 to 8 {
// FULL-NEXT: memref.alloca() {allo.var = #allo.var<id = [[T:[0-9]+]], name = "t", type = <float>>} : memref<2xf32>
// FULL: affine.load %arg0[%[[I]] * 4] :
// FULL: memref.alloca() {allo.var = #allo.var<id = {{[0-9]+}}, name = "t", type = <float>>}
// FULL: affine.load %arg0[%[[I]] * 4 + 1] :
// FULL: affine.load %arg0[%[[I]] * 4 + 3] :
// FULL-NOT: affine.apply
// FULL: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i">}
void full(float A[32]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 4; ++j) {
      float t[2];
      t[j % 2] = A[4 * i + j];
      A[4 * i + j] = t[j % 2] + 1;
    }
}

// WHOLE-LABEL: func.func @whole(
// WHOLE: affine.for %[[I:.*]] = 2 to 18 step 4 {
// WHOLE: affine.store %{{.*}}, %arg0[%[[I]]] :
// WHOLE-NOT: affine.if
// WHOLE: affine.store %{{.*}}, %arg0[%[[I]] + 3] :
// WHOLE: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i">}
void whole(float A[32]) {
  for (int i = 2; i < 18; ++i)
    A[i] = A[i] + 1;
}

// Ten iterations by three: the last round lacks two copies.
// REST-DAG: #[[ONE:.*]] = affine_set<(d0) : (-d0 + 8 >= 0)>
// REST-DAG: #[[TWO:.*]] = affine_set<(d0) : (-d0 + 7 >= 0)>
// REST-LABEL: func.func @rest(
// REST: affine.for %[[I:.*]] = 0 to 10 step 3 {
// REST: affine.if #[[ONE]](%[[I]]) {
// REST: affine.store %{{.*}}, %arg0[%[[I]] + 1] :
// REST: affine.if #[[TWO]](%[[I]]) {
// REST: affine.store %{{.*}}, %arg0[%[[I]] + 2] :
void rest(float A[32]) {
  for (int i = 0; i < 10; ++i)
    A[i] = A[i] + 1;
}

// UNKNOWN: #[[SET:.*]] = affine_set<(d0)[s0] : (-d0 + s0 - 2 >= 0)>
// UNKNOWN: affine.for %[[I:.*]] = 0 to %[[N:.*]] step 2 {
// UNKNOWN: affine.if #[[SET]](%[[I]])[%[[N]]] {
void unknown(float A[32], int n) {
  for (int i = 0; i < n; ++i)
    A[i] = A[i] + 1;
}

// A minimum as upper bound: each of its bounds is a condition.
// CLIPPED: #[[SET:.*]] = affine_set<(d0)[s0] : (-d0 + s0 - 2 >= 0, -d0 + 30 >= 0)>
// CLIPPED: affine.for %[[I:.*]] = 0 to min #{{.*}} step 2 {
// CLIPPED: affine.if #[[SET]](%[[I]])[%{{.*}}] {
void clipped(float A[32], int n) {
  for (int i = 0; i < n && i < 32; ++i)
    A[i] = A[i] + 1;
}

// A branch on the variable of an unrolled loop is decided.
// INSIDE-LABEL: func.func @pipelined(
// INSIDE: affine.for %[[I:.*]] = 0 to 8 {
// INSIDE-NOT: affine.for
// INSIDE-COUNT-2: arith.mulf
// INSIDE-NEXT: affine.store
// INSIDE: arith.divf
// INSIDE: arith.mulf
// INSIDE-NOT: arith.{{mul|div}}f
// INSIDE-NOT: affine.if
// INSIDE: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i", pipeline = 1>}
void pipelined(float A[8], float B[8]) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 3; ++j) {
      A[i] = A[i] * B[j];
      if (j == 1)
        A[i] = A[i] / B[j];
    }
}

// As a value the variable of a copy is one affine.apply.
// VALUE: affine.for %[[I:.*]] = 0 to 8 step 2 {
// VALUE: arith.index_cast %[[I]]
// VALUE: %[[NEXT:.*]] = affine.apply #{{.*}}(%[[I]])
// VALUE-NEXT: arith.index_cast %[[NEXT]]
// VALUE-NOT: affine.apply
void value(int A[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = i * 3 + i;
}

// HUGE: unroll.cpp:[[#@LINE+3]]:{{[0-9]+}}: error: unrolling loop 'j' (unroll.cpp:[[#@LINE+3]]) makes 100000 copies of its body: too large for hardware
// HUGE: hint: unroll by a factor, or split the loop and unroll the inner one
void huge(float A[100000]) {
  for (int j = 0; j < 100000; ++j)
    A[j] = 1;
}
