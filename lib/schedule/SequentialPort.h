// Ports of the top that pass the elements of an array one by one (axis, ap_fifo).
#pragma once

#include "schedule/StepContext.h"

namespace allo::schedule {

// Whether an interface with these options passes elements in order: "mode=axis".
bool isSequentialMode(llvm::StringRef mode);
bool isSequentialPort(mlir::Value parameter);

// Why such a port cannot stand for the array; nothing where each element is read, or each written, once and in order.
struct PortObstacle {
  std::string text;
  std::string hint;
  mlir::Location place;
};
std::optional<PortObstacle> sequenceObstacleOf(const StepContext &context, mlir::Value parameter);

} // namespace allo::schedule
