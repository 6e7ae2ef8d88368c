// How long the compiler itself takes, per PolyBench kernel: parsing to IR, the slowest and the mean schedule step, and
// `allo build --target hls`. bench-compile-time POLYBENCH_FOLDER ALLO_TOOL; fails when a figure is over its limit.
#include <allo/allo.hpp>

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <unistd.h>

namespace {

constexpr double parseLimit = 0.2, stepLimit = 0.020, buildLimit = 1.0; // seconds
constexpr int repetitions = 5;

struct Kernel {
  std::string name, file, top, schedule;
};

struct Figures {
  double parse = 0, slowestStep = 0, meanStep = 0, build = 0;
  std::string slowest; // the word of the slowest step
};

double seconds(const std::function<void()> &work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

double medianSeconds(const std::function<void()> &work) {
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i)
    times.push_back(seconds(work));
  return median(std::move(times));
}

std::vector<Kernel> readKernels(const std::string &folder) {
  auto buffer = llvm::MemoryBuffer::getFile(folder + "/kernels.json");
  if (!buffer)
    throw std::runtime_error(folder + "/kernels.json: " + buffer.getError().message());
  llvm::json::Value document = llvm::cantFail(llvm::json::parse((*buffer)->getBuffer()));
  std::vector<Kernel> kernels;
  for (const llvm::json::Value &entry : *document.getAsObject()->getArray("kernels")) {
    auto text = [&](const char *key) { return entry.getAsObject()->getString(key)->str(); };
    kernels.push_back({text("name"), folder + "/" + text("file"), text("top"), folder + "/" + text("schedule")});
  }
  return kernels;
}

// The steps of a script, without the line that names the kernel.
std::vector<std::string> readSteps(const std::string &file) {
  std::ifstream stream(file);
  std::vector<std::string> steps;
  for (std::string line; std::getline(stream, line);)
    if (line.find_first_not_of(" \t") != std::string::npos && line.rfind("kernel ", 0) != 0)
      steps.push_back(line.substr(line.find_first_not_of(" \t")));
  return steps;
}

void measureSteps(const Kernel &kernel, Figures &figures) {
  allo::Schedule schedule = allo::parse(kernel.file).customize(kernel.top);
  std::vector<std::string> steps = readSteps(kernel.schedule);
  for (const std::string &step : steps) {
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i) {
      allo::Schedule copy = schedule;
      times.push_back(seconds([&] { copy.apply(step); }));
    }
    double time = median(std::move(times));
    figures.meanStep += time / steps.size();
    if (time > figures.slowestStep) {
      figures.slowestStep = time;
      figures.slowest = step.substr(0, step.find(' '));
    }
    schedule.apply(step);
  }
}

Figures measure(const Kernel &kernel, const std::string &tool, const std::string &folder) {
  Figures figures;
  figures.parse = medianSeconds([&] { allo::parse(kernel.file).customize(kernel.top); });
  measureSteps(kernel, figures);
  std::string command = tool + " build " + kernel.file + " --top " + kernel.top + " --schedule " + kernel.schedule +
                        " --target hls -o " + folder + "/" + kernel.name + " >/dev/null";
  figures.build = medianSeconds([&] {
    if (std::system(command.c_str()) != 0)
      throw std::runtime_error("failed: " + command);
  });
  return figures;
}

} // namespace

int main(int count, char **words) try {
  if (count != 3) {
    std::cerr << "usage: bench-compile-time POLYBENCH_FOLDER ALLO_TOOL\n";
    return 2;
  }
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("allo-bench-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::printf("%-16s %10s %12s %12s %-10s %14s\n", "kernel", "parse ms", "mean step ms", "slowest ms", "",
              "build hls ms");
  Figures worst;
  for (const Kernel &kernel : readKernels(words[1])) {
    Figures figures = measure(kernel, words[2], folder);
    std::printf("%-16s %10.1f %12.2f %12.2f %-10s %14.1f\n", kernel.name.c_str(), 1e3 * figures.parse,
                1e3 * figures.meanStep, 1e3 * figures.slowestStep, figures.slowest.c_str(), 1e3 * figures.build);
    worst.parse = std::max(worst.parse, figures.parse);
    worst.slowestStep = std::max(worst.slowestStep, figures.slowestStep);
    worst.build = std::max(worst.build, figures.build);
  }
  std::filesystem::remove_all(folder);
  bool good = worst.parse <= parseLimit && worst.slowestStep <= stepLimit && worst.build <= buildLimit;
  std::printf("%-16s %10.1f %12s %12.2f %-10s %14.1f\n", "worst", 1e3 * worst.parse, "", 1e3 * worst.slowestStep, "",
              1e3 * worst.build);
  std::printf("%-16s %10.1f %12s %12.2f %-10s %14.1f   %s\n", "limit", 1e3 * parseLimit, "", 1e3 * stepLimit, "",
              1e3 * buildLimit, good ? "kept" : "NOT KEPT");
  return good ? 0 : 1;
} catch (const std::exception &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
