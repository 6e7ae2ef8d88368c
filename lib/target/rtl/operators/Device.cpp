// A device: multiplexers, registers, margins.
#include "target/rtl/operators/DeviceTable.h"

#include <cmath>

namespace allo::target::rtl {

// A LUT of six inputs is a multiplexer of four.
double Device::muxDelay(unsigned inputs, unsigned width) const {
  unsigned levels = 0;
  for (uint64_t reached = 1; reached < inputs; reached *= 4)
    levels++;
  // Wide ones have selectors of large fan-out.
  return levels * table_->muxLevel * (width > 64 ? 1.25 : 1);
}

Area Device::muxArea(unsigned inputs, unsigned width) const {
  Area area;
  if (inputs > 1)
    area.lut = std::ceil((inputs - 1) / 3.0) * width;
  return area;
}

Area Device::registerArea(unsigned width) const {
  Area area;
  area.ff = width;
  return area;
}

double Device::clockMargin() const { return table_->margin; }
Area Device::capacity() const { return table_->capacity; }

} // namespace allo::target::rtl
