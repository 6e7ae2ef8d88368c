// fuse: a perfect nest becomes one loop; symbolic outer bounds, strides, triangular inner loops.
// RUN: allo-opt %s --step "fuse i j" | FileCheck %s --check-prefix=TWO
// RUN: allo-opt %s --step "fuse i j k" | FileCheck %s --check-prefix=THREE
// RUN: allo-opt %s --step "fuse s d" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "parallel i" --step "parallel j" --step "fuse i j" | FileCheck %s --check-prefix=PARALLEL
// RUN: allo-opt %s --step "split j factor=5" --step "reorder j.inner j.outer" --step "fuse i j.inner" | FileCheck %s --check-prefix=SPLIT
// RUN: not allo-opt %s --step "fuse t u" 2>&1 | FileCheck %s --check-prefix=TRIANGLE
// RUN: not allo-opt %s --step "fuse i k" 2>&1 | FileCheck %s --check-prefix=GAP
// RUN: not allo-opt %s --step "fuse i" 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: not allo-opt %s --step "fuse p q" 2>&1 | FileCheck %s --check-prefix=IMPERFECT
// RUN: not allo-opt %s --step "pipeline k" --step "fuse i j k" 2>&1 | FileCheck %s --check-prefix=PIPELINED

#A = #allo.var<id = 100, name = "A", type = <int>>
#n = #allo.var<id = 101, name = "n", type = <int>>

// TWO: affine.for %[[F:.*]] = 0 to 128 {
// TWO-NEXT: affine.for %[[K:.*]] = 0 to 4 {
// TWO-NEXT: affine.store %{{.*}}, %{{.*}}[%[[F]] floordiv 16, %[[F]] mod 16, %[[K]]]
// TWO: name = "k">}
// TWO-NEXT: } {allo.loop = #allo.loop<id = 102, name = "i_j">}
// THREE: affine.for %[[F:.*]] = 0 to 512 {
// THREE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[F]] floordiv 64, (%[[F]] floordiv 4) mod 16, %[[F]] mod 4]
// THREE: name = "i_j_k">}
// d runs s, s+2, s+4: three iterations for every s.
// SYMBOLIC: affine.for %[[F:.*]] = 0 to #{{.*}}()[%{{.*}}] {
// SYMBOLIC-NEXT: affine.store %{{.*}}, %{{.*}}[%[[F]] floordiv 3 + 1, %[[F]] * 2 - (%[[F]] floordiv 3) * 5 + 1, 0]
// PARALLEL: name = "i_j", parallel = true>
// SPLIT: affine.for %{{.*}} = 0 to 40 {
// TRIANGLE: k.c:11:3: error: fuse t u: the trip count of 'u' (line 12) is not constant
// TRIANGLE-NEXT: hint: all loops but the outermost need a constant trip count
// GAP: error: fuse i k: the loops have to be named from the outermost to the innermost, without gaps
// GAP-NEXT: hint: the nest is i j k
// ONE: error: fuse i: fuse needs at least two loops
// IMPERFECT: k.c:16:5: error: fuse p q: the statement on line 16 stands between the loops 'p' (line 15) and 'q' (line 17)
// PIPELINED: error: fuse i j k: 'k' (line 4) already has the directive pipeline of 'pipeline k'

func.func @work(%A: memref<64x64x4xi32> {allo.var = #A}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %size = arith.index_cast %n : i32 to index
  affine.for %i = 0 to 8 {
    affine.for %j = 0 to 16 {
      affine.for %k = 0 to 4 {
        affine.store %zero, %A[%i, %j, %k] : memref<64x64x4xi32>
      } {allo.loop = #allo.loop<id = 3, name = "k">} loc("k.c":4:7)
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  affine.for %s = 1 to %size {
    affine.for %d = affine_map<(d0) -> (d0)>(%s) to affine_map<(d0) -> (d0 + 5)>(%s) step 2 {
      affine.store %zero, %A[%s, %d, 0] : memref<64x64x4xi32>
    } {allo.loop = #allo.loop<id = 5, name = "d">} loc("k.c":8:5)
  } {allo.loop = #allo.loop<id = 4, name = "s">} loc("k.c":7:3)
  affine.for %t = 0 to 16 {
    affine.for %u = 0 to affine_map<(d0) -> (d0 + 1)>(%t) {
      affine.store %zero, %A[%t, %u, 0] : memref<64x64x4xi32>
    } {allo.loop = #allo.loop<id = 7, name = "u">} loc("k.c":12:5)
  } {allo.loop = #allo.loop<id = 6, name = "t">} loc("k.c":11:3)
  affine.for %p = 0 to 16 {
    affine.store %zero, %A[%p, 0, 0] : memref<64x64x4xi32> loc("k.c":16:5)
    affine.for %q = 0 to 16 {
      affine.store %zero, %A[%p, %q, 1] : memref<64x64x4xi32> loc("k.c":18:7)
    } {allo.loop = #allo.loop<id = 9, name = "q">} loc("k.c":17:5)
  } {allo.loop = #allo.loop<id = 8, name = "p">} loc("k.c":15:3)
  return
} loc("k.c":1:1)
