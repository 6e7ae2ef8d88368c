// The order of the lowering, with the reason of each step. Nothing else decides order.
#include "lower/Lower.h"

#include "ir/Naming.h"
#include "lower/Rewrites.h"

#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;

namespace allo::lower {

namespace {
// Collects what the verifier and the passes say, for the message of an InternalError.
class Gate {
public:
  explicit Gate(ModuleOp module)
      : module(module), handler(module.getContext(), [this](Diagnostic &diagnostic) {
          if (said.empty())
            said = diagnostic.str();
          return success();
        }) {}

  void check(llvm::StringRef phase, LogicalResult result) {
    if (failed(result) || failed(verify(module)))
      throw InternalError(("lowering, phase '" + phase + "': " + said).str());
  }

private:
  ModuleOp module;
  std::string said;
  ScopedDiagnosticHandler handler;
};

LogicalResult runPass(ModuleOp module, std::unique_ptr<Pass> pass) {
  PassManager manager(module.getContext(), ModuleOp::getOperationName());
  manager.enableVerifier(false); // the gate does it
  manager.addPass(std::move(pass));
  return manager.run(module);
}

// As upstream's pass, but without a record to roll back: that grows with the square of the branches of a function.
LogicalResult structuredToBranches(ModuleOp module) {
  RewritePatternSet patterns(module.getContext());
  populateSCFToControlFlowConversionPatterns(patterns);
  ConversionTarget target(*module.getContext());
  target.addIllegalDialect<scf::SCFDialect>();
  target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
  ConversionConfig config;
  config.allowPatternRollback = false;
  return applyPartialConversion(module, target, std::move(patterns), config);
}
} // namespace

Lowered toLLVM(ModuleOp module, const Options &options) {
  module.getContext()->loadDialect<LLVM::LLVMDialect, cf::ControlFlowDialect>(); // once in a context's life
  Gate gate(module);
  Lowered lowered;

  // 1. Still structured and named: the rewrites that need loops and the names in their messages.
  eraseReassociation(module);    // what is ordered now stays so
  expandQuantizations(module);   // before anything looks at arithmetic
  hostIntegers(module);          // while C types say how to extend
  qualifySymbols(module);        // a kernel named `exp` must not capture the library's
  runtimeCalls(module, lowered); // before loops are outlined, whose captured streams are handles then
  eraseLayouts(module);          // banks mean nothing here, and upstream knows no such memory space
  widenIndices(module);          // before outlining, which hides the bounds of the loop
  lowered.parallelLoops =
      outlineParallelLoops(module); // before hoisting: an alloca in the body is private to an iteration
  hoistAllocas(module, options);    // an alloca in a loop would grow the stack; names the array it refuses
  gate.check("structure", ir::verifyNames(module));

  // 2. Loops become branches. The names are lost here: -lower-affine drops the attributes of loops.
  LogicalResult branches = runPass(module, createLowerAffinePass());
  if (succeeded(branches))
    branches = structuredToBranches(module);
  gate.check("control flow", branches);
  indexWithoutWrap(module); // after both: it marks the arithmetic that they made

  // 3. What upstream would lower with another meaning than ours.
  markDistinctArguments(module); // facts for LLVM, while the arguments are still memrefs
  eraseNames(module);            // the dialect's attributes belong on func and memref operations only
  exactMinimum(module);
  saturatingCasts(module);
  brainFloats(module);
  libraryMath(module);
  gate.check("meaning", success());

  // 4. One conversion for all remaining dialects.
  lowered.top = "";
  for (auto function : module.getOps<func::FuncOp>())
    if (function.isPublic())
      lowered.top = function.getSymName().str();
  gate.check("LLVM dialect", convertToLLVM(module));
  return lowered;
}

} // namespace allo::lower
