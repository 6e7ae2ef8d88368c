#include "build/NativeProgram.h"

#include "build/NegativeResult.h"
#include "build/Runner.h"
#include "support/ElementaryFunctions.h"
#include "support/Process.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <regex>
#include <sys/mman.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace allo::build {

namespace {
constexpr size_t stackBytes = size_t(1) << 30; // kernels keep whole arrays on the stack
constexpr double runSeconds = 3600;

bool isCompiled(const fs::path &file) { return file.extension() == ".c" || file.extension() == ".cpp"; }

// The file of arguments in memory (see RunnerWord).
class ArgumentFile {
public:
  ArgumentFile(const fs::path &path, const ArgumentSet &arguments, bool initialise) {
    size_t slots = arguments.buffers.size() + 1, offset = align((firstPairWord + 2 * slots) * sizeof(int64_t));
    std::vector<int64_t> words = {static_cast<int64_t>(slots), initialise, 0, 0};
    for (size_t i = 0; i < slots; ++i) {
      size_t bytes = bufferOf(arguments, i).size();
      words.push_back(static_cast<int64_t>(offset));
      words.push_back(static_cast<int64_t>(bytes));
      offset = align(offset + bytes);
    }
    bytes_ = offset;
    int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    int reason = file < 0 ? errno : posix_fallocate(file, 0, static_cast<off_t>(bytes_));
    void *base = reason ? MAP_FAILED : mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (base == MAP_FAILED && !reason)
      reason = errno;
    if (file >= 0)
      close(file);
    if (reason)
      throw UserError("cannot write the arguments to " + path.string() + ": " + std::strerror(reason));
    base_ = static_cast<char *>(base);
    std::memcpy(base_, words.data(), words.size() * sizeof(int64_t));
    for (size_t i = 0; i < slots; ++i)
      std::copy(bufferOf(arguments, i).begin(), bufferOf(arguments, i).end(), base_ + word(firstPairWord + 2 * i));
  }
  ~ArgumentFile() { munmap(base_, bytes_); }
  ArgumentFile(const ArgumentFile &) = delete;
  ArgumentFile &operator=(const ArgumentFile &) = delete;

  int64_t word(size_t i) const { return reinterpret_cast<const int64_t *>(base_)[i]; }
  void copyTo(ArgumentSet &arguments) const {
    for (size_t i = 0; i <= arguments.buffers.size(); ++i) {
      std::vector<char> &buffer = i < arguments.buffers.size() ? arguments.buffers[i] : arguments.result;
      const char *from = base_ + word(firstPairWord + 2 * i);
      std::copy(from, from + buffer.size(), buffer.begin());
    }
  }

private:
  static size_t align(size_t offset) { return (offset + 63) / 64 * 64; }
  static const std::vector<char> &bufferOf(const ArgumentSet &arguments, size_t i) {
    return i < arguments.buffers.size() ? arguments.buffers[i] : arguments.result;
  }
  char *base_ = nullptr;
  size_t bytes_ = 0;
};

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
  std::map<std::string, std::string> files = source.files;
  files["allo_runner" + extension] = runnerText;
  if (source.usesElementary) {
    files[support::elementaryHeaderName] = support::elementaryHeader();
    files["allo_elementary" + extension] = support::elementaryLibrary();
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

double NativeProgram::call(ArgumentSet &arguments, bool initialise) const {
  ArgumentFile file(directory_.path() / "arguments", arguments, initialise);
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
  return static_cast<double>(file.word(nanosecondsWord)) * 1e-9;
}

} // namespace allo::build
