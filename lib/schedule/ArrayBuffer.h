// A local buffer that stands for part of an array inside a loop: what buffer_at and reuse_at share.
#pragma once

#include "schedule/StepContext.h"

#include "analysis/Footprint.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace allo::schedule {

// Refuses an array that is none, that belongs to another function, or that is declared inside the loop.
void refuseForeignArray(const StepContext &context, const ArrayArgument &array, mlir::affine::AffineForOp axis);

// The accesses to the array inside the axis; refuses when there is none or when one is not affine.
std::vector<analysis::Access> affineAccesses(const StepContext &context, const ArrayArgument &array,
                                             mlir::affine::AffineForOp axis);

// The name given with `as=`, or ARRAY + suffix; refuses one that is taken.
std::string bufferName(const StepContext &context, const ArrayArgument &array, const std::string &suffix);

// The array where `builder` stands. A table may be fetched in several places, none of which needs to come before: it is
// fetched again. State is fetched once, where its function begins.
mlir::Value arrayHere(StepContext &context, const ArrayArgument &array, mlir::OpBuilder &builder);

// Lets `access` go to element (index - start) of the buffer, which has the dimensions `kept` of the array.
void redirectToBuffer(const analysis::Access &access, mlir::Value buffer, llvm::ArrayRef<unsigned> kept,
                      const analysis::Footprint &footprint);

} // namespace allo::schedule
