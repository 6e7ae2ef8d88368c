#include "schedule/TaskChannels.h"

#include "analysis/ExecutionPair.h"
#include "analysis/InlinedCalls.h"
#include "analysis/StreamUse.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"
#include "schedule/Layouts.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::LinearExpression;
using analysis::LinearSystem;

class StreamArray {
public:
  StreamArray(const TaskList &list, const analysis::InlinedCalls &inlined, Value array, Report report)
      : report_(report), list_(list) {
    Operation *declaration = array.getDefiningOp();
    isLocal_ = declaration && declaration->getBlock() == &list.region->getRegion(0).front();
    for (auto [number, task] : llvm::enumerate(list.tasks))
      for (Access &use : analysis::streamUses(inlined.copyOf(task)))
        if (use.memory == inlined.copyOf(array))
          uses_.push_back({number, std::move(use)});
  }

  void check() {
    for (size_t i = 0; i < uses_.size(); ++i)
      for (size_t k = i + 1; k < uses_.size(); ++k)
        if (uses_[i].task != uses_[k].task)
          check(uses_[i], uses_[k]);
  }

private:
  struct Use {
    size_t task;
    Access access;
  };

  void check(const Use &first, const Use &second) {
    bool isForward = first.access.isWrite && !second.access.isWrite;
    if (isForward && isLocal_)
      return;
    auto meeting = analysis::findMeeting(first.access, second.access);
    if (!meeting)
      return;
    const std::string &left = list_.names[first.task], &right = list_.names[second.task];
    std::string stream = "the stream " + meeting->stream;
    if (isForward)
      report_(stream + " is written by " + left + " and read by " + right + ", but it is declared outside of the body",
              "tasks pass data through arrays and streams that are declared in the body");
    else if (first.access.isWrite)
      report_(stream + " is written by " + left + " and by " + right,
              "an array or stream between tasks has one producer");
    else if (second.access.isWrite)
      report_(stream + " is read by " + left + " before " + right + " writes it",
              "data goes forward only, from a task to a later one");
    else
      report_(stream + " is read by " + left + " and by " + right,
              "an array or stream between tasks has one consumer; copy it for a second one");
  }

  Report report_;
  const TaskList &list_;
  bool isLocal_ = false;
  std::vector<Use> uses_;
};

// Whether the elements of a grid get banks of their own.
class Banks {
public:
  Banks(const StepContext &context, const Grid &grid, Report report)
      : context_(context), report_(report), inlined_(affine::AffineForOp(grid.loops.front()).getOperation()) {
    for (affine::AffineForOp loop : grid.loops)
      loops_.push_back(inlined_.copyOf(loop));
  }

  void check() {
    std::vector<Access> accesses = analysis::collectAccesses(loops_.front());
    for (size_t i = 0; i < accesses.size(); ++i)
      for (size_t k = 0; k < accesses.size(); ++k)
        if (accesses[i].memory == accesses[k].memory && isShared(accesses[i].memory))
          check(accesses[i], accesses[k]);
  }

private:
  // An array from outside; scalars are passed by value, tables exist in each element.
  bool isShared(Value memory) const {
    auto type = dyn_cast<MemRefType>(memory.getType());
    Operation *declaration = memory.getDefiningOp();
    bool isOutside = !declaration || !affine::AffineForOp(loops_.front())->isAncestor(declaration);
    return type && type.getRank() != 0 && isOutside && inlined_.originOf(memory) &&
           !isa_and_nonnull<memref::GetGlobalOp>(declaration);
  }

  static SmallVector<bool> separateDimensions(MemRefType type) {
    bool isRegister = storageOf(type) == ir::StorageKind::Register;
    SmallVector<bool> separate;
    for (ir::PartitionAttr partition : partitionsOf(type))
      separate.push_back(isRegister || partition.getKind() == ir::PartitionKind::Complete);
    return separate;
  }

  void check(const Access &first, const Access &second) {
    analysis::ExecutionPair pair(first, second, loops_.front());
    auto indices = pair.indices();
    SmallVector<bool> separate = separateDimensions(cast<MemRefType>(first.memory.getType()));
    LinearSystem equal = pair.system;
    if (indices)
      for (auto [number, isSeparate] : llvm::enumerate(separate))
        if (isSeparate)
          equal.addEqual(indices->first[number], indices->second[number]);
    for (affine::AffineForOp loop : loops_) {
      LinearExpression left = LinearExpression::column(pair.first.columnOf(loop)),
                       right = LinearExpression::column(pair.second.columnOf(loop));
      LinearSystem less = equal;
      less.addLess(left, right);
      for (const LinearSystem &alternative : analysis::expandAlternatives(less, {&pair.first, &pair.second}))
        if (auto point = alternative.point())
          return refuse(pair, indices, separate, *point);
      equal.addEqual(left, right);
    }
  }

  using Indices = std::optional<std::pair<SmallVector<LinearExpression>, SmallVector<LinearExpression>>>;

  void refuse(const analysis::ExecutionPair &pair, const Indices &indices, ArrayRef<bool> separate,
              ArrayRef<int64_t> point) {
    Value memory = inlined_.originOf(pair.before.memory);
    std::string name = context_.describe(memory), address = context_.address(memory);
    if (!indices)
      return report_("cannot prove that each element of the grid " + gridText() + " has banks of its own of " + name +
                         ", because the access on line " +
                         ir::lineOf(pair.before.isAffine ? pair.after.op : pair.before.op) + " is not affine",
                     "only indices that are linear in loop variables can be compared");
    std::string dimension;
    for (auto [number, isSeparate] : llvm::enumerate(separate))
      if (dimension.empty() && indices->first[number].evaluate(point) != indices->second[number].evaluate(point))
        dimension = std::to_string(number + 1);
    std::string hint = dimension.empty() ? "copy what several elements need, or pass it on: to " + address + " axis=…"
                                         : "partition " + address + " dim=" + dimension + " kind=complete";
    report_("two elements of the grid " + gridText() + " use one memory of " + name + ": " +
                placeText(pair.before, pair.first, indices->first, point) + " and " +
                placeText(pair.after, pair.second, indices->second, point),
            hint);
  }

  std::string gridText() const { return "'" + ir::loopOf(loops_.front()).getName().str() + "'"; }

  // "tile[0][1] is written at (i=0, j=1)": the place in the grid
  std::string placeText(const Access &access, const analysis::Instance &instance, ArrayRef<LinearExpression> element,
                        ArrayRef<int64_t> point) const {
    std::string text = ir::nameOf(access.memory), values;
    for (const LinearExpression &index : element)
      text += "[" + std::to_string(index.evaluate(point)) + "]";
    for (affine::AffineForOp loop : loops_)
      values += (values.empty() ? "" : ", ") + ir::loopOf(loop).getName().str() + "=" +
                std::to_string(point[instance.columnOf(loop)]);
    return text + " is " + (access.isWrite ? "written" : "read") + " at (" + values + ") on line " +
           ir::lineOf(access.op);
  }

  const StepContext &context_;
  Report report_;
  analysis::InlinedCalls inlined_;
  Band loops_;
};

} // namespace

void checkStreamArrays(const TaskList &list, ArrayRef<Value> arrays, Report report) {
  if (arrays.empty())
    return;
  analysis::InlinedCalls inlined(list.tasks);
  for (Value array : arrays)
    StreamArray(list, inlined, array, report).check();
}

void checkGridBanks(const StepContext &context, const Grid &grid, Report report) {
  Banks(context, grid, report).check();
}

} // namespace allo::schedule
