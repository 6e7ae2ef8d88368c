// Pairs the tables of two programs.
#include "schedule/TableNames.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::schedule {

namespace {
SmallVector<memref::GetGlobalOp> fetchesOf(func::FuncOp function) {
  SmallVector<memref::GetGlobalOp> fetches;
  function.walk([&](memref::GetGlobalOp fetch) { fetches.push_back(fetch); });
  return fetches;
}

// Tables are equal by their values; their layouts may have been changed by steps.
bool sameTable(ModuleOp from, ModuleOp to, memref::GetGlobalOp left, memref::GetGlobalOp right) {
  auto leftTable = from.lookupSymbol<memref::GlobalOp>(left.getName());
  auto rightTable = to.lookupSymbol<memref::GlobalOp>(right.getName());
  return leftTable && rightTable && leftTable.getInitialValueAttr() == rightTable.getInitialValueAttr() &&
         leftTable.getConstant() == rightTable.getConstant();
}
} // namespace

TableNames::TableNames(ModuleOp from, ModuleOp to) {
  for (auto function : from.getOps<func::FuncOp>()) {
    auto other = to.lookupSymbol<func::FuncOp>(function.getSymName());
    if (!other)
      continue;
    // Functions that differ otherwise are found different by whoever compares them.
    for (auto [left, right] : llvm::zip(fetchesOf(function), fetchesOf(other)))
      if (sameTable(from, to, left, right))
        names_.try_emplace(left.getName(), right.getName().str());
  }
}

OwningOpRef<func::FuncOp> TableNames::translated(func::FuncOp function) const {
  OwningOpRef<func::FuncOp> copy(function.clone());
  for (memref::GetGlobalOp fetch : fetchesOf(*copy))
    if (auto name = names_.find(fetch.getName()); name != names_.end())
      fetch.setName(name->second);
  return copy;
}

} // namespace allo::schedule
