#include "target/sim/Simulator.h"

#include "target/cpu/GeneratedCode.h"
#include "target/cpu/MachineCode.h"
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
#include <set>

namespace allo::target::sim {

struct Simulator::Design {
  Design(std::shared_ptr<const rtl::Graph> given, Interface itsInterface)
      : graph(std::move(given)), interface(std::move(itsInterface)), frames(framesOf(*graph)),
        arguments(*graph, interface) {
    reset();
  }
  void reset() {
    fifos.clear();
    frame.assign(static_cast<size_t>(frames.back().bytes) + 64, 0);
    initialise(*graph, frames, static_cast<unsigned>(graph->functions.size() - 1), frame.data(), fifos);
  }
  void call(void *const *values);
  bool runsWith(const std::map<size_t, int64_t> &depths, void *const *values, std::vector<size_t> &full);
  std::vector<size_t> numbersOf(const Deadlock &found) const;
  std::string remedyFor(const Deadlock &found, void *const *values);

  std::shared_ptr<const rtl::Graph> graph;
  Interface interface;
  std::vector<Frame> frames;
  HostArguments arguments;
  std::vector<char> frame; // what hardware keeps from call to call
  std::deque<Fifo> fifos;
  Processes processes;
  cpu::LoadedCode code;
  double milliseconds = 0;
};

Simulator::Simulator(std::shared_ptr<const rtl::Graph> graph, Interface interface, int64_t mostCycles)
    : design_(std::make_unique<Design>(std::move(graph), std::move(interface))) {
  auto start = std::chrono::steady_clock::now();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::TargetMachine> machine = cpu::hostMachine();
  std::unique_ptr<llvm::Module> module = compile(*design_->graph, design_->frames, mostCycles, context);
  module->setTargetTriple(machine->getTargetTriple());
  module->setDataLayout(machine->createDataLayout());
  cpu::optimise(*module, *machine);
  std::map<std::string, void *> functions = streamFunctions();
  functions[operatorName] = reinterpret_cast<void *>(&runOperator);
  design_->code = cpu::load(std::move(module), *machine, functions);
  design_->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Simulator::~Simulator() = default;
Simulator::Simulator(Simulator &&) noexcept = default;
Simulator &Simulator::operator=(Simulator &&) noexcept = default;

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
void Simulator::Design::call(void *const *values) {
  arguments.take(values);
  std::vector<void *> pointers{frame.data()};
  pointers.insert(pointers.end(), arguments.pointers().begin(), arguments.pointers().end());
  TopCall top{code.entry, pointers.data(), arguments.result()};
  if (fifos.empty() && !hasWhile(*graph))
    return callTop(&top);
  for (Fifo &fifo : fifos)
    fifo.rebase();
  processes.run(&callTop, &top);
}

// Whether it runs to its end with these depths, from a reset on.
bool Simulator::Design::runsWith(const std::map<size_t, int64_t> &depths, void *const *values,
                                 std::vector<size_t> &full) {
  reset();
  for (auto [number, depth] : depths)
    fifos[number].setDepth(depth);
  try {
    call(values);
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
std::string Simulator::Design::remedyFor(const Deadlock &found, void *const *values) {
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
  } while (!runsWith(depths, values, full));
  std::set<size_t> unread;
  for (const auto &[number, depth] : depths)
    if (!fifos[number].consumer)
      unread.insert(number);
  for (auto &[number, depth] : depths) {
    int64_t tooFew = fifos[number].stream().depth - 1;
    while (depth - tooFew > 1 && isTimeLeft()) {
      int64_t enough = depth;
      depth = (tooFew + enough) / 2;
      if (!runsWith(depths, values, full)) {
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
    design_->call(arguments);
    design_->arguments.give(arguments, result);
    trial.cycles += static_cast<int64_t>(design_->arguments.result()[0]);
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
  for (const std::string &path : inOrder(design_->processes.statistics())) {
    if (path.empty()) // the top waits for the others
      continue;
    const Statistics &statistics = design_->processes.statistics().at(path);
    HardwareProcess process{path, statistics.child->place, statistics.times, statistics.cycles, statistics.cycles, {},
                            {}};
    for (auto [fifo, cycles] : statistics.stalls) {
      process.busy -= cycles;
      process.stalls.emplace_back(fifo->name(), cycles);
    }
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
