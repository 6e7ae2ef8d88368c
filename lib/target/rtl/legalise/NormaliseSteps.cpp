// Loops of constant bounds count 0, 1, 2, …: what is unrolled by 22 has indices 22 j + c then, whose bank and address
// are c and j, where a counter of 0, 22, 44, … would need a division.
//   for i = 2 to 100 step 4 { A[i + 1] }   →   for i = 0 to 25 { A[4 * i + 3] }
#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/IR/Builders.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
bool normalise(affine::AffineForOp loop) {
  int64_t step = loop.getStepAsInt();
  if (step == 1 || !loop.hasConstantBounds())
    return false;
  int64_t lower = loop.getConstantLowerBound(), upper = loop.getConstantUpperBound();
  int64_t trips = upper > lower ? llvm::divideCeil(upper - lower, step) : 0;
  loop.setConstantLowerBound(0);
  loop.setConstantUpperBound(trips);
  loop.setStep(1);
  Value variable = loop.getInductionVar();
  if (variable.use_empty())
    return true;
  OpBuilder builder = OpBuilder::atBlockBegin(loop.getBody());
  AffineMap map = AffineMap::get(1, 0, builder.getAffineDimExpr(0) * step + lower);
  auto value = affine::AffineApplyOp::create(builder, loop.getLoc(), map, variable);
  variable.replaceAllUsesExcept(value, value);
  return true;
}
} // namespace

void normaliseSteps(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>()) {
    bool changed = false;
    function.walk([&](affine::AffineForOp loop) { changed |= normalise(loop); });
    if (changed)
      composeMaps(function);
  }
}

} // namespace allo::target::rtl::legal
