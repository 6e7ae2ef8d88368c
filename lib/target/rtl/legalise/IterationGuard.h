// "All loops of a nest are in their first (last) iteration" as a condition.
#pragma once

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::target::rtl::legal {

enum class Iteration { first, last };

// Creates the condition where the builder is and leaves the builder in the block that runs when it holds.
void openGuard(mlir::OpBuilder &builder, mlir::Location location, llvm::ArrayRef<mlir::affine::AffineForOp> loops,
               Iteration iteration);

} // namespace allo::target::rtl::legal
