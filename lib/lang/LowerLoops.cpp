// Counted loops: `for` loops over an integer that only the loop changes become affine.for, else scf.for.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

// for (variable = start; variable <comparison> bound && …; variable += step)
struct FunctionLowering::CountedLoop {
  const clang::VarDecl *variable = nullptr;
  bool isDeclaredHere = false;
  const clang::Expr *start = nullptr;
  struct Bound {
    clang::BinaryOperatorKind opcode; // as if the variable stood on the left: <, <=, >, >=, !=
    const clang::Expr *limit;
    CType kind; // of the comparison
  };
  SmallVector<Bound> bounds;
  int64_t step = 0; // negative for descending loops
  CType kind = CKind::Int;
  bool ascending() const { return step > 0; }
};

namespace {
const clang::VarDecl *variableOf(const clang::Expr *expression) {
  auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParenImpCasts());
  return reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
}

clang::BinaryOperatorKind mirrored(clang::BinaryOperatorKind opcode) {
  switch (opcode) {
  case clang::BO_LT:
    return clang::BO_GT;
  case clang::BO_LE:
    return clang::BO_GE;
  case clang::BO_GT:
    return clang::BO_LT;
  case clang::BO_GE:
    return clang::BO_LE;
  default:
    return opcode;
  }
}

// distance / step, rounded up, of a distance that is not negative.
Value roundedUpQuotient(OpBuilder &builder, Value distance, int64_t step, Location location) {
  if (step == 1)
    return distance;
  Value less = arith::ConstantIndexOp::create(builder, location, step - 1);
  Value sum = arith::AddIOp::create(builder, location, distance, less);
  Value divisor = arith::ConstantIndexOp::create(builder, location, step);
  return arith::DivUIOp::create(builder, location, sum, divisor);
}

// The constant step of an increment of `variable`, or 0.
int64_t stepOf(const clang::Expr *increment, const clang::VarDecl *variable, const clang::ASTContext &ast) {
  increment = increment->IgnoreParens();
  auto constantOf = [&](const clang::Expr *expression) -> int64_t {
    clang::Expr::EvalResult result;
    if (!expression->EvaluateAsInt(result, ast) || !result.Val.getInt().isRepresentableByInt64() ||
        result.Val.getInt().getSignificantBits() > 32)
      return 0;
    return result.Val.getInt().getExtValue();
  };
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(increment))
    if (unary->isIncrementDecrementOp() && variableOf(unary->getSubExpr()) == variable)
      return unary->isIncrementOp() ? 1 : -1;
  auto *binary = llvm::dyn_cast<clang::BinaryOperator>(increment);
  if (!binary || variableOf(binary->getLHS()) != variable)
    return 0;
  if (binary->getOpcode() == clang::BO_AddAssign)
    return constantOf(binary->getRHS());
  if (binary->getOpcode() == clang::BO_SubAssign)
    return -constantOf(binary->getRHS());
  if (binary->getOpcode() != clang::BO_Assign)
    return 0;
  auto *sum = llvm::dyn_cast<clang::BinaryOperator>(binary->getRHS()->IgnoreParenImpCasts());
  if (!sum)
    return 0;
  if (sum->getOpcode() == clang::BO_Add && variableOf(sum->getLHS()) == variable)
    return constantOf(sum->getRHS());
  if (sum->getOpcode() == clang::BO_Add && variableOf(sum->getRHS()) == variable)
    return constantOf(sum->getLHS());
  if (sum->getOpcode() == clang::BO_Sub && variableOf(sum->getLHS()) == variable)
    return -constantOf(sum->getRHS());
  return 0;
}
} // namespace

std::optional<FunctionLowering::CountedLoop> FunctionLowering::countedLoop(const clang::ForStmt *loop) {
  CountedLoop counted;
  if (!loop->getInit() || !loop->getCond() || !loop->getInc() || loop->getConditionVariable())
    return std::nullopt;
  if (auto *declaration = llvm::dyn_cast<clang::DeclStmt>(loop->getInit())) {
    if (!declaration->isSingleDecl())
      return std::nullopt;
    counted.variable = llvm::dyn_cast<clang::VarDecl>(declaration->getSingleDecl());
    counted.start = counted.variable ? counted.variable->getInit() : nullptr;
    counted.isDeclaredHere = true;
  } else if (auto *assignment = llvm::dyn_cast<clang::BinaryOperator>(loop->getInit())) {
    if (assignment->getOpcode() == clang::BO_Assign) {
      counted.variable = variableOf(assignment->getLHS());
      counted.start = assignment->getRHS();
    }
  }
  if (!counted.variable || !counted.start || !counted.variable->hasLocalStorage() ||
      counted.variable->getType()->isReferenceType())
    return std::nullopt;
  std::optional<CType> kind = scalarKind(counted.variable->getType());
  if (!kind || !isInteger(*kind) || *kind == CKind::Bool)
    return std::nullopt;
  counted.kind = *kind;
  counted.step = stepOf(loop->getInc(), counted.variable, ast);
  if (counted.step == 0 || mutations.addressTaken(counted.variable) ||
      Mutations(loop->getBody()).contains(counted.variable) || Mutations(loop->getCond()).contains(counted.variable))
    return std::nullopt;
  Leaves leaves = leavesOf(loop->getBody());
  if (leaves.byBreak || leaves.byReturn)
    return std::nullopt;

  SmallVector<const clang::Expr *> conditions = {loop->getCond()};
  while (!conditions.empty()) {
    auto *condition = llvm::dyn_cast<clang::BinaryOperator>(conditions.pop_back_val()->IgnoreParenImpCasts());
    if (!condition)
      return std::nullopt;
    if (condition->getOpcode() == clang::BO_LAnd) {
      conditions.push_back(condition->getRHS());
      conditions.push_back(condition->getLHS());
      continue;
    }
    if (!condition->isComparisonOp())
      return std::nullopt;
    bool onLeft = variableOf(condition->getLHS()) == counted.variable;
    if (!onLeft && variableOf(condition->getRHS()) != counted.variable)
      return std::nullopt;
    const clang::Expr *limit = onLeft ? condition->getRHS() : condition->getLHS();
    clang::BinaryOperatorKind opcode = onLeft ? condition->getOpcode() : mirrored(condition->getOpcode());
    std::optional<CType> comparison = scalarKind(limit->getType());
    if (!comparison || !isInteger(*comparison) || !isInvariant(limit, loop))
      return std::nullopt;
    bool fits = counted.ascending() ? opcode == clang::BO_LT || opcode == clang::BO_LE
                                    : opcode == clang::BO_GT || opcode == clang::BO_GE;
    if (!fits && !(opcode == clang::BO_NE && std::abs(counted.step) == 1))
      return std::nullopt;
    counted.bounds.push_back({opcode, limit, *comparison});
  }
  return counted;
}

bool FunctionLowering::isInvariant(const clang::Expr *expression, const clang::Stmt *loop) {
  if (hasEffects(expression))
    return false;
  Mutations inLoop(loop);
  auto check = [&](auto &&self, const clang::Stmt *statement) -> bool {
    if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement))
      if (auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl())) {
        // Written under this name in the loop, or under another name that a reference or pointer gave it.
        const Binding *known = knownBinding(reference);
        bool isConstant = known && known->form == Binding::value;
        bool isOwnParameter = llvm::isa<clang::ParmVarDecl>(variable) && variable->getDeclContext() == source;
        bool isAlias =
            (variable->getType()->isReferenceType() || variable->getType()->isPointerType()) && !isOwnParameter;
        bool isState = variable->hasGlobalStorage() && !variable->getType().isConstQualified();
        if (isConstant)
          return true;
        if (isAlias || isState || inLoop.contains(variable) || mutations.addressTaken(variable))
          return false;
      }
    if (auto *member = llvm::dyn_cast<clang::MemberExpr>(statement);
        member && llvm::isa<clang::FieldDecl>(member->getMemberDecl()) && !immutablePlace(member))
      if (!rootVariable(member)) // through `this` or a call: any name may write it
        return false;
    if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement);
        reference && llvm::isa<clang::BindingDecl>(reference->getDecl()))
      return false;
    for (const clang::Stmt *child : statement->children())
      if (child && !self(self, child))
        return false;
    return true;
  };
  return check(check, expression);
}

void FunctionLowering::lowerFor(const clang::ForStmt *loop) {
  if (std::optional<CountedLoop> counted = countedLoop(loop))
    if (lowerAffineFor(loop, *counted) || lowerScfFor(loop, *counted))
      return;
  lowerGeneralFor(loop);
}

bool FunctionLowering::lowerAffineFor(const clang::ForStmt *loop, const CountedLoop &counted) {
  std::optional<llvm::SaveAndRestore<bool>> assume(std::in_place, sizesMayBeAssumed, true);
  // The counter begins at the greatest of the starts and ends at the least of the limits.
  SmallVector<AffineExpr> starts;
  IntegerRange type = rangeOf(counted.kind);
  if (!affineExtremes(counted.start, false, starts) ||
      llvm::any_of(starts, [&](AffineExpr start) { return !fits(start, type); }))
    return false;
  if (starts.size() > 1 && !(counted.ascending() && counted.isDeclaredHere))
    return false;
  AffineExpr start = starts.front();
  // Half-open limits, in source values: ascending `i < limit`, descending `i > limit`.
  SmallVector<AffineExpr> limits;
  for (const CountedLoop::Bound &bound : counted.bounds) {
    SmallVector<AffineExpr> parts;
    if (!affineExtremes(bound.limit, counted.ascending(), parts))
      return false;
    // A comparison in a wider or unsigned type sees the same values only if the variable is in its range throughout.
    IntegerRange comparison = rangeOf(bound.kind);
    auto isInRange = [&](AffineExpr lowest) { return domain.provesAtLeast(lowest, comparison.low); };
    if (comparison.low > type.low && !(counted.ascending() && llvm::any_of(starts, isInRange)))
      return false;
    bool inclusive = bound.opcode == clang::BO_LE || bound.opcode == clang::BO_GE;
    if (bound.opcode == clang::BO_NE && (starts.size() > 1 || parts.size() > 1))
      return false;
    for (AffineExpr limit : parts) {
      if (bound.opcode == clang::BO_NE &&
          !(counted.ascending() ? domain.provesAtLeast(limit - start, 0) : domain.provesAtMost(limit - start, 0)))
        return false;
      // An unsigned counter that passes the end of its type wraps by definition; a signed one is taken not to (0009).
      if (!ir::isSigned(counted.kind)) {
        AffineExpr past = counted.ascending() ? limit + (counted.step - (inclusive ? 0 : 1))
                                              : limit + (counted.step + (inclusive ? 0 : 1));
        if (!fits(past, type))
          return false;
      }
      limits.push_back(inclusive ? limit + (counted.ascending() ? 1 : -1) : limit);
    }
  }

  assume.reset(); // the body decides for itself

  Location location = at(loop);
  int64_t step = std::abs(counted.step);
  AffineDomain::MapAndOperands lower, upper;
  if (counted.ascending()) {
    lower = domain.mapOf(starts);
    upper = domain.mapOf(limits);
  } else {
    // The new variable counts the distance from the start: i = start - n, n = 0, step, … while n < start - limit.
    for (AffineExpr &limit : limits)
      limit = start - limit;
    lower = domain.mapOf({getAffineConstantExpr(0, builder.getContext())});
    upper = domain.mapOf(limits);
  }
  auto op = affine::AffineForOp::create(builder, location, lower.operands, lower.map, upper.operands, upper.map, step);
  AffineDomain::Interval startRange = domain.intervalOf(start);
  for (AffineExpr each : starts)
    startRange.low = std::max(startRange.low, domain.intervalOf(each).low);
  AffineDomain::Interval last = domain.intervalOf(limits.front());
  for (AffineExpr limit : limits)
    last.high = std::min(last.high, domain.intervalOf(limit).high);
  __int128 lowest = counted.ascending() ? startRange.low : 0;
  AffineExpr dimension = domain.addOperand(op.getInductionVar(), {lowest, std::max(lowest, last.high - 1)});
  Binding variable;
  variable.form = Binding::value;
  variable.memory.kind = counted.kind;
  variable.affine = counted.ascending() ? dimension : start - dimension;

  size_t mark = domain.mark();
  for (AffineExpr each : starts)
    domain.assume(counted.ascending() ? dimension - each : dimension);
  for (AffineExpr limit : limits)
    domain.assume(limit - 1 - dimension);
  lowerCountedBody(loop, counted, variable, op);
  domain.restore(mark);

  if (!counted.isDeclaredHere) {
    // The value after the loop: the start, moved on by whole steps to the first one past every limit.
    AffineDomain::MapAndOperands bound = domain.mapOf(limits);
    Value limit = affine::AffineMinOp::create(builder, location, bound.map, bound.operands);
    Value first =
        materialise({counted.ascending() ? start : getAffineConstantExpr(0, builder.getContext()), {}}, location);
    Value distance = arith::SubIOp::create(builder, location, limit, first);
    Value zero = arith::ConstantIndexOp::create(builder, location, 0);
    distance = arith::MaxSIOp::create(builder, location, distance, zero);
    if (step > 1) {
      Value steps = arith::ConstantIndexOp::create(builder, location, step);
      Value trips = roundedUpQuotient(builder, distance, step, location);
      distance = arith::MulIOp::create(builder, location, trips, steps);
    }
    Value begin = materialise({start, {}}, location);
    storeFinalValue(counted, counted.ascending() ? Value(arith::AddIOp::create(builder, location, begin, distance))
                                                 : Value(arith::SubIOp::create(builder, location, begin, distance)));
  }
  return true;
}

bool FunctionLowering::lowerScfFor(const clang::ForStmt *loop, const CountedLoop &counted) {
  // One strict or inclusive limit, and types whose values and successors fit into an index.
  if (counted.bounds.size() != 1)
    return false;
  const CountedLoop::Bound &bound = counted.bounds.front();
  bool inclusive = bound.opcode == clang::BO_LE || bound.opcode == clang::BO_GE;
  if (bound.opcode == clang::BO_NE)
    return false;
  // The comparison must see the variable's own values, and an unsigned counter must not pass the end of its type. (A
  // 64-bit unsigned limit of 2^63 or more is a loop that would not end in our time.)
  IntegerRange type = rangeOf(counted.kind), comparison = rangeOf(bound.kind);
  AffineExpr affineStart = affineOf(counted.start);
  bool startsAtZero = counted.ascending() && affineStart && domain.provesAtLeast(affineStart, 0);
  if ((comparison.low > type.low && !startsAtZero) || comparison.high < type.high)
    return false;
  if (!ir::isSigned(counted.kind) && (inclusive || counted.step != 1))
    return false;
  // A limit outside the counter's type never stops the loop.
  if (ir::bitWidth(bound.kind) > ir::bitWidth(counted.kind)) {
    const clang::Expr *limit = bound.limit->IgnoreParenImpCasts();
    std::optional<CType> narrow = scalarKind(limit->getType());
    if (!narrow || rangeOf(*narrow).high > type.high || rangeOf(*narrow).low < type.low)
      return false;
  }

  Location location = at(loop);
  auto toIndex = [&](const clang::Expr *expression) -> Value {
    Index value = indexOf(expression);
    return materialise(value, location);
  };
  Value start = toIndex(counted.start);
  Value limit = toIndex(bound.limit);
  Value one = arith::ConstantIndexOp::create(builder, location, 1);
  if (inclusive)
    limit = counted.ascending() ? Value(arith::AddIOp::create(builder, location, limit, one))
                                : Value(arith::SubIOp::create(builder, location, limit, one));
  Value step = arith::ConstantIndexOp::create(builder, location, std::abs(counted.step));
  Value zero = arith::ConstantIndexOp::create(builder, location, 0);
  Value lower = counted.ascending() ? start : zero;
  Value upper = counted.ascending() ? limit : Value(arith::SubIOp::create(builder, location, start, limit));
  auto op = scf::ForOp::create(builder, location, lower, upper, step);
  Binding variable;
  variable.form = Binding::value;
  variable.memory.kind = counted.kind;
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(op.getBody());
    variable.index = counted.ascending() ? op.getInductionVar()
                                         : Value(arith::SubIOp::create(builder, location, start, op.getInductionVar()));
    variable.scalar = indexToKind(variable.index, counted.kind, location);
  }
  lowerCountedBody(loop, counted, variable, op);
  if (!counted.isDeclaredHere) {
    Value distance = arith::SubIOp::create(builder, location, upper, lower);
    distance = arith::MaxSIOp::create(builder, location, distance, zero);
    Value trips = roundedUpQuotient(builder, distance, std::abs(counted.step), location);
    distance = arith::MulIOp::create(builder, location, trips, step);
    storeFinalValue(counted, counted.ascending() ? Value(arith::AddIOp::create(builder, location, start, distance))
                                                 : Value(arith::SubIOp::create(builder, location, start, distance)));
  }
  return true;
}

void FunctionLowering::lowerCountedBody(const clang::ForStmt *loop, const CountedLoop &counted, Binding variable,
                                        Operation *loopOp) {
  nameLoop(loopOp, counted.variable->getNameAsString());
  // A variable declared outside is the loop's inside the body and itself again afterwards.
  std::optional<Binding> outer;
  if (auto found = bindings.find(counted.variable); found != bindings.end())
    outer = found->second;
  bindings[counted.variable] = variable;
  OpBuilder::InsertionGuard guard(builder);
  Block *body = &loopOp->getRegion(0).front();
  builder.setInsertionPoint(body->getTerminator());
  lowerLoopBody(loop->getBody(), {});
  if (outer)
    bindings[counted.variable] = *outer;
  else
    bindings.erase(counted.variable);
}

void FunctionLowering::storeFinalValue(const CountedLoop &counted, Value final) {
  Binding &binding = bindings.at(counted.variable);
  Location location = final.getLoc();
  store(indexToKind(final, counted.kind, location), binding.memory, location);
}

} // namespace allo::lang
