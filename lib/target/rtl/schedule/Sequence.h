// Scheduling of a straight sequence with children (loops, branches, calls) that run beside it.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// A start step for every operation: least expected time, then least steps.
Placement scheduleSequence(const Network &network);

} // namespace allo::target::rtl::scheduling
