// Expressions from arith, math and memory ops. The IR is signless: each op says how it reads its operands, so an
// operand is coerced where its C type disagrees; add, sub, mul and the like follow their operands and users
// (wantsUnsigned).
#include "target/hls/ExpressionBuilder.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "support/ElementaryFunctions.h"
#include "target/hls/StoredTypes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::target::hls {

Type plainType(mlir::Type type) {
  if (type.isF16())
    return CKind::Half;
  if (type.isBF16())
    return CKind::BFloat16;
  if (type.isF32())
    return CKind::Float;
  if (type.isF64())
    return CKind::Double;
  if (type.isIndex())
    return CKind::Int;
  return integerType(type.getIntOrFloatBitWidth(), true);
}

namespace {
// Whether a user reads the value as an unsigned number, so that the source computed it in an unsigned type.
bool wantsUnsigned(Value value) {
  return llvm::any_of(value.getUsers(), [](Operation *user) {
    if (auto compare = dyn_cast<arith::CmpIOp>(user))
      return compare.getPredicate() >= arith::CmpIPredicate::ult;
    return isa<arith::DivUIOp, arith::RemUIOp, arith::ShRUIOp, arith::UIToFPOp, arith::ExtUIOp, arith::MinUIOp,
               arith::MaxUIOp, arith::IndexCastUIOp>(user);
  });
}

// The type in which a sign-agnostic operation is written.
Type neutralType(Operation *op, const ExpressionPointer &left, const ExpressionPointer &right) {
  const ExpressionPointer &leading = isLiteral(left) ? right : left;
  if (op->getResult(0).getType().isIndex())
    return withSign(commonType(left->type, right->type), true);
  bool isUnsignedOperand =
      (!isLiteral(left) && isUnsigned(left->type)) || (!isLiteral(right) && isUnsigned(right->type));
  Type type = ir::bitWidth(left->type) == 64 && !isLiteral(left) && !isLiteral(right)
                  ? withSign(commonType(left->type, right->type), true)
                  : leading->type;
  return withSign(type, !isUnsignedOperand && !wantsUnsigned(op->getResult(0)));
}

const char *mathFunction(Operation *op) {
  return llvm::TypeSwitch<Operation *, const char *>(op)
      .Case([](math::AbsFOp) { return "fabs"; })
      .Case([](math::AcosOp) { return "acos"; })
      .Case([](math::AcoshOp) { return "acosh"; })
      .Case([](math::AsinOp) { return "asin"; })
      .Case([](math::AsinhOp) { return "asinh"; })
      .Case([](math::AtanOp) { return "atan"; })
      .Case([](math::AtanhOp) { return "atanh"; })
      .Case([](math::Atan2Op) { return "atan2"; })
      .Case([](math::CbrtOp) { return "cbrt"; })
      .Case([](math::CeilOp) { return "ceil"; })
      .Case([](math::CopySignOp) { return "copysign"; })
      .Case([](math::CosOp) { return "cos"; })
      .Case([](math::CoshOp) { return "cosh"; })
      .Case([](math::ErfOp) { return "erf"; })
      .Case([](math::ErfcOp) { return "erfc"; })
      .Case([](math::ExpOp) { return "exp"; })
      .Case([](math::Exp2Op) { return "exp2"; })
      .Case([](math::ExpM1Op) { return "expm1"; })
      .Case([](math::FloorOp) { return "floor"; })
      .Case([](math::FmaOp) { return "fma"; })
      .Case([](math::LogOp) { return "log"; })
      .Case([](math::Log10Op) { return "log10"; })
      .Case([](math::Log1pOp) { return "log1p"; })
      .Case([](math::Log2Op) { return "log2"; })
      .Case([](math::PowFOp) { return "pow"; })
      .Case([](math::RoundOp) { return "round"; })
      .Case([](math::RoundEvenOp) { return "nearbyint"; }) // the rounding mode is the default one
      .Case([](math::SinOp) { return "sin"; })
      .Case([](math::SinhOp) { return "sinh"; })
      .Case([](math::SqrtOp) { return "sqrt"; })
      .Case([](math::TanOp) { return "tan"; })
      .Case([](math::TanhOp) { return "tanh"; })
      .Case([](math::TruncOp) { return "trunc"; })
      .Case([](math::IsNaNOp) { return "isnan"; })
      .Case([](math::IsInfOp) { return "isinf"; })
      .Case([](math::IsFiniteOp) { return "isfinite"; })
      .Case([](arith::RemFOp) { return "fmod"; })
      .Case([](arith::MaxNumFOp) { return "fmax"; })
      .Case([](arith::MinNumFOp) { return "fmin"; })
      .Default(static_cast<const char *>(nullptr));
}
} // namespace

void ExpressionBuilder::bindMemory(Value memory, ExpressionPointer expression, Type element) {
  if (expression->type != element)
    throw InternalError("a memory is bound with a type that is not its own");
  bound[memory] = std::move(expression);
}

ExpressionPointer ExpressionBuilder::of(Value value) {
  if (auto found = bound.find(value); found != bound.end())
    return found->second;
  Operation *op = value.getDefiningOp();
  if (!op || !folding.isInline(op))
    throw InternalError("a value is used before it has a name", op ? ir::placeOf(op->getLoc()) : SourcePlace());
  return ofOperation(op);
}

ExpressionPointer ExpressionBuilder::ofOperation(Operation *op) {
  if (isa<arith::ConstantOp>(op))
    return constant(op);
  if (isLoad(op))
    return readPlace(element(op));
  if (isa<scf::IfOp>(op))
    return conditional(op);
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return affine(apply.getAffineMap().getResult(0), apply.getAffineMap().getNumDims(), apply.getMapOperands());
  if (auto minimum = dyn_cast<affine::AffineMinOp>(op))
    return extreme(minimum.getAffineMap(), minimum.getOperands(), false);
  if (auto maximum = dyn_cast<affine::AffineMaxOp>(op))
    return extreme(maximum.getAffineMap(), maximum.getOperands(), true);
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return makeTernary(of(select.getCondition()), of(select.getTrueValue()), of(select.getFalseValue()));
  for (auto builder :
       {&ExpressionBuilder::indexConversion, &ExpressionBuilder::conversion, &ExpressionBuilder::comparison,
        &ExpressionBuilder::mathOperation, &ExpressionBuilder::floatOperation, &ExpressionBuilder::integerOperation})
    if (ExpressionPointer expression = (this->*builder)(op))
      return expression;
  throw InternalError("operation '" + op->getName().getStringRef().str() + "' passed legalisation but has no spelling",
                      ir::placeOf(op->getLoc()));
}

ExpressionPointer ExpressionBuilder::element(Operation *access) {
  Value memory = isLoad(access) ? loadedMemory(access) : storedMemory(access);
  ExpressionPointer base = bound.lookup(memory);
  if (!base)
    throw InternalError("a memory is accessed before it is declared", ir::placeOf(access->getLoc()));
  std::vector<ExpressionPointer> indices;
  auto affineIndices = [&](AffineMap map, mlir::ValueRange operands) {
    for (AffineExpr result : map.getResults())
      indices.push_back(affine(result, map.getNumDims(), operands));
  };
  if (auto load = dyn_cast<affine::AffineLoadOp>(access))
    affineIndices(load.getAffineMap(), load.getMapOperands());
  else if (auto store = dyn_cast<affine::AffineStoreOp>(access))
    affineIndices(store.getAffineMap(), store.getMapOperands());
  else if (auto load = dyn_cast<memref::LoadOp>(access))
    llvm::transform(load.getIndices(), std::back_inserter(indices), [&](Value index) { return of(index); });
  else
    llvm::transform(cast<memref::StoreOp>(access).getIndices(), std::back_inserter(indices),
                    [&](Value index) { return of(index); });
  return indices.empty() ? base : makeSubscript(base, std::move(indices), base->type);
}

ExpressionPointer ExpressionBuilder::constant(Operation *op) {
  TypedAttr value = cast<arith::ConstantOp>(op).getValue();
  if (auto number = dyn_cast<FloatAttr>(value)) {
    if (!number.getValue().isFinite())
      requirements.includes.insert("limits");
    return makeFloating(number.getValue(), plainType(value.getType()));
  }
  const APInt &bits = cast<IntegerAttr>(value).getValue();
  if (bits.getBitWidth() > 64)
    return makeWide(bits, plainType(value.getType()));
  int64_t number = bits.getSExtValue();
  if (value.getType().isIndex())
    return makeInteger(number, number == static_cast<int32_t>(number) ? CKind::Int : CKind::Long);
  return makeInteger(number, plainType(value.getType()));
}

ExpressionPointer ExpressionBuilder::conditional(Operation *op) {
  auto branch = cast<scf::IfOp>(op);
  ExpressionPointer condition = of(branch.getCondition());
  ExpressionPointer yes = of(branch.thenYield().getOperand(0)), no = of(branch.elseYield().getOperand(0));
  if (yes->type == CKind::Bool && isIntegerLiteral(no, 0))
    return makeLogical("&&", condition, yes);
  if (no->type == CKind::Bool && isIntegerLiteral(yes, 1))
    return makeLogical("||", condition, no);
  return makeTernary(condition, yes, no);
}

ExpressionPointer ExpressionBuilder::logical(Operation *op) {
  ExpressionPointer left = of(op->getOperand(0)), right = of(op->getOperand(1));
  if (isa<arith::AndIOp, arith::MulIOp>(op))
    return makeLogical("&&", left, right);
  if (isa<arith::OrIOp>(op))
    return makeLogical("||", left, right);
  if (!isa<arith::XOrIOp, arith::AddIOp, arith::SubIOp>(op))
    return nullptr;
  if (isIntegerLiteral(right, 1))
    return makeNot(left);
  return makeComparison("!=", left, right, CKind::Bool);
}

ExpressionPointer ExpressionBuilder::integerOperation(Operation *op) {
  if (op->getNumOperands() != 2 || !op->getResult(0).getType().isIntOrIndex())
    return nullptr;
  if (op->getResult(0).getType().isInteger(1))
    if (ExpressionPointer expression = logical(op))
      return expression;
  ExpressionPointer left = of(op->getOperand(0)), right = of(op->getOperand(1));
  const char *neutral = llvm::TypeSwitch<Operation *, const char *>(op)
                            .Case([](arith::AddIOp) { return "+"; })
                            .Case([](arith::SubIOp) { return "-"; })
                            .Case([](arith::MulIOp) { return "*"; })
                            .Case([](arith::AndIOp) { return "&"; })
                            .Case([](arith::OrIOp) { return "|"; })
                            .Case([](arith::XOrIOp) { return "^"; })
                            .Default(static_cast<const char *>(nullptr));
  if (neutral) {
    Type type = neutralType(op, left, right);
    if (isa<arith::SubIOp>(op) && isIntegerLiteral(left, 0))
      return makeUnary("-", convert(right, type), type);
    if (isa<arith::XOrIOp>(op) && isIntegerLiteral(right, -1))
      return makeUnary("~", convert(left, type), type);
    return makeArithmetic(neutral, left, right, type);
  }
  bool isSignedOp = isa<arith::DivSIOp, arith::RemSIOp, arith::ShRSIOp, arith::MaxSIOp, arith::MinSIOp>(op);
  if (isa<arith::ShLIOp, arith::ShRSIOp, arith::ShRUIOp>(op)) {
    Type type = isa<arith::ShLIOp>(op)
                    ? withSign(left->type, !isUnsigned(left->type) && !wantsUnsigned(op->getResult(0)))
                    : withSign(left->type, isSignedOp);
    return makeShift(isa<arith::ShLIOp>(op) ? "<<" : ">>", left, right, type);
  }
  Type type = withSign(isLiteral(left) ? right->type : left->type, isSignedOp);
  if (isa<arith::DivSIOp, arith::DivUIOp>(op))
    return makeArithmetic("/", left, right, type);
  if (isa<arith::RemSIOp, arith::RemUIOp>(op))
    return makeArithmetic("%", left, right, type);
  if (isa<arith::MaxSIOp, arith::MaxUIOp, arith::MinSIOp, arith::MinUIOp>(op))
    return smallest({convert(left, type), convert(right, type)}, isa<arith::MaxSIOp, arith::MaxUIOp>(op));
  return nullptr;
}

ExpressionPointer ExpressionBuilder::floatOperation(Operation *op) {
  if (isa<arith::NegFOp>(op)) {
    ExpressionPointer operand = of(op->getOperand(0));
    return makeUnary("-", operand, operand->type);
  }
  const char *text = llvm::TypeSwitch<Operation *, const char *>(op)
                         .Case([](arith::AddFOp) { return "+"; })
                         .Case([](arith::SubFOp) { return "-"; })
                         .Case([](arith::MulFOp) { return "*"; })
                         .Case([](arith::DivFOp) { return "/"; })
                         .Default(static_cast<const char *>(nullptr));
  if (!text)
    return nullptr;
  return makeArithmetic(text, of(op->getOperand(0)), of(op->getOperand(1)), plainType(op->getResult(0).getType()));
}

ExpressionPointer ExpressionBuilder::library(const std::string &name, Operation *op) {
  requirements.includes.insert("cmath");
  std::vector<ExpressionPointer> arguments;
  bool isNarrow = false;
  for (Value operand : op->getOperands()) {
    isNarrow |= operand.getType().isF16() || operand.getType().isBF16();
    arguments.push_back(of(operand));
  }
  Type type = plainType(op->getResult(0).getType());
  if (!isNarrow)
    return makeCall("std::" + name, std::move(arguments), type);
  // In float, where every function of these is exact or rounds the same (include/hls/hls_half.h).
  for (ExpressionPointer &argument : arguments)
    argument = hls::convert(argument, CKind::Float);
  return hls::convert(makeCall("std::" + name, std::move(arguments), isInteger(type) ? type : Type(CKind::Float)),
                      type);
}

// The C library's name where it has the function, else hls_math's; the two halves of frexp and remquo are helpers.
ExpressionPointer ExpressionBuilder::elementaryCall(ir::ElementaryOp op) {
  std::string name = op.getFunction().str();
  const support::ElementaryFunction *function = support::findElementary(name);
  if (!function)
    throw InternalError("there is no function '" + name + "' in hls_math", ir::placeOf(op.getLoc()));
  std::vector<ExpressionPointer> arguments;
  for (Value operand : op.getOperands())
    arguments.push_back(of(operand));
  std::string prefix = "std::";
  requirements.includes.insert("cmath");
  if (name == "frexp") {
    requirements.support.insert(model::Support::frexpFraction);
    prefix.clear();
    name = "frexp_fraction";
  } else if (name == "frexp_exponent") {
    requirements.support.insert(model::Support::frexpExponent);
    prefix.clear();
  } else if (name == "remquo_quotient") {
    requirements.support.insert(model::Support::remquoQuotient);
    prefix.clear();
  } else if (function->origin == support::ElementaryFunction::own || name == "exp10") { // GNU's, in C only
    requirements.includes.insert("hls_math.h");
    prefix = "hls::";
  }
  return makeCall(prefix + name, std::move(arguments), plainType(op.getResult().getType()));
}

ExpressionPointer ExpressionBuilder::mathOperation(Operation *op) {
  if (auto elementary = dyn_cast<ir::ElementaryOp>(op))
    return elementaryCall(elementary);
  const char *name = mathFunction(op);
  return name ? library(name, op) : nullptr;
}

ExpressionPointer ExpressionBuilder::comparison(Operation *op) {
  if (auto compare = dyn_cast<arith::CmpIOp>(op)) {
    using P = arith::CmpIPredicate;
    P predicate = compare.getPredicate();
    ExpressionPointer left = of(compare.getLhs()), right = of(compare.getRhs());
    bool isEquality = predicate == P::eq || predicate == P::ne;
    bool isBool = left->type == CKind::Bool && right->type == CKind::Bool;
    if (isBool && isEquality && isLiteral(right))
      return isIntegerLiteral(right, predicate == P::eq) ? left : makeNot(left);
    const ExpressionPointer &leading = isLiteral(left) ? right : left;
    bool isSignedOp = isEquality
                          ? ir::isSigned(leading->type) && !isUnsigned(isLiteral(right) ? leading->type : right->type)
                          : predicate < P::ult;
    if (isBool && !isEquality && isSignedOp)
      std::swap(left, right); // true is -1 for a signed comparison of one bit
    static const char *const texts[] = {"==", "!=", "<", "<=", ">", ">=", "<", "<=", ">", ">="};
    Type type = leading->type;
    if (compare.getLhs().getType().isIndex())
      type = commonType(left->type, right->type);
    return makeComparison(texts[static_cast<unsigned>(predicate)], left, right, withSign(type, isSignedOp));
  }
  auto compare = dyn_cast<arith::CmpFOp>(op);
  if (!compare)
    return nullptr;
  using P = arith::CmpFPredicate;
  ExpressionPointer left = of(compare.getLhs()), right = of(compare.getRhs());
  auto direct = [&](const char *text) { return makeComparison(text, left, right, left->type); };
  switch (compare.getPredicate()) {
  case P::AlwaysFalse:
    return makeInteger(0, CKind::Bool);
  case P::AlwaysTrue:
    return makeInteger(1, CKind::Bool);
  case P::OEQ:
    return direct("==");
  case P::OGT:
    return direct(">");
  case P::OGE:
    return direct(">=");
  case P::OLT:
    return direct("<");
  case P::OLE:
    return direct("<=");
  case P::UNE:
    return direct("!=");
  case P::UGT:
    return makeNot(direct("<="));
  case P::UGE:
    return makeNot(direct("<"));
  case P::ULT:
    return makeNot(direct(">="));
  case P::ULE:
    return makeNot(direct(">"));
  case P::ONE:
    return library("islessgreater", op);
  case P::UEQ:
    return makeNot(library("islessgreater", op));
  case P::UNO:
    return library("isunordered", op);
  case P::ORD:
    return makeNot(library("isunordered", op));
  }
  return nullptr;
}

ExpressionPointer ExpressionBuilder::indexConversion(Operation *op) {
  if (!isa<arith::IndexCastOp, arith::IndexCastUIOp>(op))
    return nullptr;
  mlir::Type result = op->getResult(0).getType();
  ExpressionPointer operand = of(op->getOperand(0));
  if (!result.isIndex()) // from index: cut or widened as a signed number
    return convert(operand, integerType(result.getIntOrFloatBitWidth(), true));
  operand = coerce(operand, isa<arith::IndexCastOp>(op));
  if (isLiteral(operand))
    return makeInteger(operand->value,
                       operand->value == static_cast<int32_t>(operand->value) ? CKind::Int : CKind::Long);
  // An index is an int where every value fits, else a long.
  bool fitsInt = ir::bitWidth(operand->type) < 32 || operand->type == CKind::Int;
  return convert(operand, fitsInt ? CKind::Int : CKind::Long);
}

ExpressionPointer ExpressionBuilder::conversion(Operation *op) {
  if (op->getNumOperands() != 1)
    return nullptr;
  mlir::Type result = op->getResult(0).getType();
  ExpressionPointer operand = of(op->getOperand(0));
  if (isa<arith::ExtSIOp>(op)) {
    Type type = plainType(result);
    if (operand->type == CKind::Bool)
      return makeTernary(operand, makeInteger(-1, type), makeInteger(0, type));
    return convert(coerce(operand, true), type);
  }
  if (isa<arith::ExtUIOp>(op)) {
    ExpressionPointer narrow = coerce(operand, false);
    // Zero-extension is a conversion of the unsigned value; the wider type may have either sign.
    return convert(narrow, integerType(result.getIntOrFloatBitWidth(), !wantsUnsigned(op->getResult(0))));
  }
  if (isa<arith::TruncIOp>(op)) {
    if (result.isInteger(1))
      return makeComparison("!=", makeArithmetic("&", operand, makeInteger(1, operand->type), operand->type),
                            makeInteger(0, operand->type), operand->type);
    return convert(operand, integerType(result.getIntOrFloatBitWidth(), !wantsUnsigned(op->getResult(0))));
  }
  if (isa<arith::ExtFOp, arith::TruncFOp>(op))
    return convert(operand, plainType(result));
  if (isa<arith::SIToFPOp>(op)) {
    if (operand->type == CKind::Bool)
      operand = makeTernary(operand, makeInteger(-1, CKind::Int), makeInteger(0, CKind::Int));
    return convert(coerce(operand, true), plainType(result));
  }
  if (isa<arith::UIToFPOp>(op))
    return convert(coerce(operand, false), plainType(result));
  if (isa<arith::FPToSIOp, arith::FPToUIOp>(op)) {
    Type type = integerType(result.getIntOrFloatBitWidth(), isa<arith::FPToSIOp>(op));
    requirements.support.insert(model::Support::saturate);
    requirements.includes.insert("limits");
    return makeCall("saturate<" + ir::spelling(type) + ">", {operand}, type);
  }
  if (isa<arith::BitcastOp>(op)) {
    mlir::Type from = op->getOperand(0).getType();
    Type source = from.isIntOrIndex() ? integerType(from.getIntOrFloatBitWidth(), false) : plainType(from);
    Type type = result.isIntOrIndex() ? integerType(result.getIntOrFloatBitWidth(), false) : plainType(result);
    requirements.support.insert(model::Support::sameBits);
    return makeCall("same_bits<" + ir::spelling(type) + ", " + ir::spelling(source) + ">", {convert(operand, source)},
                    type);
  }
  return nullptr;
}

} // namespace allo::target::hls
