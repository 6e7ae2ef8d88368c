// Scalar expressions: literals, casts, assignments, conditionals. The types and conversions are those of Clang's AST.
#include "lang/FunctionLowering.h"

#include "ir/Convert.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

CType FunctionLowering::kindOf(const clang::Expr *expression) {
  return scalarKindOrRefuse(expression->getType(), expression->getExprLoc(), "this expression");
}

Value FunctionLowering::constant(CType kind, int64_t value, Location location) {
  Type type = ir::elementType(builder.getContext(), kind);
  if (ir::isFloating(kind))
    return arith::ConstantOp::create(builder, location, builder.getFloatAttr(type, static_cast<double>(value)));
  llvm::APInt bits(ir::bitWidth(kind), static_cast<uint64_t>(value), /*isSigned=*/true, /*implicitTrunc=*/true);
  return arith::ConstantOp::create(builder, location, builder.getIntegerAttr(type, bits));
}

namespace {
// The number that an object of a class of include/hls holds: its one field, its own or a base's.
const clang::APValue &numberIn(const clang::APValue &value) {
  if (!value.isStruct())
    return value;
  if (value.getStructNumFields() > 0)
    return numberIn(value.getStructField(0));
  for (unsigned i = 0; i < value.getStructNumBases(); ++i)
    if (const clang::APValue &inner = numberIn(value.getStructBase(i)); inner.isInt() || inner.isArray())
      return inner;
  return value;
}

std::optional<llvm::APInt> bitsOf(const clang::APValue &value) {
  if (value.isInt())
    return value.getInt();
  if (!value.isArray()) // limbs
    return std::nullopt;
  SmallVector<uint64_t> limbs;
  for (unsigned i = 0; i < value.getArraySize(); ++i) {
    const clang::APValue &limb =
        i < value.getArrayInitializedElts() ? value.getArrayInitializedElt(i) : value.getArrayFiller();
    if (!limb.isInt())
      return std::nullopt;
    limbs.push_back(limb.getInt().getZExtValue());
  }
  return llvm::APInt(64 * value.getArraySize(), limbs);
}
} // namespace

TypedAttr FunctionLowering::attributeOf(const clang::APValue &value, CType kind) {
  Type type = ir::elementType(builder.getContext(), kind);
  unsigned width = ir::bitWidth(kind);
  if (value.isInt() && !ir::isFloating(kind))
    return builder.getIntegerAttr(type, value.getInt().extOrTrunc(width));
  if (value.isFloat() && ir::isFloating(kind))
    return builder.getFloatAttr(type, value.getFloat());
  std::optional<llvm::APInt> bits = value.isStruct() ? bitsOf(numberIn(value)) : std::nullopt;
  if (!bits)
    return {};
  if (auto floating = dyn_cast<FloatType>(type))
    return builder.getFloatAttr(type, llvm::APFloat(floating.getFloatSemantics(), bits->zextOrTrunc(width)));
  return builder.getIntegerAttr(type, bits->sextOrTrunc(width)); // extended over its storage
}

Value FunctionLowering::constantOf(const clang::APValue &value, CType kind, clang::SourceLocation location) {
  if (TypedAttr attribute = attributeOf(value, kind))
    return arith::ConstantOp::create(builder, unit.locationOf(location), attribute);
  refuse(location, "this constant is not a number");
}

Value FunctionLowering::convert(Value value, CType from, CType to, Location location) {
  return ir::convert(builder, location, value, from, to);
}

// The value that an lvalue expression holds now.
Value FunctionLowering::emitValueOf(const clang::Expr *expression) {
  const clang::Expr *inner = expression->IgnoreParens();
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(inner);
      call && !definitionOf(call) && call->isPRValue()) // of the library
    return emit(inner);
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(inner))
    return emitConditional(choice);
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(inner))
    return emit(temporary->getSubExpr());
  Binding named = placeOf(inner);
  if (named.form == Binding::value)
    return valueOf(named, at(inner));
  if (named.form != Binding::view)
    throw InternalError("an object stands where a number is wanted", unit.placeOf(expression->getExprLoc()));
  const View &place = named.memory;
  if (!place.isScalar())
    throw InternalError("an array stands where a number is wanted", unit.placeOf(expression->getExprLoc()));
  return load(place, at(expression));
}

Value FunctionLowering::emitCast(const clang::CastExpr *cast) {
  const clang::Expr *inner = cast->getSubExpr();
  Location location = at(cast);
  switch (cast->getCastKind()) {
  case clang::CK_LValueToRValue:
    return emitValueOf(inner);
  case clang::CK_NoOp:
  case clang::CK_DerivedToBase:
  case clang::CK_UncheckedDerivedToBase:
  case clang::CK_UserDefinedConversion:
  case clang::CK_ConstructorConversion:
    return emit(inner);
  case clang::CK_LValueToRValueBitCast: { // std::bit_cast
    std::optional<CType> from = scalarKind(inner->getType()), to = scalarKind(cast->getType());
    if (!from || !to || *from == CKind::Bool || *to == CKind::Bool)
      refuse(cast->getExprLoc(), "a bit cast of or to a class is not accepted", "cast its scalar members, one by one");
    return sameBits(emitValueOf(inner), *from, *to, location);
  }
  case clang::CK_Dynamic:
    refuse(cast->getExprLoc(), "dynamic_cast is not accepted", "use a template parameter, or a tag and a switch");
  case clang::CK_IntegralToBoolean:
  case clang::CK_FloatingToBoolean:
    return emitCondition(inner);
  case clang::CK_IntegralCast:
  case clang::CK_BooleanToSignedIntegral:
  case clang::CK_IntegralToFloating:
  case clang::CK_FloatingToIntegral:
  case clang::CK_FloatingCast:
    return convert(emit(inner), kindOf(inner), kindOf(cast), location);
  case clang::CK_PointerToBoolean:
  case clang::CK_PointerToIntegral:
    refuse(cast->getExprLoc(), "a pointer is not a number here", "subtract and compare indices instead");
  default:
    refuse(cast->getExprLoc(), std::string("a conversion of kind ") + cast->getCastKindName() + " is not accepted",
           "convert between numbers only");
  }
}

Value FunctionLowering::emit(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  clang::SourceLocation place = expression->getExprLoc();
  Location location = at(expression);
  if (std::optional<HlsOperation> operation = hlsOperation(expression))
    return emitHls(*operation);
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(expression);
      construct && construct->getNumArgs() == 0 && hlsScalarType(construct->getType()))
    return constant(kindOf(construct), 0, location); // ap_int<8>()
  if (auto *literal = llvm::dyn_cast<clang::IntegerLiteral>(expression))
    return constantOf(clang::APValue(llvm::APSInt(literal->getValue())), kindOf(expression), place);
  if (auto *literal = llvm::dyn_cast<clang::FloatingLiteral>(expression))
    return constantOf(clang::APValue(literal->getValue()), kindOf(expression), place);
  if (auto *literal = llvm::dyn_cast<clang::CharacterLiteral>(expression))
    return constant(kindOf(expression), literal->getValue(), location);
  if (auto *literal = llvm::dyn_cast<clang::CXXBoolLiteralExpr>(expression))
    return constant(CKind::Bool, literal->getValue(), location);
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression))
    return emitCast(cast);
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
    return emitUnary(unary);
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
    return emitBinary(binary);
  if (auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(expression))
    return emitConditional(choice);
  if (auto *rewritten = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(expression)) // a != b by operator==
    return emit(rewritten->getSemanticForm());
  if (auto *opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression); opaque && opaquePlaces.contains(opaque))
    return valueOf(opaquePlaces.at(opaque), location);
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    if (call->isGLValue() && scalarKind(call->getType())) // numbers of the HLS types, which no conversion reads
      return valueOf(placeOf(call), location);
    Value result = emitCall(call);
    if (!result)
      refuse(place, "this call gives no value");
    return result;
  }
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(expression)) {
    if (auto *folded = llvm::dyn_cast<clang::ConstantExpr>(expression); folded && folded->hasAPValueResult())
      return constantOf(folded->getAPValueResult(), kindOf(expression), place);
    return emit(full->getSubExpr());
  }
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression))
    return emit(temporary->getSubExpr());
  if (auto *substituted = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expression))
    return emit(substituted->getReplacement());
  if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression))
    return emit(defaulted->getExpr());
  if (auto *list = llvm::dyn_cast<clang::InitListExpr>(expression)) {
    if (list->getNumInits() == 1)
      return emit(list->getInit(0));
    if (list->getNumInits() == 0)
      return constant(kindOf(expression), 0, location);
  }
  if (llvm::isa<clang::CXXScalarValueInitExpr, clang::ImplicitValueInitExpr>(expression))
    return constant(kindOf(expression), 0, location);
  if (llvm::isa<clang::CXXNewExpr, clang::CXXDeleteExpr>(expression))
    refuse(place, "dynamic allocation (new, delete) is not accepted", "declare a local array with constant extents");
  if (llvm::isa<clang::CXXThrowExpr>(expression))
    refuse(place, "exceptions are not accepted", "return a status instead");
  clang::Expr::EvalResult constantValue;
  if (!expression->isValueDependent() && expression->EvaluateAsRValue(constantValue, ast) &&
      !constantValue.HasSideEffects)
    return constantOf(constantValue.Val, kindOf(expression), place);
  if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expression))
    return emit(defaulted->getExpr());
  if (auto *opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression); opaque && opaque->getSourceExpr())
    return emit(opaque->getSourceExpr());
  if (expression->isGLValue())
    return emitValueOf(expression);
  refuse(place, std::string("this kind of expression (") + expression->getStmtClassName() + ") is not accepted",
         "see `allo help check` for what a kernel may use");
}

void FunctionLowering::emitIgnored(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(expression))
    return emitIgnored(full->getSubExpr());
  if (std::optional<HlsOperation> operation = hlsOperation(expression))
    return emitHlsIgnored(*operation);
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression))
    if (cast->getCastKind() == clang::CK_ToVoid || cast->getCastKind() == clang::CK_LValueToRValue)
      return hasEffects(cast->getSubExpr()) ? emitIgnored(cast->getSubExpr()) : void();
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    emitCall(call);
    return;
  }
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
    if (binary->getOpcode() == clang::BO_Assign && recordOf(binary->getType()))
      return assignObject(placeOf(binary->getLHS()), binary->getRHS());
    if (binary->isAssignmentOp()) {
      if (binary->getLHS()->getType()->isPointerType())
        return void(movePointer(binary));
      View target;
      if (auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(binary))
        emitCompoundAssignment(compound, target);
      else
        emitAssignment(binary, target);
      return;
    }
    if (binary->getOpcode() == clang::BO_Comma) {
      emitIgnored(binary->getLHS());
      return emitIgnored(binary->getRHS());
    }
  }
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression); unary && unary->isIncrementDecrementOp()) {
    if (unary->getType()->isPointerType())
      return void(movePointer(unary));
    View target = placeToWrite(unary->getSubExpr());
    emitIncrement(unary, target, false);
    return;
  }
  if (llvm::isa<clang::CXXThrowExpr, clang::CXXDeleteExpr>(expression))
    emit(expression); // refused there
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(expression); choice && emitAssertion(choice))
    return;
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(expression);
      choice && (choice->getType()->isVoidType() || hasEffects(choice))) {
    auto branch = scf::IfOp::create(builder, at(choice), emitCondition(choice->getCond()), /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    emitIgnored(choice->getTrueExpr());
    builder.setInsertionPointToStart(branch.elseBlock());
    return emitIgnored(choice->getFalseExpr());
  }
  if (recordOf(expression->getType())) {
    placeOf(expression);
    return;
  }
  if (expression->getType()->isVoidType())
    refuse(expression->getExprLoc(), std::string("this kind of expression (") + expression->getStmtClassName() +
                                         ") is not accepted as a statement");
  if (expression->getType()->isPointerType())
    return void(placeOf(expression));
  emit(expression);
}

Value FunctionLowering::emitAssignment(const clang::BinaryOperator *op, View &target) {
  if (op->getLHS()->getType()->isPointerType())
    refuse(op->getOperatorLoc(), "a pointer is not a number here", "subtract and compare indices instead");
  // C++17 evaluates the right side first; in C the order is free.
  Value value = emit(op->getRHS());
  target = placeToWrite(op->getLHS());
  if (!target.isScalar())
    throw InternalError("an array is assigned as a whole", unit.placeOf(op->getOperatorLoc()));
  store(value, target, at(op));
  return target.bitField ? load(target, at(op)) : value;
}

Value FunctionLowering::emitCompoundAssignment(const clang::CompoundAssignOperator *op, View &target) {
  if (op->getType()->isPointerType())
    refuse(op->getOperatorLoc(), "a pointer is not a number here", "subtract and compare indices instead");
  Location location = at(op);
  Value right = emit(op->getRHS());
  target = placeToWrite(op->getLHS());
  CType kind = kindOf(op->getLHS());
  CType computation = scalarKindOrRefuse(op->getComputationLHSType(), op->getOperatorLoc(), "this assignment");
  CType result = scalarKindOrRefuse(op->getComputationResultType(), op->getOperatorLoc(), "this assignment");
  Value left = convert(load(target, location), kind, computation, location);
  clang::BinaryOperatorKind opcode = clang::BinaryOperator::getOpForCompoundAssignment(op->getOpcode());
  Value value;
  if (opcode == clang::BO_Shl || opcode == clang::BO_Shr)
    value = emitShift(opcode == clang::BO_Shl, left, convert(right, kindOf(op->getRHS()), computation, location),
                      computation, location, op->getRHS());
  else
    value = emitArithmetic(opcode, left, right, computation, location, op->getRHS());
  value = convert(value, result, kind, location);
  store(value, target, location);
  return value;
}

Value FunctionLowering::emitIncrement(const clang::UnaryOperator *op, View &target, bool wantsOld) {
  Location location = at(op);
  CType kind = kindOf(op->getSubExpr());
  Value old = load(target, location);
  clang::BinaryOperatorKind opcode = op->isIncrementOp() ? clang::BO_Add : clang::BO_Sub;
  Value changed = kind == CKind::Bool ? constant(kind, 1, location)
                                      : emitArithmetic(opcode, old, constant(kind, 1, location), kind, location);
  store(changed, target, location);
  return wantsOld ? old : changed;
}

bool FunctionLowering::isCheapAndSafe(const clang::Expr *expression) {
  expression = expression->IgnoreParenImpCasts();
  std::optional<HlsOperation> operation = hlsOperation(expression);
  if (operation && (operation->name == "div" || operation->name == "rem"))
    return false;
  if (llvm::isa<clang::ArraySubscriptExpr, clang::LambdaExpr>(expression) || hasEffects(expression))
    return false;
  if (llvm::isa<clang::CallExpr, clang::CXXConstructExpr>(expression) && !operation)
    return false;
  if (llvm::isa<clang::MaterializeTemporaryExpr>(expression) && !scalarKind(expression->getType()))
    return false;
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
    if (unary->getOpcode() == clang::UO_Deref)
      return false;
  for (const clang::Stmt *child : expression->children())
    if (auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child))
      if (!isCheapAndSafe(inner))
        return false;
  return true;
}

Value FunctionLowering::emitConditional(const clang::AbstractConditionalOperator *op) {
  Location location = at(op);
  if (auto *elided = llvm::dyn_cast<clang::BinaryConditionalOperator>(op)) { // a ?: b evaluates a once
    const clang::OpaqueValueExpr *common = elided->getOpaqueValue();
    Binding &known = opaquePlaces[common];
    known = {};
    known.form = Binding::value;
    known.memory.kind = kindOf(common);
    known.scalar = common->isGLValue() ? emitValueOf(elided->getCommon()) : emit(elided->getCommon());
  }
  Value condition = emitCondition(op->getCond());
  if (isCheapAndSafe(op->getTrueExpr()) && isCheapAndSafe(op->getFalseExpr())) {
    Value whenTrue = emit(op->getTrueExpr());
    Value whenFalse = emit(op->getFalseExpr());
    return arith::SelectOp::create(builder, location, condition, whenTrue, whenFalse);
  }
  Type type = ir::elementType(builder.getContext(), kindOf(op));
  auto branch = scf::IfOp::create(builder, location, type, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(branch.thenBlock());
  scf::YieldOp::create(builder, location, emit(op->getTrueExpr()));
  builder.setInsertionPointToEnd(branch.elseBlock());
  scf::YieldOp::create(builder, location, emit(op->getFalseExpr()));
  return branch.getResult(0);
}

} // namespace allo::lang
