#include "target/sim/Timeline.h"

#include <algorithm>
#include <utility>

namespace allo::target::sim {

// Two parts become one.
void Timeline::merge() {
  for (size_t number = 0; number < parts_.size(); ++number) {
    Part part = std::exchange(parts_[number], {});
    for (size_t kind = 0; kind < part.size(); ++kind)
      parts_[number / 2][kind] += part[kind];
  }
  parts_.resize((parts_.size() + 1) / 2);
  ++shift_;
}

void Timeline::widen(int64_t cycles) {
  while (cyclesOfPart() < cycles)
    merge();
}

void Timeline::reach(int64_t to) {
  while (to > mostParts << shift_)
    merge();
  size_t last = static_cast<size_t>((to - 1) >> shift_);
  if (last >= parts_.size())
    parts_.resize(last + 1);
}

void Timeline::add(Kind kind, int64_t from, int64_t to) {
  from = std::max<int64_t>(from, 0);
  if (from < to)
    spread(kind, to - from, from, to);
}

void Timeline::spread(Kind kind, int64_t cycles, int64_t from, int64_t to) {
  if (cycles == 0)
    return;
  reach(to);
  int64_t length = to - from, before = 0;
  for (int64_t at = from; at < to;) {
    int64_t end = std::min(to, ((at >> shift_) + 1) << shift_);
    int64_t until = cycles == length ? end - from : static_cast<int64_t>(__int128(cycles) * (end - from) / length);
    parts_[static_cast<size_t>(at >> shift_)][kind] += until - before;
    before = until;
    at = end;
  }
}

} // namespace allo::target::sim
