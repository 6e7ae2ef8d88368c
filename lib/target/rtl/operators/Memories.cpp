// Memories of a device: timing, and how many RAM blocks or LUTs a bank takes.
#include "target/rtl/operators/DeviceTable.h"

#include "allo/error.hpp"

#include <algorithm>
#include <cmath>

namespace allo::target::rtl {

namespace {
constexpr double blockBits = 18432, ultraBits = 294912;

double ceilDivide(double a, double b) { return std::ceil(a / b); }

// RAMB18 in its shapes as true dual port (UG473, UG573: 16K x 1 … 1K x 18); with one port also 512 x 36.
double blocksFor(double depth, double width, unsigned ports) {
  double best = 0;
  for (double shape : {1.0, 2.0, 4.0, 9.0, 18.0, 36.0}) {
    if (shape == 36 && ports > 1)
      continue;
    double rows = shape >= 9 ? 2048 * 9 / shape : 16384 / shape;
    double blocks = ceilDivide(depth, rows) * ceilDivide(width, shape);
    best = best == 0 ? blocks : std::min(best, blocks);
  }
  return best;
}
} // namespace

MemoryTiming Device::blockRam() const { return table_->blockRam; }
MemoryTiming Device::lutRam() const { return table_->lutRam; }

Area Device::memoryArea(const std::string &style, int64_t depth, unsigned width, unsigned ports) const {
  Area area;
  if (depth <= 0 || width == 0)
    return area;
  double copies = ports > 2 ? ports - 1 : 1; // two ports a block; every further reader has a copy
  if (style == "ultra" && table_->capacity.uram > 0) {
    area.uram = ceilDivide(depth, 4096) * ceilDivide(width, 72) * copies;
  } else if (style == "block" || style == "ultra") {
    area.bram = blocksFor(double(depth), width, ports) * copies;
  } else if (style == "distributed") {
    // Four LUTs hold 32 x 6 or 64 x 3 bits with one reader (RAM32M, RAM64M); deeper ones are chosen among.
    double readers = std::max(1u, ports > 1 ? ports - 1 : 1);
    double luts = depth <= 32 ? 4 * ceilDivide(width, 6) : 4 * ceilDivide(width, 3) * ceilDivide(depth, 64);
    if (depth > 64)
      luts += muxArea(unsigned(ceilDivide(depth, 64)), width).lut;
    area.lut = luts * readers;
    area.ff = width * readers;
  } else {
    throw InternalError("unknown memory style '" + style + "'");
  }
  return area;
}

int64_t Device::onChipBits() const {
  return int64_t(table_->capacity.bram * blockBits + table_->capacity.uram * ultraBits);
}

} // namespace allo::target::rtl
