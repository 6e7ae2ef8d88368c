// inline: bodies in place of calls, privately for each call; names, ids, results, bounds from parameters; refusals.
// RUN: allo-opt %s --step "inline scale" | FileCheck %s --check-prefix=SCALE
// RUN: allo-opt %s --step "unroll ns::fill<int>:j factor=2" --step "inline ns::fill<int>" | FileCheck %s --check-prefix=FILL
// RUN: allo-opt %s --step "inline ns::fill" --step "inline scale" 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not allo-opt %s --step "inline work" 2>&1 | FileCheck %s --check-prefix=TOP
// RUN: not allo-opt %s --step "inline scale" --step "inline scale" 2>&1 | FileCheck %s --check-prefix=GONE
// RUN: not allo-opt %s --step "pipeline i" 2>&1 | FileCheck %s --check-prefix=CALLED
// RUN: allo-opt %s --step "inline count" | FileCheck %s --check-prefix=COMPUTED

// The local t of scale is private to the iteration of i that calls it; its name clashes with the caller's t.
// SCALE-NOT: @scale
// SCALE-LABEL: func.func @work
// SCALE: memref.alloca() {allo.var = #allo.var<id = 2, name = "t", type = <float>>}
// SCALE: affine.for %[[I:.*]] = 0 to 8 {
// SCALE: %[[T:.*]] = memref.alloca() {allo.var = #allo.var<id = [[ID:[0-9]+]], name = "scale.t", type = <float>>} : memref<f32>
// SCALE-NEXT: %[[TWICE:.*]] = arith.addf
// SCALE-NEXT: affine.store %[[TWICE]], %[[T]][]
// SCALE-NEXT: %[[R:.*]] = affine.load %[[T]][]
// SCALE-NEXT: affine.store %[[R]], %{{.*}}[%[[I]]]
// SCALE-NOT: call @scale

// A bound that is a parameter: a constant at the first call, the caller's parameter inside a loop (its cast is
// hoisted), the caller's loop variable (the symbol becomes a dimension).
// FILL-NOT: @"ns::fill<int>"
// FILL-LABEL: func.func @work
// FILL: %[[N:.*]] = arith.index_cast %{{.*}} : i32 to index
// FILL: affine.for %[[I:.*]] = 0 to 8
// FILL: affine.for %{{.*}} = 0 to %[[N]] {
// FILL: } {allo.loop = #allo.loop<id = [[FIRST:[0-9]+]], name = "j", unroll = 2>}
// FILL: affine.for %{{.*}} = 0 to #{{.*}}(%[[I]])
// FILL: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "j", unroll = 2>}
// FILL: affine.for %{{.*}} = 0 to 4 {

// UNKNOWN-NOT: call @"ns::fill
// UNKNOWN-NOT: call @scale
// TOP: work.c:1:1: error: inline work: 'work' is the top: nothing calls it
// GONE: error: inline scale: there is no function 'scale' in the program
// A pipelined loop unrolls what it calls, too.
// CALLED: error: pipeline i: the loop 'ns::fill<int>:j' (line {{[0-9]+}}) inside the pipelined loop 'i' (line {{[0-9]+}}) has no constant trip count, so it cannot be unrolled into the pipeline

// A computed argument: what its loop bounds is structured, and so are the accesses by its variable.
// COMPUTED-LABEL: func.func @work
// COMPUTED: %[[N:.*]] = arith.index_cast %{{.*}} : i32 to index
// COMPUTED: scf.for %[[J:.*]] = %{{.*}} to %[[N]] step
// COMPUTED: arith.addi %[[J]], %{{.*}} : index
// COMPUTED-NEXT: memref.store
// COMPUTED: arith.cmpi sge
// COMPUTED: scf.if
// COMPUTED: } {allo.loop = #allo.loop<id = 4, name = "j">}

func.func private @scale(%x: f32 {allo.var = #allo.var<id = 0, name = "x", type = <float>>}) -> (f32 {allo.ctype = #allo.ctype<float>}) {
  %t = memref.alloca() {allo.var = #allo.var<id = 1, name = "t", type = <float>>} : memref<f32>
  %0 = arith.addf %x, %x : f32
  affine.store %0, %t[] : memref<f32>
  %1 = affine.load %t[] : memref<f32>
  return %1 : f32
} loc("work.c":20:1)
func.func private @"ns::fill<int>"(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                                   %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) {
  %zero = arith.constant 0.0 : f32
  %bound = arith.index_cast %n : i32 to index
  affine.for %j = 0 to %bound {
    affine.store %zero, %A[%j] : memref<8xf32>
  } {allo.loop = #allo.loop<id = 2, name = "j">}
  return
} loc("work.c":30:1)
func.func private @count(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                         %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) {
  %zero = arith.constant 0.0 : f32
  %bound = arith.index_cast %n : i32 to index
  affine.for %j = 0 to %bound {
    affine.store %zero, %A[%j + 1] : memref<8xf32>
    affine.if affine_set<(d0)[s0] : (d0 - s0 + 2 >= 0)>(%j)[%bound] {
      affine.store %zero, %A[%j] : memref<8xf32>
    }
  } {allo.loop = #allo.loop<id = 2, name = "j">}
  return
} loc("work.c":40:1)
func.func @work(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) attributes {allo.top} {
  %t = memref.alloca() {allo.var = #allo.var<id = 2, name = "t", type = <float>>} : memref<f32>
  %four = arith.constant 4 : i32
  affine.for %i = 0 to 8 {
    %0 = affine.load %A[%i] : memref<8xf32>
    %1 = func.call @scale(%0) : (f32) -> f32
    affine.store %1, %A[%i] : memref<8xf32>
    func.call @"ns::fill<int>"(%A, %n) : (memref<8xf32>, i32) -> ()
    %2 = arith.index_cast %i : index to i32
    func.call @"ns::fill<int>"(%A, %2) : (memref<8xf32>, i32) -> ()
    %3 = arith.addi %2, %2 : i32
    func.call @count(%A, %3) : (memref<8xf32>, i32) -> () loc("work.c":8:3)
  } {allo.loop = #allo.loop<id = 3, name = "i">}
  call @"ns::fill<int>"(%A, %four) : (memref<8xf32>, i32) -> ()
  return
} loc("work.c":1:1)
