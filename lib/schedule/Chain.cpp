// The links are an array of streams with a dimension for each loop of the grid, one longer along the axis. An element
// reads from its link where it read the array, and writes the value to the next link:
//
//   for (i) /* spatial */ for (j) /* spatial */ pe(A, i, …);       pe: for (k) … A[i][k] …
//   -> stream A_links[I][J + 1];
//      for (k) for (i) A_links[i][0].write(A[i][k]);               the feeder
//      for (i) for (j) pe(A_links, i, j, …);                       pe: for (k) { v = A[i][j].read();
//      for (k) for (i) A_links[i][J].read();                       the drain     A[i][j + 1].write(v); … v … }
//
// No depth of at least one can block the tasks. All elements run the same sequence of reads (the loops around the reads
// do not depend on the grid), say r = 1, 2, … R over all chains of the grid. Let, for r = 1 … R in turn, the feeder of
// the chain of read r write the first link of each row, then all elements, row by row along the axis, do their read r
// and pass the value on, then the drain empty the last links. In this order every process does its operations in its
// own order, since feeder and drain have the loops of the reads outside and those of the grid inside, and no link ever
// holds more than one value. Processes that wait at full and empty streams get stuck in every order or in none.
#include "schedule/Chain.h"

#include "analysis/InlinedCalls.h"
#include "analysis/IterationDomain.h"
#include "analysis/TripCount.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"
#include "schedule/ArrayBuffer.h"
#include "schedule/CallSites.h"
#include "schedule/FunctionCopy.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::Instance;
using analysis::LinearExpression;
using analysis::LinearSystem;

class Chain {
public:
  Chain(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis)
      : context_(context), array_(array), axis_(axis), grid_(gridAround(axis)),
        axisNumber_(llvm::find(grid_.loops, axis) - grid_.loops.begin()) {}

  void run() {
    findElement();
    collectReads();
    checkOrder();
    std::string name = bufferName(context_, array_, "_links");
    createLinks(name);
    writeLoops(name + ".in", true);
    writeLoops(name + ".out", false);
    inlined_.reset();
    rewriteElement();
    context_.addResult(array_.function, ir::variableOf(links_));
  }

private:
  std::string arrayText() const { return context_.describe(array_.memory); }

  // The function that is the element, with the parameter for the array; a copy where others call it too.
  void findElement() {
    func::CallOp call = grid_.element;
    std::string callee = call.getCallee().str();
    auto count = llvm::count(call.getOperands(), array_.memory);
    if (count == 0)
      context_.refuse("the processing element " + callee + " does not take " + arrayText(),
                      "a chain passes on what the elements read of an array of their surroundings");
    if (count > 1)
      context_.refuse("the processing element " + callee + " takes " + arrayText() + " several times");
    operand_ = llvm::find(call.getOperands(), array_.memory) - call.operand_begin();
    element_ = context_.module().lookupSymbol<func::FuncOp>(callee);
    if (!element_ || element_.isExternal())
      context_.refuse("the body of the processing element " + callee + " is not known");
    for (const ir::Directive &directive : ir::directivesOf(element_.getArgument(operand_)))
      context_.refuse(context_.describe(element_.getArgument(operand_)) + " has the directive " +
                          ir::wordOf(directive).str() + ", which is about a memory",
                      "make the chain first, then set directives on it");
    if (callsOf(context_.module(), callee).size() > 1) {
      element_ = copyFunction(context_, element_);
      call.setCallee(element_.getSymName());
    }
    parameter_ = element_.getArgument(operand_);
    for (Operation *user : parameter_.getUsers()) {
      if (auto inner = dyn_cast<func::CallOp>(user))
        context_.refuseAt(user->getLoc(),
                          "the processing element " + callee + " passes " + arrayText() + " on, by the call of " +
                              inner.getCallee().str() + " on line " + ir::lineOf(user),
                          "inline that call first");
      if (!isa<affine::AffineLoadOp, memref::LoadOp>(user))
        context_.refuseAt(user->getLoc(),
                          "the processing element " + callee + " writes " + arrayText() + " on line " +
                              ir::lineOf(user),
                          "a chain passes on what is only read");
    }
  }

  // The reads in the element, and the same seen from the grid.
  void collectReads() {
    reads_ = analysis::accessesTo(element_, parameter_);
    mergeReads(reads_);
    if (reads_.empty())
      context_.refuse("the processing element " + element_.getSymName().str() + " does not read " + arrayText());
    inlined_.emplace(grid_.loops.front().getOperation());
    for (affine::AffineForOp loop : grid_.loops)
      inlinedLoops_.push_back(inlined_->copyOf(loop));
    inlinedReads_ = analysis::accessesTo(inlinedLoops_.front(), inlined_->copyOf(array_.memory));
    if (reads_.size() != inlinedReads_.size())
      throw InternalError("the reads of a processing element and those of its grid differ");
    for (const Access &read : inlinedReads_)
      checkForm(read);
  }

  [[noreturn]] void refuseRead(const Access &read, const std::string &because, const std::string &hint) {
    context_.refuseAt(read.op->getLoc(),
                      "cannot prove that all elements along " + context_.describe(axis_) + " read " + arrayText() +
                          " in one order, because the read on line " + ir::lineOf(read.op) + because,
                      hint);
  }

  // Every element runs the read equally often: the loops around it do not depend on the grid, and no condition does.
  void checkForm(const Access &read) {
    const char *hint = "all elements read the same number of elements, in loops whose bounds do not depend on the grid";
    if (!read.isAffine)
      refuseRead(read, " is not affine", "only indices that are linear in loop variables can be compared");
    for (Operation *parent = read.op->getParentOp(); parent != inlinedLoops_.back(); parent = parent->getParentOp()) {
      auto loop = dyn_cast<affine::AffineForOp>(parent);
      if (!loop && ir::isLoop(parent))
        refuseRead(read, " is in a loop without affine bounds (line " + ir::lineOf(parent) + ")", hint);
      if (!loop)
        refuseRead(read, " is under a condition (line " + ir::lineOf(parent) + ")", hint);
      for (bool isLower : {true, false}) {
        auto [map, operands] = boundOf(loop, isLower);
        if (llvm::any_of(operands, [&](Value value) { return isGridVariable(value); }))
          refuseRead(read, " is in the loop on line " + ir::lineOf(loop) + ", whose bounds depend on the grid", hint);
      }
    }
  }

  static std::pair<AffineMap, SmallVector<Value>> boundOf(affine::AffineForOp loop, bool isLower) {
    AffineMap map = isLower ? loop.getLowerBoundMap() : loop.getUpperBoundMap();
    SmallVector<Value> operands(isLower ? loop.getLowerBoundOperands() : loop.getUpperBoundOperands());
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands);
    return {map, operands};
  }

  bool isGridVariable(Value value) const {
    return llvm::any_of(inlinedLoops_,
                        [&](affine::AffineForOp loop) { return affine::AffineForOp(loop).getInductionVar() == value; });
  }

  // Two executions that differ in the axis only read one element.
  void checkOrder() {
    for (const Access &read : inlinedReads_) {
      LinearSystem system;
      analysis::SymbolColumns symbols;
      Instance first = analysis::addInstance(system, symbols, read.op), second = first;
      affine::AffineForOp axis = inlinedLoops_[axisNumber_];
      for (auto [loop, column] : llvm::zip_equal(second.loops, second.columns))
        if (loop == axis) {
          column = system.addColumn();
          LinearExpression variable = LinearExpression::column(column);
          system.addNonNegative(variable.plus(-axis.getConstantLowerBound()));
          system.addNonNegative(LinearExpression(axis.getConstantUpperBound() - 1).plus(variable, -1));
        }
      auto left = analysis::lineariseMap(system, symbols, first, read.map, read.operands),
           right = analysis::lineariseMap(system, symbols, second, read.map, read.operands);
      if (!left || !right)
        refuseRead(read, " is not affine", "only indices that are linear in loop variables can be compared");
      for (auto [one, other] : llvm::zip_equal(*left, *right)) {
        LinearSystem differ = system;
        differ.addLess(one, other);
        if (auto point = differ.point())
          refuseOrder(first, second, *left, *right, *point);
      }
    }
  }

  [[noreturn]] void refuseOrder(const Instance &first, const Instance &second, ArrayRef<LinearExpression> left,
                                ArrayRef<LinearExpression> right, ArrayRef<int64_t> point) {
    auto elementText = [&](ArrayRef<LinearExpression> element) {
      std::string text = array_.variable.getName().str();
      for (const LinearExpression &index : element)
        text += "[" + std::to_string(index.evaluate(point)) + "]";
      return text;
    };
    auto placeText = [&](const Instance &instance) {
      std::string values;
      for (auto [loop, column] : llvm::zip_equal(instance.loops, instance.columns))
        values += (values.empty() ? "" : ", ") + ir::loopOf(loop).getName().str() + "=" + std::to_string(point[column]);
      return "at (" + values + ")";
    };
    context_.refuseAt(first.op->getLoc(),
                      "line " + ir::lineOf(first.op) + " reads " + elementText(left) + " " + placeText(first) +
                          " but " + elementText(right) + " " + placeText(second),
                      "along the axis every element has to read the same elements in the same order");
  }

  // Room for all that passes a link, so that no order of tasks blocks, or what the user says.
  int64_t depth() {
    if (context_.isGiven("depth"))
      return context_.integer("depth");
    int64_t count = 0;
    for (const Access &read : inlinedReads_) {
      int64_t times = 1;
      for (Operation *loop = read.op->getParentOp(); loop != inlinedLoops_.back(); loop = loop->getParentOp())
        if (auto counted = dyn_cast<affine::AffineForOp>(loop)) {
          std::optional<int64_t> trips = mostTrips(counted);
          constexpr int64_t most = std::numeric_limits<int32_t>::max();
          if (!trips || times * *trips > most)
            context_.refuse("how many elements of " + arrayText() + " pass a link is not known or very large",
                            "write depth=");
          times *= *trips;
        }
      count += times;
    }
    return std::max<int64_t>(count, 1);
  }

  // The largest number of iterations, where the loops around it bound that.
  static std::optional<int64_t> mostTrips(affine::AffineForOp loop) {
    if (std::optional<int64_t> trips = analysis::tripCount(loop))
      return trips;
    LinearSystem system;
    analysis::SymbolColumns symbols;
    Instance instance = analysis::addInstance(system, symbols, loop);
    auto [lower, lowerOperands] = boundOf(loop, true);
    auto [upper, upperOperands] = boundOf(loop, false);
    auto first = analysis::lineariseMap(system, symbols, instance, lower, lowerOperands),
         last = analysis::lineariseMap(system, symbols, instance, upper, upperOperands);
    if (!first || !last || system.isEmpty())
      return std::nullopt;
    // The difference of any two of the bounds is at least the number of values in between.
    std::optional<int64_t> least;
    for (const LinearExpression &start : *first)
      for (const LinearExpression &end : *last)
        if (std::optional<int64_t> values = system.maximum(end.plus(start, -1)))
          least = std::min(least.value_or(*values), *values);
    if (!least || *least > std::numeric_limits<int32_t>::max())
      return std::nullopt;
    return std::max<int64_t>(0, llvm::divideCeilSigned(*least, loop.getStepAsInt()));
  }

  void createLinks(const std::string &name) {
    SmallVector<int64_t> extents;
    for (auto [number, loop] : llvm::enumerate(grid_.loops))
      extents.push_back(*analysis::tripCount(loop) + (number == axisNumber_ ? 1 : 0));
    OpBuilder builder(grid_.loops.front());
    auto type = ir::StreamType::get(builder.getContext(), {array_.variable.getType()}, depth(), extents);
    auto create = ir::StreamCreateOp::create(builder, grid_.loops.front().getLoc(), type, false);
    create->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), context_.freshId(array_.function),
                                                           name, array_.variable.getType(), false));
    links_ = create.getStream();
  }

  // An index value of the copy where `builder` stands: a loop that was written already, or what is outside.
  Value valueHere(OpBuilder &builder, Value value) {
    if (Value written = written_.lookup(value))
      return written;
    if (isGridVariable(value)) // of the axis, on which nothing depends
      return arith::ConstantIndexOp::create(builder, axis_.getLoc(), axis_.getConstantLowerBound());
    if (Value origin = inlined_->originOf(value))
      return origin;
    Operation *op = value.getDefiningOp();
    if (!op || op->getNumRegions() != 0 || !isPure(op))
      context_.refuseAt(value.getLoc(), "an index of " + arrayText() + " is computed in the processing element",
                        "use loop variables and scalar parameters as indices");
    IRMapping mapping;
    OpBuilder place = builder;
    for (Value operand : op->getOperands()) {
      Value here = valueHere(builder, operand);
      mapping.map(operand, here);
      if (affine::isTopLevelValue(here)) // then the result is a symbol
        place.setInsertionPointAfterValue(here);
    }
    return place.clone(*op, mapping)->getResult(0);
  }

  SmallVector<Value> valuesHere(OpBuilder &builder, ValueRange values) {
    SmallVector<Value> here;
    for (Value value : values)
      here.push_back(valueHere(builder, value));
    return here;
  }

  affine::AffineForOp createLoop(OpBuilder &builder, const std::string &name, int64_t step) {
    auto loop = affine::AffineForOp::create(builder, axis_.getLoc(), 0, 1, step);
    ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), context_.freshId(array_.function), name));
    return loop;
  }

  // The loops of the reads outside, those of the grid but the axis inside: the feeder before it or the drain behind it.
  void writeLoops(const std::string &name, bool isFeeder) {
    OpBuilder builder(grid_.loops.front());
    if (!isFeeder)
      builder.setInsertionPointAfter(grid_.loops.front());
    if (!isOneLoop()) { // one task, whatever the reads are
      affine::AffineForOp around = createLoop(builder, name, 1);
      builder.setInsertionPointToStart(around.getBody());
    }
    SmallVector<std::pair<Operation *, affine::AffineForOp>> open; // loops of the copy and what they became
    OpBuilder::InsertPoint outside = builder.saveInsertionPoint();
    for (const Access &read : inlinedReads_) {
      SmallVector<affine::AffineForOp> around;
      for (Operation *parent = read.op->getParentOp(); parent != inlinedLoops_.back(); parent = parent->getParentOp())
        if (auto loop = dyn_cast<affine::AffineForOp>(parent))
          around.insert(around.begin(), loop);
      size_t shared = 0;
      while (shared < open.size() && shared < around.size() && open[shared].first == around[shared])
        ++shared;
      open.truncate(shared);
      if (open.empty())
        builder.restoreInsertionPoint(outside);
      else
        builder.setInsertionPoint(open.back().second.getBody()->getTerminator());
      for (affine::AffineForOp loop : ArrayRef(around).drop_front(shared)) {
        open.push_back({loop, openLoop(builder, loop, name)});
        if (open.size() == 1)
          outside = OpBuilder::InsertPoint(open.front().second->getBlock(), ++Block::iterator(open.front().second));
        builder.setInsertionPointToStart(open.back().second.getBody());
      }
      transfer(builder, read, name, isFeeder);
      if (open.empty())
        outside = builder.saveInsertionPoint();
    }
    written_.clear();
  }

  // Whether feeder and drain consist of one loop each.
  bool isOneLoop() const {
    llvm::SmallPtrSet<Operation *, 4> outermost;
    for (const Access &read : inlinedReads_) {
      Operation *piece = read.op;
      for (Operation *parent = piece->getParentOp(); parent != inlinedLoops_.back(); parent = parent->getParentOp())
        if (isa<affine::AffineForOp>(parent))
          piece = parent;
      if (piece == read.op && inlinedLoops_.size() == 1)
        return false;
      outermost.insert(piece);
    }
    return outermost.size() == 1;
  }

  affine::AffineForOp openLoop(OpBuilder &builder, affine::AffineForOp loop, const std::string &name) {
    auto [lower, lowerOperands] = boundOf(loop, true);
    auto [upper, upperOperands] = boundOf(loop, false);
    SmallVector<Value> lowerHere = valuesHere(builder, lowerOperands), upperHere = valuesHere(builder, upperOperands);
    affine::AffineForOp made = createLoop(builder, name, loop.getStepAsInt());
    made.setLowerBound(lowerHere, lower);
    made.setUpperBound(upperHere, upper);
    written_[loop.getInductionVar()] = made.getInductionVar();
    return made;
  }

  // For all rows: writes the first link, or empties the last.
  void transfer(OpBuilder &builder, const Access &read, const std::string &name, bool isFeeder) {
    OpBuilder::InsertPoint behind;
    for (auto [number, loop] : llvm::enumerate(inlinedLoops_)) {
      if (number == axisNumber_)
        continue;
      affine::AffineForOp made = createLoop(builder, name, loop.getStepAsInt());
      made.setConstantLowerBound(loop.getConstantLowerBound());
      made.setConstantUpperBound(loop.getConstantUpperBound());
      written_[loop.getInductionVar()] = made.getInductionVar();
      if (!behind.isSet())
        behind = OpBuilder::InsertPoint(made->getBlock(), ++Block::iterator(made));
      builder.setInsertionPointToStart(made.getBody());
    }
    Location location = read.op->getLoc();
    SmallVector<Value> link;
    for (auto [number, loop] : llvm::enumerate(inlinedLoops_))
      link.push_back(number == axisNumber_
                         ? arith::ConstantIndexOp::create(builder, location, isFeeder ? 0 : *analysis::tripCount(axis_))
                               .getResult()
                         : numberOf(builder, loop, written_.lookup(affine::AffineForOp(loop).getInductionVar())));
    auto type = cast<MemRefType>(array_.memory.getType());
    if (isFeeder) {
      AffineMap map = read.map;
      SmallVector<Value> operands = valuesHere(builder, read.operands);
      affine::canonicalizeMapAndOperands(&map, &operands);
      Value value =
          affine::AffineLoadOp::create(builder, location, arrayHere(context_, array_, builder), map, operands);
      ir::StreamWriteOp::create(builder, location, ValueRange{value}, links_, link);
    } else {
      ir::StreamReadOp::create(builder, location, TypeRange{type.getElementType()}, links_, link);
    }
    if (behind.isSet())
      builder.restoreInsertionPoint(behind);
  }

  // The iterations of a loop of the grid count from 0.
  static Value numberOf(OpBuilder &builder, affine::AffineForOp loop, Value variable) {
    int64_t first = loop.getConstantLowerBound(), step = loop.getStepAsInt();
    if (first == 0 && step == 1)
      return variable;
    AffineExpr number = (builder.getAffineDimExpr(0) - first).floorDiv(step);
    return affine::AffineApplyOp::create(builder, loop.getLoc(), AffineMap::get(1, 0, number), ValueRange{variable});
  }

  // The parameter becomes the array of links, followed by the place of the element in the grid.
  void rewriteElement() {
    func::CallOp call = grid_.element;
    OpBuilder builder(call);
    SmallVector<Value> operands(call.getOperands());
    operands[operand_] = links_;
    parameter_.setType(links_.getType());
    ir::VariableAttr old = ir::variableOf(parameter_);
    setVariable(operand_, old.getId(), old.getName().str(), old.getType(), false);
    SmallVector<Value> place;
    OpBuilder inside = OpBuilder::atBlockBegin(&element_.getBody().front());
    for (auto [number, loop] : llvm::enumerate(grid_.loops)) {
      Value position = numberOf(builder, loop, loop.getInductionVar());
      operands.push_back(arith::IndexCastOp::create(builder, call.getLoc(), builder.getI32Type(), position));
      unsigned index = element_.getNumArguments();
      if (failed(element_.insertArgument(index, builder.getI32Type(), {}, call.getLoc())))
        throw InternalError("a processing element takes no further parameter");
      setVariable(index, context_.freshId(element_), old.getName().str() + ".at" + std::to_string(number),
                  ir::CTypeAttr::get(builder.getContext(), ir::CKind::Int), true);
      place.push_back(arith::IndexCastOp::create(inside, call.getLoc(), builder.getIndexType(),
                                                 Value(element_.getArgument(index))));
    }
    element_.setFunctionType(FunctionType::get(element_.getContext(), element_.getBody().front().getArgumentTypes(),
                                               element_.getResultTypes()));
    SmallVector<Value> next = place;
    next[axisNumber_] =
        affine::AffineApplyOp::create(inside, call.getLoc(), AffineMap::get(0, 1, builder.getAffineSymbolExpr(0) + 1),
                                      ValueRange{place[axisNumber_]});
    call->setOperands(operands);
    for (const Access &read : reads_) {
      OpBuilder here(read.op);
      Location location = read.op->getLoc();
      auto value = ir::StreamReadOp::create(here, location, read.op->getResultTypes(), Value(parameter_), place);
      ir::StreamWriteOp::create(here, location, value->getResults(), Value(parameter_), next);
      read.op->getResult(0).replaceAllUsesWith(value->getResult(0));
      read.op->erase();
    }
  }

  void setVariable(unsigned index, int64_t id, const std::string &name, ir::CTypeAttr type, bool isConst) {
    element_.setArgAttr(index, ir::varAttrName, ir::VariableAttr::get(element_.getContext(), id, name, type, isConst));
  }

  StepContext &context_;
  const ArrayArgument &array_;
  affine::AffineForOp axis_;
  Grid grid_;
  size_t axisNumber_;
  func::FuncOp element_;
  unsigned operand_ = 0;
  BlockArgument parameter_;
  std::vector<Access> reads_, inlinedReads_; // in the element, and in the same order in the copy
  std::optional<analysis::InlinedCalls> inlined_;
  Band inlinedLoops_;
  Value links_;
  llvm::DenseMap<Value, Value> written_; // loop variables, by those of the copy
};

} // namespace

// Reads of one element in one block see one value.
void mergeReads(std::vector<Access> &reads) {
  std::vector<Access> kept;
  for (Access &access : reads) {
    auto same = llvm::find_if(kept, [&](const Access &other) {
      return other.isAffine && access.isAffine && other.op->getBlock() == access.op->getBlock() &&
             other.map == access.map && other.operands == access.operands;
    });
    if (same == kept.end()) {
      kept.push_back(access);
      continue;
    }
    access.op->getResult(0).replaceAllUsesWith(same->op->getResult(0));
    access.op->erase();
  }
  reads = std::move(kept);
}

void makeChain(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis) {
  if (!isSpatial(axis))
    context.refuse(context.describe(axis) + " is not a loop of a grid", "unfold the nest first");
  if (axis->getParentOfType<func::FuncOp>() != array.function)
    context.refuse("the array " + context.describe(array.memory) + " and the loop " + context.describe(axis) +
                   " are in different functions");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (isa<ir::StreamType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is a stream already", "stream_depth sets its depth");
  if (!type || type.getRank() == 0)
    context.refuse(context.describe(array.memory) + " is a scalar, which is passed as it is", "name an array");
  Chain(context, array, axis).run();
}

} // namespace allo::schedule
