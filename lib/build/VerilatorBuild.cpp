// Verilator's own makefile needs make and perl and builds its run-time library in every folder; here the compiler is
// called directly, with relative names in the folder, so that ccache knows the library and the driver again. Small
// models are one translation unit (reading the library's headers takes longer than compiling the model).
#include "build/VerilatorBuild.h"

#include "allo/error.hpp"
#include "support/Process.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

namespace allo::build {

namespace {
constexpr size_t smallModel = 200 << 10; // bytes of generated C++ in one translation unit
constexpr const char *splitStatements = "12000";

bool isInPath(const std::string &program) {
  std::istringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0)
      return true;
  return false;
}

[[noreturn]] void fail(const std::string &tool, const support::ProcessResult &result) {
  std::string text = result.output + result.error;
  std::string log = keepLog(tool, text);
  std::string place = log.empty() ? "; its log could not be kept" : "; its log is " + log;
  std::string said = support::firstLines(result.error.empty() ? result.output : result.error, 6);
  if (text.find("No space left on device") != std::string::npos)
    throw UserError(tool + " found no space left on the device that holds " + fs::temp_directory_path().string() +
                        place,
                    {}, "free some space there, or set TMPDIR to another folder");
  if (result.signal)
    throw UserError(tool + " " + result.ending() + place, {},
                    "it may have run out of memory, or somebody ended it; run again");
  throw InternalError(tool + " " + result.ending() + " on the design that was made" + place +
                      (said.empty() ? "" : ":\n" + said));
}

// The words after NAME += in a makefile of verilator's.
std::vector<std::string> listOf(const std::string &makefile, const std::string &name) {
  std::vector<std::string> words;
  std::istringstream lines(makefile);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(name + " +=", 0) == 0) {
      inside = true;
      continue;
    }
    std::istringstream parts(line);
    std::string word;
    if (!inside || !(parts >> word) || word == "\\") {
      inside = false;
      continue;
    }
    words.push_back(word);
  }
  return words;
}

std::string valueOf(const std::string &makefile, const std::string &name) {
  size_t start = makefile.find("\n" + name + " = ");
  if (start == std::string::npos)
    throw InternalError("verilator's makefile does not say " + name);
  start += name.size() + 4;
  return makefile.substr(start, makefile.find('\n', start) - start);
}

struct Unit {
  std::string source; // relative to the folder, or of verilator's library
  std::string object;
  const char *optimisation;
};

class Compilation {
public:
  Compilation(const fs::path &directory, const SimulatorSources &sources) : directory_(directory), sources_(sources) {
    std::string makefile = support::readFile(directory / "Vallo_bench.mk");
    library_ = valueOf(makefile, "VERILATOR_ROOT") + "/include";
    makefile_ = support::readFile(directory / "Vallo_bench_classes.mk");
    for (const char *compiler : {"clang++-22", "clang++", "g++"})
      if (compiler_.empty() && isInPath(compiler))
        compiler_ = compiler;
    if (compiler_.empty())
      throw UserError("no C++ compiler is in PATH; the simulation needs one", {},
                      "install the Debian package clang-22");
    planUnits();
  }

  void run() {
    size_t workers = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, units_.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < workers; ++i)
      threads.emplace_back([this] { work(); });
    for (std::thread &thread : threads)
      thread.join();
    if (failure_)
      std::rethrow_exception(failure_);
    std::vector<std::string> command = {compiler_, "-o", "simulator"};
    for (const Unit &unit : units_)
      command.push_back(unit.object);
    command.insert(command.end(), {"-pthread", "-latomic"});
    if (sources_.waves)
      command.push_back("-lz");
    execute(command);
  }

private:
  void planUnits() {
    const char *fastLevel = sources_.isLong ? "-O3" : "-O1";
    std::vector<std::string> fast = listOf(makefile_, "VM_CLASSES_FAST"), slow = listOf(makefile_, "VM_CLASSES_SLOW");
    for (const char *name : {"VM_SUPPORT_FAST", "VM_SUPPORT_SLOW"})
      for (const std::string &unit : listOf(makefile_, name))
        slow.push_back(unit);
    support::writeFile(directory_ / "allo_state.cpp", "#include \"Vallo_bench.h\"\n#include \"Vallo_bench__Syms.h\"\n"
                                                      "void alloModelState(const Vallo_bench &model, const char "
                                                      "**begin, size_t *bytes) {\n"
                                                      "  *begin = reinterpret_cast<const char "
                                                      "*>(model.rootp->vlSymsp);\n"
                                                      "  *bytes = sizeof(Vallo_bench__Syms);\n}\n");
    slow.push_back("allo_state");
    // The driver and the library come first: they are found in the cache.
    units_.push_back({"allo_driver.cpp", "allo_driver.o", "-O2"});
    for (const std::string &name : listOf(makefile_, "VM_GLOBAL_FAST"))
      units_.push_back({library_ + "/" + name + ".cpp", name + ".o", "-O2"});
    group(fast, "fast", fastLevel);
    group(slow, "slow", "-O0");
  }

  // Files in order, as few units as their sizes allow.
  void group(const std::vector<std::string> &names, const std::string &prefix, const char *optimisation) {
    std::string text;
    size_t bytes = 0, count = 0;
    auto close = [&] {
      if (text.empty())
        return;
      std::string name = prefix + "_" + std::to_string(count++);
      support::writeFile(directory_ / (name + ".cpp"), text);
      units_.push_back({name + ".cpp", name + ".o", optimisation});
      text.clear();
      bytes = 0;
    };
    for (const std::string &name : names) {
      size_t size = fs::file_size(directory_ / (name + ".cpp"));
      if (bytes && bytes + size > smallModel)
        close();
      text += "#include \"" + name + ".cpp\"\n";
      bytes += size;
    }
    close();
  }

  void work() {
    for (;;) {
      size_t mine;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        if (next_ == units_.size() || failure_)
          return;
        mine = next_++;
      }
      try {
        compile(units_[mine]);
      } catch (...) {
        std::lock_guard<std::mutex> lock(mutex_);
        failure_ = std::current_exception();
      }
    }
  }

  void compile(const Unit &unit) const {
    std::vector<std::string> command;
    if (isInPath("ccache"))
      command.push_back("ccache");
    command.insert(command.end(), {compiler_, "-std=c++17", unit.optimisation, "-I.", "-I" + library_,
                                   "-I" + library_ + "/vltstd", "-DVERILATOR=1", "-DVM_COVERAGE=0", "-DVM_SC=0", "-w",
                                   "-faligned-new", "-fcf-protection=none", "-c", unit.source, "-o", unit.object});
    std::string waves = sources_.waves ? "1" : "0";
    command.insert(command.end(), {"-DVM_TRACE=" + waves, "-DVM_TRACE_FST=" + waves, "-DVM_TRACE_VCD=0"});
    if (sources_.waves)
      command.push_back("-DALLO_WAVES");
    execute(command);
  }

  void execute(const std::vector<std::string> &command) const {
    support::ProcessOptions options;
    options.directory = directory_.string();
    support::ProcessResult result = support::runProcess(command, options);
    if (!result.succeeded())
      fail(compiler_, result);
  }

  const fs::path &directory_;
  const SimulatorSources &sources_;
  std::string library_, makefile_, compiler_;
  std::vector<Unit> units_;
  std::mutex mutex_;
  size_t next_ = 0;
  std::exception_ptr failure_;
};
} // namespace

std::string keepLog(const std::string &tool, const std::string &text) {
  try {
    std::string pattern = (fs::temp_directory_path() / ("allo-" + tool + ".XXXXXX")).string();
    int file = mkstemp(pattern.data());
    if (file < 0)
      return "";
    close(file);
    support::writeFile(pattern, text);
    return pattern;
  } catch (const std::exception &) {
    return "";
  }
}

SimulatorBinary::SimulatorBinary(SimulatorSources sources) : sources_(std::move(sources)) {
  auto start = std::chrono::steady_clock::now();
  const fs::path &directory = directory_.path();
  for (const auto &[name, text] : sources_.files)
    support::writeFile(directory / name, text);
  std::vector<std::string> command = {
      "verilator", "--cc",        "--top-module", sources_.top,     "--prefix",      "Vallo_bench",
      "--Mdir",    ".",           "--no-timing",  "--x-assign",     "fast",          "--x-initial",
      "unique",    "--timescale", "1ps/1ps",      "--output-split", splitStatements, "--output-split-cfuncs",
      "500",       "-Wno-fatal",  "-Wno-lint",    "-Wno-style"};
  if (sources_.waves)
    command.insert(command.end(), {"--trace-fst", "--trace-structs"});
  command.insert(command.end(), sources_.order.begin(), sources_.order.end());
  support::ProcessOptions options;
  options.directory = directory.string();
  support::ProcessResult result = support::runProcess(command, options);
  if (!result.succeeded())
    fail("verilator", result);
  Compilation(directory, sources_).run();
  program_ = directory / "simulator";
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::shared_ptr<const SimulatorBinary> simulatorFor(SimulatorSources sources) {
  static std::mutex mutex;
  static std::vector<std::weak_ptr<const SimulatorBinary>> built;
  std::lock_guard<std::mutex> lock(mutex);
  std::erase_if(built, [](const auto &binary) { return binary.expired(); });
  for (const auto &known : built)
    if (auto binary = known.lock(); binary && binary->sources() == sources)
      return binary;
  auto binary = std::make_shared<const SimulatorBinary>(std::move(sources));
  built.push_back(binary);
  return binary;
}

} // namespace allo::build
