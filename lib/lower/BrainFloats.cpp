// Conversions to bfloat16 as integer arithmetic on the bits: the machine's own instruction takes subnormal numbers as
// zero, its library has none from double, and an integer must not be rounded twice.
//   arith.truncf %x : f32 to bf16  →  (bits + 0x7fff + (bits >> 16 & 1)) >> 16; a NaN stays one and becomes quiet
// A double, and an integer through a double, first becomes a float whose last bit says that something was lost ("round
// to odd": S. Boldo and G. Melquiond, Emulation of FMA and correctly rounded sums, IEEE Trans. Computers 57, 2008).
#include "ir/BitMath.h"
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"

#include <cmath>

using namespace mlir;
using allo::ir::BitMath;

namespace allo::lower {

namespace {
class BrainFloats {
public:
  explicit BrainFloats(Operation *op) : builder(op), location(op->getLoc()), math(builder, location) {}

  // To nearest, ties to even.
  Value fromFloat(Value value) {
    Value bits = as(builder.getI32Type(), value);
    Value odd = math.both(math.shiftedRight(bits, 16, false), math.number(32, 1));
    Value rounded = math.shiftedRight(math.add(math.add(bits, math.number(32, 0x7fff)), odd), 16, false);
    Value quiet = math.either(math.shiftedRight(bits, 16, false), math.number(32, 0x40));
    Value isNaN = builder.createOrFold<arith::CmpFOp>(location, arith::CmpFPredicate::UNO, value, value);
    return as(builder.getBF16Type(), math.resized(math.choose(isNaN, quiet, rounded), 16, false));
  }

  // Toward zero, with the last bit set where that was not exact.
  Value oddFloat(Value value) {
    Value nearest = builder.createOrFold<arith::TruncFOp>(location, builder.getF32Type(), value);
    Value back = builder.createOrFold<arith::ExtFOp>(location, builder.getF64Type(), nearest);
    Value tooFar =
        builder.createOrFold<arith::CmpFOp>(location, arith::CmpFPredicate::OGT, magnitude(back), magnitude(value));
    Value inexact = builder.createOrFold<arith::CmpFOp>(location, arith::CmpFPredicate::UNE, back, value);
    Value bits = math.subtract(as(builder.getI32Type(), nearest), math.resized(tooFar, 32, false));
    return as(builder.getF32Type(), math.either(bits, math.resized(inexact, 32, false)));
  }

  // Exact below 2^53; a larger number keeps 13 bits or more, which is enough, and the last one says whether any below
  // it was set.
  Value oddDouble(Value value, bool isSigned) {
    unsigned width = BitMath::widthOf(value);
    Type f64 = builder.getF64Type();
    auto converted = [&](Value integer) -> Value {
      return isSigned ? builder.createOrFold<arith::SIToFPOp>(location, f64, integer)
                      : builder.createOrFold<arith::UIToFPOp>(location, f64, integer);
    };
    Value result = converted(value);
    for (unsigned exact = 53, dropped = 40; exact < width; exact += 40, dropped += 40) {
      Value lost = math.isNonZero(math.both(value, math.number(llvm::APInt::getLowBitsSet(width, dropped))));
      Value kept = math.either(math.shiftedRight(value, dropped, isSigned), math.resized(lost, width, false));
      Value scale = arith::ConstantOp::create(builder, location,
                                              builder.getF64FloatAttr(std::ldexp(1.0, static_cast<int>(dropped))));
      Value scaled = builder.createOrFold<arith::MulFOp>(location, converted(kept), scale);
      Value above = math.shiftedRight(value, exact, isSigned);
      Value isLarge = math.isNonZero(above);
      if (isSigned)
        isLarge = math.both(isLarge, math.isNonZero(math.inverted(above)));
      result = builder.createOrFold<arith::SelectOp>(location, isLarge, scaled, result);
    }
    return result;
  }

private:
  Value as(Type type, Value value) { return builder.createOrFold<arith::BitcastOp>(location, type, value); }
  Value magnitude(Value value) { return builder.createOrFold<math::AbsFOp>(location, value); }

  OpBuilder builder;
  Location location;
  BitMath math;
};
} // namespace

void brainFloats(ModuleOp module) {
  module.walk([](Operation *op) {
    if (!isa<arith::TruncFOp, arith::SIToFPOp, arith::UIToFPOp>(op) || !op->getResult(0).getType().isBF16())
      return;
    BrainFloats bits(op);
    Value value = op->getOperand(0);
    if (!isa<arith::TruncFOp>(op))
      value = bits.oddDouble(value, isa<arith::SIToFPOp>(op));
    if (value.getType().isF64())
      value = bits.oddFloat(value);
    op->getResult(0).replaceAllUsesWith(bits.fromFloat(value));
    op->erase();
  });
}

} // namespace allo::lower
