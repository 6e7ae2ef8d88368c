#include "build/BuildSim.h"

#include "build/BuildRtl.h"
#include "build/DirectiveNotes.h"
#include "target/rtl/report/DesignReport.h"
#include "target/sim/Simulator.h"

#include <chrono>

namespace allo::build {

namespace {
class SimulatedExecutable : public Executable {
public:
  SimulatedExecutable(std::shared_ptr<const target::rtl::Graph> graph, const Interface &interface, int64_t mostCycles)
      : graph_(graph), simulator_(std::move(graph), interface, mostCycles) {}

  double run(const Interface &, void **arguments, void *result) override {
    auto start = std::chrono::steady_clock::now();
    for (int64_t call = 0; call < calls; ++call)
      cycles_ = simulator_.run(arguments, result);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  int64_t cycles() const override { return cycles_; }
  void describe(void *const *arguments, HardwareReport &report) const override {
    target::rtl::reportCycles(report, *graph_, scalarsOf(*graph_, arguments));
  }
  void describeRun(HardwareReport &report) const override { simulator_.describe(report); }

private:
  std::shared_ptr<const target::rtl::Graph> graph_;
  target::sim::Simulator simulator_;
  int64_t cycles_ = 0;
};
} // namespace

void buildSim(mlir::ModuleOp module, const SimOptions &options, Built &built) {
  target::rtl::Options hardware =
      hardwareOptions(options.device, options.clock_ns, options.flush_to_zero, options.limits);
  std::shared_ptr<const target::rtl::Graph> graph = target::rtl::makeGraph(module, hardware);
  built.hardware = target::rtl::reportOf(*graph, target::rtl::Device::named(hardware.device), hardware);
  for (std::string &note : directiveNotes(module, *built.hardware))
    built.notes.push_back(std::move(note));
  built.executable = std::make_shared<SimulatedExecutable>(std::move(graph), built.interface,
                                                           target::sim::limitOf(options.max_cycles));
}

} // namespace allo::build
