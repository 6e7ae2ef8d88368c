// allo report: loops, directives, arrays and steps, without running anything.
#include "build/Build.h"
#include "build/Describe.h"
#include "cli/CommandLine.h"

#include "llvm/Support/raw_ostream.h"

#include <chrono>

namespace allo::cli {

int report(const ReportOptions &options) {
  LoadedSchedule loaded = load(options.source);
  Report report = build::describe(loaded.schedule);
  report.file = options.source.file;
  report.timings = loaded.timings;
  if (!options.target.target.empty()) {
    Target target = targetOf(options.target);
    auto start = std::chrono::steady_clock::now();
    build::Built built = build::buildFor(loaded.schedule, target, true);
    report.target = target.name();
    report.notes = built.notes;
    report.hardware = built.hardware;
    report.timings.emplace_back("build",
                                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  llvm::outs() << (options.source.json ? report.json() : report.text());
  return good;
}

} // namespace allo::cli
