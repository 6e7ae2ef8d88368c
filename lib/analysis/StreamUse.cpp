#include "analysis/StreamUse.h"

#include "analysis/ExecutionPair.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"

using namespace mlir;

namespace allo::analysis {
namespace {

void addUse(std::vector<Access> &uses, Operation *op, Value stream, ValueRange indices, bool isWrite) {
  Access access{op, stream, isWrite, false, {}, {}, {}};
  if (llvm::all_of(indices, [](Value index) { return affine::isValidDim(index) || affine::isValidSymbol(index); })) {
    access.isAffine = true;
    access.map = AffineMap::getMultiDimIdentityMap(indices.size(), op->getContext());
    access.operands = llvm::to_vector<4>(indices);
    affine::fullyComposeAffineMapAndOperands(&access.map, &access.operands);
    affine::canonicalizeMapAndOperands(&access.map, &access.operands);
  }
  uses.push_back(std::move(access));
}

// "at (i=1, j=2) on line 4"
std::string placeText(const Instance &instance, ArrayRef<int64_t> point) {
  std::string values;
  for (auto [loop, column] : llvm::zip_equal(instance.loops, instance.columns))
    if (ir::LoopAttr attribute = ir::loopOf(loop); attribute && isa<affine::AffineForOp>(loop))
      values += (values.empty() ? "" : ", ") + attribute.getName().str() + "=" + std::to_string(point[column]);
  return (values.empty() ? "" : "at (" + values + ") ") + "on line " + ir::lineOf(instance.op);
}

std::optional<SmallVector<int64_t>> pointOf(const LinearSystem &system, const ExecutionPair &pair) {
  if (system.isEmpty())
    return std::nullopt;
  for (const LinearSystem &alternative : expandAlternatives(system, {&pair.first, &pair.second}))
    if (auto point = alternative.point())
      return point;
  return std::nullopt;
}

StreamMeeting meetingAt(ExecutionPair &pair, ArrayRef<int64_t> point) {
  std::string stream = ir::nameOf(pair.before.memory);
  if (auto indices = pair.indices())
    for (const LinearExpression &index : indices->first)
      stream += "[" + std::to_string(index.evaluate(point)) + "]";
  return {stream, placeText(pair.first, point), placeText(pair.second, point)};
}

ChannelObstacle undecided(const Access &use) {
  return {"cannot prove that the stream " + ir::nameOf(use.memory) +
              " has one processing element that writes and one that reads, because the subscripts on line " +
              ir::lineOf(use.op) + " are not affine",
          "only subscripts that are linear in loop variables and scalar parameters can be compared"};
}

std::optional<ChannelObstacle> clashOf(const Access &first, const Access &second, ArrayRef<affine::AffineForOp> grid) {
  ExecutionPair pair(first, second, grid.front());
  if (!pair.indices())
    return undecided(first.isAffine ? second : first);
  pair.addSameElement();
  LinearSystem equal = pair.system;
  for (affine::AffineForOp loop : grid) {
    LinearExpression left = LinearExpression::column(pair.first.columnOf(loop)),
                     right = LinearExpression::column(pair.second.columnOf(loop));
    LinearSystem less = equal;
    less.addLess(left, right);
    if (auto point = pointOf(less, pair)) {
      StreamMeeting meeting = meetingAt(pair, *point);
      if (first.isWrite == second.isWrite) {
        std::string verb = first.isWrite ? "written " : "read ";
        return ChannelObstacle{"the stream " + meeting.stream + " is " + verb + meeting.first + " and " + verb +
                                   "again " + meeting.second + ", by two processing elements",
                               "a stream has one element that writes and one that reads; an array of streams has one "
                               "for each"};
      }
      return ChannelObstacle{"the stream " + meeting.stream + " is read " + meeting.first + " and written " +
                                 meeting.second + ", by a later processing element",
                             "data goes from an element to a later one; let the loop run the other way"};
    }
    equal.addEqual(left, right);
  }
  return std::nullopt;
}

} // namespace

std::vector<Access> streamUses(Operation *root) {
  std::vector<Access> uses;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (auto read = dyn_cast<ir::StreamReadOp>(op))
      addUse(uses, op, read.getStream(), read.getIndices(), false);
    else if (auto tryRead = dyn_cast<ir::StreamTryReadOp>(op))
      addUse(uses, op, tryRead.getStream(), tryRead.getIndices(), false);
    else if (auto write = dyn_cast<ir::StreamWriteOp>(op))
      addUse(uses, op, write.getStream(), write.getIndices(), true);
    else if (auto tryWrite = dyn_cast<ir::StreamTryWriteOp>(op))
      addUse(uses, op, tryWrite.getStream(), tryWrite.getIndices(), true);
    else if (auto empty = dyn_cast<ir::StreamEmptyOp>(op))
      addUse(uses, op, empty.getStream(), empty.getIndices(), false);
    else if (auto full = dyn_cast<ir::StreamFullOp>(op))
      addUse(uses, op, full.getStream(), full.getIndices(), true);
    else if (auto size = dyn_cast<ir::StreamSizeOp>(op))
      addUse(uses, op, size.getStream(), size.getIndices(), false);
  });
  return uses;
}

bool isBlocking(Operation *op) { return isa<ir::StreamReadOp, ir::StreamWriteOp>(op); }

std::optional<ChannelObstacle> findGridObstacle(ArrayRef<affine::AffineForOp> grid) {
  std::vector<Access> uses = streamUses(affine::AffineForOp(grid.front()));
  std::erase_if(uses, [&](const Access &use) {
    Operation *declaration = use.memory.getDefiningOp();
    return declaration && affine::AffineForOp(grid.front())->isAncestor(declaration);
  });
  for (const Access &use : uses)
    if (!isBlocking(use.op))
      return ChannelObstacle{"what line " + ir::lineOf(use.op) + " finds in the stream " + ir::nameOf(use.memory) +
                                 " would depend on how fast the processing elements run",
                             "processing elements read and write streams of their surroundings with read and write"};
  for (const Access &first : uses)
    for (const Access &second : uses)
      if (first.memory == second.memory && (!first.isWrite || second.isWrite))
        if (auto obstacle = clashOf(first, second, grid))
          return obstacle;
  return std::nullopt;
}

std::optional<StreamMeeting> findMeeting(const Access &first, const Access &second) {
  ExecutionPair pair(first, second);
  pair.addSameElement();
  if (auto point = pointOf(pair.system, pair))
    return meetingAt(pair, *point);
  return std::nullopt;
}

} // namespace allo::analysis
