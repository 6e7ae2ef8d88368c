#include "ScheduleGenerator.h"

#include "analysis/ReductionUpdate.h"
#include "build/Describe.h"
#include "ir/Reassociation.h"
#include "schedule/Address.h"
#include "schedule/Implementation.h"

#include <algorithm>

namespace allo::fuzz {

void ScheduleGenerator::look(const Schedule &schedule) {
  known_ = build::describe(schedule);
  aims_ = aimsOf(schedule.implementation().module(), schedule.kernel());
  sums_.clear();
  kernel_ = schedule.kernel();
  // The report gives the path of a loop for people; a step needs its unique address.
  size_t next = 0, nextArray = 0;
  for (auto function : schedule.implementation().module().getOps<mlir::func::FuncOp>()) {
    schedule::FunctionNames names(function);
    std::string name = schedule::functionAddress(function); // "row#1" where there are copies
    for (const schedule::LoopEntry &loop : names.loops()) {
      known_.loops.at(next).path = names.pathOf(loop);
      known_.loops.at(next++).function = name;
    }
    for (const schedule::ArrayEntry &array : names.arrays()) {
      bool isUpdated = llvm::any_of(array.memory.getUsers(), [](mlir::Operation *user) {
        auto update = analysis::floatingUpdateOf(user);
        return update && !ir::isReassociable(update->chain.front());
      });
      if (isUpdated)
        sums_.push_back((function == schedule.implementation().top() ? "" : name + ":") + names.pathOf(array));
      if (nextArray < known_.arrays.size() && known_.arrays[nextArray].name == array.variable.getName() &&
          known_.arrays[nextArray].function == function.getSymName()) {
        known_.arrays[nextArray].name = names.pathOf(array);
        known_.arrays[nextArray++].function = name;
      }
    }
  }
  for (const LoopReport &loop : known_.loops)
    pastAddresses_.push_back(address(loop));
}

std::string ScheduleGenerator::address(const LoopReport &loop) const {
  return loop.function == kernel_ ? loop.path : loop.function + ":" + loop.path;
}

const LoopReport &ScheduleGenerator::anyLoop() { return random_.pick(known_.loops); }

// The loop and the ones below it, each the first in the one before.
std::vector<const LoopReport *> ScheduleGenerator::nest(const LoopReport &outermost) {
  std::vector<const LoopReport *> found = {&outermost};
  size_t at = static_cast<size_t>(&outermost - known_.loops.data());
  for (size_t i = at + 1; i < known_.loops.size() && found.size() < 4; ++i) {
    const LoopReport &next = known_.loops[i];
    if (next.function != outermost.function || next.depth != found.back()->depth + 1)
      break;
    found.push_back(&next);
  }
  return found;
}

std::string ScheduleGenerator::factor(const LoopReport &loop) {
  int64_t most = std::max<int64_t>(1, loop.trip_count.value_or(4));
  return std::to_string(random_.chance(92) ? random_.between(1, most) : random_.between(1, most + 3));
}

std::string ScheduleGenerator::loopStep(const std::string &word) {
  if (known_.loops.empty())
    return word + " i";
  const LoopReport &loop = anyLoop();
  if (word == "split")
    return "split " + address(loop) + " factor=" + factor(loop);
  if (word == "unroll")
    return "unroll " + address(loop) + (random_.chance(50) ? "" : " factor=" + factor(loop));
  if (word == "pipeline")
    return "pipeline " + address(loop) + (random_.chance(50) ? "" : " ii=" + std::to_string(random_.between(1, 4)));
  if (word == "parallel")
    return "parallel " + address(loop);
  if (word == "peel")
    return "peel " + address(loop) + " count=" + std::to_string(random_.between(1, 3)) +
           (random_.chance(50) ? " side=back" : "");
  if (word == "distribute") {
    std::vector<const LoopReport *> inside = nest(loop);
    bool isAround = inside.size() > 1 && random_.chance(60);
    return "distribute " + address(loop) + (isAround ? " at=" + address(*inside[1]) : "");
  }
  if (word == "merge")
    return mergeStep();
  if (word == "outline")
    return "outline " + address(loop) + " as=part" + std::to_string(random_.between(1, 4));
  if (word == "replace" || word == "unify")
    return functionStep(word);
  std::vector<const LoopReport *> loops = nest(loop);
  for (int i = 0; i < 4 && loops.size() < 2; ++i)
    loops = nest(anyLoop());
  size_t count = loops.size() > 2 ? static_cast<size_t>(random_.between(2, int64_t(loops.size()))) : loops.size();
  loops.resize(count);
  if (word == "reorder") {
    random_.shuffle(loops);
    if (loops.size() > 2 && random_.chance(30))
      loops.pop_back();
  }
  std::string text = word, factors;
  for (const LoopReport *each : loops) {
    text += " " + address(*each);
    factors += (factors.empty() ? "" : ",") + factor(*each);
  }
  return word == "tile" ? text + " factors=" + factors : text;
}

// Two functions, mostly of one signature.
std::string ScheduleGenerator::functionStep(const std::string &word) {
  if (aims_.alike.empty() && random_.chance(90))
    return packStep();
  std::pair<std::string, std::string> names = !aims_.alike.empty() && random_.chance(90)
                                                  ? random_.pick(aims_.alike)
                                                  : std::pair(anyLoop().function, anyLoop().function);
  return word + " " + names.first + " with=" + names.second +
         (word == "unify" ? " as=both" + std::to_string(random_.between(1, 3)) : "");
}

// Mostly of a body that is made of nests and calls.
std::string ScheduleGenerator::dataflowStep() {
  if (aims_.regions.empty() && random_.chance(80))
    return interfaceStep();
  if (!aims_.regions.empty() && random_.chance(85))
    return "dataflow " + random_.pick(aims_.regions);
  return known_.loops.empty() || random_.chance(50) ? "dataflow" : "dataflow loop=" + address(anyLoop());
}

// Of a parameter of the top, mostly with a mode that fits it.
std::string ScheduleGenerator::interfaceStep() {
  std::vector<std::string> names;
  for (const ArrayReport &array : known_.arrays)
    if (array.function == kernel_ && array.name.size() == 1)
      names.push_back(array.name);
  static const std::vector<std::string> modes = {"m_axi bundle=gmem", "ap_memory", "bram latency=2", "axis", "axis",
                                                 "ap_fifo",           "s_axilite", "ap_none"};
  return "interface " + (names.empty() ? std::string("A") : random_.pick(names)) + " mode=" + random_.pick(modes);
}

// An array that is no parameter of the top, with a factor that fits.
std::string ScheduleGenerator::packStep() {
  std::vector<const ArrayReport *> arrays;
  for (const ArrayReport &array : known_.arrays)
    if (!array.shape.empty() && (array.name.size() > 1 || random_.chance(10)))
      arrays.push_back(&array);
  if (arrays.empty())
    return "pack A factor=2";
  const ArrayReport &array = *random_.pick(arrays);
  auto dim = static_cast<size_t>(random_.between(1, int64_t(array.shape.size())));
  int64_t most = std::min<int64_t>(8, array.shape[dim - 1] + (random_.chance(5) ? 1 : 0));
  std::string name =
      array.function == kernel_ || array.function.empty() ? array.name : array.function + ":" + array.name;
  return "pack " + name + " factor=" + std::to_string(random_.between(2, std::max<int64_t>(2, most))) +
         (dim == array.shape.size() && random_.chance(50) ? "" : " dim=" + std::to_string(dim));
}

// Two loops in one nest or function, mostly such that run equally often or stand under conditions.
std::string ScheduleGenerator::mergeStep() {
  if (!aims_.guarded.empty() && random_.chance(40))
    return "merge " + random_.pick(aims_.guarded);
  std::vector<std::pair<const LoopReport *, const LoopReport *>> pairs, equal;
  for (size_t i = 0; i < known_.loops.size(); ++i)
    for (size_t j = i + 1; j < known_.loops.size(); ++j) {
      const LoopReport &first = known_.loops[i], &second = known_.loops[j];
      if (first.function != second.function || second.depth < first.depth)
        break;
      if (second.depth != first.depth)
        continue;
      pairs.push_back({&first, &second});
      if (first.trip_count == second.trip_count)
        equal.push_back({&first, &second});
    }
  if (pairs.empty())
    return "merge " + address(anyLoop()) + " " + address(anyLoop());
  auto [first, second] = random_.pick(!equal.empty() && random_.chance(85) ? equal : pairs);
  return "merge " + address(*first) + " " + address(*second) +
         (random_.chance(40) ? " shift=" + std::to_string(random_.between(1, 3)) : "");
}

// A nest that writes an array and a loop that reads it, mostly.
std::string ScheduleGenerator::computeStep() {
  if (aims_.producers.empty() && random_.chance(80))
    return reuseStep();
  std::string ends = !aims_.producers.empty() && random_.chance(90) ? random_.pick(aims_.producers)
                     : known_.loops.empty() ? "i axis=j"
                                            : address(anyLoop()) + " axis=" + address(anyLoop());
  return "compute_at " + ends + (random_.chance(50) ? " recompute=no" : "") +
         (random_.chance(20) ? " as=buf" + std::to_string(random_.between(1, 3)) : "");
}

// An array and a loop that moves over it, mostly.
std::string ScheduleGenerator::reuseStep() {
  if (aims_.windows.empty() && random_.chance(60))
    return arrayStep("partition");
  return aims_.windows.empty() || random_.chance(15)
             ? arrayStep("reuse_at")
             : "reuse_at " + random_.pick(aims_.windows) +
                   (random_.chance(30) ? " as=buf" + std::to_string(random_.between(1, 3)) : "");
}

std::string ScheduleGenerator::arrayStep(const std::string &word) {
  if (word == "reassociate" && !sums_.empty() && random_.chance(85))
    return "reassociate " + random_.pick(sums_);
  std::vector<const ArrayReport *> arrays;
  for (const ArrayReport &array : known_.arrays)
    if (!array.shape.empty() || random_.chance(15))
      arrays.push_back(&array);
  if (arrays.empty())
    return word + " A";
  // The arrays that the generator makes for channels ("V1"): others are rarely written once and read once.
  if ((word == "to" || word == "stream_depth") && random_.chance(80)) {
    auto others = std::stable_partition(arrays.begin(), arrays.end(),
                                        [](const ArrayReport *array) { return array->name.starts_with("V"); });
    if (others != arrays.begin())
      arrays.erase(others, arrays.end());
  }
  if (word == "reassociate") { // sums are floating-point, and mostly scalars
    arrays.clear();
    for (const ArrayReport &array : known_.arrays)
      if (random_.chance(5) || array.type == "float" || array.type == "double" || array.type == "half")
        arrays.push_back(&array);
    if (arrays.empty())
      return "reassociate A";
  }
  const ArrayReport &array = *random_.pick(arrays);
  std::string name =
      array.function == kernel_ || array.function.empty() ? array.name : array.function + ":" + array.name;
  if (word == "reassociate")
    return "reassociate " + name;
  if (word == "partition") {
    int64_t dim = random_.between(0, int64_t(array.shape.size()));
    int64_t most = 8;
    for (int64_t extent : array.shape)
      most = std::min(most, extent);
    static const std::vector<std::string> kinds = {"block", "cyclic", "complete"};
    std::string kind = random_.pick(kinds);
    return "partition " + name + " dim=" + std::to_string(dim) + " kind=" + kind +
           (kind == "complete" ? "" : " factor=" + std::to_string(random_.between(1, std::max<int64_t>(1, most))));
  }
  if (word == "to")
    return "to " + name + (random_.chance(40) ? " depth=" + std::to_string(random_.between(1, 9)) : "") +
           (random_.chance(30) ? " as=lane" : "");
  if (word == "stream_depth" && random_.chance(85)) { // streams are not among the arrays: what `to` made
    if (streams_.empty())
      return "to " + name;
    name = random_.pick(streams_);
  }
  if (word == "stream_depth")
    return "stream_depth " + name + " depth=" + std::to_string(random_.between(1, 9));
  if (word == "retype") {
    static const std::vector<std::string> types = {
        "short",  "long", "(unsigned char)",  "ap_int<40>", "ap_uint<9>", "float",
        "double", "half", "ap_fixed<80, 40>", "ap_int<33>"};
    return "retype " + name + " type=" + random_.pick(types);
  }
  std::string text = word + " " + name;
  for (int i = 0; i < 6 && !known_.loops.empty(); ++i) {
    const LoopReport &loop = anyLoop();
    if (loop.function == array.function || i == 5)
      return text + " axis=" + address(loop) +
             (random_.chance(30) ? " as=buf" + std::to_string(random_.between(1, 3)) : "");
  }
  return text + " axis=i";
}

// The address of the stream that a step `to` made.
std::string ScheduleGenerator::streamOf(const std::string &step) {
  std::string name = step.substr(3, step.find(' ', 3) - 3);
  size_t colon = name.rfind(':');
  if (step.find(" as=lane") != std::string::npos)
    return colon == std::string::npos ? "lane" : name.substr(0, colon + 1) + "lane";
  return name;
}

// The loops that the generator makes for grids ("g1"), or any: their iterations are rarely independent.
std::string ScheduleGenerator::unfoldStep() {
  std::vector<const LoopReport *> made;
  for (const LoopReport &loop : known_.loops)
    if (loop.name.starts_with("g") && loop.recorded.empty())
      made.push_back(&loop);
  std::vector<const LoopReport *> loops = nest(!made.empty() && random_.chance(75) ? *random_.pick(made) : anyLoop());
  size_t count = 1;
  while (count < loops.size() && loops[count]->name.starts_with("g"))
    ++count;
  loops.resize(random_.chance(80) ? count : static_cast<size_t>(random_.between(1, int64_t(loops.size()))));
  std::string text = "unfold";
  for (const LoopReport *loop : loops)
    text += " " + address(*loop);
  return text + (random_.chance(30) ? " as=cell" + std::to_string(random_.between(1, 3)) : "");
}

// An array that the processing elements read, along a loop of their grid, mostly.
std::string ScheduleGenerator::chainStep() {
  std::string depth = random_.chance(50) ? " depth=" + std::to_string(random_.between(1, 4)) : "";
  if (!aims_.chains.empty() && random_.chance(85))
    return "to " + random_.pick(aims_.chains) + depth;
  return "to " + (known_.arrays.empty() ? "A" : random_.pick(known_.arrays).name) + " axis=" + address(anyLoop()) +
         depth;
}

// Inlines a function of the source, or one that `outline` made.
std::string ScheduleGenerator::inlineStep() {
  std::vector<std::string> functions = helpers_;
  for (const LoopReport &loop : known_.loops)
    if (loop.function.rfind("part", 0) == 0)
      functions.push_back(loop.function);
  return "inline " + (functions.empty() ? std::string("part1") : random_.pick(functions));
}

// Spoils one word of a step.
std::string ScheduleGenerator::senseless(std::string step) {
  static const std::vector<std::string> numbers = {"=0", "=-3", "=99999999999", "=", "=x", "=9223372036854775808"};
  size_t equals = step.find('='), blank = step.find(' ');
  switch (random_.between(0, 5)) {
  case 0:
    if (equals != std::string::npos)
      return step.substr(0, equals) + random_.pick(numbers);
    break;
  case 1:
    return step + " bogus=1";
  case 2:
    if (blank != std::string::npos)
      return step.substr(0, blank) + " nowhere" + step.substr(std::min(step.size(), step.find(' ', blank + 1)));
    break;
  case 4: // a name that may be ambiguous
    if (blank != std::string::npos && !known_.loops.empty())
      return step.substr(0, blank) + " " + anyLoop().name +
             step.substr(std::min(step.size(), step.find(' ', blank + 1)));
    break;
  case 3: // an address of an earlier state
    if (blank != std::string::npos)
      return step.substr(0, blank) + " " + random_.pick(pastAddresses_) +
             step.substr(std::min(step.size(), step.find(' ', blank + 1)));
    break;
  default:
    break;
  }
  return random_.chance(50) ? step.substr(0, blank) : step + " i";
}

std::string ScheduleGenerator::proposal() {
  static const std::vector<std::string> loopWords = {
      "split", "tile",   "reorder",  "reorder",  "fuse",     "peel",    "distribute", "distribute", "merge",
      "merge", "unroll", "pipeline", "parallel", "parallel", "outline", "replace",    "unify"};
  static const std::vector<std::string> hardwareWords = {"split",      "tile",   "reorder",  "fuse",     "peel",
                                                         "distribute", "merge",  "unroll",   "pipeline", "pipeline",
                                                         "pipeline",   "unroll", "parallel", "outline"};
  std::string step;
  int form = static_cast<int>(random_.between(0, 99));
  if (prefersHardware_) {
    if (!known_.loops.empty() && random_.chance(4))
      return unfoldStep();
    if (form < 62)
      return loopStep(random_.pick(hardwareWords));
    if (random_.chance(4))
      return arrayStep("reassociate");
    return form < 66   ? packStep()
           : form < 80 ? arrayStep("partition")
           : form < 85 ? arrayStep("retype")
           : form < 90 ? reuseStep()
           : form < 93 ? arrayStep("buffer_at")
           : form < 96 ? computeStep()
                       : inlineStep();
  }
  int rare = static_cast<int>(random_.between(0, 99));
  if (!known_.loops.empty() && random_.chance(7))
    step = unfoldStep();
  else if (!known_.loops.empty() && random_.chance(aims_.chains.empty() ? 1 : 45))
    step = chainStep();
  else if (!known_.loops.empty() && !aims_.alike.empty() && random_.chance(8))
    step = functionStep(random_.chance(50) ? "replace" : "unify");
  else if (!streams_.empty() && random_.chance(12))
    step = arrayStep("stream_depth");
  else if (rare < 6)
    step = arrayStep("to");
  else if (rare < 10)
    step = dataflowStep();
  else if (rare < 12)
    step = interfaceStep();
  else if (rare < 17)
    step = packStep();
  else if (rare < 20)
    step = arrayStep("reassociate");
  else if (form < 62)
    step = loopStep(random_.pick(loopWords));
  else if (form < 72)
    step = arrayStep("partition");
  else if (form < 79)
    step = arrayStep("retype");
  else if (form < 85)
    step = reuseStep();
  else if (form < 90)
    step = arrayStep("buffer_at");
  else if (form < 95)
    step = computeStep();
  else
    step = inlineStep();
  return random_.chance(6) && !pastAddresses_.empty() ? senseless(step) : step;
}

bool ScheduleGenerator::attempt(Schedule &schedule, const std::string &word, const std::string &text,
                                const std::function<void(Schedule &)> &step, Tally &tally) {
  announce_(text);
  std::string before = schedule.ir(), traceBefore = schedule.trace();
  try {
    step(schedule);
    ++tally.steps[word].first;
    if (schedule.trace() == traceBefore)
      throw Failure{"an accepted step is not in the trace", text};
    return true;
  } catch (const ScheduleError &error) {
    ++tally.steps[word].second;
    if (schedule.ir() != before)
      throw Failure{"a refused step changed the IR", text + "\n" + error.what()};
    if (schedule.trace() != traceBefore)
      throw Failure{"a refused step changed the trace", text + "\n" + error.what()};
    if (error.message().empty())
      throw Failure{"a refusal without a reason", text};
    return false;
  } catch (const Error &error) {
    throw Failure{"schedule: " + word + ": not a ScheduleError", text + "\n" + error.what()};
  } catch (const std::exception &error) {
    throw Failure{"schedule: " + word + ": an exception of another kind", text + "\n" + error.what()};
  }
}

// Whether the function has a parameter that is a stream.
static bool takesStream(mlir::ModuleOp module, const std::string &name) {
  auto function = module.lookupSymbol<mlir::func::FuncOp>(name);
  return function && llvm::any_of(function.getArgumentTypes(), llvm::IsaPred<ir::StreamType>);
}

// Schedules a helper alone and composes it.
void ScheduleGenerator::composeHelper(Schedule &schedule, Tally &tally) {
  const std::string &helper = random_.pick(helpers_);
  if (takesStream(schedule.implementation().module(), helper)) // which a kernel of its own cannot yet
    return;
  Schedule alone = [&] {
    try {
      return customize_(helper);
    } catch (const UserError &error) {
      // One that an earlier step took out of the program may take streams too.
      if (std::string(error.what()).find("is a stream, which is not accepted yet") != std::string::npos)
        return schedule;
      throw Failure{"a helper cannot be customized alone", helper + "\n" + error.what()};
    }
  }();
  if (alone.kernel() == schedule.kernel())
    return;
  std::vector<std::string> none;
  ScheduleGenerator inner(random_, none, customize_, announce_);
  inner.apply(alone, static_cast<int>(random_.between(1, 2)), tally);
  // Often at one call only; a later step may compose another schedule of the helper at the next.
  std::string at = random_.chance(50) ? "all" : "#" + std::to_string(random_.between(1, random_.chance(70) ? 1 : 3));
  if (!attempt(
          schedule, "compose", "compose " + helper + " at=" + at, [&](Schedule &s) { s.compose(alone, at); }, tally) ||
      !random_.chance(25))
    return;
  Schedule other = customize_(helper);
  inner.apply(other, 1, tally);
  attempt(
      schedule, "compose", "compose " + helper + " at=#1 (another schedule)",
      [&](Schedule &s) { s.compose(other, "#1"); }, tally);
}

// A handle that was made earlier names the same loop or is refused.
void ScheduleGenerator::useHandle(Schedule &schedule, Tally &tally) {
  const Loop handle = random_.pick(handles_);
  bool exists = false;
  for (const LoopReport &loop : known_.loops) {
    try {
      exists |= schedule.loop(address(loop)).identity() == handle.identity();
    } catch (const ScheduleError &error) {
      throw Failure{"an address that the report gives does not resolve", address(loop) + "\n" + error.what()};
    }
  }
  bool accepted = attempt(
      schedule, "unroll", "unroll " + handle.name() + " (a handle) factor=1", [&](Schedule &s) { s.unroll(handle, 1); },
      tally);
  if (accepted && !exists)
    throw Failure{"a stale handle was accepted", handle.name()};
}

// What the tally counts a step as: chains apart from other streams.
static std::string wordOf(const std::string &step) {
  std::string word = step.substr(0, step.find(' '));
  return word == "to" && step.find(" axis=") != std::string::npos ? "to axis=" : word;
}

void ScheduleGenerator::apply(Schedule &schedule, int steps, Tally &tally) {
  look(schedule);
  int accepted = 0;
  for (int tries = 0; tries < 3 * steps && accepted < steps; ++tries) {
    if (!known_.loops.empty() && random_.chance(15))
      handles_.push_back(schedule.loop(address(anyLoop())));
    bool changed = false;
    if (!handles_.empty() && random_.chance(8)) {
      useHandle(schedule, tally);
      changed = true;
    } else if (!helpers_.empty() && random_.chance(favouredStep == "compose" ? 60 : 12)) {
      composeHelper(schedule, tally);
      changed = true;
    } else {
      std::string before = schedule.ir(), step = proposal();
      for (int again = 0; again < 60 && !favouredStep.empty() && wordOf(step) != favouredStep; ++again)
        step = proposal();
      changed = attempt(schedule, wordOf(step), step, [&](Schedule &s) { s.apply(step); }, tally);
      if (changed && step.starts_with("to ") && step.find(" axis=") == std::string::npos)
        streams_.push_back(streamOf(step));
      if (changed && random_.chance(5)) {
        schedule.undo();
        if (schedule.ir() != before)
          throw Failure{"undo does not restore the IR", step};
      }
    }
    if (!changed)
      continue;
    ++accepted;
    look(schedule);
  }
}

} // namespace allo::fuzz
