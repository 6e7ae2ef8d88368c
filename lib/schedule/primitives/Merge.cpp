// merge: two loops that stand one after the other and run equally often become one (loop fusion).
//   for i { A[i] = … } for i { B[i] = A[i] }   becomes   for i { A[i] = …; B[i] = A[i] }
//   with shift=1 iteration t of the second loop runs after iteration t + 1 of the first:
//   for i.before in 0..1 { A[i] … }  for i in 1..n { A[i] …; B[i - 1] … }  for i.after in n-1..n { B[i] … }
#include "schedule/ConditionJoin.h"
#include "schedule/LoopRewrite.h"
#include "schedule/StatementsBetween.h"

#include "analysis/NestLoops.h"
#include "analysis/TripCount.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/FreshIds.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
struct Two {
  affine::AffineForOp first, second;
};

Two adjacentLoops(const StepContext &context) {
  SmallVector<Operation *> named = context.loops("loops");
  if (named.size() != 2)
    context.refuse("merge takes two loops", "name the two loops in their order in the program");
  Two two{affineLoop(context, named[0]), affineLoop(context, named[1])};
  if (two.first == two.second)
    context.refuse("the loop " + context.describe(two.first) + " is named twice");
  if (two.first->getBlock() != two.second->getBlock() && !joinConditions(context, two.first, two.second))
    context.refuse("the loops " + context.describe(two.first) + " and " + context.describe(two.second) +
                       " do not stand in one block",
                   "merge loops that are directly in the same loop, condition or function");
  if (two.second->isBeforeInBlock(two.first))
    context.refuse("the loop " + context.describe(two.second) + " comes before " + context.describe(two.first),
                   "name the loops in their order in the program");
  refuseDirectives(context, two.first);
  refuseDirectives(context, two.second);
  return two;
}

// The results of both maps over the same dims and symbols, simplified.
AffineMap together(ArrayRef<AffineExpr> first, ArrayRef<Value> firstValues, ArrayRef<AffineExpr> second,
                   ArrayRef<Value> secondValues, MLIRContext *context) {
  SmallVector<Value> values(firstValues);
  llvm::append_range(values, secondValues);
  SmallVector<AffineExpr> results(first);
  for (AffineExpr expression : second)
    results.push_back(expression.shiftDims(secondValues.size(), firstValues.size()));
  AffineMap map = AffineMap::get(values.size(), 0, results, context);
  affine::fullyComposeAffineMapAndOperands(&map, &values);
  affine::canonicalizeMapAndOperands(&map, &values);
  return simplifyAffineMap(map);
}

// Whether the first `count` results are the others, in any order.
bool sameResults(AffineMap map, size_t count) {
  ArrayRef<AffineExpr> all = map.getResults(), left = all.take_front(count), right = all.drop_front(count);
  auto within = [](ArrayRef<AffineExpr> some, ArrayRef<AffineExpr> others) {
    return llvm::all_of(some, [&](AffineExpr each) { return llvm::is_contained(others, each); });
  };
  return within(left, right) && within(right, left);
}

bool haveSameBounds(Two two) {
  if (two.first.getStepAsInt() != two.second.getStepAsInt())
    return false;
  LoopBounds first = loopBounds(two.first), second = loopBounds(two.second);
  MLIRContext *context = two.first.getContext();
  return sameResults(together(first.lower, first.values, second.lower, second.values, context), first.lower.size()) &&
         sameResults(together(first.upper, first.values, second.upper, second.values, context), first.upper.size());
}

bool haveSameCounts(Two two) {
  LoopCounts first = loopCounts(two.first), second = loopCounts(two.second);
  return sameResults(together(first.counts, first.values, second.counts, second.values, two.first.getContext()),
                     first.counts.size());
}

// Whether every iteration number that the bounds of one loop allow is one of the other's, wherever the loops stand: for
// counts that are different expressions, such as n and min(n, 8) behind a condition n < 8.
bool haveProvablySameCounts(Two two) {
  auto hasAllOf = [](affine::AffineForOp all, affine::AffineForOp some) {
    analysis::LinearSystem system;
    analysis::SymbolColumns symbols;
    analysis::Instance around = analysis::addInstance(system, symbols, some);
    auto number = analysis::LinearExpression::column(system.addColumn());
    system.addNonNegative(number);
    // What is left until each end of the loop, at this number of an iteration.
    auto leftOf = [&](affine::AffineForOp loop) -> std::optional<SmallVector<analysis::LinearExpression>> {
      auto lower = analysis::boundsOf(system, symbols, around, loop, false),
           upper = analysis::boundsOf(system, symbols, around, loop, true);
      if (!lower || !upper)
        return std::nullopt;
      SmallVector<analysis::LinearExpression> left;
      for (const analysis::LinearExpression &end : *upper)
        left.push_back(end.plus(lower->front(), -1).plus(number, -loop.getStepAsInt()));
      return left;
    };
    auto inside = leftOf(some), needed = leftOf(all);
    if (!inside || !needed)
      return false;
    for (const analysis::LinearExpression &left : *inside)
      system.addNonNegative(left.plus(-1));
    return llvm::all_of(*needed, [&](const analysis::LinearExpression &left) {
      analysis::LinearSystem beyond = system;
      beyond.addNonNegative(analysis::LinearExpression(0).plus(left, -1));
      return beyond.isEmpty();
    });
  };
  return hasAllOf(two.first, two.second) && hasAllOf(two.second, two.first);
}

void refuseDifferentCounts(const StepContext &context, Two two, int64_t shift) {
  bool areSimple =
      two.first.getLowerBoundMap().getNumResults() == 1 && two.second.getLowerBoundMap().getNumResults() == 1;
  if (areSimple ? haveSameCounts(two) || haveProvablySameCounts(two) : haveSameBounds(two)) {
    if (shift != 0 && !analysis::tripCount(two.first) &&
        (!areSimple || two.first.getUpperBoundMap().getNumResults() != 1 ||
         two.second.getUpperBoundMap().getNumResults() != 1))
      context.refuse("the bounds of " + context.describe(two.first) + " and " + context.describe(two.second) +
                         " are maxima or minima of several expressions, so their ends cannot be peeled",
                     "shift loops with one lower and one upper bound");
    return;
  }
  auto first = analysis::tripCount(two.first), second = analysis::tripCount(two.second);
  if (!first || !second)
    context.refuse("cannot prove that " + context.describe(two.first) + " and " + context.describe(two.second) +
                       " have equally many iterations",
                   "only loops whose bounds say that they run equally often can be merged");
  Operation *longer = *first > *second ? two.first : two.second;
  std::string difference = std::to_string(std::abs(*first - *second));
  context.refuse(context.describe(two.first) + " has " + std::to_string(*first) + " iterations and " +
                     context.describe(two.second) + " has " + std::to_string(*second),
                 std::min(*first, *second) > 0
                     ? "peel the longer one first: 'peel " + context.address(longer) + " count=" + difference +
                           " side=" + (*first > *second ? "front'" : "back'")
                     : "");
}

// A shift with which nothing is reversed, for the hint.
std::string legalShift(Two two, int64_t tried) {
  if (!analysis::tripCount(two.first) &&
      (two.first.getUpperBoundMap().getNumResults() != 1 || two.second.getUpperBoundMap().getNumResults() != 1))
    return "";
  int64_t most = std::min<int64_t>(16, analysis::tripCount(two.first).value_or(17) - 1);
  for (int64_t shift = tried + 1; shift <= most; ++shift)
    if (!analysis::findMergeConflict(two.first, two.second, shift))
      return "shift=" + std::to_string(shift) + " is legal";
  return "no shift up to " + std::to_string(most) + " is legal";
}

affine::AffineForOp copyOf(StepContext &context, OpBuilder &builder, affine::AffineForOp loop) {
  auto copy = cast<affine::AffineForOp>(builder.clone(*loop));
  renewIds(context, {copy.getOperation()});
  return copy;
}

void rename(Operation *loop, const std::string &name) { ir::setLoop(loop, ir::loopOf(loop).withName(name)); }

// Leaves the iterations from number `from` on; those before number `to` where it is given.
void restrict(affine::AffineForOp loop, int64_t from, std::optional<int64_t> to) {
  LoopBounds bounds = loopBounds(loop);
  AffineExpr lower = bounds.lower.front();
  if (to) {
    AffineExpr end = lower + *to * loop.getStepAsInt();
    if (analysis::tripCount(loop))
      bounds.upper = {end};
    else
      bounds.upper.push_back(end);
  }
  bounds.lower = {lower + from * loop.getStepAsInt()};
  setBounds(loop, bounds);
}

// The iterations from number max(0, n - shift) on, of a loop that runs n times.
void restrictToLast(affine::AffineForOp loop, int64_t shift) {
  LoopBounds bounds = loopBounds(loop);
  LoopCounts counts = loopCounts(loop);
  int64_t step = loop.getStepAsInt();
  bounds.values = counts.values;
  if (auto trips = analysis::tripCount(loop))
    bounds.lower = {bounds.lower.front() + (*trips - shift) * step};
  else
    bounds.lower.push_back(counts.lower + (counts.counts.front() - shift) * step);
  setBounds(loop, bounds);
}

// The body of the second loop goes to the end of the first; its variable is that of the first, shifted.
affine::AffineForOp join(StepContext &context, Two two, int64_t shift, bool sameBounds, const std::string &name) {
  affine::AffineForOp merged = two.first;
  LoopCounts mine = loopCounts(merged), theirs = loopCounts(two.second);
  SmallVector<Value> values = mine.values;
  MLIRContext *mlir = merged.getContext();
  AffineExpr variable = getAffineDimExpr(0, mlir), replaced = variable;
  if (sameBounds && shift == 0) {
    values = {merged.getInductionVar()};
  } else {
    AffineExpr start = theirs.lower.shiftDims(theirs.values.size(), values.size());
    llvm::append_range(values, theirs.values);
    variable = getAffineDimExpr(values.size(), mlir);
    values.push_back(merged.getInductionVar());
    AffineExpr distance = variable - mine.lower;
    int64_t from = merged.getStepAsInt(), to = two.second.getStepAsInt();
    replaced = start + (from == to ? distance : distance.floorDiv(from) * to) - shift * to;
  }
  Block *body = merged.getBody(), *other = two.second.getBody();
  body->getOperations().splice(std::prev(body->end()), other->getOperations(), other->begin(), std::prev(other->end()));
  replaceVariable(two.second.getInductionVar(), replaced, values, body);
  bool isParallel = ir::loopOf(merged).getParallel() && ir::loopOf(two.second).getParallel();
  auto function = merged->getParentOfType<func::FuncOp>();
  ir::setLoop(merged, ir::LoopAttr::get(mlir, context.freshId(function), name, 0, 0, isParallel));
  two.second.erase();
  return merged;
}

void apply(StepContext &context) {
  Two two = adjacentLoops(context);
  int64_t shift = context.integer("shift");
  refuseDifferentCounts(context, two, shift);
  if (auto trips = analysis::tripCount(two.first); trips && shift > 0 && shift >= *trips)
    context.refuse("shift " + std::to_string(shift) + " is not less than the trip count of " +
                   context.describe(two.first) + ", " + std::to_string(*trips));
  if (auto conflict = analysis::findMergeConflict(two.first, two.second, shift))
    context.refuseIllegal(analysis::describeReversal(*conflict, "merge"),
                          conflict->isExact ? legalShift(two, shift) : analysis::remedy(*conflict));
  moveStatementsBetween(context, two.first, two.second);
  bool sameBounds = haveSameBounds(two);
  std::string name = context.name("as");
  if (name.empty())
    name = ir::loopOf(two.first).getName().str();
  for (affine::AffineForOp loop : {two.first, two.second})
    loop->removeAttr(ir::directivesAttrName); // loop_tripcount
  SmallVector<Operation *> ends;
  if (shift > 0) {
    OpBuilder builder(two.first);
    affine::AffineForOp before = copyOf(context, builder, two.first);
    builder.setInsertionPointAfter(two.second);
    affine::AffineForOp after = copyOf(context, builder, two.second);
    rename(before, name + ".before");
    rename(after, name + ".after");
    restrict(before, 0, shift);
    restrictToLast(after, shift);
    ends = {before, after};
  }
  affine::AffineForOp merged = join(context, two, shift, sameBounds, name);
  if (shift > 0)
    restrict(merged, shift, std::nullopt);
  refuseBrokenParallel(context, merged);
  context.addResult(merged);
  for (Operation *end : ends)
    context.addResult(end);
}
} // namespace

extern const Primitive mergePrimitive = {
    "merge",
    {{ParameterKind::Loops, "loops", "the two loops, in their order"},
     {ParameterKind::Integer, "shift", "how many iterations the second loop stays behind", true, "0", {}, 0},
     {ParameterKind::Name, "as", "the name of the merged loop (default: that of the first)", true, ""}},
    {.meaning =
         "Two loops that stand one after the other become one: iteration t runs the body of the first, then that of "
         "the second (loop fusion). Start and step of the two may differ; the numbers of iterations may not. With "
         "`shift=k` the second body is k iterations behind, so that it may use what the first computes k iterations "
         "later: the first k iterations of the first loop become `NAME.before` and the last k of the second "
         "`NAME.after`. Statements between the loops go before or behind both. Where the loops are under two "
         "conditions that are the same, these become one first, with what else is in their branches. The loop is "
         "parallel when both were.",
     .legality =
         "Two counted loops with affine bounds in one block, or in one branch of conditions of one block that compute "
         "the "
         "same from values that do not change in between, neither pipelined nor unrolled, that provably have "
         "equally many iterations. No iteration of the second loop may touch an element that a later iteration (of "
         "those that then come later) of the first touches, one of them writing; integer updates with the same "
         "associative operator may. The check is exact over integers; what is not affine is refused. A statement "
         "between the loops has to touch nothing that the loop it passes touches.",
     .cost = "One loop's control and one filling of a pipeline instead of two, and the iterations of both at the same "
             "time: about half of the cycles where the loops were alike. All accesses of both bodies now share the "
             "ports of one interval, and operators that the two loops used in turn are needed twice. With a shift, the "
             "iterations before and after are loops of their own.",
     .before = R"(void example(const int B[8], int A[8], int C[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = B[i] + 1;
  for (int j = 0; j < 8; ++j)
    C[j] = A[j] * 2;
})",
     .after = R"(void example(const int B[8], int A[8], int C[8]) {
  for (int i = 0; i < 8; ++i) {
    A[i] = B[i] + 1;
    C[i] = A[i] * 2;
  }
})",
     .errors =
         {{"A[1] is written at (i=1) on line 3 and read at (j=0) on line 5; after the merge the read comes first",
           "a dependence would be broken"},
          {"cannot prove that the order of the accesses to A is kept, because the read of A on line 5 is not affine",
           "an index that is not affine, or a call"},
          {"'i' has 8 iterations and 'j' has 7", "different trip counts"},
          {"cannot prove that 'i' and 'j' have equally many iterations", "bounds that are different expressions"},
          {"the statement on line 4 stands between the loops and can go neither before 'i': A[3] is written at (i=3) "
           "on line 3 and written again on line 4, nor behind 'j': A[3] is written on line 4 and read at "
           "(j=3) on line 6",
           "what stands between belongs to both"},
          {"the loops 'i' and 'j' do not stand in one block", "one of them is inside another loop or condition"},
          {"the loop 'i' is under the condition on line 2 and 'j' under that on line 5, and nothing shows that they "
           "are "
           "the same",
           "different conditions, or one about what the first loop writes"},
          {"the loop 'i' is parallel and would not be any more", "both were parallel, but not together"},
          {"shift 8 is not less than the trip count of 'i', 8", "nothing would run together"},
          {"'i' already has the directive unroll of 'unroll i'", "directives come after changes of the loops"}},
     .example = "merge i j",
     .method = "s.merge(\"i\", \"j\")"},
    apply,
};

} // namespace allo::schedule
