#include "schedule/UnifiedBody.h"

#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "schedule/FreshIds.h"
#include "schedule/OutlinedFunction.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IntegerSet.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {

namespace {
bool isDeclaration(Operation *op) {
  return isa<memref::AllocaOp, memref::GetGlobalOp, ir::StreamCreateOp, ir::ConsoleOp>(op);
}

// What names an operation or belongs to it alone, and what says nothing about its meaning.
SmallVector<NamedAttribute> meaningOf(Operation *op) {
  SmallVector<NamedAttribute> attributes;
  for (NamedAttribute attribute : op->getAttrs())
    if (attribute.getName() != ir::varAttrName && attribute.getName() != ir::loopAttrName)
      attributes.push_back(attribute);
  return attributes;
}

bool isSameKind(Operation *first, Operation *second) {
  return first->getName() == second->getName() && first->getResultTypes() == second->getResultTypes() &&
         first->getNumRegions() == second->getNumRegions() && meaningOf(first) == meaningOf(second);
}
} // namespace

UnifiedBody::UnifiedBody(StepContext &context, func::FuncOp unified, Value mode, int64_t lastOfFirst, Side &first,
                         Side &second)
    : context_(context), unified_(unified), lastOfFirst_(lastOfFirst), first_(first), second_(second),
      builder_(OpBuilder::atBlockEnd(&unified.getBody().front())) {
  Location location = unified.getLoc();
  mode_ = arith::IndexCastUIOp::create(builder_, location, builder_.getIndexType(), mode);
  Value last = arith::ConstantOp::create(builder_, location, builder_.getIntegerAttr(mode.getType(), lastOfFirst));
  isFirst_ = arith::CmpIOp::create(builder_, location, arith::CmpIPredicate::ule, mode, last);
}

void UnifiedBody::build() {
  merge(&first_.function.getBody().front(), &second_.function.getBody().front());
  mergeReturns();
  if (isFirst_.use_empty()) {
    Operation *compare = isFirst_.getDefiningOp(), *last = compare->getOperand(1).getDefiningOp();
    compare->erase();
    last->erase();
  }
  if (mode_.use_empty())
    mode_.getDefiningOp()->erase();
}

Operation *UnifiedBody::clone(Operation *op, Side &side) {
  Operation *copy = builder_.clone(*op, side.values);
  ObjectKey from{side.function.getSymName().str(), 0}, to{unified_.getSymName().str(), 0};
  SmallVector<Operation *> loops;
  auto renew = [&](int64_t old) {
    int64_t id = context_.freshId(unified_);
    copySetBy(context_, {from.first, old}, {to.first, id});
    return side.ids[old] = id;
  };
  copy->walk<WalkOrder::PreOrder>([&](Operation *inner) {
    if (ir::LoopAttr loop = ir::loopOf(inner)) {
      ir::setLoop(inner, loop.withId(renew(loop.getId())));
      loops.push_back(inner);
    }
    if (auto variable = inner->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      inner->setAttr(ir::varAttrName,
                     ir::VariableAttr::get(inner->getContext(), renew(variable.getId()), variable.getName(),
                                           variable.getType(), variable.getIsConst()));
  });
  for (Operation *loop : loops)
    if (loop->hasAttr(ir::directivesAttrName))
      renameInDirectives(loop, side.ids);
  return copy;
}

// Whether all operands exist where the builder stands, whatever the mode is.
bool UnifiedBody::isAvailable(Operation *op, const Side &side) const {
  return llvm::all_of(op->getOperands(), [&](Value operand) { return side.values.contains(operand); });
}

// What runs in either mode without harm or cost: declarations, constants, index arithmetic.
bool UnifiedBody::isFree(Operation *op, const Side &side) const {
  if (isDeclaration(op))
    return true;
  if (op->getNumRegions() != 0 || !isPure(op) || !isAvailable(op, side))
    return false;
  auto isIndex = [](Value value) { return value.getType().isIndex(); };
  return matchPattern(op, m_Constant()) || llvm::any_of(op->getOperands(), isIndex) ||
         llvm::any_of(op->getResults(), isIndex);
}

bool UnifiedBody::areEqual(Operation *first, Operation *second) const {
  if (first->getNumRegions() != 0 || !isSameKind(first, second) || first->getNumOperands() != second->getNumOperands())
    return false;
  for (auto [left, right] : llvm::zip(first->getOperands(), second->getOperands())) {
    Value own = first_.values.lookupOrNull(left);
    if (!own || own != second_.values.lookupOrNull(right))
      return false;
  }
  return true;
}

bool UnifiedBody::haveEqualLoops(affine::AffineForOp first, affine::AffineForOp second) const {
  // A claim about the accesses of one body says nothing about those of the other.
  for (affine::AffineForOp loop : {first, second})
    for (const ir::Directive &directive : ir::directivesOf(loop))
      if (ir::wordOf(directive) == "dependence" || ir::wordOf(directive) == "dataflow")
        return false;
  ir::LoopAttr own = ir::loopOf(first), other = ir::loopOf(second);
  if (own.getSpatial() || other.getSpatial()) // the body of a grid is one call
    return false;
  bool sameDirectives = own.getPipeline() == other.getPipeline() && own.getUnroll() == other.getUnroll() &&
                        own.getParallel() == other.getParallel() &&
                        first->getAttr(ir::directivesAttrName) == second->getAttr(ir::directivesAttrName);
  if (!sameDirectives || first.getLowerBoundMap() != second.getLowerBoundMap() ||
      first.getUpperBoundMap() != second.getUpperBoundMap() || first.getStepAsInt() != second.getStepAsInt() ||
      first->getNumOperands() != second->getNumOperands())
    return false;
  for (auto [left, right] : llvm::zip(first->getOperands(), second->getOperands())) {
    Value value = first_.values.lookupOrNull(left);
    if (!value || value != second_.values.lookupOrNull(right))
      return false;
  }
  return true;
}

// A declaration of the first side that can stand for this one of the second: only one of the two is ever in use.
Operation *UnifiedBody::sharedDeclaration(Operation *op) const {
  for (Operation *candidate : unmatched_) {
    if (!isSameKind(candidate, op))
      continue;
    if (!isDeclaration(op)) {
      if (areEqual(candidate, op))
        return candidate;
      continue;
    }
    ir::VariableAttr own = candidate->getAttrOfType<ir::VariableAttr>(ir::varAttrName),
                     other = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName);
    if (own && other && (own.getType() != other.getType() || own.getIsConst() != other.getIsConst()))
      continue;
    if (auto stream = dyn_cast<ir::StreamCreateOp>(op); stream && stream.getIsStatic())
      continue; // elements stay from call to call
    return candidate;
  }
  return nullptr;
}

void UnifiedBody::emitFree(Operation *op, Side &side) {
  if (&side == &second_)
    if (Operation *shared = sharedDeclaration(op)) {
      for (auto [own, result] : llvm::zip(shared->getResults(), op->getResults()))
        side.values.map(result, first_.values.lookup(own));
      if (isDeclaration(op))
        llvm::erase(unmatched_, shared);
      return;
    }
  clone(op, side);
  if (&side == &first_)
    unmatched_.push_back(op);
}

//===-- Values that a branch leaves for what follows
//----------------------------------------------------------------===//

// Pairs of a value of the branch that something behind it uses and a variable that keeps it.
SmallVector<std::pair<Value, Value>> UnifiedBody::keepEscaping(const Operations &ops) {
  SmallVector<std::pair<Value, Value>> escaping;
  for (Operation *op : ops)
    for (Value result : op->getResults()) {
      bool isUsedBehind = llvm::any_of(result.getUsers(), [&](Operation *user) {
        Operation *here = op->getBlock()->findAncestorOpInBlock(*user);
        return !llvm::is_contained(ops, here);
      });
      if (!isUsedBehind)
        continue;
      Location location = op->getLoc();
      Type type = result.getType().isIndex() ? builder_.getI64Type() : result.getType();
      auto kept = memref::AllocaOp::create(builder_, location, MemRefType::get({}, type));
      kept->setAttr(ir::varAttrName,
                    ir::VariableAttr::get(type.getContext(), context_.freshId(unified_), "kept",
                                          ir::CTypeAttr::get(type.getContext(), ctypeOf(type)), false));
      Value zero = arith::ConstantOp::create(builder_, location, builder_.getZeroAttr(type));
      affine::AffineStoreOp::create(builder_, location, zero, kept, ValueRange());
      escaping.push_back({result, kept});
    }
  return escaping;
}

void UnifiedBody::loadEscaping(ArrayRef<std::pair<Value, Value>> escaping, Side &side) {
  for (auto [value, kept] : escaping) {
    Value loaded = affine::AffineLoadOp::create(builder_, value.getLoc(), kept, ValueRange());
    if (value.getType().isIndex())
      loaded = arith::IndexCastOp::create(builder_, value.getLoc(), value.getType(), loaded);
    side.values.map(value, loaded);
  }
}

void UnifiedBody::emitBranch(Block *block, const Operations &ops, Side &side,
                             ArrayRef<std::pair<Value, Value>> escaping) {
  OpBuilder::InsertionGuard guard(builder_);
  builder_.setInsertionPoint(block->getTerminator());
  for (Operation *op : ops)
    clone(op, side);
  for (auto [value, kept] : escaping) {
    Value result = side.values.lookup(value);
    if (result.getType().isIndex())
      result = arith::IndexCastOp::create(builder_, value.getLoc(), builder_.getI64Type(), result);
    affine::AffineStoreOp::create(builder_, value.getLoc(), result, kept, ValueRange());
  }
}

void UnifiedBody::emitUnderMode(const Operations &first, const Operations &second) {
  if (first.empty() && second.empty())
    return;
  Location location = (first.empty() ? second : first).front()->getLoc();
  auto keptFirst = keepEscaping(first), keptSecond = keepEscaping(second);
  AffineExpr mode = builder_.getAffineSymbolExpr(0);
  // One constraint each, so that either branch is one range of modes to every analysis.
  AffineExpr condition = first.empty() ? mode - (lastOfFirst_ + 1) : lastOfFirst_ - mode;
  bool hasElse = !first.empty() && !second.empty();
  auto branch = affine::AffineIfOp::create(builder_, location, IntegerSet::get(0, 1, {condition}, {false}),
                                           ValueRange{mode_}, hasElse);
  if (first.empty()) {
    emitBranch(branch.getThenBlock(), second, second_, keptSecond);
  } else {
    emitBranch(branch.getThenBlock(), first, first_, keptFirst);
    if (hasElse)
      emitBranch(branch.getElseBlock(), second, second_, keptSecond);
  }
  loadEscaping(keptFirst, first_);
  loadEscaping(keptSecond, second_);
}

//===-- Blocks
//------------------------------------------------------------------------------------------------------===//

// Free operations before everything else; what both begin with in the same words once; the rest under the mode.
void UnifiedBody::mergeSegments(ArrayRef<Operation *> first, ArrayRef<Operation *> second) {
  bool isShared = true;
  while (isShared) {
    while (!first.empty() && isFree(first.front(), first_)) {
      emitFree(first.front(), first_);
      first = first.drop_front();
    }
    while (!second.empty() && isFree(second.front(), second_)) {
      emitFree(second.front(), second_);
      second = second.drop_front();
    }
    isShared = !first.empty() && !second.empty() && areEqual(first.front(), second.front());
    if (!isShared)
      break;
    Operation *copy = clone(first.front(), first_);
    for (auto [own, result] : llvm::zip(copy->getResults(), second.front()->getResults()))
      second_.values.map(result, own);
    first = first.drop_front();
    second = second.drop_front();
  }
  Operations conditionalFirst, conditionalSecond;
  for (Operation *op : first)
    isFree(op, first_) ? emitFree(op, first_) : conditionalFirst.push_back(op);
  for (Operation *op : second)
    isFree(op, second_) ? emitFree(op, second_) : conditionalSecond.push_back(op);
  emitUnderMode(conditionalFirst, conditionalSecond);
}

void UnifiedBody::mergeLoops(affine::AffineForOp first, affine::AffineForOp second) {
  auto shell = cast<affine::AffineForOp>(builder_.cloneWithoutRegions(*first.getOperation(), first_.values));
  ir::LoopAttr loop = ir::loopOf(first);
  int64_t id = context_.freshId(unified_);
  for (auto [side, own] : {std::pair(&first_, loop), std::pair(&second_, ir::loopOf(second))}) {
    copySetBy(context_, {side->function.getSymName().str(), own.getId()}, {unified_.getSymName().str(), id});
    side->ids[own.getId()] = id;
  }
  ir::setLoop(shell, loop.withId(id));
  if (shell->hasAttr(ir::directivesAttrName))
    renameInDirectives(shell, first_.ids);
  Block *body = builder_.createBlock(&shell.getRegion(), {}, {builder_.getIndexType()}, {first.getLoc()});
  affine::AffineYieldOp::create(builder_, first.getLoc());
  builder_.setInsertionPointToStart(body);
  first_.values.map(first.getInductionVar(), body->getArgument(0));
  second_.values.map(second.getInductionVar(), body->getArgument(0));
  merge(first.getBody(), second.getBody());
  builder_.setInsertionPointAfter(shell);
}

void UnifiedBody::merge(Block *first, Block *second) {
  Operations outer = std::exchange(unmatched_, {});
  Operations ownSegment, otherSegment;
  auto next = second->begin(), end = std::prev(second->end());
  for (Operation &op : first->without_terminator()) {
    auto loop = dyn_cast<affine::AffineForOp>(op);
    if (!loop) {
      ownSegment.push_back(&op);
      continue;
    }
    auto found = std::find_if(next, end, [](Operation &other) { return isa<affine::AffineForOp>(other); });
    if (found == end) {
      ownSegment.push_back(&op);
      continue;
    }
    // The bounds are compared with what stands before both loops in place.
    Operations before;
    for (auto at = next; at != found; ++at)
      before.push_back(&*at);
    llvm::append_range(otherSegment, before);
    mergeSegments(ownSegment, otherSegment);
    ownSegment.clear();
    otherSegment.clear();
    auto other = cast<affine::AffineForOp>(*found);
    if (haveEqualLoops(loop, other)) {
      mergeLoops(loop, other);
    } else {
      ownSegment.push_back(loop);
      otherSegment.push_back(other);
    }
    next = std::next(found);
  }
  for (; next != end; ++next)
    otherSegment.push_back(&*next);
  mergeSegments(ownSegment, otherSegment);
  unmatched_ = std::move(outer);
}

void UnifiedBody::mergeReturns() {
  Operation *first = first_.function.getBody().front().getTerminator(),
            *second = second_.function.getBody().front().getTerminator();
  SmallVector<Value> results;
  for (auto [left, right] : llvm::zip(first->getOperands(), second->getOperands())) {
    Value own = first_.values.lookup(left), other = second_.values.lookup(right);
    results.push_back(
        own == other ? own : arith::SelectOp::create(builder_, first->getLoc(), isFirst_, own, other).getResult());
  }
  func::ReturnOp::create(builder_, first->getLoc(), results);
}

} // namespace allo::schedule
