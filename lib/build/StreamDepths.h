// The least depths of the streams of a design, found by simulating it.
#pragma once

#include "allo/depths.hpp"

#include "support/Interface.h"

namespace allo::build {

// `arguments` in the form of docs/decisions/0010; they stay as they are.
StreamDepths findDepths(const Schedule &schedule, const Interface &interface, void *const *arguments,
                        const DepthOptions &options);

// The schedule with the steps that set those depths.
Schedule withDepths(const Schedule &schedule, const StreamDepths &depths);

} // namespace allo::build
