// distribute: parts around a loop, everywhere, values that become arrays, copies of computations, refusals.
// RUN: allo-opt %s --step "distribute a" | FileCheck %s --check-prefix=PLAIN
// RUN: allo-opt %s --step "distribute i at=j" | FileCheck %s --check-prefix=AROUND
// RUN: allo-opt %s --step "distribute i at=j" --step "reorder j i" | FileCheck %s --check-prefix=PERFECT
// RUN: allo-opt %s --step "distribute e" | FileCheck %s --check-prefix=VALUE
// RUN: allo-opt %s --step "parallel a" --step "distribute a" | FileCheck %s --check-prefix=BOTH
// RUN: not allo-opt %s --step "distribute b" 2>&1 | FileCheck %s --check-prefix=BACKWARD
// RUN: allo-opt %s --step "unchecked (n is one)" --step "distribute b" | FileCheck %s --check-prefix=INSISTED
// RUN: not allo-opt %s --step "distribute s" 2>&1 | FileCheck %s --check-prefix=SYMBOLIC
// RUN: not allo-opt %s --step "distribute j" 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: allo-opt %s --step "distribute g at=k" | FileCheck %s --check-prefix=GUARD
// RUN: allo-opt %s --step "distribute w at=wk" | FileCheck %s --check-prefix=SHARED
// RUN: not allo-opt %s --step "distribute g at=j" 2>&1 | FileCheck %s --check-prefix=OUTSIDE
// RUN: not allo-opt %s --step "distribute o at=q" 2>&1 | FileCheck %s --check-prefix=DEEPER
// RUN: not allo-opt %s --step "distribute x" 2>&1 | FileCheck %s --check-prefix=NOTAFFINE
// RUN: not allo-opt %s --step "unroll a" --step "distribute a" 2>&1 | FileCheck %s --check-prefix=UNROLLED
// RUN: not allo-opt %s --step "reorder j i" 2>&1 | FileCheck %s --check-prefix=HINT

#A = #allo.var<id = 100, name = "A", type = <int>>
#B = #allo.var<id = 101, name = "B", type = <int>>
#n = #allo.var<id = 102, name = "n", type = <int>>

func.func @work(%A: memref<64xi32> {allo.var = #A}, %B: memref<64x8xi32> {allo.var = #B}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %size = arith.index_cast %n : i32 to index

  // Both statements use the loop variable as a value: each part computes it.
  // PLAIN: affine.for %[[I:.*]] = 0 to 16 {
  // PLAIN-NEXT: arith.index_cast %[[I]]
  // PLAIN-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]]]
  // PLAIN-NEXT: } {allo.loop = #allo.loop<id = 103, name = "a.1">}
  // PLAIN-NEXT: affine.for %[[J:.*]] = 0 to 16 {
  // PLAIN-NEXT: arith.index_cast %[[J]]
  // PLAIN-NEXT: affine.load %{{.*}}[%[[J]]]
  // PLAIN: affine.store %{{.*}}, %{{.*}}[%[[J]], 0]
  // PLAIN-NEXT: } {allo.loop = #allo.loop<id = 104, name = "a.2">}
  // BOTH: name = "a.1", parallel = true>
  // BOTH: name = "a.2", parallel = true>
  // UNROLLED: error: distribute a: 'a' (line 2) already has the directive unroll of 'unroll a'
  affine.for %i = 0 to 16 {
    %v = arith.index_cast %i : index to i32
    affine.store %v, %A[%i] : memref<64xi32> loc("k.c":3:5)
    %w = affine.load %A[%i] : memref<64xi32> loc("k.c":4:5)
    %x = arith.addi %v, %w : i32
    affine.store %x, %B[%i, 0] : memref<64x8xi32> loc("k.c":4:5)
  } {allo.loop = #allo.loop<id = 1, name = "a">} loc("k.c":2:3)

  // The variable t becomes t[8], by iterations.
  // AROUND: %[[T:.*]] = memref.alloca() {allo.var = #allo.var<id = 5, name = "t", type = <int>>} : memref<8xi32>
  // AROUND-NEXT: affine.for %[[I:.*]] = 4 to 20 step 2 {
  // AROUND-NEXT: affine.store %{{.*}}, %[[T]][%[[I]] floordiv 2 - 2]
  // AROUND-NEXT: name = "i.before">}
  // AROUND-NEXT: affine.for %[[I2:.*]] = 4 to 20 step 2 {
  // AROUND-NEXT: affine.for %[[J:.*]] = 0 to 8 {
  // AROUND-NEXT: affine.load %[[T]][%[[I2]] floordiv 2 - 2]
  // AROUND: } {allo.loop = #allo.loop<id = 4, name = "j">}
  // AROUND-NEXT: } {allo.loop = #allo.loop<id = 3, name = "i">}
  // AROUND-NEXT: affine.for
  // AROUND: name = "i.after">}
  // PERFECT: id = 3, name = "i"
  // PERFECT-NEXT: id = 4, name = "j"
  // HINT: error: reorder j i: the variable t declared on line 6 stands between the loops 'i' (line 5) and 'j' (line 8)
  // HINT-NEXT: hint: the nest has to be perfect: 'distribute i at=j' first, or declare it inside the innermost loop or outside the nest
  // ONE: error: distribute j: the body of 'j' (line 8) is one statement
  affine.for %i = 4 to 20 step 2 {
    %t = memref.alloca() {allo.var = #allo.var<id = 5, name = "t", type = <int>>} : memref<i32> loc("k.c":6:5)
    affine.store %zero, %t[] : memref<i32> loc("k.c":7:5)
    affine.for %j = 0 to 8 {
      %v = affine.load %t[] : memref<i32> loc("k.c":9:7)
      affine.store %v, %B[%i, %j] : memref<64x8xi32> loc("k.c":9:7)
    } {allo.loop = #allo.loop<id = 4, name = "j">} loc("k.c":8:5)
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":10:5)
  } {allo.loop = #allo.loop<id = 3, name = "i">} loc("k.c":5:3)

  // The value that was read before the write is kept in an array.
  // VALUE: %[[E:.*]] = memref.alloca() {allo.var = #allo.var<id = {{.*}}, name = "e.value", type = <int>>} : memref<16xi32>
  // VALUE-NEXT: affine.for %[[I:.*]] = 0 to 16 {
  // VALUE-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[I]]]
  // VALUE-NEXT: affine.store %[[V]], %[[E]][%[[I]]]
  // VALUE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]]]
  // VALUE-NEXT: name = "e.1">}
  // VALUE-NEXT: affine.for %[[J:.*]] = 0 to 16 {
  // VALUE-NEXT: %[[W:.*]] = affine.load %[[E]][%[[J]]]
  // VALUE-NEXT: affine.store %[[W]], %{{.*}}[%[[J]], 1]
  affine.for %i = 0 to 16 {
    %v = affine.load %A[%i] : memref<64xi32> loc("k.c":13:5)
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":14:5)
    affine.store %v, %B[%i, 1] : memref<64x8xi32> loc("k.c":15:5)
  } {allo.loop = #allo.loop<id = 6, name = "e">} loc("k.c":12:3)

  // BACKWARD: k.c:17:3: error: distribute b: A[1] is read at (b=0) on line 19 and written at (b=1) on line 18; after the distribute the write comes first
  // BACKWARD-NEXT: hint: statements that depend on each other across iterations stay in one loop
  // INSISTED: name = "b.1">}
  // INSISTED: name = "b.2">}
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":18:5)
    %v = affine.load %A[%i + 1] : memref<64xi32> loc("k.c":19:5)
    affine.store %v, %B[%i, 1] : memref<64x8xi32> loc("k.c":19:5)
  } {allo.loop = #allo.loop<id = 7, name = "b">} loc("k.c":17:3)

  // SYMBOLIC: k.c:21:5: error: distribute s: the variable u of line 21 is used on both sides, and the trip count of 's' (line 20) is not constant
  // SYMBOLIC-NEXT: hint: declare an array for it outside the loop, or leave its statements in one loop
  affine.for %i = 0 to %size {
    %u = memref.alloca() {allo.var = #allo.var<id = 9, name = "u", type = <int>>} : memref<i32> loc("k.c":21:5)
    affine.store %zero, %u[] : memref<i32> loc("k.c":22:5)
    %v = affine.load %u[] : memref<i32> loc("k.c":23:5)
    affine.store %v, %A[%i] : memref<64xi32> loc("k.c":23:5)
  } {allo.loop = #allo.loop<id = 8, name = "s">} loc("k.c":20:3)

  // A loop under a condition that is about nothing else.
  // GUARD: name = "g.before">}
  // GUARD-NEXT: affine.for %[[I:.*]] = 0 to 16 {
  // GUARD-NEXT: affine.if #{{.*}}(%[[I]]) {
  // GUARD-NEXT: affine.for %[[K:.*]] = 0 to 8 {
  // GUARD-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[K]]] : memref<64x8xi32>
  // GUARD-NEXT: name = "k">}
  // GUARD-NEXT: }
  // GUARD-NEXT: name = "g">}
  // OUTSIDE: error: distribute g at=j: 'j' (line 8) is not inside 'g' (line 24)
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":25:5)
    affine.if affine_set<(d0) : (d0 - 3 >= 0)>(%i) {
      affine.for %k = 0 to 8 {
        affine.store %zero, %B[%i, %k] : memref<64x8xi32> loc("k.c":28:7)
      } {allo.loop = #allo.loop<id = 11, name = "k">} loc("k.c":27:5)
    } loc("k.c":26:5)
  } {allo.loop = #allo.loop<id = 10, name = "g">} loc("k.c":24:3)

  // What is loaded before the loop has changed behind it: a variable keeps it, and becomes an array.
  // SHARED: %[[KEPT:.*]] = memref.alloca() {{.*}}name = "w.value"{{.*}} : memref<16xi32>
  // SHARED: affine.if #{{.*}}(%[[I:.*]]) {
  // SHARED-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[I]]] : memref<64xi32>
  // SHARED-NEXT: affine.store %[[V]], %[[KEPT]][%[[I]]] : memref<16xi32>
  // SHARED-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]]] : memref<64xi32>
  // SHARED: name = "w.before">}
  // SHARED: affine.if #{{.*}}(%[[J:.*]]) {
  // SHARED-NEXT: %[[L:.*]] = affine.load %[[KEPT]][%[[J]]] : memref<16xi32>
  // SHARED-NEXT: affine.for
  // SHARED-NEXT: affine.store %[[L]]
  affine.for %i = 0 to 16 {
    affine.if affine_set<(d0) : (d0 - 3 >= 0)>(%i) {
      %v = affine.load %A[%i] : memref<64xi32> loc("k.c":52:7)
      affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":53:7)
      affine.for %k = 0 to 8 {
        affine.store %v, %B[%i, %k] : memref<64x8xi32> loc("k.c":55:9)
      } {allo.loop = #allo.loop<id = 31, name = "wk">} loc("k.c":54:7)
    } loc("k.c":51:5)
  } {allo.loop = #allo.loop<id = 30, name = "w">} loc("k.c":50:3)

  // DEEPER: error: distribute o at=q: 'q' (line 32) is not directly in 'o' (line 30)
  // DEEPER-NEXT: hint: name the loop 'p' with at=
  affine.for %i = 0 to 16 {
    affine.for %p = 0 to 2 {
      affine.for %q = 0 to 2 {
        affine.store %zero, %A[%i + %p + %q] : memref<64xi32> loc("k.c":33:5)
      } {allo.loop = #allo.loop<id = 14, name = "q">} loc("k.c":32:5)
    } {allo.loop = #allo.loop<id = 13, name = "p">} loc("k.c":31:5)
  } {allo.loop = #allo.loop<id = 12, name = "o">} loc("k.c":30:3)

  // NOTAFFINE: error: distribute x: cannot prove that the order of the accesses to A is kept, because the write to A on line 37 is not affine
  // NOTAFFINE-NEXT: hint: only indices that are linear in loop variables and scalar parameters can be compared
  affine.for %i = 0 to 16 {
    affine.store %zero, %A[%i] : memref<64xi32> loc("k.c":36:5)
    %p = affine.load %B[%i, 0] : memref<64x8xi32> loc("k.c":37:5)
    %q = arith.index_cast %p : i32 to index loc("k.c":37:5)
    memref.store %p, %A[%q] : memref<64xi32> loc("k.c":37:5)
  } {allo.loop = #allo.loop<id = 15, name = "x">} loc("k.c":35:3)
  return
} loc("k.c":1:1)
