// Float to integer saturates and turns NaN into 0 (docs/decisions/0009); LLVM's plain cast gives poison there.
//   arith.fptosi %x : f32 to i32  →  llvm.call_intrinsic "llvm.fptosi.sat"(%x) : (f32) -> i32
// Kept plain where the value comes from an integer whose range fits: the cast is exact and one instruction.
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

namespace {
// True when the operand is an integer converted to float that fits the signed result even after rounding up to the
// next power of two.
bool fitsSigned(Value value, unsigned width) {
  if (auto cast = value.getDefiningOp<arith::SIToFPOp>())
    return cast.getIn().getType().getIntOrFloatBitWidth() < width;
  if (auto cast = value.getDefiningOp<arith::UIToFPOp>())
    return cast.getIn().getType().getIntOrFloatBitWidth() + 1 < width;
  return false;
}

void rewrite(Operation *op, llvm::StringRef intrinsic) {
  OpBuilder builder(op);
  auto call = LLVM::CallIntrinsicOp::create(builder, op->getLoc(), op->getResult(0).getType(),
                                            builder.getStringAttr(intrinsic), op->getOperands());
  op->getResult(0).replaceAllUsesWith(call->getResult(0));
  op->erase();
}
} // namespace

void saturatingCasts(ModuleOp module) {
  module.walk([](Operation *op) {
    if (auto cast = dyn_cast<arith::FPToSIOp>(op)) {
      if (!fitsSigned(cast.getIn(), cast.getType().getIntOrFloatBitWidth()))
        rewrite(op, "llvm.fptosi.sat");
    } else if (isa<arith::FPToUIOp>(op)) {
      rewrite(op, "llvm.fptoui.sat");
    }
  });
}

} // namespace allo::lower
