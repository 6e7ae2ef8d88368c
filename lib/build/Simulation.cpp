#include "build/Simulation.h"

#include "allo/error.hpp"
#include "build/ArgumentFile.h"
#include "build/Runner.h"
#include "build/ToolFailure.h"
#include "support/Process.h"

#include <cstring>
#include <filesystem>
#include <sstream>
#include <unistd.h>

namespace fs = std::filesystem;

namespace allo::build {

using target::rtl::ActiveState;
using target::rtl::Memory;

namespace {
constexpr int64_t unboundedLimit = 1000000000;
constexpr int64_t longRun = 300000; // cycles from which on optimised code pays
enum DriverExit { faultExit = 3 };

std::string plural(int64_t count, const std::string &noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::vector<std::vector<std::string>> linesOf(const std::string &text) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    lines.emplace_back();
    for (std::string word; words >> word;)
      lines.back().push_back(word);
  }
  return lines;
}

std::string rest(const std::vector<std::string> &words, size_t from) {
  std::string text;
  for (size_t i = from; i < words.size(); ++i)
    text += (text.empty() ? "" : " ") + words[i];
  return text;
}

// "range MEMORY BANK ADDRESS" of the bench, which counts the arrays among the parameters.
[[noreturn]] void throwRange(const SimulatedDesign &design, const std::vector<std::string> &words) {
  size_t wanted = std::stoull(words.at(1)), count = 0;
  const Memory *memory = nullptr;
  for (const target::rtl::TopParameter &parameter : design.graph->parameters)
    if (parameter.memory >= 0 && count++ == wanted)
      memory = &design.graph->top().memories[static_cast<size_t>(parameter.memory)];
  if (!memory)
    throw InternalError("the bench reports an access to an array that it does not have");
  int64_t depth = 1;
  for (const target::rtl::MemoryDimension &dimension : memory->dimensions)
    depth *= dimension.depth;
  throw InternalError(design.interface.kernel + " in hardware reaches address " + words.at(3) + " of bank " +
                          words.at(2) + " of '" + memory->name + "', which has " + plural(depth, "element"),
                      memory->place);
}
} // namespace

Simulation::Simulation(SimulatedDesign design, SimulationSettings settings)
    : design_(std::move(design)), settings_(std::move(settings)),
      harness_(target::rtl::makeHarness(*design_.graph, *design_.netlist, design_.interface)) {}

SimulatorSources Simulation::sources() const {
  SimulatorSources sources;
  sources.files = design_.files;
  sources.files.insert(harness_.files.begin(), harness_.files.end());
  sources.files["description"] = harness_.description;
  sources.order = {"allo_bench.vlt"};
  sources.order.insert(sources.order.end(), design_.order.begin(), design_.order.end());
  sources.order.push_back("allo_bench.sv");
  sources.top = target::rtl::benchModule;
  sources.waves = !settings_.waves.empty();
  sources.isLong = expectedCycles_ >= longRun;
  return sources;
}

void Simulation::build() {
  if (!binary_)
    buildTogether({this});
}

void Simulation::buildTogether(const std::vector<Simulation *> &simulations) {
  std::vector<SimulatorSources> designs;
  for (const Simulation *simulation : simulations)
    designs.push_back(simulation->sources());
  std::shared_ptr<const SimulatorBinary> binary = simulatorFor(std::move(designs));
  for (size_t i = 0; i < simulations.size(); ++i) {
    simulations[i]->binary_ = binary;
    simulations[i]->number_ = i;
  }
}

double Simulation::run(const Interface &interface, void **arguments, void *result) {
  CycleBounds bounds;
  if (design_.cyclesOf)
    bounds = design_.cyclesOf(arguments);
  expectedCycles_ = bounds.least;
  build();
  ArgumentSet set(interface);
  for (size_t i = 0; i < set.buffers.size(); ++i)
    std::memcpy(set.buffers[i].data(), arguments[i], set.buffers[i].size());
  int64_t limit = settings_.mostCycles ? settings_.mostCycles : bounds.most ? 4 * *bounds.most + 1000 : unboundedLimit;

  support::TemporaryDirectory directory;
  fs::path file = directory.path() / "arguments";
  ArgumentFile shared(file, set, 0);
  std::vector<std::string> command = {binary_->program().string(),
                                      SimulatorBinary::nameOf(number_),
                                      file.string(),
                                      (binary_->directoryOf(number_) / "description").string(),
                                      "--max-cycles",
                                      std::to_string(limit),
                                      "--runs",
                                      std::to_string(settings_.runs * calls)};
  if (calls > 1)
    command.push_back("--carry");
  if (settings_.resetAfter >= 0)
    command.insert(command.end(), {"--reset-after", std::to_string(settings_.resetAfter)});
  if (!settings_.waves.empty())
    command.insert(command.end(), {"--waves", fs::absolute(settings_.waves).string(), "--period",
                                   std::to_string(settings_.clockNs * 1000)});
  support::ProcessOptions options;
  if (settings_.progress || isatty(STDERR_FILENO)) {
    command.push_back("--progress");
    options.onError = [](const std::string &text) {
      ssize_t written = write(STDERR_FILENO, text.data(), text.size());
      static_cast<void>(written); // progress that cannot be shown is no error
    };
  }
  support::ProcessResult process = support::runProcess(command, options);
  if (!process.succeeded() || shared.word(doneWord) != 1)
    explain(process, bounds, limit);
  std::vector<int64_t> cycles;
  for (const std::vector<std::string> &words : linesOf(process.output))
    if (words.size() == 2 && words[0] == "cycles")
      cycles.push_back(std::stoll(words[1]));
  checkCycles(bounds, cycles);
  cycles_ = cycles.back();
  wasExact_ = bounds.isExact();
  shared.copyTo(set);
  for (size_t i = 0; i < set.buffers.size(); ++i)
    if (isOutput(interface.parameters[i]))
      std::memcpy(arguments[i], set.buffers[i].data(), set.buffers[i].size());
  if (result)
    std::memcpy(result, set.result.data(), set.result.size());
  return static_cast<double>(shared.word(nanosecondsWord)) * 1e-9;
}

void Simulation::checkCycles(const CycleBounds &bounds, const std::vector<int64_t> &cycles) const {
  if (static_cast<int64_t>(cycles.size()) != settings_.runs * calls)
    throw InternalError("the simulation says nothing about its cycles");
  for (int64_t count : cycles) {
    if (!design_.cyclesOf || (count >= bounds.least && (!bounds.most || count <= *bounds.most)))
      continue;
    std::string reported = bounds.isExact() ? plural(bounds.least, "cycle")
                           : bounds.most    ? std::to_string(bounds.least) + " to " + plural(*bounds.most, "cycle")
                                            : "at least " + plural(bounds.least, "cycle");
    throw InternalError(design_.interface.kernel + " takes " + plural(count, "cycle") +
                        " in the simulation, and the report says " + reported);
  }
}

void Simulation::explain(const support::ProcessResult &result, const CycleBounds &bounds, int64_t limit) const {
  const std::string &kernel = design_.interface.kernel;
  std::vector<std::vector<std::string>> lines = linesOf(result.output);
  std::string states, waiting;
  const std::vector<std::string> *stuck = nullptr;
  for (const std::vector<std::string> &words : lines) {
    if (words.empty())
      continue;
    if (words[0] == "range")
      throwRange(design_, words);
    if (words[0] == "protocol")
      throw InternalError("the hardware of " + kernel + " breaks the protocol of its ports: " + rest(words, 1));
    if (words[0] == "stuck")
      stuck = &words;
    if (words[0] == "state" && words.size() == 4) {
      ActiveState state =
          target::rtl::activeState(*design_.netlist, words[1], words[2], std::strtoull(words[3].c_str(), nullptr, 10));
      if (state.signal.find("_pending") != std::string::npos) {
        waiting += "\n  " + state.instance + ", " + state.comment;
        continue;
      }
      states += "\n  " + state.instance + "." + state.signal + " = " + std::to_string(state.value) +
                (state.comment.empty() ? "" : " (" + state.comment + ")");
    }
  }
  if (stuck) {
    states = states.empty() ? "; no controller is busy" : "; busy are:" + states;
    if (stuck->at(1) == "unchanging" && !waiting.empty())
      throw UserError("the hardware of " + kernel + " is stuck: nothing changes after cycle " + stuck->at(2) +
                          "; waiting are:" + waiting,
                      {},
                      "a stream that is full needs more depth, or its elements are never read; one that is empty is "
                      "written too little");
    if (stuck->at(1) == "unchanging")
      throw InternalError("the hardware of " + kernel + " is stuck: nothing changes after cycle " + stuck->at(2) +
                          states);
    std::string message = "the hardware of " + kernel + " did not end within " + plural(limit, "cycle") + states;
    if (bounds.most && !settings_.mostCycles)
      throw InternalError(message);
    throw UserError(message, {}, "--max-cycles allows more");
  }
  if (result.exitStatus == 99)
    throw UserError("the simulation of " + kernel + " cannot run: " + support::firstLines(result.error, 4));
  failTool("the simulation of " + kernel, result);
}

} // namespace allo::build
