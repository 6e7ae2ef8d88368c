// Calls of <cmath> and hls_math.h. Functions whose result is defined to the bit become operations; the others
// `allo.elementary`, which every target computes by our own algorithm (docs/decisions/0015).
#include "lang/FunctionLowering.h"
#include "support/ElementaryFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "clang/AST/Attr.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;
using allo::support::ElementaryFunction;

namespace allo::lang {

namespace {
const llvm::StringRef rounded[] = {"sqrt", "fabs", "floor", "ceil", "trunc", "round", "rint", "nearbyint", "roundeven"};
const llvm::StringRef simple[] = {"recip", "fmin", "fmax", "fdim", "copysign", "maxmag", "minmag", "fmod", "fma"};
const llvm::StringRef toWhole[] = {"lrint", "llrint", "lround", "llround"};
const llvm::StringRef split[] = {"sincos", "frexp", "modf", "remquo"};
const llvm::StringRef classes[] = {"isnan",   "isinf",       "isfinite",      "isnormal",
                                   "signbit", "fpclassify",  "isgreater",     "isgreaterequal",
                                   "isless",  "islessequal", "islessgreater", "isunordered"};

// Other names of the same functions.
llvm::StringRef canonical(llvm::StringRef name) {
  return llvm::StringSwitch<llvm::StringRef>(name)
      .Cases({"scalbn", "scalbln"}, "ldexp")
      .Case("gamma", "lgamma")
      .Case("drem", "remainder")
      .Case("pow10", "exp10")
      .Cases({"finite", "isinf_sign"}, name == "finite" ? "isfinite" : "isinf")
      .Default(name);
}

bool isKnown(llvm::StringRef name) {
  for (llvm::ArrayRef<llvm::StringRef> list : {llvm::ArrayRef(rounded), llvm::ArrayRef(simple), llvm::ArrayRef(toWhole),
                                               llvm::ArrayRef(split), llvm::ArrayRef(classes)})
    if (llvm::is_contained(list, name))
      return true;
  return support::findElementary(std::string_view(name)) != nullptr;
}

// "sin" for sin, sinf, __builtin_sinf and std::sin; empty for what this file does not know.
std::string functionName(const clang::FunctionDecl *callee) {
  if (!callee->getDeclName().isIdentifier())
    return {};
  llvm::StringRef name = callee->getName();
  if (!name.consume_front("__builtin_"))
    name.consume_front("__"); // the C library's __isnanf and the like
  for (llvm::StringRef candidate : {name, name.ends_with("f") ? name.drop_back() : name})
    if (llvm::StringRef known = canonical(candidate); isKnown(known))
      return known.str();
  return {};
}

bool isConstantName(const clang::FunctionDecl *callee) {
  llvm::StringRef name = callee->getDeclName().isIdentifier() ? callee->getName() : "";
  name.consume_front("__builtin_");
  return llvm::is_contained({"nan", "nanf", "inf", "inff", "huge_val", "huge_valf"}, name);
}

Value infinity(OpBuilder &builder, Type type, Location location) {
  return arith::ConstantOp::create(
      builder, location, builder.getFloatAttr(type, APFloat::getInf(cast<FloatType>(type).getFloatSemantics())));
}

Value smallestNormal(OpBuilder &builder, Type type, Location location) {
  return arith::ConstantOp::create(
      builder, location,
      builder.getFloatAttr(type, APFloat::getSmallestNormalized(cast<FloatType>(type).getFloatSemantics())));
}
} // namespace

bool isHlsMath(const clang::FunctionDecl *callee) { return hlsAnnotation(callee) == "math"; }

Value FunctionLowering::emitElementary(llvm::StringRef name, ValueRange operands, Type type, Location location) {
  return ir::ElementaryOp::create(builder, location, type, name, operands);
}

// Functions of one number that round it, each with one exact result.
Value FunctionLowering::emitRounded(llvm::StringRef name, Value value, Location location) {
  auto make = [&]<typename Op>() -> Value { return Op::create(builder, location, value); };
  if (name == "sqrt")
    return make.operator()<math::SqrtOp>();
  if (name == "fabs")
    return make.operator()<math::AbsFOp>();
  if (name == "floor")
    return make.operator()<math::FloorOp>();
  if (name == "ceil")
    return make.operator()<math::CeilOp>();
  if (name == "trunc")
    return make.operator()<math::TruncOp>();
  if (name == "round" || name == "lround" || name == "llround")
    return make.operator()<math::RoundOp>();
  return make.operator()<math::RoundEvenOp>(); // rint and the like, in the default rounding mode
}

// Functions of two numbers with one exact result.
Value FunctionLowering::emitBinaryMath(llvm::StringRef name, Value x, Value y, Location location) {
  using Order = arith::CmpFPredicate;
  auto compare = [&](Order order, Value a, Value b) -> Value {
    return arith::CmpFOp::create(builder, location, order, a, b);
  };
  auto select = [&](Value condition, Value a, Value b) -> Value {
    return arith::SelectOp::create(builder, location, condition, a, b);
  };
  if (name == "copysign")
    return math::CopySignOp::create(builder, location, x, y);
  if (name == "fmod")
    return arith::RemFOp::create(builder, location, x, y);
  if (name == "fmin" || name == "fmax") {
    // The other operand for a NaN: x if (x <= y or y is NaN), else y.
    Value first = compare(name == "fmin" ? Order::OLE : Order::OGE, x, y);
    return select(arith::OrIOp::create(builder, location, first, compare(Order::UNO, y, y)), x, y);
  }
  if (name == "fdim") { // 0 where x <= y
    Value difference = arith::SubFOp::create(builder, location, x, y);
    Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(x.getType()));
    return select(compare(Order::OLE, x, y), zero, difference);
  }
  if (name == "maxmag" || name == "minmag") {
    Value sizeX = math::AbsFOp::create(builder, location, x), sizeY = math::AbsFOp::create(builder, location, y);
    bool isMaximum = name == "maxmag";
    Value rest = emitBinaryMath(isMaximum ? "fmax" : "fmin", x, y, location);
    rest = select(compare(isMaximum ? Order::OLT : Order::OGT, sizeX, sizeY), y, rest);
    return select(compare(isMaximum ? Order::OGT : Order::OLT, sizeX, sizeY), x, rest);
  }
  return {};
}

// What kind of number it is, and the comparisons without exceptions: an i1, or an i32 for fpclassify.
Value FunctionLowering::emitClass(llvm::StringRef name, ArrayRef<Value> operands, Location location) {
  using Order = arith::CmpFPredicate;
  Value x = operands[0];
  auto compare = [&](Order order, Value a, Value b) -> Value {
    return arith::CmpFOp::create(builder, location, order, a, b);
  };
  if (operands.size() == 2) {
    Order order = llvm::StringSwitch<Order>(name)
                      .Case("isgreater", Order::OGT)
                      .Case("isgreaterequal", Order::OGE)
                      .Case("isless", Order::OLT)
                      .Case("islessequal", Order::OLE)
                      .Case("islessgreater", Order::ONE)
                      .Default(Order::UNO);
    return compare(order, x, operands[1]);
  }
  if (name == "isnan")
    return compare(Order::UNO, x, x);
  if (name == "signbit") { // of zeros and NaNs too
    Value one = arith::ConstantOp::create(builder, location, builder.getFloatAttr(x.getType(), 1.0));
    Value signedOne = math::CopySignOp::create(builder, location, one, x);
    return compare(Order::OLT, signedOne, arith::NegFOp::create(builder, location, signedOne));
  }
  Value size = math::AbsFOp::create(builder, location, x), end = infinity(builder, x.getType(), location);
  if (name == "isinf")
    return compare(Order::OEQ, size, end);
  Value isFinite = compare(Order::OLT, size, end);
  if (name == "isfinite")
    return isFinite;
  Value isLarge = compare(Order::OGE, size, smallestNormal(builder, x.getType(), location));
  if (name == "isnormal")
    return arith::AndIOp::create(builder, location, isFinite, isLarge);
  // FP_NAN 0, FP_INFINITE 1, FP_ZERO 2, FP_SUBNORMAL 3, FP_NORMAL 4
  auto number = [&](int value) { return constant(CKind::Int, value, location); };
  auto select = [&](Value condition, Value a, Value b) -> Value {
    return arith::SelectOp::create(builder, location, condition, a, b);
  };
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(x.getType()));
  Value result = select(isLarge, number(4), select(compare(Order::OEQ, x, zero), number(2), number(3)));
  return select(compare(Order::UNO, x, x), number(0), select(isFinite, result, number(1)));
}

// The place that a pointer argument names: `&x`, `&a[i]`, an array (its first element), a pointer or reference.
View FunctionLowering::placeOfOutput(const clang::Expr *argument) {
  return argument->getType()->isPointerType() ? pointedPlace(argument) : placeToWrite(argument);
}

// Functions with a second result behind a pointer. False when the arguments are not those of such a function.
bool FunctionLowering::emitSplit(llvm::StringRef name, const clang::CallExpr *call, CType kind, Value &result) {
  Location location = at(call);
  unsigned inputs = name == "remquo" ? 2 : 1;
  if (call->getNumArgs() != inputs + (name == "sincos" ? 2 : 1))
    return false;
  SmallVector<Value> x;
  for (unsigned i = 0; i < inputs; ++i)
    x.push_back(convert(emit(call->getArg(i)), kindOf(call->getArg(i)), kind, location));
  Type type = x[0].getType(), whole = builder.getI32Type();
  auto output = [&](unsigned i, Value value, CType from) {
    View place = placeOfOutput(call->getArg(i));
    store(convert(value, from, place.kind, location), place, location);
  };
  if (name == "sincos") {
    output(1, emitElementary("sin", x, type, location), kind);
    output(2, emitElementary("cos", x, type, location), kind);
  } else if (name == "frexp") {
    output(1, emitElementary("frexp_exponent", x, whole, location), CKind::Int);
    result = emitElementary("frexp", x, type, location);
  } else if (name == "remquo") {
    output(2, emitElementary("remquo_quotient", x, whole, location), CKind::Int);
    result = emitElementary("remainder", x, type, location);
  } else if (name == "modf") {
    Value integral = math::TruncOp::create(builder, location, x[0]);
    Value rest = arith::SubFOp::create(builder, location, x[0], integral);
    Value isInfinite = emitClass("isinf", x, location);
    Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(type));
    rest = arith::SelectOp::create(builder, location, isInfinite, zero, rest);
    output(1, integral, kind);
    result = math::CopySignOp::create(builder, location, rest, x[0]);
  } else {
    return false;
  }
  return true;
}

std::optional<Value> FunctionLowering::emitElementaryCall(const clang::CallExpr *call,
                                                          const clang::FunctionDecl *callee) {
  if (!callee->getDeclName().isIdentifier())
    return std::nullopt; // an operator
  unsigned count = call->getNumArgs();
  // NAN, INFINITY and the like: constants that look like calls.
  if (clang::Expr::EvalResult known; callee->getBuiltinID() != 0 && call->getType()->isRealFloatingType() &&
                                     isConstantName(callee) && scalarKind(call->getType()) &&
                                     call->EvaluateAsRValue(known, ast) && !known.HasSideEffects)
    return constantOf(known.Val, kindOf(call), call->getExprLoc());
  std::string name = functionName(callee);
  if (name.empty() && callee->getName() == "abs" && count == 1 && scalarKind(call->getType()) &&
      ir::isFloating(*scalarKind(call->getType())))
    name = "fabs";
  if (name.empty() || count == 0)
    return std::nullopt;
  Location location = at(call);
  const ElementaryFunction *elementary = support::findElementary(std::string_view(name));
  std::optional<CType> resultKind = scalarKind(call->getType());
  if (call->getType()->isRealFloatingType() && !resultKind)
    return std::nullopt; // long double

  // The precision: the result's, or for results that are integers the widest of the arguments', double for integers.
  unsigned first = name == "fpclassify" ? count - 1 : 0;
  CType kind = resultKind && ir::isFloating(*resultKind) ? *resultKind : CType(CKind::Float);
  if (kind == CKind::Float && !(resultKind && ir::isFloating(*resultKind)))
    for (unsigned i = first; i < count; ++i) {
      std::optional<CType> argument = scalarKind(call->getArg(i)->getType());
      if (argument && (*argument == CKind::Double || !ir::isFloating(*argument)))
        kind = CKind::Double;
    }
  // binary16 and bfloat16 are computed in binary32 and rounded once more.
  CType working = kind == CKind::Half || kind == CKind::BFloat16 ? CType(CKind::Float) : kind;
  Type type = ir::elementType(builder.getContext(), working);
  auto finish = [&](Value value, CType from) { return convert(value, from, *resultKind, location); };

  if (llvm::is_contained(split, name)) {
    Value result;
    if (!emitSplit(name, call, working, result))
      return std::nullopt;
    return result ? finish(result, working) : Value();
  }
  SmallVector<Value> arguments;
  for (unsigned i = first; i < count; ++i) {
    std::optional<CType> from = scalarKind(call->getArg(i)->getType());
    if (!from)
      return std::nullopt;
    bool isCount = elementary && elementary->shape == ElementaryFunction::withInteger && i == 1;
    Value value = emit(call->getArg(i));
    if (isCount && ir::bitWidth(*from) > 32 && !ir::isFloating(*from)) { // scalbln: 10000 is beyond every format
      Value limit = constant(*from, 10000, location), least = constant(*from, -10000, location);
      value = arith::MaxSIOp::create(builder, location, arith::MinSIOp::create(builder, location, value, limit), least);
    }
    arguments.push_back(convert(value, *from, isCount ? CType(CKind::Int) : working, location));
  }
  if (llvm::is_contained(classes, name)) {
    bool isPair = arguments.size() == 2;
    if (arguments.size() > 2 || isPair != (llvm::find(classes, name) - std::begin(classes) >= 6))
      return std::nullopt;
    return finish(emitClass(name, arguments, location), name == "fpclassify" ? CKind::Int : CKind::Bool);
  }
  if ((llvm::is_contained(toWhole, name) || llvm::is_contained(rounded, name)) && arguments.size() == 1)
    return finish(emitRounded(name, arguments[0], location), working);
  if (name == "recip" && arguments.size() == 1) {
    Value one = arith::ConstantOp::create(builder, location, builder.getFloatAttr(type, 1.0));
    return finish(arith::DivFOp::create(builder, location, one, arguments[0]), working);
  }
  if (name == "fma" && arguments.size() == 3)
    return finish(math::FmaOp::create(builder, location, arguments[0], arguments[1], arguments[2]), working);
  if (llvm::is_contained(simple, name)) {
    if (arguments.size() != 2)
      return std::nullopt;
    return finish(emitBinaryMath(name, arguments[0], arguments[1], location), working);
  }
  if (!elementary)
    return std::nullopt;
  bool isInteger =
      elementary->shape == ElementaryFunction::toInteger || elementary->shape == ElementaryFunction::binaryToInteger;
  bool isUnary = elementary->shape == ElementaryFunction::unary || elementary->shape == ElementaryFunction::toInteger;
  if (arguments.size() != (isUnary ? 1u : 2u))
    return std::nullopt;
  Value result = emitElementary(name, arguments, isInteger ? builder.getI32Type() : type, location);
  return finish(result, isInteger ? CType(CKind::Int) : working);
}

} // namespace allo::lang
