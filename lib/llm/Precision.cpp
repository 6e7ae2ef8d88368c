#include "llm/Precision.h"

#include "allo/error.hpp"

#include <algorithm>
#include <cctype>

namespace allo::llm {

namespace {
// Reads "W4" at `position`; 0 where the letters or a width of 1 to 32 do not follow.
int widthAt(const std::string &text, size_t &position, const std::string &letters) {
  if (text.compare(position, letters.size(), letters) != 0)
    return 0;
  size_t start = position + letters.size(), end = start;
  while (end < text.size() && end < start + 2 && std::isdigit(static_cast<unsigned char>(text[end])))
    ++end;
  if (end == start)
    return 0;
  int width = std::stoi(text.substr(start, end - start));
  position = end;
  return width >= 1 && width <= 32 ? width : 0;
}
} // namespace

Precision precisionOf(const std::string &name) {
  std::string text = name;
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  Precision precision;
  precision.name = text;
  auto uniform = [&](int bits, bool floating) {
    precision.weightBits = precision.activationBits = precision.cacheBits = bits;
    precision.isFloating = floating;
    return precision;
  };
  if (text == "FP32")
    return uniform(32, true);
  if (text == "FP16" || text == "BF16")
    return uniform(16, true);
  if (text == "INT8")
    return uniform(8, false);
  size_t position = 0;
  precision.weightBits = widthAt(text, position, "W");
  precision.activationBits = precision.weightBits ? widthAt(text, position, "A") : 0;
  precision.cacheBits = precision.activationBits;
  bool good = precision.activationBits != 0;
  if (good && position < text.size())
    good = (precision.cacheBits = widthAt(text, position, "KV")) != 0;
  if (!good || position != text.size())
    throw UserError("unknown quantisation '" + name + "'", {},
                    "W4A8, W8A8, W4A4KV8 (bits of weights, activations and cache, 1 to 32), INT8, FP16, BF16 or FP32");
  // Sixteen bits of activation are a floating format in every published design.
  precision.isFloating = precision.activationBits >= 16;
  return precision;
}

} // namespace allo::llm
