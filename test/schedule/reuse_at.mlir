// reuse_at: shift registers, line buffers, strides, downward and diagonal motion, clipping, loops that may not run;
// refusals.
// RUN: allo-opt %s --step "reuse_at A axis=s as=w" | FileCheck %s --check-prefix=STENCIL
// RUN: allo-opt %s --step "reuse_at M axis=y as=lines" --step "reuse_at lines axis=x as=window" | FileCheck %s --check-prefix=CONVOLUTION
// RUN: allo-opt %s --step "reuse_at A axis=d" | FileCheck %s --check-prefix=DOWN
// RUN: allo-opt %s --step "reuse_at M axis=g as=w" | FileCheck %s --check-prefix=DIAGONAL
// RUN: allo-opt %s --step "reuse_at A axis=v as=w" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "reuse_at A axis=q as=w" | FileCheck %s --check-prefix=CLIPPED
// RUN: allo-opt %s --step "reuse_at A axis=s as=w" --step "unroll w.shift" --step "pipeline s" --trace | FileCheck %s --check-prefix=TRACE
// RUN: allo-opt %s --step "unchecked (rows far apart)" --step "reuse_at B axis=u as=w" | FileCheck %s --check-prefix=INSISTED
// RUN: not allo-opt %s --step "reuse_at A axis=s as=w" --step "reuse_at A axis=s" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %s --step "reuse_at B axis=u" 2>&1 | FileCheck %s --check-prefix=WRITTEN
// RUN: not allo-opt %s --step "reuse_at M axis=s" 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not allo-opt %s --step "reuse_at A axis=z" 2>&1 | FileCheck %s --check-prefix=STILL
// RUN: not allo-opt %s --step "reuse_at A axis=f" 2>&1 | FileCheck %s --check-prefix=FAR
// RUN: not allo-opt %s --step "reuse_at H axis=h" 2>&1 | FileCheck %s --check-prefix=NOTAFFINE
// RUN: not allo-opt %s --step "reuse_at A axis=c" 2>&1 | FileCheck %s --check-prefix=CALL
// RUN: not allo-opt %s --step "reuse_at t axis=p" 2>&1 | FileCheck %s --check-prefix=INSIDE
// RUN: not allo-opt %s --step "parallel s" --step "reuse_at A axis=s" 2>&1 | FileCheck %s --check-prefix=PARALLEL
// RUN: allo-opt %s --step "reuse_at A axis=m as=w" | FileCheck %s --check-prefix=MAXIMUM
// RUN: not allo-opt %s --step "reuse_at A axis=e" 2>&1 | FileCheck %s --check-prefix=NEVER
// RUN: not allo-opt %s --step "reuse_at A axis=s as=M" 2>&1 | FileCheck %s --check-prefix=TAKEN

#A = #allo.var<id = 100, name = "A", type = <int>>
#B = #allo.var<id = 101, name = "B", type = <int>>
#M = #allo.var<id = 102, name = "M", type = <int>>
#H = #allo.var<id = 103, name = "H", type = <int>>
#n = #allo.var<id = 104, name = "size", type = <int>>
#t = #allo.var<id = 105, name = "t", type = <int>>

func.func private @helper(%X: memref<64xi32> {allo.var = #allo.var<id = 0, name = "X", type = <int>>}) {
  return
} loc("k.c":90:1)

func.func @work(%A: memref<64xi32> {allo.var = #A}, %B: memref<64xi32> {allo.var = #B},
                %M: memref<16x16xi32> {allo.var = #M}, %H: memref<64xi32> {allo.var = #H},
                %n: i32 {allo.var = #n}) attributes {allo.top} {
  %size = arith.index_cast %n : i32 to index

  // From element 3 on in steps of 2, with dilation: A[s - 3], A[s], A[s + 3] span 7 elements that move by 2.
  // STENCIL: %[[W:.*]] = memref.alloca() {allo.var = #allo.var<id = {{[0-9]+}}, name = "w", type = <int>>} : memref<7xi32>
  // STENCIL-NEXT: affine.for %[[K:.*]] = 0 to 5 {
  // STENCIL-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[K]]] : memref<64xi32>
  // STENCIL-NEXT: affine.store %[[V]], %[[W]][%[[K]] + 2] : memref<7xi32>
  // STENCIL-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "w.fill">}
  // STENCIL-NEXT: affine.for %[[S:.*]] = 3 to 61 step 2 {
  // STENCIL-NEXT: affine.for %[[K:.*]] = 0 to 5 {
  // STENCIL-NEXT: %[[V:.*]] = affine.load %[[W]][%[[K]] + 2] : memref<7xi32>
  // STENCIL-NEXT: affine.store %[[V]], %[[W]][%[[K]]] : memref<7xi32>
  // STENCIL-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "w.shift">}
  // STENCIL-NEXT: affine.for %[[K:.*]] = 0 to 2 {
  // STENCIL-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[S]] + %[[K]] + 2] : memref<64xi32>
  // STENCIL-NEXT: affine.store %[[V]], %[[W]][%[[K]] + 5] : memref<7xi32>
  // STENCIL-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "w.load">}
  // STENCIL-NEXT: affine.load %[[W]][0] : memref<7xi32>
  // STENCIL-NEXT: affine.load %[[W]][3] : memref<7xi32>
  // STENCIL-NEXT: affine.load %[[W]][6] : memref<7xi32>
  // STENCIL-NOT: affine.load %{{.*}} : memref<64xi32>
  // STENCIL: name = "s">
  // TRACE: reuse_at A axis=s as=w
  // TRACE-NEXT: unroll {{.*}}w.shift
  // TRACE-NEXT: pipeline s
  // What is left of the array in the loop is read once.
  // TWICE: k.c:2:3: error: reuse_at A axis=s: the part of 'A'{{.*}} that an iteration of 's' (line 2) reads moves by 2 in dimension 1, where it has 2 elements, so consecutive iterations share nothing
  // PARALLEL: k.c:2:3: error: reuse_at A axis=s: the loop 's' (line 2) is parallel, so no iteration comes after another
  // NONE: k.c:2:3: error: reuse_at M axis=s: the array 'M'{{.*}} is not accessed in the loop 's' (line 2)
  // TAKEN: error: reuse_at A axis=s as=M: there is a variable 'M' already
  affine.for %s = 3 to 61 step 2 {
    %a = affine.load %A[%s - 3] : memref<64xi32>
    %b = affine.load %A[%s] : memref<64xi32>
    %c = affine.load %A[%s + 3] : memref<64xi32>
    %d = arith.addi %a, %b : i32
    %e = arith.addi %d, %c : i32
    affine.store %e, %B[%s] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 1, name = "s">} loc("k.c":2:3)

  // CONVOLUTION: %[[L:.*]] = memref.alloca() {{.*}}name = "lines"{{.*}} : memref<3x16xi32>
  // CONVOLUTION-NEXT: affine.for %[[R:.*]] = 0 to 2 {
  // CONVOLUTION-NEXT: affine.for %[[C:.*]] = 0 to 16 {
  // CONVOLUTION-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[R]], %[[C]]] : memref<16x16xi32>
  // CONVOLUTION-NEXT: affine.store %[[V]], %[[L]][%[[R]] + 1, %[[C]]] : memref<3x16xi32>
  // CONVOLUTION: name = "lines.fill">
  // CONVOLUTION: affine.for %[[Y:.*]] = 0 to 14 {
  // CONVOLUTION-NEXT: affine.for %[[C:.*]] = 0 to 16 {
  // CONVOLUTION-NEXT: affine.for %[[R:.*]] = 0 to 2 {
  // CONVOLUTION-NEXT: affine.load %[[L]][%[[R]] + 1, %[[C]]]
  // CONVOLUTION-NEXT: affine.store %{{.*}}, %[[L]][%[[R]], %[[C]]]
  // CONVOLUTION-NEXT: name = "lines.shift">
  // CONVOLUTION-NEXT: affine.for %[[R:.*]] = 0 to 1 {
  // CONVOLUTION-NEXT: affine.load %{{.*}}[%[[Y]] + %[[R]] + 2, %[[C]]] : memref<16x16xi32>
  // CONVOLUTION-NEXT: affine.store %{{.*}}, %[[L]][%[[R]] + 2, %[[C]]]
  // CONVOLUTION-NEXT: name = "lines.load">
  // CONVOLUTION-NEXT: name = "lines.update">
  // CONVOLUTION-NEXT: %[[W:.*]] = memref.alloca() {{.*}}name = "window"{{.*}} : memref<3x3xi32>
  // CONVOLUTION: name = "window.fill">
  // CONVOLUTION: affine.for %[[X:.*]] = 0 to 14 {
  // CONVOLUTION-NEXT: affine.for %[[R:.*]] = 0 to 3 {
  // CONVOLUTION-NEXT: affine.for %[[C:.*]] = 0 to 2 {
  // CONVOLUTION-NEXT: affine.load %[[W]][%[[R]], %[[C]] + 1]
  // CONVOLUTION-NEXT: affine.store %{{.*}}, %[[W]][%[[R]], %[[C]]]
  // CONVOLUTION-NEXT: name = "window.shift">
  // CONVOLUTION-NEXT: affine.for %[[C:.*]] = 0 to 1 {
  // CONVOLUTION-NEXT: affine.load %[[L]][%[[R]], %[[X]] + %[[C]] + 2]
  // CONVOLUTION-NEXT: affine.store %{{.*}}, %[[W]][%[[R]], %[[C]] + 2]
  // CONVOLUTION: name = "window.update">
  // CONVOLUTION: affine.load %[[W]][%{{.*}}, %{{.*}}] : memref<3x3xi32>
  affine.for %y = 0 to 14 {
    affine.for %x = 0 to 14 {
      affine.for %r = 0 to 3 {
        affine.for %c = 0 to 3 {
          %a = affine.load %M[%y + %r, %x + %c] : memref<16x16xi32>
          affine.store %a, %B[%x] : memref<64xi32>
        } {allo.loop = #allo.loop<id = 5, name = "c3">} loc("k.c":11:9)
      } {allo.loop = #allo.loop<id = 4, name = "r">} loc("k.c":10:7)
    } {allo.loop = #allo.loop<id = 3, name = "x">} loc("k.c":9:5)
  } {allo.loop = #allo.loop<id = 2, name = "y">} loc("k.c":8:3)

  // The part moves towards the start: elements move up, the fresh one is the first.
  // DOWN: %[[W:.*]] = memref.alloca() {{.*}}name = "A_reuse"{{.*}} : memref<3xi32>
  // DOWN-NEXT: affine.for %[[K:.*]] = 0 to 2 {
  // DOWN-NEXT: affine.load %{{.*}}[%[[K]] + 41] : memref<64xi32>
  // DOWN-NEXT: affine.store %{{.*}}, %[[W]][%[[K]]] : memref<3xi32>
  // DOWN: affine.for %[[D:.*]] = 0 to 40 {
  // DOWN-NEXT: affine.for %[[K:.*]] = 0 to 2 {
  // DOWN-NEXT: affine.load %[[W]][-%[[K]] + 1]
  // DOWN-NEXT: affine.store %{{.*}}, %[[W]][-%[[K]] + 2]
  // DOWN: affine.for %[[K:.*]] = 0 to 1 {
  // DOWN-NEXT: affine.load %{{.*}}[-%[[D]] + %[[K]] + 40] : memref<64xi32>
  // DOWN-NEXT: affine.store %{{.*}}, %[[W]][%[[K]]] : memref<3xi32>
  affine.for %d = 0 to 40 {
    %a = affine.load %A[-%d + 40] : memref<64xi32>
    %b = affine.load %A[-%d + 42] : memref<64xi32>
    %e = arith.addi %a, %b : i32
    affine.store %e, %B[%d] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 6, name = "d">} loc("k.c":15:3)

  // Both dimensions move: the fresh elements are a row and the rest of a column.
  // DIAGONAL: memref.alloca() {{.*}} : memref<4x3xi32>
  // DIAGONAL: affine.for %{{.*}} = 0 to 3 {
  // DIAGONAL-NEXT: affine.for %{{.*}} = 0 to 2 {
  // DIAGONAL: name = "w.fill">
  // DIAGONAL: affine.for %[[G:.*]] = 0 to 12 {
  // DIAGONAL-NEXT: affine.for %[[R:.*]] = 0 to 3 {
  // DIAGONAL-NEXT: affine.for %[[C:.*]] = 0 to 2 {
  // DIAGONAL-NEXT: affine.load %{{.*}}[%[[R]] + 1, %[[C]] + 1] : memref<4x3xi32>
  // DIAGONAL-NEXT: affine.store %{{.*}}, %{{.*}}[%[[R]], %[[C]]] : memref<4x3xi32>
  // DIAGONAL: affine.for %[[R:.*]] = 0 to 1 {
  // DIAGONAL-NEXT: affine.for %[[C:.*]] = 0 to 3 {
  // DIAGONAL-NEXT: affine.load %{{.*}}[%[[G]] + %[[R]] + 3, %[[G]] + %[[C]]] : memref<16x16xi32>
  // DIAGONAL-NEXT: affine.store %{{.*}}, %{{.*}}[%[[R]] + 3, %[[C]]] : memref<4x3xi32>
  // DIAGONAL: affine.for %[[R:.*]] = 0 to 3 {
  // DIAGONAL-NEXT: affine.for %[[C:.*]] = 0 to 1 {
  // DIAGONAL-NEXT: affine.load %{{.*}}[%[[G]] + %[[R]], %[[G]] + %[[C]] + 2] : memref<16x16xi32>
  // DIAGONAL-NEXT: affine.store %{{.*}}, %{{.*}}[%[[R]], %[[C]] + 2] : memref<4x3xi32>
  affine.for %g = 0 to 12 {
    affine.for %k = 0 to 4 {
      affine.for %l = 0 to 3 {
        %a = affine.load %M[%g + %k, %g + %l] : memref<16x16xi32>
        affine.store %a, %B[%g] : memref<64xi32>
      } {allo.loop = #allo.loop<id = 9, name = "l">} loc("k.c":21:7)
    } {allo.loop = #allo.loop<id = 8, name = "k">} loc("k.c":20:5)
  } {allo.loop = #allo.loop<id = 7, name = "g">} loc("k.c":19:3)

  // The loop may have no iteration: then the fill reads nothing.
  // SYMBOLIC: memref.alloca() {{.*}} : memref<2xi32>
  // SYMBOLIC-NEXT: affine.if #{{.*}}()[%{{.*}}] {
  // SYMBOLIC-NEXT: affine.for
  // SYMBOLIC: name = "w.fill">
  affine.for %v = 1 to %size {
    %a = affine.load %A[%v] : memref<64xi32>
    %b = affine.load %A[%v - 1] : memref<64xi32>
    %e = arith.addi %a, %b : i32
    affine.store %e, %B[%v] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 10, name = "v">} loc("k.c":25:3)

  // The neighbours beyond the ends are not read, and not loaded.
  // CLIPPED: #[[FIRST:.*]] = affine_set<(d0) : (d0 - 1 >= 0, -d0 + 64 >= 0)>
  // CLIPPED: #[[NEXT:.*]] = affine_set<(d0, d1) : (d0 + d1 + 1 >= 0, -d0 - d1 + 62 >= 0)>
  // CLIPPED: name = "w"
  // CLIPPED-NEXT: affine.for %[[K:.*]] = 0 to 2 {
  // CLIPPED-NEXT: affine.if #[[FIRST]](%[[K]]) {
  // CLIPPED: affine.for %[[Q:.*]] = 0 to 64 {
  // CLIPPED: affine.if #[[NEXT]](%[[Q]], %{{.*}}) {
  affine.for %q = 0 to 64 {
    affine.if affine_set<(d0) : (d0 - 1 >= 0, 62 - d0 >= 0)>(%q) {
      %a = affine.load %A[%q - 1] : memref<64xi32>
      %b = affine.load %A[%q + 1] : memref<64xi32>
      %e = arith.addi %a, %b : i32
      affine.store %e, %B[%q] : memref<64xi32>
    }
  } {allo.loop = #allo.loop<id = 11, name = "q">} loc("k.c":30:3)

  // The user's word is that B[u + 40] is no element that is read: writes stay, reads use the buffer.
  // INSISTED: memref.alloca() {{.*}} : memref<2xi32>
  // INSISTED: affine.for %[[U:.*]] = 0 to 20 {
  // INSISTED: affine.store %{{.*}}, %{{.*}}[%[[U]] + 40] : memref<64xi32>
  // WRITTEN: error: reuse_at B axis=u: the array 'B'{{.*}} is written on line 36 inside the loop 'u' (line 35), so what was read before may have changed
  // WRITTEN: hint: choose a loop in which B is only read
  affine.for %u = 0 to 20 {
    %a = affine.load %B[%u] : memref<64xi32>
    %b = affine.load %B[%u + 1] : memref<64xi32>
    %e = arith.addi %a, %b : i32
    affine.store %e, %B[%u + 40] : memref<64xi32> loc("k.c":36:5)
  } {allo.loop = #allo.loop<id = 12, name = "u">} loc("k.c":35:3)

  // FAR: k.c:40:3: error: reuse_at A axis=f: the part of 'A'{{.*}} that an iteration of 'f' (line 40) reads moves by 3 in dimension 1, where it has 2 elements, so consecutive iterations share nothing
  // FAR: hint: choose a loop that moves it by less
  affine.for %f = 0 to 20 {
    %a = affine.load %A[%f * 3] : memref<64xi32>
    %b = affine.load %A[%f * 3 + 1] : memref<64xi32>
    %e = arith.addi %a, %b : i32
    affine.store %e, %B[%f] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 13, name = "f">} loc("k.c":40:3)

  // NOTAFFINE: k.c:46:5: error: reuse_at H axis=h: the read of H on line 46 is not affine
  affine.for %h = 0 to 20 {
    %a = affine.load %A[%h] : memref<64xi32>
    %i = arith.index_cast %a : i32 to index
    %b = memref.load %H[%i] : memref<64xi32> loc("k.c":46:5)
    affine.store %b, %B[%h] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 14, name = "h">} loc("k.c":45:3)

  // CALL: k.c:51:5: error: reuse_at A axis=c: the call of helper on line 51 takes the array 'A'{{.*}} inside the loop 'c' (line 50)
  // CALL: hint: inline the call first
  affine.for %c = 0 to 20 {
    func.call @helper(%A) : (memref<64xi32>) -> () loc("k.c":51:5)
  } {allo.loop = #allo.loop<id = 15, name = "c">} loc("k.c":50:3)

  // INSIDE: reuse_at t axis=p: the array 't' (line 56) is declared inside the loop 'p' (line 55)
  affine.for %p = 0 to 20 {
    %t = memref.alloca() {allo.var = #t} : memref<4xi32> loc("k.c":56:5)
    %a = affine.load %t[0] : memref<4xi32>
    affine.store %a, %B[%p] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 16, name = "p">} loc("k.c":55:3)

  // Where the first iteration is a maximum, a loop that runs once has it.
  // MAXIMUM: affine.for %[[F:.*]] = max #[[MAX:.*]]()[%{{.*}}] to 20 step 1073741824 {
  // MAXIMUM-NEXT: affine.for %[[K:.*]] = 0 to 1 {
  // MAXIMUM-NEXT: %[[V:.*]] = affine.load %{{.*}}[%[[F]] + %[[K]]] : memref<64xi32>
  // MAXIMUM-NEXT: affine.store %[[V]], %{{.*}}[%[[K]] + 1] : memref<2xi32>
  // MAXIMUM-NEXT: name = "w.fill">}
  // MAXIMUM-NEXT: name = "m.first">}
  // MAXIMUM: affine.for %[[M:.*]] = max #[[MAX]]()[%{{.*}}] to 20 {
  // MAXIMUM: affine.load %{{.*}}[%[[M]] + %{{.*}} + 1] : memref<64xi32>
  affine.for %m = max affine_map<()[s0] -> (0, s0)>()[%size] to 20 {
    %a = affine.load %A[%m] : memref<64xi32>
    %b = affine.load %A[%m + 1] : memref<64xi32>
    %e = arith.addi %a, %b : i32
    affine.store %e, %B[%m] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 17, name = "m">} loc("k.c":60:3)

  // STILL: k.c:70:3: error: reuse_at A axis=z: the part of 'A'{{.*}} that an iteration of 'z' (line 70) reads does not move from one iteration to the next
  // STILL: hint: buffer_at in a loop around it reads that part once
  affine.for %z = 0 to 20 {
    %a = affine.load %A[7] : memref<64xi32>
    affine.store %a, %B[%z] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 19, name = "z">} loc("k.c":70:3)

  // NEVER: k.c:66:3: error: reuse_at A axis=e: no access to the array 'A'{{.*}} in the loop 'e' (line 66) ever runs
  affine.for %e = 5 to 5 {
    %a = affine.load %A[%e] : memref<64xi32>
    affine.store %a, %B[%e] : memref<64xi32>
  } {allo.loop = #allo.loop<id = 18, name = "e">} loc("k.c":66:3)
  return
} loc("k.c":1:1)
