#include "build/NativeProgram.h"

#include "build/ArgumentFile.h"
#include "build/NegativeResult.h"
#include "build/Runner.h"
#include "support/ElementaryFunctions.h"
#include "support/HeaderFolder.h"
#include "support/Process.h"

#include <regex>

namespace fs = std::filesystem;

namespace allo::build {

namespace {
constexpr size_t stackBytes = size_t(1) << 30; // kernels keep whole arrays on the stack
constexpr double runSeconds = 3600;

bool isCompiled(const fs::path &file) { return file.extension() == ".c" || file.extension() == ".cpp"; }

// A sanitiser's report as an error, with the place that it names; does nothing when there is none.
void throwFinding(const std::string &what, const std::string &report) {
  std::smatch match;
  static const std::regex undefinedBehaviour("([^\\s:][^:\\n]*):(\\d+):(\\d+): runtime error: ([^\\n]*)");
  static const std::regex frame("#\\d+ 0x[0-9a-f]+ in (?!__)[^\\n]* (/[^:\\s]+):(\\d+)(?::(\\d+))?");
  if (std::regex_search(report, match, undefinedBehaviour)) {
    SourcePlace place{match[1], static_cast<unsigned>(std::stoul(match[2])),
                      static_cast<unsigned>(std::stoul(match[3]))};
    throw NegativeResult("undefined behaviour in " + what + ": " + match[4].str(), place);
  }
  size_t start = report.find("ERROR: AddressSanitizer");
  if (start == std::string::npos)
    return;
  std::string text = support::firstLines(report.substr(start + 7), 4);
  SourcePlace place;
  if (std::regex_search(report, match, frame))
    place = {match[1], static_cast<unsigned>(std::stoul(match[2])),
             match[3].matched ? static_cast<unsigned>(std::stoul(match[3])) : 1};
  throw NegativeResult("bad memory access in " + what + ": " + text, place);
}
} // namespace

NativeProgram::NativeProgram(const NativeSource &source) : what_(source.what) {
  std::string extension = source.isC ? ".c" : ".cpp";
  std::vector<std::string> command = {source.isC ? "gcc" : "g++", "-std=" + source.standard};
  command.insert(command.end(), source.flags.begin(), source.flags.end());
  // GCC 12 takes the defaulted assignment of a base class for one that leaves an object alone that memset has filled
  // (test/e2e/language/memory.cpp, window).
  command.push_back("-fno-ipa-modref");
  std::map<std::string, std::string> files = source.files;
  files["allo_runner" + extension] = runnerText;
  command.push_back("-I" + support::headerFolder());
  if (!source.elementary.empty()) {
    files.merge(support::elementaryLibrary(source.elementary, extension));
    // GCC folds calls with constant arguments by its own library; under this flag only exact ones.
    command.push_back("-frounding-math");
  }
  for (const auto &[name, text] : files) {
    support::writeFile(directory_.path() / name, text);
    if (isCompiled(name))
      command.push_back((directory_.path() / name).string());
  }
  command.insert(command.end(), {"-o", (directory_.path() / "program").string(), "-lm"});
  support::ProcessResult result = support::runProcess(command);
  compileSeconds_ = result.seconds;
  if (result.succeeded())
    return;
  std::string message = command[0] + " does not compile " + what_ + ":\n" + support::firstLines(result.error, 12);
  if (source.isOurs)
    throw InternalError(message);
  throw UserError(message);
}

double NativeProgram::call(ArgumentSet &arguments, int64_t mode) const {
  ArgumentFile file(directory_.path() / "arguments", arguments, mode);
  support::ProcessOptions options;
  options.stackBytes = stackBytes;
  options.timeoutSeconds = runSeconds;
  options.environment = {{"ASAN_OPTIONS", "detect_leaks=0:detect_stack_use_after_return=1"},
                         {"UBSAN_OPTIONS", "print_stacktrace=0"}};
  std::vector<std::string> command = {(directory_.path() / "program").string(),
                                      (directory_.path() / "arguments").string()};
  support::ProcessResult result = support::runProcess(command, options);
  if (!result.succeeded() || file.word(doneWord) != 1) {
    throwFinding(what_, result.error);
    std::string said = support::firstLines(result.error, 6);
    throw UserError(what_ + " " + (result.succeeded() ? "ended the process before it returned" : result.ending()) +
                        (said.empty() ? "" : ":\n" + said),
                    {}, "--check-ub runs it under the address and undefined-behaviour sanitisers");
  }
  file.copyTo(arguments);
  arguments.printed = result.output;
  return static_cast<double>(file.word(nanosecondsWord)) * 1e-9;
}

} // namespace allo::build
