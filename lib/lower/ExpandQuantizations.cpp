// Conversions of fixed point become integer arithmetic (lib/ir/Quantize.h).
//   %y = allo.quantize %x : i32 as <ap_fixed, 32, 16> -> i16 as <ap_fixed, 16, 8, rnd>
//   →  %half = arith.shrui %x, 7; … ; %y = arith.addi %floor, %up
#include "ir/Quantize.h"
#include "lower/Lower.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

void expandQuantizations(ModuleOp module) {
  module.walk([](ir::QuantizeOp op) {
    OpBuilder builder(op);
    Value expanded =
        ir::expandQuantize(builder, op.getLoc(), op.getValue(), op.getFrom().getValue(), op.getTo().getValue());
    op.getResult().replaceAllUsesWith(expanded);
    op.erase();
  });
}

} // namespace allo::lower
