#include "target/hls/StoredTypes.h"

#include "ir/CTypes.h"

namespace allo::target::hls {

namespace {
bool isInt128(Type type) { return type == CKind::Int128 || type == CKind::UInt128; }
} // namespace

Type computedType(Type stored) {
  if (ir::isArbitraryPrecision(stored) || isInt128(stored))
    return integerType(ir::bitWidth(stored), ir::isSigned(stored));
  return stored;
}

ExpressionPointer assignablePlace(ExpressionPointer place) {
  if (!ir::isFixed(place->type))
    return place;
  Type bits = Type::integer(ir::bitWidth(place->type), false);
  return makeMethod(std::move(place), "range", {makeInteger(bits.width - 1, CKind::Int), makeInteger(0, CKind::Int)},
                    bits);
}

ExpressionPointer readPlace(ExpressionPointer place) {
  Type computed = computedType(place->type);
  if (computed == place->type)
    return place;
  return makeCast(assignablePlace(std::move(place)), computed);
}

ExpressionPointer asStored(ExpressionPointer value, Type stored, std::set<model::Support> &support) {
  if (ir::isFixed(stored)) {
    support.insert(model::Support::fromBits);
    return makeCall("from_bits<" + ir::spelling(stored) + ">", {std::move(value)}, stored);
  }
  if (isInt128(stored)) {
    support.insert(model::Support::builtin128);
    return makeCall("builtin_128", {convert(std::move(value), Type::integer(128, false))}, stored);
  }
  return implicitly(std::move(value), stored);
}

} // namespace allo::target::hls
