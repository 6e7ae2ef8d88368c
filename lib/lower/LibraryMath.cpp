// Functions of hls_math become calls of this library, which computes them as the native kernel does (support/
// ElementaryFunctions.h), under names that LLVM does not fold.
//   allo.elementary "sin"(%x) : (f32) -> f32   →  func.call @allo_library_sinf(%x)
//   math.exp %x : f64   →  func.call @allo_library_exp(%x)
//   math.powf %x, 2.0   →  arith.mulf %x, %x        (gcc and clang do it at every level; the bits are the same)
// What is one instruction or exact by definition (sqrt, fabs, floor, fma …) stays and becomes an LLVM intrinsic.
#include "lower/Rewrites.h"

#include "ir/Elementary.h"
#include "support/ElementaryFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::lower {

namespace {
// Null for what LLVM does itself.
const support::ElementaryFunction *functionOf(Operation *op) {
  llvm::StringRef name = ir::elementaryNameOf(op);
  return name.empty() ? nullptr : support::findElementary(std::string_view(name));
}

bool isTwo(Value value) {
  FloatAttr constant;
  return matchPattern(value, m_Constant(&constant)) && constant.getValueAsDouble() == 2.0;
}

func::FuncOp declaration(ModuleOp module, Operation *op, llvm::StringRef name) {
  if (auto function = module.lookupSymbol<func::FuncOp>(name))
    return function;
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  auto type = builder.getFunctionType(op->getOperandTypes(), op->getResultTypes());
  auto function = func::FuncOp::create(builder, op->getLoc(), name, type);
  function.setPrivate();
  return function;
}
} // namespace

void libraryMath(ModuleOp module) {
  module.walk([&](Operation *op) {
    const support::ElementaryFunction *elementary = functionOf(op);
    if (!elementary)
      return;
    OpBuilder builder(op);
    Value result;
    if (elementary->name == std::string_view("pow") && isTwo(op->getOperand(1))) {
      result = arith::MulFOp::create(builder, op->getLoc(), op->getOperand(0), op->getOperand(0));
    } else {
      std::string symbol = support::elementarySymbol(*elementary, op->getOperand(0).getType().isF64());
      func::FuncOp callee = declaration(module, op, symbol);
      result = func::CallOp::create(builder, op->getLoc(), callee, op->getOperands()).getResult(0);
    }
    op->getResult(0).replaceAllUsesWith(result);
    op->erase();
  });
}

} // namespace allo::lower
