// Exact search for a modulo schedule of a small or tight problem.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// A placement at exactly this interval; nothing when there are none or `budget` (relaxations of edges) was used up.
std::optional<Placement> searchPhases(const Network &network, int64_t interval, int64_t &budget);

} // namespace allo::target::rtl::scheduling
