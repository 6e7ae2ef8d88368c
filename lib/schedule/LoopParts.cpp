#include "schedule/LoopParts.h"

#include "analysis/AccessCollection.h"
#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/FreshIds.h"
#include "schedule/Layouts.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <map>

using namespace mlir;

namespace allo::schedule {
namespace {

bool isLoad(Operation *op) { return isa<affine::AffineLoadOp, memref::LoadOp>(op); }
bool isDeclaration(Operation *op) { return isa<memref::AllocaOp, ir::StreamCreateOp>(op); }
bool isComputation(Operation *op) {
  return !isLoad(op) && !isDeclaration(op) && op->getNumRegions() == 0 && isMemoryEffectFree(op);
}

// The operation directly in `block` that `op` is or is inside of.
Operation *inBlock(Operation *op, Block *block) { return block->findAncestorOpInBlock(*op); }

// Whether the operation may change what the load reads.
bool mayWrite(Operation *op, Operation *load) {
  if (isComputation(op) || isLoad(op) || isDeclaration(op))
    return false;
  Value memory = load->getOperand(0);
  for (const analysis::Access &access : analysis::collectAccesses(op))
    if (access.isWrite && access.memory == memory)
      return true;
  return false;
}

} // namespace

std::optional<ir::CType> plainTypeOf(Type type) {
  if (type.isF16())
    return ir::CType(ir::CKind::Half);
  if (type.isBF16())
    return ir::CType(ir::CKind::BFloat16);
  if (type.isF32())
    return ir::CType(ir::CKind::Float);
  if (type.isF64())
    return ir::CType(ir::CKind::Double);
  if (!type.isSignlessInteger())
    return std::nullopt;
  switch (type.getIntOrFloatBitWidth()) {
  case 1:
    return ir::CType(ir::CKind::Bool);
  case 8:
    return ir::CType(ir::CKind::SChar);
  case 16:
    return ir::CType(ir::CKind::Short);
  case 32:
    return ir::CType(ir::CKind::Int);
  case 64:
    return ir::CType(ir::CKind::LongLong);
  default:
    return ir::CType::integer(type.getIntOrFloatBitWidth(), true);
  }
}

LoopParts::LoopParts(StepContext &context, affine::AffineForOp loop)
    : context_(context), loop_(loop), trips_(analysis::tripCount(loop)) {
  sink();
  number();
  findCarried();
}

// From the last operation on, so that users have moved before what they use does.
void LoopParts::sink() {
  Block *body = loop_.getBody();
  SmallVector<Operation *> ops;
  for (Operation &op : body->without_terminator())
    ops.push_back(&op);
  for (Operation *op : llvm::reverse(ops)) {
    if (!isLoad(op) && !isComputation(op))
      continue;
    if (op->use_empty()) {
      op->erase();
      continue;
    }
    Operation *target = nullptr;
    for (Operation *user : op->getUsers())
      if (Operation *direct = inBlock(user, body); !target || direct->isBeforeInBlock(target))
        target = direct;
    Operation *place = op->getNextNode();
    while (place != target && !(isLoad(op) && mayWrite(place, op)))
      place = place->getNextNode();
    op->moveBefore(place);
  }
}

void LoopParts::number() {
  for (Operation &op : loop_.getBody()->without_terminator())
    if (!isLoad(&op) && !isComputation(&op) && !isDeclaration(&op))
      statements_.push_back(&op);
  unsigned next = 0;
  for (Operation &op : loop_.getBody()->without_terminator()) {
    if (isComputation(&op))
      continue;
    numbers_[&op] = std::min<unsigned>(next, statements_.empty() ? 0 : statements_.size() - 1);
    if (!isLoad(&op) && !isDeclaration(&op))
      ++next;
  }
}

unsigned LoopParts::statementOf(Operation *op) const { return numbers_.lookup(inBlock(op, body())); }

std::string LoopParts::obstacleOf(Operation *op, Value value) const {
  std::string name = isDeclaration(op) ? "the variable " + ir::nameOf(value) : "a value";
  std::string subject =
      name + " of line " + std::to_string(ir::placeOf(op->getLoc()).line) + " is used on both sides, ";
  if (!trips_)
    return subject + "and the trip count of " + context_.describe(loop_) + " is not constant";
  constexpr int64_t most = int64_t(1) << 24;
  int64_t elements = std::max<int64_t>(1, *trips_);
  if (auto alloca = dyn_cast<memref::AllocaOp>(op)) {
    for (int64_t extent : alloca.getType().getShape())
      elements = extent != 0 && elements > most / extent ? most + 1 : elements * extent;
    if (!ir::directivesOf(op).empty())
      return subject + "and it has the directive " + ir::wordOf(ir::directivesOf(op).front()).str();
    for (Operation *user : op->getUsers())
      if (!isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(user))
        return subject + "and line " + std::to_string(ir::placeOf(user->getLoc()).line) + " uses it as a whole";
  } else if (isDeclaration(op)) {
    return subject + "and it is a stream";
  } else if (!plainTypeOf(value.getType())) {
    return subject + "and it is an index";
  }
  if (elements > most)
    return subject + "and an array with an element for each iteration would have more than " + std::to_string(most) +
           " elements";
  return {};
}

void LoopParts::findCarried() {
  Block *body = loop_.getBody();
  for (Operation &op : body->without_terminator()) {
    if (isComputation(&op))
      continue;
    for (Value value : op.getResults()) {
      unsigned first = numbers_.lookup(&op), last = first;
      bool isUsed = false;
      // Through the computations, which are copied.
      SmallVector<Operation *> work(value.getUsers());
      while (!work.empty()) {
        Operation *direct = inBlock(work.pop_back_val(), body);
        if (isComputation(direct)) {
          llvm::append_range(work, direct->getUsers());
          continue;
        }
        unsigned user = numbers_.lookup(direct);
        first = isDeclaration(&op) && !isUsed ? user : std::min(first, user);
        last = isUsed ? std::max(last, user) : std::max(isDeclaration(&op) ? user : last, user);
        isUsed = true;
      }
      if (isDeclaration(&op))
        numbers_[&op] = first;
      if (first < last)
        carried_.push_back({&op, value, first, last, obstacleOf(&op, value)});
    }
  }
}

// Every direct operation of the body gets a group; every group that needs a computation gets one of its own.
void LoopParts::assignGroups(ArrayRef<unsigned> groups) {
  Block *body = loop_.getBody();
  SmallVector<Operation *> ops;
  for (Operation &op : body->without_terminator())
    ops.push_back(&op);
  for (Operation *op : llvm::reverse(ops)) {
    if (!isComputation(op)) {
      groups_[op] = groups[numbers_.lookup(op)];
      continue;
    }
    std::map<unsigned, SmallVector<OpOperand *>> uses;
    for (Value result : op->getResults())
      for (OpOperand &use : result.getUses())
        uses[groupOf(use.getOwner())].push_back(&use);
    for (auto &[group, inGroup] : uses) {
      if (group == uses.begin()->first) {
        groups_[op] = group;
        continue;
      }
      OpBuilder builder(op);
      builder.setInsertionPointAfter(op);
      Operation *copy = builder.clone(*op);
      renewIds(context_, {copy});
      groups_[copy] = group;
      for (OpOperand *use : inGroup)
        use->set(copy->getResult(cast<OpResult>(use->get()).getResultNumber()));
    }
  }
}

unsigned LoopParts::groupOf(Operation *op) const { return groups_.lookup(inBlock(op, body())); }

// The number of the present iteration, over values as dims.
std::pair<AffineExpr, SmallVector<Value>> LoopParts::iteration() const {
  affine::AffineForOp loop = loop_;
  SmallVector<Value> values{loop.getInductionVar()};
  AffineMap lower = loop.getLowerBoundMap();
  SmallVector<AffineExpr> places;
  for (Value operand : loop.getLowerBoundOperands()) {
    places.push_back(getAffineDimExpr(values.size(), loop.getContext()));
    values.push_back(operand);
  }
  ArrayRef<AffineExpr> all = places;
  AffineExpr start =
      lower.getResult(0).replaceDimsAndSymbols(all.take_front(lower.getNumDims()), all.drop_front(lower.getNumDims()));
  AffineExpr offset = getAffineDimExpr(0, loop.getContext()) - start;
  return {offset.floorDiv(loop.getStepAsInt()), values};
}

Value LoopParts::arrayFor(MemRefType type, ir::VariableAttr variable, Location location) {
  OpBuilder builder(loop_);
  auto array = memref::AllocaOp::create(builder, location, type);
  array->setAttr(ir::varAttrName, variable);
  return array;
}

// One access to a variable that has an element for each iteration now.
Operation *LoopParts::accessExpanded(Operation *user, Value array) const {
  OpBuilder builder(user);
  auto [number, values] = iteration();
  auto indexed = [&, number = number, values = values](AffineMap map, ValueRange mapOperands) {
    unsigned dims = map.getNumDims();
    SmallVector<Value> operands(mapOperands.take_front(dims));
    llvm::append_range(operands, values);
    llvm::append_range(operands, mapOperands.drop_front(dims));
    SmallVector<AffineExpr> indices{number.shiftDims(values.size(), dims)};
    llvm::append_range(indices, map.getResults());
    AffineMap result = AffineMap::get(dims + values.size(), map.getNumSymbols(), indices, user->getContext());
    affine::canonicalizeMapAndOperands(&result, &operands);
    return std::pair(result, operands);
  };
  if (auto load = dyn_cast<affine::AffineLoadOp>(user)) {
    auto [map, operands] = indexed(load.getAffineMap(), load.getMapOperands());
    return affine::AffineLoadOp::create(builder, load.getLoc(), array, map, operands);
  }
  if (auto store = dyn_cast<affine::AffineStoreOp>(user)) {
    auto [map, operands] = indexed(store.getAffineMap(), store.getMapOperands());
    return affine::AffineStoreOp::create(builder, store.getLoc(), store.getValue(), array, map, operands);
  }
  auto [map, operands] = indexed(AffineMap::get(user->getContext()), {});
  SmallVector<Value> indices{affine::AffineApplyOp::create(builder, user->getLoc(), map, operands)};
  if (auto load = dyn_cast<memref::LoadOp>(user)) {
    llvm::append_range(indices, load.getIndices());
    return memref::LoadOp::create(builder, load.getLoc(), array, indices);
  }
  auto store = cast<memref::StoreOp>(user);
  llvm::append_range(indices, store.getIndices());
  return memref::StoreOp::create(builder, store.getLoc(), store.getValue(), array, indices);
}

void LoopParts::expandVariable(const CarriedValue &carried) {
  auto declaration = cast<memref::AllocaOp>(carried.op);
  MemRefType type = declaration.getType();
  SmallVector<int64_t> shape{std::max<int64_t>(1, *trips_)};
  llvm::append_range(shape, type.getShape());
  SmallVector<ir::PartitionAttr> partitions = partitionsOf(MemRefType::get({1}, type.getElementType()));
  llvm::append_range(partitions, partitionsOf(type));
  MemRefType expanded = withLayout(MemRefType::get(shape, type.getElementType()), partitions, storageOf(type));
  Value array = arrayFor(expanded, ir::variableOf(carried.value), declaration.getLoc());
  for (Operation *user : llvm::make_early_inc_range(carried.value.getUsers())) {
    unsigned group = groupOf(user);
    Operation *made = accessExpanded(user, array);
    if (user->getParentOp() == loop_) {
      for (Value operand : made->getOperands()) // the apply that may have been made for it
        if (Operation *apply = operand.getDefiningOp(); apply && apply->getNextNode() == made)
          groups_.try_emplace(apply, group);
      groups_[made] = group;
    }
    user->replaceAllUsesWith(made);
    groups_.erase(user);
    user->erase();
  }
  groups_.erase(declaration);
  declaration.erase();
}

// The group that computes the value keeps it in an array, the others read it from there.
void LoopParts::expandValue(const CarriedValue &carried) {
  Operation *op = carried.op;
  auto function = loop_->getParentOfType<func::FuncOp>();
  auto variable = ir::VariableAttr::get(
      loop_.getContext(), context_.freshId(function), ir::loopOf(loop_).getName().str() + ".value",
      ir::CTypeAttr::get(loop_.getContext(), *plainTypeOf(carried.value.getType())), false);
  Value array =
      arrayFor(MemRefType::get({std::max<int64_t>(1, *trips_)}, carried.value.getType()), variable, op->getLoc());
  auto [number, values] = iteration();
  AffineMap map = AffineMap::get(values.size(), 0, number, loop_.getContext());
  affine::canonicalizeMapAndOperands(&map, &values);
  unsigned home = groups_.lookup(op);
  std::map<unsigned, SmallVector<OpOperand *>> uses;
  for (OpOperand &use : carried.value.getUses())
    if (unsigned group = groupOf(use.getOwner()); group != home)
      uses[group].push_back(&use);
  OpBuilder builder(op);
  builder.setInsertionPointAfter(op);
  groups_[affine::AffineStoreOp::create(builder, op->getLoc(), carried.value, array, map, values)] = home;
  for (auto &[group, inGroup] : uses) {
    Operation *place = nullptr;
    for (OpOperand *use : inGroup)
      if (Operation *direct = inBlock(use->getOwner(), loop_.getBody()); !place || direct->isBeforeInBlock(place))
        place = direct;
    builder.setInsertionPoint(place);
    auto load = affine::AffineLoadOp::create(builder, op->getLoc(), array, map, values);
    groups_[load] = group;
    for (OpOperand *use : inGroup)
      use->set(load);
  }
}

SmallVector<affine::AffineForOp> LoopParts::separate(ArrayRef<unsigned> groups, int kept) {
  assignGroups(groups);
  auto isCut = [&](const CarriedValue &carried) { return groups[carried.first] != groups[carried.last]; };
  for (const CarriedValue &carried : carried_)
    if (isCut(carried) && !isDeclaration(carried.op))
      expandValue(carried);
  for (const CarriedValue &carried : carried_)
    if (isCut(carried) && isDeclaration(carried.op))
      expandVariable(carried);
  SmallVector<affine::AffineForOp> loops;
  OpBuilder builder(loop_);
  for (unsigned group = 0; group <= groups.back(); ++group) {
    if (static_cast<int>(group) == kept) {
      loops.push_back(loop_);
      builder.setInsertionPointAfter(loop_);
      continue;
    }
    auto made = cast<affine::AffineForOp>(builder.cloneWithoutRegions(*loop_));
    affine::AffineForOp::ensureTerminator(made.getRegion(), builder, made.getLoc());
    made.getBody()->addArgument(builder.getIndexType(), loop_.getInductionVar().getLoc());
    for (Operation &op : llvm::make_early_inc_range(loop_.getBody()->without_terminator()))
      if (groups_.lookup(&op) == group)
        op.moveBefore(made.getBody()->getTerminator());
    loop_.getInductionVar().replaceUsesWithIf(made.getInductionVar(),
                                              [&](OpOperand &use) { return made->isAncestor(use.getOwner()); });
    builder.setInsertionPointAfter(made);
    ir::LoopAttr attribute = ir::loopOf(loop_);
    ir::setLoop(made, ir::LoopAttr::get(made.getContext(), context_.freshId(made->getParentOfType<func::FuncOp>()),
                                        attribute.getName(), 0, 0, attribute.getParallel()));
    loops.push_back(made);
  }
  if (kept < 0)
    loop_.erase();
  return loops;
}

} // namespace allo::schedule
