// What a process did in equal parts of the time of a run.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace allo::target::sim {

class Timeline {
public:
  enum Kind { present, reading, writing }; // running or waiting; waiting to read; waiting to write
  using Part = std::array<int64_t, 3>;     // cycles of each kind
  static constexpr int64_t mostParts = 256;

  // The cycles from `from` on and before `to`.
  void add(Kind kind, int64_t from, int64_t to);
  // So many cycles somewhere from `from` on and before `to`: the same share of each part.
  void spread(Kind kind, int64_t cycles, int64_t from, int64_t to);
  // Of so many cycles, a power of two that is not below what it is.
  void widen(int64_t cycles);
  int64_t cyclesOfPart() const { return int64_t(1) << shift_; }
  const std::vector<Part> &parts() const { return parts_; }

private:
  void merge();
  void reach(int64_t to);

  unsigned shift_ = 0; // a part is 2^shift cycles
  std::vector<Part> parts_;
};

} // namespace allo::target::sim
