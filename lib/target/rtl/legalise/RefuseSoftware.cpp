// What only a run in software has: assertions go, printed text is refused.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Assertions.h"
#include "ir/Naming.h"

using namespace mlir;

namespace allo::target::rtl::legal {

void refuseSoftware(ModuleOp module) {
  ir::removeAssertions(module);
  module.walk([](Operation *op) {
    if (isa<ir::PrintOp>(op))
      throw UserError("input and output (printf) are not accepted in hardware", ir::placeOf(op->getLoc()),
                      "put it between #ifndef __SYNTHESIS__ and #endif and build with --define __SYNTHESIS__, or build "
                      "for cpu or hls");
  });
}

} // namespace allo::target::rtl::legal
