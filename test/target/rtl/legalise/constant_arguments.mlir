// RUN: allo-legalise %s --only inlineIntoPipelines,unrollLoops | FileCheck %s
// The bound of the loop in the callee is 7 - 0 then, which folds to a value, not to a constant: it is unrolled all the
// same.
// CHECK-LABEL: func.func @passes(
// CHECK: affine.for
// CHECK-NOT: scf.for
// CHECK-COUNT-7: arith.subi %{{.*}}, %{{.*}} : i16
// CHECK: name = "k", pipeline = 1
module {
  func.func private @lower(%X: memref<9xi16> {allo.var = #allo.var<id = 0, name = "X", type = <short>>}, %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>, is_const = true>}) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c7 = arith.constant 7 : i32
    %count = arith.subi %c7, %n : i32
    %end = arith.index_cast %count : i32 to index
    scf.for %i = %c0 to %end step %c1 {
      %x = memref.load %X[%i] : memref<9xi16>
      %y = affine.load %X[8] : memref<9xi16>
      %z = arith.subi %y, %x : i16
      affine.store %z, %X[8] : memref<9xi16>
    } {allo.loop = #allo.loop<id = 2, name = "i">}
    return
  }
  func.func @passes(%B: memref<9xi16> {allo.var = #allo.var<id = 0, name = "B", type = <short>>}) attributes {allo.top} {
    affine.for %k = 0 to 9 {
      %c0 = arith.constant 0 : i32
      func.call @lower(%B, %c0) : (memref<9xi16>, i32) -> ()
    } {allo.loop = #allo.loop<id = 1, name = "k", pipeline = 1>}
    return
  }
}
