// Modulo scheduling: one iteration every `interval` cycles.
#pragma once

#include "target/rtl/schedule/Network.h"

namespace allo::target::rtl::scheduling {

// A placement at exactly this interval, or nothing when none were found. `effort` 0 is one quick try; more tries other
// orders and finally searches. `refusedBy`: the resource that refused most often.
struct ModuloAttempt {
  std::optional<Placement> placement;
  unsigned refusedBy = 0;
};
ModuloAttempt scheduleModulo(const Network &network, int64_t interval, unsigned effort);

// The interval that resources alone force, and the one that does.
struct ResourceBound {
  int64_t interval = 1;
  unsigned resource = 0;
};
ResourceBound resourceBound(const Problem &problem);

} // namespace allo::target::rtl::scheduling
