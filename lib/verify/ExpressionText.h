// Expressions as people write them, down to some depth.
#pragma once

#include "verify/ExpressionStore.h"

#include <functional>
#include <string>

namespace allo::verify {

struct TextOptions {
  std::function<std::string(const Node &)> inputName; // of an Input
  unsigned depth = 5;                                 // below, an expression is "…"
};

std::string textOf(const ExpressionStore &expressions, ExpressionId expression, const TextOptions &options);

// A number in decimal; floating point also as its bits: "0.5 (0x3f000000)".
std::string numberText(ExpressionType type, const llvm::APInt &bits, bool isSigned = true);

} // namespace allo::verify
