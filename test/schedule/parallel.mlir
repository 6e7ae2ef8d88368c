// parallel: independent iterations, private and shared variables, guards, and refusals with their witnesses.
// RUN: allo-opt %s --step "parallel i" | FileCheck %s --check-prefix=ROWS
// RUN: allo-opt %s --step "parallel p" | FileCheck %s --check-prefix=PRIVATE
// RUN: allo-opt %s --step "parallel e" | FileCheck %s --check-prefix=EVENODD
// RUN: allo-opt %s --step "parallel g" | FileCheck %s --check-prefix=GUARDED
// RUN: not allo-opt %s --step "parallel k" 2>&1 | FileCheck %s --check-prefix=REDUCTION
// RUN: not allo-opt %s --step "parallel q" 2>&1 | FileCheck %s --check-prefix=SHARED
// RUN: not allo-opt %s --step "parallel y" 2>&1 | FileCheck %s --check-prefix=SEIDEL
// RUN: not allo-opt %s --step "parallel x" 2>&1 | FileCheck %s --check-prefix=SEIDELX
// RUN: not allo-opt %s --step "parallel h" 2>&1 | FileCheck %s --check-prefix=HISTOGRAM
// RUN: not allo-opt %s --step "parallel i" --step "parallel i" 2>&1 | FileCheck %s --check-prefix=TWICE

#A = #allo.var<id = 100, name = "A", type = <int>>
#H = #allo.var<id = 101, name = "H", type = <int>>

// ROWS: allo.loop = #allo.loop<id = 1, name = "i", parallel = true>
// PRIVATE: allo.loop = #allo.loop<id = 4, name = "p", parallel = true>
// EVENODD: allo.loop = #allo.loop<id = 20, name = "e", parallel = true>
// GUARDED: allo.loop = #allo.loop<id = 21, name = "g", parallel = true>
// REDUCTION: k.c:3:5: error: parallel k: the iterations of 'k' (line 3) depend on each other: H[0] is read at (i=0, k=0) on line 4 and written at (i=0, k=1) on line 4
// REDUCTION-NEXT: hint: loops of this nest with independent iterations: i
// SHARED: k.c:12:3: error: parallel q: the iterations of 'q' (line 12) depend on each other: t is written at (q=0) on line 13 and written again at (q=1) on line 13
// SHARED-NEXT: hint: no loop of this nest has independent iterations
// SEIDEL: k.c:21:3: error: parallel y: the iterations of 'y' (line 21) depend on each other: A[1][1] is written at (y=1, x=1) on line 23 and read at (y=2, x=1) on line 23
// SEIDEL-NEXT: hint: no loop of this nest has independent iterations
// SEIDELX: k.c:22:5: error: parallel x: the iterations of 'x' (line 22) depend on each other: A[1][2] is read at (y=1, x=1) on line 23 and written at (y=1, x=2) on line 23
// HISTOGRAM: error: parallel h: cannot prove that the iterations of 'h' (line 30) are independent, because the {{read of|write to}} H on line 31 is not affine
// TWICE: error: parallel i: 'i' (line 2) is already parallel by 'parallel i'

func.func @work(%A: memref<16x16xi32> {allo.var = #A}, %H: memref<32xi32> {allo.var = #H}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  affine.for %i = 0 to 16 {
    affine.for %k = 0 to 16 {
      %h = affine.load %H[%i] : memref<32xi32> loc("k.c":4:7)
      %a = affine.load %A[%i, %k] : memref<16x16xi32> loc("k.c":4:7)
      %s = arith.addi %h, %a : i32
      affine.store %s, %H[%i] : memref<32xi32> loc("k.c":4:7)
    } {allo.loop = #allo.loop<id = 2, name = "k">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  affine.for %p = 0 to 16 {
    %t = memref.alloca() {allo.var = #allo.var<id = 5, name = "t", type = <int>>} : memref<i32>
    affine.store %zero, %t[] : memref<i32>
    %a = affine.load %t[] : memref<i32>
    affine.store %a, %H[%p] : memref<32xi32>
  } {allo.loop = #allo.loop<id = 4, name = "p">} loc("k.c":8:3)
  %t = memref.alloca() {allo.var = #allo.var<id = 6, name = "t", type = <int>>} : memref<i32>
  affine.for %q = 0 to 16 {
    affine.store %zero, %t[] : memref<i32> loc("k.c":13:5)
    %a = affine.load %t[] : memref<i32> loc("k.c":14:5)
    affine.store %a, %H[%q] : memref<32xi32> loc("k.c":14:5)
  } {allo.loop = #allo.loop<id = 7, name = "q">} loc("k.c":12:3)
  affine.for %y = 1 to 15 {
    affine.for %x = 1 to 15 {
      %n = affine.load %A[%y - 1, %x] : memref<16x16xi32> loc("k.c":23:7)
      %w = affine.load %A[%y, %x - 1] : memref<16x16xi32> loc("k.c":23:7)
      %e = affine.load %A[%y, %x + 1] : memref<16x16xi32> loc("k.c":23:7)
      %a = arith.addi %n, %w : i32
      %b = arith.addi %a, %e : i32
      affine.store %b, %A[%y, %x] : memref<16x16xi32> loc("k.c":23:7)
    } {allo.loop = #allo.loop<id = 9, name = "x">} loc("k.c":22:5)
  } {allo.loop = #allo.loop<id = 8, name = "y">} loc("k.c":21:3)
  affine.for %h = 0 to 16 {
    %a = affine.load %A[0, %h] : memref<16x16xi32> loc("k.c":31:5)
    %p = arith.index_cast %a : i32 to index
    %c = memref.load %H[%p] : memref<32xi32> loc("k.c":31:5)
    memref.store %c, %H[%p] : memref<32xi32> loc("k.c":31:5)
  } {allo.loop = #allo.loop<id = 10, name = "h">} loc("k.c":30:3)
  // Even elements are written, odd ones read: no integer solution, though a rational one.
  affine.for %e = 0 to 15 {
    %a = affine.load %H[%e * 2 + 1] : memref<32xi32> loc("k.c":41:5)
    affine.store %a, %H[%e * 2] : memref<32xi32> loc("k.c":41:5)
  } {allo.loop = #allo.loop<id = 20, name = "e">} loc("k.c":40:3)
  // Writes below 8, reads in the else part from 8 on.
  affine.for %g = 0 to 16 {
    affine.if affine_set<(d0) : (7 - d0 >= 0)>(%g) {
      affine.store %zero, %H[%g] : memref<32xi32> loc("k.c":52:7)
    } else {
      %a = affine.load %H[%g + 1] : memref<32xi32> loc("k.c":54:7)
      affine.store %a, %A[%g, 0] : memref<16x16xi32> loc("k.c":54:7)
    }
  } {allo.loop = #allo.loop<id = 21, name = "g">} loc("k.c":50:3)
  return
} loc("k.c":1:1)
