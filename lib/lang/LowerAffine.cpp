// Source expressions as affine expressions, where no intermediate result can wrap (docs/decisions/0007).
#include "lang/FunctionLowering.h"

#include "support/Interface.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

AffineExpr FunctionLowering::symbolOf(Value value, CType kind) {
  // Only what is computed once at the top of the function may be an affine symbol.
  if (!isInteger(kind) || kind == CKind::Bool || ir::bitWidth(kind) > 64 ||
      value.getParentBlock() != &function.getBody().front())
    return {};
  auto argument = dyn_cast<BlockArgument>(value);
  bool mayBeSize = argument && function->hasAttr(ir::topAttrName) && ir::bitWidth(kind) >= 32;
  IntegerRange range = rangeOf(kind);
  if (!range.exact && !(mayBeSize && sizesMayBeAssumed))
    return {};
  AffineExpr symbol;
  for (Operation *user : value.getUsers())
    if (isa<arith::IndexCastOp, arith::IndexCastUIOp>(user) && user->getBlock() == &function.getBody().front())
      if (AffineExpr known = domain.operandOf(user->getResult(0)))
        symbol = known;
  if (!symbol) {
    OpBuilder::InsertionGuard guard(builder);
    if (Operation *defining = value.getDefiningOp())
      builder.setInsertionPointAfter(defining);
    else
      builder.setInsertionPointToStart(&function.getBody().front());
    Type index = builder.getIndexType();
    Value number = ir::isSigned(kind) ? Value(arith::IndexCastOp::create(builder, value.getLoc(), index, value))
                                      : Value(arith::IndexCastUIOp::create(builder, value.getLoc(), index, value));
    symbol = domain.addOperand(number, {range.low, range.high});
    if (mayBeSize)
      possibleSizes[cast<AffineDimExpr>(symbol).getPosition()] = argument.getArgNumber();
  }
  if (!range.exact)
    takeAsSize(cast<AffineDimExpr>(symbol).getPosition());
  return symbol;
}

void FunctionLowering::takeAsSize(unsigned operand) {
  domain.narrow(operand, {-maximalSize, maximalSize});
  function.setArgAttr(possibleSizes.at(operand), ir::sizeAttrName, builder.getUnitAttr());
}

bool FunctionLowering::fits(AffineExpr expression, const IntegerRange &range) {
  if (domain.provesInRange(expression, range))
    return true;
  if (!sizesMayBeAssumed)
    return false;
  // Would it fit if parameters of the top were sizes, within ±2^30? Then those that matter are, and callers check that.
  SmallVector<std::pair<unsigned, AffineDomain::Interval>> narrowed;
  for (auto [operand, argument] : possibleSizes)
    if (!function.getArgAttr(argument, ir::sizeAttrName)) {
      narrowed.push_back({operand, domain.rangeOfOperand(operand)});
      domain.narrow(operand, {-maximalSize, maximalSize});
    }
  bool proved = !narrowed.empty() && domain.provesInRange(expression, range);
  for (auto &[operand, before] : narrowed) {
    domain.setRange(operand, before);
    if (proved && !domain.provesInRange(expression, range))
      takeAsSize(operand);
  }
  return proved;
}

// The value that an expression names, where nothing has to be emitted to find it: a variable or a member.
std::optional<Binding> FunctionLowering::immutablePlace(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  if (const Binding *known = knownBinding(expression))
    return known->form == Binding::value ? std::optional(*known) : std::nullopt;
  auto *member = llvm::dyn_cast<clang::MemberExpr>(expression);
  if (!member || !llvm::isa<clang::FieldDecl>(member->getMemberDecl()))
    return std::nullopt;
  const Binding *object = nullptr;
  std::function<const Binding *(const clang::Expr *)> resolve = [&](const clang::Expr *base) -> const Binding * {
    base = base->IgnoreParenImpCasts();
    if (llvm::isa<clang::CXXThisExpr>(base))
      return frame.object ? &*frame.object : nullptr;
    if (auto *outer = llvm::dyn_cast<clang::MemberExpr>(base)) {
      const Binding *around = resolve(outer->getBase());
      return around ? around->member(outer->getMemberDecl()) : nullptr;
    }
    return knownBinding(base);
  };
  object = resolve(member->getBase());
  const Binding *found = object ? object->member(member->getMemberDecl()) : nullptr;
  return found && found->form == Binding::value ? std::optional(*found) : std::nullopt;
}

AffineExpr FunctionLowering::affineOf(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  std::optional<CType> kind = scalarKind(expression->getType());
  if (!kind || !isInteger(*kind) || ir::isArbitraryPrecision(*kind))
    return {};
  IntegerRange range = rangeOf(*kind);

  if (!expression->isValueDependent() && !hasEffects(expression)) {
    clang::Expr::EvalResult constant;
    if (expression->EvaluateAsInt(constant, ast) && constant.Val.getInt().isRepresentableByInt64() &&
        constant.Val.getInt().getSignificantBits() <= 63)
      return getAffineConstantExpr(constant.Val.getInt().getExtValue(), builder.getContext());
  }
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression)) {
    switch (cast->getCastKind()) {
    case clang::CK_LValueToRValue: {
      std::optional<Binding> known = immutablePlace(cast->getSubExpr());
      if (!known)
        return {};
      if (known->affine)
        return known->affine;
      return known->scalar ? symbolOf(known->scalar, *kind) : AffineExpr();
    }
    case clang::CK_IntegralCast:
    case clang::CK_NoOp: {
      AffineExpr inner = affineOf(cast->getSubExpr());
      return inner && fits(inner, range) ? inner : AffineExpr();
    }
    default:
      return {};
    }
  }
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
    if (unary->getOpcode() != clang::UO_Minus && unary->getOpcode() != clang::UO_Plus)
      return {};
    AffineExpr inner = affineOf(unary->getSubExpr());
    if (!inner)
      return {};
    AffineExpr result = unary->getOpcode() == clang::UO_Minus ? -inner : inner;
    return fits(result, range) ? result : AffineExpr();
  }
  auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression);
  if (!binary || binary->isAssignmentOp())
    return {};
  clang::BinaryOperatorKind opcode = binary->getOpcode();
  if (opcode != clang::BO_Add && opcode != clang::BO_Sub && opcode != clang::BO_Mul && opcode != clang::BO_Div &&
      opcode != clang::BO_Rem)
    return {};
  AffineExpr left = affineOf(binary->getLHS());
  AffineExpr right = left ? affineOf(binary->getRHS()) : AffineExpr();
  if (!left || !right)
    return {};
  AffineExpr result;
  switch (opcode) {
  case clang::BO_Add:
    result = left + right;
    break;
  case clang::BO_Sub:
    result = left - right;
    break;
  case clang::BO_Mul:
    if (!isa<AffineConstantExpr>(left) && !isa<AffineConstantExpr>(right))
      return {};
    result = left * right;
    break;
  default: {
    // C truncates, floordiv floors: they agree where the dividend is not negative.
    auto divisor = dyn_cast<AffineConstantExpr>(right);
    if (!divisor || divisor.getValue() <= 0 || !domain.provesAtLeast(left, 0))
      return {};
    result = opcode == clang::BO_Div ? left.floorDiv(divisor) : left % divisor;
  }
  }
  return fits(result, range) ? result : AffineExpr();
}

bool FunctionLowering::affineExtremes(const clang::Expr *expression, bool isLeast,
                                      llvm::SmallVectorImpl<AffineExpr> &found) {
  expression = expression->IgnoreParens();
  if (auto *whole = llvm::dyn_cast<clang::FullExpr>(expression))
    return affineExtremes(whole->getSubExpr(), isLeast, found);
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression))
    return affineExtremes(temporary->getSubExpr(), isLeast, found);
  AffineExpr single = affineOf(expression);
  if (!single && expression->isGLValue()) // an argument of std::min is the variable itself
    if (std::optional<Binding> known = immutablePlace(expression))
      if (std::optional<CType> kind = scalarKind(expression->getType()); kind && isInteger(*kind))
        single = known->affine ? known->affine : known->scalar ? symbolOf(known->scalar, *kind) : AffineExpr();
  if (single) {
    found.push_back(single);
    return true;
  }
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression)) {
    bool isKept = cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp;
    std::optional<CType> kind = scalarKind(expression->getType());
    if (!isKept && (cast->getCastKind() != clang::CK_IntegralCast || !kind || !isInteger(*kind)))
      return false;
    return affineExtremes(cast->getSubExpr(), isLeast, found) &&
           (isKept || llvm::all_of(found, [&](AffineExpr part) { return fits(part, rangeOf(*kind)); }));
  }
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    return callee && callee->isInStdNamespace() && callee->getIdentifier() && call->getNumArgs() == 2 &&
           callee->getName() == (isLeast ? "min" : "max") && affineExtremes(call->getArg(0), isLeast, found) &&
           affineExtremes(call->getArg(1), isLeast, found);
  }
  auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(expression);
  auto *condition = choice ? llvm::dyn_cast<clang::BinaryOperator>(choice->getCond()->IgnoreParenImpCasts()) : nullptr;
  if (!condition || !condition->isRelationalOp())
    return false;
  AffineExpr left = affineOf(condition->getLHS()), right = affineOf(condition->getRHS());
  AffineExpr chosen = affineOf(choice->getTrueExpr()), other = affineOf(choice->getFalseExpr());
  bool choosesLess = condition->getOpcode() == clang::BO_LT || condition->getOpcode() == clang::BO_LE;
  bool isStraight = chosen == left && other == right, isCrossed = chosen == right && other == left;
  if (!left || !right || !chosen || !other || !(isLeast == choosesLess ? isStraight : isCrossed))
    return false;
  found.push_back(chosen);
  found.push_back(other);
  return true;
}

bool FunctionLowering::affineConditions(const clang::Expr *condition, llvm::SmallVectorImpl<AffineExpr> &rows,
                                        llvm::SmallVectorImpl<bool> &equalities) {
  condition = condition->IgnoreParenImpCasts();
  auto *binary = llvm::dyn_cast<clang::BinaryOperator>(condition);
  if (!binary)
    return false;
  if (binary->getOpcode() == clang::BO_LAnd) {
    // The right side is only evaluated where the left holds, so its proofs may use it.
    size_t mark = domain.mark(), first = rows.size();
    bool affine = affineConditions(binary->getLHS(), rows, equalities);
    for (size_t i = first; affine && i < rows.size(); ++i) {
      domain.assume(rows[i]);
      if (equalities[i])
        domain.assume(-rows[i]);
    }
    affine = affine && affineConditions(binary->getRHS(), rows, equalities);
    domain.restore(mark);
    return affine;
  }
  if (!binary->isComparisonOp() || binary->getOpcode() == clang::BO_NE)
    return false;
  AffineExpr left = affineOf(binary->getLHS());
  AffineExpr right = left ? affineOf(binary->getRHS()) : AffineExpr();
  if (!left || !right)
    return false;
  switch (binary->getOpcode()) {
  case clang::BO_LT:
    rows.push_back(right - left - 1);
    break;
  case clang::BO_LE:
    rows.push_back(right - left);
    break;
  case clang::BO_GT:
    rows.push_back(left - right - 1);
    break;
  case clang::BO_GE:
    rows.push_back(left - right);
    break;
  default:
    rows.push_back(left - right);
  }
  equalities.push_back(binary->getOpcode() == clang::BO_EQ);
  return true;
}

} // namespace allo::lang
