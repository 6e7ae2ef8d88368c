// Loops: a flattened nest is one child with several counters; bounds, carried values, results, widths of counters.
// RUN: allo-graph %s | FileCheck %s

#A = #allo.var<id = 100, name = "A", type = <float>>
#n = #allo.var<id = 103, name = "n", type = <int>>
#C = #allo.var<id = 101, name = "C", type = <float>>

func.func @work(%A: memref<32x32xf32> {allo.var = #A}, %C: memref<32x32xf32> {allo.var = #C}, %n: i32 {allo.var = #n, allo.size}) -> (f32 {allo.ctype = #allo.ctype<float>}) attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  %size = arith.index_cast %n : i32 to index
  affine.for %i = 0 to 32 {
    affine.for %j = 0 to 32 {
      %a = affine.load %A[%i, %j] : memref<32x32xf32>
      %b = affine.load %A[%j, %i] : memref<32x32xf32>
      %c = arith.addf %a, %b : f32
      affine.store %c, %C[%i, %j] : memref<32x32xf32>
    } {allo.loop = #allo.loop<id = 2, name = "j", pipeline = 1>}
  } {allo.loop = #allo.loop<id = 1, name = "i">, allo.flatten}
  affine.for %i = 0 to 31 {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to 32 {
      %a = affine.load %C[%i, %j] : memref<32x32xf32>
      affine.store %a, %C[%j, %i] : memref<32x32xf32>
    } {allo.loop = #allo.loop<id = 4, name = "tj", pipeline = 1>}
  } {allo.loop = #allo.loop<id = 3, name = "ti">, allo.flatten}
  %sum = affine.for %k = 0 to min affine_map<()[s0] -> (s0, 32)>()[%size] iter_args(%s = %zero) -> (f32) {
    %a = affine.load %C[%k, 3] : memref<32x32xf32>
    %t = arith.addf %s, %a : f32
    affine.yield %t : f32
  } {allo.loop = #allo.loop<id = 5, name = "k", pipeline = 1>}
  return %sum : f32
} loc("k.c":3:1)
