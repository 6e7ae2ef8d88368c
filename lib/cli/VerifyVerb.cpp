// allo verify: is the scheduled design equal to its source, or one kernel to another?
#include "cli/CommandLine.h"
#include "verify/Verify.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <cstdlib>

namespace allo::cli {

namespace {
int64_t integerOf(const std::string &option, const std::string &text) {
  char *end = nullptr;
  errno = 0;
  long long value = std::strtoll(text.c_str(), &end, 0);
  if (text.empty() || *end || errno == ERANGE)
    throw UserError("--" + option + " needs an integer, not '" + text + "'");
  return value;
}
} // namespace

VerifyOptions verifyOptionsOf(const ProofOptions &options) {
  VerifyOptions verify;
  for (const std::string &text : options.sizes) {
    auto [name, value] = assignment("size", text);
    if (!verify.sizes.emplace(name, integerOf("size", value)).second)
      throw UserError("--size names '" + name + "' twice");
  }
  verify.reassociate = options.reassociate;
  verify.calls = options.calls;
  verify.loop_bound = options.loopBound;
  verify.solver_seconds = options.solverSeconds;
  verify.seconds = options.seconds;
  verify.progress = options.progress || llvm::sys::Process::StandardErrIsDisplayed();
  return verify;
}

int prove(const VerifyVerbOptions &options) {
  VerifyOptions settings = verifyOptionsOf(options.proof);
  if (options.against.empty() != options.againstTop.empty())
    throw UserError("--against needs a file and --against-top a kernel of it");
  LoadedSchedule loaded = load(options.source);
  Verdict verdict;
  if (options.against.empty()) {
    verdict = verify::verdictOn(loaded.schedule, settings);
  } else {
    SourceOptions other = options.source;
    other.file = options.against;
    other.top = options.againstTop;
    other.schedule.clear();
    verdict = verify::verdictOn(loaded.schedule, load(other).schedule, settings);
  }
  llvm::outs() << (options.source.json ? verdict.json() : verdict.text());
  return verdict.kind == Verdict::equal ? good : negativeResult;
}

} // namespace allo::cli
