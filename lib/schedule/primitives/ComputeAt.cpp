// compute_at: a nest that writes a local array moves into the nest that reads it: each iteration of a loop there
// computes the elements that it reads.
//   for i { t[i] = f(in[i]) } for y { … t[y] … t[y + 1] … t[y + 2] }   with `compute_at i axis=y`   becomes
//   for y { t[3]; for i in y..y+3 { t[i - y] = f(in[i]) } … t[0] … t[1] … t[2] }
//   and with `recompute=no`
//   for i.fill in 0..2 { t[i] = f(in[i]) } for y { for i in y+2..y+3 { t[i] = f(in[i]) } … t[y] … t[y + 1] … t[y + 2] }
// What an iteration of the axis reads is a box (analysis/Footprint.h). The nest is copied with bounds that leave what
// writes into the box, or into what one iteration's box has more than that of the iteration before. As for `reuse_at`,
// what the first iteration shares with one before it is computed ahead of the loop, so that all iterations are alike.
#include "schedule/ArrayBuffer.h"
#include "schedule/FreshIds.h"
#include "schedule/NestPart.h"
#include "schedule/ProducerEnds.h"

#include "analysis/Dependence.h"
#include "analysis/ElementFlow.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"

#include "mlir/IR/Dominance.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::Footprint;

// The first and the last element of one dimension that an iteration reads, over the values of the footprint, and how
// they move from an iteration to the next. Without bounds: the whole dimension.
struct Needed {
  AffineExpr first, last;
  int64_t firstMoves = 0, lastMoves = 0;
  bool moves() const { return firstMoves != 0 || lastMoves != 0; }
};

class Move {
public:
  Move(StepContext &context, ProducerEnds &ends, const Footprint &footprint)
      : context_(context), ends_(ends), footprint_(footprint),
        separable_(analysis::separableDimensions(ends.producer, ends.array.memory)) {
    for (Operation *op = ends.producer->getNextNode(); op != ends.consumer; op = op->getNextNode())
      between_.push_back(op);
    unsigned index = llvm::find(footprint.values, ends.axis.getInductionVar()) - footprint.values.begin();
    axisPlace_ = getAffineDimExpr(index, mlir());
    for (auto [dimension, range] : llvm::enumerate(footprint.dimensions)) {
      Needed needed;
      if (separable_[dimension]) {
        needed.first = range.start;
        needed.last = range.start + range.count - 1;
        needed.firstMoves = motionOf(needed.first);
        needed.lastMoves = motionOf(needed.last);
      }
      needed_.push_back(needed);
    }
  }

  // Everything that an iteration reads, in a buffer of its own.
  void recompute() {
    ArrayPart all = part([](const Needed &needed, ArrayPart::Range &range) {
      range.first.push_back(needed.first);
      range.last.push_back(needed.last);
    });
    affine::AffineForOp copy = copyInto(all);
    ends_.producer.erase();
    makeLocal(copy, all);
    refuseReordered({copy});
    context_.addResult(copy);
  }

  // What the iteration before has not computed; the array stays where it is.
  void computeOnce() {
    SmallVector<affine::AffineForOp> copies;
    SmallVector<unsigned> moving;
    for (auto [dimension, needed] : llvm::enumerate(needed_)) {
      refuseMotion(dimension);
      if (needed.moves())
        moving.push_back(dimension);
    }
    for (unsigned turn = 0; turn < moving.size(); ++turn)
      for (bool isBehind : {true, false}) // of the dimension of this turn: what is new behind, and what before
        if (needed_[moving[turn]].*(isBehind ? &Needed::lastMoves : &Needed::firstMoves) * (isBehind ? 1 : -1) > 0)
          copies.push_back(copyExactly(freshPart(moving, turn, isBehind)));
    bool isMoving = !copies.empty();
    std::optional<ArrayPart> early;
    if (!ends_.early.empty())
      early = earlyPart();
    fill(isMoving, early, copies);
    SmallVector<affine::AffineForOp> moved = copies;
    if (early) { // where the producer is
      OpBuilder builder(ends_.producer);
      copies.push_back(makeFill(builder, *early, isMoving));
    }
    ends_.producer.erase();
    rename();
    refuseReordered(moved);
    for (affine::AffineForOp copy : copies)
      context_.addResult(copy);
  }

private:
  MLIRContext *mlir() const { return ends_.array.memory.getContext(); }

  int64_t motionOf(AffineExpr expression) const {
    AffineExpr moved = expression.replace(axisPlace_, axisPlace_ + ends_.axis.getStepAsInt());
    AffineExpr difference = simplifyAffineExpr(moved - expression, footprint_.values.size(), 0);
    return cast<AffineConstantExpr>(difference).getValue(); // both are linear
  }

  // In the iteration before.
  AffineExpr before(AffineExpr expression) const {
    return expression.replace(axisPlace_, axisPlace_ - ends_.axis.getStepAsInt());
  }

  template <typename Bounds> ArrayPart part(Bounds bounds) const {
    ArrayPart part;
    part.values.assign(footprint_.values.begin(), footprint_.values.end());
    for (const Needed &needed : needed_) {
      part.dimensions.emplace_back();
      if (needed.first)
        bounds(needed, part.dimensions.back());
    }
    return part;
  }

  // What an iteration shares with the one before.
  void setShared(const Needed &needed, ArrayPart::Range &range) const {
    range.first = {needed.firstMoves < 0 ? before(needed.first) : needed.first};
    range.last = {needed.lastMoves > 0 ? before(needed.last) : needed.last};
  }

  // Disjoint boxes: dimensions of earlier turns are shared with the iteration before, this one is new, others are any.
  ArrayPart freshPart(ArrayRef<unsigned> moving, unsigned turn, bool isBehind) const {
    ArrayPart fresh = part([](const Needed &needed, ArrayPart::Range &range) {
      range.first.push_back(needed.first);
      range.last.push_back(needed.last);
    });
    for (unsigned earlier : moving.take_front(turn))
      setShared(needed_[earlier], fresh.dimensions[earlier]);
    const Needed &needed = needed_[moving[turn]];
    ArrayPart::Range &range = fresh.dimensions[moving[turn]];
    if (isBehind)
      range.first.push_back(before(needed.last) + 1);
    else
      range.last.push_back(before(needed.first) - 1);
    return fresh;
  }

  affine::AffineForOp copyInto(const ArrayPart &part) {
    OpBuilder builder(ends_.axis.getBody(), ends_.axis.getBody()->begin());
    return copyTo(builder, part);
  }

  // The array outlives the iteration: what others computed is not touched.
  affine::AffineForOp copyExactly(const ArrayPart &part) {
    affine::AffineForOp copy = copyInto(part);
    guardWrites(copy, ends_.array.memory, part);
    return copy;
  }

  affine::AffineForOp copyTo(OpBuilder &builder, const ArrayPart &part) {
    auto copy = cast<affine::AffineForOp>(builder.clone(*ends_.producer));
    renewIds(context_, {copy.getOperation()});
    copy->walk([](affine::AffineForOp loop) { loop->removeAttr(ir::directivesAttrName); }); // loop_tripcount
    restrictNest(copy, ends_.array.memory, part);
    copy = dissolveSingle(copy);
    ir::setLoop(copy, ir::loopOf(copy).withName(ir::loopOf(ends_.producer).getName().str()));
    return copy;
  }

  // A dimension in which the nest cannot be cut has to stay as it is.
  void refuseMotion(unsigned dimension) const {
    if (separable_[dimension])
      return;
    AffineExpr start = footprint_.dimensions[dimension].start,
               last = start + footprint_.dimensions[dimension].count - 1;
    if (motionOf(start) != 0 || motionOf(last) != 0)
      context_.refuseAt(ends_.producer.getLoc(),
                        "the elements of " + context_.describe(ends_.array.memory) + " depend on others in dimension " +
                            std::to_string(dimension + 1) + ", along which iterations of " +
                            context_.describe(ends_.axis) + " move, so none can be computed alone",
                        "with recompute=yes each iteration computes all that its elements depend on");
  }

  // Before the axis: what its first iteration shares with the one that would come before it.
  void fill(bool isMoving, const std::optional<ArrayPart> &early, SmallVector<affine::AffineForOp> &copies) {
    ArrayPart shared = part([&](const Needed &needed, ArrayPart::Range &range) { setShared(needed, range); });
    for (const ArrayPart::Range &range : shared.dimensions)
      for (AffineExpr first : range.first)
        for (AffineExpr last : range.last)
          if (auto count = dyn_cast<AffineConstantExpr>(simplifyAffineExpr(last - first, shared.values.size(), 0));
              count && count.getValue() < 0)
            return;
    OpBuilder builder(ends_.axis);
    LoopBounds bounds = loopBounds(ends_.axis);
    SmallVector<Value> values(shared.values);
    AffineExpr start;
    if (bounds.lower.size() == 1) {
      start = bounds.lower.front().shiftDims(bounds.values.size(), values.size());
      llvm::append_range(values, bounds.values);
    } else {
      affine::AffineForOp once = firstIteration(context_, builder, ends_.axis);
      builder.setInsertionPointToStart(once.getBody());
      start = getAffineDimExpr(values.size(), mlir());
      values.push_back(once.getInductionVar());
    }
    for (ArrayPart::Range &range : shared.dimensions)
      for (SmallVector<AffineExpr> *list : {&range.first, &range.last})
        for (AffineExpr &expression : *list)
          expression = expression.replace(axisPlace_, start);
    dropAxis(shared, values);
    if (early && bounds.lower.size() == 1 && contains(*early, shared))
      return;
    copies.push_back(makeFill(builder, shared, isMoving));
  }

  affine::AffineForOp makeFill(OpBuilder &builder, const ArrayPart &part, bool isMoving) {
    affine::AffineForOp copy = copyTo(builder, part);
    guardWrites(copy, ends_.array.memory, part);
    if (isMoving)
      ir::setLoop(copy, ir::loopOf(copy).withName(ir::loopOf(copy).getName().str() + ".fill"));
    return copy;
  }

  // What is read between the nests. Where it depends on a value that the producer comes before, it may be anything.
  ArrayPart earlyPart() const {
    Footprint early = earlyFootprint(ends_);
    DominanceInfo dominance(ends_.array.function);
    ArrayPart part;
    part.dimensions.resize(early.dimensions.size());
    if (early.isEmpty ||
        llvm::any_of(early.values, [&](Value value) { return !dominance.properlyDominates(value, ends_.producer); }))
      return part;
    part.values = early.values;
    for (auto [dimension, range] : llvm::enumerate(early.dimensions))
      if (separable_[dimension]) {
        part.dimensions[dimension].first.push_back(range.start);
        part.dimensions[dimension].last.push_back(range.start + range.count - 1);
      }
    return part;
  }

  // Whether the second part is surely within the first.
  bool contains(const ArrayPart &all, const ArrayPart &some) const {
    auto isAtLeast = [&](AffineExpr one, const ArrayPart &ofOne, AffineExpr other, const ArrayPart &ofOther) {
      SmallVector<Value> values(ofOne.values);
      llvm::append_range(values, ofOther.values);
      AffineMap difference =
          AffineMap::get(values.size(), 0, one - other.shiftDims(ofOther.values.size(), ofOne.values.size()), mlir());
      affine::fullyComposeAffineMapAndOperands(&difference, &values);
      affine::canonicalizeMapAndOperands(&difference, &values);
      auto constant = dyn_cast<AffineConstantExpr>(simplifyAffineMap(difference).getResult(0));
      return constant && constant.getValue() >= 0;
    };
    return llvm::all_of(llvm::zip_equal(all.dimensions, some.dimensions), [&](auto pair) {
      auto &[outer, inner] = pair;
      return llvm::all_of(outer.first,
                          [&, &inner = inner](AffineExpr start) {
                            return llvm::any_of(inner.first,
                                                [&](AffineExpr first) { return isAtLeast(first, some, start, all); });
                          }) &&
             llvm::all_of(outer.last, [&, &inner = inner](AffineExpr end) {
               return llvm::any_of(inner.last, [&](AffineExpr last) { return isAtLeast(end, all, last, some); });
             });
    });
  }

  // The variable of the axis, which nothing mentions any more, is not among the values.
  void dropAxis(ArrayPart &part, ArrayRef<Value> values) const {
    unsigned place = cast<AffineDimExpr>(axisPlace_).getPosition();
    SmallVector<AffineExpr> places;
    part.values.clear();
    for (auto [index, value] : llvm::enumerate(values)) {
      places.push_back(getAffineDimExpr(part.values.size(), mlir())); // of the axis: any
      if (index != place)
        part.values.push_back(value);
    }
    for (ArrayPart::Range &range : part.dimensions)
      for (SmallVector<AffineExpr> *list : {&range.first, &range.last})
        for (AffineExpr &expression : *list)
          expression = expression.replaceDims(places);
  }

  // The array becomes a buffer of the iteration, for what is read in it; and where the producer reads its own elements,
  // for what it writes, too, which may be more.
  void makeLocal(affine::AffineForOp copy, const ArrayPart &part) {
    std::vector<Access> accesses = analysis::accessesTo(ends_.axis, ends_.array.memory);
    bool readsOwn =
        llvm::any_of(accesses, [&](const Access &access) { return !access.isWrite && copy->isAncestor(access.op); });
    auto type = cast<MemRefType>(ends_.array.memory.getType());
    if (!readsOwn)
      guardWrites(copy, ends_.array.memory, part);
    Footprint footprint = readsOwn ? analysis::footprintOf(accesses, ends_.axis, type.getShape()) : footprint_;
    SmallVector<unsigned> kept;
    SmallVector<int64_t> shape;
    for (auto [dimension, range] : llvm::enumerate(footprint.dimensions))
      if (range.extent > 1) {
        kept.push_back(dimension);
        shape.push_back(range.extent);
      }
    auto declaration = ends_.array.memory.getDefiningOp<memref::AllocaOp>();
    std::string name =
        context_.isGiven("as") ? bufferName(context_, ends_.array, "") : ends_.array.variable.getName().str();
    OpBuilder builder(ends_.axis.getBody(), ends_.axis.getBody()->begin());
    auto buffer =
        memref::AllocaOp::create(builder, declaration.getLoc(), MemRefType::get(shape, type.getElementType()));
    buffer->setAttr(ir::varAttrName, ir::VariableAttr::get(mlir(), context_.freshId(ends_.array.function), name,
                                                           ends_.array.variable.getType(), false));
    for (const Access &access : accesses)
      redirectToBuffer(access, buffer, kept, footprint);
    declaration.erase();
  }

  void rename() {
    if (!context_.isGiven("as"))
      return;
    ir::VariableAttr variable = ends_.array.variable;
    ends_.array.memory.getDefiningOp()->setAttr(
        ir::varAttrName, ir::VariableAttr::get(mlir(), variable.getId(), bufferName(context_, ends_.array, ""),
                                               variable.getType(), variable.getIsConst()));
  }

  // Nothing that a copy reads may have been written since the producer stood: by what was between the nests, or by the
  // consumer before the copy. Asked of the program as it is now, where only what is really read is read.
  void refuseReordered(ArrayRef<affine::AffineForOp> copies) {
    std::vector<Access> reads, between, inside;
    for (Access &access : analysis::collectAccesses(ends_.consumer->getParentOp())) {
      bool isCopied = llvm::any_of(copies, [&](affine::AffineForOp copy) { return copy->isAncestor(access.op); });
      Operation *place = ends_.consumer->getBlock()->findAncestorOpInBlock(*access.op);
      if (isCopied && !access.isWrite)
        reads.push_back(access);
      else if (!place || isCopied || !access.isWrite)
        continue;
      else if (place == ends_.consumer)
        inside.push_back(access);
      else if (llvm::is_contained(between_, place))
        between.push_back(access);
    }
    auto refuse = [&](const analysis::Conflict &conflict) {
      if (!conflict.isExact)
        context_.refuseIllegal(analysis::describeReversal(conflict, "compute_at"), analysis::remedy(conflict));
      else
        context_.refuseIllegal(analysis::describe(conflict) + "; the producer read it before the write",
                               "the producer can move only past writes to what it does not read");
    };
    for (Operation *op : between_) {
      std::vector<Access> writes = between;
      std::erase_if(writes, [&](const Access &access) { return !op->isAncestor(access.op); });
      if (auto conflict = analysis::findEarlierWrite(writes, reads, op))
        return refuse(*conflict);
    }
    if (auto conflict = analysis::findEarlierWrite(inside, reads, ends_.consumer))
      return refuse(*conflict);
    refuseBrokenParallel(context_, ends_.consumer);
  }

  StepContext &context_;
  ProducerEnds &ends_;
  const Footprint &footprint_;
  SmallVector<bool> separable_;
  AffineExpr axisPlace_;
  SmallVector<Needed> needed_;       // per dimension of the array
  SmallVector<Operation *> between_; // what stands between the nests
};

void refuseLayout(const StepContext &context, const ArrayArgument &array) {
  std::string name = context.describe(array.memory), hint = "move the producer first, then lay the buffer out";
  if (cast<MemRefType>(array.memory.getType()).getMemorySpace())
    context.refuse(name + " has banks or a kind of memory, and the buffer has another shape", hint);
  if (std::vector<ir::Directive> directives = ir::directivesOf(array.memory); !directives.empty())
    context.refuse(name + " has the directive " + ir::wordOf(directives.front()).str() +
                       ", and the buffer has another shape",
                   hint);
}

void refuseParallelAxis(const StepContext &context, affine::AffineForOp axis) {
  if (ir::loopOf(axis).getParallel())
    context.refuseAt(axis.getLoc(),
                     "the loop " + context.describe(axis) + " is parallel, so no iteration comes after another",
                     "with recompute=yes each iteration computes what it reads");
}

void apply(StepContext &context) {
  bool recomputes = context.choice("recompute") == "yes";
  ProducerEnds ends = producerEnds(context, context.loop("producer"), context.loop("axis"),
                                   recomputes ? ArrayPlace::moves : ArrayPlace::stays);
  recomputes ? refuseLayout(context, ends.array) : refuseParallelAxis(context, ends.axis);
  Footprint footprint =
      analysis::footprintOf(ends.reads, ends.axis, cast<MemRefType>(ends.array.memory.getType()).getShape());
  if (footprint.isEmpty)
    context.refuseAt(ends.axis.getLoc(), "no access to the array " + context.describe(ends.array.memory) +
                                             " in the loop " + context.describe(ends.axis) + " ever runs");
  Move move(context, ends, footprint);
  recomputes ? move.recompute() : move.computeOnce();
}

} // namespace

extern const Primitive computeAtPrimitive = {
    "compute_at",
    {{ParameterKind::Loop, "producer", "the outermost loop of a nest that writes a local array"},
     {ParameterKind::Loop, "axis", "the loop in whose iterations the elements are computed", true},
     {ParameterKind::Choice,
      "recompute",
      "whether elements that earlier iterations of the axis had are computed again",
      true,
      "yes",
      {"yes", "no"}},
     {ParameterKind::Name, "as", "a new name for the array", true, ""}},
    {.meaning =
         "The nest that writes the array (the producer) moves to the beginning of every iteration of a loop that reads "
         "it (the axis), and computes there what this iteration reads: per dimension of the array, the range from the "
         "first to the last element that the iteration reads. With `recompute=yes` it computes all of them, and the "
         "array becomes a buffer of the iteration. With `recompute=no` it computes those that no earlier iteration of "
         "the axis has computed, and the array stays; what the first iteration shares with one before it is computed "
         "before the axis, by a copy of the nest named `NAME.fill`. What is read between the two nests is computed "
         "where "
         "the producer stood, by such a copy: so a chain of nests moves into its last one step by step, the last "
         "producer first. Loops of the nest get the bounds that leave what "
         "writes into the range; where an index is not a loop variable times a factor, more is computed than is read, "
         "never less. A loop of the nest that then runs once around another loop is dissolved; the outermost one that "
         "is left has the name of the producer.",
     .legality =
         "Both nests stand in one block, the producer first. The array is local; only the producer writes it and only "
         "the axis reads it, at affine indices, and with `recompute=no` what stands between the nests. The producer "
         "has no other effect: it writes no other array or outer "
         "variable, calls nothing, prints nothing. What it reads is written neither between the nests nor by the "
         "consumer before the iteration that needs it (exact over integers, for the elements really read). Where the "
         "array outlives an iteration of a loop around both, each element read is written in the same one. The "
         "producer may read its own elements: along a dimension in which one element depends on another, all are "
         "computed; `recompute=no` refuses where such a dimension moves.",
     .cost = "With recomputation the consumer's iterations stay independent and the buffer has the size of the range, "
             "for elements computed as often as iterations read them. Without, each element is computed once, and the "
             "iterations of the axis stay in order. Both replace an array between two nests that run one after the "
             "other by one nest: `merge` the moved loop with the consumer's inner loop for one pipeline.",
     .before = R"(void example(const int in[18], int out[16]) {
  int t[18];
  for (int i = 0; i < 18; ++i)
    t[i] = in[i] * in[i];
  for (int y = 0; y < 16; ++y)
    out[y] = t[y] + t[y + 1] + t[y + 2];
})",
     .after = R"(void example(const int in[18], int out[16]) {
  for (int y = 0; y < 16; ++y) {
    int t[3];
    for (int i = y; i < y + 3; ++i)
      t[i - y] = in[i] * in[i];
    out[y] = t[0] + t[1] + t[2];
  }
})",
     .errors =
         {{"'i' writes 'out', a parameter, which is read elsewhere", "only a local array can move"},
          {"'i' writes 't' and 'sum'", "an effect on a second array or an outer variable"},
          {"the call of f on line 4 is inside the producer 'i'", "its effects are unknown"},
          {"'i' prints on line 4, which would happen at other times", "an effect of the producer"},
          {"'t' is read on line 9, outside the loop 'y'", "other readers would find nothing"},
          {"'t' is written on line 3 too, outside the producer 'i'", "another nest writes the array, too"},
          {"in[2] is written at (y=1) on line 8 and read at (y=2, i=2) on line 4; the producer read it before the "
           "write",
           "what the producer reads changes before its new place"},
          {"cannot prove that the order of the accesses to in is kept, because the write to in on line 8 is not affine",
           "an index that is not affine"},
          {"cannot prove that every element of 't' that line 8 reads was written in the same iteration of 'k'",
           "the array outlives an iteration of a loop around both nests"},
          {"the elements of 't' depend on others in dimension 1, along which iterations of 'y' move, so none can be "
           "computed alone",
           "recompute=no of a running sum"},
          {"the write to t on line 4 is not affine", "the elements written are not known"},
          {"the call of f on line 8 takes the array 't'", "the reader is a call"},
          {"the loops 'i' and 'f:y' are in different functions", "one of the nests is in a function that is called"},
          {"the nest of 'y' does not stand in the block of 'i'", "the loop named is inside the producer's nest"},
          {"the producer would be inside the pipelined loop 'y'", "pipeline after the move"},
          {"the loop 'y' is parallel, so no iteration comes after another", "recompute=no in a parallel loop"},
          {"'t' has banks or a kind of memory, and the buffer has another shape", "lay out the buffer instead"},
          {"there is a variable 'w' already", "the name is taken"}},
     .example = "compute_at i axis=y",
     .method = "s.compute_at(\"i\", \"y\")"},
    apply,
};

} // namespace allo::schedule
