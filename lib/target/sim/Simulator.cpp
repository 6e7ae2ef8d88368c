#include "target/sim/Simulator.h"

#include "target/cpu/GeneratedCode.h"
#include "target/cpu/MachineCode.h"
#include "target/rtl/GraphQueries.h"
#include "target/rtl/report/StaticTiming.h"
#include "target/sim/Compile.h"
#include "target/sim/Deadlock.h"
#include "target/sim/ExactOperators.h"
#include "target/sim/HostArguments.h"
#include "target/sim/Processes.h"
#include "target/sim/StreamRuntime.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/IR/LLVMContext.h"

#include <chrono>
#include <cstdlib>
#include <future>
#include <set>

namespace allo::target::sim {

namespace {
struct Free {
  void operator()(char *memory) const { std::free(memory); }
};
// Zero, and without cost where it is not touched.
using Memory = std::unique_ptr<char, Free>;
Memory zeroed(int64_t bytes) {
  char *memory = static_cast<char *>(std::calloc(1, static_cast<size_t>(bytes) + 64));
  if (!memory)
    throw UserError("there is no memory for " + std::to_string(bytes) + " bytes of simulated arrays");
  return Memory(memory);
}
} // namespace

// A design whose times do not depend on values is executed in two parts, which are faster than both at once
// (docs/decisions/0033): `values` has the values then, everything else the times.
struct Simulator::Design {
  struct Values {
    Memory frame;
    std::deque<ValueQueue> queues;
    Processes processes{false};
    cpu::LoadedCode code;
  };

  Design(std::shared_ptr<const rtl::Graph> given, Interface itsInterface)
      : graph(std::move(given)), interface(std::move(itsInterface)), frames(framesOf(*graph)),
        arguments(*graph, interface) {}
  void compile(int64_t mostCycles, bool executesAll);
  void reset();
  void call(void *const *arguments);
  int64_t runTimes(); // of a design without `values`: both; returns the cycles
  void run(Processes &running, const cpu::LoadedCode &its, char *itsFrame, std::deque<Fifo> *itsFifos);
  bool runsWith(const std::map<size_t, int64_t> &depths, void *const *arguments, std::vector<size_t> &full);
  std::vector<size_t> numbersOf(const Deadlock &found) const;
  std::string remedyFor(const Deadlock &found, void *const *arguments);

  std::shared_ptr<const rtl::Graph> graph;
  Interface interface;
  std::vector<Frame> frames;
  HostArguments arguments;
  std::vector<void *> pointers;
  Memory frame; // what hardware keeps from call to call
  std::deque<Fifo> fifos;
  Processes processes;
  cpu::LoadedCode code;
  std::deque<PipelinePlan> plans;
  std::unique_ptr<Values> values;
  // The last call, of which the FIFOs say what happened to them. Another one takes as long where the streams are empty
  // before both.
  struct Call {
    int64_t cycles;
    std::vector<uint64_t> scalars;
    bool isFromEmpty;
  };
  std::optional<Call> known;
  double milliseconds = 0;
};

void Simulator::Design::reset() {
  auto initialiseFrame = [&](Memory &memory, llvm::function_ref<void *(const rtl::Stream &, unsigned)> makeFifo) {
    memory = zeroed(frames.back().bytes);
    initialise(*graph, frames, static_cast<unsigned>(graph->functions.size() - 1), memory.get(), makeFifo);
  };
  fifos.clear();
  known.reset();
  initialiseFrame(frame, [&](const rtl::Stream &stream, unsigned element) {
    return &fifos.emplace_back(stream, element, /*hasElements=*/!values);
  });
  if (!values)
    return;
  values->queues.clear();
  initialiseFrame(values->frame,
                  [&](const rtl::Stream &stream, unsigned) { return &values->queues.emplace_back(stream); });
}

void Simulator::Design::compile(int64_t mostCycles, bool executesAll) {
  std::map<std::string, void *> functions = streamFunctions();
  functions[operatorName] = reinterpret_cast<void *>(&runOperator);
  auto compiled = [&](cpu::Effort effort, auto makeModule) {
    llvm::LLVMContext context;
    std::unique_ptr<llvm::TargetMachine> machine = cpu::hostMachine();
    std::unique_ptr<llvm::Module> module = makeModule(context);
    module->setTargetTriple(machine->getTargetTriple());
    module->setDataLayout(machine->createDataLayout());
    cpu::optimise(*module, *machine, effort);
    return cpu::load(std::move(module), *machine, functions);
  };
  std::optional<std::vector<std::vector<bool>>> varies;
  if (rtl::usesStreams(*graph) && !executesAll)
    varies = rtl::varyingNodes(*graph, /*withArguments=*/false);
  if (!varies) {
    code = compiled(cpu::Effort::fastCode,
                    [&](llvm::LLVMContext &context) { return sim::compile(*graph, frames, mostCycles, context); });
    return;
  }
  std::future<cpu::LoadedCode> times = std::async(std::launch::async, [&] {
    return compiled(cpu::Effort::fastCompilation,
                    [&](llvm::LLVMContext &context) { return compileTimes(*graph, frames, *varies, plans, context); });
  });
  values = std::make_unique<Values>();
  values->code = compiled(cpu::Effort::fastCode,
                          [&](llvm::LLVMContext &context) { return compileValues(*graph, frames, context); });
  code = times.get();
}

Simulator::Simulator(std::shared_ptr<const rtl::Graph> graph, Interface interface, int64_t mostCycles, bool executesAll)
    : design_(std::make_unique<Design>(std::move(graph), std::move(interface))) {
  auto start = std::chrono::steady_clock::now();
  design_->compile(mostCycles, executesAll);
  design_->reset();
  design_->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Simulator::~Simulator() = default;
Simulator::Simulator(Simulator &&) noexcept = default;
Simulator &Simulator::operator=(Simulator &&) noexcept = default;

int64_t Simulator::cyclesAddedUp() const { return design_->processes.steadyState().cyclesAddedUp(); }

double Simulator::compileMilliseconds() const { return design_->milliseconds; }

namespace {
bool hasWhile(const rtl::Graph &graph) {
  return llvm::any_of(graph.functions, [](const rtl::Function &function) {
    return llvm::any_of(function.children, [](const rtl::Child &child) {
      return child.kind == rtl::Child::loop && child.counters.empty();
    });
  });
}

struct TopCall {
  void (*entry)(void **, void *);
  void **pointers;
  void *result;
};
ALLO_CALLS_GENERATED_CODE void callTop(void *call) {
  auto *top = static_cast<TopCall *>(call);
  top->entry(top->pointers, top->result);
}
} // namespace

// As a process where it may be left before its end.
void Simulator::Design::run(Processes &running, const cpu::LoadedCode &its, char *itsFrame,
                            std::deque<Fifo> *itsFifos) {
  pointers.assign(1, itsFrame);
  pointers.insert(pointers.end(), arguments.pointers().begin(), arguments.pointers().end());
  TopCall top{its.entry, pointers.data(), arguments.result()};
  if (fifos.empty() && !hasWhile(*graph))
    return callTop(&top);
  running.run(&callTop, &top, itsFifos);
}

// Of the arguments that were taken.
int64_t Simulator::Design::runTimes() {
  for (Fifo &fifo : fifos)
    fifo.rebase();
  run(processes, code, frame.get(), values ? &fifos : nullptr);
  return static_cast<int64_t>(arguments.result()[0]);
}

void Simulator::Design::call(void *const *given) {
  arguments.take(given);
  if (!values) {
    runTimes();
    return;
  }
  bool areEmpty = llvm::all_of(fifos, [](const Fifo &fifo) { return fifo.size() == 0; });
  if (!areEmpty || !known || known->scalars != arguments.scalars()) {
    known.reset();
    int64_t cycles = runTimes(); // before the values: where the times end, those do
    known = {cycles, arguments.scalars(), areEmpty};
  }
  run(values->processes, values->code, values->frame.get(), nullptr);
  arguments.result()[0] = static_cast<uint64_t>(known->cycles);
  if (!known->isFromEmpty)
    known.reset();
}

// Whether it runs to its end with these depths, from a reset on.
bool Simulator::Design::runsWith(const std::map<size_t, int64_t> &depths, void *const *given,
                                 std::vector<size_t> &full) {
  reset();
  for (auto [number, depth] : depths)
    fifos[number].setDepth(depth);
  try {
    arguments.take(given);
    runTimes();
    return true;
  } catch (const Deadlock &found) {
    full = numbersOf(found);
    return false;
  }
}

std::vector<size_t> Simulator::Design::numbersOf(const Deadlock &found) const {
  std::vector<size_t> numbers;
  for (size_t number = 0; number < fifos.size(); ++number)
    if (llvm::is_contained(found.full(), &fifos[number]))
      numbers.push_back(number);
  return numbers;
}

// The streams that are full get more places until something else is waited for; then each as few as will do.
std::string Simulator::Design::remedyFor(const Deadlock &found, void *const *given) {
  constexpr int64_t most = int64_t(1) << 20;
  constexpr std::chrono::seconds patience(2);
  auto start = std::chrono::steady_clock::now();
  auto isTimeLeft = [&] { return std::chrono::steady_clock::now() - start < patience; };
  std::map<size_t, int64_t> depths;
  std::vector<size_t> full = numbersOf(found);
  do {
    if (full.empty())
      return "no depth helps: what is read is never written";
    for (size_t number : full) {
      int64_t &depth = depths.try_emplace(number, fifos[number].depth()).first->second;
      depth *= 2;
      if (depth > most || !isTimeLeft())
        return "more places for '" + fifos[number].name() + "' do not help, up to " + std::to_string(depth / 2);
    }
  } while (!runsWith(depths, given, full));
  std::set<size_t> unread;
  for (const auto &[number, depth] : depths)
    if (!fifos[number].consumer)
      unread.insert(number);
  for (auto &[number, depth] : depths) {
    int64_t tooFew = fifos[number].stream().depth - 1;
    while (depth - tooFew > 1 && isTimeLeft()) {
      int64_t enough = depth;
      depth = (tooFew + enough) / 2;
      if (!runsWith(depths, given, full)) {
        tooFew = depth;
        depth = enough;
      }
    }
  }
  std::string text;
  for (auto [number, depth] : depths)
    if (depth != fifos[number].stream().depth)
      text += (text.empty() ? "it would go on with " : ", ") + std::to_string(depth) + " places in '" +
              fifos[number].name() + "' (line " + std::to_string(fifos[number].stream().place.line) + ")" +
              (unread.contains(number) ? ", which nobody reads" : "");
  return text;
}

int64_t Simulator::run(void *const *arguments, void *result) {
  try {
    design_->call(arguments);
  } catch (const Deadlock &found) {
    std::string remedy = found.full().empty() ? found.hint() : design_->remedyFor(found, arguments);
    design_->reset();
    throw Deadlock(found, remedy);
  } catch (...) {
    design_->reset();
    throw;
  }
  design_->arguments.give(arguments, result);
  return static_cast<int64_t>(design_->arguments.result()[0]);
}

std::vector<const rtl::Stream *> Simulator::fifos() const {
  std::vector<const rtl::Stream *> streams;
  for (const Fifo &fifo : design_->fifos)
    streams.push_back(&fifo.stream());
  return streams;
}

Simulator::Trial Simulator::tryDepths(llvm::ArrayRef<int64_t> depths, int64_t calls, void *const *arguments,
                                      void *result) {
  design_->reset();
  llvm::scope_exit resetAfter([&] { design_->reset(); });
  for (auto [fifo, depth] : llvm::zip_equal(design_->fifos, depths))
    depth ? fifo.setDepth(depth) : fifo.setUnlimited();
  Trial trial{0, std::vector<int64_t>(depths.size()), std::vector<int64_t>(depths.size())};
  for (int64_t call = 0; call < calls; ++call) {
    design_->arguments.take(arguments);
    trial.cycles += design_->runTimes();
    if (!design_->values)
      design_->arguments.give(arguments, result);
    for (auto [fifo, peak, elements] : llvm::zip_equal(design_->fifos, trial.peaks, trial.elements)) {
      peak = std::max(peak, fifo.peak());
      elements += fifo.writes();
    }
  }
  return trial;
}

//===-- What a run was like ---------------------------------------------------------------------------------------===//

namespace {
// In the order in which they were started, what is in a process behind it.
std::vector<std::string> inOrder(const std::map<std::string, Statistics> &statistics) {
  std::vector<std::pair<std::vector<size_t>, std::string>> keyed;
  for (const auto &[path, its] : statistics) {
    std::vector<size_t> numbers;
    for (size_t end = 0; end != std::string::npos && !path.empty();) {
      end = path.find('/', end + 1);
      auto around = statistics.find(path.substr(0, end));
      numbers.push_back(around == statistics.end() ? 0 : around->second.number);
    }
    keyed.emplace_back(std::move(numbers), path);
  }
  llvm::sort(keyed);
  std::vector<std::string> paths;
  for (auto &[numbers, path] : keyed)
    paths.push_back(std::move(path));
  return paths;
}
} // namespace

void Simulator::describe(HardwareReport &report) const {
  report.processes.clear();
  report.streams.clear();
  std::map<const Statistics *, std::string> paths;
  report.timeline_cycles = 1;
  for (const auto &[path, statistics] : design_->processes.statistics()) {
    paths[&statistics] = path;
    report.timeline_cycles = std::max(report.timeline_cycles, statistics.timeline.cyclesOfPart());
  }
  std::map<const Statistics *, std::vector<std::pair<std::string, int64_t>>> stalls;
  for (const Fifo &fifo : design_->fifos) {
    std::map<const Statistics *, int64_t> ofThis;
    for (bool isRead : {false, true})
      for (auto [whose, cycles] : fifo.stalls(isRead))
        ofThis[whose] += cycles;
    for (auto [whose, cycles] : ofThis)
      stalls[whose].emplace_back(fifo.name(), cycles);
  }
  for (const std::string &path : inOrder(design_->processes.statistics())) {
    if (path.empty()) // the top waits for the others
      continue;
    const Statistics &statistics = design_->processes.statistics().at(path);
    HardwareProcess process{path, statistics.child->place, statistics.times, statistics.cycles, statistics.cycles, {},
                            {}};
    process.stalls = std::move(stalls[&statistics]);
    for (const auto &[stream, cycles] : process.stalls)
      process.busy -= cycles;
    llvm::sort(process.stalls);
    Timeline timeline = statistics.timeline;
    timeline.widen(report.timeline_cycles);
    for (const auto &[present, reading, writing] : timeline.parts())
      process.timeline.push_back({present, reading, writing});
    report.processes.push_back(std::move(process));
  }
  auto pathOfEnd = [&](const Statistics *end) { return end ? std::optional(paths.at(end)) : std::nullopt; };
  for (Fifo &fifo : design_->fifos)
    report.streams.push_back({fifo.name(), fifo.stream().place, fifo.depth(), fifo.writes(), fifo.peak(),
                              fifo.size() + fifo.dropped(), fifo.occupancies(), pathOfEnd(fifo.producer),
                              pathOfEnd(fifo.consumer)});
}

} // namespace allo::target::sim
