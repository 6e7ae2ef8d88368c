// Loops (nests that run as one pipeline as one loop), branches, calls.
#include "target/rtl/graph/FunctionBuilder.h"

#include "ir/Naming.h"
#include "target/rtl/legalise/Rewrites.h"

using namespace mlir;

namespace allo::target::rtl {

bool holdsControl(Operation *op) {
  return op
      ->walk([&](Operation *inner) {
        return inner != op && isa<affine::AffineForOp, scf::ForOp, scf::WhileOp, func::CallOp>(inner)
                   ? WalkResult::interrupt()
                   : WalkResult::advance();
      })
      .wasInterrupted();
}

namespace {
std::string nameOfLoop(Operation *loop) {
  ir::LoopAttr attribute = ir::loopOf(loop);
  return attribute ? attribute.getName().str() : "loop";
}
} // namespace

std::string pathOf(Operation *loop) {
  std::string path = nameOfLoop(loop);
  for (Operation *around = loop->getParentOp(); around; around = around->getParentOp())
    if (ir::isLoop(around))
      path = nameOfLoop(around) + "/" + path;
  return path;
}

// A value that the source names: by its location (NameLoc), or else as what it starts from.
std::string nameAt(Value value, const std::string &otherwise) {
  if (auto named = dyn_cast<NameLoc>(value.getLoc()))
    return named.getName().str();
  return otherwise;
}

//===-- Children --------------------------------------------------------------------------------------------------===//

unsigned FunctionBuilder::addChild(Child::Kind kind, Operation *op) {
  Child child;
  child.kind = kind;
  child.place = ir::placeOf(op->getLoc());
  function.children.push_back(child);
  records.childLoops.push_back({op});
  return function.children.size() - 1;
}

// After its blocks are complete: what they share with others was placed before it.
void FunctionBuilder::addChildNode(unsigned child, NodeId predicate) {
  Node node;
  node.kind = NodeKind::child;
  node.block = table_.block;
  node.child = child;
  node.predicate = predicate;
  node.place = function.children[child].place;
  node.name = function.children[child].name;
  NodeId id = table_.append(std::move(node));
  function.children[child].node = id;
}

NodeId FunctionBuilder::addResult(unsigned child, unsigned index, unsigned width, const std::string &name) {
  Node node;
  node.kind = NodeKind::result;
  node.block = table_.block;
  node.width = width;
  node.operands = {function.children[child].node};
  node.index = index;
  node.name = name;
  node.place = function.children[child].place;
  return table_.append(std::move(node));
}

NodeId FunctionBuilder::addCarried(unsigned child, NodeId initial, unsigned width, const std::string &name) {
  Node node;
  node.kind = NodeKind::carried;
  node.block = function.children[child].body;
  node.width = width;
  node.index = function.children[child].carried.size();
  node.operands = {initial, noId};
  node.name = name;
  node.place = function.children[child].place;
  NodeId id = table_.append(std::move(node));
  function.children[child].carried.push_back(id);
  return id;
}

void FunctionBuilder::requestPipeline(Child &child, llvm::ArrayRef<Operation *> loops) {
  bool holdsCall = false, holdsLoop = false;
  for (Operation *loop : loops) {
    if (ir::LoopAttr attribute = ir::loopOf(loop)) {
      child.sourceLoops.push_back(attribute.getId());
      child.requestedInterval = std::max(child.requestedInterval, attribute.getPipeline());
    }
    if (auto limit = loop->getAttrOfType<StringAttr>(limitAttribute))
      child.limiter = limit.getValue().str();
  }
  loops.back()->walk([&](Operation *inner) {
    holdsCall |= isa<func::CallOp>(inner);
    holdsLoop |= inner != loops.back() && isa<affine::AffineForOp, scf::ForOp, scf::WhileOp>(inner);
  });
  if (child.requestedInterval == 0)
    return;
  if (holdsCall || holdsLoop) {
    child.limiterKind = holdsCall ? "call" : "control";
    if (child.limiter.empty())
      child.limiter = holdsCall ? "a call inside the loop is not pipelined"
                                : "a loop inside the loop has no constant trip count to unroll it by";
  } else if (!child.limiter.empty()) {
    child.limiterKind = "control";
  }
}

//===-- Counted loops ---------------------------------------------------------------------------------------------===//

FunctionBuilder::LoopShape FunctionBuilder::shapeOf(Operation *loop) {
  LoopShape shape;
  if (auto affine = dyn_cast<affine::AffineForOp>(loop)) {
    shape.variable = affine.getInductionVar();
    shape.initial = affine.getInits();
    shape.arguments = affine.getRegionIterArgs();
    shape.body = affine.getBody();
  } else {
    auto plain = cast<scf::ForOp>(loop);
    shape.variable = plain.getInductionVar();
    shape.initial = plain.getInitArgs();
    shape.arguments = plain.getRegionIterArgs();
    shape.body = plain.getBody();
  }
  shape.yielded = shape.body->getTerminator()->getOperands();
  return shape;
}

// The loop inside that runs as one pipeline with this one: the nest is perfect and passes its values through.
Operation *FunctionBuilder::flattenedInner(Operation *loop) {
  if (!loop->hasAttr(flattenAttribute))
    return nullptr;
  LoopShape outer = shapeOf(loop);
  Operation *inner = nullptr;
  for (Operation &op : outer.body->without_terminator()) {
    if (isa<affine::AffineForOp, scf::ForOp>(op) && !inner)
      inner = &op;
    else if (!isa<affine::AffineApplyOp>(op))
      return nullptr;
  }
  if (!inner)
    return nullptr;
  bool passesThrough =
      llvm::equal(shapeOf(inner).initial, outer.arguments) && llvm::equal(inner->getResults(), outer.yielded);
  return passesThrough ? inner : nullptr;
}

bool FunctionBuilder::addTerms(LinearBound &bound, const Nest &nest, AffineExpr expression, int64_t factor,
                               AffineMap map, mlir::ValueRange operands) {
  auto operandOf = [&](AffineExpr leaf) -> Value {
    if (auto dim = dyn_cast<AffineDimExpr>(leaf))
      return operands[dim.getPosition()];
    return operands[map.getNumDims() + cast<AffineSymbolExpr>(leaf).getPosition()];
  };
  auto counterOf = [&](Value operand) -> std::optional<unsigned> {
    for (unsigned d = 0; d < nest.loops.size(); ++d)
      if (shapeOf(nest.loops[d]).variable == operand)
        return d;
    return std::nullopt;
  };
  switch (expression.getKind()) {
  case AffineExprKind::Constant:
    bound.constant += factor * cast<AffineConstantExpr>(expression).getValue();
    return true;
  case AffineExprKind::DimId:
  case AffineExprKind::SymbolId: {
    Value operand = operandOf(expression);
    if (std::optional<unsigned> counter = counterOf(operand)) {
      bound.terms.push_back({true, *counter, factor});
      return true;
    }
    LinearForm form = formOf(operand);
    bound.constant += factor * form.constant;
    for (auto [node, coefficient] : form.terms)
      bound.terms.push_back({false, node, factor * coefficient});
    return true;
  }
  case AffineExprKind::Add: {
    auto binary = cast<AffineBinaryOpExpr>(expression);
    return addTerms(bound, nest, binary.getLHS(), factor, map, operands) &&
           addTerms(bound, nest, binary.getRHS(), factor, map, operands);
  }
  case AffineExprKind::Mul: {
    auto binary = cast<AffineBinaryOpExpr>(expression);
    if (auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS()))
      return addTerms(bound, nest, binary.getLHS(), factor * constant.getValue(), map, operands);
    break;
  }
  default:
    break;
  }
  // A division or product: of values from outside only.
  bool usesCounter = false;
  expression.walk([&](AffineExpr part) {
    if (isa<AffineDimExpr, AffineSymbolExpr>(part))
      usesCounter |= counterOf(operandOf(part)).has_value();
  });
  if (usesCounter)
    return false;
  LinearForm form = forms_.of(forms_.exactNode(formOf(expression, map, operands)));
  bound.constant += factor * form.constant;
  for (auto [node, coefficient] : form.terms)
    bound.terms.push_back({false, node, factor * coefficient});
  return true;
}

bool FunctionBuilder::addBound(std::vector<LinearBound> &bounds, const Nest &nest, AffineExpr expression, AffineMap map,
                               mlir::ValueRange operands) {
  LinearBound bound;
  int64_t after = 0; // (e floordiv d) + after = (e + after d) floordiv d
  if (auto sum = dyn_cast<AffineBinaryOpExpr>(expression); sum && sum.getKind() == AffineExprKind::Add)
    if (auto constant = dyn_cast<AffineConstantExpr>(sum.getRHS())) {
      auto inner = dyn_cast<AffineBinaryOpExpr>(sum.getLHS());
      if (inner && (inner.getKind() == AffineExprKind::FloorDiv || inner.getKind() == AffineExprKind::CeilDiv)) {
        after = constant.getValue();
        expression = inner;
      }
    }
  auto division = dyn_cast<AffineBinaryOpExpr>(expression);
  bool isDivision = division &&
                    (division.getKind() == AffineExprKind::FloorDiv || division.getKind() == AffineExprKind::CeilDiv) &&
                    isa<AffineConstantExpr>(division.getRHS());
  if (isDivision) {
    bound.divisor = cast<AffineConstantExpr>(division.getRHS()).getValue();
    bound.constant = after * bound.divisor + (division.getKind() == AffineExprKind::CeilDiv ? bound.divisor - 1 : 0);
    expression = division.getLHS();
  }
  if (!addTerms(bound, nest, expression, 1, map, operands))
    return false;
  bounds.push_back(bound);
  return true;
}

namespace {
IntegerRange dividedBy(const IntegerRange &range, int64_t divisor) {
  if (!range.isKnown || divisor == 1)
    return range;
  return IntegerRange::interval(floorDivide(range.low, divisor), floorDivide(range.high, divisor));
}
} // namespace

// Adds a loop as the next dimension; false (and nothing added) when its bounds cannot be written in the counters
// around.
bool FunctionBuilder::addCounter(Nest &nest, Operation *loop) {
  Counter counter;
  counter.name = nameOfLoop(loop);
  if (auto affine = dyn_cast<affine::AffineForOp>(loop)) {
    counter.step = affine.getStepAsInt();
    auto add = [&](std::vector<LinearBound> &bounds, AffineMap map, mlir::ValueRange operands) {
      llvm::SmallVector<Value> composed(operands);
      affine::fullyComposeAffineMapAndOperands(&map, &composed);
      return llvm::all_of(map.getResults(),
                          [&](AffineExpr expression) { return addBound(bounds, nest, expression, map, composed); });
    };
    if (!add(counter.lower, affine.getLowerBoundMap(), affine.getLowerBoundOperands()) ||
        !add(counter.upper, affine.getUpperBoundMap(), affine.getUpperBoundOperands()))
      return false;
  } else {
    auto plain = cast<scf::ForOp>(loop);
    std::optional<int64_t> step = getConstantIntValue(plain.getStep());
    if (!step || *step <= 0)
      return false;
    counter.step = *step;
    AffineExpr symbol = getAffineSymbolExpr(0, plain.getContext());
    AffineMap map = AffineMap::get(0, 1, symbol);
    if (!addBound(counter.lower, nest, symbol, map, plain.getLowerBound()) ||
        !addBound(counter.upper, nest, symbol, map, plain.getUpperBound()))
      return false;
  }
  auto rangeOf = [&](const LinearBound &bound) {
    IntegerRange range = IntegerRange::constant(bound.constant);
    for (const LinearBound::Term &term : bound.terms)
      range = range.plus((term.isCounter ? nest.ranges[term.index] : table_.range(term.index))
                             .times(IntegerRange::constant(term.coefficient)));
    return dividedBy(range, bound.divisor);
  };
  IntegerRange lower = rangeOf(counter.lower[0]), upper = rangeOf(counter.upper[0]);
  bool isLowerOne = counter.lower.size() == 1;
  for (const LinearBound &bound : llvm::drop_begin(counter.lower)) {
    IntegerRange other = rangeOf(bound);
    lower = lower.isKnown && other.isKnown
                ? IntegerRange::interval(std::max(lower.low, other.low), std::max(lower.high, other.high))
                : IntegerRange::unknown();
  }
  for (const LinearBound &bound : llvm::drop_begin(counter.upper)) {
    IntegerRange other = rangeOf(bound);
    upper = upper.isKnown && other.isKnown
                ? IntegerRange::interval(std::min(upper.low, other.low), std::min(upper.high, other.high))
                : IntegerRange::unknown();
  }
  if (!lower.isKnown || !upper.isKnown || upper.high > INT64_MAX / 4 || lower.low < INT64_MIN / 4)
    lower = upper = IntegerRange::ofWidth(62);
  int64_t stride = counter.step;
  if (isLowerOne && !lower.isConstant())
    stride = std::gcd(stride, lower.stride);
  else if (!isLowerOne && !lower.isConstant())
    stride = 1;
  int64_t last = std::max(lower.low, upper.high - 1);
  last = lower.low + floorDivide(last - lower.low, stride) * stride;
  IntegerRange range = IntegerRange::interval(lower.low, last, stride);
  IntegerRange held = range.plus(IntegerRange::interval(0, counter.step)); // the value after the last, too
  counter.width = held.signedWidth();
  nest.loops.push_back(loop);
  nest.counters.push_back(std::move(counter));
  nest.ranges.push_back(range);
  return true;
}

void FunctionBuilder::visitFor(Operation *loop) {
  Nest nest;
  if (!addCounter(nest, loop))
    return visitDynamicStep(cast<scf::ForOp>(loop));
  while (Operation *inner = flattenedInner(nest.loops.back()))
    if (!addCounter(nest, inner))
      break;
  LoopShape outer = shapeOf(nest.loops.front()), innermost = shapeOf(nest.loops.back());
  unsigned number = addChild(Child::loop, nest.loops.back());
  records.childLoops[number].assign(nest.loops.begin(), nest.loops.end());
  BlockId around = table_.block, body = table_.addBlock(around, number);
  Child &child = function.children[number];
  child.body = body;
  child.counters = nest.counters;
  for (const Counter &counter : nest.counters)
    child.name += (child.name.empty() ? "" : "_") + counter.name;
  child.path = pathOf(nest.loops.back());
  requestPipeline(child, nest.loops);

  for (unsigned d = 0; d < nest.loops.size(); ++d) {
    Node counter;
    counter.kind = NodeKind::counter;
    counter.block = body;
    counter.index = d;
    counter.width = nest.counters[d].width;
    counter.name = nest.counters[d].name;
    counter.place = ir::placeOf(nest.loops[d]->getLoc());
    NodeId id = table_.append(std::move(counter), nest.ranges[d]);
    Value variable = shapeOf(nest.loops[d]).variable;
    define(variable, id);
    LinearForm form = forms_.of(id);
    // Steps of a power of two: the bits above the step count the iterations.
    int64_t stride = nest.ranges[d].stride;
    if (unsigned shift = stride > 1 ? bitsOf(stride) - 1 : 0; shift && (stride & (stride - 1)) == 0) {
      form = forms_.of(table_.slice(id, shift, table_[id].width - shift)).times(stride);
      form.constant = floorModulo(nest.ranges[d].low, stride);
    }
    formsOfValues_[variable] = form;
  }
  NodeId outerPredicate = std::exchange(predicate_, noId);
  llvm::SmallVector<NodeId> carried;
  for (Value initial : outer.initial) {
    NodeId value = fullNode(initial);
    carried.push_back(addCarried(number, value, widthOf(initial.getType()),
                                 nameAt(innermost.arguments[carried.size()], table_[value].name)));
  }
  for (Operation *op : nest.loops)
    for (auto [argument, node] : llvm::zip_equal(shapeOf(op).arguments, carried))
      define(argument, node);
  table_.block = body;
  visitBlock(*innermost.body);
  for (auto [value, node] : llvm::zip_equal(innermost.yielded, carried))
    table_.at(node).operands[1] = fullNode(value);
  table_.block = around;
  predicate_ = outerPredicate;
  table_.place = ir::placeOf(loop->getLoc());
  addChildNode(number, predicate_);
  for (auto [i, result] : llvm::enumerate(loop->getResults()))
    define(result, addResult(number, i, widthOf(result.getType()), table_[carried[i]].name));
}

//===-- Branches --------------------------------------------------------------------------------------------------===//

NodeId FunctionBuilder::conditionOf(Operation *op) {
  if (auto plain = dyn_cast<scf::IfOp>(op))
    return condition(plain.getCondition());
  auto branch = cast<affine::AffineIfOp>(op);
  IntegerSet set = branch.getIntegerSet();
  llvm::SmallVector<LinearForm> dims, symbols;
  for (auto [i, operand] : llvm::enumerate(branch.getOperands()))
    (i < set.getNumDims() ? dims : symbols).push_back(formOf(operand));
  NodeId all = table_.constant(1, 1);
  for (auto [i, expression] : llvm::enumerate(set.getConstraints())) {
    // What is subtracted goes to the other side.
    LinearForm form = forms_.of(expression, dims, symbols), left, right;
    for (auto term : form.terms) {
      if (term.second > 0)
        left.terms.push_back(term);
      else
        right.terms.push_back({term.first, -term.second});
    }
    (form.constant > 0 && !left.terms.empty() && right.terms.empty() ? left.constant : right.constant) =
        form.constant > 0 && !left.terms.empty() && right.terms.empty() ? form.constant : -form.constant;
    NodeId a = forms_.exactNode(left), b = forms_.exactNode(right);
    all = table_.conjunction(all, set.isEq(i) ? table_.compare(OperatorKind::equal, a, b)
                                              : table_.compare(OperatorKind::lessEqualSigned, b, a));
  }
  return all;
}

void FunctionBuilder::visitIf(Operation *op) {
  NodeId decision = conditionOf(op);
  if (std::optional<int64_t> known = table_.constantOf(decision)) {
    Region &side = op->getRegion(*known ? 0 : 1);
    if (side.empty())
      return;
    visitBlock(side.front());
    for (auto [result, value] : llvm::zip_equal(op->getResults(), side.front().getTerminator()->getOperands())) {
      define(result, nodeOf(value));
      if (hasForm(value))
        formsOfValues_[result] = formOf(value);
    }
    return;
  }
  if (holdsControl(op))
    branch(op, decision);
  else
    convertIf(op, decision);
}

// Without a loop or a call inside: both sides are computed, the decision chooses.
void FunctionBuilder::convertIf(Operation *op, NodeId decision) {
  NodeId around = predicate_;
  predicate_ = table_.conjunction(around, decision);
  visitBlock(op->getRegion(0).front());
  if (!op->getRegion(1).empty()) {
    predicate_ = table_.conjunction(around, table_.negation(decision));
    visitBlock(op->getRegion(1).front());
  }
  predicate_ = around;
  for (auto [i, result] : llvm::enumerate(op->getResults())) {
    NodeId a = nodeOf(op->getRegion(0).front().getTerminator()->getOperand(i));
    NodeId b = nodeOf(op->getRegion(1).front().getTerminator()->getOperand(i));
    unsigned width = std::max(table_[a].width, table_[b].width);
    define(result, table_.select(decision, table_.resize(a, width), table_.resize(b, width)));
  }
}

void FunctionBuilder::branch(Operation *op, NodeId decision) {
  unsigned number = addChild(Child::branch, op);
  BlockId around = table_.block;
  function.children[number].name = "if_line" + std::to_string(function.children[number].place.line);
  function.children[number].decision = decision;
  NodeId outerPredicate = std::exchange(predicate_, noId);
  auto visitSide = [&](Region &region, std::vector<NodeId> &values) {
    if (region.empty())
      return BlockId(noId);
    table_.block = table_.addBlock(around, number);
    visitBlock(region.front());
    for (Value value : region.front().getTerminator()->getOperands())
      values.push_back(nodeOf(value));
    return table_.block;
  };
  std::vector<NodeId> thenValues, elseValues;
  BlockId thenBlock = visitSide(op->getRegion(0), thenValues);
  BlockId elseBlock = visitSide(op->getRegion(1), elseValues);
  std::vector<Result> results(op->getNumResults());
  std::vector<IntegerRange> ranges;
  for (unsigned i = 0; i < results.size(); ++i) {
    unsigned width = std::max(table_[thenValues[i]].width, table_[elseValues[i]].width);
    ranges.push_back(table_.range(thenValues[i]).unionWith(table_.range(elseValues[i])));
    results[i].width = width;
    results[i].name = table_[thenValues[i]].name;
    table_.block = thenBlock;
    results[i].thenValue = table_.resize(thenValues[i], width);
    table_.block = elseBlock;
    results[i].elseValue = table_.resize(elseValues[i], width);
  }
  Child &child = function.children[number];
  child.thenBlock = thenBlock;
  child.elseBlock = elseBlock;
  child.results = results;
  table_.block = around;
  predicate_ = outerPredicate;
  addChildNode(number, predicate_);
  for (auto [i, result] : llvm::enumerate(op->getResults())) {
    NodeId node = addResult(number, i, results[i].width, results[i].name);
    table_.narrow(node, ranges[i]);
    define(result, node);
  }
}

//===-- Calls -----------------------------------------------------------------------------------------------------===//

// The array that is passed, and of a part of it, which of its banks are those of the part.
std::pair<MemoryId, llvm::SmallVector<unsigned, 2>> FunctionBuilder::partOf(Value passed) {
  auto part = passed.getDefiningOp<UnrealizedConversionCastOp>();
  if (!part)
    return {memories_.lookup(passed), {}};
  auto [memory, outer] = partOf(part.getOperand(0));
  const Memory &array = function.memories[memory];
  llvm::SmallVector<int64_t> index(array.dimensions.size(), 0);
  llvm::SmallVector<bool> isChosen(index.size(), false);
  for (auto [dim, value] : llvm::zip_equal(legal::dimsOf(part), part.getOperands().drop_front())) {
    isChosen[dim] = true;
    index[dim] = *getConstantIntValue(value);
  }
  llvm::SmallVector<unsigned, 2> banks; // row-major over the banks of the other dimensions
  std::function<void(unsigned, unsigned)> add = [&](unsigned dim, unsigned bank) {
    if (dim == index.size()) {
      banks.push_back(outer.empty() ? bank : outer[bank]);
      return;
    }
    int64_t count = array.dimensions[dim].banks, first = isChosen[dim] ? index[dim] : 0;
    for (int64_t each = first; each < (isChosen[dim] ? first + 1 : count); ++each)
      add(dim + 1, bank * count + each);
  };
  add(0, 0);
  return {memory, banks};
}

void FunctionBuilder::visitCall(func::CallOp call) {
  unsigned number = addChild(Child::call, call);
  unsigned callee = noId;
  for (unsigned i = 0; i < graph_.functions.size(); ++i)
    if (graph_.functions[i].name == call.getCallee())
      callee = i;
  if (callee == noId)
    throw InternalError("the function '" + call.getCallee().str() + "' is called before it is built", table_.place);
  const Function &called = graph_.functions[callee];
  Child child = function.children[number];
  child.callee = callee;
  child.name = called.name;
  child.path = called.name;
  for (Value operand : call.getOperands()) {
    if (isa<ir::StreamType>(operand.getType())) {
      child.streams.push_back(placeOf(operand, {}));
      continue;
    }
    if (!isa<MemRefType>(operand.getType())) {
      child.scalars.push_back(fullNode(operand));
      continue;
    }
    auto [memory, banks] = partOf(operand);
    const Memory &given = function.memories[memory], &wanted = called.memories[child.memories.size()];
    auto layout = [](const Memory &of) {
      std::vector<std::pair<int, int64_t>> parts;
      for (const MemoryDimension &dimension : of.dimensions)
        parts.push_back({dimension.kind, dimension.banks});
      return parts;
    };
    if (banks.empty() && layout(given) != layout(wanted))
      throw UserError("'" + given.name + "' is not partitioned as the parameter '" + wanted.name + "' of '" +
                          called.name + "' that it is passed to",
                      table_.place, "partition both in the same way, or compose the schedule of '" + called.name + "'",
                      {{wanted.place, "the parameter is here"}});
    child.memories.push_back(memory);
    child.banks.push_back(std::move(banks));
  }
  function.children[number] = child;
  addChildNode(number, predicate_);
  for (auto [i, result] : llvm::enumerate(call.getResults()))
    define(result, addResult(number, i, widthOf(result.getType()), called.outputs[i].name));
}

} // namespace allo::target::rtl
