// cpu_bench [--folder bench/polybench] [--kernel NAME]… [--size MEDIUM] [--seconds S] [--json FILE] [--text]
// Every PolyBench kernel, unscheduled: the cpu target's code against clang's from the same source, run in turns in one
// process on the same data. Prints the ratio of the fastest runs (below 1: the cpu target is faster) and their
// geometric mean. Exit code 1 when a result differs in a bit, the mean is above 1.05, or a ratio above 1.3.
#include "Peer.h"

#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "target/cpu/Compiled.h"

#include "llvm/Support/JSON.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

using namespace allo;

namespace {
constexpr double meanLimit = 1.05, ratioLimit = 1.3;
constexpr const char *peerFlags = "-O3 -march=native -ffp-contract=off";

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Settings {
  std::string folder = "bench/polybench", size = "MEDIUM", json;
  std::vector<std::string> kernels;
  double seconds = 1; // of runs for each kernel, at least
  bool text = false;
};

struct Measurement {
  std::string name;
  double parse = 0, compile = 0; // milliseconds
  double cpu = 0, peer = 0;      // seconds, of the fastest run
  unsigned runs = 0;
  bool equal = false;
  double ratio() const { return cpu / peer; }
};

// The arguments of one kernel: working storage and the values that the init function made.
class Arguments {
public:
  explicit Arguments(const Interface &interface) {
    for (const InterfaceParameter &parameter : interface.parameters) {
      size_t bytes = (parameter.bytes + 63) / 64 * 64;
      char *storage = static_cast<char *>(std::aligned_alloc(64, bytes));
      std::memset(storage, 0, bytes);
      working.emplace_back(storage);
      pointers.push_back(storage);
      sizes.push_back(bytes);
    }
  }
  ~Arguments() {
    for (char *storage : working)
      std::free(storage);
  }
  std::vector<std::vector<char>> contents() const {
    std::vector<std::vector<char>> all;
    for (size_t i = 0; i < working.size(); ++i)
      all.emplace_back(working[i], working[i] + sizes[i]);
    return all;
  }
  void restore(const std::vector<std::vector<char>> &all) {
    for (size_t i = 0; i < working.size(); ++i)
      std::memcpy(working[i], all[i].data(), sizes[i]);
  }
  void **data() { return pointers.data(); }

private:
  std::vector<char *> working;
  std::vector<void *> pointers;
  std::vector<size_t> sizes;
};

template <typename Run> double timed(Arguments &arguments, const std::vector<std::vector<char>> &initial, Run run) {
  arguments.restore(initial);
  double start = now();
  run();
  return now() - start;
}

Measurement measure(const bench::Kernel &kernel, const Settings &settings, const std::string &directory) {
  lang::Source source;
  source.file = kernel.file;
  source.is_c = true;
  source.standard = "c11";
  source.options.definitions = {settings.size + "_DATASET"};
  Measurement result;
  result.name = kernel.name;

  double start = now();
  auto module = lang::lower(source, kernel.top);
  result.parse = (now() - start) * 1e3;
  auto code = target::cpu::compile(*module, {.keepText = settings.text});
  result.compile = code.milliseconds();
  if (settings.text)
    std::cout << code.llvm();
  bench::Peer peer = bench::compilePeer(source, kernel, peerFlags, directory);

  Arguments arguments(ir::interfaceOf(ir::topOf(*module)));
  peer.initialise(arguments.data());
  auto initial = arguments.contents();
  auto runCpu = [&] { code.invoke(arguments.data(), nullptr); };
  auto runPeer = [&] { peer.run(arguments.data()); };
  timed(arguments, initial, runPeer); // warms the caches and the pages of both
  auto expected = arguments.contents();
  timed(arguments, initial, runCpu);
  result.equal = arguments.contents() == expected;

  result.cpu = result.peer = INFINITY;
  double spent = 0;
  for (; result.runs < 5 || (spent < settings.seconds && result.runs < 2000); ++result.runs) {
    double peerSeconds = 0, cpuSeconds = 0;
    auto once = [&](bool first) {
      if (first == (result.runs % 2 == 0))
        peerSeconds = timed(arguments, initial, runPeer);
      else
        cpuSeconds = timed(arguments, initial, runCpu);
    };
    once(true); // who goes first alternates
    once(false);
    result.cpu = std::min(result.cpu, cpuSeconds);
    result.peer = std::min(result.peer, peerSeconds);
    spent += cpuSeconds + peerSeconds;
  }
  return result;
}

void writeJson(const Settings &settings, const std::vector<Measurement> &results, double mean) {
  llvm::json::Array kernels;
  for (const Measurement &result : results)
    kernels.push_back(llvm::json::Object{{"name", result.name},
                                         {"parse_ms", result.parse},
                                         {"compile_ms", result.compile},
                                         {"cpu_seconds", result.cpu},
                                         {"clang_seconds", result.peer},
                                         {"ratio", result.ratio()},
                                         {"runs", result.runs},
                                         {"equal", result.equal}});
  llvm::json::Value document = llvm::json::Object{{"peer", std::string("clang-22 ") + peerFlags},
                                                  {"size", settings.size},
                                                  {"geometric_mean", mean},
                                                  {"kernels", std::move(kernels)}};
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::formatv("{0:2}", document) << "\n";
  std::ofstream(settings.json) << text;
}

int run(const Settings &settings) {
  std::string directory = std::filesystem::temp_directory_path() / ("cpu_bench." + std::to_string(getpid()));
  std::filesystem::create_directories(directory);
  std::vector<Measurement> results;
  std::printf("%-16s %9s %10s %10s %10s %7s\n", "kernel", "parse ms", "compile ms", "clang ms", "cpu ms", "ratio");
  double logarithms = 0, worst = 0;
  bool allEqual = true, complete = true;
  for (const bench::Kernel &kernel : bench::readKernels(settings.folder)) {
    if (!settings.kernels.empty() && !std::count(settings.kernels.begin(), settings.kernels.end(), kernel.name))
      continue;
    try {
      Measurement result = measure(kernel, settings, directory);
      std::printf("%-16s %9.1f %10.1f %10.3f %10.3f %7.3f%s\n", result.name.c_str(), result.parse, result.compile,
                  result.peer * 1e3, result.cpu * 1e3, result.ratio(), result.equal ? "" : "  DIFFERS");
      allEqual &= result.equal;
      logarithms += std::log(result.ratio());
      worst = std::max(worst, result.ratio());
      results.push_back(result);
    } catch (const Error &error) {
      complete = false;
      std::printf("%-16s %s\n", kernel.name.c_str(), error.what());
    }
    std::fflush(stdout);
  }
  std::filesystem::remove_all(directory);
  if (results.empty())
    return 2;
  double mean = std::exp(logarithms / results.size());
  std::printf("geometric mean %.3f (limit %.2f), largest %.3f (limit %.2f), %zu kernels, %s\n", mean, meanLimit, worst,
              ratioLimit, results.size(), allEqual ? "all results equal bit for bit" : "RESULTS DIFFER");
  if (!settings.json.empty())
    writeJson(settings, results, mean);
  return allEqual && complete && mean <= meanLimit && worst <= ratioLimit ? 0 : 1;
}
} // namespace

int main(int count, char **words) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    if (word == "--text") {
      settings.text = true;
      continue;
    }
    if (i + 1 == count) {
      std::cerr << "usage: cpu_bench [--folder DIR] [--kernel NAME]... [--size SMALL|MEDIUM] [--seconds S] "
                   "[--json FILE] [--text]\n";
      return 2;
    }
    std::string value = words[++i];
    if (word == "--folder")
      settings.folder = value;
    else if (word == "--kernel")
      settings.kernels.push_back(value);
    else if (word == "--size")
      settings.size = value;
    else if (word == "--seconds")
      settings.seconds = std::stod(value);
    else if (word == "--json")
      settings.json = value;
    else {
      std::cerr << "unknown option " << word << "\n";
      return 2;
    }
  }
  try {
    return run(settings);
  } catch (const Error &error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
