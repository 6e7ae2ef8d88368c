// The values that an index can take, from the constant bounds of the loops around it. An analysis; sound where `known`.
#pragma once

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Value.h"

#include <cstdint>

namespace allo::target::hls {

struct Interval {
  bool known = false;
  int64_t low = 0, high = 0;
  bool fits(int64_t smallest, int64_t largest) const { return !known || (low >= smallest && high <= largest); }
  bool isNonNegative() const { return known && low >= 0; }
};

Interval rangeOf(mlir::Value index);
// Of an affine expression, and of everything computed on the way to it.
Interval rangeOf(mlir::AffineExpr expression, unsigned dimensions, mlir::ValueRange operands,
                 Interval *intermediate = nullptr);

} // namespace allo::target::hls
