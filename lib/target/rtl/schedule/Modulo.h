// Modulo scheduling: one iteration every `interval` cycles.
#pragma once

#include "target/rtl/schedule/Groups.h"

namespace allo::target::rtl::scheduling {

// How much work the search for the least interval may still take.
struct Effort {
  int64_t probes = 0;      // of the reservation table, by further tries with other orders
  int64_t relaxations = 0; // of edges, by exact search
};

// A placement at exactly this interval, or nothing when none was found. Tries other orders and finally searches as long
// as there is effort left; one try is always made. `refusedBy`: the resource that refused most often.
struct ModuloAttempt {
  std::optional<Placement> placement;
  unsigned refusedBy = 0;
};
ModuloAttempt scheduleModulo(const Network &network, const Clusters &clusters, int64_t interval, Effort &effort);

// The interval that resources alone force, and the one that does.
struct ResourceBound {
  int64_t interval = 1;
  unsigned resource = 0;
};
ResourceBound resourceBound(const Problem &problem, const Clusters &clusters);

} // namespace allo::target::rtl::scheduling
