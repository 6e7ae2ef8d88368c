// Whiles, branches, converted ifs, calls.
// RUN: allo-graph %s | FileCheck %s

#X = #allo.var<id = 100, name = "X", type = <int>>
#n = #allo.var<id = 101, name = "n", type = <int>>

func.func private @scale(%V: memref<16xi32> {allo.var = #allo.var<id = 0, name = "V", type = <int>>},
                         %f: i32 {allo.var = #allo.var<id = 1, name = "f", type = <int>>}) -> (i32 {allo.ctype = #allo.ctype<int>}) {
  %zero = arith.constant 0 : i32
  %s = affine.for %i = 0 to 16 iter_args(%t = %zero) -> (i32) {
    %a = affine.load %V[%i] : memref<16xi32>
    %b = arith.muli %a, %f : i32
    affine.store %b, %V[%i] : memref<16xi32>
    %u = arith.addi %t, %b : i32
    affine.yield %u : i32
  } {allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}
  return %s : i32
} loc("k.c":1:1)

func.func @work(%X: memref<16xi32> {allo.var = #X}, %n: i32 {allo.var = #n}) -> (i32 {allo.ctype = #allo.ctype<int>}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  // A while loop whose result is computed before the condition.
  %w:2 = scf.while (%k = %zero, %v = %n) : (i32, i32) -> (i32, i32) {
    %next = arith.shrsi %v, %one : i32
    %go = arith.cmpi sgt, %next, %three : i32
    scf.condition(%go) %k, %next : i32, i32
  } do {
  ^bb0(%k: i32, %v: i32):
    %at = arith.index_cast %k : i32 to index
    memref.store %v, %X[%at] : memref<16xi32>
    %k2 = arith.addi %k, %one : i32
    scf.yield %k2, %v : i32, i32
  } attributes {allo.loop = #allo.loop<id = 3, name = "while", pipeline = 1>}
  // Converted: no loop, no call.
  %big = arith.cmpi slt, %w#1, %n : i32
  %r = scf.if %big -> (i32) {
    %x = affine.load %X[5] : memref<16xi32>
    scf.yield %x : i32
  } else {
    affine.store %n, %X[6] : memref<16xi32>
    scf.yield %zero : i32
  }
  // A branch: a call inside.
  %odd = arith.cmpi eq, %r, %one : i32
  %q = scf.if %odd -> (i32) {
    %c = func.call @scale(%X, %three) : (memref<16xi32>, i32) -> i32
    scf.yield %c : i32
  } else {
    scf.yield %w#0 : i32
  }
  return %q : i32
} loc("k.c":10:1)

// CHECK: function scale  // int scale(int V[16], int f)
// CHECK-NEXT: argument 0 f: 32 signed
// CHECK-NEXT: memory 0 V: int[16] external banks 1 depth 16 width 32 latency 1 ports 2 parameter 0
// CHECK-NEXT: block 0
// CHECK-NEXT: %[[F1V0:[0-9]+]]: 32 = argument 0  // f
// CHECK-NEXT: %[[F1V2:[0-9]+]] = child 0 %[[F1V0]]  // i
// CHECK-NEXT: loop i path i interval 1
// CHECK-NEXT: counter i: 6 from max(0) to min(16) step 1
// CHECK-NEXT: carries %[[F1V5:[0-9]+]]
// CHECK-NEXT: block 1 pipelined
// CHECK-NEXT: %[[F1V4:[0-9]+]]: 6 = counter 0  // i
// CHECK-NEXT: %[[F1V5]]: 32 = carried 0, %[[F1V10:[0-9]+]]
// CHECK-NEXT: %[[F1V6:[0-9]+]]: 4 = slice 0 %[[F1V4]]
// CHECK-NEXT: %[[F1V7:[0-9]+]]: 32 = load V bank 0 %[[F1V6]]
// CHECK-NEXT: %[[F1V8:[0-9]+]]: 32 = mul %[[F1V7]], %[[F1V0]]
// CHECK-NEXT: %[[F1V9:[0-9]+]] = store V bank 0 %[[F1V8]], %[[F1V6]]
// CHECK-NEXT: %[[F1V10]]: 32 = add %[[F1V5]], %[[F1V8]]
// CHECK-NEXT: order %[[F1V7]] -> %[[F1V9]] distance 0 separation 0 V
// CHECK-NEXT: %[[F1V3:[0-9]+]]: 32 = result 0 of %[[F1V2]]
// CHECK-NEXT: output return: 32 = %[[F1V3]]
// CHECK-NEXT: function work top  // int work(int X[16], int n)
// CHECK-NEXT: argument 0 n: 32 signed
// CHECK-NEXT: memory 0 X: int[16] external banks 1 depth 16 width 32 latency 1 ports 2 parameter 0
// CHECK-NEXT: block 0
// CHECK-NEXT: %[[F2V0:[0-9]+]]: 32 = argument 0  // n
// CHECK-NEXT: %[[F2V5:[0-9]+]] = child 0 %[[F2V0]]  // while
// CHECK-NEXT: loop while path while interval 1
// CHECK-NEXT: while %[[F2V23:[0-9]+]]
// CHECK-NEXT: carries %[[F2V20:[0-9]+]] %[[F2V21:[0-9]+]] %[[F2V28:[0-9]+]] %[[F2V29:[0-9]+]]
// CHECK-NEXT: block 1 pipelined
// CHECK-NEXT: %[[F2V20]]: 32 = carried 0, %[[F2V27:[0-9]+]]
// CHECK-NEXT: %[[F2V21]]: 32 = carried %[[F2V0]], %[[F2V24:[0-9]+]]  // n
// CHECK-NEXT: %[[F2V22:[0-9]+]]: 31 = slice 1 %[[F2V21]]
// CHECK-NEXT: %[[F2V23]]: 1 = lessSigned.31 3, %[[F2V22]]
// CHECK-NEXT: %[[F2V24]]: 32 = signExtend.31 %[[F2V22]]
// CHECK-NEXT: %[[F2V25:[0-9]+]]: 4 = slice 0 %[[F2V20]]
// CHECK-NEXT: %[[F2V26:[0-9]+]] = store X bank 0 %[[F2V24]], %[[F2V25]] if %[[F2V23]]
// CHECK-NEXT: %[[F2V27]]: 32 = add %[[F2V20]], 1
// CHECK-NEXT: %[[F2V28]]: 32 = carried 0, %[[F2V20]]
// CHECK-NEXT: %[[F2V29]]: 31 = carried 0, %[[F2V22]]
// CHECK-NEXT: %[[F2V6:[0-9]+]]: 32 = result 2 of %[[F2V5]]
// CHECK-NEXT: %[[F2V7:[0-9]+]]: 31 = result 3 of %[[F2V5]]
// CHECK-NEXT: %[[F2V8:[0-9]+]]: 32 = signExtend.31 %[[F2V7]]
// CHECK-NEXT: %[[F2V9:[0-9]+]]: 1 = lessSigned.32 %[[F2V8]], %[[F2V0]]
// CHECK-NEXT: %[[F2V11:[0-9]+]]: 32 = load X bank 0 5 if %[[F2V9]]
// CHECK-NEXT: %[[F2V12:[0-9]+]]: 1 = lessEqualSigned.32 %[[F2V0]], %[[F2V8]]
// CHECK-NEXT: %[[F2V14:[0-9]+]] = store X bank 0 %[[F2V0]], 6 if %[[F2V12]]
// CHECK-NEXT: %[[F2V15:[0-9]+]]: 32 = select %[[F2V9]], %[[F2V11]], 0
// CHECK-NEXT: %[[F2V16:[0-9]+]]: 1 = equal.32 %[[F2V15]], 1
// CHECK-NEXT: %[[F2V18:[0-9]+]] = child 1 %[[F2V6]], %[[F2V16]]  // if_line47
// CHECK-NEXT: branch if_line47 on %[[F2V16]]
// CHECK-NEXT: block 2
// CHECK-NEXT: %[[F2V30:[0-9]+]] = child 2  // scale
// CHECK-NEXT: call scale function 0 ( 3 X )
// CHECK-NEXT: %[[F2V31:[0-9]+]]: 32 = result 0 of %[[F2V30]]  // return
// CHECK-NEXT: block 3
// CHECK-NEXT: result: 32 = %[[F2V31]] else %[[F2V6]]
// CHECK-NEXT: %[[F2V19:[0-9]+]]: 32 = result 0 of %[[F2V18]]  // return
// CHECK-NEXT: order %[[F2V5]] -> %[[F2V11]] distance 0 separation 1 X
// CHECK-NEXT: order %[[F2V5]] -> %[[F2V14]] distance 0 separation 1 X
// CHECK-NEXT: order %[[F2V5]] -> %[[F2V18]] distance 0 separation 0 X
// CHECK-NEXT: order %[[F2V11]] -> %[[F2V18]] distance 0 separation 0 X
// CHECK-NEXT: order %[[F2V14]] -> %[[F2V18]] distance 0 separation 0 X
// CHECK-NEXT: output return: 32 = %[[F2V19]]
// CHECK-NEXT: parameter X memory 0
// CHECK-NEXT: parameter n input 0 at 0
// CHECK-NEXT: result output 0
