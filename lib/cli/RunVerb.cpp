// allo run: inputs, the native kernel, the target, the comparison.
#include "build/CheckedRun.h"
#include "build/SimulationPage.h"
#include "cli/CommandLine.h"
#include "support/TemporaryDirectory.h"

#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace allo::cli {

namespace {
// What only a run of the rtl or sim target has.
Target runTargetOf(const RunOptions &options) {
  Target target = targetOf(options.target);
  bool isRtl = target.kind() == Target::rtl_kind, isSim = target.kind() == Target::sim_kind;
  if (!isSim && !options.html.empty())
    throw UserError("--html is for --target sim");
  if (!isSim && !isRtl && options.maxCycles != 0)
    throw UserError("--max-cycles is for --target rtl and --target sim");
  for (auto [isGiven, name] : {std::pair(!options.waves.empty(), "--waves"), std::pair(options.progress, "--progress")})
    if (isGiven && !isRtl)
      throw UserError(std::string(name) + " is for --target rtl");
  if (isSim) {
    SimOptions sim = target.sim_options();
    sim.max_cycles = options.maxCycles;
    return allo::sim(std::move(sim));
  }
  if (!isRtl)
    return target;
  RtlOptions rtl = target.rtl_options();
  rtl.waves = options.waves;
  rtl.max_cycles = options.maxCycles;
  rtl.progress = options.progress;
  return allo::rtl(std::move(rtl));
}
} // namespace

int run(const RunOptions &options) {
  build::RunSettings settings;
  settings.inputs = inputOptionsOf(options);
  settings.compare = options.compare == "native";
  settings.checkUndefined = options.checkUndefined;
  settings.allowVacuous = options.allowVacuous;
  settings.calls = options.calls;
  Target target = runTargetOf(options);
  LoadedSchedule loaded = load(options.source);

  std::optional<support::OutputDirectory> output; // a folder that cannot be written is better refused before the run
  if (!options.outputs.empty())
    output.emplace(options.outputs);
  build::CheckedRun checked = build::checkedRun(loaded.program, loaded.schedule, target, settings);
  if (output) {
    build::writeOutputs(checked.arguments, output->path());
    output->commit();
  }
  if (!options.html.empty())
    support::writeFile(options.html, build::simulationPage(checked.report));
  (options.source.json ? llvm::errs() : llvm::outs()) << checked.arguments.printed;
  auto &timings = checked.report.timings;
  timings.insert(timings.begin(), loaded.timings.begin(), loaded.timings.end());
  llvm::outs() << (options.source.json ? checked.report.json() : checked.report.text());
  return checked.report.equal.value_or(true) ? good : negativeResult;
}

} // namespace allo::cli
