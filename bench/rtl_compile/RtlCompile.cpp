// How long it takes from a kernel to SystemVerilog. First every PolyBench kernel with its innermost loops pipelined and
// unrolled, and its arrays in as many banks, up to 256 operations at once; then how the time grows from 16 to 4,096.
// bench-rtl-compile POLYBENCH_FOLDER KERNELS_FILE; fails when a figure is over its limit.
#include <allo/allo.hpp>

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include "build/Build.h"
#include "build/Describe.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>

using namespace allo;

namespace {
constexpr double compileLimit = 2.0; // seconds, of every kernel
constexpr double growthLimit = 1.5;  // of the time per operation, for four times as many (1,024 and more)
constexpr int64_t mostOperations = 256;

struct Design {
  double seconds = 0;    // of a processor: other programs do not count
  int64_t operators = 0; // units of the library
  int64_t lines = 0;
};

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Design compile(const std::function<Schedule()> &make) {
  double start = processorSeconds();
  build::Built built = build::buildFor(make(), rtl(), true);
  Design design;
  design.seconds = processorSeconds() - start;
  for (const HardwareModule &module : built.hardware->modules)
    for (const HardwareOperator &one : module.operators)
      design.operators += module.instances * one.count;
  for (const auto &[name, text] : built.files)
    design.lines += std::count(text.begin(), text.end(), '\n');
  return design;
}

// The least of three times, which says most about the program.
Design compileThrice(const std::function<Schedule()> &make) {
  Design best = compile(make);
  for (int again = 0; again < 2; ++again)
    best.seconds = std::min(best.seconds, compile(make).seconds);
  return best;
}

// Does what can be done: a step that is refused is left out.
bool attempt(Schedule &schedule, const std::vector<std::string> &steps) {
  Schedule copy = schedule;
  try {
    for (const std::string &step : steps)
      copy.apply(step);
  } catch (const UserError &) {
    return false;
  }
  schedule = std::move(copy);
  return true;
}

bool isInnermost(const std::vector<LoopReport> &loops, size_t i) {
  return i + 1 == loops.size() || loops[i + 1].depth <= loops[i].depth;
}

// Every innermost loop pipelined and unrolled by the factor, every array in as many banks.
Schedule unrolled(const std::string &file, const std::string &top, int64_t factor) {
  ParseOptions options;
  options.definitions = {"MEDIUM_DATASET", "DATA_TYPE_IS_FLOAT", "POLYBENCH_USE_SCALAR_LB"};
  Schedule schedule = parse(file, options).customize(top);
  Report report = build::describe(schedule);
  std::string factorText = std::to_string(factor);
  for (size_t i = 0; i < report.loops.size(); ++i) {
    std::string path = report.loops[i].path, pipeline = "pipeline " + path;
    if (isInnermost(report.loops, i) && !attempt(schedule, {pipeline, "unroll " + path + " factor=" + factorText}))
      attempt(schedule, {pipeline});
  }
  for (const ArrayReport &array : report.arrays)
    for (size_t dimension = array.shape.size(); dimension > 0; dimension = 0)
      attempt(schedule,
              {"partition " + array.name + " dim=" + std::to_string(dimension) + " kind=cyclic factor=" + factorText});
  return schedule;
}

// Operations on floating-point numbers in the source.
int64_t operationsOf(const std::string &file, const std::string &top) {
  std::string text = unrolled(file, top, 1).ir();
  int64_t operations = 0;
  for (const char *word : {"arith.addf", "arith.subf", "arith.mulf", "arith.divf", "arith.cmpf", "math."})
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
      ++operations;
  return std::max<int64_t>(operations, 1);
}

bool measurePolybench(const std::string &folder) {
  auto buffer = llvm::MemoryBuffer::getFile(folder + "/kernels.json");
  if (!buffer)
    throw std::runtime_error(folder + "/kernels.json: " + buffer.getError().message());
  llvm::json::Value document = llvm::cantFail(llvm::json::parse((*buffer)->getBuffer()));
  std::printf("%-16s %8s %10s %10s %10s %10s\n", "kernel", "unrolled", "operations", "operators", "lines", "seconds");
  double worst = 0;
  for (const llvm::json::Value &entry : *document.getAsObject()->getArray("kernels")) {
    auto text = [&](const char *key) { return entry.getAsObject()->getString(key)->str(); };
    std::string file = folder + "/" + text("file"), top = text("top");
    int64_t factor = 1, operations = operationsOf(file, top);
    while (2 * factor * operations <= mostOperations)
      factor *= 2;
    Design design = compile([&] { return unrolled(file, top, factor); });
    worst = std::max(worst, design.seconds);
    std::printf("%-16s %8lld %10lld %10lld %10lld %10.2f\n", text("name").c_str(), static_cast<long long>(factor),
                static_cast<long long>(factor * operations), static_cast<long long>(design.operators),
                static_cast<long long>(design.lines), design.seconds);
    std::fflush(stdout);
  }
  std::printf("%-16s %8s %10s %10s %10.2f\n%-16s %8s %10s %10s %10.2f   %s\n\n", "worst", "", "", "", worst, "limit",
              "", "", "", compileLimit, worst <= compileLimit ? "kept" : "NOT KEPT");
  return worst <= compileLimit;
}

// `factor` elements of the arrays at a time.
Schedule wide(const std::string &file, const std::string &top, int64_t factor) {
  ParseOptions options;
  options.definitions = {"F=" + std::to_string(factor)};
  Schedule schedule = parse(file, options).customize(top);
  schedule.split("i", factor);
  schedule.pipeline("i.outer").unroll("i.inner");
  for (const char *array : {"x", "y"})
    schedule.partition(array, Partition{1, cyclic, factor});
  return schedule;
}

bool measureGrowth(const std::string &file) {
  bool good = true;
  std::printf("%-16s %10s %10s %10s %14s %8s\n", "kernel", "operations", "lines", "seconds", "us/operation", "ratio");
  for (const char *top : {"axpy", "dot", "stencil", "filter"}) {
    double before = 0;
    for (int64_t operations = 16; operations <= 4096; operations *= 4) {
      Design design = compileThrice([&] { return wide(file, top, operations / 2); });
      double each = design.seconds / static_cast<double>(operations);
      std::printf("%-16s %10lld %10lld %10.3f %14.1f", top, static_cast<long long>(operations),
                  static_cast<long long>(design.lines), design.seconds, 1e6 * each);
      if (before > 0)
        std::printf(" %8.2f", each / before);
      std::printf("\n");
      std::fflush(stdout);
      good &= operations <= 256 || each <= growthLimit * before;
      before = each;
    }
  }
  std::printf("ratio: of the time for an operation to that with a quarter of them; 1 is linear growth, limit %.1f from "
              "1,024 on   %s\n",
              growthLimit, good ? "kept" : "NOT KEPT");
  return good;
}
} // namespace

int main(int count, char **words) try {
  if (count != 3) {
    std::cerr << "usage: bench-rtl-compile POLYBENCH_FOLDER KERNELS_FILE\n";
    return 2;
  }
  bool compiles = measurePolybench(words[1]), grows = measureGrowth(words[2]);
  return compiles && grows ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
