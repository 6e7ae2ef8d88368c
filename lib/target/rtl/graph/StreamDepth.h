// How many places a stream gets that the source gives no depth.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/Value.h"

namespace allo::target::rtl {

// Of a stream that the function declares. In a dataflow region two between processes, as HLS tools give it: enough for
// one element a cycle. Elsewhere what is written to it in its scope, where that is known: processes may have to run one
// after the other there, and nobody else makes room where one process has both ends, or asks whether it is full
// (natively it never is). Throws UserError for these two where it is not known.
int64_t chosenDepth(mlir::Value stream);

// The scalars of an element in C: "int", "{int, float}".
std::string elementText(ir::StreamType type);

} // namespace allo::target::rtl
