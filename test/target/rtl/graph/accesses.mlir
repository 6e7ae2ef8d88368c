// Banks and addresses: none, block, cyclic, complete; known and dynamic banks; styles; tables; private arrays.
// RUN: allo-graph %s | FileCheck %s

#A = #allo.var<id = 100, name = "A", type = <float>>
#B = #allo.var<id = 101, name = "B", type = <float>>
#D = #allo.var<id = 102, name = "D", type = <float>>
#I = #allo.var<id = 103, name = "I", type = <int>>
#L = #allo.var<id = 104, name = "L", type = <float>>
#S = #allo.var<id = 105, name = "S", type = <float>>
#T = #allo.var<id = 106, name = "T", type = <float>>
memref.global "private" constant @table : memref<4xf32> = dense<[1.0, 2.0, 3.0, 4.0]>

func.func @work(%A: memref<64xf32, #allo.memory<[<cyclic, 4>], auto>> {allo.var = #A},
                %B: memref<8x60xf32, #allo.memory<[<complete>, <block, 4>], auto>> {allo.var = #B},
                %D: memref<6xf32, #allo.memory<[<complete>], auto>> {allo.var = #D},
                %I: memref<64xi32> {allo.var = #I}) attributes {allo.top} {
  %L = memref.alloca() {allo.var = #L} : memref<2048xf32>
  %S = memref.alloca() {allo.var = #S} : memref<16xf32>
  %T = memref.get_global @table : memref<4xf32> {allo.var = #T}
  affine.for %i = 0 to 64 step 4 {
    %a = affine.load %A[%i] : memref<64xf32, #allo.memory<[<cyclic, 4>], auto>>
    %b = affine.load %A[%i + 1] : memref<64xf32, #allo.memory<[<cyclic, 4>], auto>>
    %c = arith.addf %a, %b : f32
    affine.store %c, %A[%i + 2] : memref<64xf32, #allo.memory<[<cyclic, 4>], auto>>
    affine.store %c, %L[%i * 32 + 5] : memref<2048xf32>
  } {allo.loop = #allo.loop<id = 1, name = "i", pipeline = 1>}
  affine.for %j = 0 to 60 {
    affine.for %p = 0 to 8 {
      %b = affine.load %B[%p, %j] : memref<8x60xf32, #allo.memory<[<complete>, <block, 4>], auto>>
      %d = affine.load %D[%p floordiv 2] : memref<6xf32, #allo.memory<[<complete>], auto>>
      %t = affine.load %T[%p mod 4] : memref<4xf32>
      %u = arith.addf %b, %d : f32
      %v = arith.addf %u, %t : f32
      affine.store %v, %S[%p] : memref<16xf32>
    } {allo.loop = #allo.loop<id = 3, name = "p", pipeline = 1>}
  } {allo.loop = #allo.loop<id = 2, name = "j">, allo.flatten}
  affine.for %k = 0 to 64 {
    %x = affine.load %I[%k] : memref<64xi32>
    %at = arith.index_cast %x : i32 to index
    %y = memref.load %A[%at] : memref<64xf32, #allo.memory<[<cyclic, 4>], auto>>
    %z = memref.load %L[%at] : memref<2048xf32>
    %s = affine.load %S[7] : memref<16xf32>
    %q = arith.addf %y, %z : f32
    %q2 = arith.addf %q, %s : f32
    memref.store %q2, %A[%at] : memref<64xf32, #allo.memory<[<cyclic, 4>], auto>>
  } {allo.loop = #allo.loop<id = 4, name = "k", pipeline = 1>}
  return
} loc("k.c":10:1)
