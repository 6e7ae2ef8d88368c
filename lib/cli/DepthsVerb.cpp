// allo depths: the least depths of a design's streams that keep its speed.
#include "build/CheckedRun.h"
#include "build/Compare.h"
#include "build/NegativeResult.h"
#include "build/StreamDepths.h"
#include "cli/CommandLine.h"
#include "support/TemporaryDirectory.h"

#include "llvm/Support/raw_ostream.h"

namespace allo::cli {

int depths(const DepthsOptions &options) {
  Target target = targetOf(options.run.target);
  LoadedSchedule loaded = load(options.run.source);
  DepthOptions search;
  search.hardware = target.sim_options();
  search.slack = options.slack;
  search.seconds = options.seconds;
  search.calls = options.run.calls;
  build::RunSettings run;
  run.inputs = inputOptionsOf(options.run);
  run.calls = options.run.calls;
  run.allowVacuous = true; // whether the inputs show anything is not the question here
  build::ArgumentSet inputs = build::inputsOf(loaded.program, loaded.schedule, run.inputs);
  StreamDepths found = build::findDepths(loaded.schedule, inputs.interface, inputs.pointers().data(), search);
  if (found.streams.empty())
    throw UserError("'" + found.kernel + "' has no streams");

  Schedule with = build::withDepths(loaded.schedule, found);
  Report report = build::checkedRun(loaded.program, with, target, run).report;
  if (!report.equal.value_or(true)) {
    const Mismatch &first = report.mismatches.front();
    throw build::NegativeResult("with these depths " + build::elementName(first) + " is " + first.actual +
                                ", and natively " + first.expected);
  }
  if (run.calls == 1 && report.hardware->simulated != found.cycles)
    throw InternalError("the design with these depths takes " + std::to_string(*report.hardware->simulated) +
                        " cycles, and not " + std::to_string(found.cycles));
  if (!options.output.empty())
    support::writeFile(options.output, with.trace());
  llvm::outs() << (options.run.source.json ? found.json() : found.text());
  return good;
}

} // namespace allo::cli
