// merge: same and different bounds, a shift, what stands between the loops, refusals with witnesses.
// RUN: allo-opt %s --step "merge a b as=ab" | FileCheck %s --check-prefix=PLAIN
// RUN: allo-opt %s --step "merge c d shift=1" | FileCheck %s --check-prefix=SHIFT
// RUN: allo-opt %s --step "merge s t shift=2" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "merge f g" | FileCheck %s --check-prefix=REDUCTION
// RUN: not allo-opt %s --step "merge c d" 2>&1 | FileCheck %s --check-prefix=REVERSED
// RUN: not allo-opt %s --step "merge a c" 2>&1 | FileCheck %s --check-prefix=COUNTS
// RUN: not allo-opt %s --step "merge c s" 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not allo-opt %s --step "merge a u" 2>&1 | FileCheck %s --check-prefix=BLOCK
// RUN: not allo-opt %s --step "merge b a" 2>&1 | FileCheck %s --check-prefix=ORDER
// RUN: not allo-opt %s --step "merge a a" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %s --step "merge a" 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: not allo-opt %s --step "merge v w" 2>&1 | FileCheck %s --check-prefix=BETWEEN
// RUN: not allo-opt %s --step "merge a b shift=16" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "merge x y" 2>&1 | FileCheck %s --check-prefix=NOTAFFINE
// RUN: not allo-opt %s --step "unroll a" --step "merge a b" 2>&1 | FileCheck %s --check-prefix=UNROLLED
// RUN: not allo-opt %s --step "parallel h" --step "parallel k" --step "merge h k" 2>&1 | FileCheck %s --check-prefix=PARALLEL
// RUN: allo-opt %s --step "unchecked (the ends are never used)" --step "merge c d" | FileCheck %s --check-prefix=INSISTED

#A = #allo.var<id = 100, name = "A", type = <int>>
#B = #allo.var<id = 101, name = "B", type = <int>>
#n = #allo.var<id = 102, name = "n", type = <int>>

func.func @work(%A: memref<64xi32> {allo.var = #A}, %B: memref<64xi32> {allo.var = #B}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %size = arith.index_cast %n : i32 to index

  // The store between goes before.
  // PLAIN: affine.store %{{.*}}, %{{.*}}[63]
  // PLAIN-NEXT: affine.for %[[I:.*]] = 0 to 16 {
  // PLAIN-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]]]
  // PLAIN-NEXT: affine.load %{{.*}}[%[[I]]]
  // PLAIN-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]] + 20]
  // PLAIN-NEXT: } {allo.loop = #allo.loop<id = 103, name = "ab">}
  // ONE: error: merge a: merge takes two loops
  // TWICE: error: merge a a: the loop 'a' (line 2) is named twice
  // ORDER: error: merge b a: the loop 'a' (line 2) comes before 'b' (line 5)
  // LARGE: error: merge a b shift=16: shift 16 is not less than the trip count of 'a' (line 2), 16
  // UNROLLED: error: merge a b: 'a' (line 2) already has the directive unroll of 'unroll a'
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "a">} loc("k.c":2:3)
  affine.store %zero, %A[63] : memref<64xi32> loc("k.c":4:3)
  affine.for %i = 20 to 36 {
    %v = affine.load %A[%i - 20] : memref<64xi32> loc("k.c":6:5)
    affine.store %v, %A[%i] : memref<64xi32> loc("k.c":6:5)
  } {allo.loop = #allo.loop<id = 2, name = "b">} loc("k.c":5:3)

  // SHIFT: affine.for %{{.*}} = 0 to 1 {
  // SHIFT: name = "c.before">}
  // SHIFT-NEXT: affine.for %[[I:.*]] = 1 to 15 {
  // SHIFT-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]]]
  // SHIFT-NEXT: affine.load %{{.*}}[%[[I]]]
  // SHIFT-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]] - 1]
  // SHIFT-NEXT: name = "c">}
  // SHIFT-NEXT: affine.for %{{.*}} = 14 to 15 {
  // SHIFT: name = "c.after">}
  // REVERSED: k.c:8:3: error: merge c d: A[1] is written at (c=1) on line 9 and read at (d=0) on line 11; after the merge the read comes first
  // REVERSED-NEXT: hint: shift=1 is legal
  // INSISTED: name = "c">}
  // COUNTS: error: merge a c: 'a' (line 2) has 16 iterations and 'c' (line 8) has 15
  // COUNTS-NEXT: hint: peel the longer one first: 'peel a count=1 side=front'
  affine.for %i = 0 to 15 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":9:5)
  } {allo.loop = #allo.loop<id = 3, name = "c">} loc("k.c":8:3)
  affine.for %i = 0 to 15 {
    %v = affine.load %A[%i + 1] : memref<64xi32> loc("k.c":11:5)
    affine.store %v, %B[%i] : memref<64xi32> loc("k.c":11:5)
  } {allo.loop = #allo.loop<id = 4, name = "d">} loc("k.c":10:3)

  // SYMBOLIC-DAG: #[[FIRST:.*]] = affine_map<()[s0] -> (s0, 3)>
  // SYMBOLIC-DAG: #[[LAST:.*]] = affine_map<()[s0] -> (0, s0 - 3)>
  // SYMBOLIC: affine.for %{{.*}} = 1 to min #[[FIRST]]()[%[[N:.*]]] {
  // SYMBOLIC: affine.for %[[I:.*]] = 3 to %[[N]] {
  // SYMBOLIC: affine.store %{{.*}}, %{{.*}}[%[[I]] - 3]
  // SYMBOLIC: affine.for %{{.*}} = max #[[LAST]]()[%[[N]]] to #{{.*}}()[%[[N]]] {
  // UNKNOWN: error: merge c s: cannot prove that 'c' (line 8) and 's' (line 13) have equally many iterations
  // UNKNOWN-NEXT: hint: only loops whose bounds say that they run equally often can be merged
  affine.for %i = 1 to %size {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":14:5)
  } {allo.loop = #allo.loop<id = 5, name = "s">} loc("k.c":13:3)
  affine.for %i = 0 to affine_map<()[s0] -> (s0 - 1)>()[%size] {
    %v = affine.load %A[%i + 3] : memref<64xi32> loc("k.c":16:5)
    affine.store %v, %B[%i] : memref<64xi32> loc("k.c":16:5)
  } {allo.loop = #allo.loop<id = 6, name = "t">} loc("k.c":15:3)

  // Sums of integers may pass each other.
  // REDUCTION: affine.load %{{.*}}[%[[I:.*]]]
  // REDUCTION: affine.load %{{.*}}[-%{{.*}} + 15]
  // REDUCTION: name = "f">}
  affine.for %i = 0 to 16 {
    %v = affine.load %A[%i] : memref<64xi32> loc("k.c":19:5)
    %w = arith.addi %v, %zero : i32
    affine.store %w, %A[%i] : memref<64xi32> loc("k.c":19:5)
  } {allo.loop = #allo.loop<id = 7, name = "f">} loc("k.c":18:3)
  affine.for %i = 0 to 16 {
    %v = affine.load %A[-%i + 15] : memref<64xi32> loc("k.c":21:5)
    %x = arith.addi %v, %zero : i32
    affine.store %x, %A[-%i + 15] : memref<64xi32> loc("k.c":21:5)
  } {allo.loop = #allo.loop<id = 8, name = "g">} loc("k.c":20:3)

  // PARALLEL: error: merge h k: the loop 'h' (line 22) is parallel and would not be any more: the iterations of 'h' (line 22) depend on each other: A[0] is written at (h=0) on line 23 and read at (h=1) on line 25
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":23:5)
  } {allo.loop = #allo.loop<id = 9, name = "h">} loc("k.c":22:3)
  affine.for %i = 0 to 16 {
    %v = affine.load %A[0] : memref<64xi32> loc("k.c":25:5)
    affine.store %v, %B[%i] : memref<64xi32> loc("k.c":25:5)
  } {allo.loop = #allo.loop<id = 10, name = "k">} loc("k.c":24:3)

  // BLOCK: error: merge a u: the loops 'a' (line 2) and 'u' (line 27) do not stand in one block
  affine.for %j = 0 to 4 {
    affine.for %i = 0 to 16 {
      affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":28:5)
    } {allo.loop = #allo.loop<id = 12, name = "u">} loc("k.c":27:3)
  } {allo.loop = #allo.loop<id = 11, name = "o">} loc("k.c":26:3)

  // BETWEEN: k.c:31:3: error: merge v w: the statement on line 31 stands between the loops and can go neither before 'v' (line 29): A[3] is written at (v=3) on line 30 and written again on line 31, nor behind 'w' (line 32): A[3] is written on line 31 and read at (w=3) on line 33
  // BETWEEN-NEXT: hint: move it in the source
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":30:5)
  } {allo.loop = #allo.loop<id = 13, name = "v">} loc("k.c":29:3)
  affine.store %zero, %A[3] : memref<64xi32> loc("k.c":31:3)
  affine.for %i = 0 to 16 {
    %v = affine.load %A[%i] : memref<64xi32> loc("k.c":33:5)
    affine.store %v, %B[%i] : memref<64xi32> loc("k.c":33:5)
  } {allo.loop = #allo.loop<id = 14, name = "w">} loc("k.c":32:3)

  // NOTAFFINE: error: merge x y: cannot prove that the order of the accesses to A is kept, because the read of A on line 38 is not affine
  // NOTAFFINE-NEXT: hint: only indices that are linear in loop variables and scalar parameters can be compared
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":36:5)
  } {allo.loop = #allo.loop<id = 15, name = "x">} loc("k.c":35:3)
  affine.for %i = 0 to 16 {
    %p = affine.load %B[%i] : memref<64xi32> loc("k.c":38:5)
    %q = arith.index_cast %p : i32 to index loc("k.c":38:5)
    %v = memref.load %A[%q] : memref<64xi32> loc("k.c":38:5)
    affine.store %v, %B[%i] : memref<64xi32> loc("k.c":38:5)
  } {allo.loop = #allo.loop<id = 16, name = "y">} loc("k.c":37:3)
  return
} loc("k.c":1:1)
