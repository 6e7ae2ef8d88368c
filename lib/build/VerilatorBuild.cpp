// Verilator's own makefile needs make and perl and builds its run-time library in every folder; here the compiler is
// called directly, with relative names in the folder, so that ccache knows the library and the driver again. Small
// models are one translation unit (reading the library's headers takes longer than compiling the model).
#include "build/VerilatorBuild.h"

#include "allo/error.hpp"
#include "build/ToolFailure.h"
#include "support/Process.h"
#include "target/rtl/Harness.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

namespace allo::build {

namespace {
constexpr size_t unitBytes = 200 << 10; // of generated C++ in one translation unit
constexpr const char *splitStatements = "12000";

bool isInPath(const std::string &program) {
  std::istringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0)
      return true;
  return false;
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

// Runs action(0) … action(count - 1) on the machine's cores. Throws what one of them threw.
void inParallel(size_t count, const std::function<void(size_t)> &action) {
  std::mutex mutex;
  size_t next = 0;
  std::exception_ptr failure;
  auto work = [&] {
    for (;;) {
      size_t mine;
      {
        std::lock_guard<std::mutex> lock(mutex);
        if (next == count || failure)
          return;
        mine = next++;
      }
      try {
        action(mine);
      } catch (...) {
        std::lock_guard<std::mutex> lock(mutex);
        failure = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, count); i > 0; --i)
    threads.emplace_back(work);
  for (std::thread &thread : threads)
    thread.join();
  if (failure)
    std::rethrow_exception(failure);
}

// The generated classes of one design as the driver sees them.
std::string makerText(const std::string &name, bool waves) {
  std::string model = "V" + name, text;
  text = "#include \"" + model + ".h\"\n#include \"" + model + "__Syms.h\"\n#include \"../allo_model.h\"\n";
  if (waves)
    text += "#include \"verilated_fst_c.h\"\n";
  text += "namespace {\nstruct Model_" + name + " final : AlloModel {\n  " + model +
          " top{\"TOP\"};\n"
          "  Model_" +
          name + "() {\n";
  for (const char *port : {"clock", "reset", "start", "load", "poke", "done", "idle", "ready"})
    text += std::string("    ") + port + " = &top." + port + ";\n";
  text += "    state = reinterpret_cast<const char *>(top.rootp->vlSymsp);\n    stateBytes = sizeof(" + model +
          "__Syms);\n  }\n  void eval() override { top.eval(); }\n";
  if (waves)
    text += "  VerilatedFstC file;\n"
            "  bool openWaves(const char *name) override {\n"
            "    top.trace(&file, 99);\n    file.open(name);\n    return file.isOpen();\n  }\n"
            "  void dump(uint64_t time) override { file.dump(time); }\n"
            "  void closeWaves() override { file.close(); }\n";
  else
    text += "  bool openWaves(const char *) override { return false; }\n"
            "  void dump(uint64_t) override {}\n  void closeWaves() override {}\n";
  return text + "};\n} // namespace\nAlloModel *alloMake_" + name + "() { return new Model_" + name + "; }\n";
}

class Compilation {
public:
  Compilation(const fs::path &directory, const std::vector<SimulatorSources> &designs)
      : directory_(directory), waves_(designs.front().waves) {
    for (const char *compiler : {"clang++-22", "clang++", "g++"})
      if (compiler_.empty() && isInPath(compiler))
        compiler_ = compiler;
    if (compiler_.empty())
      throw UserError("no C++ compiler is in PATH; the simulation needs one", {},
                      "install the Debian package clang-22");
    std::set<std::string> library;
    std::vector<std::string> quick, optimised, slow = {"allo_table"};
    std::string table = "#include \"allo_model.h\"\n#include <cstring>\n", cases;
    for (size_t i = 0; i < designs.size(); ++i) {
      std::string name = SimulatorBinary::nameOf(i), folder = name + "/";
      std::string makefile = support::readFile(directory / name / ("V" + name + "_classes.mk"));
      library_ = valueOf(support::readFile(directory / name / ("V" + name + ".mk")), "VERILATOR_ROOT") + "/include";
      for (const std::string &unit : listOf(makefile, "VM_CLASSES_FAST"))
        (designs[i].isLong ? optimised : quick).push_back(folder + unit);
      for (const char *list : {"VM_CLASSES_SLOW", "VM_SUPPORT_FAST", "VM_SUPPORT_SLOW"})
        for (const std::string &unit : listOf(makefile, list))
          slow.push_back(folder + unit);
      for (const char *list : {"VM_GLOBAL_FAST", "VM_GLOBAL_SLOW"})
        for (const std::string &unit : listOf(makefile, list))
          library.insert(unit);
      support::writeFile(directory / name / "allo_make.cpp", makerText(name, waves_));
      slow.push_back(folder + "allo_make");
      table += "AlloModel *alloMake_" + name + "();\n";
      cases += "  if (!std::strcmp(name, \"" + name + "\"))\n    return alloMake_" + name + "();\n";
    }
    support::writeFile(directory / "allo_table.cpp",
                       table + "AlloModel *alloMakeModel(const char *name) {\n" + cases + "  return nullptr;\n}\n");
    support::writeFile(directory / "allo_model.h", target::rtl::modelText);
    support::writeFile(directory / "allo_driver.cpp", target::rtl::driverText);
    // -O2 takes a fifth longer to compile than -O1 and runs 1.6 times as fast; -O3 gains nothing more.
    group(optimised, "optimised", "-O2");
    group(quick, "quick", "-O1");
    group(slow, "slow", "-O0");
    // These are found in the cache.
    units_.push_back({"allo_driver.cpp", "allo_driver.o", "-O2"});
    for (const std::string &name : library)
      units_.push_back({library_ + "/" + name + ".cpp", name + ".o", "-O2"});
  }

  void run() {
    inParallel(units_.size(), [this](size_t unit) { compile(units_[unit]); });
    std::vector<std::string> command = {compiler_, "-o", "simulator"};
    for (const Unit &unit : units_)
      command.push_back(unit.object);
    command.insert(command.end(), {"-pthread", "-latomic"});
    if (waves_)
      command.push_back("-lz");
    execute(command);
  }

private:
  // Files in order, in as few units as their sizes allow.
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
      if (bytes && bytes + size > unitBytes)
        close();
      text += "#include \"" + name + ".cpp\"\n";
      bytes += size;
    }
    close();
  }

  void compile(const Unit &unit) const {
    std::vector<std::string> command;
    if (isInPath("ccache"))
      command.push_back("ccache");
    command.insert(command.end(), {compiler_, "-std=c++17", unit.optimisation, "-I" + library_,
                                   "-I" + library_ + "/vltstd", "-DVERILATOR=1", "-DVM_COVERAGE=0", "-DVM_SC=0", "-w",
                                   "-faligned-new", "-fcf-protection=none", "-c", unit.source, "-o", unit.object});
    std::string waves = waves_ ? "1" : "0";
    command.insert(command.end(), {"-DVM_TRACE=" + waves, "-DVM_TRACE_FST=" + waves, "-DVM_TRACE_VCD=0"});
    execute(command);
  }

  void execute(const std::vector<std::string> &command) const {
    support::ProcessOptions options;
    options.directory = directory_.string();
    support::ProcessResult result = support::runProcess(command, options);
    if (!result.succeeded())
      failTool(compiler_, result);
  }

  const fs::path &directory_;
  bool waves_;
  std::string library_, compiler_;
  std::vector<Unit> units_;
};

void verilate(const fs::path &directory, const std::string &name, const SimulatorSources &design) {
  for (const auto &[file, text] : design.files)
    support::writeFile(directory / file, text);
  std::vector<std::string> command = {
      "verilator", "--cc",           "--top-module",  design.top,   "--prefix",    "V" + name,  "--Mdir",
      ".",         "--no-timing",    "--x-assign",    "fast",       "--x-initial", "unique",    "--timescale",
      "1ps/1ps",   "--output-split", splitStatements, "-Wno-fatal", "-Wno-lint",   "-Wno-style"};
  if (design.waves)
    command.push_back("--trace-fst");
  command.insert(command.end(), design.order.begin(), design.order.end());
  support::ProcessOptions options;
  options.directory = directory.string();
  support::ProcessResult result = support::runProcess(command, options);
  if (!result.succeeded())
    failTool("verilator", result);
}
} // namespace

SimulatorBinary::SimulatorBinary(std::vector<SimulatorSources> designs) : designs_(std::move(designs)) {
  auto start = std::chrono::steady_clock::now();
  for (size_t i = 0; i < designs_.size(); ++i)
    fs::create_directory(directoryOf(i));
  inParallel(designs_.size(), [this](size_t i) { verilate(directoryOf(i), nameOf(i), designs_[i]); });
  Compilation(directory_.path(), designs_).run();
  program_ = directory_.path() / "simulator";
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::shared_ptr<const SimulatorBinary> simulatorFor(std::vector<SimulatorSources> designs) {
  static std::mutex mutex;
  static std::vector<std::weak_ptr<const SimulatorBinary>> built;
  std::lock_guard<std::mutex> lock(mutex);
  std::erase_if(built, [](const auto &binary) { return binary.expired(); });
  for (const auto &known : built)
    if (auto binary = known.lock(); binary && binary->designs() == designs)
      return binary;
  auto binary = std::make_shared<const SimulatorBinary>(std::move(designs));
  built.push_back(binary);
  return binary;
}

} // namespace allo::build
