// buffer_at: rows, triangles, windows with clipping, scalars, symbolic extents; copies only where needed; refusals.
// RUN: allo-opt %s --step "buffer_at C axis=i as=row" | FileCheck %s --check-prefix=ROW
// RUN: allo-opt %s --step "buffer_at C axis=k" | FileCheck %s --check-prefix=LIVE
// RUN: allo-opt %s --step "buffer_at A axis=k as=a" | FileCheck %s --check-prefix=SCALAR
// RUN: allo-opt %s --step "buffer_at C axis=t as=row" | FileCheck %s --check-prefix=TRIANGLE
// RUN: allo-opt %s --step "buffer_at A axis=s as=window" | FileCheck %s --check-prefix=WINDOW
// RUN: allo-opt %s --step "buffer_at A axis=g as=pair" | FileCheck %s --check-prefix=CLIPPED
// RUN: allo-opt %s --step "buffer_at C axis=e as=row" | FileCheck %s --check-prefix=EVERYSECOND
// RUN: allo-opt %s --step "buffer_at C axis=n as=row" | FileCheck %s --check-prefix=SYMBOLIC
// RUN: allo-opt %s --step "buffer_at A axis=s as=window" --step "pipeline window.in#2" --step "unroll window.in#1" --trace | FileCheck %s --check-prefix=TRACE
// RUN: not allo-opt %s --step "buffer_at A axis=n" 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not allo-opt %s --step "buffer_at H axis=h" 2>&1 | FileCheck %s --check-prefix=NOTAFFINE
// RUN: not allo-opt %s --step "buffer_at C axis=c" 2>&1 | FileCheck %s --check-prefix=CALL
// RUN: not allo-opt %s --step "buffer_at t axis=p" 2>&1 | FileCheck %s --check-prefix=INSIDE
// RUN: not allo-opt %s --step "pipeline k" --step "buffer_at C axis=k" 2>&1 | FileCheck %s --check-prefix=PIPELINED
// RUN: not allo-opt %s --step "buffer_at C axis=i as=A" 2>&1 | FileCheck %s --check-prefix=TAKEN
// RUN: not allo-opt %s --step "buffer_at C axis=i as=2x" 2>&1 | FileCheck %s --check-prefix=BADNAME
// RUN: not allo-opt %s --step "buffer_at Q axis=i" 2>&1 | FileCheck %s --check-prefix=UNKNOWN

#A = #allo.var<id = 100, name = "A", type = <float>>
#C = #allo.var<id = 101, name = "C", type = <float>>
#H = #allo.var<id = 102, name = "H", type = <int>>
#n = #allo.var<id = 103, name = "size", type = <int>>

func.func private @helper(%X: memref<16x20xf32> {allo.var = #allo.var<id = 0, name = "X", type = <float>>}) {
  return
} loc("k.c":90:1)

func.func @work(%A: memref<16x16xf32> {allo.var = #A}, %C: memref<16x20xf32> {allo.var = #C},
                %H: memref<32xi32> {allo.var = #H}, %n: i32 {allo.var = #n}) attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  %size = arith.index_cast %n : i32 to index

  // The z loop writes the whole row before it is read: nothing is copied in.
  // ROW: affine.for %[[I:.*]] = 0 to 16 {
  // ROW-NEXT: %[[ROW:.*]] = memref.alloca() {allo.var = #allo.var<id = [[ID:[0-9]+]], name = "row", type = <float>>} : memref<20xf32>
  // ROW-NEXT: affine.for %[[Z:.*]] = 0 to 20 {
  // ROW-NEXT: affine.store %{{.*}}, %[[ROW]][%[[Z]]]
  // ROW: affine.load %[[ROW]][%[[J:.*]]] : memref<20xf32>
  // ROW: affine.store %{{.*}}, %[[ROW]][%[[J]]]
  // ROW: affine.for %[[O:.*]] = 0 to 20 {
  // ROW-NEXT: %[[V:.*]] = affine.load %[[ROW]][%[[O]]]
  // ROW-NEXT: affine.store %[[V]], %{{.*}}[%[[I]], %[[O]]] : memref<16x20xf32>
  // ROW-NEXT: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "row.out">}
  // ROW-NEXT: } {allo.loop = #allo.loop<id = 1, name = "i">}
  // Inside k the row is read first.
  // LIVE: name = "C_buffer", type = <float>>} : memref<20xf32>
  // LIVE-NEXT: affine.for %[[O:.*]] = 0 to 20 {
  // LIVE-NEXT: affine.load %{{.*}}[%{{.*}}, %[[O]]] : memref<16x20xf32>
  // LIVE-NEXT: affine.store
  // LIVE-NEXT: name = "C_buffer.in">
  // LIVE: name = "C_buffer.out">
  // A[i][k] is one element, only read.
  // SCALAR: %[[S:.*]] = memref.alloca() {{.*}}name = "a", {{.*}} : memref<f32>
  // SCALAR-NEXT: %[[V:.*]] = affine.load %{{.*}}[%{{.*}}, %{{.*}}] : memref<16x16xf32>
  // SCALAR-NEXT: affine.store %[[V]], %[[S]][]
  // SCALAR: affine.load %[[S]][]
  // SCALAR-NOT: affine.store %{{.*}} : memref<16x16xf32>
  affine.for %i = 0 to 16 {
    affine.for %z = 0 to 20 {
      affine.store %zero, %C[%i, %z] : memref<16x20xf32> loc("k.c":4:7)
    } {allo.loop = #allo.loop<id = 2, name = "z">} loc("k.c":3:5)
    affine.for %k = 0 to 16 {
      affine.for %j = 0 to 20 {
        %c = affine.load %C[%i, %j] : memref<16x20xf32> loc("k.c":7:9)
        %a = affine.load %A[%i, %k] : memref<16x16xf32> loc("k.c":7:9)
        %d = arith.addf %c, %a : f32
        affine.store %d, %C[%i, %j] : memref<16x20xf32> loc("k.c":7:9)
      } {allo.loop = #allo.loop<id = 4, name = "j">} loc("k.c":6:7)
    } {allo.loop = #allo.loop<id = 3, name = "k">} loc("k.c":5:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)

  // Only the part up to the diagonal is touched: the copies end there.
  // TRIANGLE: #[[END:.*]] = affine_map<(d0) -> (d0 + 1)>
  // TRIANGLE: memref.alloca() {{.*}} : memref<16xf32>
  // TRIANGLE-NEXT: affine.for %{{.*}} = 0 to #[[END]](%[[T:.*]]) {
  // TRIANGLE: name = "row.in">
  // TRIANGLE: affine.for %{{.*}} = 0 to #[[END]](%[[T]]) {
  // TRIANGLE: affine.for %{{.*}} = 0 to #[[END]](%[[T]]) {
  // TRIANGLE: name = "row.out">
  affine.for %t = 0 to 16 {
    affine.for %u = 0 to affine_map<(d0) -> (d0 + 1)>(%t) {
      %c = affine.load %C[%t, %u] : memref<16x20xf32>
      affine.store %c, %C[%t, %u] : memref<16x20xf32>
    } {allo.loop = #allo.loop<id = 6, name = "u">} loc("k.c":11:5)
  } {allo.loop = #allo.loop<id = 5, name = "t">} loc("k.c":10:3)

  // WINDOW: affine.for %[[S:.*]] = 1 to 15 {
  // WINDOW-NEXT: %[[W:.*]] = memref.alloca() {{.*}} : memref<3x15xf32>
  // WINDOW-NEXT: affine.for %[[Y:.*]] = 0 to 3 {
  // WINDOW-NEXT: affine.for %[[X:.*]] = 0 to 15 {
  // WINDOW-NEXT: affine.load %{{.*}}[%[[S]] + %[[Y]] - 1, %[[X]]]
  // WINDOW-NEXT: affine.store %{{.*}}, %[[W]][%[[Y]], %[[X]]]
  // WINDOW: affine.load %[[W]][0, %[[SJ:.*]]] : memref<3x15xf32>
  // WINDOW-NEXT: affine.load %[[W]][2, %[[SJ]]] : memref<3x15xf32>
  // WINDOW-NEXT: affine.load %[[W]][1, %[[SJ]] - 1] : memref<3x15xf32>
  // WINDOW-NOT: window.out
  // TRACE: buffer_at A axis=s as=window
  // TRACE-NEXT: pipeline {{.*}}window.in
  // TRACE-NEXT: unroll {{.*}}window.in
  affine.for %s = 1 to 15 {
    affine.for %j = 1 to 15 {
      %c = affine.load %A[%s - 1, %j] : memref<16x16xf32>
      %e = affine.load %A[%s + 1, %j] : memref<16x16xf32>
      %f = affine.load %A[%s, %j - 1] : memref<16x16xf32>
      %d = arith.addf %c, %e : f32
      %h = arith.addf %d, %f : f32
      affine.store %h, %C[%s, %j] : memref<16x20xf32>
    } {allo.loop = #allo.loop<id = 8, name = "sj">} loc("k.c":14:5)
  } {allo.loop = #allo.loop<id = 7, name = "s">} loc("k.c":13:3)

  // A[g-1] is read under a condition on data: the copy must not read row -1.
  // CLIPPED: #[[LOW:.*]] = affine_map<(d0) -> (0, -d0 + 1)>
  // CLIPPED: memref.alloca() {{.*}} : memref<2xf32>
  // CLIPPED-NEXT: affine.for %{{.*}} = max #[[LOW]](%{{.*}}) to 2 {
  affine.for %g = 0 to 16 {
    %v = affine.load %H[%g] : memref<32xi32>
    %none = arith.constant 0 : i32
    %positive = arith.cmpi sgt, %v, %none : i32
    scf.if %positive {
      %a = affine.load %A[%g - 1, 0] : memref<16x16xf32>
      %b = affine.load %A[%g, 0] : memref<16x16xf32>
      %d = arith.addf %a, %b : f32
      affine.store %d, %C[%g, 0] : memref<16x20xf32>
    }
  } {allo.loop = #allo.loop<id = 9, name = "g">} loc("k.c":17:3)

  // Every second element is written, none read; the others have to survive the copy out: all are copied in.
  // EVERYSECOND: memref.alloca() {{.*}} : memref<19xf32>
  // EVERYSECOND: name = "row.in">
  // EVERYSECOND: name = "row.out">
  affine.for %e = 0 to 16 {
    affine.for %f = 0 to 10 {
      affine.store %zero, %C[%e, %f * 2] : memref<16x20xf32>
    } {allo.loop = #allo.loop<id = 11, name = "f">} loc("k.c":21:5)
  } {allo.loop = #allo.loop<id = 10, name = "e">} loc("k.c":20:3)

  // The extent is that of the array, the copies run to the symbol: beyond the array the kernel itself would leave it.
  // SYMBOLIC: memref.alloca() {{.*}} : memref<20xf32>
  // SYMBOLIC-NEXT: affine.for %{{.*}} = 0 to %{{.*}} {
  // SYMBOLIC-NEXT: affine.store %{{.*}}, %alloca
  // SYMBOLIC: affine.for %{{.*}} = 0 to %{{.*}} {
  // SYMBOLIC-NEXT: affine.load %alloca
  // SYMBOLIC: name = "row.out">
  affine.for %nn = 0 to 16 {
    affine.for %m = 0 to %size {
      affine.store %zero, %C[%nn, %m] : memref<16x20xf32>
    } {allo.loop = #allo.loop<id = 13, name = "m">} loc("k.c":24:5)
  } {allo.loop = #allo.loop<id = 12, name = "n">} loc("k.c":23:3)

  // NONE: k.c:23:3: error: buffer_at A axis=n: the array 'A' {{.*}}is not accessed in the loop 'n' (line 23)
  // NOTAFFINE: k.c:31:5: error: buffer_at H axis=h: the read of H on line 31 is not affine
  // NOTAFFINE-NEXT: hint: a buffer needs indices that are linear in loop variables and scalar parameters
  affine.for %h = 0 to 16 {
    %a = affine.load %H[%h] : memref<32xi32> loc("k.c":31:5)
    %p = arith.index_cast %a : i32 to index
    %c = memref.load %H[%p] : memref<32xi32> loc("k.c":31:5)
    affine.store %c, %H[%h] : memref<32xi32> loc("k.c":31:5)
  } {allo.loop = #allo.loop<id = 14, name = "h">} loc("k.c":30:3)
  // CALL: k.c:34:5: error: buffer_at C axis=c: the call of helper on line 34 takes the array 'C' {{.*}}inside the loop 'c' (line 33)
  // CALL-NEXT: hint: inline the call first
  affine.for %c = 0 to 16 {
    func.call @helper(%C) : (memref<16x20xf32>) -> () loc("k.c":34:5)
  } {allo.loop = #allo.loop<id = 15, name = "c">} loc("k.c":33:3)
  // INSIDE: error: buffer_at t axis=p: the array 't' {{.*}}is declared inside the loop 'p' (line 40)
  affine.for %p = 0 to 16 {
    %x = memref.alloca() {allo.var = #allo.var<id = 17, name = "t", type = <float>>} : memref<4xf32> loc("k.c":41:5)
    affine.store %zero, %x[0] : memref<4xf32>
  } {allo.loop = #allo.loop<id = 16, name = "p">} loc("k.c":40:3)
  // PIPELINED: error: buffer_at C axis=k: the copy loops would be inside the pipelined loop 'k' (line 5)
  // PIPELINED-NEXT: hint: buffer the array first, then pipeline a loop inside k
  // TAKEN: error: buffer_at C axis=i as=A: there is a variable 'A' already
  // BADNAME: error: buffer_at C axis=i as=2x: {{.*}}2x
  // UNKNOWN: error: buffer_at Q axis=i: there is no array 'Q' in 'work'
  return
} loc("k.c":1:1)
