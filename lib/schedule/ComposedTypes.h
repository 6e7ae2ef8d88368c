// After kernels were put into a program: one layout of every array and one depth of every stream, on both sides of
// every call.
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Layouts, storages and depths go where nothing else was said; refuses two that differ, and elements that do.
void unifyTypes(StepContext &context);

} // namespace allo::schedule
