// Erases the marks of `reassociate`: the order that the schedule made is the order of every target. LLVM would go on
// reordering where it finds the flag.
//   arith.addf %a, %b fastmath<reassoc> : f32  →  arith.addf %a, %b : f32
#include "ir/Reassociation.h"
#include "lower/Lower.h"

using namespace mlir;

namespace allo::lower {

void eraseReassociation(ModuleOp module) {
  module.walk([](Operation *op) {
    if (ir::isReassociable(op))
      ir::setReassociable(op, false);
  });
}

} // namespace allo::lower
