// What HLS C++ cannot express is refused with the op and its place, and nothing is written.
// RUN: rm -rf %t && not allo-translate %s --output %t 2>&1 | FileCheck %s
// RUN: not ls %t

// CHECK: count.cpp:4:10: error: operation 'math.ctpop' cannot be written as HLS C++
// CHECK: hint: build this design for the cpu target, or rewrite this statement
module {
  func.func @count(%x: memref<i32> {allo.var = #allo.var<id = 0, name = "x", type = <int>>}) attributes {allo.top} {
    %v = affine.load %x[] : memref<i32>
    %c = math.ctpop %v : i32 loc("count.cpp":4:10)
    affine.store %c, %x[] : memref<i32>
    return
  }
}
