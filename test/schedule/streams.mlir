// RUN: split-file %s %t
// RUN: not allo-opt %t/order.mlir --step 'reorder j i' 2>&1 | FileCheck %s --check-prefix=REORDER
// RUN: not allo-opt %t/order.mlir --step 'parallel i' 2>&1 | FileCheck %s --check-prefix=PARALLEL
// RUN: allo-opt %t/private.mlir --step 'parallel i' | FileCheck %s --check-prefix=PRIVATE
// RUN: not allo-opt %t/call.mlir --step 'parallel i' 2>&1 | FileCheck %s --check-prefix=CALL
// RUN: not allo-opt %t/print.mlir --step 'parallel i' 2>&1 | FileCheck %s --check-prefix=PRINT
// RUN: not allo-opt %t/order.mlir --step 'partition s' 2>&1 | FileCheck %s --check-prefix=BANKS
// RUN: not allo-opt %t/order.mlir --step 'bind_storage s impl=bram' 2>&1 | FileCheck %s --check-prefix=STORAGE
// RUN: not allo-opt %t/order.mlir --step 'buffer_at s axis=i' 2>&1 | FileCheck %s --check-prefix=BUFFER
// RUN: not allo-opt %t/values.mlir 2>&1 | FileCheck %s --check-prefix=VALUES
// RUN: not allo-opt %t/subscripts.mlir 2>&1 | FileCheck %s --check-prefix=SUBSCRIPTS
// RUN: not allo-opt %t/full.mlir 2>&1 | FileCheck %s --check-prefix=FULL
// RUN: not allo-opt %t/depth.mlir 2>&1 | FileCheck %s --check-prefix=DEPTH
// RUN: not allo-opt %t/unnamed.mlir 2>&1 | FileCheck %s --check-prefix=UNNAMED
// Operations on one stream, and printed text, keep their order under every step; verifiers.

//--- order.mlir
// REORDER: cannot prove that the order of the accesses to s is kept, because line {{[0-9]+}} uses the stream s, whose elements keep their order
// PARALLEL: cannot prove that the iterations of 'i' (line {{[0-9]+}}) are independent, because line {{[0-9]+}} uses the stream s, whose elements keep their order
// PARALLEL: the operations on one stream stay in the order of the source
// BANKS: 's' (line {{[0-9]+}}) is a stream, which has no banks
// STORAGE: 's' (line {{[0-9]+}}) is a stream, not a memory
// BUFFER: 's' (line {{[0-9]+}}) is not an array, so no part of it can be buffered
func.func @f(%A: memref<4x4xi32> {allo.var = #allo.var<id = 0, name = "A", type = <int>>}) attributes {allo.top} {
  %s = allo.stream_create {allo.var = #allo.var<id = 3, name = "s", type = <int>>} : !allo.stream<[<int>] depth = 4>
  affine.for %i = 0 to 4 {
    affine.for %j = 0 to 4 {
      %v = affine.load %A[%i, %j] : memref<4x4xi32>
      allo.stream_write %s[], %v : !allo.stream<[<int>] depth = 4>, i32
    } {allo.loop = #allo.loop<id = 2, name = "j">}
  } {allo.loop = #allo.loop<id = 1, name = "i">}
  return
}
//--- private.mlir
// PRIVATE: parallel = true
func.func @f(%A: memref<4x4xi32> {allo.var = #allo.var<id = 0, name = "A", type = <int>>}) attributes {allo.top} {
  affine.for %i = 0 to 4 {
    %s = allo.stream_create {allo.var = #allo.var<id = 3, name = "s", type = <int>>} : !allo.stream<[<int>]>
    affine.for %j = 0 to 4 {
      %v = affine.load %A[%i, %j] : memref<4x4xi32>
      allo.stream_write %s[], %v : !allo.stream<[<int>]>, i32
    } {allo.loop = #allo.loop<id = 2, name = "j">}
    %w = allo.stream_read %s[] : !allo.stream<[<int>]> -> i32
    affine.store %w, %A[%i, 0] : memref<4x4xi32>
  } {allo.loop = #allo.loop<id = 1, name = "i">}
  return
}
//--- call.mlir
// CALL: cannot prove that the iterations of 'i' (line {{[0-9]+}}) are independent, because line {{[0-9]+}} uses the stream s, whose elements keep their order
func.func private @g(%s: !allo.stream<[<int>]> {allo.var = #allo.var<id = 0, name = "to", type = <int>>}) {
  %c = arith.constant 1 : i32
  allo.stream_write %s[], %c : !allo.stream<[<int>]>, i32
  return
}
func.func @f() attributes {allo.top} {
  %s = allo.stream_create {allo.var = #allo.var<id = 0, name = "s", type = <int>>} : !allo.stream<[<int>]>
  affine.for %i = 0 to 4 {
    func.call @g(%s) : (!allo.stream<[<int>]>) -> ()
  } {allo.loop = #allo.loop<id = 1, name = "i">}
  return
}
//--- print.mlir
// PRINT: cannot prove that the iterations of 'i' (line {{[0-9]+}}) are independent, because line {{[0-9]+}} prints, and what is printed keeps its order
// PRINT: what is printed stays in the order of the source
func.func private @g() {
  %console = allo.console
  allo.print %console, "x\0A"
  return
}
func.func @f() attributes {allo.top} {
  %console = allo.console
  affine.for %i = 0 to 4 {
    func.call @g() : () -> ()
  } {allo.loop = #allo.loop<id = 1, name = "i">}
  return
}
//--- values.mlir
// VALUES: 'allo.stream_read' op moves one element of '!allo.stream<[<int>]>', not 'f32'
func.func @f() attributes {allo.top} {
  %s = allo.stream_create {allo.var = #allo.var<id = 0, name = "s", type = <int>>} : !allo.stream<[<int>]>
  %v = allo.stream_read %s[] : !allo.stream<[<int>]> -> f32
  return
}
//--- subscripts.mlir
// SUBSCRIPTS: 'allo.stream_empty' op names one stream by 1 subscripts, not 0
func.func @f() attributes {allo.top} {
  %s = allo.stream_create {allo.var = #allo.var<id = 0, name = "s", type = <int>>} : !allo.stream<[<int>] extents = [2]>
  %v = allo.stream_empty %s[] : !allo.stream<[<int>] extents = [2]> -> i1
  return
}
//--- full.mlir
// FULL: 'allo.stream_full' op asks a stream without a depth, which is never full
func.func @f() attributes {allo.top} {
  %s = allo.stream_create {allo.var = #allo.var<id = 0, name = "s", type = <int>>} : !allo.stream<[<int>]>
  %v = allo.stream_full %s[] : !allo.stream<[<int>]> -> i1
  return
}
//--- depth.mlir
// DEPTH: the depth of a stream is at least 1, or 0 where there is none; got -1
func.func @f(%s: !allo.stream<[<int>] depth = -1>) attributes {allo.top} {
  return
}
//--- unnamed.mlir
// UNNAMED: 'allo.stream_create' op needs a name: attribute 'allo.var'
func.func @f() attributes {allo.top} {
  %s = allo.stream_create : !allo.stream<[<int>]>
  return
}
