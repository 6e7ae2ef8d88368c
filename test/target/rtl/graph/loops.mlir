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

// CHECK: function work top  // float work(float A[32][32], float C[32][32], int n)
// CHECK-NEXT: argument 0 n: 32 signed
// CHECK-NEXT: memory 0 A: float[32][32] external banks 1 depth 1024 width 32 latency 1 ports 2 parameter 0
// CHECK-NEXT: memory 1 C: float[32][32] external banks 1 depth 1024 width 32 latency 1 ports 2 parameter 1
// CHECK-NEXT: block 0
// CHECK-NEXT: %[[F1V0:[0-9]+]]: 32 = argument 0  // n
// CHECK-NEXT: %[[F1V2:[0-9]+]] = child 0  // i_j
// CHECK-NEXT: loop i_j path i/j interval 1
// CHECK-NEXT: counter i: 7 from max(0) to min(32) step 1
// CHECK-NEXT: counter j: 7 from max(0) to min(32) step 1
// CHECK-NEXT: block 1 pipelined
// CHECK-NEXT: %[[F1V7:[0-9]+]]: 7 = counter 0  // i
// CHECK-NEXT: %[[F1V8:[0-9]+]]: 7 = counter 1  // j
// CHECK-NEXT: %[[F1V9:[0-9]+]]: 5 = slice 0 %[[F1V7]]
// CHECK-NEXT: %[[F1V10:[0-9]+]]: 5 = slice 0 %[[F1V8]]
// CHECK-NEXT: %[[F1V11:[0-9]+]]: 10 = concat %[[F1V9]], %[[F1V10]]
// CHECK-NEXT: %[[F1V12:[0-9]+]]: 32 = load A bank 0 %[[F1V11]]
// CHECK-NEXT: %[[F1V13:[0-9]+]]: 10 = concat %[[F1V10]], %[[F1V9]]
// CHECK-NEXT: %[[F1V14:[0-9]+]]: 32 = load A bank 0 %[[F1V13]]
// CHECK-NEXT: %[[F1V15:[0-9]+]]: 32 = fadd %[[F1V12]], %[[F1V14]]
// CHECK-NEXT: %[[F1V16:[0-9]+]] = store C bank 0 %[[F1V15]], %[[F1V11]]
// CHECK-NEXT: %[[F1V3:[0-9]+]] = child 1  // ti_tj
// CHECK-NEXT: loop ti_tj path ti/tj interval 1
// CHECK-NEXT: counter ti: 6 from max(0) to min(31) step 1
// CHECK-NEXT: counter tj: 7 from max(1 + counter 0) to min(32) step 1
// CHECK-NEXT: block 2 pipelined
// CHECK-NEXT: %[[F1V17:[0-9]+]]: 6 = counter 0  // ti
// CHECK-NEXT: %[[F1V18:[0-9]+]]: 7 = counter 1  // tj
// CHECK-NEXT: %[[F1V19:[0-9]+]]: 5 = slice 0 %[[F1V17]]
// CHECK-NEXT: %[[F1V20:[0-9]+]]: 5 = slice 0 %[[F1V18]]
// CHECK-NEXT: %[[F1V21:[0-9]+]]: 10 = concat %[[F1V19]], %[[F1V20]]
// CHECK-NEXT: %[[F1V22:[0-9]+]]: 32 = load C bank 0 %[[F1V21]]
// CHECK-NEXT: %[[F1V23:[0-9]+]]: 10 = concat %[[F1V20]], %[[F1V19]]
// CHECK-NEXT: %[[F1V24:[0-9]+]] = store C bank 0 %[[F1V22]], %[[F1V23]]
// CHECK-NEXT: %[[F1V5:[0-9]+]] = child 2 %[[F1V0]]  // k
// CHECK-NEXT: loop k path k interval 1
// CHECK-NEXT: counter k: 7 from max(0) to min(0 + %[[F1V0]], 32) step 1
// CHECK-NEXT: carries %[[F1V26:[0-9]+]]
// CHECK-NEXT: block 3 pipelined
// CHECK-NEXT: %[[F1V25:[0-9]+]]: 7 = counter 0  // k
// CHECK-NEXT: %[[F1V26]]: 32 = carried 0, %[[F1V30:[0-9]+]]
// CHECK-NEXT: %[[F1V27:[0-9]+]]: 5 = slice 0 %[[F1V25]]
// CHECK-NEXT: %[[F1V28:[0-9]+]]: 10 = concat %[[F1V27]], 3
// CHECK-NEXT: %[[F1V29:[0-9]+]]: 32 = load C bank 0 %[[F1V28]]
// CHECK-NEXT: %[[F1V30]]: 32 = fadd %[[F1V26]], %[[F1V29]]
// CHECK-NEXT: %[[F1V6:[0-9]+]]: 32 = result 0 of %[[F1V5]]
// CHECK-NEXT: order %[[F1V2]] -> %[[F1V3]] distance 0 separation 0 C
// CHECK-NEXT: order %[[F1V2]] -> %[[F1V5]] distance 0 separation 0 C
// CHECK-NEXT: order %[[F1V3]] -> %[[F1V5]] distance 0 separation 0 C
// CHECK-NEXT: output return: 32 = %[[F1V6]]
// CHECK-NEXT: parameter A memory 0
// CHECK-NEXT: parameter C memory 1
// CHECK-NEXT: parameter n input 0 at 0
// CHECK-NEXT: result output 0
