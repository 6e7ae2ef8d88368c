// Operations of the types of include/hls (docs/decisions/0017): conversions, operators, comparisons, assignments.
// Integers and fixed point are computed exactly, in the width that the header's result type states.
#include "lang/FunctionLowering.h"

#include "ir/BitMath.h"
#include "lang/BitReference.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::BitMath;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
bool isNarrowFloat(CType type) { return type.kind == CKind::Half || type.kind == CKind::BFloat16; }

// A type as bits, fraction and sign; integers are fixed point without a fraction.
struct Format {
  int width, fraction;
  bool isSigned;
  int integer() const { return width - fraction; }
};
Format formatOf(CType type) {
  return {static_cast<int>(ir::bitWidth(type)), ir::fractionBits(type), ir::isSigned(type)};
}
CType typeOf(const Format &format, bool isFixed) {
  return isFixed ? CType::fixed(format.width, format.integer(), format.isSigned)
                 : CType::integer(format.width, format.isSigned);
}

// The format that holds every value of both.
Format commonOf(const Format &a, const Format &b) {
  bool isSigned = a.isSigned || b.isSigned;
  int fraction = std::max(a.fraction, b.fraction);
  int integer = std::max(a.integer() + (isSigned && !a.isSigned), b.integer() + (isSigned && !b.isSigned));
  return {integer + fraction, fraction, isSigned};
}

// The exact type of `a op b`, as the headers state it (detail/int_arithmetic.h, detail/fixed_traits.h); compound
// assignments need it, whose result type is that of the place.
CType exactResult(llvm::StringRef op, CType left, CType right) {
  if (ir::isFloating(left) || ir::isFloating(right)) {
    if (!ir::isFloating(left))
      return right;
    if (!ir::isFloating(right))
      return left;
    return ir::bitWidth(left) >= ir::bitWidth(right) ? left : right;
  }
  bool isFixed = ir::isFixed(left) || ir::isFixed(right);
  Format a = formatOf(left), b = formatOf(right), common = commonOf(a, b);
  if (op == "add" || op == "sub")
    return typeOf({common.width + 1, common.fraction, op == "sub" || common.isSigned}, isFixed);
  if (op == "mul")
    return typeOf({a.width + b.width, a.fraction + b.fraction, common.isSigned}, isFixed);
  if (op == "div") {
    int shift = std::max(b.fraction, 0);
    return typeOf({a.width + shift + b.isSigned, a.fraction + shift - b.fraction, common.isSigned}, isFixed);
  }
  if (op == "rem")
    return typeOf({std::min(a.width, b.width + (!b.isSigned && a.isSigned)), 0, a.isSigned}, false);
  if (op == "shl" || op == "shr")
    return left;
  return typeOf(common, isFixed);
}

arith::CmpIPredicate integerPredicate(llvm::StringRef name, bool isSigned) {
  using P = arith::CmpIPredicate;
  return name == "eq"   ? P::eq
         : name == "ne" ? P::ne
         : name == "lt" ? (isSigned ? P::slt : P::ult)
         : name == "le" ? (isSigned ? P::sle : P::ule)
         : name == "gt" ? (isSigned ? P::sgt : P::ugt)
                        : (isSigned ? P::sge : P::uge);
}
arith::CmpFPredicate floatingPredicate(llvm::StringRef name) {
  using P = arith::CmpFPredicate;
  return name == "eq"   ? P::OEQ
         : name == "ne" ? P::UNE
         : name == "lt" ? P::OLT
         : name == "le" ? P::OLE
         : name == "gt" ? P::OGT
                        : P::OGE;
}
bool isComparison(llvm::StringRef name) {
  return name == "eq" || name == "ne" || name == "lt" || name == "le" || name == "gt" || name == "ge";
}
bool isBinary(llvm::StringRef name) {
  return name == "add" || name == "sub" || name == "mul" || name == "div" || name == "rem" || name == "and" ||
         name == "or" || name == "xor" || name == "shl" || name == "shr";
}
} // namespace

// The operand as an integer of `format`, which holds it.
static Value aligned(BitMath &math, const HlsValue &operand, const Format &format) {
  int distance = format.fraction - ir::fractionBits(operand.type);
  unsigned width = std::max<int>(format.width, 1);
  return math.shiftedLeft(math.resized(operand.value, width, ir::isSigned(operand.type)),
                          static_cast<unsigned>(std::max(distance, 0)));
}

Value FunctionLowering::hlsCompare(llvm::StringRef name, HlsValue left, HlsValue right, Location location) {
  BitMath math(builder, location);
  if (!ir::isFloating(left.type) && !ir::isFloating(right.type)) {
    Format common = commonOf(formatOf(left.type), formatOf(right.type));
    return math.compare(integerPredicate(name, common.isSigned), aligned(math, left, common),
                        aligned(math, right, common));
  }
  // half with a C integer meets in half; everything else is compared in double, where all of these types are exact or
  // the header says so.
  CType common = left.type == right.type ? left.type : CKind::Double;
  auto isCInteger = [](CType type) { return !ir::isFloating(type) && !ir::isArbitraryPrecision(type); };
  if (isNarrowFloat(left.type) && isCInteger(right.type))
    common = left.type;
  if (isNarrowFloat(right.type) && isCInteger(left.type))
    common = right.type;
  Value a = convert(left.value, left.type, common, location), b = convert(right.value, right.type, common, location);
  return arith::CmpFOp::create(builder, location, floatingPredicate(name), a, b);
}

Value FunctionLowering::hlsFloating(llvm::StringRef name, HlsValue left, HlsValue right, CType result,
                                    Location location) {
  clang::BinaryOperatorKind opcode = name == "add"   ? clang::BO_Add
                                     : name == "sub" ? clang::BO_Sub
                                     : name == "mul" ? clang::BO_Mul
                                                     : clang::BO_Div;
  auto isExact = [](CType type) { return ir::isArbitraryPrecision(type); };
  bool viaFloat =
      result.kind == CKind::BFloat16 || (result.kind == CKind::Half && (isExact(left.type) || isExact(right.type)));
  auto operand = [&](const HlsValue &operand) {
    if (!viaFloat)
      return convert(operand.value, operand.type, result, location);
    // An arbitrary-precision number becomes a float at once, a C integer first the narrow type.
    Value value = operand.value;
    CType type = operand.type;
    if (!isExact(type)) {
      value = convert(value, type, result, location);
      type = result;
    }
    return convert(value, type, CKind::Float, location);
  };
  Value a = operand(left), b = operand(right);
  if (!viaFloat)
    return emitArithmetic(opcode, a, b, result, location);
  return convert(emitArithmetic(opcode, a, b, CKind::Float, location), CKind::Float, result, location);
}

// Truncates towards zero. By zero: quotient all ones, remainder the dividend (docs/decisions/0009).
Value FunctionLowering::hlsDivide(bool isRemainder, HlsValue left, HlsValue right, CType result, Location location) {
  BitMath math(builder, location);
  Format a = formatOf(left.type), b = formatOf(right.type);
  bool isSigned = a.isSigned || b.isSigned;
  int shift = isRemainder ? 0 : std::max(b.fraction, 0);
  // Wide enough that the least number divided by -1 does not overflow.
  int width = std::max(a.width + shift + (isSigned && !a.isSigned), b.width + (isSigned && !b.isSigned)) +
              (isSigned && b.isSigned);
  Value dividend = math.shiftedLeft(math.resized(left.value, width, a.isSigned), static_cast<unsigned>(shift));
  Value divisor = math.resized(right.value, width, b.isSigned);
  auto divide = [&](Value by) -> Value {
    if (isRemainder)
      return isSigned ? builder.createOrFold<arith::RemSIOp>(location, dividend, by)
                      : builder.createOrFold<arith::RemUIOp>(location, dividend, by);
    return isSigned ? builder.createOrFold<arith::DivSIOp>(location, dividend, by)
                    : builder.createOrFold<arith::DivUIOp>(location, dividend, by);
  };
  Value quotient;
  if (std::optional<llvm::APInt> known = BitMath::known(divisor); known && !known->isZero()) {
    quotient = divide(divisor);
  } else {
    Value isZero = math.isZero(divisor);
    Value safe = math.choose(isZero, math.number(width, 1), divisor);
    quotient = math.choose(isZero, isRemainder ? dividend : math.number(width, -1), divide(safe));
  }
  // The bits -1 of a division by zero fill the result, whatever its sign.
  return math.resized(quotient, ir::bitWidth(result), /*isSigned=*/true);
}

Value FunctionLowering::hlsShift(bool isLeft, HlsValue value, HlsValue count, CType result, const clang::Expr *source,
                                 Location location) {
  BitMath math(builder, location);
  bool isSigned = ir::isSigned(value.type);
  unsigned width = ir::bitWidth(result);
  Value bits = math.resized(value.value, width, isSigned);
  Value distance = count.value;
  if (ir::isFixed(count.type) && ir::fractionBits(count.type) > 0) {
    CType whole = CType::integer(std::max(count.type.integerBits, 1), ir::isSigned(count.type));
    distance = convert(distance, count.type, whole, location);
    count.type = whole;
  }
  AffineExpr known = source ? affineOf(source) : AffineExpr();
  bool isInside = known && domain.provesInRange(known, {0, static_cast<int64_t>(width) - 1});
  if (!ir::isSigned(count.type) || isInside || (known && domain.provesAtLeast(known, 0)))
    return isLeft ? math.shiftedLeft(bits, distance, isInside) : math.shiftedRight(bits, distance, isSigned, isInside);
  // One bit more, so that the least count has an opposite.
  distance = math.resized(distance, BitMath::widthOf(distance) + 1, true);
  return math.shifted(bits, isLeft ? distance : math.negated(distance), isSigned);
}

Value FunctionLowering::hlsBinary(llvm::StringRef name, HlsValue left, HlsValue right, CType result,
                                  const clang::Expr *rightSource, Location location) {
  if (name == "shl" || name == "shr")
    return hlsShift(name == "shl", left, right, result, rightSource, location);
  if (ir::isFloating(result))
    return hlsFloating(name, left, right, result, location);
  if (name == "div" || name == "rem")
    return hlsDivide(name == "rem", left, right, result, location);
  BitMath math(builder, location);
  Format format = formatOf(result);
  if (name == "mul") {
    Value a = math.resized(left.value, format.width, ir::isSigned(left.type));
    Value b = math.resized(right.value, format.width, ir::isSigned(right.type));
    return math.multiply(a, b);
  }
  Value a = aligned(math, left, format), b = aligned(math, right, format);
  return name == "add"   ? math.add(a, b)
         : name == "sub" ? math.subtract(a, b)
         : name == "and" ? math.both(a, b)
         : name == "or"  ? math.either(a, b)
                         : math.exclusive(a, b);
}

// The value of an operand, with its type; a reference to bits is the unsigned integer that it reads as.
HlsValue FunctionLowering::hlsOperand(const clang::Expr *expression) {
  if (std::optional<unsigned> width = hlsReferenceWidth(expression->getType())) {
    CType type = CType::integer(*width, false);
    if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(withoutWrappers(expression))) {
      Value condition = emitCondition(choice->getCond());
      Value yes = hlsOperand(choice->getTrueExpr()).value, no = hlsOperand(choice->getFalseExpr()).value;
      return {arith::SelectOp::create(builder, at(choice), condition, yes, no), type};
    }
    return {readBits(bitReference(expression), at(expression)), type};
  }
  return {emit(expression), kindOf(expression)};
}

HlsValue FunctionLowering::hlsObject(const HlsOperation &operation) {
  const clang::Expr *object = operation.operands.front();
  if (!operation.objectIsPointer)
    return hlsOperand(object);
  View place = pointedPlace(object);
  return {load(place, at(object)), place.kind};
}

// A constructor from text or a constant, where Clang knows the value.
std::optional<Value> FunctionLowering::hlsConstant(const clang::Expr *expression) {
  clang::Expr::EvalResult known;
  if (!expression->EvaluateAsRValue(known, ast) || known.HasSideEffects || !scalarKind(expression->getType()))
    return std::nullopt;
  return constantOf(known.Val, kindOf(expression), expression->getExprLoc());
}

Value FunctionLowering::emitHlsUnary(const HlsOperation &operation, CType result) {
  Location location = at(operation.source);
  BitMath math(builder, location);
  HlsValue operand = hlsObject(operation);
  unsigned width = ir::bitWidth(result);
  llvm::StringRef name = operation.name;
  if (name == "convert" || name == "plus")
    return convert(operand.value, operand.type, result, location);
  if (name == "bitcast") {
    Type type = ir::elementType(builder.getContext(), result);
    return type == operand.value.getType() ? operand.value
                                           : builder.createOrFold<arith::BitcastOp>(location, type, operand.value);
  }
  if (name == "neg") {
    if (ir::isFloating(result))
      return arith::NegFOp::create(builder, location, operand.value);
    return math.negated(math.resized(operand.value, width, ir::isSigned(operand.type)));
  }
  if (name == "not")
    return math.inverted(math.resized(operand.value, width, ir::isSigned(operand.type)));
  if (name == "lnot") {
    Value isTrue = convert(operand.value, operand.type, CKind::Bool, location);
    return convert(math.inverted(isTrue), CKind::Bool, result, location);
  }
  if (name == "is_neg")
    return ir::isSigned(operand.type) ? math.isNegative(operand.value) : math.number(1, 0);
  if (name == "countl_zero")
    return math.resized(math.leadingZeros(operand.value, 32), width, false);
  throw InternalError("the operation '" + name.str() + "' of the HLS headers is not known",
                      unit.placeOf(operation.source->getExprLoc()));
}

Value FunctionLowering::emitHlsReduction(const HlsOperation &operation) {
  Location location = at(operation.source);
  BitMath math(builder, location);
  llvm::StringRef kind = operation.name.drop_front(llvm::StringRef("reduce.").size());
  bool isAnd = kind == "and" || kind == "nand";
  Value result;
  const clang::Expr *object = operation.operands.front();
  if (isAnd && !operation.objectIsPointer && hlsReferenceWidth(object->getType())) {
    // Only the bits that the slice has count: none of them is zero.
    BitReference bits = bitReference(object);
    Value value = readBits(bits, location), all = math.lowMask(BitMath::widthOf(value), lengthOf(bits, location));
    result = math.compare(arith::CmpIPredicate::eq, value, all);
  } else {
    HlsValue operand = hlsObject(operation);
    result = isAnd                           ? math.isZero(math.inverted(operand.value))
             : kind == "or" || kind == "nor" ? math.isNonZero(operand.value)
                                             : math.parity(operand.value);
  }
  return kind.starts_with("n") || kind == "xnor" ? math.inverted(result) : result;
}

// Assignments, compound ones, increments: what is stored, and the place; `old` receives the value before.
Value FunctionLowering::performHls(const HlsOperation &operation, HlsPlace &target, Value *old) {
  Location location = at(operation.source);
  llvm::StringRef name = operation.name;
  const clang::Expr *object = operation.operands.front();
  bool isStep = !name.starts_with("assign");
  HlsValue right;
  const clang::Expr *rightSource = isStep ? nullptr : operation.operands[1];
  if (rightSource) // evaluated first, as C++17 has it
    right = hlsOperand(rightSource);
  else
    right = {BitMath(builder, location).number(2, 1), CType::integer(2, true)};
  if (hlsReferenceWidth(object->getType()))
    target.bits = std::make_shared<BitReference>(bitReference(object));
  else
    target.view = operation.objectIsPointer ? pointedPlace(object) : placeToWrite(object);
  CType type = target.bits ? CType::integer(target.bits->width, false) : target.view.kind;
  if (target.bits && target.bits->form == BitReference::bits && target.bits->isBit)
    type = CKind::Bool; // any number stores whether it is not zero
  if (name != "assign") {
    llvm::StringRef op = isStep ? (name.ends_with("inc") ? "add" : "sub") : name.drop_front(strlen("assign."));
    HlsValue left = {target.bits ? readBits(*target.bits, location) : load(target.view, location), type};
    if (old)
      *old = left.value;
    if (isStep && ir::isFloating(type))
      right = {convert(right.value, right.type, type, location), type};
    CType exact = exactResult(op, left.type, right.type);
    right = {hlsBinary(op, left, right, exact, rightSource, location), exact};
  }
  Value value = convert(right.value, right.type, type, location);
  if (target.bits)
    writeBits(*target.bits, value, location);
  else
    store(value, target.view, location);
  return value;
}

void FunctionLowering::emitHlsIgnored(const HlsOperation &operation) {
  if (!hlsWrites(operation.name)) {
    if (!hlsReferenceWidth(operation.source->getType()))
      emitHls(operation);
    return;
  }
  HlsPlace target;
  performHls(operation, target, nullptr);
}

View FunctionLowering::hlsPlace(const HlsOperation &operation) {
  HlsPlace target;
  if (hlsWrites(operation.name) && !operation.name.starts_with("post")) {
    performHls(operation, target, nullptr);
    if (!target.bits)
      return target.view;
  }
  // A value where a place is wanted: a variable of its own.
  CType type = kindOf(operation.source);
  View view;
  view.memory = allocate({}, type, "temporary", at(operation.source));
  view.kind = type;
  store(emitHls(operation), view, at(operation.source));
  return view;
}

Value FunctionLowering::emitHls(const HlsOperation &operation) {
  llvm::StringRef name = operation.name;
  const clang::Expr *source = operation.source;
  clang::SourceLocation place = source->getExprLoc();
  if (name == "host") {
    if (std::optional<Value> known = hlsConstant(source))
      return *known;
    refuse(place, "numbers as text are not accepted in a kernel",
           "text that is a constant is: ap_int<128>(\"1234567890123456789012\")");
  }
  Location location = at(source);
  if (hlsWrites(name)) {
    HlsPlace target;
    Value old, value = performHls(operation, target, &old);
    return name.starts_with("post") ? old : value;
  }
  CType result = kindOf(source);
  if (name == "length") {
    const clang::Expr *object = operation.operands.front();
    if (!operation.objectIsPointer && hlsReferenceWidth(object->getType()))
      return convert(lengthOf(bitReference(object), location), CKind::Int, result, location);
    CType type = operation.objectIsPointer ? *scalarKind(object->getType()->getPointeeType()) : kindOf(object);
    return constant(result, ir::bitWidth(type), location);
  }
  if (name == "bit.get" || name == "range.get" || name == "concat.get") {
    HlsValue bits = {readBits(bitReference(operation), location), CType::integer(1, false)};
    bits.type.width = BitMath::widthOf(bits.value);
    return convert(bits.value, bits.type, result, location);
  }
  if (name.starts_with("reduce."))
    return convert(emitHlsReduction(operation), CKind::Bool, result, location);
  if (!isComparison(name) && !isBinary(name))
    return emitHlsUnary(operation, result);
  HlsValue left = hlsObject(operation);
  HlsValue right = hlsOperand(operation.operands[1]);
  if (isComparison(name))
    return convert(hlsCompare(name, left, right, location), CKind::Bool, result, location);
  return hlsBinary(name, left, right, result, operation.operands[1], location);
}

} // namespace allo::lang
