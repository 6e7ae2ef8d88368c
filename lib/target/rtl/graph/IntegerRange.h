// The values that an integer node can take: an interval, and a lattice within it. What widths are chosen by.
#pragma once

#include <cstdint>

namespace allo::target::rtl {

// Signed values low … high that are ≡ offset (mod stride). Of values wider than 64 bits nothing is known.
struct IntegerRange {
  bool isKnown = true;
  int64_t low = INT64_MIN, high = INT64_MAX;
  int64_t stride = 1; // 0: low == high

  static IntegerRange unknown() { return {false, INT64_MIN, INT64_MAX, 1}; }
  static IntegerRange constant(int64_t value) { return {true, value, value, 0}; }
  static IntegerRange interval(int64_t low, int64_t high, int64_t stride = 1) {
    return low == high ? constant(low) : IntegerRange{true, low, high, stride};
  }
  static IntegerRange ofWidth(unsigned width); // every signed value of so many bits

  bool isConstant() const { return isKnown && low == high; }
  bool isNonNegative() const { return isKnown && low >= 0; }
  bool isWithin(int64_t least, int64_t greatest) const { return isKnown && low >= least && high <= greatest; }
  bool fits(unsigned width) const; // as signed values of so many bits
  unsigned signedWidth() const;    // least; at least 1
  unsigned unsignedWidth() const;  // of non-negative values; 0 when always 0

  // Unknown when a bound does not fit in 64 bits.
  IntegerRange plus(const IntegerRange &other) const;
  IntegerRange minus(const IntegerRange &other) const;
  IntegerRange times(const IntegerRange &other) const;
  IntegerRange unionWith(const IntegerRange &other) const;
  IntegerRange intersectedWith(int64_t least, int64_t greatest) const; // unchanged when nothing would remain
};

unsigned bitsOf(uint64_t value);           // 0: 0, 1: 1, 4: 3
unsigned indexWidth(int64_t count);        // of the numbers 0 … count - 1; at least 1
int64_t floorDivide(int64_t a, int64_t b); // b > 0
int64_t floorModulo(int64_t a, int64_t b);

} // namespace allo::target::rtl
