// Scalar expressions: literals, casts, assignments, conditionals. The types and conversions are those of Clang's AST.
#include "lang/FunctionLowering.h"

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
  return arith::ConstantOp::create(builder, location, builder.getIntegerAttr(type, value));
}

Value FunctionLowering::constantOf(const clang::APValue &value, CType kind, clang::SourceLocation location) {
  Type type = ir::elementType(builder.getContext(), kind);
  Location place = unit.locationOf(location);
  if (value.isInt())
    return arith::ConstantOp::create(builder, place,
                                     builder.getIntegerAttr(type, value.getInt().extOrTrunc(ir::bitWidth(kind))));
  if (value.isFloat())
    return arith::ConstantOp::create(builder, place, builder.getFloatAttr(type, value.getFloat()));
  refuse(location, "this constant is not a number");
}

Value FunctionLowering::convert(Value value, CType from, CType to, Location location) {
  if (from == to)
    return value;
  Type type = ir::elementType(builder.getContext(), to);
  unsigned fromBits = ir::bitWidth(from), toBits = ir::bitWidth(to);
  if (to == CKind::Bool) {
    Value zero = constant(from, 0, location);
    if (ir::isFloating(from))
      return arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNE, value, zero);
    return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ne, value, zero);
  }
  // Conversions of literals are folded here, so that `C[i] = 0` stores a constant of the element type.
  if (ir::isFloating(from) && ir::isFloating(to))
    return fromBits < toBits ? builder.createOrFold<arith::ExtFOp>(location, type, value)
                             : builder.createOrFold<arith::TruncFOp>(location, type, value);
  if (ir::isFloating(from))
    return ir::isSigned(to) ? Value(arith::FPToSIOp::create(builder, location, type, value))
                            : Value(arith::FPToUIOp::create(builder, location, type, value));
  if (ir::isFloating(to))
    return ir::isSigned(from) ? builder.createOrFold<arith::SIToFPOp>(location, type, value)
                              : builder.createOrFold<arith::UIToFPOp>(location, type, value);
  if (fromBits == toBits)
    return value;
  if (fromBits > toBits)
    return builder.createOrFold<arith::TruncIOp>(location, type, value);
  return ir::isSigned(from) ? builder.createOrFold<arith::ExtSIOp>(location, type, value)
                            : builder.createOrFold<arith::ExtUIOp>(location, type, value);
}

// The value that an lvalue expression holds now.
Value FunctionLowering::emitValueOf(const clang::Expr *expression) {
  const clang::Expr *inner = expression->IgnoreParens();
  if (llvm::isa<clang::CallExpr>(inner)) // std::min and the like give a reference
    return emit(inner);
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(inner))
    return emitConditional(choice);
  if (std::optional<Binding> binding = bindingOf(inner); binding && binding->form == Binding::value) {
    if (binding->scalar)
      return binding->scalar;
    return indexToKind(materialise({binding->affine, {}}, at(inner)), kindOf(inner), at(inner));
  }
  View place = viewOf(inner);
  if (!place.isScalar())
    refuse(expression->getExprLoc(), "an array cannot be used as a value here", "name an element of it");
  return load(place, at(expression));
}

Value FunctionLowering::emitCast(const clang::CastExpr *cast) {
  const clang::Expr *inner = cast->getSubExpr();
  Location location = at(cast);
  switch (cast->getCastKind()) {
  case clang::CK_LValueToRValue:
    return emitValueOf(inner);
  case clang::CK_NoOp:
  case clang::CK_UserDefinedConversion:
  case clang::CK_ConstructorConversion:
    return emit(inner);
  case clang::CK_IntegralToBoolean:
  case clang::CK_FloatingToBoolean:
    return emitCondition(inner);
  case clang::CK_IntegralCast:
  case clang::CK_BooleanToSignedIntegral:
  case clang::CK_IntegralToFloating:
  case clang::CK_FloatingToIntegral:
  case clang::CK_FloatingCast:
    return convert(emit(inner), kindOf(inner), kindOf(cast), location);
  default:
    refuse(cast->getExprLoc(), std::string("a conversion of kind ") + cast->getCastKindName() + " is not accepted",
           "convert between numbers only");
  }
}

Value FunctionLowering::emit(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  clang::SourceLocation place = expression->getExprLoc();
  Location location = at(expression);
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
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
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
  if (llvm::isa<clang::LambdaExpr>(expression))
    refuse(place, "lambdas are not accepted yet", "write a function or a function template");
  clang::Expr::EvalResult constantValue;
  if (!expression->isValueDependent() && expression->EvaluateAsRValue(constantValue, ast) &&
      !constantValue.HasSideEffects)
    return constantOf(constantValue.Val, kindOf(expression), place);
  if (expression->isLValue())
    return emitValueOf(expression);
  refuse(place, std::string("this kind of expression (") + expression->getStmtClassName() + ") is not accepted",
         "see `allo help check` for what a kernel may use");
}

namespace {
// Assignment that the compiler made, not the program.
bool isPlainCopy(const clang::FunctionDecl *assignment) {
  auto *method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(assignment);
  return method && method->isTrivial();
}
} // namespace

void FunctionLowering::emitIgnored(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(expression))
    return emitIgnored(full->getSubExpr());
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression))
    if (cast->getCastKind() == clang::CK_ToVoid || cast->getCastKind() == clang::CK_LValueToRValue)
      return hasEffects(cast->getSubExpr()) ? emitIgnored(cast->getSubExpr()) : void();
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    if (auto *operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
        operation && operation->getOperator() == clang::OO_Equal && operation->getNumArgs() == 2 &&
        isPlainCopy(operation->getDirectCallee())) {
      // Assignment of structs.
      std::optional<Binding> target = bindingOf(operation->getArg(0));
      if (target && target->form == Binding::structure)
        return assignStruct(*target, operation->getArg(1));
    }
    emitCall(call);
    return;
  }
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
    if (binary->getOpcode() == clang::BO_Assign && binary->getType()->isRecordType()) {
      std::optional<Binding> target = bindingOf(binary->getLHS());
      if (target && target->form == Binding::structure)
        return assignStruct(*target, binary->getRHS());
    }
    if (binary->isAssignmentOp()) {
      if (binary->getLHS()->getType()->isPointerType())
        refuse(binary->getOperatorLoc(), "pointer arithmetic is not accepted: a pointer names one array for good",
               "index the array instead");
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
      refuse(unary->getExprLoc(), "pointer arithmetic is not accepted", "index the array instead");
    View target;
    target = viewOf(unary->getSubExpr());
    emitIncrement(unary, target, false);
    return;
  }
  if (llvm::isa<clang::CXXThrowExpr, clang::CXXDeleteExpr>(expression))
    emit(expression); // refused there
  if (expression->getType()->isVoidType())
    refuse(expression->getExprLoc(), std::string("this kind of expression (") + expression->getStmtClassName() +
                                         ") is not accepted as a statement");
  if (expression->getType()->isPointerType())
    refuse(expression->getExprLoc(), "a pointer expression as a statement is not accepted", "index arrays instead");
  emit(expression);
}

Value FunctionLowering::emitAssignment(const clang::BinaryOperator *op, View &target) {
  if (op->getLHS()->getType()->isPointerType())
    refuse(op->getOperatorLoc(), "pointer arithmetic is not accepted: a pointer names one array for good",
           "index the array instead");
  // C++17 evaluates the right side first; in C the order is free.
  Value value = emit(op->getRHS());
  target = viewOf(op->getLHS());
  if (!target.isScalar())
    refuse(op->getOperatorLoc(), "an array cannot be assigned as a whole", "copy it element by element in a loop");
  store(value, target, at(op));
  return value;
}

Value FunctionLowering::emitCompoundAssignment(const clang::CompoundAssignOperator *op, View &target) {
  if (op->getType()->isPointerType())
    refuse(op->getOperatorLoc(), "pointer arithmetic is not accepted", "index the array instead");
  Location location = at(op);
  Value right = emit(op->getRHS());
  target = viewOf(op->getLHS());
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
  if (llvm::isa<clang::ArraySubscriptExpr, clang::CallExpr>(expression) || hasEffects(expression))
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
  if (llvm::isa<clang::BinaryConditionalOperator>(op))
    refuse(op->getExprLoc(), "the operator ?: without a middle operand is not accepted", "write all three operands");
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
