// What the open tools say of the SystemVerilog of every PolyBench kernel under its schedule: verilator's lint with all
// warnings, or Yosys (latches, combinational loops, several drivers).
//
// rtl-tools POLYBENCH_FOLDER lint|yosys [float|int] [unscheduled] [KERNEL...]
//
// Prints a line a kernel and "N passed, N failed"; exits with 1 if any failed.
#include "PolybenchKernels.h"

#include "build/Build.h"
#include "build/Synthesis.h"
#include "schedule/Implementation.h"
#include "support/Process.h"
#include "support/TemporaryDirectory.h"

#include <cstdio>
#include <sstream>

using namespace allo;
using namespace allo::test;

namespace {
struct Emitted {
  std::map<std::string, std::string> files;
  std::vector<std::string> order;
  std::string top;
};

Emitted emit(const PolybenchKernel &kernel, ElementKind kind, bool scheduled) {
  Program program = kernel.parse("mini", kind);
  build::Built built = build::buildFor(kernel.customized(program, scheduled), rtl(), true);
  Emitted emitted{built.files, {}, {}};
  std::istringstream list(emitted.files.at("files.f"));
  for (std::string file; std::getline(list, file);)
    emitted.order.push_back(file);
  if (emitted.order.empty())
    throw InternalError("there are no files");
  emitted.top = emitted.order.back().substr(0, emitted.order.back().rfind('.'));
  return emitted;
}

void lint(const Emitted &emitted) {
  support::TemporaryDirectory directory;
  for (const auto &[name, text] : emitted.files)
    support::writeFile(directory.path() / name, text);
  support::ProcessOptions options;
  options.directory = directory.path().string();
  support::ProcessResult result =
      support::runProcess({"verilator", "--lint-only", "-Wall", "--top-module", emitted.top, "-f", "files.f"}, options);
  if (!result.succeeded() || !result.error.empty())
    throw InternalError("verilator " + result.ending() + ":\n" + support::firstLines(result.error, 20));
}
} // namespace

int main(int count, char **words) try {
  if (count < 3)
    throw UserError("usage: rtl-tools POLYBENCH_FOLDER lint|yosys [float|int] [unscheduled] [KERNEL...]");
  bool withYosys = std::string(words[2]) == "yosys", scheduled = true;
  ElementKind kind = ElementKind::binary32;
  std::vector<std::string> names;
  for (int i = 3; i < count; ++i) {
    std::string word = words[i];
    if (word == "float" || word == "int")
      kind = word == "int" ? ElementKind::integer : ElementKind::binary32;
    else if (word == "unscheduled")
      scheduled = false;
    else
      names.push_back(word);
  }
  int passed = 0, failed = 0;
  for (const PolybenchKernel &kernel : readPolybench(words[1], "mini", names)) {
    if (kind == ElementKind::integer && !kernel.isInteger)
      continue;
    try {
      Emitted emitted = emit(kernel, kind, scheduled);
      if (withYosys)
        build::checkSynthesisable({emitted.files, emitted.order, emitted.top});
      else
        lint(emitted);
      std::printf("%s: clean\n", kernel.name.c_str());
      ++passed;
    } catch (const std::exception &error) {
      std::printf("%s: %s\n", kernel.name.c_str(), error.what());
      ++failed;
    }
    std::fflush(stdout);
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed || !passed;
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
