// Which elements of an array a nest computes from which others: whether a part of it can be computed without the rest.
#pragma once

#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace allo::analysis {

// Per dimension of the array: true when no element that the nest writes depends, through elements that the nest reads
// back, on one with another index in that dimension. Then the nest computes the elements in a range of such indices
// from nothing of the array outside that range. Exact where the flow is through loads and stores of the array; what
// passes through a variable of the nest is taken to reach every write in the life of the variable. `nest` has to write
// nothing but the array and variables that it declares.
llvm::SmallVector<bool> separableDimensions(mlir::Operation *nest, mlir::Value array);

} // namespace allo::analysis
