// unrollLoops: a pipelined loop around what does not unroll keeps its loops and says why.
// RUN: allo-legalise %s --only unrollLoops | FileCheck %s

// CHECK-LABEL: func.func @work(

// A while loop inside.
// CHECK: } {allo.limit = "its loop 'w' (k.c:5) has no constant trip count", allo.loop = #allo.loop<id = 2, name = "a", pipeline = 1>}

// A loop that the pipelined one bounds; the other loop is not unrolled in vain.
// CHECK: } {allo.loop = #allo.loop<id = 5, name = "c">}
// CHECK: } {allo.limit = "its loop 'd' (k.c:9) has no constant trip count", allo.loop = #allo.loop<id = 4, name = "b", pipeline = 1>}

// The distance of its bounds is constant: unrolled.
// CHECK: affine.for %[[E:.*]] = 0 to 8 {
// CHECK-NEXT: affine.load %arg0[%[[E]] + 1]
// CHECK: affine.load %arg0[%[[E]] + 2]
// CHECK-NOT: affine.load
// CHECK: } {allo.loop = #allo.loop<id = 7, name = "e", pipeline = 1>}

// Too many copies.
// CHECK: } {allo.limit = "its loops unrolled make 200000 operations, more than 65536", allo.loop = #allo.loop<id = 9, name = "g", pipeline = 1>}

// Loops that are not affine: constant bounds, and unrolled by a factor with an unknown bound.
// CHECK: affine.for
// CHECK-COUNT-2: memref.load
// CHECK-NOT: scf.for
// CHECK: } {allo.loop = #allo.loop<id = 11, name = "p", pipeline = 1>}
// CHECK: scf.for %[[R:.*]] = %{{.*}} to %[[N:.*]] step
// CHECK: memref.load %arg0[%[[R]]]
// CHECK: %[[LEFT:.*]] = arith.subi %[[N]], %[[R]]
// CHECK: %[[HOLDS:.*]] = arith.cmpi ugt, %[[LEFT]], %[[ONE:.*]] : index
// CHECK: scf.if %[[HOLDS]] {
// CHECK: %[[NEXT:.*]] = arith.addi %[[R]], %[[ONE]]
// CHECK: memref.load %arg0[%[[NEXT]]]
// CHECK: } {allo.loop = #allo.loop<id = 13, name = "r">}

func.func @work(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) attributes {allo.top} {
  %true = arith.constant true
  %0 = arith.index_cast %n : i32 to index
  affine.for %a = 0 to 8 {
    scf.while : () -> () {
      scf.condition(%true)
    } do {
      scf.yield
    } attributes {allo.loop = #allo.loop<id = 3, name = "w">} loc("k.c":5:1)
  } {allo.loop = #allo.loop<id = 2, name = "a", pipeline = 1>}
  affine.for %b = 0 to 8 {
    affine.for %c = 0 to 4 {
      %1 = affine.load %A[%c] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 5, name = "c">}
    affine.for %d = 0 to affine_map<(d0) -> (d0)>(%b) {
      %1 = affine.load %A[%d] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 6, name = "d">} loc("k.c":9:1)
  } {allo.loop = #allo.loop<id = 4, name = "b", pipeline = 1>}
  affine.for %e = 0 to 8 {
    affine.for %f = affine_map<(d0) -> (d0 + 1)>(%e) to affine_map<(d0) -> (d0 + 3)>(%e) {
      %1 = affine.load %A[%f] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 8, name = "f">}
  } {allo.loop = #allo.loop<id = 7, name = "e", pipeline = 1>}
  affine.for %g = 0 to 8 {
    affine.for %h = 0 to 100000 {
      %1 = affine.load %A[%g] : memref<8xf32>
      affine.store %1, %A[%g] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 10, name = "h">}
  } {allo.loop = #allo.loop<id = 9, name = "g", pipeline = 1>}
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  affine.for %p = 0 to 8 {
    %bound = arith.addi %c1, %c1 : index
    scf.for %q = %c0 to %bound step %c1 {
      %1 = memref.load %A[%q] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 12, name = "q">}
  } {allo.loop = #allo.loop<id = 11, name = "p", pipeline = 1>}
  scf.for %r = %c0 to %0 step %c1 {
    %1 = memref.load %A[%r] : memref<8xf32>
  } {allo.loop = #allo.loop<id = 13, name = "r", unroll = 2>}
  return
}
