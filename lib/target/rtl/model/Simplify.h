// Rules that make an expression smaller or plainer, by looking at it and its operands: constants, equal operands,
// nested slices and extensions. Wires only: no rule duplicates hardware.
#pragma once

#include "target/rtl/model/Model.h"

namespace allo::target::rtl::model {

// A plainer form of an expression that is not constant; null when there is none.
Value simplify(const Expression &expression);

// The parts of a concatenation with nested ones opened, and neighbours that are constants or adjacent slices of one
// value made one.
llvm::SmallVector<Value, 8> mergeParts(llvm::ArrayRef<Value> parts);

} // namespace allo::target::rtl::model
