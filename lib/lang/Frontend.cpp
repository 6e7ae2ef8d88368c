#include "lang/Frontend.h"

#include "lang/ModuleLowering.h"
#include "lang/Parse.h"
#include "lang/Privatise.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"

#include "clang/AST/ASTContext.h"
#include "clang/Frontend/ASTUnit.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::lang {

MLIRContext &context() {
  static MLIRContext *shared = [] {
    auto *created = new MLIRContext(MLIRContext::Threading::DISABLED); // lives as long as the process
    ir::loadDialects(*created);
    return created;
  }();
  return *shared;
}

namespace {
LoweredProgram lowerTop(Source source, const ParsedSource &parsed, const clang::FunctionDecl *top) {
  if (!source.options.ignore_pragmas) // what the options say goes before
    for (const auto &[parameter, depth] : pointerDepths(parsed.pragmas, top))
      source.options.extents.try_emplace(parameter, depth);
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context()));
  ModuleLowering lowering(parsed.unit->getASTContext(), source, *module);
  try {
    lowering.functionFor(top, CallShapes(top->getNumParams()), nullptr);
  } catch (const UserError &error) {
    if (!error.further().empty())
      throw; // all of them already
    lowering.report(error);
  } catch (const Poisoned &) { // the error that it follows from is reported
  }
  lowering.throwReported();
  for (auto function : module->getOps<func::FuncOp>()) { // callees come first
    removeUnreadScalars(function);
    removeDeadValues(function);
    sinkPrivateScalars(function);
    inferConstParameters(function);
  }
  std::string diagnostics;
  ScopedDiagnosticHandler handler(&context(), [&](Diagnostic &diagnostic) {
    diagnostics += diagnostic.str() + "\n";
    return success();
  });
  if (failed(verify(*module)) || failed(ir::verifyNames(*module)))
    throw InternalError("the front end made IR that does not verify: " + diagnostics);
  LoweredProgram program;
  if (!source.options.ignore_pragmas)
    program.pragmas = findPragmas(parsed.pragmas, lowering, program.warnings);
  program.module = std::move(module);
  return program;
}

} // namespace

LoweredProgram lowerWithPragmas(const Source &source, const ParsedSource &parsed, const std::string &top) {
  if (top.empty())
    throw UserError("no top is named", {}, "functions of this file: " + llvm::join(functionsOf(parsed), ", "));
  if (const clang::FunctionDecl *function = plainTop(parsed, top))
    return lowerTop(source, parsed, function);
  ParsedSource instantiated = parseSource(source, top);
  return lowerTop(source, instantiated, instantiated.top);
}

OwningOpRef<ModuleOp> lower(const Source &source, const std::string &top) {
  ParsedSource parsed = parseSource(source, top);
  return std::move(lowerTop(source, parsed, parsed.top).module);
}

} // namespace allo::lang
