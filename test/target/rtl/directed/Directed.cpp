// directed [--update] [--only NAME] FILE...: all cases of the files are simulated by one program and compared with the
// native kernels and with what the files expect. --update writes what came out into the files instead.
#include "Cases.h"

#include "../../../property/NativeCode.h"
#include "../../../property/Random.h"

#include "allo/error.hpp"
#include "allo/program.hpp"
#include "allo/schedule.hpp"
#include "build/BuildRtl.h"
#include "build/Compare.h"
#include "build/Describe.h"
#include "build/Simulation.h"
#include "ir/InterfaceOf.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/rtl/report/DesignReport.h"

#include <cstring>
#include <iostream>
#include <regex>
#include <sstream>

using namespace allo;
using namespace allo::directed;

namespace {

struct Live {
  const Case *input;
  std::optional<HardwareReport> hardware;
  std::vector<std::string> notes;
  Interface interface;
  std::unique_ptr<build::Simulation> simulation;
  std::string refusal;                 // why there is no design, its first line
  std::vector<std::string> actual;     // lines as in the file
  std::vector<std::string> complaints; // what no expectation makes right
};

// Lines counted from that of the kernel ("line +2"), and files without their folders, so that the expectations of other
// cases may change.
std::string relative(const std::string &text, const std::filesystem::path &file, size_t kernel) {
  std::string result = text, path = file.string() + ":";
  if (result.starts_with(path))
    result = file.filename().string() + ", line " + result.substr(path.size());
  static const std::regex lines("lines? [0-9]+(, [0-9]+)*"), number("[0-9]+");
  std::string replaced;
  auto end = std::sregex_iterator();
  size_t done = 0;
  for (auto it = std::sregex_iterator(result.begin(), result.end(), lines); it != end; ++it) {
    std::string match = it->str();
    replaced += result.substr(done, size_t(it->position()) - done);
    size_t inside = 0;
    for (auto one = std::sregex_iterator(match.begin(), match.end(), number); one != end; ++one) {
      int64_t distance = std::stoll(one->str()) - int64_t(kernel);
      replaced +=
          match.substr(inside, size_t(one->position()) - inside) + (distance < 0 ? "" : "+") + std::to_string(distance);
      inside = size_t(one->position()) + one->str().size();
    }
    done = size_t(it->position()) + match.size();
  }
  return replaced + result.substr(done);
}

// The line in which the kernel is defined.
size_t lineOf(const std::string &text, const std::string &kernel) {
  std::istringstream lines(text);
  size_t number = 1;
  for (std::string line; std::getline(lines, line); ++number)
    if (!line.starts_with("//") && line.find(" " + kernel + "(") != std::string::npos)
      return number;
  throw UserError("no kernel '" + kernel + "' is defined");
}

std::string firstLine(const std::string &text) { return text.substr(0, text.find('\n')); }

std::string loopLine(const HardwareLoop &loop) {
  std::string text = "loop " + (loop.function + ":" + loop.path) + ": ";
  text += loop.interval ? "II " + std::to_string(loop.interval) : "no II";
  if (loop.requested_interval > 0 || !loop.limiter.empty())
    text += " of " + std::to_string(loop.requested_interval);
  return loop.limiter.empty() ? text : text + ", " + loop.limiter + ": " + loop.limited_by;
}

std::string memoryLine(const HardwareMemory &memory) {
  return "memory " + memory.name + ": " + memory.style + ", " + std::to_string(memory.banks) + " x " +
         std::to_string(memory.depth) + " x " + std::to_string(memory.width) +
         (memory.copies > 1 ? ", " + std::to_string(memory.copies) + " copies" : "");
}

void design(Live &live, const Program &program) {
  const Case &input = *live.input;
  try {
    Schedule schedule = program.customize(input.top);
    schedule.replay(input.schedule);
    live.interface = ir::interfaceOf(schedule.implementation().top());
    build::checkSizes(schedule.implementation().module());
    target::rtl::Options options;
    options.device = input.options.device;
    options.clockNs = input.options.clock_ns;
    options.limits = input.options.limits;
    target::rtl::Design design = target::rtl::makeDesign(schedule.implementation().module(), options);
    live.hardware = target::rtl::reportOf(design, target::rtl::Device::named(options.device), options);
    live.notes = design.notes;
    build::SimulationSettings settings;
    settings.runs = 2;
    settings.resetAfter = input.resetAfter;
    settings.mostCycles = 200000;
    live.simulation =
        std::make_unique<build::Simulation>(build::simulatedDesign(std::move(design), live.interface), settings);
  } catch (const UserError &error) {
    live.refusal = firstLine(error.what());
  } catch (const std::exception &error) {
    live.complaints.push_back(error.what());
  }
}

// Lines of a kind appear in the file where the case has at least one of them.
bool expects(const Case &input, const std::string &word) {
  for (const std::string &line : input.expected)
    if (line.starts_with(word))
      return true;
  return false;
}

void describe(Live &live) {
  if (!live.refusal.empty())
    live.actual.push_back("error " + live.refusal);
  if (!live.hardware)
    return;
  if (expects(*live.input, "note"))
    for (const std::string &note : live.notes)
      live.actual.push_back("note " + firstLine(note));
  if (expects(*live.input, "loop"))
    for (const HardwareLoop &loop : live.hardware->loops)
      live.actual.push_back(loopLine(loop));
  for (const HardwareModule &module : live.hardware->modules) {
    if (expects(*live.input, "memory"))
      for (const HardwareMemory &memory : module.memories)
        live.actual.push_back(memoryLine(memory));
    if (expects(*live.input, "operator"))
      for (const HardwareOperator &entry : module.operators)
        live.actual.push_back("operator " + entry.name + ": " + std::to_string(entry.count));
  }
}

void store(std::vector<char> &buffer, size_t at, const ElementType &type, fuzz::Random &random, const int64_t *given) {
  if (type.kind == ElementType::floating) {
    double value = given ? double(*given) : double(random.between(-640, 640)) / 7;
    float single = static_cast<float>(value);
    std::memcpy(buffer.data() + at, type.bytes == 4 ? static_cast<void *>(&single) : static_cast<void *>(&value),
                type.bytes);
    return;
  }
  bool isSigned = type.kind == ElementType::signed_integer, isBool = type.kind == ElementType::boolean;
  int64_t value = random.between(isSigned ? -100 : 0, isBool ? 1 : 100);
  if (!isBool && random.chance(15))
    value = random.between(INT64_MIN / 2, INT64_MAX / 2);
  if (given)
    value = *given;
  std::memcpy(buffer.data() + at, &value, type.bytes); // little-endian
}

build::ArgumentSet makeArguments(const Interface &interface, const Run &run, uint64_t seed) {
  fuzz::Random random(seed, 1);
  build::ArgumentSet set(interface);
  for (size_t i = 0; i < interface.parameters.size(); ++i) {
    const InterfaceParameter &parameter = interface.parameters[i];
    auto given = run.scalars.find(parameter.name);
    const int64_t *value = given == run.scalars.end() ? nullptr : &given->second;
    if (parameter.kind == InterfaceParameter::structure)
      continue; // zeros
    for (size_t at = 0; at < set.buffers[i].size(); at += parameter.type.bytes)
      store(set.buffers[i], at, parameter.type, random, value);
  }
  return set;
}

std::string runLine(const Run &run, const std::string &cycles) {
  std::string text = "run";
  for (const auto &[name, value] : run.scalars)
    text += " " + name + "=" + std::to_string(value);
  return text + ": " + cycles;
}

void simulate(Live &live, fuzz::Entry native) {
  if (!live.simulation)
    return;
  uint64_t seed = 1;
  for (const Run &run : live.input->runs) {
    build::ArgumentSet expected = makeArguments(live.interface, run, seed++), actual = expected;
    native(expected.pointers().data(), expected.resultPointer());
    try {
      live.simulation->run(live.interface, actual.pointers().data(), actual.resultPointer());
    } catch (const std::exception &error) {
      live.complaints.push_back(runLine(run, error.what()));
      continue;
    }
    std::string cycles = std::to_string(live.simulation->cycles());
    live.actual.push_back(runLine(run, cycles + (live.simulation->wasExact() ? "" : " within bounds")));
    for (const Mismatch &mismatch : build::compareOutputs(expected, actual))
      live.complaints.push_back(runLine(run, build::elementName(mismatch) + " is " + mismatch.actual +
                                                 " and the native kernel's is " + mismatch.expected));
  }
}

void buildTogether(std::vector<Live> &lives) {
  std::vector<build::Simulation *> all;
  for (Live &live : lives)
    if (live.simulation)
      all.push_back(live.simulation.get());
  if (all.empty())
    return;
  try {
    build::Simulation::buildTogether(all);
  } catch (const std::exception &) {
    // Which one is it?
    for (Live &live : lives)
      try {
        if (live.simulation)
          live.simulation->build();
      } catch (const std::exception &error) {
        live.complaints.push_back(error.what());
        live.simulation.reset();
      }
  }
}

bool report(const std::filesystem::path &file, const Live &live, bool update) {
  bool isRight = live.complaints.empty() && (update || live.actual == live.input->expected);
  if (isRight)
    return true;
  std::cout << file.string() << ":" << live.input->line << ": case " << live.input->name << "\n";
  for (const std::string &complaint : live.complaints)
    std::cout << "  " << complaint << "\n";
  if (!update && live.actual != live.input->expected) {
    for (const std::string &line : live.input->expected)
      std::cout << "  expected: " << line << "\n";
    for (const std::string &line : live.actual)
      std::cout << "  came:     " << line << "\n";
  }
  return false;
}

int runFiles(const std::vector<CaseFile> &files, const std::string &only, bool update) {
  support::TemporaryDirectory directory;
  std::vector<Live> lives;
  for (const CaseFile &file : files) {
    Program program = parse(file.path.string());
    for (const Case &input : file.cases) {
      Live &live = lives.emplace_back();
      live.input = &input;
      if (only.empty() || input.name.starts_with(only))
        design(live, program);
      describe(live);
      for (std::string &line : live.actual)
        line = line.starts_with("error ") ? "error " + relative(line.substr(6), file.path, lineOf(file.text, input.top))
                                          : relative(line, file.path, lineOf(file.text, input.top));
    }
  }
  buildTogether(lives);
  bool isRight = true;
  size_t next = 0;
  for (const CaseFile &file : files) {
    std::string text = file.text;
    std::vector<std::string> tops;
    for (const Case &input : file.cases)
      if (std::find(tops.begin(), tops.end(), input.top) == tops.end())
        tops.push_back(input.top);
    for (const std::string &top : tops)
      text += "extern \"C\" void e_" + top + "(void **a, void *r) { fuzz::call(&" + top + ", a, r); }\n";
    fuzz::SharedObject native(directory.path(), "native" + std::to_string(next), fuzz::callSupport, {{0, text, ""}},
                              {"-std=c++20", "-O1", "-fwrapv", "-ffp-contract=off", "-fno-strict-aliasing"});
    for (const auto &[position, message] : native.refused())
      throw InternalError(message);
    std::vector<std::vector<std::string>> expected;
    for (const Case &input : file.cases) {
      Live &live = lives[next++];
      if (!only.empty() && !input.name.starts_with(only)) {
        expected.push_back(input.expected);
        continue;
      }
      simulate(live, native.entry("e_" + input.top));
      isRight &= report(file.path, live, update);
      expected.push_back(live.complaints.empty() ? live.actual : input.expected);
    }
    if (update)
      support::writeFile(file.path, withExpectations(file, expected));
  }
  std::cout << next << " cases\n";
  return isRight ? 0 : 1;
}
} // namespace

int main(int count, char **words) {
  bool update = false;
  std::string only;
  std::vector<CaseFile> files;
  try {
    for (int i = 1; i < count; ++i)
      if (std::string word = words[i]; word == "--update")
        update = true;
      else if (word == "--only" && i + 1 < count)
        only = words[++i];
      else
        files.push_back(readCases(word));
    return runFiles(files, only, update);
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
