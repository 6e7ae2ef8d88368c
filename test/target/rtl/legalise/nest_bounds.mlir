// foldNests and trimNests on bounds that are maxima and minima, and on loops that are not affine.
// RUN: allo-legalise %s --only foldNests,trimNests | FileCheck %s

// That the first value is the greatest of two is no conjunction, but the opposite is: the else side counts.
// CHECK-DAG: #[[NOTFIRST:.*]] = affine_set<(d0, d1) : (-d0 + d1 >= 0, d1 - 1 >= 0)>
// CHECK-DAG: #[[NOTLAST:.*]] = affine_set<(d0, d1) : (-d1 + 6 >= 0, d0 - d1 + 1 >= 0)>
// CHECK-LABEL: func.func @work(
// CHECK: affine.for %[[I:.*]] = 0 to 8 {
// CHECK-NEXT: affine.for %[[J:.*]] = max
// CHECK: affine.if #[[NOTFIRST]](%[[I]], %[[J]]) {
// CHECK-NEXT: } else {
// CHECK-NEXT: affine.store %{{.*}}, %arg0[%[[I]]]
// CHECK: affine.if #[[NOTLAST]](%[[I]], %[[J]]) {
// CHECK-NEXT: } else {
// CHECK: } {allo.flatten, allo.loop = #allo.loop<id = 2, name = "i">}

// A lower bound of two, one of which can be above the upper bound: k - 5 < 3 is k < 8, known; 6 - k < 3 is k > 3.
// CHECK: affine.for %{{.*}} = 4 to 8 {
// CHECK: } {allo.flatten, allo.loop = #allo.loop<id = 4, name = "k">}

// Loops that are not affine stay outside of the nest, and inside there is none.
// CHECK: scf.for
// CHECK-NEXT: affine.for
// CHECK-NOT: allo.flatten
// CHECK: return
func.func @work(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  affine.for %i = 0 to 8 {
    affine.store %zero, %A[%i] : memref<8xf32>
    affine.for %j = max affine_map<(d0) -> (d0 - 1, 0)>(%i) to min affine_map<(d0) -> (8, d0 + 3)>(%i) {
      %1 = affine.load %A[%j] : memref<8xf32>
      affine.store %1, %A[%i] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 3, name = "j", pipeline = 1>}
    affine.store %zero, %A[7 - %i] : memref<8xf32>
  } {allo.loop = #allo.loop<id = 2, name = "i">}
  affine.for %k = 0 to 8 {
    affine.for %l = max affine_map<(d0) -> (d0 - 5, 6 - d0)>(%k) to 3 {
      affine.store %zero, %A[%l] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 5, name = "l", pipeline = 1>}
  } {allo.loop = #allo.loop<id = 4, name = "k">}
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = arith.index_cast %n : i32 to index
  scf.for %p = %c0 to %0 step %c1 {
    affine.for %q = 0 to 8 {
      affine.store %zero, %A[%q] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 7, name = "q", pipeline = 1>}
  } {allo.loop = #allo.loop<id = 6, name = "p">}
  return
}
