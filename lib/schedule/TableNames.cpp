// Pairs the tables of two programs, and the state of a kernel that is the top of the one and called in the other.
#include "schedule/TableNames.h"

#include "analysis/SameArray.h"
#include "ir/Naming.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::schedule {

namespace {
memref::GlobalOp globalOf(ModuleOp module, Operation *op) {
  auto fetch = dyn_cast_or_null<memref::GetGlobalOp>(op);
  return fetch ? module.lookupSymbol<memref::GlobalOp>(fetch.getName()) : memref::GlobalOp();
}

SmallVector<memref::GetGlobalOp> tablesOf(ModuleOp module, func::FuncOp function) {
  SmallVector<memref::GetGlobalOp> tables;
  function.walk([&](memref::GetGlobalOp fetch) {
    if (memref::GlobalOp global = globalOf(module, fetch); global && global.getConstant())
      tables.push_back(fetch);
  });
  return tables;
}

// Tables are equal by their values; their layouts may have been changed by steps.
bool sameTable(memref::GlobalOp left, memref::GlobalOp right) {
  return left && right && left.getInitialValueAttr() == right.getInitialValueAttr() &&
         left.getConstant() == right.getConstant();
}

bool isState(ModuleOp module, Operation *op) {
  if (auto stream = dyn_cast<ir::StreamCreateOp>(op))
    return stream.getIsStatic();
  memref::GlobalOp global = globalOf(module, op);
  return global && !global.getConstant();
}

// Whether the argument of a function that is called is the state that the declaration makes where it is the top.
bool isPassedFor(ModuleOp from, Operation *declaration, ModuleOp to, BlockArgument argument) {
  if (argument.getType() != declaration->getResult(0).getType())
    return false;
  memref::GlobalOp global = globalOf(from, declaration);
  return !global || llvm::any_of(analysis::sameArray(to, argument),
                                 [&](Value memory) { return sameTable(global, globalOf(to, memory.getDefiningOp())); });
}
} // namespace

TableNames::TableNames(ModuleOp from, ModuleOp to) : from_(from), to_(to) {
  for (auto function : from.getOps<func::FuncOp>()) {
    auto other = to.lookupSymbol<func::FuncOp>(function.getSymName());
    if (!other)
      continue;
    // Functions that differ otherwise are found different by whoever compares them.
    for (auto [left, right] : llvm::zip(tablesOf(from, function), tablesOf(to, other)))
      if (sameTable(globalOf(from, left), globalOf(to, right)))
        names_.try_emplace(left.getName(), right.getName().str());
    if (function == ir::topOf(from) && other != ir::topOf(to))
      findState(function, other);
  }
}

// All of the state, or none where the functions differ.
void TableNames::findState(func::FuncOp top, func::FuncOp called) {
  std::map<int64_t, Operation *> declarations;
  top.walk([&](Operation *op) {
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName); variable && isState(from_, op))
      declarations[variable.getId()] = op;
  });
  std::vector<StateArgument> found;
  for (unsigned i = top.getNumArguments(); i < called.getNumArguments(); ++i) {
    ir::VariableAttr variable = ir::variableOf(called.getArgument(i));
    auto declaration = variable ? declarations.find(variable.getId()) : declarations.end();
    if (declaration == declarations.end() || !isPassedFor(from_, declaration->second, to_, called.getArgument(i)))
      return;
    found.push_back({declaration->second, variable.getIsConst()});
  }
  if (found.size() == declarations.size())
    state_ = std::move(found);
}

// A step may have changed the type of the state, but not its id.
void TableNames::passState(func::FuncOp copy) const {
  std::map<int64_t, Operation *> declarations;
  copy.walk([&](Operation *op) {
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName);
        variable && isa<memref::GetGlobalOp, ir::StreamCreateOp>(op))
      declarations[variable.getId()] = op;
  });
  for (const StateArgument &argument : state_) {
    auto found = declarations.find(argument.declaration->getAttrOfType<ir::VariableAttr>(ir::varAttrName).getId());
    bool isUsed = found != declarations.end(); // else the steps left no use of it
    Operation *declaration = isUsed ? found->second : argument.declaration;
    Value state = declaration->getResult(0);
    unsigned position = copy.getNumArguments();
    if (failed(copy.insertArgument(position, state.getType(), declaration->getDiscardableAttrDictionary(),
                                   declaration->getLoc())))
      throw InternalError("an argument for state cannot be added");
    auto variable = declaration->getAttrOfType<ir::VariableAttr>(ir::varAttrName);
    copy.setArgAttr(position, ir::varAttrName,
                    ir::VariableAttr::get(copy.getContext(), variable.getId(), variable.getName(), variable.getType(),
                                          argument.isConst));
    if (!isUsed)
      continue;
    state.replaceAllUsesWith(copy.getArgument(position));
    declaration->erase();
  }
}

OwningOpRef<func::FuncOp> TableNames::translated(func::FuncOp function) const {
  OwningOpRef<func::FuncOp> copy(function.clone());
  if (function->hasAttr(ir::topAttrName))
    passState(*copy);
  copy->walk([&](memref::GetGlobalOp fetch) {
    if (auto name = names_.find(fetch.getName()); name != names_.end())
      fetch.setName(name->second);
  });
  return copy;
}

} // namespace allo::schedule
