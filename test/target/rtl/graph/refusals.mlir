// What has no hardware is refused with its place and what to do.
// RUN: split-file %s %t
// RUN: not allo-graph %t/large.mlir 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-graph %t/sine.mlir 2>&1 | FileCheck %s --check-prefix=SINE
// RUN: not allo-graph %t/recursive.mlir 2>&1 | FileCheck %s --check-prefix=RECURSIVE
// RUN: not allo-graph %t/registers.mlir 2>&1 | FileCheck %s --check-prefix=REGISTERS

// LARGE: k.c:7:3: error: the arrays inside the design take 1073741824 bytes, 1073741824 of them 'big'; xcu280 has
// LARGE: make 'big' a parameter of the top
//--- large.mlir
func.func @work() attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  %L = memref.alloca() {allo.var = #allo.var<id = 1, name = "big", type = <float>>} : memref<268435456xf32> loc("k.c":7:3)
  affine.store %zero, %L[0] : memref<268435456xf32>
  return
}

// SINE: k.c:4:5: error: 'sin' has no hardware operator
//--- sine.mlir
func.func @work(%x: f32 {allo.var = #allo.var<id = 1, name = "x", type = <float>>}) -> (f32 {allo.ctype = #allo.ctype<float>}) attributes {allo.top} {
  %y = math.sin %x : f32 loc("k.c":4:5)
  return %y : f32
}

// RECURSIVE: error: 'work' calls itself: hardware has no stack
//--- recursive.mlir
func.func @work() attributes {allo.top} {
  func.call @work() : () -> ()
  return
}

// REGISTERS: k.c:9:3: error: 'wide' would be 100000 registers; at most 65536 can be made
//--- registers.mlir
func.func @work() attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  %L = memref.alloca() {allo.var = #allo.var<id = 1, name = "wide", type = <float>>} : memref<100000xf32, #allo.memory<[<complete>], auto>> loc("k.c":9:3)
  affine.store %zero, %L[0] : memref<100000xf32, #allo.memory<[<complete>], auto>>
  return
}
