// allo report: loops, directives, arrays and steps, without running anything.
#include "build/Describe.h"
#include "cli/CommandLine.h"

#include "llvm/Support/raw_ostream.h"

namespace allo::cli {

int report(const ReportOptions &options) {
  LoadedSchedule loaded = load(options.source);
  Report report = build::describe(loaded.schedule);
  report.file = options.source.file;
  report.timings = loaded.timings;
  llvm::outs() << (options.source.json ? report.json() : report.text());
  return good;
}

} // namespace allo::cli
