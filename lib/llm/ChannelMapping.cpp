#include "llm/ChannelMapping.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

using namespace units;

llvm::SmallVector<double, 8> channelsFor(llvm::ArrayRef<Bits> traffic, double channels) {
  llvm::SmallVector<double, 8> counts(traffic.size(), 0);
  Bits total;
  double streams = 0;
  for (Bits each : traffic) {
    total += each;
    streams += each > Bits();
  }
  if (streams == 0 || streams > channels)
    return counts;
  // With (channels - streams + 1) of equal traffic, as if they could be cut, each stream rounded up still fits: the sum
  // of the counts is less than that number + streams. What is left goes where the traffic of a channel is largest.
  const double share = channels - streams + 1;
  double left = channels;
  for (size_t i = 0; i < traffic.size(); ++i)
    if (traffic[i] > Bits()) {
      counts[i] = std::max(1.0, std::ceil(traffic[i] / total * share - 1e-9));
      left -= counts[i];
    }
  for (; left >= 1; --left) {
    size_t largest = 0;
    for (size_t i = 1; i < traffic.size(); ++i)
      if (counts[i] > 0 && (counts[largest] == 0 || traffic[i] / counts[i] > traffic[largest] / counts[largest]))
        largest = i;
    ++counts[largest];
  }
  return counts;
}

Seconds channelTime(llvm::ArrayRef<Bits> traffic, double channels, BitsPerSecond rate) {
  llvm::SmallVector<double, 8> counts = channelsFor(traffic, channels);
  Bits total;
  Seconds longest;
  for (size_t i = 0; i < traffic.size(); ++i) {
    total += traffic[i];
    if (counts[i] > 0)
      longest = std::max(longest, Seconds(traffic[i] / (rate * (counts[i] / channels))));
  }
  return std::max(longest, Seconds(total / rate));
}

} // namespace allo::llm
