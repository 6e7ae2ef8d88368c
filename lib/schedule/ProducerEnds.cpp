#include "schedule/ProducerEnds.h"

#include "schedule/ArrayBuffer.h"
#include "schedule/LoopBand.h"

#include "analysis/Coverage.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::Footprint;

// Both nests in one block, the producer first.
void refusePlaces(const StepContext &context, ProducerEnds &ends) {
  affine::AffineForOp producer = ends.producer, axis = ends.axis;
  std::string text = context.describe(producer), place = context.describe(axis);
  if (producer->getParentOfType<func::FuncOp>() != axis->getParentOfType<func::FuncOp>())
    context.refuse("the loops " + text + " and " + place + " are in different functions", "inline the calls first");
  if (producer->isAncestor(axis))
    context.refuse("the loop " + place + " is " + (producer == axis ? "the producer itself" : "inside the producer"),
                   "the axis is a loop of a nest that reads what the producer writes");
  if (axis->isAncestor(producer))
    context.refuse("the loop " + text + " is inside " + place + " already",
                   "name the outermost loop of a nest that stands before the one around the axis");
  ends.consumer = producer->getBlock()->findAncestorOpInBlock(*axis);
  if (!ends.consumer)
    context.refuse("the nest of " + place + " does not stand in the block of " + text,
                   "name the outermost loop of the producer");
  if (ends.consumer->isBeforeInBlock(producer))
    context.refuse("the loop " + place + " comes before " + text, "the producer stands before the nest that reads");
  for (Operation *loop = axis; loop && !isa<func::FuncOp>(loop); loop = loop->getParentOp())
    if (ir::LoopAttr directives = ir::loopOf(loop); directives && directives.getPipeline())
      context.refuseAt(loop->getLoc(), "the producer would be inside the pipelined loop " + context.describe(loop),
                       "move the producer first, then pipeline a loop inside " + context.address(axis));
  producer->walk([&](Operation *op) {
    if (ir::isLoop(op))
      refuseDirectives(context, op);
  });
}

// The one array that the producer leaves behind. Refuses every other effect.
Value arrayOf(const StepContext &context, affine::AffineForOp producer) {
  std::string text = context.describe(producer);
  llvm::SetVector<Value> written;
  producer->walk([&](Operation *op) {
    if (auto call = dyn_cast<func::CallOp>(op))
      context.refuseAt(op->getLoc(),
                       "the call of " + call.getCallee().str() + " on line " + ir::lineOf(op) +
                           " is inside the producer " + text,
                       "inline the call first");
    Value memory;
    if (auto store = dyn_cast<affine::AffineStoreOp>(op))
      memory = store.getMemRef();
    else if (auto store = dyn_cast<memref::StoreOp>(op))
      memory = store.getMemRef();
    else if (isa<ir::PrintOp>(op))
      context.refuseAt(op->getLoc(), text + " prints on line " + ir::lineOf(op) + ", which would happen at other times",
                       "print outside the nest");
    else if (isa<ir::AssertOp>(op))
      context.refuseAt(op->getLoc(),
                       text + " has an assertion on line " + ir::lineOf(op) + ", which would be checked at other times",
                       "assert outside the nest");
    else if (!isa<affine::AffineLoadOp, memref::LoadOp, memref::AllocaOp, memref::GetGlobalOp>(op) &&
             op->getNumRegions() == 0 && !op->hasTrait<OpTrait::IsTerminator>() && !isMemoryEffectFree(op))
      context.refuseAt(op->getLoc(),
                       text + " has an effect on line " + ir::lineOf(op) + " that is no write to an array",
                       "only nests that read memory and write one local array can move");
    if (memory && !(memory.getDefiningOp() && producer->isProperAncestor(memory.getDefiningOp())))
      written.insert(memory);
  });
  for (Value memory : written)
    if (!memory.getDefiningOp<memref::AllocaOp>())
      context.refuse(text + " writes " + context.describe(memory) +
                         (isa<BlockArgument>(memory) ? ", a parameter, which is read elsewhere"
                                                     : ", which keeps its values from call to call"),
                     "only a nest that writes a local array can move");
  if (written.size() > 1)
    context.refuse(text + " writes " + context.describe(written[0]) + " and " + context.describe(written[1]),
                   "'distribute " + context.address(producer) +
                       "' makes nests of its statements; a scalar belongs inside the loop");
  if (written.empty())
    context.refuse(text + " writes no array", "the producer is the nest that writes a local array");
  return written.front();
}

bool isEarly(const ProducerEnds &ends, Operation *user) {
  affine::AffineForOp producer = ends.producer;
  Operation *place = producer->getBlock()->findAncestorOpInBlock(*user);
  return place && producer->isBeforeInBlock(place) && place->isBeforeInBlock(ends.consumer);
}

// Every use of the array is in the producer or inside the axis, at affine indices; or early, where the array stays.
void refuseUses(const StepContext &context, const ProducerEnds &ends, ArrayPlace place) {
  std::string name = context.describe(ends.array.memory);
  if (cast<MemRefType>(ends.array.memory.getType()).getRank() == 0)
    context.refuse("the producer writes " + name + ", a scalar", "the producer is the nest that writes a local array");
  bool isRead = false;
  for (Operation *user : ends.array.memory.getUsers()) {
    if (auto call = dyn_cast<func::CallOp>(user))
      context.refuseAt(user->getLoc(),
                       "the call of " + call.getCallee().str() + " on line " + ir::lineOf(user) + " takes the array " +
                           name,
                       "inline the call first");
    bool isWrite = isa<affine::AffineStoreOp, memref::StoreOp>(user);
    bool isInAxis = ends.axis->isProperAncestor(user);
    isRead |= isInAxis && !isWrite;
    if (ends.producer->isAncestor(user) || (isInAxis && !isWrite) ||
        (place == ArrayPlace::stays && !isWrite && isEarly(ends, user)))
      continue;
    context.refuseAt(user->getLoc(),
                     name + " is " + (isWrite ? "written" : "read") + " on line " + ir::lineOf(user) +
                         (isWrite ? " too, outside the producer " + context.describe(ends.producer)
                                  : ", outside the loop " + context.describe(ends.axis)),
                     isWrite ? "merge the nests that write it first" : "choose a loop around all reads");
  }
  if (!isRead)
    context.refuse("nothing inside the loop " + context.describe(ends.axis) + " reads " + name,
                   "choose a loop of the nest that reads it");
}

// Where the array outlives an iteration of a loop around the nests, what is read must have been written in the same
// one: nothing but the producer's copies will be there.
void refuseOlder(const StepContext &context, const ProducerEnds &ends, ArrayRef<Access> reads) {
  SmallVector<Operation *> around;
  for (Operation *loop : analysis::loopsAround(ends.producer))
    if (!loop->isAncestor(ends.array.memory.getDefiningOp()))
      around.push_back(loop);
  if (around.empty())
    return;
  auto refuse = [&](Operation *read) {
    context.refuseAt(read->getLoc(),
                     "cannot prove that every element of " + context.describe(ends.array.memory) + " that line " +
                         ir::lineOf(read) + " reads was written in the same iteration of " +
                         context.describe(around.back()),
                     "declare it inside " + context.describe(around.back()));
  };
  auto loop = dyn_cast<affine::AffineForOp>(around.back());
  if (!loop)
    refuse(reads.front().op);
  std::vector<Access> accesses = analysis::accessesTo(loop, ends.array.memory);
  analysis::AxisIteration iteration(loop, accesses);
  for (const Access &access : accesses)
    if (!access.isWrite && !analysis::isWrittenBefore(iteration, access, accesses))
      refuse(access.op);
}

// Of the producer and of the early reads.
void refuseNotAffine(const StepContext &context, const ProducerEnds &ends) {
  std::vector<Access> accesses = analysis::accessesTo(ends.producer, ends.array.memory);
  accesses.insert(accesses.end(), ends.early.begin(), ends.early.end());
  for (const Access &access : accesses)
    if (!access.isAffine)
      context.refuseAt(access.op->getLoc(),
                       "the " + std::string(access.isWrite ? "write to " : "read of ") + ir::nameOf(access.memory) +
                           " on line " + ir::lineOf(access.op) + " is not affine",
                       "only indices that are linear in loop variables and scalar parameters tell which elements an "
                       "iteration needs");
}

} // namespace

ProducerEnds producerEnds(const StepContext &context, Operation *producer, Operation *axis, ArrayPlace place) {
  ProducerEnds ends{affineLoop(context, producer), affineLoop(context, axis), nullptr, {}, {}, {}};
  refusePlaces(context, ends);
  Value memory = arrayOf(context, ends.producer);
  ends.array = {ends.producer->getParentOfType<func::FuncOp>(), memory, ir::variableOf(memory)};
  refuseUses(context, ends, place);
  for (Operation *op = ends.producer->getNextNode(); op != ends.consumer; op = op->getNextNode())
    for (Access &access : analysis::accessesTo(op, memory))
      ends.early.push_back(access);
  refuseNotAffine(context, ends);
  ends.reads = affineAccesses(context, ends.array, ends.axis);
  refuseOlder(context, ends, ends.reads);
  return ends;
}

// The footprint is that of one iteration of a loop: of one around the reads that runs once, which is gone behind.
Footprint earlyFootprint(const ProducerEnds &ends) {
  affine::AffineForOp producer = ends.producer;
  OpBuilder builder(ends.consumer);
  auto once = affine::AffineForOp::create(builder, producer.getLoc(), 0, 1);
  SmallVector<std::pair<Operation *, Operation *>> moved; // and what stood behind it
  for (const Access &access : ends.early)
    if (Operation *place = producer->getBlock()->findAncestorOpInBlock(*access.op); place != once) {
      moved.push_back({place, place->getNextNode()});
      place->moveBefore(once.getBody()->getTerminator());
    }
  Footprint footprint =
      analysis::footprintOf(ends.early, once, cast<MemRefType>(ends.array.memory.getType()).getShape());
  for (auto [place, next] : llvm::reverse(moved))
    place->moveBefore(next);
  SmallVector<AffineExpr> places;
  SmallVector<Value> values;
  for (Value value : footprint.values)
    if (value == once.getInductionVar()) {
      places.push_back(builder.getAffineConstantExpr(0));
    } else {
      places.push_back(builder.getAffineDimExpr(values.size()));
      values.push_back(value);
    }
  footprint.values = values;
  for (analysis::DimensionRange &range : footprint.dimensions)
    for (AffineExpr *expression : {&range.start, &range.count})
      *expression = expression->replaceDims(places);
  once.erase();
  return footprint;
}

} // namespace allo::schedule
