// Every process waits: which ones, where, and what would let them go on.
#pragma once

#include "target/sim/Processes.h"

#include "allo/error.hpp"

namespace allo::target::sim {

UserError deadlock(const std::deque<Process> &processes);

} // namespace allo::target::sim
