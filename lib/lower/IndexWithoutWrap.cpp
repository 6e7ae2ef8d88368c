// States that index arithmetic does not wrap: an expression is affine, and so an index, only where that is proved
// (docs/decisions/0007), the increment past the last iteration included.
//   arith.addi %i, %step : index  →  arith.addi %i, %step overflow<nsw> : index
// LLVM needs it to know the trip count of strided loops.
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace allo::lower {

void indexWithoutWrap(ModuleOp module) {
  auto flags = arith::IntegerOverflowFlags::nsw;
  module.walk([&](Operation *op) {
    if (op->getNumResults() != 1 || !op->getResult(0).getType().isIndex())
      return;
    if (auto add = dyn_cast<arith::AddIOp>(op))
      add.setOverflowFlags(flags);
    else if (auto subtract = dyn_cast<arith::SubIOp>(op))
      subtract.setOverflowFlags(flags);
    else if (auto multiply = dyn_cast<arith::MulIOp>(op))
      multiply.setOverflowFlags(flags);
  });
}

} // namespace allo::lower
