// How many bits weights, activations and the key-value cache have: "W4A8", "W4A4KV8", "FP16".
#pragma once

#include "allo/units.hpp"

#include <string>

namespace allo::llm {

struct Precision {
  std::string name;
  double weightBits = 8, activationBits = 8, cacheBits = 8; // weights may have a share of an index or a scale
  bool isFloating = false;
  units::Bits weight() const { return units::bits(weightBits); }
  units::Bits activation() const { return units::bits(activationBits); }
  units::Bits cache() const { return units::bits(cacheBits); }
};

// Throws UserError, with the forms there are.
Precision precisionOf(const std::string &name);

} // namespace allo::llm
