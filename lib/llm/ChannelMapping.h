// Which channels of an off-chip memory feed which operator. Operators that run at once have channels of their own, and
// only whole ones: the slowest of them says how long the memory takes.
#pragma once

#include "allo/units.hpp"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace allo::llm {

// Channels for each stream of `traffic` bits (those of none get none), at least one, `channels` in all, so that the
// largest traffic of a channel is least. With fewer channels than streams all are 0: the streams share all of them.
llvm::SmallVector<double, 8> channelsFor(llvm::ArrayRef<units::Bits> traffic, double channels);

// The time in which all streams have passed, at `rate` for all channels together.
units::Seconds channelTime(llvm::ArrayRef<units::Bits> traffic, double channels, units::BitsPerSecond rate);

} // namespace allo::llm
