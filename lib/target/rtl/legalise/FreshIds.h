// Ids for loops and variables that a rewrite copies, counted up from the largest of the function: asking the function
// for each would make the copies of a body quadratic.
#pragma once

#include "ir/Naming.h"

namespace allo::target::rtl::legal {

class FreshIds {
public:
  explicit FreshIds(mlir::func::FuncOp function) : next_(ir::freshId(function)) {}
  int64_t next() { return next_++; }

  // Gives the loop or variable that `op` is, if any, an id of its own.
  void renumber(mlir::Operation *op) {
    if (ir::LoopAttr loop = ir::loopOf(op))
      ir::setLoop(op, loop.withId(next()));
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      op->setAttr(ir::varAttrName, ir::VariableAttr::get(op->getContext(), next(), variable.getName(),
                                                         variable.getType(), variable.getIsConst()));
  }

private:
  int64_t next_;
};

} // namespace allo::target::rtl::legal
