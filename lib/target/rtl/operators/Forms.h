// Where the registers of an operator go so that it meets a clock.
#pragma once

#include <cstdint>
#include <vector>

namespace allo::target::rtl {

struct Pipeline {
  unsigned latency = 0;
  uint64_t cuts = 0;                // bit k: registers after segment k, counted from 1
  double delayIn = 0, delayOut = 0; // ns
  double longest = 0;               // ns, of the paths in, inside and out
};

// Of segments with these delays in ns, each with `overhead` for its registers: the fewest registers with which every
// path fits in `clock`, those to and from other logic with `room` to spare. All cuts when none suffice.
Pipeline chooseCuts(const std::vector<double> &delays, double overhead, double clock, double room);

// As the modules of digit recurrences spread LATENCY registers: evenly over the places of their segments, of which
// `sizes` gives the number.
Pipeline chooseEven(const std::vector<double> &delays, const std::vector<unsigned> &sizes, double overhead,
                    double clock, double room);

} // namespace allo::target::rtl
