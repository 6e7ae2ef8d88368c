// Batches in child processes, so that a crash or an endless loop costs one case and names it.
#pragma once

#include "Batch.h"

#include <functional>

namespace allo::fuzz {

// Runs one batch, again without the case that ended the process where that happens. `context` is printed nowhere.
BatchResult runIsolated(const std::vector<CaseInput> &inputs, uint64_t seed);

// Calls `makeBatch(i)` for i below `batches`, `workers` at a time, and `receive` with each result.
void runAll(int batches, int workers, uint64_t seed, const std::function<std::vector<CaseInput>(int)> &makeBatch,
            const std::function<void(int, const BatchResult &)> &receive);

} // namespace allo::fuzz
