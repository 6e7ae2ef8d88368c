// split: dividing and other factors, strides, symbolic bounds, imperfect nests, a maximum as lower bound; refusals.
// RUN: allo-opt %s --step "split j factor=4" | FileCheck %s --check-prefix=DIVIDES
// RUN: allo-opt %s --step "split j factor=5" | FileCheck %s --check-prefix=REST
// RUN: allo-opt %s --step "split i factor=2" | FileCheck %s --check-prefix=IMPERFECT
// RUN: allo-opt %s --step "split t factor=3" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "split s factor=2" | FileCheck %s --check-prefix=STRIDE
// RUN: allo-opt %s --step "split m factor=2" | FileCheck %s --check-prefix=MAXIMUM
// RUN: allo-opt %s --step "parallel s" --step "split s factor=2" | FileCheck %s --check-prefix=PARALLEL
// RUN: allo-opt %s --step "split j factor=4" --step "split j.inner factor=2" --trace | FileCheck %s --check-prefix=TRACE
// RUN: not allo-opt %s --step "split j factor=0" 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not allo-opt %s --step "split j factor=-4" 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not allo-opt %s --step "split j factor=33" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "split t factor=4294967296" 2>&1 | FileCheck %s --check-prefix=HUGE
// RUN: not allo-opt %s --step "split j" 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not allo-opt %s --step "unroll j factor=2" --step "split j factor=4" 2>&1 | FileCheck %s --check-prefix=UNROLLED
// RUN: not allo-opt %s --step "split while factor=4" 2>&1 | FileCheck %s --check-prefix=WHILE
// RUN: not allo-opt %s --step "split j factor=4" --step "split j factor=2" 2>&1 | FileCheck %s --check-prefix=GONE

#A = #allo.var<id = 100, name = "A", type = <int>>
#n = #allo.var<id = 101, name = "n", type = <int>>

// DIVIDES: #[[D:.*]] = affine_map<(d0, d1) -> (d0 * 4 + d1)>
// DIVIDES: affine.for %[[O:.*]] = 0 to 8 {
// DIVIDES-NEXT: affine.for %[[I:.*]] = 0 to 4 {
// DIVIDES-NEXT: %[[J:.*]] = affine.apply #[[D]](%[[O]], %[[I]])
// DIVIDES-NEXT: affine.load %{{.*}}[%{{.*}}, %[[O]] * 4 + %[[I]] + 1]
// DIVIDES-NEXT: arith.index_cast %[[J]]
// DIVIDES: affine.store %{{.*}}, %{{.*}}[%{{.*}}, %[[O]] * 4 + %[[I]]]
// DIVIDES-NEXT: } {allo.loop = #allo.loop<id = [[ID:[0-9]+]], name = "j.inner">}
// DIVIDES-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "j.outer">}

// REST: #[[MIN:.*]] = affine_map<(d0) -> (5, d0 * -5 + 32)>
// REST: affine.for %[[O:.*]] = 0 to 7 {
// REST-NEXT: affine.for %{{.*}} = 0 to min #[[MIN]](%[[O]]) {

// IMPERFECT: affine.for %[[O:.*]] = 0 to 8 {
// IMPERFECT-NEXT: affine.for %[[I:.*]] = 0 to 2 {
// IMPERFECT-NEXT: affine.store %{{.*}}, %{{.*}}[%[[O]] * 2 + %[[I]], 0]
// IMPERFECT-NEXT: affine.for %{{.*}} = 0 to 32 {

// t runs from i to n: the trip count is n - i.
// SYMBOLIC: #[[OUTER:.*]] = affine_map<(d0)[s0] -> ((-d0 + s0) ceildiv 3)>
// SYMBOLIC: #[[INNER:.*]] = affine_map<(d0, d1)[s0] -> (3, -d0 + s0 - d1 * 3)>
// SYMBOLIC: affine.for %[[O:.*]] = 0 to #[[OUTER]](%[[I:.*]])[%[[N:.*]]] {
// SYMBOLIC-NEXT: affine.for %[[T:.*]] = 0 to min #[[INNER]](%[[I]], %[[O]])[%[[N]]] {
// SYMBOLIC-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[I]] + %[[O]] * 3 + %[[T]]]

// s runs 1, 4, …, 28 (10 iterations).
// STRIDE: affine.for %[[O:.*]] = 0 to 5 {
// STRIDE-NEXT: affine.for %[[I:.*]] = 0 to 2 {
// STRIDE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[O]] * 6 + %[[I]] * 3 + 1, 0]

// MAXIMUM: affine.for %[[O:.*]] = max #{{.*}}(%[[I:.*]]) to 16 step 2 {
// MAXIMUM-NEXT: affine.for %[[M:.*]] = #{{.*}}(%[[O]]) to min #{{.*}}(%[[O]]) {
// MAXIMUM-NEXT: affine.store %{{.*}}, %{{.*}}[%{{.*}}, %[[M]]]

// PARALLEL: name = "s.inner">
// PARALLEL-NEXT: name = "s.outer", parallel = true>

// TRACE: split j factor=4
// TRACE-NEXT: split j.inner factor=2

// ZERO: k.c:3:5: error: split j factor=0: factor must be at least 1
// NEGATIVE: k.c:3:5: error: split j factor=-4: factor must be at least 1
// LARGE: k.c:3:5: error: split j factor=33: factor 33 is larger than the trip count of 'j' (line 3), 32
// LARGE-NEXT: hint: factors from 1 to 32 are possible
// HUGE: error: split t factor=4294967296: factor 4294967296 is too large
// HUGE-NEXT: hint: factors from 1 to 2147483647 are possible
// MISSING: error: split j: 'factor' is missing
// UNROLLED: error: split j factor=4: 'j' (line 3) already has the directive unroll of 'unroll j factor=2'
// UNROLLED-NEXT: hint: change the loops first, then set unroll on the loop that results
// WHILE: k.c:12:3: error: split while factor=4: 'while' (line 12) is not a counted loop with affine bounds
// GONE: error: split j factor=2: there is no loop 'j' in 'work'
// GONE-NEXT: hint: its loops are i (line 2), {{.*}}j.outer (line 3), {{.*}}j.inner (line 3)

func.func @work(%A: memref<64x64xi32> {allo.var = #A}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %false = arith.constant false
  %size = arith.index_cast %n : i32 to index
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i, 0] : memref<64x64xi32>
    affine.for %j = 0 to 32 {
      %a = affine.load %A[%i, %j + 1] : memref<64x64xi32>
      %value = arith.index_cast %j : index to i32
      %sum = arith.addi %a, %value : i32
      affine.store %sum, %A[%i, %j] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  affine.for %i = 0 to 16 {
    affine.for %t = affine_map<(d0) -> (d0)>(%i) to %size {
      affine.store %zero, %A[%i, %t] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 4, name = "t">} loc("k.c":7:5)
  } {allo.loop = #allo.loop<id = 3, name = "ti">} loc("k.c":6:3)
  affine.for %s = 1 to 30 step 3 {
    affine.store %zero, %A[%s, 0] : memref<64x64xi32>
  } {allo.loop = #allo.loop<id = 5, name = "s">} loc("k.c":9:3)
  affine.for %i = 0 to 16 {
    affine.for %m = max affine_map<(d0) -> (d0 - 4, 0)>(%i) to 16 {
      affine.store %zero, %A[%i, %m] : memref<64x64xi32>
    } {allo.loop = #allo.loop<id = 7, name = "m">} loc("k.c":11:5)
  } {allo.loop = #allo.loop<id = 6, name = "mi">} loc("k.c":10:3)
  scf.while : () -> () {
    scf.condition(%false)
  } do {
    scf.yield
  } attributes {allo.loop = #allo.loop<id = 8, name = "while">} loc("k.c":12:3)
  return
} loc("k.c":1:1)
