#include "build/BuildRtl.h"

#include "build/DirectiveNotes.h"

#include "allo/error.hpp"
#include "build/Synthesis.h"
#include "target/rtl/report/DesignReport.h"

#include <cmath>
#include <cstring>

namespace allo::build {

using target::rtl::Design;

target::rtl::Options hardwareOptions(const std::string &device, double clockNs, bool flushToZero,
                                     const std::map<std::string, int> &limits) {
  if (!std::isfinite(clockNs) || clockNs <= 0)
    throw UserError("the clock period of the hardware is not above 0 ns");
  target::rtl::Options options;
  options.device = device;
  options.clockNs = clockNs;
  options.flushToZero = flushToZero;
  options.limits = limits;
  return options;
}

std::map<unsigned, llvm::APInt> scalarsOf(const target::rtl::Graph &graph, void *const *arguments) {
  std::map<unsigned, llvm::APInt> values;
  for (size_t slot = 0; arguments && slot < graph.parameters.size(); ++slot)
    for (auto [offset, argument] : graph.parameters[slot].inputs) {
      unsigned width = graph.top().arguments[static_cast<size_t>(argument)].width;
      uint64_t bits = 0;
      if (width > 64)
        continue; // never a bound
      std::memcpy(&bits, static_cast<const char *>(arguments[slot]) + offset, (width + 7) / 8);
      values.emplace(argument, llvm::APInt(width, bits, false, true));
    }
  return values;
}

namespace {
// The files in the order in which tools should read them, for -f.
std::string fileList(const Design &design) {
  std::string text;
  for (const std::string &file : design.fileOrder)
    text += file + "\n";
  return text;
}

SynthesisFamily familyOf(const std::string &name) {
  for (SynthesisFamily family : {SynthesisFamily::xc7, SynthesisFamily::xcup})
    if (name == nameOf(family))
      return family;
  throw UserError("there is no family '" + name + "' to synthesise for", {}, "xc7 or xcup");
}

void addSynthesis(const Design &design, const std::string &name, HardwareReport &report) {
  SynthesisFamily family = familyOf(name);
  SynthesisCounts counts = synthesise({design.files, design.fileOrder, design.top}, family);
  report.synthesis = std::string("Yosys for ") + nameOf(family);
  report.synthesis_note = caveatOf(family);
  report.synthesised = {static_cast<double>(counts.lut), static_cast<double>(counts.ff),
                        static_cast<double>(counts.dsp), static_cast<double>(counts.bram18),
                        static_cast<double>(counts.uram)};
}
} // namespace

SimulatedDesign simulatedDesign(Design design, const Interface &interface) {
  SimulatedDesign simulated;
  simulated.graph = design.graph;
  simulated.netlist = std::make_shared<target::rtl::model::Netlist>(std::move(design.netlist));
  simulated.files = std::move(design.files);
  simulated.order = std::move(design.fileOrder);
  simulated.interface = interface;
  simulated.cyclesOf = [graph = design.graph](void *const *arguments) {
    target::rtl::Latency latency = target::rtl::latencyOf(*graph, scalarsOf(*graph, arguments));
    return CycleBounds{latency.least, latency.most};
  };
  simulated.reportCycles = [graph = design.graph](void *const *arguments, HardwareReport &report) {
    target::rtl::reportCycles(report, *graph, scalarsOf(*graph, arguments));
  };
  return simulated;
}

void buildRtl(mlir::ModuleOp module, const RtlOptions &options, Built &built) {
  if (options.max_cycles < 0)
    throw UserError("the limit of cycles of the rtl target is below 0");
  target::rtl::Options rtl = hardwareOptions(options.device, options.clock_ns, options.flush_to_zero, options.limits);
  Design design = target::rtl::makeDesign(module, rtl);
  built.hardware = target::rtl::reportOf(design, target::rtl::Device::named(rtl.device), rtl);
  built.notes = design.notes;
  for (std::string &note : directiveNotes(module, *built.hardware))
    built.notes.push_back(std::move(note));
  if (!options.synthesis.empty())
    addSynthesis(design, options.synthesis, *built.hardware);
  built.files = design.files;
  built.files["files.f"] = fileList(design);

  SimulationSettings settings;
  settings.waves = options.waves;
  settings.mostCycles = options.max_cycles;
  settings.progress = options.progress;
  settings.clockNs = options.clock_ns;
  built.executable =
      std::make_shared<Simulation>(simulatedDesign(std::move(design), built.interface), std::move(settings));
}

} // namespace allo::build
