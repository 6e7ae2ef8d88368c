// Choosing the registers of an operator.
#include "target/rtl/operators/Forms.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace allo::target::rtl {

namespace {
// Adds up the segments between registers; `isCut(k)`: registers after segment k.
template <typename IsCut>
Pipeline measure(const std::vector<double> &delays, double overhead, double room, IsCut isCut) {
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
  for (unsigned segment = 0; segment < delays.size(); segment++) {
    // What was measured of a segment includes leaving and entering registers, paid once for each group.
    path += startsGroup ? delays[segment] : std::max(0.0, delays[segment] - overhead);
    startsGroup = false;
    if (segment + 1 == delays.size()) {
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

Pipeline chooseCuts(const std::vector<double> &delays, double overhead, double clock, double room) {
  Pipeline best;
  double bestLongest = std::numeric_limits<double>::infinity();
  unsigned cuts = unsigned(delays.size()) - 1;
  for (uint64_t mask = 0; mask < (uint64_t(1) << cuts); mask++) {
    Pipeline form = measure(delays, overhead, room, [&](unsigned cut) { return unsigned(mask >> (cut - 1) & 1); });
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

Pipeline chooseEven(const std::vector<double> &delays, const std::vector<unsigned> &sizes, double overhead,
                    double clock, double room) {
  unsigned places = 0;
  for (unsigned size : sizes)
    places += size;
  unsigned lastCut = places - sizes.back();
  Pipeline best;
  for (unsigned latency = 0; latency < places; latency++) {
    auto upTo = [&](unsigned place) { return place == lastCut ? latency : place * (latency + 1) / places; };
    unsigned place = 0;
    Pipeline form = measure(delays, overhead, room, [&](unsigned cut) {
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
