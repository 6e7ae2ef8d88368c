// exp, log and pow of binary32 become calls of our own integer algorithm, compiled from its text like any kernel, so
// that hardware computes what software does (docs/decisions/0015):
//   math.exp %x : f32   →   arith.bitcast (func.call @allo_exp_bits(arith.bitcast %x))
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"
#include "lang/Frontend.h"
#include "support/ElementaryFunctions.h"
#include "support/TemporaryDirectory.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
const char *functionFor(Operation *op) {
  if (op->getNumResults() != 1 || !op->getResult(0).getType().isF32())
    return nullptr;
  if (isa<math::ExpOp>(op))
    return "allo_exp_bits";
  if (isa<math::LogOp>(op))
    return "allo_log_bits";
  if (isa<math::PowFOp>(op))
    return "allo_pow_bits";
  return nullptr;
}

// Adds the function and what it reaches; returns it.
func::FuncOp import(ModuleOp module, const char *name) {
  if (auto function = module.lookupSymbol<func::FuncOp>(name))
    return function;
  support::TemporaryDirectory directory;
  lang::Source source;
  source.file = (directory.path() / "hls_math_binary32.cpp").string();
  source.standard = "c++20";
  support::writeFile(source.file, support::elementaryHeader());
  OwningOpRef<ModuleOp> text = lang::lower(source, name);
  std::string top = ir::topOf(*text).getSymName().str();
  OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
  for (Operation &op : text->getOps()) {
    auto symbol = dyn_cast<SymbolOpInterface>(op);
    if (!symbol || module.lookupSymbol(symbol.getName()))
      continue;
    Operation *copy = builder.clone(op);
    copy->removeAttr(ir::topAttrName);
    SymbolTable::setSymbolVisibility(copy, SymbolTable::Visibility::Private);
  }
  return module.lookupSymbol<func::FuncOp>(top);
}
} // namespace

void expandElementaryFunctions(ModuleOp module) {
  SmallVector<Operation *> operations;
  module.walk([&](Operation *op) {
    if (functionFor(op))
      operations.push_back(op);
  });
  for (Operation *op : operations) {
    OpBuilder builder(op);
    FloatAttr exponent;
    if (isa<math::PowFOp>(op) && matchPattern(op->getOperand(1), m_Constant(&exponent)) &&
        exponent.getValueAsDouble() == 2.0) { // as on every path, see lower/LibraryMath.cpp
      Value square = arith::MulFOp::create(builder, op->getLoc(), op->getOperand(0), op->getOperand(0));
      op->getResult(0).replaceAllUsesWith(square);
      op->erase();
      continue;
    }
    func::FuncOp function = import(module, functionFor(op));
    SmallVector<Value> bits;
    for (Value operand : op->getOperands())
      bits.push_back(arith::BitcastOp::create(builder, op->getLoc(), builder.getI32Type(), operand));
    Value result = func::CallOp::create(builder, op->getLoc(), function, bits).getResult(0);
    result = arith::BitcastOp::create(builder, op->getLoc(), op->getResult(0).getType(), result);
    op->getResult(0).replaceAllUsesWith(result);
    op->erase();
  }
}

} // namespace allo::target::rtl::legal
