// Which instruction an operation of the arithmetic dialects is, by its name.
#pragma once

#include "verify/Code.h"

namespace allo::verify {

struct OperationCode {
  Action action;
  Opcode opcode;
  uint8_t detail = 0;
};

// Nothing for operations that are no arithmetic.
std::optional<OperationCode> operationCode(mlir::Operation *op);

} // namespace allo::verify
