// A loop without iterations touches nothing: no range of elements describes that, so there is nothing to buffer.
// RUN: not allo-opt %s --step "buffer_at A axis=i" 2>&1 | FileCheck %s
// CHECK: k.c:2:3: error: buffer_at A axis=i: no access to the array 'A'{{.*}} in the loop 'i' (line 2) ever runs

#A = #allo.var<id = 100, name = "A", type = <int>>

func.func @work(%A: memref<5x5xi32> {allo.var = #A}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  affine.for %i = 0 to 2 {
    affine.for %j = 1 to 1 {
      affine.store %zero, %A[4 - %i, %i + %j] : memref<5x5xi32>
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  return
} loc("k.c":1:1)
