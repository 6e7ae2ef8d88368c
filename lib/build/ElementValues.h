// The value of a scalar element in memory, whatever its type: integers of any width, fixed point, floating types.
#pragma once

#include "support/Interface.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"

namespace allo::build {

// The integer that all bytes of the element hold, and the one that its value's bits alone hold.
llvm::APSInt loadBytes(const ElementType &type, const char *from);
llvm::APSInt loadInteger(const ElementType &type, const char *from);
// Sign- or zero-extends the value to the element's bytes.
void storeInteger(const ElementType &type, const llvm::APInt &value, char *to);

const llvm::fltSemantics &semanticsOf(const ElementType &type); // of a floating type
llvm::APFloat loadFloat(const ElementType &type, const char *from);
void storeFloat(const ElementType &type, const llvm::APFloat &value, char *to);

inline bool isFloating(const ElementType &type) { return !type.isInteger(); }

// The element in decimal, exact for integers and fixed point, and its bits: "-1.5 (0xfe80)".
std::string valueText(const ElementType &type, const char *at);

} // namespace allo::build
