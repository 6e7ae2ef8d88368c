// Drops the attributes of the allo dialect from operations, arguments and results: its verifier admits them on func
// and memref operations only, and nothing below reads them.
//   func.func @f(%A: memref<4xf32> {allo.var = …}) attributes {allo.top}  →  func.func @f(%A: memref<4xf32>)
#include "lower/Rewrites.h"

#include "ir/Directives.h"

using namespace mlir;

namespace allo::lower {

void eraseNames(ModuleOp module) {
  module.walk([](Operation *op) {
    op->removeAttr(ir::loopAttrName);
    op->removeAttr(ir::varAttrName);
    op->removeAttr(ir::topAttrName);
    op->removeAttr(ir::directivesAttrName);
    auto function = dyn_cast<func::FuncOp>(op);
    if (!function)
      return;
    function->removeAttr(ir::copyOfAttrName);
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      function.removeArgAttr(i, ir::varAttrName);
      function.removeArgAttr(i, ir::fieldAttrName);
      function.removeArgAttr(i, ir::directivesAttrName);
      function.removeArgAttr(i, ir::sizeAttrName);
    }
    for (unsigned i = 0; i < function.getNumResults(); ++i)
      function.removeResultAttr(i, StringAttr::get(op->getContext(), ir::ctypeAttrName));
  });
}

} // namespace allo::lower
