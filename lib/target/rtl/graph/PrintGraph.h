// A graph as text, for tests and for people, and the check of its invariants.
#pragma once

#include "target/rtl/Graph.h"

namespace allo::target::rtl {

std::string print(const Graph &graph);

// The first thing that is wrong: operands that are not visible or come later, widths, numbers; nothing when all is
// right.
std::string verify(const Graph &graph);

} // namespace allo::target::rtl
