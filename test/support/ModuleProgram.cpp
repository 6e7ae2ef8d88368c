// Parses MLIR text and cuts the call graph of one kernel out of it.
#include "ModuleProgram.h"

#include "schedule/Address.h"
#include "schedule/Implementation.h"

#include "mlir/IR/SymbolTable.h"
#include "mlir/Parser/Parser.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::test {

struct ModuleProgram::Contents {
  MLIRContext context;
  OwningOpRef<ModuleOp> module;
};

namespace {
ModuleOp checked(const OwningOpRef<ModuleOp> &module) {
  if (!module)
    throw UserError("the MLIR text does not parse");
  if (failed(ir::verifyNames(*module)))
    throw UserError("the MLIR text has loops or memories without names");
  return *module;
}

// The functions and globals that `function` reaches.
llvm::SetVector<Operation *> reachedFrom(func::FuncOp function) {
  llvm::SetVector<Operation *> reached;
  reached.insert(function);
  for (size_t i = 0; i < reached.size(); ++i) {
    if (auto uses = SymbolTable::getSymbolUses(reached[i]))
      for (SymbolTable::SymbolUse use : *uses)
        if (Operation *symbol = SymbolTable::lookupNearestSymbolFrom(function, use.getSymbolRef()))
          reached.insert(symbol);
  }
  return reached;
}
} // namespace

ModuleProgram ModuleProgram::fromFile(const std::string &file) {
  ModuleProgram program;
  program.contents_ = std::make_shared<Contents>();
  ir::loadDialects(program.contents_->context);
  program.contents_->module = parseSourceFile<ModuleOp>(file, &program.contents_->context);
  checked(program.contents_->module);
  return program;
}

ModuleProgram ModuleProgram::fromText(const std::string &text) {
  ModuleProgram program;
  program.contents_ = std::make_shared<Contents>();
  ir::loadDialects(program.contents_->context);
  program.contents_->module = parseSourceString<ModuleOp>(text, &program.contents_->context);
  checked(program.contents_->module);
  return program;
}

Schedule ModuleProgram::schedule() const { return customize(ir::topOf(*contents_->module).getSymName().str()); }

Schedule ModuleProgram::customize(const std::string &kernel) const {
  OwningOpRef<ModuleOp> module(cast<ModuleOp>(contents_->module.get()->clone()));
  std::vector<func::FuncOp> found = schedule::findFunctions(*module, kernel);
  if (found.size() != 1)
    throw UserError("there is no function '" + kernel + "'");
  ir::topOf(*module)->removeAttr(ir::topAttrName);
  found.front()->setAttr(ir::topAttrName, UnitAttr::get(&contents_->context));
  llvm::SetVector<Operation *> reached = reachedFrom(found.front());
  for (Operation &op : llvm::make_early_inc_range(module->getOps()))
    if (!reached.contains(&op))
      op.erase();
  for (auto function : module->getOps<func::FuncOp>())
    function.setVisibility(function == found.front() ? SymbolTable::Visibility::Public
                                                     : SymbolTable::Visibility::Private);
  // The context must outlive the schedule: the function that finds further kernels holds it.
  return schedule::makeSchedule(std::move(module),
                                [program = *this](const std::string &name) { return program.customize(name); });
}

} // namespace allo::test
