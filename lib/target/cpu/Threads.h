// The threads that run parallel loops: one pool in the process, made when the first parallel loop runs.
#pragma once

#include <cstdint>

namespace allo::target::cpu {

// Runs iterations begin, begin + step, … (below end) of a loop.
using RangeFunction = void (*)(void *captured, int64_t begin, int64_t end, int64_t step);

// Runs the whole loop on `threads` threads (0: one for each core) and returns when every iteration is done. A loop
// inside a parallel loop runs on its own thread alone. Called by compiled code.
void runParallel(RangeFunction function, void *captured, int64_t begin, int64_t end, int64_t step, int64_t threads);

} // namespace allo::target::cpu
