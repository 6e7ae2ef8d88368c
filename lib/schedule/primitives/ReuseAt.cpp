// reuse_at: a buffer keeps what consecutive iterations of a loop read of an array, so that each element is read once.
//   for y { for x { … in[y][x] … in[y + 1][x] … in[y + 2][x] … } }   with `reuse_at in axis=y as=lines`   becomes
//   for lines.fill#1 in 0..2 { for lines.fill#2 { lines[k + 1][x] = in[k][x] } }
//   for y {
//     for lines.update over x { for lines.shift { lines[k][x] = lines[k + 1][x] } for lines.load { lines[2][x] = in[y +
//     2][x] } } for x { … lines[0][x] … lines[1][x] … lines[2][x] … }
//   }
// The fill stands before the loop, one step behind, so that every iteration does the same: a first iteration that loads
// everything would put all those reads, and their ports, into the pipeline of the loop. What does not move is the outer
// loop of shift and load, so that a pipeline over it moves one column a cycle.
#include "schedule/ArrayBuffer.h"
#include "schedule/LoopRewrite.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"

#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::Footprint;

// How one dimension of the footprint moves from an iteration to the next.
struct Motion {
  int64_t extent;
  int64_t distance;
  bool moves() const { return distance != 0; }
  int64_t fresh() const { return std::abs(distance); } // elements that the next iteration adds
  int64_t overlap() const { return extent - fresh(); }
  int64_t firstOverlap() const { return distance < 0 ? -distance : 0; }
  int64_t firstFresh() const { return distance > 0 ? overlap() : 0; }
};

// A part of the buffer in one dimension.
struct Part {
  int64_t first;
  int64_t count;
};

// Where the footprint starts, per dimension of the array: over `dims` and `symbols`.
struct Start {
  SmallVector<AffineExpr> expressions;
  SmallVector<Value> dims, symbols;
};

SmallVector<Motion> motionsOf(const Footprint &footprint, affine::AffineForOp axis) {
  SmallVector<Motion> motions;
  auto found = llvm::find(footprint.values, axis.getInductionVar());
  for (const analysis::DimensionRange &range : footprint.dimensions) {
    AffineExpr moved = range.start;
    if (found != footprint.values.end()) {
      AffineExpr variable = getAffineDimExpr(found - footprint.values.begin(), axis.getContext());
      moved = moved.replace(variable, variable + axis.getStepAsInt());
    }
    AffineExpr difference = simplifyAffineExpr(moved - range.start, footprint.values.size(), 0);
    motions.push_back({range.extent, cast<AffineConstantExpr>(difference).getValue()}); // the start is linear
  }
  return motions;
}

// Leaves the reads. A user who insists that no write changes what the buffer holds keeps the writes as they are.
void refuseWrites(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis,
                  std::vector<Access> &accesses) {
  auto write = llvm::find_if(accesses, [](const Access &access) { return access.isWrite; });
  if (write != accesses.end())
    context.refuseIllegal("the array " + context.describe(array.memory) + " is written on line " +
                              std::to_string(ir::placeOf(write->op->getLoc()).line) + " inside the loop " +
                              context.describe(axis) + ", so what was read before may have changed",
                          "choose a loop in which " + context.address(array.memory) + " is only read");
  std::erase_if(accesses, [](const Access &access) { return access.isWrite; });
  if (accesses.empty())
    context.refuseAt(axis.getLoc(), "the array " + context.describe(array.memory) + " is only written in the loop " +
                                        context.describe(axis));
}

void refuseMotion(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis,
                  ArrayRef<Motion> motions) {
  std::string what =
      "the part of " + context.describe(array.memory) + " that an iteration of " + context.describe(axis) + " reads";
  if (llvm::none_of(motions, [](const Motion &motion) { return motion.moves(); }))
    context.refuseAt(axis.getLoc(), what + " does not move from one iteration to the next",
                     "buffer_at in a loop around it reads that part once");
  for (auto [index, motion] : llvm::enumerate(motions))
    if (motion.fresh() >= motion.extent)
      context.refuseAt(axis.getLoc(),
                       what + " moves by " + std::to_string(motion.fresh()) + " in dimension " +
                           std::to_string(index + 1) + ", where it has " + std::to_string(motion.extent) +
                           (motion.extent == 1 ? " element" : " elements") +
                           ", so consecutive iterations share nothing",
                       "choose a loop that moves it by less");
}

void refuseOrder(const StepContext &context, const ArrayArgument &array, affine::AffineForOp axis) {
  if (ir::LoopAttr directives = ir::loopOf(axis); directives && directives.getParallel())
    context.refuseAt(axis.getLoc(),
                     "the loop " + context.describe(axis) + " is parallel, so no iteration comes after another",
                     "reuse " + context.address(array.memory) + " first and make another loop parallel");
}

// The rewrite, for one array in one loop.
class Reuse {
public:
  Reuse(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis, const Footprint &footprint,
        SmallVector<Motion> motions)
      : context_(context), array_(array), axis_(axis), footprint_(footprint), motions_(std::move(motions)),
        name_(bufferName(context, array, "_reuse")) {
    for (auto [dimension, motion] : llvm::enumerate(motions_)) {
      if (motion.extent > 1)
        kept_.push_back(dimension);
      if (motion.moves())
        moving_.push_back(dimension);
    }
  }

  ir::VariableAttr run(ArrayRef<Access> accesses) {
    ir::VariableAttr variable = allocate();
    for (const Access &access : accesses)
      redirectToBuffer(access, buffer_, kept_, footprint_);
    fill();
    update();
    return variable;
  }

private:
  MLIRContext *mlir() const { return buffer_->getContext(); }
  MemRefType arrayType() const { return cast<MemRefType>(array_.memory.getType()); }

  ir::VariableAttr allocate() {
    SmallVector<int64_t> shape;
    for (unsigned dimension : kept_)
      shape.push_back(motions_[dimension].extent);
    OpBuilder builder(axis_);
    buffer_ = memref::AllocaOp::create(builder, axis_.getLoc(), MemRefType::get(shape, arrayType().getElementType()));
    auto variable = ir::VariableAttr::get(axis_.getContext(), context_.freshId(array_.function), name_,
                                          array_.variable.getType(), false);
    buffer_->setAttr(ir::varAttrName, variable);
    return variable;
  }

  // A loop over a part of one dimension; from then on `position` of that dimension is where the loop is.
  void openLoop(OpBuilder &builder, unsigned dimension, Part part, const char *suffix) {
    auto loop = affine::AffineForOp::create(builder, axis_.getLoc(), 0, part.count);
    ir::setLoop(loop, ir::LoopAttr::get(mlir(), context_.freshId(array_.function), name_ + suffix, 0, 0, false));
    positions_[dimension] = getAffineDimExpr(variables_.size(), mlir()) + part.first;
    variables_.push_back(loop.getInductionVar());
    builder.setInsertionPointToStart(loop.getBody());
  }

  // The elements of the buffer at the positions: a map over the variables.
  AffineMap bufferMap(ArrayRef<AffineExpr> positions) const {
    SmallVector<AffineExpr> indices;
    for (unsigned dimension : kept_)
      indices.push_back(positions[dimension]);
    return AffineMap::get(variables_.size(), 0, indices, mlir());
  }

  // Loads the element of the array that belongs at the positions; for the fill the one that the first shift moves
  // there. Where some iteration may reach beyond the array, though it reads nothing there, such elements are left out.
  void fetch(OpBuilder &builder, const Start &start, bool isFill) {
    unsigned dims = start.dims.size(), symbols = start.symbols.size(), allDims = dims + variables_.size();
    SmallVector<Value> operands(start.dims);
    llvm::append_range(operands, variables_);
    llvm::append_range(operands, start.symbols);
    SmallVector<AffineExpr> indices, inside, positions(positions_);
    for (auto [dimension, motion] : llvm::enumerate(motions_)) {
      AffineExpr position = positions_[dimension].shiftDims(variables_.size(), dims);
      AffineExpr index = simplifyAffineExpr(
          start.expressions[dimension] + position + (isFill ? motion.firstOverlap() : 0), allDims, symbols);
      if (footprint_.dimensions[dimension].extentStartsBefore)
        inside.push_back(index);
      if (footprint_.dimensions[dimension].extentEndsBehind)
        inside.push_back(simplifyAffineExpr(-index + (arrayType().getDimSize(dimension) - 1), allDims, symbols));
      indices.push_back(index);
      if (isFill && motion.distance > 0)
        positions[dimension] = positions_[dimension] + motion.distance;
    }
    if (!inside.empty())
      openCondition(builder, IntegerSet::get(allDims, symbols, inside, SmallVector<bool>(inside.size(), false)),
                    operands);
    AffineMap map = simplifyAffineMap(AffineMap::get(allDims, symbols, indices, mlir()));
    affine::canonicalizeMapAndOperands(&map, &operands);
    Value array = arrayHere(context_, array_, builder);
    Value value = affine::AffineLoadOp::create(builder, axis_.getLoc(), array, map, operands);
    affine::AffineStoreOp::create(builder, axis_.getLoc(), value, buffer_, bufferMap(positions), variables_);
  }

  void openCondition(OpBuilder &builder, IntegerSet set, SmallVector<Value> operands) {
    affine::canonicalizeSetAndOperands(&set, &operands);
    auto condition = affine::AffineIfOp::create(builder, axis_.getLoc(), set, operands, /*withElseRegion=*/false);
    builder.setInsertionPointToStart(condition.getThenBlock());
  }

  void restart() {
    variables_.clear();
    positions_.assign(motions_.size(), getAffineConstantExpr(0, mlir()));
  }

  // What the first iteration shares with the one that would come before it, where that one would have left it.
  void fill() {
    OpBuilder builder(axis_);
    Start start;
    if (axis_.getLowerBoundMap().getNumResults() == 1) {
      start = startAt(axis_.getLowerBoundMap(), axis_.getLowerBoundOperands());
      if (!analysis::tripCount(axis_))
        openNonEmpty(builder);
    } else { // a maximum is no expression of an index: it is the variable of a loop that runs once
      affine::AffineForOp once = firstIteration(context_, builder, axis_);
      builder.setInsertionPointToStart(once.getBody());
      start = startAt(AffineMap::getMultiDimIdentityMap(1, mlir()), ValueRange{once.getInductionVar()});
    }
    restart();
    for (unsigned dimension : kept_)
      openLoop(builder, dimension, {0, motions_[dimension].overlap()}, ".fill");
    fetch(builder, start, true);
  }

  void openNonEmpty(OpBuilder &builder) {
    AffineMap lower = axis_.getLowerBoundMap(), upper = axis_.getUpperBoundMap();
    unsigned dims = lower.getNumDims(), symbols = lower.getNumSymbols();
    ValueRange low = axis_.getLowerBoundOperands(), high = axis_.getUpperBoundOperands();
    SmallVector<Value> operands(low.take_front(dims));
    llvm::append_range(operands, high.take_front(upper.getNumDims()));
    llvm::append_range(operands, low.drop_front(dims));
    llvm::append_range(operands, high.drop_front(upper.getNumDims()));
    SmallVector<AffineExpr> conditions;
    for (AffineExpr end : upper.getResults())
      conditions.push_back(end.shiftDims(upper.getNumDims(), dims).shiftSymbols(upper.getNumSymbols(), symbols) -
                           lower.getResult(0) - 1);
    openCondition(builder,
                  IntegerSet::get(dims + upper.getNumDims(), symbols + upper.getNumSymbols(), conditions,
                                  SmallVector<bool>(conditions.size(), false)),
                  operands);
  }

  // The start of the footprint in the iteration where the axis has the value of `map`.
  Start startAt(AffineMap map, ValueRange operands) {
    Start start;
    start.dims.assign(footprint_.values.begin(), footprint_.values.end());
    unsigned own = start.dims.size();
    AffineExpr value = map.getResult(0).shiftDims(map.getNumDims(), own);
    llvm::append_range(start.dims, operands.take_front(map.getNumDims()));
    llvm::append_range(start.symbols, operands.drop_front(map.getNumDims()));
    unsigned index = llvm::find(footprint_.values, axis_.getInductionVar()) - footprint_.values.begin();
    for (const analysis::DimensionRange &range : footprint_.dimensions)
      start.expressions.push_back(range.start.replace(getAffineDimExpr(index, mlir()), value));
    return start;
  }

  // At the beginning of every iteration: the shared elements move, the fresh ones are loaded.
  void update() {
    OpBuilder builder(axis_.getBody(), axis_.getBody()->begin());
    restart();
    for (unsigned dimension : kept_)
      if (!motions_[dimension].moves())
        openLoop(builder, dimension, {0, motions_[dimension].extent}, ".update");
    SmallVector<Value> outerVariables(variables_);
    SmallVector<AffineExpr> outerPositions(positions_);
    shift(builder);
    for (unsigned turn = 0; turn < moving_.size(); ++turn) {
      variables_ = outerVariables;
      positions_ = outerPositions;
      load(builder, turn);
    }
  }

  // In the direction of the motion no element is overwritten before it has moved.
  void shift(OpBuilder &builder) {
    OpBuilder::InsertionGuard guard(builder);
    for (unsigned dimension : moving_)
      openLoop(builder, dimension, {0, motions_[dimension].overlap()}, ".shift");
    SmallVector<AffineExpr> from = positions_, to = positions_;
    for (unsigned dimension : moving_) {
      const Motion &motion = motions_[dimension];
      if (motion.distance < 0)
        to[dimension] = -positions_[dimension] + (motion.extent - 1);
      from[dimension] = to[dimension] + motion.distance;
    }
    Value value = affine::AffineLoadOp::create(builder, axis_.getLoc(), buffer_, bufferMap(from), variables_);
    affine::AffineStoreOp::create(builder, axis_.getLoc(), value, buffer_, bufferMap(to), variables_);
  }

  // The fresh elements, in as many disjoint boxes as dimensions move.
  void load(OpBuilder &builder, unsigned turn) {
    OpBuilder::InsertionGuard guard(builder);
    for (auto [index, dimension] : llvm::enumerate(moving_)) {
      const Motion &motion = motions_[dimension];
      Part part = index < turn    ? Part{motion.firstOverlap(), motion.overlap()}
                  : index == turn ? Part{motion.firstFresh(), motion.fresh()}
                                  : Part{0, motion.extent};
      openLoop(builder, dimension, part, ".load");
    }
    Start start;
    start.dims.assign(footprint_.values.begin(), footprint_.values.end());
    for (const analysis::DimensionRange &range : footprint_.dimensions)
      start.expressions.push_back(range.start);
    fetch(builder, start, false);
  }

  StepContext &context_;
  const ArrayArgument &array_;
  affine::AffineForOp axis_;
  const Footprint &footprint_;
  SmallVector<Motion> motions_; // per dimension of the array
  std::string name_;
  SmallVector<unsigned> kept_;   // dimensions of the array that the buffer has
  SmallVector<unsigned> moving_; // those of them that move
  memref::AllocaOp buffer_;
  // Of the nest that is being made: its loop variables, and per dimension of the array the position in the buffer.
  SmallVector<Value> variables_;
  SmallVector<AffineExpr> positions_;
};

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  affine::AffineForOp axis = affineLoop(context, context.loop("axis"));
  refuseForeignArray(context, array, axis);
  refuseOrder(context, array, axis);
  std::vector<Access> accesses = affineAccesses(context, array, axis);
  refuseWrites(context, array, axis, accesses);
  Footprint footprint = analysis::footprintOf(accesses, axis, cast<MemRefType>(array.memory.getType()).getShape());
  if (footprint.isEmpty)
    context.refuseAt(axis.getLoc(), "no access to the array " + context.describe(array.memory) + " in the loop " +
                                        context.describe(axis) + " ever runs");
  SmallVector<Motion> motions = motionsOf(footprint, axis);
  refuseMotion(context, array, axis, motions);
  ir::VariableAttr variable = Reuse(context, array, axis, footprint, std::move(motions)).run(accesses);
  context.addResult(array.function, variable);
}

} // namespace

extern const Primitive reuseAtPrimitive = {
    "reuse_at",
    {{ParameterKind::Array, "array", "the array"},
     {ParameterKind::Loop, "axis", "the loop whose consecutive iterations share elements", true},
     {ParameterKind::Name, "as", "the buffer's name; without it ARRAY_reuse", true, ""}},
    {.meaning =
         "A buffer before the loop keeps the part of the array that one iteration reads, so that each element is read "
         "from the array once. Before the loop, loops named `NAME.fill` load what the first iteration shares with one "
         "before it; at the beginning of every iteration `NAME.shift` moves the elements that the iteration shares "
         "with the one before by the distance of the motion, and `NAME.load` loads the others. Dimensions that do not "
         "move have loops `NAME.update` around both. Along a row this is a shift register or a window, over the rows "
         "of an image a line buffer; `reuse_at` of a line buffer in the loop over the row gives the window. Where the "
         "loop is pipelined, `partition` the window completely, so that it shifts in one cycle. Elements of the array "
         "that the loop does not read may be loaded where reads lie apart or under conditions, never one outside it. "
         "Accesses outside the loop stay as they are.",
     .legality = "Inside the loop the array is only read, at affine indices and by no call; the part that an iteration "
                 "reads moves by a constant number of elements in at least one dimension, and in each by less than it "
                 "has; the loop is not parallel.",
     .cost = "A memory of the size of one iteration's part, and its shift and load in each iteration. Reads of the "
             "array fall from the elements of the part to those that are new, here from three to one, which is what "
             "lets a port feed an interval of 1. Partitioned completely the buffer is a row of registers, and the "
             "shift is wires; in block memory each shifted element costs a read and a write.",
     .before = R"(void example(const int in[16], int out[14]) {
  for (int x = 0; x < 14; ++x)
    out[x] = in[x] + in[x + 1] + in[x + 2];
})",
     .after = R"(void example(const int in[16], int out[14]) {
  int w[3];
  for (int k = 0; k < 2; ++k) // w.fill
    w[k + 1] = in[k];
  for (int x = 0; x < 14; ++x) {
    for (int k = 0; k < 2; ++k) // w.shift
      w[k] = w[k + 1];
    for (int k = 0; k < 1; ++k) // w.load
      w[k + 2] = in[x + k + 2];
    out[x] = w[0] + w[1] + w[2];
  }
})",
     .errors = {{"the array 'in' is not accessed in the loop 'x'", "nothing to reuse"},
                {"no access to the array 'in' in the loop 'x' ever runs", "they are in loops without iterations"},
                {"the array 'in' is only written in the loop 'x'", "nothing to reuse, after `unchecked`"},
                {"the array 'in' is written on line 4 inside the loop 'x', so what was read before may have changed",
                 "the loop writes the array, too"},
                {"the part of 'in' that an iteration of 'x' reads does not move from one iteration to the next",
                 "every iteration reads the same part"},
                {"the part of 'in' that an iteration of 'x' reads moves by 3 in dimension 1, where it has 3 elements, "
                 "so consecutive iterations share nothing",
                 "the stride is not smaller than the extent"},
                {"the loop 'x' is parallel, so no iteration comes after another", "a parallel axis"},
                {"the read of in on line 4 is not affine", "an index that is not affine"},
                {"the call of f on line 4 takes the array 'in' inside the loop 'x'", "the callee's reads are unknown"},
                {"the array 't' is declared inside the loop 'x'", "no iteration before has it"},
                {"there is a variable 'w' already", "the name is taken"}},
     .example = "reuse_at in axis=x as=w",
     .method = "s.reuse_at(\"in\", \"x\", \"w\")"},
    apply,
};

} // namespace allo::schedule
