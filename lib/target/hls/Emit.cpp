// Legalise, build the model, print.
#include "target/hls/Emit.h"

#include "target/hls/BuildModel.h"
#include "target/hls/Legalise.h"
#include "target/hls/Printer.h"
#include "target/hls/Spellings.h"

using namespace mlir;

namespace allo::target::hls {

Emission emit(ModuleOp module, const Options &options) {
  OwningOpRef<ModuleOp> legal = legalise(module);
  model::TranslationUnit unit = buildModel(*legal);
  const Spellings &spellings = vitis();
  Emission emission;
  emission.files["kernel.h"] = printHeader(unit);
  emission.files["kernel.cpp"] = printSource(unit, spellings);
  emission.files[spellings.scriptName] = spellings.script(unit.top().name, options);
  return emission;
}

std::string entryPoint(ModuleOp module) {
  OwningOpRef<ModuleOp> legal = legalise(module);
  return printEntry(buildModel(*legal));
}

std::vector<std::string> compileFlags() { return {"-std=c++14", "-fwrapv", "-ffp-contract=off"}; }

} // namespace allo::target::hls
