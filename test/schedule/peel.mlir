// peel: constant, symbolic, triangular bounds, larger steps, copies of what stands inside, refusals.
// RUN: allo-opt %s --step "peel i count=2" | FileCheck %s --check-prefix=FRONT
// RUN: allo-opt %s --step "peel i count=3 side=back" | FileCheck %s --check-prefix=BACK
// RUN: allo-opt %s --step "peel s count=2" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "peel s count=2 side=back" | FileCheck %s --check-prefix=SYMBOLICBACK
// RUN: allo-opt %s --step "peel u count=1 side=back" | FileCheck %s --check-prefix=TRIANGLE
// RUN: allo-opt %s --step "peel w count=2 side=back" | FileCheck %s --check-prefix=WIDE
// RUN: allo-opt %s --step "unroll j" --step "parallel i" --step "peel i count=1" | FileCheck %s --check-prefix=DIRECTIVES
// RUN: not allo-opt %s --step "peel i count=8" 2>&1 | FileCheck %s --check-prefix=ALL
// RUN: not allo-opt %s --step "peel i count=0" 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not allo-opt %s --step "peel s count=99999999999" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "peel m count=1" 2>&1 | FileCheck %s --check-prefix=MAXIMUM
// RUN: not allo-opt %s --step "peel m count=1 side=back" 2>&1 | FileCheck %s --check-prefix=MINIMUM
// RUN: not allo-opt %s --step "peel l count=1 side=back" 2>&1 | FileCheck %s --check-prefix=LARGESTEP
// RUN: not allo-opt %s --step "unroll i" --step "peel i count=1" 2>&1 | FileCheck %s --check-prefix=UNROLLED

#A = #allo.var<id = 100, name = "A", type = <int>>
#n = #allo.var<id = 101, name = "n", type = <int>>

// FRONT: affine.for %[[P:.*]] = 0 to 2 {
// FRONT-NEXT: memref.alloca() {allo.var = #allo.var<id = [[ID:10[0-9]]], name = "t", type = <int>>}
// FRONT: name = "j">}
// FRONT-NEXT: } {allo.loop = #allo.loop<id = {{.*}}, name = "i.peel">}
// FRONT-NEXT: affine.for %{{.*}} = 2 to 8 {
// FRONT-NEXT: memref.alloca() {allo.var = #allo.var<id = 3, name = "t", type = <int>>}
// FRONT: } {allo.loop = #allo.loop<id = 2, name = "j">}
// FRONT-NEXT: } {allo.loop = #allo.loop<id = 1, name = "i">}
// BACK: affine.for %{{.*}} = 0 to 5 {
// BACK: name = "i">}
// BACK-NEXT: affine.for %{{.*}} = 5 to 8 {
// BACK: name = "i.peel">}
// SYMBOLIC-DAG: #[[UPPER:.*]] = affine_map<()[s0] -> (s0, 3)>
// SYMBOLIC: affine.for %[[P:.*]] = 1 to min #[[UPPER]]()[%[[N:.*]]] {
// SYMBOLIC: name = "s.peel">}
// SYMBOLIC-NEXT: affine.for %{{.*}} = 3 to %[[N]] {
// SYMBOLICBACK-DAG: #[[END:.*]] = affine_map<()[s0] -> (s0 - 2)>
// SYMBOLICBACK-DAG: #[[START:.*]] = affine_map<()[s0] -> (1, s0 - 2)>
// SYMBOLICBACK: affine.for %{{.*}} = 1 to #[[END]]()[%[[N:.*]]] {
// SYMBOLICBACK: name = "s">}
// SYMBOLICBACK-NEXT: affine.for %{{.*}} = max #[[START]]()[%[[N]]] to %[[N]] {
// SYMBOLICBACK: name = "s.peel">}
// TRIANGLE-DAG: #[[END:.*]] = affine_map<(d0) -> (d0 - 1)>
// TRIANGLE-DAG: #[[START:.*]] = affine_map<(d0) -> (0, d0 - 1)>
// TRIANGLE: name = "s">}
// TRIANGLE: affine.for %[[T:.*]] = 0 to 16 {
// TRIANGLE-NEXT: affine.for %{{.*}} = 0 to #[[END]](%[[T]]) {
// TRIANGLE: affine.for %{{.*}} = max #[[START]](%[[T]]) to #{{.*}}(%[[T]]) {
// A step of 3: the last iterations are counted.
// WIDE-DAG: #[[END:.*]] = affine_map<()[s0] -> (s0 - 6)>
// WIDE-DAG: #[[START:.*]] = affine_map<()[s0] -> (0, (s0 - 2) ceildiv 3 - 2)>
// WIDE-DAG: #[[NUMBER:.*]] = affine_map<()[s0] -> ((s0 - 2) ceildiv 3)>
// WIDE: affine.for %{{.*}} = 2 to #[[END]]()[%[[N:.*]]] step 3 {
// WIDE: affine.for %[[P:.*]] = max #[[START]]()[%[[N]]] to #[[NUMBER]]()[%[[N]]] {
// WIDE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[P]] * 3 + 2, 0]
// DIRECTIVES: name = "j", unroll = -1>}
// DIRECTIVES-NEXT: name = "i.peel", parallel = true>
// DIRECTIVES: name = "j", unroll = -1>}
// DIRECTIVES-NEXT: name = "i", parallel = true>
// ALL: k.c:2:3: error: peel i count=8: count 8 takes all iterations of 'i' (line 2), which has 8
// ALL-NEXT: hint: counts from 1 to 7 are possible
// NONE: error: peel i count=0: count must be at least 1
// LARGE: error: peel s count=99999999999: count 99999999999 is too large
// LARGE-NEXT: hint: counts from 1 to 2147483647 are possible
// MAXIMUM: k.c:17:5: error: peel m count=1: the lower bound of 'm' (line 17) is a maximum of several expressions, so no affine bound ends its first iterations
// MINIMUM: k.c:17:5: error: peel m count=1 side=back: the upper bound of 'm' (line 17) is a minimum of several expressions, so no affine bound starts its last iterations
// LARGESTEP: error: peel l count=1 side=back: the lower bound of 'l' (line 20) is a maximum of several expressions and its step is 2, so no affine bound starts its last iterations
// UNROLLED: error: peel i count=1: 'i' (line 2) already has the directive unroll of 'unroll i'

func.func @work(%A: memref<64x64xi32> {allo.var = #A}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %size = arith.index_cast %n : i32 to index
  affine.for %i = 0 to 8 {
    %t = memref.alloca() {allo.var = #allo.var<id = 3, name = "t", type = <int>>} : memref<i32> loc("k.c":3:5)
    affine.store %zero, %t[] : memref<i32> loc("k.c":3:5)
    affine.for %j = 0 to 16 {
      %v = affine.load %t[] : memref<i32> loc("k.c":5:7)
      affine.store %v, %A[%i, %j] : memref<64x64xi32> loc("k.c":5:7)
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("k.c":4:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  affine.for %s = 1 to %size {
    affine.store %zero, %A[%s, 0] : memref<64x64xi32>
  } {allo.loop = #allo.loop<id = 4, name = "s">} loc("k.c":7:3)
  affine.for %t = 0 to 16 {
    affine.for %u = 0 to affine_map<(d0) -> (d0)>(%t) {
      affine.store %zero, %A[%t, %u] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 7, name = "u">} loc("k.c":12:5)
  } {allo.loop = #allo.loop<id = 6, name = "t">} loc("k.c":11:3)
  affine.for %w = 2 to %size step 3 {
    affine.store %zero, %A[%w, 0] : memref<64x64xi32>
  } {allo.loop = #allo.loop<id = 8, name = "w">} loc("k.c":14:3)
  affine.for %q = 0 to 16 {
    affine.for %m = max affine_map<(d0) -> (d0, 4)>(%q) to min affine_map<(d0) -> (d0 + 9, 20)>(%q) {
      affine.store %zero, %A[%q, %m] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 10, name = "m">} loc("k.c":17:5)
    affine.for %l = max affine_map<(d0) -> (d0, 4)>(%q) to 20 step 2 {
      affine.store %zero, %A[%q, %l] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 11, name = "l">} loc("k.c":20:5)
  } {allo.loop = #allo.loop<id = 9, name = "q">} loc("k.c":16:3)
  return
} loc("k.c":1:1)
