#include "Trial.h"

#include "Garbage.h"
#include "Hardware.h"
#include "NativeCode.h"
#include "ScheduleGenerator.h"

#include "allo/error.hpp"
#include "allo/verify.hpp"
#include "build/Compare.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/cpu/Compiled.h"
#include "target/hls/Emit.h"

#include <algorithm>
#include <optional>
#include <sstream>

namespace allo::mutation {

namespace {
constexpr unsigned caseSeconds = 60, batchSeconds = 300, runSeconds = 20;

std::vector<std::string> wordsOf(const std::string &text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

std::string oneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text.substr(0, 300);
}

// What a case says while it runs, in lines. The outcome "begin" tells where an accident happens.
class Speaker {
public:
  Speaker(const Say &say, int position) : say_(say), position_(position) {}
  void operator()(const std::string &oracle, const std::string &outcome, const std::string &detail = "") const {
    say_(lineOf(position_, oracle, outcome, oneLine(detail)));
  }
  void found(const std::string &oracle, const std::string &detail) const { (*this)(oracle, "found", detail); }

private:
  const Say &say_;
  int position_;
};

TrialResult resultOf(const Ended &ended) {
  TrialResult result;
  std::istringstream lines(ended.text);
  std::optional<Finding> begun;
  for (std::string line; std::getline(lines, line);) {
    std::optional<Finding> finding = readLine(line, result);
    if (!finding)
      continue;
    begun = finding;
    if (finding->outcome != "begin")
      result.findings.push_back(*finding);
  }
  if (!ended.accident.empty() && begun) {
    // A proof without an end says nothing.
    begun->outcome = begun->oracle == Oracle::verify ? "unknown" : "found";
    begun->detail = ended.accident;
    result.findings.push_back(*begun);
  }
  return result;
}

std::string difference(const build::ArgumentSet &expected, const build::ArgumentSet &actual) {
  std::vector<Mismatch> mismatches = build::compareOutputs(expected, actual);
  if (mismatches.empty())
    return "";
  const Mismatch &first = mismatches.front();
  return build::elementName(first) + " is " + first.actual + ", expected " + first.expected;
}

// Calls generated code where it can do no harm. Empty: the outputs are the expected ones.
std::string differenceOf(const LoadedCase &loaded, const std::function<void(void **, void *)> &kernel) {
  Ended ended = isolated(runSeconds, [&](const Say &say) {
    build::ArgumentSet actual = loaded.start;
    for (int call = 0; call < fuzz::callsOf(loaded.input); ++call)
      kernel(actual.pointers().data(), actual.resultPointer());
    say(difference(loaded.expected, actual));
  });
  return ended.accident.empty() ? ended.text : ended.accident;
}

// On the CPU. The lowering may have a defect; an error in it is found by its own checks.
void runOnCpu(const LoadedCase &loaded, const Schedule &schedule, const Speaker &speak) {
  std::optional<target::cpu::Compiled> compiled;
  speak("check", "begin");
  try {
    target::cpu::Options options;
    options.threads = 2;
    compiled = target::cpu::compile(*withGarbage(schedule.implementation().module()), options);
  } catch (const std::exception &error) {
    return speak.found("check", error.what());
  }
  speak("run", "begin");
  std::string wrong =
      differenceOf(loaded, [&](void **arguments, void *result) { compiled->invoke(arguments, result); });
  speak("run", wrong.empty() ? "missed" : "found", wrong);
}

VerifyOptions proofOptions() {
  VerifyOptions options;
  options.solver_seconds = 5;
  options.seconds = 30;
  return options;
}

void prove(const Schedule &schedule, const Speaker &speak) {
  speak("verify", "begin");
  Verdict verdict = schedule.verify(proofOptions());
  if (verdict.kind == Verdict::different)
    speak.found("verify", verdict.difference ? verdict.difference->output : "");
  else
    speak("verify", verdict.kind == Verdict::equal ? "missed" : "unknown", verdict.reason);
}

void generate(const Defect &defect, const LoadedCase &loaded, uint64_t seed, int position, Schedule &schedule) {
  std::vector<std::string> aims = wordsOf(defect.aims);
  fuzz::favouredStep = aims[size_t(position) % aims.size()];
  fuzz::Random random(seed ^ 0xdefec7, uint64_t(position));
  fuzz::Tally tally;
  fuzz::ScheduleGenerator generator(
      random, loaded.input.helpers, [&](const std::string &kernel) { return loaded.program.customize(kernel); },
      [](const std::string &) {}, loaded.kind == ProgramKind::hardware);
  generator.apply(schedule, int(random.between(1, 3)), tally);
}

// The design that the defect makes of the case's schedule, or of a random one that it allows; nothing where the library
// makes the same.
std::optional<Schedule> wrongSchedule(const Defect &defect, const Pool &pool, const LoadedCase &loaded,
                                      const PooledCase &input, int position, const Speaker &speak) {
  Schedule wrong = loaded.plain, right = loaded.plain;
  speak("check", "begin");
  std::string problem;
  try {
    Planting planting(defect.name);
    if (input.script.empty())
      generate(defect, loaded, pool.seed(), position, wrong);
    else
      wrong.replay(input.script);
    if (!wasReached() || !keepsOrder(wrong.trace()))
      return std::nullopt;
  } catch (const fuzz::Failure &failure) {
    problem = failure.kind + ": " + failure.message;
  } catch (const std::exception &error) {
    problem = error.what();
  }
  if (!problem.empty()) {
    speak("exercised", "");
    speak.found("check", problem);
    return std::nullopt;
  }
  try {
    right.replay(wrong.trace());
    if (right.ir() == wrong.ir())
      return std::nullopt;
  } catch (const ScheduleError &) { // the step was not legal
  }
  speak("exercised", "");
  return wrong;
}

// Primitives and analyses: both sides of a proof differ.
void trySchedule(const Defect &defect, const Pool &pool, const PooledCase &input, int position, const Say &say) {
  Speaker speak(say, position);
  LoadedCase loaded = pool.load(input.program);
  std::optional<Schedule> wrong = wrongSchedule(defect, pool, loaded, input, position, speak);
  if (!wrong)
    return;
  prove(*wrong, speak);
  runOnCpu(loaded, *wrong, speak);
}

// The front end: source and design are wrong together.
void tryFront(const Defect &defect, const Pool &pool, const PooledCase &input, int position, const Say &say) {
  Speaker speak(say, position);
  LoadedCase loaded = pool.load(input.program);
  std::string right = loaded.plain.ir();
  speak("check", "begin");
  try {
    Planting planting(defect.name);
    loaded.plain = parse(loaded.source).customize(loaded.input.top);
  } catch (const std::exception &error) {
    speak("exercised", "");
    return speak.found("check", error.what());
  }
  if (loaded.plain.ir() == right)
    return;
  speak("exercised", "");
  prove(loaded.plain, speak);
  runOnCpu(loaded, loaded.plain, speak);
}

Schedule scheduled(const LoadedCase &loaded, const PooledCase &input) {
  Schedule schedule = loaded.plain;
  if (!input.script.empty())
    schedule.replay(input.script);
  return schedule;
}

void tryLowering(const Defect &defect, const Pool &pool, const PooledCase &input, int position, const Say &say) {
  Speaker speak(say, position);
  LoadedCase loaded = pool.load(input.program);
  Schedule schedule = scheduled(loaded, input);
  Planting planting(defect.name);
  runOnCpu(loaded, schedule, speak);
  if (wasReached())
    speak("exercised", "");
}

// The emitted C++ of a batch, compiled together.
void tryPrinter(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int first, int last,
                const Say &say) {
  std::vector<LoadedCase> loaded;
  std::vector<fuzz::CodePart> parts;
  for (int position = first; position < last; ++position) {
    Speaker speak(say, position);
    loaded.push_back(pool.load(cases[size_t(position)].program));
    Schedule schedule = scheduled(loaded.back(), cases[size_t(position)]);
    mlir::ModuleOp module = schedule.implementation().module();
    target::hls::Emission right = target::hls::emit(module), wrong;
    speak("check", "begin");
    try {
      Planting planting(defect.name);
      wrong = target::hls::emit(module);
    } catch (const std::exception &error) {
      speak("exercised", "");
      speak.found("check", error.what());
      continue;
    }
    if (wrong.files == right.files)
      continue;
    speak("exercised", "");
    parts.push_back(fuzz::emittedPart(position, wrong.files, target::hls::entryPoint(module), loaded.back().input.top,
                                      "p" + std::to_string(position) + "_"));
  }
  if (parts.empty())
    return;
  support::TemporaryDirectory folder;
  fuzz::SharedObject object = fuzz::emittedObject(folder.path(), parts, "-O1");
  for (const auto &[position, message] : object.refused())
    Speaker(say, position).found("run", "does not compile: " + message);
  for (const fuzz::CodePart &part : parts) {
    fuzz::Entry entry = object.entry(part.entry);
    if (!entry)
      continue;
    std::string wrong = differenceOf(loaded[size_t(part.position - first)], entry);
    Speaker(say, part.position)("run", wrong.empty() ? "missed" : "found", wrong);
  }
}

struct HardwareRun {
  int position;
  LoadedCase loaded;
  std::unique_ptr<build::Simulation> simulation;
};

void simulate(std::vector<HardwareRun> &runs, const Say &say) {
  std::vector<build::Simulation *> simulations;
  for (HardwareRun &run : runs)
    simulations.push_back(run.simulation.get());
  std::vector<bool> isOut(runs.size());
  for (const auto &[at, message] : fuzz::buildSimulations(simulations)) {
    isOut[at] = true;
    Speaker(say, runs[at].position).found("hardware", "the tools refuse it: " + message);
  }
  for (size_t i = 0; i < runs.size(); ++i) {
    if (isOut[i])
      continue;
    Speaker speak(say, runs[i].position);
    build::ArgumentSet actual = runs[i].loaded.start;
    try {
      runs[i].simulation->run(actual.interface, actual.pointers().data(), actual.resultPointer());
    } catch (const std::exception &error) {
      speak.found("hardware", error.what());
      continue;
    }
    std::string wrong = difference(runs[i].loaded.expected, actual);
    speak("hardware", wrong.empty() ? "missed" : "found", wrong);
  }
}

void addRun(std::vector<HardwareRun> &runs, LoadedCase loaded, const Schedule &schedule, int position,
            const Speaker &speak) {
  try {
    auto simulation = fuzz::makeSimulation(schedule, fuzz::hardwareOptions(loaded.input.number), loaded.input.number,
                                           fuzz::callsOf(loaded.input));
    runs.push_back({position, std::move(loaded), std::move(simulation)});
  } catch (const UserError &) { // the target has no hardware for it
  } catch (const std::exception &error) {
    speak.found("check", error.what());
  }
}

void tryRtl(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int first, int last,
            const Say &say) {
  std::vector<HardwareRun> runs;
  for (int position = first; position < last; ++position) {
    Speaker speak(say, position);
    LoadedCase loaded = pool.load(cases[size_t(position)].program);
    Schedule schedule = scheduled(loaded, cases[size_t(position)]);
    speak("check", "begin");
    Planting planting(defect.name);
    size_t before = runs.size();
    addRun(runs, std::move(loaded), schedule, position, speak);
    if (!wasReached())
      runs.erase(runs.begin() + long(before), runs.end());
    else
      speak("exercised", "");
  }
  if (!runs.empty())
    simulate(runs, say);
}
} // namespace

bool isSemantic(const Defect &defect) { return defect.layer == "primitive" || defect.layer == "analysis"; }

size_t batchOf(const Defect &defect) { return defect.layer == "printer" ? 16 : defect.layer == "rtl" ? 6 : 1; }

std::vector<PooledCase> casesFor(const Defect &defect, const Pool &pool) {
  ProgramKind kind = defect.layer == "rtl" ? ProgramKind::hardware : ProgramKind::statements;
  std::vector<std::vector<PooledCase>> lists;
  auto add = [&](ProgramKind of, int rounds) {
    std::vector<PooledCase> plain;
    for (int round = 0; round < rounds; ++round)
      for (const PooledProgram &program : pool.programs(of))
        plain.push_back({program, ""});
    lists.push_back(std::move(plain));
  };
  if (defect.layer == "analysis")
    add(kind, 3);
  else if (defect.aims.empty())
    add(kind, 1);
  else
    for (const std::string &aim : wordsOf(defect.aims))
      aim == "types" ? add(ProgramKind::types, 1) : lists.push_back(pool.scripts(kind, aim));
  std::vector<PooledCase> cases = pool.written(defect.name);
  size_t longest = 0; // the others in turns
  for (const std::vector<PooledCase> &list : lists)
    longest = std::max(longest, list.size());
  for (size_t i = 0; i < longest; ++i)
    for (const std::vector<PooledCase> &list : lists)
      if (i < list.size())
        cases.push_back(list[i]);
  return cases;
}

TrialResult tryDefect(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int first,
                      int last) {
  bool isBatch = batchOf(defect) > 1;
  Ended ended = isolated(isBatch ? batchSeconds : caseSeconds, [&](const Say &say) {
    const PooledCase &input = cases[size_t(first)];
    if (defect.layer == "printer")
      tryPrinter(defect, pool, cases, first, last, say);
    else if (defect.layer == "rtl")
      tryRtl(defect, pool, cases, first, last, say);
    else if (defect.layer == "front")
      tryFront(defect, pool, input, first, say);
    else if (defect.layer == "lowering")
      tryLowering(defect, pool, input, first, say);
    else
      trySchedule(defect, pool, input, first, say);
  });
  return resultOf(ended);
}

TrialResult tryHardware(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases,
                        const std::vector<int> &positions) {
  return resultOf(isolated(batchSeconds, [&](const Say &say) {
    std::vector<HardwareRun> runs;
    Say silent = [](const std::string &) {};
    for (int position : positions) {
      const PooledCase &input = cases[size_t(position)];
      LoadedCase loaded = pool.load(input.program);
      Speaker quiet(silent, position);
      std::optional<Schedule> wrong = wrongSchedule(defect, pool, loaded, input, position, quiet);
      if (wrong)
        addRun(runs, std::move(loaded), *wrong, position, Speaker(say, position));
    }
    if (!runs.empty())
      simulate(runs, say);
  }));
}

std::string textOf(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int position) {
  Ended ended = isolated(caseSeconds, [&](const Say &say) {
    const PooledCase &input = cases[size_t(position)];
    LoadedCase loaded = pool.load(input.program);
    say(loaded.input.text + "---- schedule\n");
    Say silent = [](const std::string &) {};
    if (!isSemantic(defect))
      return say(input.script);
    std::optional<Schedule> wrong = wrongSchedule(defect, pool, loaded, input, position, Speaker(silent, position));
    say(wrong ? wrong->trace() + "---- IR\n" + wrong->ir() + "---- proof\n"
              : input.script + "---- IR of the source\n" + loaded.plain.ir());
    if (wrong)
      say(wrong->verify(proofOptions()).text());
  });
  return ended.text;
}

std::string verdictOn(const Pool &pool, const PooledCase &input) {
  Ended ended = isolated(caseSeconds, [&](const Say &say) {
    LoadedCase loaded = pool.load(input.program);
    Verdict verdict = scheduled(loaded, input).verify(proofOptions());
    say(std::string(verdict.word()) + " " + oneLine(verdict.reason));
  });
  return ended.accident.empty() ? ended.text : "unknown " + ended.accident;
}

} // namespace allo::mutation
