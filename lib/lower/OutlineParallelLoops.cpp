// A loop that the schedule marked parallel becomes a function over a range of it; the cpu target calls that from
// threads.
//   affine.for %i = 0 to %n { body }          {allo.loop = <…, parallel = true>}
//   →  func.call @"f.parallel.3"(%begin, %end, %step, captured values …)
//      func.func private @"f.parallel.3"(…) { affine.for %i = %begin to %end { body } }
// Only the outermost of nested parallel loops is threaded: it already has work for every core.
#include "lower/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;

namespace allo::lower {

namespace {
struct Range {
  Value begin, end, step;
};

Range rangeOf(OpBuilder &builder, Operation *loop) {
  Location location = loop->getLoc();
  if (auto plain = dyn_cast<scf::ForOp>(loop))
    return {plain.getLowerBound(), plain.getUpperBound(), plain.getStep()};
  auto affine = cast<affine::AffineForOp>(loop);
  Range range;
  range.begin =
      affine::AffineMaxOp::create(builder, location, affine.getLowerBoundMap(), affine.getLowerBoundOperands());
  range.end = affine::AffineMinOp::create(builder, location, affine.getUpperBoundMap(), affine.getUpperBoundOperands());
  range.step = arith::ConstantIndexOp::create(builder, location, affine.getStepAsInt());
  return range;
}

// Constants and tables are made again inside: captured, they would no longer be known there.
bool isRemade(Operation *op) { return op && isa<arith::ConstantOp, memref::GetGlobalOp>(op); }

// The new function with the loop over its range as body; `captured` are its further arguments.
func::FuncOp outline(func::FuncOp function, Operation *loop, const std::string &symbol, ArrayRef<Value> remade,
                     ArrayRef<Value> captured) {
  OpBuilder builder(function->getContext());
  builder.setInsertionPointAfter(function);
  Location location = loop->getLoc();
  SmallVector<Type> types(3, builder.getIndexType());
  for (Value value : captured)
    types.push_back(value.getType());
  auto outlined = func::FuncOp::create(builder, location, symbol, builder.getFunctionType(types, {}));
  outlined.setPrivate();
  outlined->setAttr("llvm.linkage", LLVM::LinkageAttr::get(builder.getContext(), LLVM::Linkage::Internal));

  Block *entry = outlined.addEntryBlock();
  builder.setInsertionPointToStart(entry);
  IRMapping mapping;
  for (Value value : remade)
    mapping.map(value, builder.clone(*value.getDefiningOp())->getResult(0));
  for (auto [value, argument] : llvm::zip(captured, entry->getArguments().drop_front(3)))
    mapping.map(value, argument);
  Operation *body = builder.clone(*loop, mapping);
  func::ReturnOp::create(builder, location);

  if (auto affine = dyn_cast<affine::AffineForOp>(body)) {
    AffineMap symbolMap = AffineMap::get(0, 1, builder.getAffineSymbolExpr(0));
    affine.setLowerBound(entry->getArgument(0), symbolMap);
    affine.setUpperBound(entry->getArgument(1), symbolMap);
  } else {
    auto plain = cast<scf::ForOp>(body);
    plain.setLowerBound(entry->getArgument(0));
    plain.setUpperBound(entry->getArgument(1));
    plain.setStep(entry->getArgument(2));
  }
  return outlined;
}

std::string thread(func::FuncOp function, Operation *loop) {
  ir::LoopAttr name = ir::loopOf(loop);
  std::string symbol = (function.getSymName() + ".parallel." + std::to_string(name.getId())).str();
  ir::setLoop(loop, name.withParallel(false));

  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(loop->getRegions(), used);
  SmallVector<Value> remade, captured;
  for (Value value : used)
    (isRemade(value.getDefiningOp()) ? remade : captured).push_back(value);
  func::FuncOp outlined = outline(function, loop, symbol, remade, captured);

  OpBuilder builder(loop);
  Range range = rangeOf(builder, loop);
  SmallVector<Value> operands = {range.begin, range.end, range.step};
  operands.append(captured);
  func::CallOp::create(builder, loop->getLoc(), outlined, operands);
  loop->erase();
  return symbol;
}
} // namespace

std::vector<ParallelLoop> outlineParallelLoops(ModuleOp module) {
  std::vector<ParallelLoop> result;
  for (auto function : llvm::to_vector(module.getOps<func::FuncOp>())) {
    std::string functionName = function.getSymName().drop_front(llvm::StringRef("kernel.").size()).str();
    SmallVector<std::pair<Operation *, size_t>> outermost;
    for (Operation *loop : ir::loopsOf(function)) {
      ir::LoopAttr name = ir::loopOf(loop);
      if (!name || !name.getParallel())
        continue;
      ParallelLoop parallel{functionName, name.getName().str(), ir::placeOf(loop->getLoc()), false, {}, {}};
      auto around = llvm::find_if(outermost, [&](auto &entry) { return entry.first->isAncestor(loop); });
      if (around != outermost.end())
        parallel.reason = "it is inside the parallel loop '" + ir::loopOf(around->first).getName().str() + "'";
      else if (isa<scf::WhileOp>(loop))
        parallel.reason = "its trip count is not known when it starts";
      else
        outermost.push_back({loop, result.size()});
      result.push_back(parallel);
    }
    for (auto [loop, index] : outermost) {
      result[index].symbol = thread(function, loop);
      result[index].threaded = true;
    }
  }
  return result;
}

} // namespace allo::lower
