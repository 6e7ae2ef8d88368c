// What an operation gives for given bits: the one meaning that constant folding and evaluation share
// (docs/decisions/0009 for what C++ leaves undefined).
#pragma once

#include "verify/ExpressionStore.h"

namespace allo::verify {

// How two floating numbers compare, as bits of the detail of FloatCompare.
enum Comparison : uint8_t { isEqual = 1, isGreater = 2, isLess = 4, isUnordered = 8 };

// The bits of the result. `operands` are those of an operation that is neither an input nor a list, in order.
// A NaN that arises is the positive quiet one without payload. Elementary functions are not computed here.
// `isRounded` is set where the result of a floating-point operation is not the exact one.
llvm::APInt fold(const Node &node, ExpressionType operandType, llvm::ArrayRef<llvm::APInt> operands,
                 bool *isRounded = nullptr);

// The canonical form of the bits of a number: one NaN.
llvm::APInt canonical(ExpressionType type, const llvm::APInt &bits);

} // namespace allo::verify
