// compose at=: the named calls get the scheduled version under a name of its own; refusals.
// RUN: split-file %s %t
// RUN: allo-opt %t/program.mlir --schedule %t/one.allo | FileCheck %s --check-prefix=ONE
// RUN: allo-opt %t/program.mlir --schedule %t/one.allo --trace > %t/trace.allo
// RUN: diff %t/trace.allo %t/one.allo
// RUN: allo-opt %t/program.mlir --schedule %t/rest.allo | FileCheck %s --check-prefix=REST
// RUN: allo-opt %t/program.mlir --schedule %t/every.allo | FileCheck %s --check-prefix=EVERY
// RUN: not allo-opt %t/program.mlir --schedule %t/none.allo 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not allo-opt %t/program.mlir --schedule %t/several.allo 2>&1 | FileCheck %s --check-prefix=SEVERAL
// RUN: not allo-opt %t/program.mlir --schedule %t/word.allo 2>&1 | FileCheck %s --check-prefix=WORD
// RUN: not allo-opt %t/program.mlir --schedule %t/twice.allo 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %t/program.mlir --schedule %t/again.allo 2>&1 | FileCheck %s --check-prefix=AGAIN
// RUN: allo-opt %t/program.mlir --schedule %t/other.allo --trace | FileCheck %s --check-prefix=OTHER
// RUN: not allo-opt %t/program.mlir --schedule %t/changed.allo 2>&1 | FileCheck %s --check-prefix=CHANGED

// The function below comes along as a copy; the layout of B is that of W at every call.
// ONE: func.func private @"leaf#2"(
// ONE: name = "x", unroll = 2
// ONE: func.func private @leaf(
// ONE: name = "x">}
// ONE: func.func private @"gemm<4>#2"(%{{.*}}: memref<4x4xf32, #allo.memory<[<none>, <cyclic, 4>], auto>> {{.*}}name = "B"
// ONE: name = "j", pipeline = 1
// ONE: call @"leaf#2"(
// ONE: func.func private @"gemm<4>"(%{{.*}}: memref<4x4xf32, #allo.memory<[<none>, <cyclic, 4>], auto>> {{.*}}name = "B"
// ONE: name = "j">}
// ONE: call @leaf(
// ONE: func.func @layers
// ONE: call @"gemm<4>"(
// ONE-NEXT: call @"gemm<4>#2"(
// ONE-NEXT: call @"gemm<4>"(

// REST: func.func @layers
// REST: call @"gemm<4>"(
// REST-NEXT: call @"gemm<4>#2"(
// REST-NEXT: call @"gemm<4>#3"(

// EVERY-NOT: @"gemm<4>#2"
// EVERY: call @"gemm<4>"(

// NONE: work.c:1:1: error: compose gemm<4> at=13: there is no call of 'gemm<4>' at 13
// NONE: hint: its calls are at=12#1,12#2,14
// SEVERAL: error: compose gemm<4> at=12: there are 2 calls of 'gemm<4>' at 12
// SEVERAL: hint: its calls are at=12#1,12#2,14
// WORD: error: compose gemm<4> at=x: 'x' is not the place of a call: write a line, a line with #2, or #2
// TWICE: work.c:14:3: error: compose gemm<4> at=14,#3: the call at #3 is named twice
// AGAIN: error: compose gemm<4> at=14: 'gemm<4>' was already composed
// A section that goes on makes another schedule of the kernel.
// OTHER: kernel gemm<4>
// OTHER-NEXT: pipeline j
// OTHER-NEXT: kernel gemm<4> version=2
// OTHER-NEXT: pipeline j
// OTHER-NEXT: unroll leaf:x
// OTHER-NEXT: kernel layers
// OTHER-NEXT: compose gemm<4> at=12#1
// OTHER-NEXT: compose gemm<4> version=2 at=14
// CHANGED: error: compose gemm<4> at=14: 'gemm<4>' was already changed here by 'unroll gemm<4>:j'

//--- one.allo
kernel leaf
  unroll x factor=2
kernel gemm<4>
  compose leaf
  pipeline j
  partition B dim=2 kind=cyclic factor=4
kernel layers
  compose gemm<4> at=12#2
//--- rest.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=12#2
  compose gemm<4> at=14
//--- every.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=#1,#2,14
//--- none.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=13
//--- several.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=12
//--- word.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=x
//--- twice.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=14,#3
//--- again.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=14
  compose gemm<4> at=14
//--- other.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4> at=12#1
kernel gemm<4>
  unroll leaf:x
kernel layers
  compose gemm<4> at=14
//--- changed.allo
kernel gemm<4>
  pipeline j
kernel layers
  unroll gemm<4>:j
  compose gemm<4> at=14
//--- program.mlir
func.func private @leaf(%v: memref<2xf32> {allo.var = #allo.var<id = 0, name = "v", type = <float>>}) {
  %zero = arith.constant 0.0 : f32
  affine.for %x = 0 to 2 {
    affine.store %zero, %v[%x] : memref<2xf32>
  } {allo.loop = #allo.loop<id = 1, name = "x">}
  return
} loc("work.c":20:1)
func.func private @"gemm<4>"(%B: memref<4x4xf32> {allo.var = #allo.var<id = 0, name = "B", type = <float>>} loc("work.c":10:10)) {
  %zero = arith.constant 0.0 : f32
  %v = memref.alloca() {allo.var = #allo.var<id = 2, name = "v", type = <float>>} : memref<2xf32>
  affine.for %j = 0 to 4 {
    affine.store %zero, %B[0, %j] : memref<4x4xf32>
  } {allo.loop = #allo.loop<id = 1, name = "j">}
  call @leaf(%v) : (memref<2xf32>) -> ()
  return
} loc("work.c":10:1)
func.func @layers(%W: memref<4x4xf32> {allo.var = #allo.var<id = 0, name = "W", type = <float>>} loc("work.c":1:10)) attributes {allo.top} {
  call @"gemm<4>"(%W) : (memref<4x4xf32>) -> () loc("work.c":12:3)
  call @"gemm<4>"(%W) : (memref<4x4xf32>) -> () loc("work.c":12:20)
  call @"gemm<4>"(%W) : (memref<4x4xf32>) -> () loc("work.c":14:3)
  return
} loc("work.c":1:1)
