// A design run under Verilator: built at the first call, in a process of its own, cycle by cycle.
#pragma once

#include "build/Build.h"
#include "build/VerilatorBuild.h"
#include "support/Process.h"
#include "target/rtl/Graph.h"
#include "target/rtl/Harness.h"
#include "target/rtl/model/Model.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace allo::build {

// Cycles from the one after the start was taken to the one that is done, both counted. No `most`: no bound is known.
struct CycleBounds {
  int64_t least = 0;
  std::optional<int64_t> most;
  bool isExact() const { return most && *most == least; }
};

struct SimulatedDesign {
  std::shared_ptr<const target::rtl::Graph> graph;
  std::shared_ptr<const target::rtl::model::Netlist> netlist;
  std::map<std::string, std::string> files; // SystemVerilog by name
  std::vector<std::string> order;           // of the files
  Interface interface;
  // The cycles of a call with these arguments, as reported; none: nothing is known and nothing is checked.
  std::function<CycleBounds(void *const *arguments)> cyclesOf;
  // Puts the cycles of such a call into a report; none: nothing is reported.
  std::function<void(void *const *arguments, HardwareReport &report)> reportCycles;
};

struct SimulationSettings {
  std::string waves;      // an FST file to write; empty: none
  int64_t mostCycles = 0; // 0: four times what is reported, or 10^9 where no bound is known
  bool progress = false;
  double clockNs = 10;
  // For tests of the design's control.
  int64_t runs = 1;        // one directly after the other, each on the same inputs, which must give the same
  int64_t resetAfter = -1; // first a run that is reset after so many cycles
};

class Simulation : public Executable {
public:
  Simulation(SimulatedDesign design, SimulationSettings settings);

  // Throws InternalError for a design that breaks the protocol, steps out of its arrays, gets stuck, or takes other
  // than the reported cycles; UserError for a run that takes more than the cycles allowed where no bound is known.
  double run(const Interface &interface, void **arguments, void *result) override;
  int64_t cycles() const override { return cycles_; } // of the last run
  bool wasExact() const { return wasExact_; }         // its cycles were known before it
  const SimulatedDesign &design() const { return design_; }

  void describe(void *const *arguments, HardwareReport &report) const override {
    if (design_.reportCycles)
      design_.reportCycles(arguments, report);
  }

  // Makes the program now.
  void build();
  // One program for many designs, which takes less time than one for each. All have waves or none has.
  static void buildTogether(const std::vector<Simulation *> &simulations);
  double buildSeconds() const { return binary_ ? binary_->seconds() : 0; }

private:
  SimulatorSources sources() const;
  void checkCycles(const CycleBounds &bounds, const std::vector<int64_t> &cycles) const;
  [[noreturn]] void explain(const support::ProcessResult &result, const CycleBounds &bounds, int64_t limit) const;

  SimulatedDesign design_;
  SimulationSettings settings_;
  target::rtl::Harness harness_;
  std::shared_ptr<const SimulatorBinary> binary_;
  size_t number_ = 0;          // in the program
  int64_t expectedCycles_ = 0; // of the first run, where known
  int64_t cycles_ = 0;
  bool wasExact_ = false;
};

} // namespace allo::build
