#include "target/sim/Simulator.h"

#include "target/cpu/GeneratedCode.h"
#include "target/cpu/MachineCode.h"
#include "target/sim/Compile.h"
#include "target/sim/ExactOperators.h"
#include "target/sim/HostArguments.h"
#include "target/sim/Processes.h"
#include "target/sim/StreamRuntime.h"

#include "llvm/IR/LLVMContext.h"

#include <chrono>

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
  void call(std::vector<void *> &pointers);

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

Simulator::Simulator(std::shared_ptr<const rtl::Graph> graph, Interface interface)
    : design_(std::make_unique<Design>(std::move(graph), std::move(interface))) {
  auto start = std::chrono::steady_clock::now();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::TargetMachine> machine = cpu::hostMachine();
  std::unique_ptr<llvm::Module> module = compile(*design_->graph, design_->frames, context);
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

// As a process where there are streams. A design that got stuck starts anew the next time.
void Simulator::Design::call(std::vector<void *> &pointers) {
  TopCall top{code.entry, pointers.data(), arguments.result()};
  if (fifos.empty())
    return callTop(&top);
  for (Fifo &fifo : fifos)
    fifo.rebase();
  try {
    processes.run(&callTop, &top);
  } catch (...) {
    reset();
    throw;
  }
}

int64_t Simulator::run(void *const *arguments, void *result) {
  HostArguments &host = design_->arguments;
  host.take(arguments);
  std::vector<void *> pointers{design_->frame.data()};
  pointers.insert(pointers.end(), host.pointers().begin(), host.pointers().end());
  design_->call(pointers);
  host.give(arguments, result);
  return static_cast<int64_t>(host.result()[0]);
}

} // namespace allo::target::sim
