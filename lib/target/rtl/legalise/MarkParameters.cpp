// Writes on every argument of the top, and on its result, which parameter of the source it belongs to and where in it:
// later rewrites change the arguments, the interface of the kernel stays as the source has it.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::target::rtl::legal {

void markParameters(ModuleOp module) {
  func::FuncOp top = ir::topOf(module);
  Builder builder(module.getContext());
  int64_t parameter = -1;
  int64_t structure = -1; // the source parameter whose members these are
  for (unsigned i = 0; i < top.getNumArguments(); ++i) {
    auto field = top.getArgAttrOfType<ir::FieldAttr>(i, ir::fieldAttrName);
    if (!field || field.getParameter() != structure)
      ++parameter;
    structure = field ? field.getParameter() : -1;
    int64_t offset = field ? field.getOffset() : 0;
    top.setArgAttr(i, ir::parameterAttrName, builder.getDenseI64ArrayAttr({parameter, offset}));
  }
  for (unsigned i = 0; i < top.getNumResults(); ++i) {
    top.setResultAttr(i, ir::parameterAttrName, builder.getDenseI64ArrayAttr({-1, 0}));
    top.setResultAttr(i, ir::resultNameAttrName, builder.getStringAttr("return"));
  }
}

} // namespace allo::target::rtl::legal
