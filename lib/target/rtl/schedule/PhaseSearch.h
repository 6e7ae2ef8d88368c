// Exact search for a modulo schedule of a small or tight problem.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// A placement at exactly this interval; nothing when there are none or the search was given up.
std::optional<Placement> searchPhases(const Network &network, int64_t interval);

} // namespace allo::target::rtl::scheduling
