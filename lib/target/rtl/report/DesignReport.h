// What a design is made of, for people: its loops with their intervals and cycles, its operators and memories, and an
// estimate of its area. Read from the graph that the generator reads, and from the model that is printed.
#pragma once

#include "allo/report.hpp"
#include "target/rtl/Design.h"

namespace allo::target::rtl {

// Resources are estimates: the device's data for operators and memories, and a count of registers and of the
// expressions of the model for the rest.
HardwareReport reportOf(const Design &design, const Device &device, const Options &options);

// Of a graph from which nothing was generated: loops and cycles.
HardwareReport reportOf(const Graph &graph, const Device &device, const Options &options);

// The cycles of the whole and of every loop again, for a call with these scalar arguments (by number).
void reportCycles(HardwareReport &report, const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars);

} // namespace allo::target::rtl
