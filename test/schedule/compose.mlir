// compose: a kernel scheduled alone takes its place in a larger program; layouts meet; refusals.
// RUN: split-file %s %t
// RUN: allo-opt %t/program.mlir --schedule %t/good.allo | FileCheck %s --check-prefix=GOOD
// RUN: allo-opt %t/program.mlir --schedule %t/good.allo --trace > %t/trace.allo
// RUN: diff %t/trace.allo %t/good.allo
// RUN: allo-opt %t/program.mlir --schedule %t/inlined.allo | FileCheck %s --check-prefix=INLINED
// RUN: not allo-opt %t/program.mlir --schedule %t/conflict.allo 2>&1 | FileCheck %s --check-prefix=CONFLICT
// RUN: not allo-opt %t/program.mlir --schedule %t/two.allo 2>&1 | FileCheck %s --check-prefix=TWO
// RUN: not allo-opt %t/program.mlir --schedule %t/changed.allo 2>&1 | FileCheck %s --check-prefix=CHANGED
// RUN: not allo-opt %t/program.mlir --schedule %t/twice.allo 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %t/program.mlir --kernel "gemm<4>" --schedule %t/upside.allo 2>&1 | FileCheck %s --check-prefix=UPSIDE
// RUN: not allo-opt %t/program.mlir --schedule %t/self.allo 2>&1 | FileCheck %s --check-prefix=SELF
// RUN: not allo-opt %t/program.mlir --step "compose gemm<4>" 2>&1 | FileCheck %s --check-prefix=NOSCHEDULE
// RUN: not allo-opt %t/program.mlir --schedule %t/wrongend.allo 2>&1 | FileCheck %s --check-prefix=WRONGEND

// B's layout reaches the caller's W and, with the caller's own, the kernel: both dimensions everywhere.
// GOOD: func.func private @leaf
// GOOD: name = "x", unroll = 2
// GOOD: func.func private @"gemm<4>"(%{{.*}}: memref<4x4xf32, #allo.memory<[<block, 2>, <cyclic, 4>], auto>> {{.*}}name = "B"
// GOOD: name = "j", pipeline = 1
// GOOD: func.func @layers(%{{.*}}: memref<4x4xf32, #allo.memory<[<block, 2>, <cyclic, 4>], auto>> {{.*}}name = "W"
// GOOD: call @"gemm<4>"({{.*}}) : (memref<4x4xf32, #allo.memory<[<block, 2>, <cyclic, 4>], auto>>) -> ()

// INLINED-NOT: @leaf
// INLINED: func.func private @"gemm<4>"
// INLINED: name = "x"

// CONFLICT: error: compose gemm<4>: dimension 2 of 'gemm<4>:B' (line 10) is cyclic factor=4 by 'gemm<4>: partition B dim=2 kind=cyclic factor=4', but 'W' (line 1) is block factor=2 by 'partition W dim=2 kind=block factor=2'
// CONFLICT: note: in line 5 of the schedule
// CONFLICT-NEXT: hint: give them one layout
// TWO: error: compose leaf: 'leaf' was already changed here by 'compose gemm<4>'
// CHANGED: work.c:10:1: error: compose gemm<4>: 'gemm<4>' was already changed here by 'unroll gemm<4>:j'
// CHANGED: hint: compose a kernel before other steps change it
// TWICE: work.c:10:1: error: compose gemm<4>: 'gemm<4>' was already composed
// UPSIDE: error: compose layers: 'layers' is not called in 'gemm<4>'
// UPSIDE: hint: the functions it calls are leaf (line 20)
// SELF: error: compose layers: there is no schedule of 'layers' to compose
// NOSCHEDULE: error: compose gemm<4>: there is no schedule of 'gemm<4>' to compose
// NOSCHEDULE-NEXT: hint: write a section 'kernel gemm<4>' with its steps before this one, or call compose(schedule)
// WRONGEND: error: the schedule ends with kernel 'gemm<4>', not with 'layers'

//--- good.allo
kernel leaf
  unroll x factor=2
kernel gemm<4>
  compose leaf
  pipeline j
  partition B dim=2 kind=cyclic factor=4
kernel layers
  partition W dim=1 kind=block factor=2
  compose gemm<4>
//--- inlined.allo
kernel gemm
  inline leaf
kernel layers
  compose gemm
//--- conflict.allo
kernel gemm<4>
  partition B dim=2 kind=cyclic factor=4
kernel layers
  partition W dim=2 kind=block factor=2
  compose gemm<4>
//--- two.allo
kernel gemm<4>
  unroll leaf:x
kernel leaf
  unroll x factor=2
kernel layers
  compose gemm<4>
  compose leaf
//--- changed.allo
kernel gemm<4>
  pipeline j
kernel layers
  unroll gemm<4>:j
  compose gemm<4>
//--- twice.allo
kernel gemm<4>
  pipeline j
kernel layers
  compose gemm<4>
  compose gemm<4>
//--- upside.allo
kernel layers
  partition W
kernel gemm<4>
  compose layers
//--- self.allo
kernel layers
  compose layers
//--- wrongend.allo
kernel layers
  partition W
kernel gemm<4>
  pipeline j
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
  call @"gemm<4>"(%W) : (memref<4x4xf32>) -> ()
  return
} loc("work.c":1:1)
