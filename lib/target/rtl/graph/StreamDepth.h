// How many places a stream gets that the source gives no depth.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/Value.h"

namespace allo::target::rtl {

// Two between processes, as HLS tools give it: enough for one element a cycle. A stream that one process both writes
// and reads has room for all that is written in its scope, since nobody else would make room. Throws UserError where
// that is not known.
int64_t chosenDepth(mlir::Value stream);

// The scalars of an element in C: "int", "{int, float}".
std::string elementText(ir::StreamType type);

} // namespace allo::target::rtl
