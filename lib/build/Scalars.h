// Scalars as text and at random: --bind, --range and --random-inputs.
#pragma once

#include "support/Interface.h"

#include "llvm/ADT/APInt.h"

#include <optional>
#include <string>

namespace allo::build {

// Stores the value that `text` spells; returns why it cannot, or nothing. Hexadecimal and C's floating forms are
// accepted.
std::optional<std::string> storeText(const ElementType &type, const std::string &text, char *to);

// SplitMix64: small, seekable by construction of its seed, and the same on every machine.
class RandomSequence {
public:
  RandomSequence(uint64_t seed, const std::string &name);
  uint64_t next();

private:
  uint64_t state_;
};

// The values that random inputs take: integers from low to high, both included; floating from low up to high.
// Without a range: bool 0 or 1, 8-bit integers all values, wider signed ones -100 to 100, unsigned 0 to 100, floating
// -1 to 1, arbitrary-precision and fixed-point types all values. Small enough that sums and products of a kernel rarely
// overflow.
class RandomValues {
public:
  explicit RandomValues(const ElementType &type);
  // Throws UserError when the texts are not values of the type or the range is empty.
  RandomValues(const ElementType &type, const std::string &name, const std::string &low, const std::string &high);
  void store(RandomSequence &sequence, char *to) const;

private:
  ElementType type_;
  llvm::APInt low_, count_; // integers: one bit wider than the type
  double from_ = -1, to_ = 1;
};

} // namespace allo::build
