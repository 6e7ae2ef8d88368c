#include "ir/Reassociation.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace allo::ir {

bool isReassociable(Operation *op) {
  auto flagged = dyn_cast<arith::ArithFastMathInterface>(op);
  return flagged && flagged.getFastMathFlagsAttr() &&
         bitEnumContainsAll(flagged.getFastMathFlagsAttr().getValue(), arith::FastMathFlags::reassoc);
}

void setReassociable(Operation *op, bool isReassociable) {
  auto flagged = cast<arith::ArithFastMathInterface>(op);
  auto flags = isReassociable ? arith::FastMathFlags::reassoc : arith::FastMathFlags::none;
  op->setAttr(flagged.getFastMathAttrName(), arith::FastMathFlagsAttr::get(op->getContext(), flags));
}

} // namespace allo::ir
