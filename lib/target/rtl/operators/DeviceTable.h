// What is known of a device, read from devices/NAME.json, and of the operators on it, from devices/operators.json: the
// figures that `characterise` measured, with the factors of the device applied. Times in ns.
#pragma once

#include "target/rtl/Operators.h"
#include "target/rtl/operators/Forms.h"

#include <mutex>
#include <tuple>

namespace allo::target::rtl {

// An operator at one size: the path of every segment between its cut points, the registers of the cut after it.
struct Profile {
  std::vector<Segment> segments;
  std::vector<double> widths;
  double lut = 0, dsp = 0;
};

struct Device::Table {
  std::string name;
  std::vector<std::string> parts; // beginnings of part names
  Area capacity;
  double margin = 0.27;
  double fabric = 1, dsp = 1;           // ns of this device for one measured
  double overhead = 0;                  // ns in every segment for leaving and entering registers
  double joined = 1;                    // see PipelineTiming
  unsigned dspLong = 24, dspShort = 17; // unsigned operands that one DSP block multiplies
  unsigned dspSigned = 25;              // the long one with its sign, where the block is not cut into tiles
  double muxLevel = 0;                  // one level of four-way multiplexers
  MemoryTiming blockRam, lutRam;

  // Between the measured sizes delays are linear and areas a power; beyond them likewise.
  Profile profileOf(const std::string &operation, double size) const;
  bool knows(const std::string &operation) const { return points.count(operation); }
  // DSP blocks for the low `width` bits of a product.
  double dspFor(unsigned left, unsigned right, unsigned width) const;

  struct Point {
    double size = 0;
    Profile profile;
  };
  std::map<std::string, std::vector<Point>> points;

  // What was chosen before: a design asks for the same few operators thousands of times.
  mutable std::mutex chosenMutex;
  mutable std::map<std::tuple<OperatorKey, double, unsigned>, OperatorData> chosen;
};

} // namespace allo::target::rtl
