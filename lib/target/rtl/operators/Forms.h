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

// A part of an operator between two cut points: its path in ns between registers of its own, and what it adds to the
// path of the segment before it without registers between.
struct Segment {
  double alone = 0, joined = 0;
};

// The fewest registers with which every path fits in `clock`, those to and from other logic with `room` to spare, and
// of these the shortest paths. Where none suffice, the shortest paths.
Pipeline chooseCuts(const std::vector<Segment> &segments, double clock, double room);

// As the modules of digit recurrences spread LATENCY registers: evenly over the places of their segments, of which
// `sizes` gives the number.
Pipeline chooseEven(const std::vector<Segment> &segments, const std::vector<unsigned> &sizes, double clock,
                    double room);

} // namespace allo::target::rtl
