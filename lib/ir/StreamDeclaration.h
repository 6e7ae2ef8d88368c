// By what the declaration of a stream is found again in what is made of a program.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace allo::ir {

// An integer on an allo.stream_create, given by who looks for it again.
inline constexpr llvm::StringLiteral declarationAttrName = "allo.declaration";

} // namespace allo::ir
