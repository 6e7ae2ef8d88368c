#include "analysis/ChannelOrder.h"

#include "analysis/IterationDomain.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"

#include "mlir/Analysis/Presburger/PresburgerRelation.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace allo::analysis {
namespace {

using presburger::PresburgerSet;
using presburger::PresburgerSpace;

class Channel {
public:
  Channel(const ChannelEnd &producer, const ChannelEnd &consumer, StringRef array, ArrayRef<unsigned> separate)
      : producer_(producer), consumer_(consumer), array_(array), separate_(separate) {
    for (const ChannelEnd *end : {&producer_, &consumer_})
      for (const Access &access : end->accesses)
        position_[access.op] = position_.size();
  }

  std::optional<ChannelObstacle> find() {
    for (const ChannelEnd *end : {&producer_, &consumer_})
      for (const Access &access : end->accesses)
        if (auto obstacle = undecided(*end, access))
          return obstacle;
    if (auto obstacle = twice(producer_))
      return obstacle;
    if (auto obstacle = twice(consumer_))
      return obstacle;
    collectParameters();
    if (auto obstacle = unmatched(producer_, consumer_, "and never read"))
      return obstacle;
    if (auto obstacle = unmatched(consumer_, producer_, "but was not written before"))
      return obstacle;
    return reversed();
  }

  // The accesses of the producer's end alone, against all elements in row-major order.
  std::optional<ChannelObstacle> findUnlessSequential(ArrayRef<int64_t> shape) {
    claim_ = "pass one by one, in row-major order";
    for (const Access &access : producer_.accesses)
      if (auto obstacle = undecided(producer_, access))
        return obstacle;
    if (auto obstacle = twice(producer_))
      return obstacle;
    collectParameters();
    if (auto obstacle = missing(shape))
      return obstacle;
    for (const Access &first : producer_.accesses)
      for (const Access &second : producer_.accesses)
        if (auto obstacle = outOfOrder(first, second))
          return obstacle;
    return std::nullopt;
  }

private:
  // Executions of accesses as columns of one system.
  struct Executions {
    LinearSystem system;
    SymbolColumns symbols;
    std::vector<Instance> instances;
    std::vector<SmallVector<LinearExpression>> elements;
  };

  static std::string what(const Access &access) { return access.isWrite ? "write to " : "read of "; }

  std::optional<ChannelObstacle> undecided(const ChannelEnd &end, const Access &access) {
    auto cannot = [&](const std::string &because) {
      return ChannelObstacle{"cannot prove that the elements of " + array_ + " " + claim_ + ", because the " +
                                 what(access) + array_ + " on line " + ir::lineOf(access.op) + because,
                             "only accesses with linear indices, under conditions on loop variables, can be compared"};
    };
    if (!access.isAffine)
      return cannot(" is not affine");
    for (Operation *parent = access.op->getParentOp(); parent; parent = parent->getParentOp()) {
      if (parent->isProperAncestor(end.nest))
        break;
      if (isa<scf::IfOp>(parent))
        return cannot(" is under a condition on data (line " + ir::lineOf(parent) + ")");
      if (isa<scf::ForOp, scf::WhileOp>(parent))
        return cannot(" is in a loop without affine bounds (line " + ir::lineOf(parent) + ")");
    }
    Executions executions;
    if (!add(executions, end, access) || !executions.instances.back().isPrecise)
      return cannot(" has indices, bounds or guards that are not linear");
    size_t ways = 1;
    for (const auto &anyOf : executions.instances.back().alternatives)
      ways *= anyOf.size();
    if (ways > 16)
      return cannot(" is under too many conditions");
    return std::nullopt;
  }

  // The first instance of an end has the loops around both nests; the others share them.
  bool add(Executions &executions, const ChannelEnd &end, const Access &access) {
    const Instance *around = executions.instances.empty() ? nullptr : &executions.instances.front();
    Instance instance = addInstance(executions.system, executions.symbols, access.op, around, end.nest);
    auto indices = lineariseMap(executions.system, executions.symbols, instance, access.map, access.operands);
    executions.instances.push_back(std::move(instance));
    if (!indices)
      return false;
    executions.elements.push_back(std::move(*indices));
    return true;
  }

  // An execution of the block around both nests, then those of the accesses.
  Executions executionsOf(ArrayRef<std::pair<const ChannelEnd *, const Access *>> accesses) {
    Executions executions;
    executions.instances.push_back(addInstance(executions.system, executions.symbols, producer_.nest));
    executions.elements.emplace_back();
    for (auto [end, access] : accesses)
      if (!add(executions, *end, *access))
        throw InternalError("an access of a channel is not linear any more");
    return executions;
  }

  // Calls visit(system) for each way in which one execution comes before another one of the same end.
  bool forEachBefore(const LinearSystem &system, const ChannelEnd &end, const Instance &first, const Instance &second,
                     llvm::function_ref<bool(const LinearSystem &)> visit) {
    LinearSystem equal = system;
    for (Operation *loop : first.loops) {
      if (!second.isInside(loop))
        break;
      if (loop->isProperAncestor(end.nest))
        continue;
      LinearExpression left = LinearExpression::column(first.columnOf(loop)),
                       right = LinearExpression::column(second.columnOf(loop));
      LinearSystem less = equal;
      less.addLess(left, right);
      if (visit(less))
        return true;
      equal.addEqual(left, right);
    }
    return position_.lookup(first.op) < position_.lookup(second.op) && visit(equal);
  }

  static std::optional<SmallVector<int64_t>> pointOf(const LinearSystem &system, const Executions &executions) {
    if (system.isEmpty())
      return std::nullopt;
    SmallVector<const Instance *> instances;
    for (const Instance &instance : executions.instances)
      instances.push_back(&instance);
    for (const LinearSystem &alternative : expandAlternatives(system, instances))
      if (auto point = alternative.point())
        return point;
    return std::nullopt;
  }

  std::string elementText(ArrayRef<LinearExpression> element, ArrayRef<int64_t> point) const {
    std::string text = array_;
    for (const LinearExpression &index : element)
      text += "[" + std::to_string(index.evaluate(point)) + "]";
    return text;
  }

  // "at (i=1, j=2) on line 4"
  static std::string placeText(const Instance &instance, ArrayRef<int64_t> point) {
    std::string values;
    for (auto [loop, column] : llvm::zip_equal(instance.loops, instance.columns))
      if (ir::LoopAttr attribute = ir::loopOf(loop))
        values += (values.empty() ? "" : ", ") + attribute.getName().str() + "=" + std::to_string(point[column]);
    return (values.empty() ? "" : "at (" + values + ") ") + "on line " + ir::lineOf(instance.op);
  }

  std::optional<ChannelObstacle> twice(const ChannelEnd &end) {
    for (const Access &first : end.accesses)
      for (const Access &second : end.accesses) {
        Executions executions = executionsOf({{&end, &first}, {&end, &second}});
        for (auto [left, right] : llvm::zip_equal(executions.elements[1], executions.elements[2]))
          executions.system.addEqual(left, right);
        std::optional<ChannelObstacle> found;
        forEachBefore(executions.system, end, executions.instances[1], executions.instances[2],
                      [&](const LinearSystem &system) {
                        auto point = pointOf(system, executions);
                        if (!point)
                          return false;
                        std::string verb = first.isWrite ? "written " : "read ";
                        found = {elementText(executions.elements[1], *point) + " is " + verb +
                                     placeText(executions.instances[1], *point) + " and " + verb + "again " +
                                     placeText(executions.instances[2], *point),
                                 first.isWrite ? "gather the value in a variable, and write each element once"
                                               : "buffer_at copies what is read several times, and reads it once"};
                        return true;
                      });
        if (found)
          return found;
      }
    return std::nullopt;
  }

  void collectParameters() {
    Executions all;
    all.instances.push_back(addInstance(all.system, all.symbols, producer_.nest));
    all.elements.emplace_back();
    for (const ChannelEnd *end : {&producer_, &consumer_})
      for (const Access &access : end->accesses)
        add(all, *end, access);
    for (auto &[value, column] : all.symbols)
      if (!column.isConstant())
        parameters_.push_back(value);
  }

  // One access with the indices of its element as the first columns, then what is fixed in one run of both nests.
  Executions imageOf(const ChannelEnd &end, const Access &access, unsigned &fixed) {
    Executions image;
    SmallVector<LinearExpression> element;
    for (unsigned i = 0; i < access.map.getNumResults(); ++i)
      element.push_back(LinearExpression::column(image.system.addColumn()));
    for (Value value : parameters_)
      image.symbols[value] = LinearExpression::column(image.system.addColumn());
    image.instances.push_back(addInstance(image.system, image.symbols, producer_.nest));
    image.elements.push_back(element);
    fixed = image.system.columns();
    add(image, end, access);
    for (auto [column, index] : llvm::zip_equal(element, image.elements.back()))
      image.system.addEqual(column, index);
    return image;
  }

  PresburgerSet elementsOf(const ChannelEnd &end) {
    std::optional<PresburgerSet> all;
    for (const Access &access : end.accesses) {
      unsigned rank = access.map.getNumResults(), fixed = 0;
      Executions image = imageOf(end, access, fixed);
      SmallVector<const Instance *> instances;
      for (const Instance &instance : image.instances)
        instances.push_back(&instance);
      for (const LinearSystem &system : expandAlternatives(image.system, instances)) {
        presburger::IntegerPolyhedron set = system.polyhedron();
        // The columns after `fixed` are any.
        set.convertVarKind(presburger::VarKind::SetDim, fixed, system.columns(), presburger::VarKind::Local, 0);
        set.convertVarKind(presburger::VarKind::SetDim, rank, fixed, presburger::VarKind::Symbol, 0);
        if (!all)
          all = PresburgerSet(PresburgerSet::getEmpty(PresburgerSpace::getSetSpace(rank, fixed - rank)));
        all->unionInPlace(set);
      }
    }
    return PresburgerSet(all->computeReprWithOnlyDivLocals());
  }

  // An element of `end` that the other end does not touch.
  std::optional<ChannelObstacle> unmatched(const ChannelEnd &end, const ChannelEnd &other, const std::string &rest) {
    PresburgerSet missing = elementsOf(end).subtract(elementsOf(other));
    SmallVector<llvm::DynamicAPInt, 8> sample;
    if (missing.isIntegerEmpty() || !missing.findIntegerSample(sample))
      return std::nullopt;
    for (const Access &access : end.accesses) {
      unsigned fixed = 0;
      Executions image = imageOf(end, access, fixed);
      for (unsigned column = 0; column < fixed && column < sample.size(); ++column)
        image.system.addEqual(LinearExpression::column(column), LinearExpression(int64_t(sample[column])));
      if (auto point = pointOf(image.system, image))
        return ChannelObstacle{elementText(image.elements.front(), *point) + " is " +
                                   (access.isWrite ? "written " : "read ") + placeText(image.instances[1], *point) +
                                   " " + rest,
                               "what is written and what is read must be the same elements"};
    }
    throw InternalError("an element that only one end of a channel touches has no execution");
  }

  std::optional<ChannelObstacle> reversed() {
    const std::vector<Access> &writes = producer_.accesses, &reads = consumer_.accesses;
    if (writes.size() * writes.size() * reads.size() * reads.size() > 1024)
      return ChannelObstacle{"cannot prove that the elements of " + array_ + " are written and read in one order, " +
                                 "because there are too many accesses",
                             "convert the array first, then unroll"};
    for (const Access &firstWrite : writes)
      for (const Access &secondWrite : writes)
        for (const Access &firstRead : reads)
          for (const Access &secondRead : reads)
            if (auto obstacle = reversed(firstWrite, secondWrite, firstRead, secondRead))
              return obstacle;
    return std::nullopt;
  }

  // firstWrite comes before secondWrite, but firstRead, of the same element, comes after secondRead.
  std::optional<ChannelObstacle> reversed(const Access &firstWrite, const Access &secondWrite, const Access &firstRead,
                                          const Access &secondRead) {
    Executions executions = executionsOf(
        {{&producer_, &firstWrite}, {&producer_, &secondWrite}, {&consumer_, &firstRead}, {&consumer_, &secondRead}});
    for (unsigned write : {1, 2})
      for (auto [left, right] : llvm::zip_equal(executions.elements[write], executions.elements[write + 2]))
        executions.system.addEqual(left, right);
    for (unsigned dimension : separate_)
      executions.system.addEqual(executions.elements[1][dimension], executions.elements[2][dimension]);
    std::optional<ChannelObstacle> found;
    const auto &instances = executions.instances;
    auto report = [&](const LinearSystem &system) {
      auto point = pointOf(system, executions);
      if (!point)
        return false;
      std::string first = elementText(executions.elements[1], *point),
                  second = elementText(executions.elements[2], *point);
      found = {first + " is written " + placeText(instances[1], *point) + " before " + second + " " +
                   placeText(instances[2], *point) + ", but read " + placeText(instances[3], *point) + " after " +
                   second + " " + placeText(instances[4], *point),
               "reorder the loops of one side so that both go through the array in one order"};
      return true;
    };
    forEachBefore(executions.system, producer_, instances[1], instances[2], [&](const LinearSystem &system) {
      return forEachBefore(system, consumer_, instances[4], instances[3], report);
    });
    return found;
  }

  static PresburgerSet boxOf(ArrayRef<int64_t> shape, unsigned symbols) {
    LinearSystem box;
    for (int64_t extent : shape) {
      LinearExpression index = LinearExpression::column(box.addColumn());
      box.addNonNegative(index);
      box.addLess(index, LinearExpression(extent));
    }
    for (unsigned i = 0; i < symbols; ++i)
      box.addColumn();
    auto rank = static_cast<unsigned>(shape.size());
    presburger::IntegerPolyhedron set = box.polyhedron();
    set.convertVarKind(presburger::VarKind::SetDim, rank, rank + symbols, presburger::VarKind::Symbol, 0);
    return PresburgerSet(set);
  }

  // An element that no access touches.
  std::optional<ChannelObstacle> missing(ArrayRef<int64_t> shape) {
    const Access &any = producer_.accesses.front();
    PresburgerSet touched = elementsOf(producer_);
    PresburgerSet rest = boxOf(shape, touched.getNumSymbolVars()).subtract(touched);
    SmallVector<llvm::DynamicAPInt, 8> sample;
    if (rest.isIntegerEmpty() || !rest.findIntegerSample(sample))
      return std::nullopt;
    std::string element = array_;
    for (unsigned i = 0; i < shape.size(); ++i)
      element += "[" + std::to_string(int64_t(sample[i])) + "]";
    return ChannelObstacle{element + " is " + (touched.getNumSymbolVars() == 0 ? "never " : "not always ") +
                               (any.isWrite ? "written" : "read"),
                           "every element passes the port, in every call"};
  }

  // `first` runs before `second`, but its element comes later in row-major order.
  std::optional<ChannelObstacle> outOfOrder(const Access &first, const Access &second) {
    Executions executions = executionsOf({{&producer_, &first}, {&producer_, &second}});
    LinearSystem equal = executions.system;
    std::optional<ChannelObstacle> found;
    for (auto [left, right] : llvm::zip_equal(executions.elements[1], executions.elements[2])) {
      LinearSystem later = equal;
      later.addLess(right, left);
      forEachBefore(
          later, producer_, executions.instances[1], executions.instances[2], [&](const LinearSystem &system) {
            auto point = pointOf(system, executions);
            if (!point)
              return false;
            found = {elementText(executions.elements[1], *point) + (first.isWrite ? " is written " : " is read ") +
                         placeText(executions.instances[1], *point) + " before " +
                         elementText(executions.elements[2], *point) + " " + placeText(executions.instances[2], *point),
                     "reorder the loops so that they go through the array row by row, or copy it first"};
            return true;
          });
      if (found)
        return found;
      equal.addEqual(left, right);
    }
    return std::nullopt;
  }

  const ChannelEnd &producer_;
  const ChannelEnd &consumer_;
  std::string array_;
  SmallVector<unsigned> separate_;
  std::string claim_ = "are written and read in one order";
  llvm::DenseMap<Operation *, unsigned> position_; // in the order of the source
  SmallVector<Value> parameters_;
};

} // namespace

std::optional<ChannelObstacle> findSequenceObstacle(const ChannelEnd &end, ArrayRef<int64_t> shape, StringRef array) {
  ChannelEnd none{end.nest, {}};
  return Channel(end, none, array, {}).findUnlessSequential(shape);
}

std::optional<ChannelObstacle> findChannelObstacle(const ChannelEnd &producer, const ChannelEnd &consumer,
                                                   StringRef array, ArrayRef<unsigned> separate) {
  return Channel(producer, consumer, array, separate).find();
}

} // namespace allo::analysis
