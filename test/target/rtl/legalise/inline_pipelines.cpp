// inlineIntoPipelines: calls inside a pipelined loop become bodies, calls of calls too; others stay.
// RUN: allo-legalise %s good --step "pipeline i" --only inlineIntoPipelines | FileCheck %s --check-prefix=GOOD
// RUN: allo-legalise %s good --only inlineIntoPipelines | FileCheck %s --check-prefix=CALLS

// The array argument is the caller's array, an argument that is a loop variable an affine index, a condition on it
// affine; the memory of a callee stands where the call stood; ids are fresh.
// GOOD-NOT: func.func private
// GOOD-LABEL: func.func @good(%arg0: memref<8x4xf32>
// GOOD: affine.for %[[I:.*]] = 0 to 8 {
// GOOD: memref.alloca() {allo.var = #allo.var<id = 3, name = "held", type = <float>>} : memref<4xf32>
// GOOD: affine.for %[[J:.*]] = 0 to 4 {
// GOOD: affine.load %arg0[%[[I]], %[[J]]]
// GOOD: memref.alloca() {allo.var = #allo.var<id = 6, name = "t", type = <float>>} : memref<f32>
// GOOD: affine.if #{{.*}}(%[[J]]) {
// GOOD: } {allo.loop = #allo.loop<id = 4, name = "j">}
// GOOD: } {allo.loop = #allo.loop<id = 5, name = "j">}
// GOOD-NEXT: } {allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}
// GOOD-NOT: func.func private

// CALLS-LABEL: func.func @good(
// CALLS: call @"ns::row"(

namespace ns {
float scale(float x, int shift) {
  float t = x;
  if (shift > 2)
    t = t * 2;
  return t;
}
void row(float A[8][4], int i, float by) {
  float held[4];
  for (int j = 0; j < 4; ++j)
    held[j] = scale(A[i][j], j);
  for (int j = 0; j < 4; ++j)
    A[i][j] = held[j] * by;
}
} // namespace ns
void good(float A[8][4], float by) {
  for (int i = 0; i < 8; ++i)
    ns::row(A, i, by);
}
