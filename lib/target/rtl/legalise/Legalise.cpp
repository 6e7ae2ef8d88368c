// Legalisation, on a clone: the one list of rewrites, with the reason for the place of each. After the last one the
// IR is verified, names and ids included; the tool of the tests verifies after each.
#include "target/rtl/Design.h"
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"
#include "lower/Lower.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;

namespace allo::target::rtl {

namespace legal {

const std::vector<Rewrite> &rewrites() {
  static const std::vector<Rewrite> list = {
      // First what says which program it is.
      {"dropUnreached", dropUnreached},
      {"refuseSoftware", refuseSoftware},                        // what no later rewrite knows
      {"eraseReassociation", lower::eraseReassociation},         // what is ordered now stays so
      {"expandQuantizations", lower::expandQuantizations},       // before anything looks at arithmetic
      {"initialiseState", initialiseState},                      // before anything looks at the memories of the top
      {"markParameters", markParameters},                        // before any argument changes
      {"expandElementaryFunctions", expandElementaryFunctions},  // before calls are looked at
      {"separateStreamElements", lower::separateStreamElements}, // while calls are as in the source
      // On the memory form, which every loop rewrite understands.
      {"simplify", simplify},                       // the names of one element become one name
      {"inlineIntoPipelines", inlineIntoPipelines}, // before what is in pipelines is unrolled
      {"unrollLoops", unrollLoops},                 // before single elements are looked at
      {"specialiseCalls", specialiseCalls},         // the calls of a grid are apart now
      {"normaliseSteps", normaliseSteps},           // the steps that unrolling made, before indices are looked at
      {"forwardStores", forwardStores},             // exact elements, before they become scalars
      {"replaceInvariantElements",
       replaceInvariantElements},       // before nests are formed: its loads and stores move into them
      {"forwardStores", forwardStores}, // what stands before the loop has often stored what is loaded there
      {"foldNests", nullptr, foldNests},
      {"trimNests", nullptr, trimNests}, // folding asks for the bounds of the source
      // Then scalars: nothing below looks at loops again.
      {"promoteReferences", promoteReferences}, // makes local scalars of them
      {"promoteScalars", promoteScalars},
      {"expandOperators", expandOperators}, // after the analyses that know the larger operations
      {"simplify", simplify},
      {"hoistInvariants", hoistInvariants}, // last: nothing may stand between the loops of a nest while it is formed
      {"separateParts", separateParts},     // what is passed has two names then
      {"checkHardware", checkHardware},
  };
  return list;
}

void apply(ModuleOp module, const Rewrite &rewrite, bool verifies, const std::set<int64_t> &keep) {
  std::string said;
  ScopedDiagnosticHandler handler(module.getContext(), [&](Diagnostic &diagnostic) {
    if (said.empty())
      said = diagnostic.str();
    return success();
  });
  if (rewrite.runKeeping)
    rewrite.runKeeping(module, keep);
  else
    rewrite.run(module);
  if (verifies && (failed(verify(module)) || failed(ir::verifyNames(module))))
    throw InternalError(std::string("legalisation for RTL, rewrite '") + rewrite.name + "': " + said);
}

} // namespace legal

OwningOpRef<ModuleOp> legalise(ModuleOp module, const std::set<int64_t> &keep) {
  if (!ir::topOf(module))
    throw InternalError("the module has no top function");
  OwningOpRef<ModuleOp> clone = module.clone();
  const std::vector<legal::Rewrite> &list = legal::rewrites();
  for (const legal::Rewrite &rewrite : list)
    legal::apply(*clone, rewrite, &rewrite == &list.back(), keep);
  return clone;
}

} // namespace allo::target::rtl
