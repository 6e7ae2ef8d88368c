// What only a run in software has: assertions go, printed text and streams are refused.
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
    if (isa<ir::StreamCreateOp>(op))
      throw UserError("the rtl target has no streams yet: '" + ir::nameOf(op->getResult(0)) + "' is one",
                      ir::placeOf(op->getLoc()),
                      "build for cpu or hls, or hand the elements over in an array that one loop writes and the next "
                      "one reads");
  });
}

} // namespace allo::target::rtl::legal
