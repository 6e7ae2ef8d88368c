#include "target/sim/ValueQueue.h"

#include "target/sim/Storage.h"

#include <algorithm>
#include <cstring>

namespace allo::target::sim {

namespace {
// A process runs until it has no element or no room: the longer, the fewer switches; but what is written should still
// be in the cache when it is read.
constexpr int64_t bufferBytes = int64_t(16) << 10, leastPlaces = 64;
} // namespace

ValueQueue::ValueQueue(const rtl::Stream &stream) : elementBytes(bytesOf(stream.width)) {
  places = std::max(leastPlaces, bufferBytes / elementBytes);
  buffer = std::make_unique_for_overwrite<char[]>(static_cast<size_t>(places * elementBytes));
  data = buffer.get();
}

bool ValueQueue::makeRoom() {
  if (size() > places / 2)
    return false;
  std::memmove(data, data + taken * elementBytes, static_cast<size_t>(size() * elementBytes));
  written -= taken;
  taken = 0;
  return true;
}

void ValueQueue::grow() {
  auto longer = std::make_unique_for_overwrite<char[]>(static_cast<size_t>(2 * places * elementBytes));
  std::memcpy(longer.get(), data + taken * elementBytes, static_cast<size_t>(size() * elementBytes));
  written -= taken;
  taken = 0;
  places *= 2;
  buffer = std::move(longer);
  data = buffer.get();
}

} // namespace allo::target::sim
