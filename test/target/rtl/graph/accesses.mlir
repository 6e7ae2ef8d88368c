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

// CHECK: function work top  // void work(float A[64], float B[8][60], float D[6], int I[64])
// CHECK-NEXT: memory 0 A: float[64] cyclic 4x16 external banks 4 depth 16 width 32 latency 1 ports 2 parameter 0
// CHECK-NEXT: memory 1 B: float[8][60] complete 8x1 block 4x15 external banks 32 depth 15 width 32 latency 1 ports 2 parameter 1
// CHECK-NEXT: memory 2 D: float[6] complete 6x1 external banks 6 depth 1 width 32 latency 0 ports 1 parameter 2
// CHECK-NEXT: memory 3 I: int[64] external banks 1 depth 64 width 32 latency 1 ports 2 parameter 3
// CHECK-NEXT: memory 4 L: float[2048] bram banks 1 depth 2048 width 32 latency 1 ports 2
// CHECK-NEXT: memory 5 S: float[16] lutram banks 1 depth 16 width 32 latency 1 ports 2
// CHECK-NEXT: memory 6 T: float[4] lutram banks 1 depth 4 width 32 latency 1 ports 2 contents 4
// CHECK-NEXT: block 0
// CHECK-NEXT: %[[F1V1:[0-9]+]] = child 0  // i
// CHECK-NEXT: loop i path i interval 1
// CHECK-NEXT: counter i: 8 from max(0) to min(64) step 4
// CHECK-NEXT: block 1 pipelined
// CHECK-NEXT: %[[F1V9:[0-9]+]]: 8 = counter 0  // i
// CHECK-NEXT: %[[F1V10:[0-9]+]]: 4 = slice 2 %[[F1V9]]
// CHECK-NEXT: %[[F1V11:[0-9]+]]: 32 = load A bank 0 %[[F1V10]]
// CHECK-NEXT: %[[F1V12:[0-9]+]]: 32 = load A bank 1 %[[F1V10]]
// CHECK-NEXT: %[[F1V13:[0-9]+]]: 32 = fadd %[[F1V11]], %[[F1V12]]
// CHECK-NEXT: %[[F1V14:[0-9]+]] = store A bank 2 %[[F1V13]], %[[F1V10]]
// CHECK-NEXT: %[[F1V15:[0-9]+]]: 11 = concat %[[F1V10]], 5
// CHECK-NEXT: %[[F1V16:[0-9]+]] = store L bank 0 %[[F1V13]], %[[F1V15]]
// CHECK-NEXT: %[[F1V6:[0-9]+]] = child 1  // j_p
// CHECK-NEXT: loop j_p path j/p interval 1
// CHECK-NEXT: counter j: 7 from max(0) to min(60) step 1
// CHECK-NEXT: counter p: 5 from max(0) to min(8) step 1
// CHECK-NEXT: block 2 pipelined
// CHECK-NEXT: %[[F1V17:[0-9]+]]: 7 = counter 0  // j
// CHECK-NEXT: %[[F1V18:[0-9]+]]: 5 = counter 1  // p
// CHECK-NEXT: %[[F1V19:[0-9]+]]: 6 = slice 0 %[[F1V17]]
// CHECK-NEXT: %[[F1V20:[0-9]+]]: 12 = zeroExtend.6 %[[F1V19]]
// CHECK-NEXT: %[[F1V21:[0-9]+]]: 10 = zeroExtend.6 %[[F1V19]]
// CHECK-NEXT: %[[F1V22:[0-9]+]]: 12 = concat %[[F1V21]], 0
// CHECK-NEXT: %[[F1V23:[0-9]+]]: 12 = add %[[F1V20]], %[[F1V22]]
// CHECK-NEXT: %[[F1V24:[0-9]+]]: 12 = concat %[[F1V19]], 0
// CHECK-NEXT: %[[F1V25:[0-9]+]]: 12 = add %[[F1V23]], %[[F1V24]]
// CHECK-NEXT: %[[F1V26:[0-9]+]]: 2 = slice 10 %[[F1V25]]
// CHECK-NEXT: %[[F1V27:[0-9]+]]: 6 = concat %[[F1V26]], 0
// CHECK-NEXT: %[[F1V28:[0-9]+]]: 6 = zeroExtend.2 %[[F1V26]]
// CHECK-NEXT: %[[F1V29:[0-9]+]]: 6 = sub %[[F1V27]], %[[F1V28]]
// CHECK-NEXT: %[[F1V30:[0-9]+]]: 4 = slice 0 %[[F1V17]]
// CHECK-NEXT: %[[F1V31:[0-9]+]]: 4 = slice 0 %[[F1V29]]
// CHECK-NEXT: %[[F1V32:[0-9]+]]: 4 = sub %[[F1V30]], %[[F1V31]]
// CHECK-NEXT: %[[F1V33:[0-9]+]]: 3 = slice 0 %[[F1V18]]
// CHECK-NEXT: %[[F1V34:[0-9]+]]: 5 = concat %[[F1V33]], %[[F1V26]]
// CHECK-NEXT: %[[F1V35:[0-9]+]]: 32 = load B bank 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 %[[F1V34]], %[[F1V32]]
// CHECK-NEXT: %[[F1V36:[0-9]+]]: 2 = slice 1 %[[F1V18]]
// CHECK-NEXT: %[[F1V37:[0-9]+]]: 3 = zeroExtend.2 %[[F1V36]]
// CHECK-NEXT: %[[F1V38:[0-9]+]]: 32 = load D bank 0 1 2 3 %[[F1V37]], 0
// CHECK-NEXT: %[[F1V39:[0-9]+]]: 2 = slice 0 %[[F1V18]]
// CHECK-NEXT: %[[F1V40:[0-9]+]]: 32 = load T bank 0 %[[F1V39]]
// CHECK-NEXT: %[[F1V41:[0-9]+]]: 32 = fadd %[[F1V35]], %[[F1V38]]
// CHECK-NEXT: %[[F1V42:[0-9]+]]: 32 = fadd %[[F1V41]], %[[F1V40]]
// CHECK-NEXT: %[[F1V43:[0-9]+]]: 4 = zeroExtend.3 %[[F1V33]]
// CHECK-NEXT: %[[F1V44:[0-9]+]] = store S bank 0 %[[F1V42]], %[[F1V43]]
// CHECK-NEXT: %[[F1V8:[0-9]+]] = child 2  // k
// CHECK-NEXT: loop k path k interval 1
// CHECK-NEXT: counter k: 8 from max(0) to min(64) step 1
// CHECK-NEXT: block 3 pipelined
// CHECK-NEXT: %[[F1V45:[0-9]+]]: 8 = counter 0  // k
// CHECK-NEXT: %[[F1V46:[0-9]+]]: 6 = slice 0 %[[F1V45]]
// CHECK-NEXT: %[[F1V47:[0-9]+]]: 32 = load I bank 0 %[[F1V46]]
// CHECK-NEXT: %[[F1V48:[0-9]+]]: 4 = slice 2 %[[F1V47]]
// CHECK-NEXT: %[[F1V49:[0-9]+]]: 2 = slice 0 %[[F1V47]]
// CHECK-NEXT: %[[F1V50:[0-9]+]]: 32 = load A bank 0 1 2 3 %[[F1V49]], %[[F1V48]]
// CHECK-NEXT: %[[F1V51:[0-9]+]]: 11 = slice 0 %[[F1V47]]
// CHECK-NEXT: %[[F1V52:[0-9]+]]: 32 = load L bank 0 %[[F1V51]]
// CHECK-NEXT: %[[F1V53:[0-9]+]]: 32 = load S bank 0 7
// CHECK-NEXT: %[[F1V54:[0-9]+]]: 32 = fadd %[[F1V50]], %[[F1V52]]
// CHECK-NEXT: %[[F1V55:[0-9]+]]: 32 = fadd %[[F1V54]], %[[F1V53]]
// CHECK-NEXT: %[[F1V56:[0-9]+]] = store A bank 0 1 2 3 %[[F1V55]], %[[F1V49]], %[[F1V48]]
// CHECK-NEXT: order %[[F1V50]] -> %[[F1V56]] distance 0 separation 0 A
// CHECK-NEXT: order %[[F1V50]] -> %[[F1V56]] distance 1 separation 0 A
// CHECK-NEXT: order %[[F1V56]] -> %[[F1V50]] distance 1 separation 1 A
// CHECK-NEXT: order %[[F1V1]] -> %[[F1V8]] distance 0 separation 0 A
// CHECK-NEXT: order %[[F1V6]] -> %[[F1V8]] distance 0 separation 0 S
// CHECK-NEXT: parameter A memory 0
// CHECK-NEXT: parameter B memory 1
// CHECK-NEXT: parameter D memory 2
// CHECK-NEXT: parameter I memory 3
