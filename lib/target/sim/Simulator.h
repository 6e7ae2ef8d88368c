// Designs of the rtl target executed in this process: the values and the cycles of the hardware, from the scheduled
// graph that the hardware is generated from.
#pragma once

#include "allo/report.hpp"
#include "support/Interface.h"
#include "target/rtl/Graph.h"

#include <memory>

namespace allo::target::sim {

class Simulator {
public:
  // Compiles the design to machine code.
  explicit Simulator(std::shared_ptr<const rtl::Graph> graph, Interface interface);
  ~Simulator();
  Simulator(Simulator &&) noexcept;
  Simulator &operator=(Simulator &&) noexcept;

  // Calls the kernel in the convention of docs/decisions/0010, with what hardware keeps between calls; returns its
  // cycles, from the one after the start was taken to the one that is done, both counted.
  int64_t run(void *const *arguments, void *result);

  // What the last run says of processes and streams.
  void describe(HardwareReport &report) const;

  double compileMilliseconds() const;

private:
  struct Design;
  std::unique_ptr<Design> design_;
};

} // namespace allo::target::sim
