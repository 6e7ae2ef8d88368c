// What earlier steps proved of the program and later ones have to leave true: dataflow regions and parallel loops.
#pragma once

#include "schedule/StepContext.h"

#include <set>

namespace allo::schedule {

// The functions whose text is another one than before the step, and the new ones.
std::set<std::string> changedFunctions(const State &before, const State &after);

// Refuses the step of `context` where it breaks a dataflow region or a parallel loop that was one before. Looks only at
// what stands in, or calls, a function that changed.
void checkStanding(StepContext &context, const State &before, const std::set<std::string> &changed);

} // namespace allo::schedule
