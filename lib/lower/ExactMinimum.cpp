// fmin and fmax as the system's library computes them, where `llvm.minnum` leaves the sign of zero open.
//   arith.minnumf %a, %b  →  select(a < b, a, select(b is NaN, a, b))
//   arith.maxnumf %a, %b  →  select(b < a, a, select(b is NaN, a, b))
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

namespace {
void rewrite(Operation *op, arith::CmpFPredicate takesFirst) {
  OpBuilder builder(op);
  Location location = op->getLoc();
  Value a = op->getOperand(0), b = op->getOperand(1);
  Value first = arith::CmpFOp::create(builder, location, takesFirst, a, b);
  Value isNaN = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNO, b, b);
  Value second = arith::SelectOp::create(builder, location, isNaN, a, b);
  Value result = arith::SelectOp::create(builder, location, first, a, second);
  op->getResult(0).replaceAllUsesWith(result);
  op->erase();
}
} // namespace

void exactMinimum(ModuleOp module) {
  module.walk([](Operation *op) {
    if (isa<arith::MinNumFOp>(op))
      rewrite(op, arith::CmpFPredicate::OLT);
    else if (isa<arith::MaxNumFOp>(op))
      rewrite(op, arith::CmpFPredicate::OGT);
  });
}

} // namespace allo::lower
