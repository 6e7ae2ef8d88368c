// Operators: arithmetic, comparison, logic, with one defined result for what C++ leaves undefined
// (docs/decisions/0009).
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

Value FunctionLowering::emitUnary(const clang::UnaryOperator *op) {
  Location location = at(op);
  switch (op->getOpcode()) {
  case clang::UO_Plus:
  case clang::UO_Extension:
    return emit(op->getSubExpr());
  case clang::UO_Minus: {
    CType kind = kindOf(op);
    Value value = emit(op->getSubExpr());
    if (ir::isFloating(kind))
      return arith::NegFOp::create(builder, location, value);
    return arith::SubIOp::create(builder, location, constant(kind, 0, location), value);
  }
  case clang::UO_Not: {
    CType kind = kindOf(op);
    return arith::XOrIOp::create(builder, location, emit(op->getSubExpr()), constant(kind, -1, location));
  }
  case clang::UO_LNot:
    return convert(emitCondition(op), CKind::Bool, kindOf(op), location);
  case clang::UO_PreInc:
  case clang::UO_PreDec:
  case clang::UO_PostInc:
  case clang::UO_PostDec: {
    if (op->getType()->isPointerType())
      refuse(op->getExprLoc(), "a pointer is not a number here", "subtract and compare indices instead");
    View target = placeToWrite(op->getSubExpr());
    return emitIncrement(op, target, op->isPostfix());
  }
  case clang::UO_Deref:
    return emitValueOf(op);
  default:
    throw InternalError("an unknown unary operator: " + clang::UnaryOperator::getOpcodeStr(op->getOpcode()).str(),
                        unit.placeOf(op->getExprLoc()));
  }
}

Value FunctionLowering::emitBinary(const clang::BinaryOperator *op) {
  Location location = at(op);
  if (op->isLogicalOp() || op->isComparisonOp())
    return convert(emitCondition(op), CKind::Bool, kindOf(op), location);
  View target;
  if (auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(op))
    return emitCompoundAssignment(compound, target);
  if (op->getOpcode() == clang::BO_Assign)
    return emitAssignment(op, target);
  if (op->getOpcode() == clang::BO_Comma) {
    emitIgnored(op->getLHS());
    return emit(op->getRHS());
  }
  if (op->getOpcode() == clang::BO_Sub && op->getLHS()->getType()->isPointerType() &&
      op->getRHS()->getType()->isPointerType()) {
    auto [first, second] = offsetsOf(op);
    return indexToKind(arith::SubIOp::create(builder, location, first, second), kindOf(op), location);
  }
  if (op->getType()->isPointerType() || op->getLHS()->getType()->isPointerType())
    refuse(op->getOperatorLoc(), "a pointer is not a number here", "subtract and compare indices instead");
  CType kind = kindOf(op);
  Value left = emit(op->getLHS());
  Value right = emit(op->getRHS());
  if (op->isShiftOp())
    return emitShift(op->getOpcode() == clang::BO_Shl, left, convert(right, kindOf(op->getRHS()), kind, location), kind,
                     location, op->getRHS());
  return emitArithmetic(op->getOpcode(), left, right, kind, location, op->getRHS());
}

// Whether the expression is a pointer to data, and not a constant that points nowhere.
bool FunctionLowering::namesObject(const clang::Expr *pointer) const {
  return pointer->getType()->isObjectPointerType() &&
         !pointer->isNullPointerConstant(ast, clang::Expr::NPC_ValueDependentIsNotNull);
}

Value FunctionLowering::emitCondition(const clang::Expr *expression) {
  const clang::Expr *inner = expression->IgnoreParens();
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(inner))
    return emitCondition(full->getSubExpr());
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(inner)) {
    // Conversions to and from a truth value of a comparison are no conversions.
    if (cast->getCastKind() == clang::CK_IntegralToBoolean || cast->getCastKind() == clang::CK_FloatingToBoolean)
      return emitCondition(cast->getSubExpr());
    if (cast->getCastKind() == clang::CK_IntegralCast && cast->getSubExpr()->getType()->isBooleanType())
      return emitCondition(cast->getSubExpr());
    if (cast->getCastKind() == clang::CK_PointerToBoolean &&
        llvm::isa<clang::StringLiteral>(cast->getSubExpr()->IgnoreParenImpCasts()))
      return constant(CKind::Bool, 1, at(cast)); // the words of assert(x && "words")
  }
  Location location = at(inner);
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(inner); unary && unary->getOpcode() == clang::UO_LNot) {
    Value value = emitCondition(unary->getSubExpr());
    return arith::XOrIOp::create(builder, location, value, constant(CKind::Bool, 1, location));
  }
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(inner)) {
    if (binary->isLogicalOp())
      return emitLogical(binary);
    if (binary->isComparisonOp()) {
      if (namesObject(binary->getLHS()) && namesObject(binary->getRHS())) {
        auto [first, second] = offsetsOf(binary);
        return emitComparison(binary->getOpcode(), first, second, CKind::Long, location);
      }
      if (binary->getOpcode() == clang::BO_Cmp || binary->getLHS()->getType()->isPointerType())
        refuse(binary->getOperatorLoc(), "this comparison is not accepted", "compare numbers");
      CType kind = kindOf(binary->getLHS());
      Value left = emit(binary->getLHS());
      Value right = emit(binary->getRHS());
      return emitComparison(binary->getOpcode(), left, right, kind, location);
    }
  }
  return convert(emit(inner), kindOf(inner), CKind::Bool, location);
}

Value FunctionLowering::emitLogical(const clang::BinaryOperator *op) {
  Location location = at(op);
  bool isAnd = op->getOpcode() == clang::BO_LAnd;
  Value left = emitCondition(op->getLHS());
  if (isCheapAndSafe(op->getRHS())) {
    Value right = emitCondition(op->getRHS());
    return isAnd ? Value(arith::AndIOp::create(builder, location, left, right))
                 : Value(arith::OrIOp::create(builder, location, left, right));
  }
  auto branch = scf::IfOp::create(builder, location, builder.getI1Type(), left, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(isAnd ? branch.thenBlock() : branch.elseBlock());
  scf::YieldOp::create(builder, location, emitCondition(op->getRHS()));
  builder.setInsertionPointToEnd(isAnd ? branch.elseBlock() : branch.thenBlock());
  scf::YieldOp::create(builder, location, constant(CKind::Bool, isAnd ? 0 : 1, location));
  return branch.getResult(0);
}

Value FunctionLowering::emitComparison(clang::BinaryOperatorKind opcode, Value left, Value right, CType kind,
                                       Location location) {
  if (ir::isFloating(kind)) {
    arith::CmpFPredicate predicate = opcode == clang::BO_LT   ? arith::CmpFPredicate::OLT
                                     : opcode == clang::BO_LE ? arith::CmpFPredicate::OLE
                                     : opcode == clang::BO_GT ? arith::CmpFPredicate::OGT
                                     : opcode == clang::BO_GE ? arith::CmpFPredicate::OGE
                                     : opcode == clang::BO_EQ ? arith::CmpFPredicate::OEQ
                                                              : arith::CmpFPredicate::UNE;
    return arith::CmpFOp::create(builder, location, predicate, left, right);
  }
  bool isSigned = ir::isSigned(kind);
  using P = arith::CmpIPredicate;
  P predicate = opcode == clang::BO_LT   ? (isSigned ? P::slt : P::ult)
                : opcode == clang::BO_LE ? (isSigned ? P::sle : P::ule)
                : opcode == clang::BO_GT ? (isSigned ? P::sgt : P::ugt)
                : opcode == clang::BO_GE ? (isSigned ? P::sge : P::uge)
                : opcode == clang::BO_EQ ? P::eq
                                         : P::ne;
  return arith::CmpIOp::create(builder, location, predicate, left, right);
}

Value FunctionLowering::emitArithmetic(clang::BinaryOperatorKind opcode, Value left, Value right, CType kind,
                                       Location location, const clang::Expr *rightSource) {
  bool isFloat = ir::isFloating(kind);
  switch (opcode) {
  case clang::BO_Add:
    return isFloat ? Value(arith::AddFOp::create(builder, location, left, right))
                   : Value(arith::AddIOp::create(builder, location, left, right));
  case clang::BO_Sub:
    return isFloat ? Value(arith::SubFOp::create(builder, location, left, right))
                   : Value(arith::SubIOp::create(builder, location, left, right));
  case clang::BO_Mul:
    return isFloat ? Value(arith::MulFOp::create(builder, location, left, right))
                   : Value(arith::MulIOp::create(builder, location, left, right));
  case clang::BO_Div:
    if (isFloat)
      return arith::DivFOp::create(builder, location, left, right);
    return emitDivision(false, left, right, kind, location, rightSource);
  case clang::BO_Rem:
    return emitDivision(true, left, right, kind, location, rightSource);
  case clang::BO_And:
    return arith::AndIOp::create(builder, location, left, right);
  case clang::BO_Or:
    return arith::OrIOp::create(builder, location, left, right);
  case clang::BO_Xor:
    return arith::XOrIOp::create(builder, location, left, right);
  default:
    throw InternalError("no arithmetic for this operator", ir::placeOf(location));
  }
}

Value FunctionLowering::emitDivision(bool remainder, Value left, Value right, CType kind, Location location,
                                     const clang::Expr *rightSource) {
  bool isSigned = ir::isSigned(kind);
  auto divide = [&](Value divisor) -> Value {
    if (remainder)
      return isSigned ? Value(arith::RemSIOp::create(builder, location, left, divisor))
                      : Value(arith::RemUIOp::create(builder, location, left, divisor));
    return isSigned ? Value(arith::DivSIOp::create(builder, location, left, divisor))
                    : Value(arith::DivUIOp::create(builder, location, left, divisor));
  };
  AffineExpr known = rightSource ? affineOf(rightSource) : AffineExpr();
  auto constantDivisor = known ? dyn_cast<AffineConstantExpr>(known) : AffineConstantExpr();
  if (constantDivisor && constantDivisor.getValue() == 0)
    refuse(rightSource->getExprLoc(), "division by zero");
  if (known && domain.provesAtLeast(known, 1))
    return divide(right);
  Value zero = constant(kind, 0, location), one = constant(kind, 1, location), ones = constant(kind, -1, location);
  Value isZero = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq, right, zero);
  if (!isSigned) {
    Value safe = arith::SelectOp::create(builder, location, isZero, one, right);
    return arith::SelectOp::create(builder, location, isZero, remainder ? left : ones, divide(safe));
  }
  // By -1 the quotient is the negated dividend, which wraps for the smallest integer; the division itself would trap.
  Value isMinusOne = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq, right, ones);
  Value unsafe = arith::OrIOp::create(builder, location, isZero, isMinusOne);
  Value safe = arith::SelectOp::create(builder, location, unsafe, one, right);
  Value result = divide(safe);
  if (remainder)
    return arith::SelectOp::create(builder, location, isZero, left, result);
  Value negated = arith::SubIOp::create(builder, location, zero, left);
  result = arith::SelectOp::create(builder, location, isMinusOne, negated, result);
  return arith::SelectOp::create(builder, location, isZero, ones, result);
}

Value FunctionLowering::emitShift(bool left, Value value, Value count, CType kind, Location location,
                                  const clang::Expr *countSource) {
  unsigned bits = ir::bitWidth(kind);
  AffineExpr known = affineOf(countSource);
  if (!known || !domain.provesInRange(known, {0, bits - 1}))
    count = arith::AndIOp::create(builder, location, count, constant(kind, bits - 1, location));
  if (left)
    return arith::ShLIOp::create(builder, location, value, count);
  return ir::isSigned(kind) ? Value(arith::ShRSIOp::create(builder, location, value, count))
                            : Value(arith::ShRUIOp::create(builder, location, value, count));
}

} // namespace allo::lang
