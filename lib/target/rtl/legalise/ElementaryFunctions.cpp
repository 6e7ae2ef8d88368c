// Functions of hls_math become calls of our own integer algorithm, compiled from its text like any kernel, so that
// hardware computes what software does (docs/decisions/0015):
//   allo.elementary "sin"(%x) : (f32) -> f32   →   arith.bitcast (func.call @allo_sin_binary32(arith.bitcast %x))
#include "support/ElementaryFunctions.h"
#include "ir/Elementary.h"
#include "ir/InlineCall.h"
#include "ir/Naming.h"
#include "lang/Frontend.h"
#include "support/TemporaryDirectory.h"
#include "target/rtl/legalise/FreshIds.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
const support::ElementaryFunction *functionOf(Operation *op) {
  llvm::StringRef name = isa<arith::RemFOp>(op) ? "fmod" : ir::elementaryNameOf(op);
  return name.empty() ? nullptr : support::findElementary(std::string_view(name));
}

// Straight code with neither a product nor a call: as a circuit of its own it would cost more than it saves.
bool isWiring(func::FuncOp function) {
  constexpr int mostOperations = 24;
  int operations = 0;
  auto result = function.walk([&](Operation *op) {
    if (op == function)
      return WalkResult::advance();
    bool isPlain = op->getNumRegions() == 0 && !isa<arith::MulIOp, func::CallOp>(op);
    return isPlain && ++operations <= mostOperations ? WalkResult::advance() : WalkResult::interrupt();
  });
  return !result.wasInterrupted();
}

void inlineWiring(ModuleOp module) {
  SymbolTable symbols(module);
  for (auto caller : module.getOps<func::FuncOp>()) { // callees come first
    SmallVector<func::CallOp> calls;
    caller.walk([&](func::CallOp call) { calls.push_back(call); });
    FreshIds ids(caller);
    for (func::CallOp call : calls)
      if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()); isWiring(callee))
        ir::inlineCall(call, callee, [&](Operation *op) { ids.renumber(op); });
  }
}

// The function and what it reaches, parsed and lowered once in a process: attempts at a design ask again and again.
ModuleOp moduleOf(const support::ElementaryText &text) {
  static std::map<std::string, OwningOpRef<ModuleOp>> known;
  OwningOpRef<ModuleOp> &module = known[text.function];
  if (!module) {
    support::TemporaryDirectory directory;
    lang::Source source;
    source.file = (directory.path() / "hls_math.cpp").string();
    source.standard = "c++20";
    support::writeFile(source.file, text.text);
    module = lang::lower(source, text.function);
    inlineWiring(*module);
  }
  return *module;
}

// Adds the function to the module; returns it.
func::FuncOp import(ModuleOp module, const support::ElementaryText &text) {
  if (auto function = module.lookupSymbol<func::FuncOp>(text.function))
    return function;
  ModuleOp library = moduleOf(text);
  std::string top = ir::topOf(library).getSymName().str();
  OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
  for (Operation &op : library.getOps()) {
    auto symbol = dyn_cast<SymbolOpInterface>(op);
    if (!symbol || module.lookupSymbol(symbol.getName()))
      continue;
    Operation *copy = builder.clone(op);
    copy->removeAttr(ir::topAttrName);
    SymbolTable::setSymbolVisibility(copy, SymbolTable::Visibility::Private);
  }
  return module.lookupSymbol<func::FuncOp>(top);
}

bool isSquare(Operation *op, const support::ElementaryFunction &function) {
  FloatAttr exponent;
  return function.name == std::string_view("pow") && matchPattern(op->getOperand(1), m_Constant(&exponent)) &&
         exponent.getValueAsDouble() == 2.0;
}
} // namespace

void expandElementaryFunctions(ModuleOp module) {
  SmallVector<Operation *> operations;
  module.walk([&](Operation *op) {
    if (functionOf(op))
      operations.push_back(op);
  });
  for (Operation *op : operations) {
    const support::ElementaryFunction &elementary = *functionOf(op);
    OpBuilder builder(op);
    Value result;
    if (isSquare(op, elementary)) { // as on every path, see lower/LibraryMath.cpp
      result = arith::MulFOp::create(builder, op->getLoc(), op->getOperand(0), op->getOperand(0));
    } else {
      bool isDouble = op->getOperand(0).getType().isF64();
      func::FuncOp function = import(module, support::elementaryText(elementary, isDouble));
      SmallVector<Value> bits;
      for (Value operand : op->getOperands())
        bits.push_back(
            isa<FloatType>(operand.getType())
                ? arith::BitcastOp::create(builder, op->getLoc(), builder.getIntegerType(isDouble ? 64 : 32), operand)
                : operand);
      result = func::CallOp::create(builder, op->getLoc(), function, bits).getResult(0);
      if (isa<FloatType>(op->getResult(0).getType()))
        result = arith::BitcastOp::create(builder, op->getLoc(), op->getResult(0).getType(), result);
    }
    op->getResult(0).replaceAllUsesWith(result);
    op->erase();
  }
}

} // namespace allo::target::rtl::legal
