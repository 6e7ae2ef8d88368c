// After the start times are found: fewer registers at the same interval and no greater depth.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// Moves operations within their slack: first all to earlier cycles where that makes the iteration shorter, then to
// where values live shortest. `interval` is empty for a sequence. Fills start, arrival, depth, interval and units.
Schedule shortenLifetimes(const Network &network, std::optional<int64_t> interval, const Placement &placement);

} // namespace allo::target::rtl::scheduling
