// allo report: loops, directives, arrays and steps, without running anything.
#include "build/Build.h"
#include "build/Describe.h"
#include "cli/CommandLine.h"

#include "llvm/Support/raw_ostream.h"

#include <chrono>

namespace allo::cli {

namespace {
// "A@i/j": the accesses to A in one iteration of i/j.
std::string banksText(const Schedule &schedule, const std::string &question) {
  size_t at = question.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == question.size())
    throw UserError("--banks " + question + ": there is no loop", {}, "write ARRAY@LOOP, for example A@i/j");
  std::string text = schedule.port_use(question.substr(0, at), question.substr(at + 1)).text();
  text.pop_back(); // the last line end
  return text;
}
} // namespace

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
  for (const std::string &question : options.banks)
    report.notes.push_back(banksText(loaded.schedule, question));
  llvm::outs() << (options.source.json ? report.json() : report.text());
  return good;
}

} // namespace allo::cli
