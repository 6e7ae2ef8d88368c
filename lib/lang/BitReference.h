// References to bits: `x[i]`, `x.range(hi, lo)`, `(a, b)`, as values and as places that are read and written in part.
#pragma once

#include "ir/CType.h"
#include "lang/FunctionLowering.h"

#include "mlir/IR/Value.h"

#include <memory>

namespace allo::lang {

struct BitReference {
  enum Form { value, variable, bits, concat } form = value;
  clang::SourceLocation place;
  unsigned width = 0;     // of what it reads as: the most bits it can name
  mlir::Value number;     // value: of `width` bits; bits of an expression: the number they belong to
  std::optional<View> of; // variable, bits of a variable
  // bits: `length` of them from `first` up (i32); reversed where hi < lo.
  bool isBit = false;
  mlir::Value first, length;
  bool isInside = false;                   // known to be bits that exist
  bool isNonNegative = false;              // `first` is known to be
  mlir::Value isReversed;                  // i1, or null where known not to be
  std::shared_ptr<BitReference> high, low; // concat
};

} // namespace allo::lang
