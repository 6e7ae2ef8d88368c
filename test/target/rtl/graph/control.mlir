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
