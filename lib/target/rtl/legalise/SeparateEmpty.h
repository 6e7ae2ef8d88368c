// Separates the iterations of a loop in which a nest inside it has nothing to do.
#pragma once

#include "target/rtl/legalise/FreshIds.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::target::rtl::legal {

// Lets all loops of the nest `loops` (outermost first, in the body of `outer`) run in every iteration of `outer`; the
// other iterations are done by a copy of `outer` without the nest. False, with nothing changed, where it cannot.
bool separateEmpty(mlir::affine::AffineForOp outer, llvm::ArrayRef<mlir::affine::AffineForOp> loops, FreshIds &ids);

} // namespace allo::target::rtl::legal
