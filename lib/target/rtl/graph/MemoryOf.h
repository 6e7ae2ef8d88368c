// Arrays as memories: layout, style and ports from the memref type, the device and how the array is used.
#pragma once

#include "target/rtl/Graph.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinTypes.h"

namespace allo::target::rtl {

// How a function uses an array: what the choice of a style depends on.
struct MemoryUse {
  bool isPassedToCalls = false;
  unsigned stores = 0; // accesses that write
};

// The layout and the width; a parameter's style. Throws UserError for what has no hardware (dynamic extents).
Memory memoryOf(mlir::Value array, const SourcePlace &place);
Memory parameterMemory(mlir::Value array, unsigned parameter, const SourcePlace &place);
Memory localMemory(mlir::Value array, const MemoryUse &use, const Device &device, const SourcePlace &place);
Memory tableMemory(mlir::memref::GetGlobalOp table, const MemoryUse &use, const Device &device,
                   const SourcePlace &place);

// Throws UserError naming the largest arrays when the local memories of all functions do not fit on the device.
void checkCapacity(const Graph &graph, const Device &device);

} // namespace allo::target::rtl
