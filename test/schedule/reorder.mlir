// reorder: rewrites, triangular bounds, and refusals with their witnesses.
// RUN: allo-opt %s --step "reorder g_k g_j" | FileCheck %s --check-prefix=GEMM
// RUN: allo-opt %s --step "reorder g_j g_i" | FileCheck %s --check-prefix=CHAIN
// RUN: allo-opt %s --step "reorder t_j t_i" | FileCheck %s --check-prefix=TRIANGLE
// RUN: allo-opt %s --step "reorder l_j l_i" | FileCheck %s --check-prefix=LOWER
// RUN: allo-opt %s --step "reorder r_j r_i" | FileCheck %s --check-prefix=REDUCTION
// RUN: allo-opt %s --step "reorder p_j p_i" | FileCheck %s --check-prefix=PRIVATE
// RUN: not allo-opt %s --step "reorder f_j f_i" 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: not allo-opt %s --step "reorder s_j s_i" 2>&1 | FileCheck %s --check-prefix=STENCIL
// RUN: not allo-opt %s --step "reorder s_i s_j" 2>&1 | FileCheck %s --check-prefix=SAME
// RUN: not allo-opt %s --step "reorder n_j n_i" 2>&1 | FileCheck %s --check-prefix=NOTAFFINE
// RUN: not allo-opt %s --step "reorder c_j c_i" 2>&1 | FileCheck %s --check-prefix=CALL
// RUN: not allo-opt %s --step "reorder i_k i_j" 2>&1 | FileCheck %s --check-prefix=IMPERFECT
// RUN: not allo-opt %s --step "reorder g_i s_i" 2>&1 | FileCheck %s --check-prefix=UNRELATED
// RUN: not allo-opt %s --step "reorder g_i" 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: not allo-opt %s --step "reorder g_j g_j" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %s --step "reorder x_j x_i" 2>&1 | FileCheck %s --check-prefix=SCF
// RUN: not allo-opt %s --step "parallel d_j" --step "reorder d_j d_i" 2>&1 | FileCheck %s --check-prefix=BROKEN

#A = #allo.var<id = 100, name = "A", type = <int>>
#F = #allo.var<id = 101, name = "F", type = <float>>
#C = #allo.var<id = 102, name = "C", type = <float>>
#s = #allo.var<id = 103, name = "s", type = <float>>
#n = #allo.var<id = 104, name = "n", type = <int>>

func.func private @helper(%X: memref<16x16xf32> {allo.var = #allo.var<id = 0, name = "X", type = <float>>}) {
  %a = affine.load %X[0, 0] : memref<16x16xf32>
  %i = arith.fptosi %a : f32 to i32
  %p = arith.index_cast %i : i32 to index
  memref.store %a, %X[%p, %p] : memref<16x16xf32>
  return
} loc("k.c":90:1)

func.func @work(%A: memref<16x16xi32> {allo.var = #A}, %F: memref<16x16xf32> {allo.var = #F},
                %C: memref<16x16xf32> {allo.var = #C}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0.0 : f32

  // GEMM-LABEL: func.func @work
  // GEMM: affine.for %[[I:.*]] = 0 to 16 {
  // GEMM-NEXT: affine.for %[[K:.*]] = 0 to 16 {
  // GEMM-NEXT: affine.for %[[J:.*]] = 0 to 16 {
  // GEMM-NEXT: affine.load %{{.*}}[%[[I]], %[[K]]]
  // GEMM-NEXT: affine.load %{{.*}}[%[[K]], %[[J]]]
  // GEMM: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
  // GEMM-NEXT: } {allo.loop = #allo.loop<id = 2, name = "g_j">}
  // GEMM-NEXT: } {allo.loop = #allo.loop<id = 3, name = "g_k">}
  // GEMM-NEXT: } {allo.loop = #allo.loop<id = 1, name = "g_i">}
  // g_k is not named and stays innermost.
  // CHAIN: id = 3, name = "g_k"
  // CHAIN-NEXT: id = 1, name = "g_i"
  // CHAIN-NEXT: id = 2, name = "g_j"
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      affine.for %k = 0 to 16 {
        %a = affine.load %F[%i, %k] : memref<16x16xf32> loc("k.c":5:9)
        %b = affine.load %F[%k, %j] : memref<16x16xf32> loc("k.c":5:9)
        %c = affine.load %C[%i, %j] : memref<16x16xf32> loc("k.c":5:9)
        %m = arith.mulf %a, %b : f32
        %d = arith.addf %c, %m : f32
        affine.store %d, %C[%i, %j] : memref<16x16xf32> loc("k.c":5:9)
      } {allo.loop = #allo.loop<id = 3, name = "g_k">} loc("k.c":4:7)
    } {allo.loop = #allo.loop<id = 2, name = "g_j">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "g_i">} loc("k.c":2:3)

  // TRIANGLE: affine.for %[[J:.*]] = 0 to 15 {
  // TRIANGLE-NEXT: affine.for %[[I:.*]] = #map{{.*}}(%[[J]]) to 16 {
  // TRIANGLE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
  // TRIANGLE-NEXT: } {allo.loop = #allo.loop<id = 11, name = "t_i">}
  // TRIANGLE-NEXT: } {allo.loop = #allo.loop<id = 12, name = "t_j">}
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to affine_map<(d0) -> (d0)>(%i) {
      affine.store %zero, %F[%i, %j] : memref<16x16xf32> loc("k.c":12:7)
    } {allo.loop = #allo.loop<id = 12, name = "t_j">} loc("k.c":11:5)
  } {allo.loop = #allo.loop<id = 11, name = "t_i">} loc("k.c":10:3)

  // A symbolic triangle: i in 0..n, j in i+1..n.
  // LOWER: affine.for %[[J:.*]] = 1 to %[[N:.*]] {
  // LOWER-NEXT: affine.for %[[I:.*]] = 0 to #map{{.*}}(%[[J]]) {
  // LOWER-NEXT: affine.store %{{.*}}, %{{.*}}[%[[I]], %[[J]]]
  %size = arith.index_cast %n : i32 to index
  affine.for %i = 0 to %size {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %size {
      affine.store %zero, %F[%i, %j] : memref<16x16xf32> loc("k.c":17:7)
    } {allo.loop = #allo.loop<id = 16, name = "l_j">} loc("k.c":16:5)
  } {allo.loop = #allo.loop<id = 15, name = "l_i">} loc("k.c":15:3)

  // Integer sums may be taken in any order, floating-point sums may not.
  // REDUCTION: id = 22, name = "r_i"
  // REDUCTION-NEXT: id = 23, name = "r_j"
  %sum = memref.alloca() {allo.var = #allo.var<id = 20, name = "sum", type = <int>>} : memref<i32> loc("k.c":20:3)
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %a = affine.load %A[%i, %j] : memref<16x16xi32> loc("k.c":23:7)
      %b = affine.load %sum[] : memref<i32> loc("k.c":23:7)
      %c = arith.addi %b, %a : i32
      affine.store %c, %sum[] : memref<i32> loc("k.c":23:7)
    } {allo.loop = #allo.loop<id = 23, name = "r_j">} loc("k.c":22:5)
  } {allo.loop = #allo.loop<id = 22, name = "r_i">} loc("k.c":21:3)

  // FLOAT: k.c:26:5: error: reorder f_j f_i: total is read at (f_i=0, f_j=1) on line 27 and written at (f_i=1, f_j=0) on line 27; after the reorder the write comes first
  // FLOAT-NEXT: hint: only the present order of these loops is legal
  %total = memref.alloca() {allo.var = #allo.var<id = 24, name = "total", type = <float>>} : memref<f32> loc("k.c":24:3)
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %a = affine.load %F[%i, %j] : memref<16x16xf32> loc("k.c":27:7)
      %b = affine.load %total[] : memref<f32> loc("k.c":27:7)
      %c = arith.addf %b, %a : f32
      affine.store %c, %total[] : memref<f32> loc("k.c":27:7)
    } {allo.loop = #allo.loop<id = 26, name = "f_j">} loc("k.c":26:5)
  } {allo.loop = #allo.loop<id = 25, name = "f_i">} loc("k.c":25:3)

  // A variable declared in the innermost loop is private.
  // PRIVATE: id = 31, name = "p_i"
  // PRIVATE-NEXT: id = 32, name = "p_j"
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %t = memref.alloca() {allo.var = #allo.var<id = 33, name = "t", type = <float>>} : memref<f32> loc("k.c":32:7)
      affine.store %zero, %t[] : memref<f32> loc("k.c":32:7)
      %a = affine.load %t[] : memref<f32> loc("k.c":33:7)
      affine.store %a, %F[%i, %j] : memref<16x16xf32> loc("k.c":33:7)
    } {allo.loop = #allo.loop<id = 32, name = "p_j">} loc("k.c":31:5)
  } {allo.loop = #allo.loop<id = 31, name = "p_i">} loc("k.c":30:3)

  // A[i][j] = A[i-1][j+1]: interchange reverses the dependence.
  // STENCIL: k.c:37:5: error: reorder s_j s_i: A[1][1] is written at (s_i=1, s_j=1) on line 38 and read at (s_i=2, s_j=0) on line 38; after the reorder the read comes first
  // STENCIL-NEXT: hint: only the present order of these loops is legal
  // SAME: error: reorder s_i s_j: the loops are in this order already
  affine.for %i = 1 to 16 {
    affine.for %j = 0 to 15 {
      %a = affine.load %A[%i - 1, %j + 1] : memref<16x16xi32> loc("k.c":38:7)
      affine.store %a, %A[%i, %j] : memref<16x16xi32> loc("k.c":38:7)
    } {allo.loop = #allo.loop<id = 37, name = "s_j">} loc("k.c":37:5)
  } {allo.loop = #allo.loop<id = 36, name = "s_i">} loc("k.c":36:3)

  // NOTAFFINE: error: reorder n_j n_i: cannot prove that the order of the accesses to A is kept, because the write to A on line 43 is not affine
  // NOTAFFINE-NEXT: hint: only indices that are linear in loop variables and scalar parameters can be compared
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %a = affine.load %A[%i, %j] : memref<16x16xi32> loc("k.c":43:7)
      %p = arith.index_cast %a : i32 to index loc("k.c":43:7)
      memref.store %a, %A[%p, %p] : memref<16x16xi32> loc("k.c":43:7)
    } {allo.loop = #allo.loop<id = 42, name = "n_j">} loc("k.c":42:5)
  } {allo.loop = #allo.loop<id = 41, name = "n_i">} loc("k.c":41:3)

  // CALL: error: reorder c_j c_i: cannot prove that the order of the accesses to F is kept, because the call of helper on line 48 may {{read|write}} any element of F
  // CALL-NEXT: hint: inline the call first
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      func.call @helper(%F) : (memref<16x16xf32>) -> () loc("k.c":48:7)
    } {allo.loop = #allo.loop<id = 47, name = "c_j">} loc("k.c":47:5)
  } {allo.loop = #allo.loop<id = 46, name = "c_i">} loc("k.c":46:3)

  // IMPERFECT: k.c:53:7: error: reorder i_k i_j: the statement on line 53 stands between the loops 'i_j' (line 52) and 'i_k' (line 54)
  // IMPERFECT-NEXT: hint: the nest has to be perfect: 'distribute i_j at=i_k' first
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      affine.store %zero, %C[%i, %j] : memref<16x16xf32> loc("k.c":53:7)
      affine.for %k = 0 to 16 {
        %c = affine.load %C[%i, %j] : memref<16x16xf32> loc("k.c":55:9)
        affine.store %c, %C[%i, %j] : memref<16x16xf32> loc("k.c":55:9)
      } {allo.loop = #allo.loop<id = 53, name = "i_k">} loc("k.c":54:7)
    } {allo.loop = #allo.loop<id = 52, name = "i_j">} loc("k.c":52:5)
  } {allo.loop = #allo.loop<id = 51, name = "i_i">} loc("k.c":51:3)

  // UNRELATED: error: reorder g_i s_i: the loops 'g_i' (line 2) and 's_i' (line 36) are not nested in one another
  // ONE: error: reorder g_i: reorder needs at least two loops
  // TWICE: error: reorder g_j g_j: the loop 'g_j' (line 3) is named twice

  // SCF: k.c:61:5: error: reorder x_j x_i: 'x_j' (line 61) is not a counted loop with affine bounds
  %low = arith.constant 0 : index
  %one = arith.constant 1 : index
  affine.for %i = 0 to 16 {
    scf.for %j = %low to %size step %one {
      memref.store %zero, %F[%i, %j] : memref<16x16xf32> loc("k.c":62:7)
    } {allo.loop = #allo.loop<id = 62, name = "x_j">} loc("k.c":61:5)
  } {allo.loop = #allo.loop<id = 61, name = "x_i">} loc("k.c":60:3)

  // A[i][j] = A[i-1][j-1]: j is parallel inside i, but carries the dependence outside it.
  // BROKEN: error: reorder d_j d_i: the loop 'd_j' (line 71) is parallel and would not be any more: the iterations of 'd_j' (line 71) depend on each other: A[1][1] is written at (d_j=1, d_i=1) on line 72 and read at (d_j=2, d_i=2) on line 72
  affine.for %i = 1 to 16 {
    affine.for %j = 1 to 16 {
      %a = affine.load %A[%i - 1, %j - 1] : memref<16x16xi32> loc("k.c":72:7)
      affine.store %a, %A[%i, %j] : memref<16x16xi32> loc("k.c":72:7)
    } {allo.loop = #allo.loop<id = 72, name = "d_j">} loc("k.c":71:5)
  } {allo.loop = #allo.loop<id = 71, name = "d_i">} loc("k.c":70:3)
  return
} loc("k.c":1:1)
