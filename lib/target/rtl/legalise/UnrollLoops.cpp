// unrollLoops: copies loop bodies where a directive says so and inside pipelined loops.
//
// One sweep from the outside in: what a loop becomes is visited next, so that bounds which depend on the variable of an
// unrolled loop are constants by then. Every copy is rewritten once, where it is made: the variable of the loop is
// replaced inside the maps of affine operations (`A[4 * j + 1]`, not an affine.apply), and elsewhere by a constant or
// one affine.apply for each copy. The work is linear in what comes out.
//
// A factor N makes the step N times as large. Where N does not surely divide the trip count, copies 1 … N-1 stand
// under `if (variable < upper bound)` of their own: a second loop for the rest would need hardware of its own and would
// keep the nest around from being one pipeline.
#include "ir/Naming.h"
#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/FreshIds.h"
#include "target/rtl/legalise/LoopBounds.h"
#include "target/rtl/legalise/PipelineObstacle.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/IntegerSet.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

class Unroller {
public:
  explicit Unroller(func::FuncOp function) : ids_(function) {}

  // Carries out directives in the region; inside a pipelined loop all loops are unrolled fully.
  void visit(Region &region, bool isPipelined) {
    for (Block &block : region)
      for (Operation *op = block.empty() ? nullptr : &block.front(); op;)
        op = visit(op, isPipelined);
  }

private:
  // Returns the operation to go on with.
  Operation *visit(Operation *op, bool isPipelined) {
    if (isa<affine::AffineForOp, scf::ForOp>(op))
      return visitLoop(op, isPipelined);
    if (auto guard = dyn_cast<affine::AffineIfOp>(op))
      if (std::optional<bool> holds = constantCondition(guard))
        return resolve(guard, *holds);
    for (Region &region : op->getRegions())
      visit(region, isPipelined);
    return op->getNextNode();
  }

  Operation *visitLoop(Operation *loop, bool isPipelined) {
    ir::LoopAttr directives = ir::loopOf(loop);
    std::optional<int64_t> count = constantTripCount(loop);
    int64_t factor = directives ? directives.getUnroll() : 0;
    bool isSpatial = directives && directives.getSpatial(); // each element is hardware of its own
    bool isFull =
        isPipelined || isSpatial || factor == -1 || (factor > 1 && count && factor >= *count && !isAsked(directives));
    if (isFull && count && isUnrollable(loop)) {
      if (!isPipelined)
        refuseHuge(loop, *count);
      return unrollFully(loop, *count);
    }
    if (isPipelined)
      throw InternalError("loop " + describeLoop(loop) + " is inside a pipelined loop and cannot be unrolled");
    if (factor == -1)
      note(loop, "it has no constant trip count");
    bool isPipeline = isAsked(directives) && !loop->hasAttr(limitAttribute);
    if (isPipeline) {
      if (std::optional<std::string> obstacle = obstacleOf(loop)) {
        note(loop, *obstacle);
        isPipeline = false;
      }
    }
    if (factor > 1)
      unrollBy(loop, factor, count);
    if (factor != 0)
      ir::setLoop(loop, ir::loopOf(loop).withUnroll(0));
    for (Region &region : loop->getRegions())
      visit(region, isPipeline);
    return loop->getNextNode();
  }

  static bool isAsked(ir::LoopAttr directives) { return directives && directives.getPipeline() != 0; }

  static void note(Operation *loop, const std::string &text) {
    loop->setAttr(limitAttribute, StringAttr::get(loop->getContext(), text));
  }

  // Why what is inside cannot become straight code.
  static std::optional<std::string> obstacleOf(Operation *loop) {
    std::optional<std::string> text;
    loop->walk([&](func::CallOp call) {
      text = "it calls '" + call.getCallee().str() + "' (" + describePlace(call) + ")";
      return WalkResult::interrupt();
    });
    if (text)
      return text;
    if (std::optional<Obstacle> obstacle = pipelineObstacle(loop))
      return "its " + obstacle->text;
    return std::nullopt;
  }

  // A lower bound that is a maximum gives the first value no expression.
  static bool isUnrollable(Operation *loop) {
    auto counted = dyn_cast<affine::AffineForOp>(loop);
    return !counted || counted.getLowerBoundMap().getNumResults() == 1;
  }

  static void refuseHuge(Operation *loop, int64_t count) {
    int64_t operations = 0;
    loop->walk([&](Operation *) { ++operations; });
    if (int64_t(llvm::SaturatingMultiply<uint64_t>(count, operations)) > mostCopiedOperations ||
        count > mostCopiedOperations)
      throw UserError("unrolling loop " + describeLoop(loop) + " makes " + std::to_string(count) +
                          " copies of its body: too large for hardware",
                      ir::placeOf(loop->getLoc()), "unroll by a factor, or split the loop and unroll the inner one");
  }

  Operation *resolve(affine::AffineIfOp guard, bool holds) {
    Operation *before = guard->getPrevNode();
    Block *block = guard->getBlock();
    if (holds || guard.hasElse()) {
      Block *taken = holds ? guard.getThenBlock() : guard.getElseBlock();
      block->getOperations().splice(guard->getIterator(), taken->getOperations(), taken->begin(),
                                    std::prev(taken->end()));
    }
    guard.erase();
    return before ? before->getNextNode() : &block->front();
  }

  //===-- Copies --------------------------------------------------------------------------------------------------===//

  static Value variableOf(Operation *loop) {
    if (auto counted = dyn_cast<affine::AffineForOp>(loop))
      return counted.getInductionVar();
    return cast<scf::ForOp>(loop).getInductionVar();
  }

  // Lets the copied operations use `value` instead of `variable`; `materialise` makes it a value where it is needed.
  void replaceVariable(ArrayRef<Operation *> copies, Value variable, const std::optional<AffineValue> &value,
                       llvm::function_ref<Value()> materialise, bool isRenumbered) {
    Value materialised;
    auto rewrite = [&](Operation *op) {
      if (isRenumbered)
        ids_.renumber(op);
      if (!llvm::is_contained(op->getOperands(), variable))
        return;
      if (value && hasMaps(op)) {
        substitute(op, variable, *value);
        return;
      }
      for (OpOperand &operand : op->getOpOperands())
        if (operand.get() == variable) {
          if (!materialised)
            materialised = materialise();
          operand.set(materialised);
        }
    };
    for (Operation *op : copies)
      op->walk<WalkOrder::PreOrder>(rewrite);
  }

  static Value materialise(OpBuilder &builder, Location location, const AffineValue &value) {
    if (std::optional<int64_t> constant = value.constant())
      return arith::ConstantIndexOp::create(builder, location, *constant);
    return affine::AffineApplyOp::create(builder, location, value.map, value.operands);
  }

  // Returns the first operation that came out, or what follows the loop.
  Operation *unrollFully(Operation *loop, int64_t count) {
    Operation *before = loop->getPrevNode();
    Block *block = loop->getBlock();
    std::optional<AffineValue> first;
    int64_t start = 0, step = 0;
    if (auto counted = dyn_cast<affine::AffineForOp>(loop)) {
      first = AffineValue{counted.getLowerBoundMap(), llvm::to_vector(counted.getLowerBoundOperands())};
      affine::fullyComposeAffineMapAndOperands(&first->map, &first->operands);
      affine::canonicalizeMapAndOperands(&first->map, &first->operands);
      step = counted.getStepAsInt();
    } else {
      auto plain = cast<scf::ForOp>(loop);
      start = count == 0 ? 0 : constantOf(plain.getLowerBound()).value_or(0);
      step = constantOf(plain.getStep()).value_or(1);
      first = AffineValue{AffineMap::getConstantMap(start, loop->getContext()), {}};
    }
    Value variable = variableOf(loop);
    Block &body = loop->getRegion(0).front();
    auto rewrite = [&](ArrayRef<Operation *> copies, int64_t copy) {
      AffineValue value = first->plus(copy * step);
      auto make = [&] {
        OpBuilder at(copies.front());
        return materialise(at, loop->getLoc(), value);
      };
      replaceVariable(copies, variable, value, make, copy != 0);
    };
    OpBuilder builder(loop->getNextNode());
    for (int64_t copy = 1; copy < count; ++copy)
      rewrite(cloned(body, builder), copy);
    if (count > 0)
      rewrite(moved(body, loop), 0);
    loop->erase();
    Operation *next = before ? before->getNextNode() : &block->front();
    return next;
  }

  static SmallVector<Operation *> cloned(Block &body, OpBuilder &builder) {
    IRMapping mapping;
    SmallVector<Operation *> copies;
    for (Operation &op : body.without_terminator())
      copies.push_back(builder.clone(op, mapping));
    return copies;
  }

  // The first copy is the body itself, which keeps its ids.
  static SmallVector<Operation *> moved(Block &body, Operation *before) {
    SmallVector<Operation *> copies;
    for (Operation &op : body.without_terminator())
      copies.push_back(&op);
    for (Operation *op : copies)
      op->moveBefore(before);
    return copies;
  }

  // Copies 1 … factor-1 behind the body, guarded where the last iteration may lack them.
  void unrollBy(Operation *loop, int64_t factor, std::optional<int64_t> count) {
    Block &body = loop->getRegion(0).front();
    Value variable = variableOf(loop);
    SmallVector<Operation *> original;
    for (Operation &op : body.without_terminator())
      original.push_back(&op);
    auto counted = dyn_cast<affine::AffineForOp>(loop);
    bool isWhole = count && *count % factor == 0;
    for (int64_t copy = 1; copy < factor; ++copy) {
      OpBuilder builder(body.getTerminator());
      Value distance;
      if (!isWhole)
        distance = counted ? openGuard(builder, counted, copy) : openGuard(builder, cast<scf::ForOp>(loop), copy);
      IRMapping mapping;
      SmallVector<Operation *> copies;
      for (Operation *op : original)
        copies.push_back(builder.clone(*op, mapping));
      if (copies.empty())
        continue;
      std::optional<AffineValue> value;
      if (counted)
        value = AffineValue::of(variable).plus(copy * counted.getStepAsInt());
      auto make = [&]() -> Value {
        OpBuilder at(copies.front());
        if (value)
          return materialise(at, loop->getLoc(), *value);
        return arith::AddIOp::create(at, loop->getLoc(), variable,
                                     distance ? distance : scaledStep(at, cast<scf::ForOp>(loop), copy));
      };
      replaceVariable(copies, variable, value, make, true);
    }
    if (counted)
      counted.setStep(counted.getStepAsInt() * factor);
    else
      scaleStep(cast<scf::ForOp>(loop), factor);
  }

  static Value scaledStep(OpBuilder &builder, scf::ForOp loop, int64_t factor) {
    if (std::optional<int64_t> step = constantOf(loop.getStep()))
      return arith::ConstantIndexOp::create(builder, loop.getLoc(), *step * factor);
    Value scale = arith::ConstantIndexOp::create(builder, loop.getLoc(), factor);
    return arith::MulIOp::create(builder, loop.getLoc(), loop.getStep(), scale);
  }

  static void scaleStep(scf::ForOp loop, int64_t factor) {
    OpBuilder builder(loop);
    loop.setStep(scaledStep(builder, loop, factor));
  }

  // variable + copy * step < upper, for each upper bound. The builder is left inside the branch.
  static Value openGuard(OpBuilder &builder, affine::AffineForOp loop, int64_t copy) {
    AffineMap upper = loop.getUpperBoundMap();
    SmallVector<Value> operands(loop.getUpperBoundOperands());
    AffineExpr variable = getAffineDimExpr(upper.getNumDims(), loop.getContext());
    operands.insert(operands.begin() + upper.getNumDims(), loop.getInductionVar());
    SmallVector<AffineExpr> conditions;
    for (AffineExpr bound : upper.getResults())
      conditions.push_back(simplifyAffineExpr(bound - variable - (copy * loop.getStepAsInt() + 1),
                                              upper.getNumDims() + 1, upper.getNumSymbols()));
    SmallVector<bool> isEquality(conditions.size(), false);
    IntegerSet set = IntegerSet::get(upper.getNumDims() + 1, upper.getNumSymbols(), conditions, isEquality);
    affine::canonicalizeSetAndOperands(&set, &operands);
    auto guard = affine::AffineIfOp::create(builder, loop.getLoc(), set, operands, false);
    builder.setInsertionPointToStart(guard.getThenBlock());
    return {};
  }

  // upper - variable is positive in the body, so that as an unsigned number it cannot wrap. Returns copy * step.
  static Value openGuard(OpBuilder &builder, scf::ForOp loop, int64_t copy) {
    Location location = loop.getLoc();
    Value distance = scaledStep(builder, loop, copy);
    Value left = arith::SubIOp::create(builder, location, loop.getUpperBound(), loop.getInductionVar());
    Value holds = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ugt, left, distance);
    auto guard = scf::IfOp::create(builder, location, holds, false);
    builder.setInsertionPointToStart(guard.thenBlock());
    return distance;
  }

  FreshIds ids_;
};

} // namespace

void unrollLoops(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    composeMaps(function);
    Unroller(function).visit(function.getBody(), false);
  }
}

} // namespace allo::target::rtl::legal
