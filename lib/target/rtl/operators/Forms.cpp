// Choosing the registers of an operator.
#include "target/rtl/operators/Forms.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace allo::target::rtl {

namespace {
// Adds up the segments between registers; `isCut(k)`: registers after segment k.
template <typename IsCut> Pipeline measure(const std::vector<Segment> &segments, double room, IsCut isCut) {
  Pipeline form;
  double path = 0;
  bool isFirst = true, startsGroup = true;
  auto close = [&](bool toOutput) {
    if (isFirst)
      form.delayIn = path;
    if (toOutput)
      form.delayOut = path;
    form.longest = std::max(form.longest, path + (isFirst || toOutput ? room : 0));
    isFirst = false;
    path = 0;
  };
  for (unsigned segment = 0; segment < segments.size(); segment++) {
    path += startsGroup ? segments[segment].alone : segments[segment].joined;
    startsGroup = false;
    if (segment + 1 == segments.size()) {
      close(true);
    } else if (unsigned registers = isCut(segment + 1)) {
      close(false);
      form.latency += registers;
      startsGroup = true;
    }
  }
  if (form.latency == 0)
    form.delayOut = 0;
  return form;
}
} // namespace

Pipeline chooseCuts(const std::vector<Segment> &segments, double clock, double room) {
  Pipeline best;
  double bestLongest = std::numeric_limits<double>::infinity();
  unsigned cuts = unsigned(segments.size()) - 1;
  for (uint64_t mask = 0; mask < (uint64_t(1) << cuts); mask++) {
    Pipeline form = measure(segments, room, [&](unsigned cut) { return unsigned(mask >> (cut - 1) & 1); });
    form.cuts = mask << 1;
    // Fits first, then the fewer registers, then the shorter longest path; without a fit the shortest.
    double longest = std::max(form.longest, clock);
    bool better = longest < bestLongest ||
                  (longest == bestLongest &&
                   (form.latency < best.latency || (form.latency == best.latency && form.longest < best.longest)));
    if (better) {
      best = form;
      bestLongest = longest;
    }
  }
  return best;
}

Pipeline chooseEven(const std::vector<Segment> &segments, const std::vector<unsigned> &sizes, double clock,
                    double room) {
  unsigned places = 0;
  for (unsigned size : sizes)
    places += size;
  unsigned lastCut = places - sizes.back();
  Pipeline best;
  for (unsigned latency = 0; latency < places; latency++) {
    auto upTo = [&](unsigned place) { return place == lastCut ? latency : place * (latency + 1) / places; };
    unsigned place = 0;
    Pipeline form = measure(segments, room, [&](unsigned cut) {
      place += sizes[cut - 1];
      return upTo(place) - upTo(place - sizes[cut - 1]);
    });
    if (latency == 0 || form.longest < best.longest)
      best = form;
    if (form.longest <= clock)
      return form;
  }
  return best;
}

} // namespace allo::target::rtl
