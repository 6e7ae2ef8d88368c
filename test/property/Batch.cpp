#include "Batch.h"

#include "Hardware.h"
#include "LegalForm.h"
#include "PragmaCheck.h"

#include "build/Compare.h"
#include "build/Describe.h"
#include "ir/InterfaceOf.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"
#include "target/cpu/Compiled.h"
#include "target/hls/Emit.h"
#include "target/sim/Deadlock.h"
#include "target/sim/Simulator.h"

#include "allo/program.hpp"
#include "allo/verify.hpp"

#include <cstring>
#include <deque>
#include <sstream>
#include <unistd.h>

namespace allo::fuzz {

namespace {
constexpr int64_t mostCycles = 3000000; // as in hardware

struct HardwareRun {
  const char *kind;
  const Schedule *schedule;
  std::unique_ptr<build::Simulation> simulation;
};

// One case on its way.
struct Live {
  const CaseInput *input;
  int position;
  std::optional<Schedule> plain, scheduled;
  std::optional<build::ArgumentSet> start, expected, reordered;
  std::vector<CodePart> emitted; // scheduled, and for some also plain
  std::vector<HardwareRun> hardware;
  bool isOut = false;
};

class Batch {
public:
  Batch(uint64_t seed, const std::filesystem::path &directory, Progress &progress)
      : seed_(seed), directory_(directory), progress_(progress) {}
  void add(const CaseInput &input, int position);
  BatchResult finish();

private:
  void enter(const Live &live, const char *stage, const std::string &detail = "");
  void fail(Live &live, const Failure &failure, const Schedule *schedule = nullptr);
  bool lower(Live &live);
  bool schedule(Live &live);
  void checkReplay(Live &live);
  void emit(Live &live);
  void emitOne(Live &live, const Schedule &schedule, const std::string &variant);
  void findExpected();
  void runCpu(Live &live, const Schedule &schedule, const char *kind, bool asLegalForm = false);
  void prove(Live &live);
  void runEmitted();
  void makeHardware(Live &live, const Schedule &schedule, const char *kind);
  bool blocksByDepth(Live &live, const HardwareRun &run, const std::string &message);
  std::optional<int64_t> runSim(Live &live, const HardwareRun &run, build::ArgumentSet &actual);
  void compareSim(Live &live, const HardwareRun &run);
  void runHardware();
  const build::ArgumentSet &referenceFor(Live &live, const Schedule *schedule);
  void compare(Live &live, const build::ArgumentSet &actual, const std::string &kind, const Schedule *schedule);

  uint64_t seed_;
  std::filesystem::path directory_;
  Progress &progress_;
  std::deque<Live> lives_; // whose addresses stay
  BatchResult result_;
};

void Batch::enter(const Live &live, const char *stage, const std::string &detail) {
  alarm(60); // ends the process; the progress tells where
  progress_.position = live.position;
  std::snprintf(progress_.stage, sizeof progress_.stage, "%s", stage);
  std::snprintf(progress_.detail, sizeof progress_.detail, "%s", detail.c_str());
  std::string script = live.scheduled ? live.scheduled->trace() : "";
  std::snprintf(progress_.script, sizeof progress_.script, "%s", script.c_str());
}

void Batch::fail(Live &live, const Failure &failure, const Schedule *schedule) {
  CaseFailure entry{live.position, failure, "", ""};
  if (!schedule && live.scheduled)
    schedule = &*live.scheduled;
  if (schedule)
    entry.script = schedule->trace(), entry.ir = schedule->ir();
  result_.failures.push_back(entry);
  live.isOut = true;
}

bool Batch::lower(Live &live) {
  enter(live, "front end");
  std::filesystem::path file = directory_ / (live.input->top + ".cpp");
  support::writeFile(file, std::string(prelude) + live.input->text);
  try {
    live.plain = allo::parse(file).customize(live.input->top);
    live.start = makeArguments(ir::interfaceOf(live.plain->implementation().top()), *live.input, seed_);
    return true;
  } catch (const UserError &error) {
    ++result_.notLowered;
    result_.notes.emplace_back(live.position, std::string("not lowered: ") + error.what());
  } catch (const std::exception &error) {
    fail(live, {"front end: internal error", error.what()});
  }
  return false;
}

bool Batch::schedule(Live &live) {
  live.scheduled = live.plain;
  if (comparesExpressions)
    return true;
  Random random(seed_ ^ 0x5ced, static_cast<uint64_t>(live.input->number));
  auto announce = [&](const std::string &step) { enter(live, "schedule", step); };
  announce("");
  try {
    enter(live, "pragmas");
    Random pragmas(seed_ ^ 0x97a6, static_cast<uint64_t>(live.input->number));
    checkPragmas(std::string(prelude) + live.input->text, live.input->top, *live.plain, pragmas,
                 directory_ / (live.input->top + "_pragmas.cpp"));
    if (live.input->script) {
      announce(*live.input->script);
      live.scheduled->replay(*live.input->script);
    } else {
      allo::Program program = allo::parse(directory_ / (live.input->top + ".cpp"));
      ScheduleGenerator generator(
          random, live.input->helpers, [&](const std::string &kernel) { return program.customize(kernel); }, announce,
          isHardwareCase(live.input->number));
      generator.apply(*live.scheduled, static_cast<int>(random.between(1, 7)), result_.tally);
    }
    result_.steps += int(live.scheduled->steps().size());
    checkReplay(live);
    return true;
  } catch (const Failure &failure) {
    fail(live, failure);
  } catch (const ScheduleError &error) {
    fail(live, {"the script does not apply", error.what()});
  } catch (const std::exception &error) {
    fail(live, {"schedule: internal error", error.what()});
  }
  return false;
}

void Batch::checkReplay(Live &live) {
  enter(live, "replay");
  Schedule again = *live.plain;
  try {
    again.replay(live.scheduled->trace());
  } catch (const Error &error) {
    throw Failure{"the trace does not replay", live.scheduled->trace() + error.what()};
  }
  if (again.ir() != live.scheduled->ir())
    throw Failure{"the replayed trace gives other IR", again.ir()};
}

void Batch::emitOne(Live &live, const Schedule &schedule, const std::string &variant) {
  enter(live, "hls emission", variant);
  mlir::ModuleOp module = schedule.implementation().module();
  target::hls::Emission emission = target::hls::emit(module);
  live.emitted.push_back(
      emittedPart(live.position, emission.files, target::hls::entryPoint(module), live.input->top, variant));
}

void Batch::emit(Live &live) {
  try {
    emitOne(live, *live.scheduled, "s_");
    if (live.position % 4 == 0 && !comparesExpressions)
      emitOne(live, *live.plain, "u_");
  } catch (const std::exception &error) {
    fail(live, {"hls emission: error", error.what()});
  }
}

void Batch::add(const CaseInput &input, int position) {
  ++result_.cases;
  Live &live = lives_.emplace_back();
  live.input = &input;
  live.position = position;
  live.isOut = !(lower(live) && schedule(live));
  if (!live.isOut && oracles.hls)
    emit(live);
  if (!live.isOut && isHardwareCase(input.number)) {
    makeHardware(live, *live.plain, "rtl unscheduled");
    if (!live.isOut && !live.scheduled->steps().empty())
      makeHardware(live, *live.scheduled, "rtl scheduled");
  }
}

void Batch::makeHardware(Live &live, const Schedule &schedule, const char *kind) {
  enter(live, kind, "design");
  RtlOptions options = hardwareOptions(live.input->number);
  try {
    live.hardware.push_back(
        {kind, &schedule, makeSimulation(schedule, options, live.input->number, callsOf(*live.input))});
  } catch (const UserError &error) {
    result_.refusals.emplace_back(live.position, error.message());
  } catch (const std::exception &error) {
    fail(live, {std::string(kind) + ": " + kindOfMessage(error.what()), describe(options) + ": " + error.what()},
         &schedule);
  }
}

// The cycles of the last call on the sim target; nothing: the design stands still for ever.
std::optional<int64_t> Batch::runSim(Live &live, const HardwareRun &run, build::ArgumentSet &actual) {
  enter(live, run.kind, "run on sim");
  const build::SimulatedDesign &design = run.simulation->design();
  target::sim::Simulator simulator(design.graph, design.interface, mostCycles);
  try {
    int64_t cycles = 0;
    for (int call = 0; call < callsOf(*live.input); ++call)
      cycles = simulator.run(actual.pointers().data(), actual.resultPointer());
    return cycles;
  } catch (const target::sim::Deadlock &) {
    return std::nullopt;
  }
}

// sim executes the scheduled design that the hardware is made from: the same outputs after the same cycles.
void Batch::compareSim(Live &live, const HardwareRun &run) {
  build::ArgumentSet actual = *live.start;
  std::optional<int64_t> cycles = runSim(live, run, actual);
  int64_t expected = run.simulation->cycles();
  if (!cycles)
    return fail(live, {std::string(run.kind) + ": only sim stands still for ever", ""}, run.schedule);
  compare(live, actual, std::string(run.kind) + " on sim differs", run.schedule);
  if (!live.isOut && *cycles != expected)
    fail(live,
         {std::string(run.kind) + ": sim counts other cycles",
          std::to_string(*cycles) + " on sim, " + std::to_string(expected) + " in hardware"},
         run.schedule);
}

// Whether a design whose streams were too short for its program is right with longer ones.
bool Batch::blocksByDepth(Live &live, const HardwareRun &run, const std::string &message) {
  if (message.find(" is stuck") == std::string::npos || !hasStreams(*run.schedule))
    return false;
  build::ArgumentSet onSim = *live.start;
  if (runSim(live, run, onSim)) {
    fail(live, {std::string(run.kind) + ": sim goes on where hardware stands still", message}, run.schedule);
    return true;
  }
  if (asksForDepth(*run.schedule)) { // with longer streams it would compute something else
    ++result_.blocked;
    return true;
  }
  enter(live, run.kind, "run with longer streams");
  auto deep = makeSimulation(*run.schedule, hardwareOptions(live.input->number), live.input->number,
                             callsOf(*live.input), /*isDeep=*/true);
  build::Simulation::buildTogether({deep.get()});
  build::ArgumentSet actual = *live.start;
  deep->run(actual.interface, actual.pointers().data(), actual.resultPointer());
  ++result_.blocked;
  compare(live, actual, std::string(run.kind) + " with longer streams differs", run.schedule);
  return true;
}

void Batch::runHardware() {
  std::vector<build::Simulation *> simulations;
  std::vector<std::pair<Live *, HardwareRun *>> runs;
  for (Live &live : lives_)
    for (HardwareRun &run : live.hardware)
      if (!live.isOut)
        simulations.push_back(run.simulation.get()), runs.emplace_back(&live, &run);
  if (simulations.empty())
    return;
  alarm(0);
  for (const auto &[at, message] : buildSimulations(simulations))
    if (!runs[at].first->isOut)
      fail(*runs[at].first, {std::string(runs[at].second->kind) + ": the tools refuse it", message},
           runs[at].second->schedule);
  for (auto &[live, run] : runs) {
    if (live->isOut)
      continue;
    enter(*live, run->kind, "run");
    std::string options = describe(hardwareOptions(live->input->number));
    try {
      build::ArgumentSet actual = *live->start;
      run->simulation->run(actual.interface, actual.pointers().data(), actual.resultPointer());
      ++result_.designs;
      result_.exact += run->simulation->wasExact();
      compare(*live, actual, std::string(run->kind) + " differs", run->schedule);
      if (!live->isOut)
        compareSim(*live, *run);
    } catch (const std::exception &error) {
      std::string message = error.what();
      try {
        if (blocksByDepth(*live, *run, message))
          continue;
      } catch (const std::exception &other) {
        message = other.what();
      }
      fail(*live, {std::string(run->kind) + ": " + kindOfMessage(message), options + ": " + message}, run->schedule);
    }
  }
}

// Two native runs: one under the sanitisers with variables that start as garbage, one with zeros. They must agree.
void Batch::findExpected() {
  std::vector<Live *> ready;
  std::vector<CodePart> parts;
  std::vector<build::ArgumentSet> sanitised;
  std::vector<build::ArgumentSet *> pointers;
  for (Live &live : lives_)
    if (!live.isOut)
      ready.push_back(&live);
  if (ready.empty())
    return;
  for (Live *live : ready) {
    parts.push_back(kernelPart(live->position, live->input->text, live->input->top, callsOf(*live->input)));
    sanitised.push_back(*live->start);
  }
  for (build::ArgumentSet &set : sanitised)
    pointers.push_back(&set);
  enter(*ready.front(), "sanitised run");
  alarm(0);
  std::vector<std::string> findings(ready.size());
  if (!comparesExpressions)
    findings = runSanitised(directory_, parts, pointers);
  SharedObject native(
      directory_, "native", std::string(prelude) + callSupport, parts,
      {"-std=c++20", "-O0", "-fwrapv", "-ffp-contract=off", "-fno-strict-aliasing", "-ftrivial-auto-var-init=zero"});
  for (size_t i = 0; i < ready.size(); ++i) {
    Live &live = *ready[i];
    enter(live, "native run");
    if (findings[i].empty()) {
      live.expected = *live.start;
      native.entry(parts[i].entry)(live.expected->pointers().data(), live.expected->resultPointer());
      if (!comparesExpressions && !build::compareOutputs(*live.expected, sanitised[i]).empty())
        findings[i] = "reads what was never written";
    }
    if (!findings[i].empty()) {
      ++result_.undefined;
      result_.notes.emplace_back(live.position, "undefined: " + findings[i]);
      live.isOut = true;
      continue;
    }
    ++result_.compared;
    if (!build::vacuity(*live.start, *live.expected).empty())
      ++result_.vacuous;
  }
}

// What the outputs have to be: those of the native kernel; where the schedule may reorder floating-point updates, those
// of the scheduled program on the cpu.
const build::ArgumentSet &Batch::referenceFor(Live &live, const Schedule *schedule) {
  bool isPlain = live.plain && schedule == &*live.plain;
  if (isPlain || !live.scheduled || build::describe(*live.scheduled).reassociated.empty())
    return *live.expected;
  if (!live.reordered) {
    live.reordered = *live.start;
    target::cpu::Compiled compiled = target::cpu::compile(live.scheduled->implementation().module(), {});
    for (int call = 0; call < callsOf(*live.input); ++call)
      compiled.invoke(live.reordered->pointers().data(), live.reordered->resultPointer());
  }
  return *live.reordered;
}

void Batch::compare(Live &live, const build::ArgumentSet &actual, const std::string &kind, const Schedule *schedule) {
  std::vector<Mismatch> mismatches = build::compareOutputs(referenceFor(live, schedule), actual);
  if (mismatches.empty())
    return;
  const Mismatch &first = mismatches.front();
  fail(live, {kind, build::elementName(first) + " is " + first.actual + ", expected " + first.expected}, schedule);
}

void Batch::runCpu(Live &live, const Schedule &schedule, const char *kind, bool asLegalForm) {
  if (live.isOut)
    return;
  try {
    enter(live, kind, "compilation");
    target::cpu::Options options;
    options.threads = 2;
    mlir::OwningOpRef<mlir::ModuleOp> legal;
    mlir::ModuleOp module = schedule.implementation().module();
    if (asLegalForm) {
      legal = test::runnableLegalForm(module), module = *legal;
      // Elements of arrays of streams and parts of arrays are places of hardware, which software has no form for.
      bool hasPlaces = false;
      module.walk([&](mlir::UnrealizedConversionCastOp) { hasPlaces = true; });
      if (hasPlaces)
        return;
    }
    target::cpu::Compiled compiled = target::cpu::compile(module, options);
    enter(live, kind, "run");
    build::ArgumentSet actual = *live.start;
    for (int call = 0; call < callsOf(*live.input); ++call)
      compiled.invoke(actual.pointers().data(), actual.resultPointer());
    compare(live, actual, std::string(kind) + " differs", &schedule);
  } catch (const std::exception &error) {
    fail(live, {std::string(kind) + ": error", error.what()}, &schedule);
  }
}

// The proof knows nothing of the legality of steps. Every step here was accepted, so a difference is a defect.
void Batch::prove(Live &live) {
  if (live.isOut || live.scheduled->steps().empty())
    return;
  enter(live, "proof");
  VerifyOptions options;
  options.reassociate = !build::describe(*live.scheduled).reassociated.empty();
  options.seconds = 5;
  options.solver_seconds = 1;
  try {
    Verdict verdict = live.scheduled->verify(options);
    if (verdict.kind == Verdict::different)
      fail(live, {"the proof finds a difference", verdict.text()});
    else if (verdict.kind == Verdict::equal)
      ++result_.proven;
    else
      result_.unproven.emplace_back(live.position, verdict.reason + "\n" + live.scheduled->trace());
  } catch (const std::exception &error) {
    fail(live, {"proof: error", error.what()});
  }
}

void Batch::runEmitted() {
  std::vector<CodePart> parts;
  for (const Live &live : lives_)
    if (!live.isOut)
      parts.insert(parts.end(), live.emitted.begin(), live.emitted.end());
  if (parts.empty())
    return;
  alarm(0);
  SharedObject object = emittedObject(directory_, parts, "-O0");
  for (const auto &[position, message] : object.refused())
    for (Live &live : lives_)
      if (live.position == position && !live.isOut)
        fail(live, {"the emitted C++ does not compile", message});
  for (Live &live : lives_)
    for (const CodePart &part : live.emitted) {
      if (live.isOut)
        break;
      bool isPlain = part.entry.rfind("x_u_", 0) == 0;
      const char *kind = isPlain ? "hls unscheduled" : "hls scheduled";
      enter(live, kind, "run");
      build::ArgumentSet actual = *live.start;
      for (int call = 0; call < callsOf(*live.input); ++call)
        object.entry(part.entry)(actual.pointers().data(), actual.resultPointer());
      compare(live, actual, std::string(kind) + " differs", isPlain ? &*live.plain : nullptr);
      if (live.isOut)
        result_.failures.back().ir += part.text;
    }
}

BatchResult Batch::finish() {
  if (!oracles.simulatesNothing) {
    findExpected();
    for (Live &live : lives_) {
      if (oracles.cpu)
        runCpu(live, *live.plain, "cpu unscheduled");
      if (oracles.cpu && !comparesExpressions)
        runCpu(live, *live.scheduled, "cpu scheduled");
      if (oracles.legalForm) {
        runCpu(live, *live.plain, "legal unscheduled", true);
        runCpu(live, *live.scheduled, "legal scheduled", true);
      }
      if (oracles.proof && !comparesExpressions)
        prove(live);
    }
    runEmitted();
    runHardware();
  }
  alarm(0);
  return std::move(result_);
}
} // namespace

bool isHardwareCase(int number) {
  constexpr int casesOfGroup = 50;
  return oracles.hardwareEvery > 0 && number / casesOfGroup % oracles.hardwareEvery == 0;
}

BatchResult runBatch(const std::vector<CaseInput> &inputs, uint64_t seed, const std::set<int> &skip,
                     const std::filesystem::path &directory, Progress &progress) {
  Batch batch(seed, directory, progress);
  // Pointers to cases stay valid: lives are only added.
  for (size_t i = 0; i < inputs.size(); ++i)
    if (!skip.contains(int(i)))
      batch.add(inputs[i], int(i));
  return batch.finish();
}

} // namespace allo::fuzz
