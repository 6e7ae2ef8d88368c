// allo build: the target's files, the trace and the report, in a folder that appears whole or not at all.
#include "build/Build.h"
#include "build/Describe.h"
#include "cli/CommandLine.h"
#include "support/TemporaryDirectory.h"
#include "verify/Verify.h"

#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <optional>

namespace allo::cli {

int build(const BuildOptions &options) {
  Target target = targetOf(options.target);
  LoadedSchedule loaded = load(options.source);
  std::optional<Verdict> verdict;
  if (options.verify) {
    verdict = verify::verdictOn(loaded.schedule, verifyOptionsOf(options.proof));
    if (verdict->kind != Verdict::equal) {
      llvm::outs() << (options.source.json ? verdict->json() : verdict->text());
      return negativeResult;
    }
  }
  auto start = std::chrono::steady_clock::now();
  build::Built built = build::buildFor(loaded.schedule, target, true);
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  Report report = build::describe(loaded.schedule);
  report.file = options.source.file;
  report.target = target.name();
  report.notes = built.notes;
  if (verdict) {
    report.verdict = verdict->word();
    report.notes.push_back("verified: equal to its source");
    for (const std::string &assumption : verdict->assumptions)
      report.notes.push_back("verified, assuming: " + assumption);
  }
  report.hardware = built.hardware;
  report.timings = loaded.timings;
  report.timings.emplace_back("build", seconds);

  support::OutputDirectory output(options.directory);
  for (const auto &[name, text] : built.files)
    support::writeFile(output.path() / name, text);
  support::writeFile(output.path() / "schedule.allo", loaded.schedule.trace());
  support::writeFile(output.path() / "report.json", report.json());
  output.commit();

  if (options.source.json) {
    llvm::outs() << report.json();
    return good;
  }
  llvm::outs() << report.text() << "\nwrote";
  for (const auto &[name, text] : built.files)
    llvm::outs() << " " << name;
  llvm::outs() << " schedule.allo report.json to " << options.directory << "\n";
  return good;
}

} // namespace allo::cli
