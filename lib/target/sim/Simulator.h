// Designs of the rtl target executed in this process: the values and the cycles of the hardware, from the scheduled
// graph that the hardware is generated from.
#pragma once

#include "allo/report.hpp"
#include "support/Interface.h"
#include "target/rtl/Graph.h"

#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <vector>

namespace allo::target::sim {

// The cycles after which a design with loops whose ends depend on data is given up: as asked for, or 10^9.
inline int64_t limitOf(int64_t asked) { return asked > 0 ? asked : 1'000'000'000; }

class Simulator {
public:
  // Compiles the design to machine code. `executesAll`: also where the times of a design do not depend on its values,
  // both are executed together, iteration by iteration; the result is the same.
  Simulator(std::shared_ptr<const rtl::Graph> graph, Interface interface, int64_t mostCycles, bool executesAll = false);
  ~Simulator();
  Simulator(Simulator &&) noexcept;
  Simulator &operator=(Simulator &&) noexcept;

  // Calls the kernel in the convention of docs/decisions/0010, with what hardware keeps between calls; returns its
  // cycles, from the one after the start was taken to the one that is done, both counted.
  int64_t run(void *const *arguments, void *result);

  // What the last run says of processes and streams.
  void describe(HardwareReport &report) const;

  // The FIFOs of the design, each with the stream that it is one of.
  std::vector<const rtl::Stream *> fifos() const;

  // So many calls from a reset on with other depths, by FIFO; 0: as many places as are ever taken. Each call is on what
  // the one before left; where that has no influence on times, nothing is computed and the arguments stay as they are.
  // The next run starts from a reset, with the depths of the design. Throws Deadlock.
  struct Trial {
    int64_t cycles = 0;
    std::vector<int64_t> peaks, elements; // most of them in a FIFO, and all that went through it
  };
  Trial tryDepths(llvm::ArrayRef<int64_t> depths, int64_t calls, void *const *arguments, void *result);

  // Cycles of the last run that were not executed, since what happens in them was known from others before.
  int64_t cyclesAddedUp() const;

  double compileMilliseconds() const;

private:
  struct Design;
  std::unique_ptr<Design> design_;
};

} // namespace allo::target::sim
