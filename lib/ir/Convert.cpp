#include "ir/Convert.h"

#include "ir/BitMath.h"
#include "ir/Quantize.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::ir {

namespace {
// From or to fixed point, arbitrary precision or the formats of 16 bits.
Value convertHls(OpBuilder &builder, Location location, Value value, CType from, CType to) {
  BitMath math(builder, location);
  if (to.kind == CKind::Bool && !isFloating(from))
    return math.isNonZero(value);
  if (isFloating(from) && isFloating(to)) { // two formats of 16 bits
    Value single = builder.createOrFold<arith::ExtFOp>(location, builder.getF32Type(), value);
    return builder.createOrFold<arith::TruncFOp>(location, elementType(builder.getContext(), to), single);
  }
  if (isFloating(to))
    return fixedToFloating(builder, location, value, from, to);
  if (isPlainConversion(from, to) || BitMath::known(value) || isa_and_nonnull<arith::ConstantOp>(value.getDefiningOp()))
    return expandQuantize(builder, location, value, from, to);
  MLIRContext *context = builder.getContext();
  return QuantizeOp::create(builder, location, elementType(context, to), value, CTypeAttr::get(context, from),
                            CTypeAttr::get(context, to));
}

Value toBool(OpBuilder &builder, Location location, Value value) {
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(value.getType()));
  if (isa<FloatType>(value.getType()))
    return arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNE, value, zero);
  return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ne, value, zero);
}
} // namespace

Value convert(OpBuilder &builder, Location location, Value value, CType from, CType to) {
  if (from == to)
    return value;
  bool isSameWidthOfFloats = isFloating(from) && isFloating(to) && bitWidth(from) == bitWidth(to);
  bool wraps = isFloating(from) && isArbitraryPrecision(to);
  bool isWide = isFloating(to) && !isFloating(from) && (bitWidth(from) > 64 || bitWidth(to) == 16);
  if (isFixed(from) || isFixed(to) || isSameWidthOfFloats || wraps || isWide)
    return convertHls(builder, location, value, from, to);
  Type type = elementType(builder.getContext(), to);
  unsigned fromBits = bitWidth(from), toBits = bitWidth(to);
  if (to == CKind::Bool)
    return toBool(builder, location, value);
  // Conversions of literals are folded here, so that `C[i] = 0` stores a constant of the element type.
  if (isFloating(from) && isFloating(to))
    return fromBits < toBits ? builder.createOrFold<arith::ExtFOp>(location, type, value)
                             : builder.createOrFold<arith::TruncFOp>(location, type, value);
  if (isFloating(from))
    return isSigned(to) ? Value(arith::FPToSIOp::create(builder, location, type, value))
                        : Value(arith::FPToUIOp::create(builder, location, type, value));
  if (isFloating(to))
    return isSigned(from) ? builder.createOrFold<arith::SIToFPOp>(location, type, value)
                          : builder.createOrFold<arith::UIToFPOp>(location, type, value);
  if (fromBits == toBits)
    return value;
  if (fromBits > toBits)
    return builder.createOrFold<arith::TruncIOp>(location, type, value);
  return isSigned(from) ? builder.createOrFold<arith::ExtSIOp>(location, type, value)
                        : builder.createOrFold<arith::ExtUIOp>(location, type, value);
}

TypedAttr convertConstant(TypedAttr value, CType from, CType to) {
  MLIRContext *context = value.getContext();
  Location location = UnknownLoc::get(context);
  // A block of its own, which is dropped again with everything in it.
  Block scratch;
  OpBuilder builder(context);
  builder.setInsertionPointToEnd(&scratch);
  Value constant = arith::ConstantOp::create(builder, location, value);
  Value result = convert(builder, location, constant, from, to);
  Attribute folded;
  if (!matchPattern(result, m_Constant(&folded))) {
    SmallVector<Value> values;
    Operation *op = result.getDefiningOp();
    if (succeeded(builder.tryFold(op, values)) && values.size() == 1)
      matchPattern(values.front(), m_Constant(&folded));
  }
  return dyn_cast_or_null<TypedAttr>(folded);
}

} // namespace allo::ir
