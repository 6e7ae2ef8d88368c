// Whether the cycles of a design are the same whatever it computes with.
#pragma once

#include "target/rtl/Graph.h"

namespace allo::target::rtl {

// True where no loop, branch, call or operation on a stream happens, or iterates so often, by a value that depends on
// an argument, an array or an element of a stream. False says nothing.
bool hasStaticTiming(const Graph &graph);

// Of such a design, by function and node: whether its value depends on what the design computes with. Without arguments
// that is an array or an element of a stream, but no scalar argument of the top: the cycles are the same for the same
// ones.
std::optional<std::vector<std::vector<bool>>> varyingNodes(const Graph &graph, bool withArguments);

// Whether something asks what a stream holds, or tries an operation on one.
bool asksStreams(const Graph &graph);

} // namespace allo::target::rtl
