// Decides before anything is copied whether unrolling what is inside a loop ends.
#include "target/rtl/legalise/PipelineObstacle.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"
#include "target/rtl/legalise/LoopBounds.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Matchers.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/MathExtras.h"

#include <filesystem>

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

Attribute constantAttributeOf(Value value, unsigned depth = 0) {
  Attribute constant;
  if (matchPattern(value, m_Constant(&constant)))
    return constant;
  Operation *op = value.getDefiningOp();
  if (!op || op->getNumResults() != 1 || op->getNumRegions() != 0 || !isMemoryEffectFree(op) || depth > 64)
    return {};
  SmallVector<Attribute> operands;
  for (Value operand : op->getOperands()) {
    operands.push_back(constantAttributeOf(operand, depth + 1));
    if (!operands.back())
      return {};
  }
  SmallVector<OpFoldResult> results;
  if (failed(op->fold(operands, results)) || results.size() != 1)
    return {};
  if (auto value = dyn_cast<Value>(results.front())) // x - 0 is x
    return constantAttributeOf(value, depth + 1);
  return cast<Attribute>(results.front());
}

// Looks at the loops inside one loop, outermost first.
class Search {
public:
  explicit Search(Operation *root) : root_(root) {}

  std::optional<Obstacle> run() {
    int64_t operations = 0;
    for (Region &region : root_->getRegions())
      operations += countCopies(region);
    if (!found_ && operations > mostCopiedOperations)
      found_ = Obstacle{root_, "loops unrolled make " + std::to_string(operations) + " operations, more than " +
                                   std::to_string(mostCopiedOperations)};
    return found_;
  }

private:
  // Operations that the region becomes when all loops in it are unrolled.
  int64_t countCopies(Region &region) {
    int64_t total = 0;
    for (Block &block : region)
      for (Operation &op : block) {
        if (found_ || op.hasTrait<OpTrait::IsTerminator>())
          break;
        int64_t trips = ir::isLoop(&op) ? tripsOf(&op) : 1;
        int64_t inside = 0;
        for (Region &inner : op.getRegions())
          inside += countCopies(inner);
        total += ir::isLoop(&op) ? saturatedProduct(trips, inside) : 1 + inside;
        total = std::min(total, int64_t(1) << 40);
      }
    return total;
  }

  static int64_t saturatedProduct(int64_t left, int64_t right) {
    return std::min(llvm::SaturatingMultiply<uint64_t>(left, right), uint64_t(1) << 40);
  }

  int64_t tripsOf(Operation *loop) {
    if (!isUnrollable(loop)) {
      found_ = Obstacle{loop, "loop " + describeLoop(loop) + " has no constant trip count"};
      return 0;
    }
    if (auto affineLoop = dyn_cast<affine::AffineForOp>(loop))
      return mostIterations(affineLoop).value_or(1);
    return constantTripCount(loop).value_or(1);
  }

  // The loops around are unrolled then.
  bool isUnrollable(Operation *loop) {
    if (constantTripCount(loop))
      return true;
    if (auto plain = dyn_cast<scf::ForOp>(loop))
      return becomesConstant(plain.getLowerBound()) && becomesConstant(plain.getUpperBound()) &&
             becomesConstant(plain.getStep());
    auto counted = dyn_cast<affine::AffineForOp>(loop);
    if (!counted)
      return false;
    auto known = [&](ValueRange values) {
      return llvm::all_of(values, [&](Value value) { return becomesConstant(value); });
    };
    if (counted.getLowerBoundMap().getNumResults() != 1 && !known(counted.getLowerBoundOperands()))
      return false;
    return llvm::all_of(boundDifferences(counted),
                        [&](const BoundDifference &difference) { return known(difference.operands); });
  }

  // Whether the value is a constant once the loops inside the root are unrolled.
  bool becomesConstant(Value value) {
    if (auto entry = constants_.find(value); entry != constants_.end())
      return entry->second;
    bool result = false;
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      Operation *owner = argument.getOwner()->getParentOp();
      result = root_->isProperAncestor(owner) && isVariableWithConstants(owner);
    } else if (Operation *op = value.getDefiningOp(); op->getNumRegions() == 0 && isMemoryEffectFree(op)) {
      result = llvm::all_of(op->getOperands(), [&](Value operand) { return becomesConstant(operand); });
    }
    constants_[value] = result;
    return result;
  }

  // A loop may be unrollable because its trip count is constant, with a variable that is not.
  bool isVariableWithConstants(Operation *owner) {
    if (auto loop = dyn_cast<affine::AffineForOp>(owner))
      return llvm::all_of(loop.getLowerBoundOperands(), [&](Value operand) { return becomesConstant(operand); });
    if (auto loop = dyn_cast<scf::ForOp>(owner))
      return becomesConstant(loop.getLowerBound()) && becomesConstant(loop.getStep());
    return false;
  }

  Operation *root_;
  llvm::DenseMap<Value, bool> constants_;
  std::optional<Obstacle> found_;
};

} // namespace

std::optional<Obstacle> pipelineObstacle(Operation *loop) { return Search(loop).run(); }

std::optional<int64_t> constantOf(Value value) {
  if (Attribute constant = constantAttributeOf(value))
    return getConstantIntValue(constant);
  return std::nullopt;
}

std::optional<int64_t> constantTripCount(Operation *loop) {
  if (std::optional<int64_t> count = analysis::tripCount(loop))
    return count;
  auto plain = dyn_cast<scf::ForOp>(loop);
  if (!plain)
    return std::nullopt;
  auto lower = constantOf(plain.getLowerBound()), upper = constantOf(plain.getUpperBound());
  auto step = constantOf(plain.getStep());
  if (!lower || !upper || !step || *step <= 0)
    return std::nullopt;
  return *upper <= *lower ? 0 : llvm::divideCeilSigned(*upper - *lower, *step);
}

std::string describePlace(Operation *op) {
  SourcePlace place = ir::placeOf(op->getLoc());
  if (!place.known())
    return "unknown place";
  return std::filesystem::path(place.file).filename().string() + ":" + std::to_string(place.line);
}

std::string describeLoop(Operation *loop) {
  ir::LoopAttr attribute = ir::loopOf(loop);
  return "'" + (attribute ? attribute.getName().str() : "?") + "' (" + describePlace(loop) + ")";
}

} // namespace allo::target::rtl::legal
