// The step that partition and reshape share.
#pragma once

#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

namespace allo::schedule {

// array, dim, kind, factor.
std::vector<Parameter> layoutParameters();

// Checks and sets the layout that the arguments ask for, in every function that the array reaches. With `reshape` the
// banks are parts of one wide word.
void applyLayout(StepContext &context, bool reshape);

} // namespace allo::schedule
