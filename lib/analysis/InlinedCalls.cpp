#include "analysis/InlinedCalls.h"

#include "ir/InlineCall.h"

#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::analysis {

namespace {
// Beyond these the calls stay, and may touch anything: the question must stay cheap.
constexpr unsigned mostCalls = 256;
constexpr unsigned mostOperations = 20000;

// The module is that of the function as it is: a copy has none.
func::FuncOp calleeOf(func::CallOp call, ModuleOp module) {
  auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
  return callee && !callee.isExternal() ? callee : func::FuncOp();
}

unsigned sizeOf(Operation *op) {
  unsigned size = 0;
  op->walk([&](Operation *) { ++size; });
  return size;
}
} // namespace

bool InlinedCalls::any(ArrayRef<Operation *> regions) {
  return llvm::any_of(regions, [](Operation *region) {
    auto module = region->getParentOfType<ModuleOp>();
    return region
        ->walk([&](func::CallOp call) {
          return module && calleeOf(call, module) ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  });
}

InlinedCalls::InlinedCalls(ArrayRef<Operation *> regions) {
  auto function = regions.front()->getParentOfType<func::FuncOp>();
  auto module = function->getParentOfType<ModuleOp>();
  copy_ = cast<func::FuncOp>(function->clone(mapping_));
  for (auto [original, copy] : mapping_.getOperationMap())
    origins_[copy] = original;
  for (auto [original, copy] : mapping_.getValueMap())
    memories_[copy] = original;
  unsigned calls = 0, operations = sizeOf(*copy_);
  for (Operation *region : regions) {
    SmallVector<func::CallOp> found;
    Operation *copy = copyOf(region);
    auto collect = [&](func::CallOp call) { found.push_back(call); };
    copy->walk(collect);
    for (bool inlined = true; inlined; found.clear(), copy->walk(collect)) { // callees call too
      inlined = false;
      for (func::CallOp call : found)
        if (func::FuncOp callee = calleeOf(call, module); callee && ++calls <= mostCalls) {
          operations += sizeOf(callee);
          if (operations > mostOperations)
            return;
          inlineCall(call, callee);
          inlined = true;
        }
    }
  }
}

void InlinedCalls::inlineCall(func::CallOp call, func::FuncOp callee) {
  Operation *origin = originOf(call.getOperation()), *before = call->getPrevNode(), *behind = call->getNextNode();
  Block *block = call->getBlock();
  origins_.erase(call);
  ir::inlineCall(call, callee, [](Operation *) {});
  for (Operation *op = before ? before->getNextNode() : &block->front(); op != behind; op = op->getNextNode())
    op->walk([&](Operation *inner) { origins_[inner] = origin; });
}

std::optional<Access> InlinedCalls::originOf(const Access &access) const {
  Operation *origin = originOf(access.op);
  Value memory = memories_.lookup(access.memory);
  if (!origin || !memory)
    return std::nullopt;
  Access translated;
  translated.op = origin;
  translated.memory = memory;
  translated.isWrite = access.isWrite;
  translated.isAffine = access.isAffine;
  return translated;
}

} // namespace allo::analysis
