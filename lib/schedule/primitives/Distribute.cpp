// distribute: a loop whose body has several statements becomes one loop for each group of them.
//   for i { A[i] = …; B[i] = A[i]; }   becomes   for i.1 { A[i] = …; } for i.2 { B[i] = A[i]; }
//   for i { s; for j { … } t; }   with `distribute i at=j`   becomes   for i.before { s } for i { for j … } for i.after
//   t
#include "schedule/ConditionCut.h"
#include "schedule/LoopParts.h"

#include "analysis/ReductionUpdate.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/LoopBand.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
using analysis::Access;
using analysis::Conflict;

// Between statement k and k + 1: what speaks against two loops.
struct Cut {
  std::optional<Conflict> conflict;
  const CarriedValue *obstacle = nullptr; // that no array can stand for
  bool carries = false;                   // a value that an array would have to stand for
};

// Operations of updates (M = M op x) that a cut would go through. An update may change places with others of its kind
// only as a whole.
llvm::DenseSet<Operation *> dividedUpdates(const LoopParts &parts, ArrayRef<Access> accesses) {
  llvm::DenseSet<Operation *> divided;
  for (const Access &access : accesses) {
    std::optional<analysis::ReductionUpdate> update;
    if (access.reduction && access.isWrite)
      update = analysis::reductionUpdateOf(access.op);
    if (!update)
      continue;
    SmallVector<Operation *> operations{update->load, update->store};
    llvm::append_range(operations, update->readAgain);
    unsigned statement = parts.statementOf(update->store);
    if (llvm::any_of(operations, [&](Operation *op) { return parts.statementOf(op) != statement; }))
      divided.insert(operations.begin(), operations.end());
  }
  return divided;
}

std::vector<Cut> cutsOf(const LoopParts &parts) {
  std::vector<std::vector<Access>> accesses(parts.statements().size());
  std::vector<Access> all = analysis::collectAccesses(parts.loop());
  llvm::DenseSet<Operation *> divided = dividedUpdates(parts, all);
  for (Access &access : all) {
    if (divided.contains(access.op))
      access.reduction.reset();
    accesses[parts.statementOf(access.op)].push_back(std::move(access));
  }
  std::vector<Cut> cuts(parts.statements().size() - 1);
  for (size_t earlier = 0; earlier < accesses.size(); ++earlier)
    for (size_t later = earlier + 1; later < accesses.size(); ++later)
      if (auto conflict = analysis::findBackwardConflict(parts.loop(), accesses[earlier], accesses[later]))
        for (size_t k = earlier; k < later; ++k)
          if (!cuts[k].conflict || (!cuts[k].conflict->isExact && conflict->isExact))
            cuts[k].conflict = conflict;
  for (const CarriedValue &carried : parts.carried())
    for (unsigned k = carried.first; k < carried.last; ++k) {
      cuts[k].carries = true;
      if (!carried.obstacle.empty())
        cuts[k].obstacle = &carried;
    }
  return cuts;
}

void refuseConflict(StepContext &context, const Conflict &conflict) {
  context.refuseIllegal(analysis::describeReversal(conflict, "distribute"),
                        conflict.isExact ? "statements that depend on each other across iterations stay in one loop"
                                         : analysis::remedy(conflict));
}

void refuseObstacle(const StepContext &context, const CarriedValue &obstacle) {
  context.refuseAt(obstacle.op->getLoc(), obstacle.obstacle,
                   "declare an array for it outside the loop, or leave its statements in one loop");
}

// The cuts around the statement of the named loop; refuses one that is not possible.
std::vector<bool> cutsAround(StepContext &context, const std::vector<Cut> &cuts, unsigned statement) {
  std::vector<bool> chosen(cuts.size());
  for (size_t k = 0; k < cuts.size(); ++k) {
    if (k + 1 != statement && k != statement)
      continue;
    if (cuts[k].obstacle)
      refuseObstacle(context, *cuts[k].obstacle);
    if (cuts[k].conflict)
      refuseConflict(context, *cuts[k].conflict);
    chosen[k] = true;
  }
  return chosen;
}

// All cuts that no dependence forbids and over which nothing is carried; where there is none, those that can be made
// with arrays. Refuses when there is none of these either.
std::vector<bool> possibleCuts(StepContext &context, const std::vector<Cut> &cuts) {
  std::vector<bool> chosen(cuts.size());
  auto choose = [&](auto condition) {
    for (size_t k = 0; k < cuts.size(); ++k)
      chosen[k] = condition(cuts[k]);
    return llvm::is_contained(chosen, true);
  };
  if (choose([](const Cut &cut) { return !cut.conflict && !cut.carries; }) ||
      choose([](const Cut &cut) { return !cut.conflict && !cut.obstacle; }))
    return chosen;
  auto hasConflict = [](const Cut &cut) { return cut.conflict && !cut.obstacle; };
  if (auto found = llvm::find_if(cuts, hasConflict); found != cuts.end()) {
    refuseConflict(context, *found->conflict);
    choose(hasConflict);
    return chosen;
  }
  refuseObstacle(context, *cuts.front().obstacle);
  return chosen;
}

// The loop directly in `loop`, or under conditions in it, that `inner` is or is inside of.
Operation *outermostLoop(Operation *inner, affine::AffineForOp loop) {
  Operation *outermost = inner;
  for (; inner != loop.getOperation(); inner = inner->getParentOp())
    if (ir::isLoop(inner))
      outermost = inner;
  return outermost;
}

// Lets the named loop, perhaps under conditions, be a statement of the body; refuses one that is deeper in a loop.
Operation *statementAt(StepContext &context, affine::AffineForOp loop, Operation *inner) {
  if (!loop->isProperAncestor(inner))
    context.refuse(context.describe(inner) + " is not inside " + context.describe(loop));
  for (Operation *parent = inner->getParentOp(); parent != loop.getOperation(); parent = parent->getParentOp())
    if (ir::isLoop(parent))
      context.refuse(context.describe(inner) + " is not directly in " + context.describe(loop),
                     "name the loop '" + context.address(outermostLoop(parent, loop)) + "' with at=");
  return standAlone(context, inner, loop);
}

void rename(affine::AffineForOp loop, const std::string &name) { ir::setLoop(loop, ir::loopOf(loop).withName(name)); }

void apply(StepContext &context) {
  affine::AffineForOp loop = affineLoop(context, context.loop("loop"));
  refuseDirectives(context, loop);
  bool isAround = context.isGiven("at");
  Operation *named = isAround ? statementAt(context, loop, context.loop("at")) : nullptr;
  LoopParts parts(context, loop);
  unsigned statement = isAround ? parts.statementOf(named) : 0;
  if (parts.statements().size() < 2)
    context.refuse("the body of " + context.describe(loop) + " is one statement",
                   isAround ? "the nest is perfect here already" : "");
  std::vector<Cut> cuts = cutsOf(parts);
  std::vector<bool> chosen = isAround ? cutsAround(context, cuts, statement) : possibleCuts(context, cuts);
  SmallVector<unsigned> groups{0};
  for (bool isCut : chosen)
    groups.push_back(groups.back() + isCut);
  std::string name = ir::loopOf(loop).getName().str();
  loop->removeAttr(ir::directivesAttrName); // loop_tripcount
  int kept = isAround ? static_cast<int>(groups[statement]) : -1;
  SmallVector<affine::AffineForOp> loops = parts.separate(groups, kept);
  for (auto [index, each] : llvm::enumerate(loops)) {
    int place = static_cast<int>(index);
    if (!isAround)
      rename(each, name + "." + std::to_string(index + 1));
    else if (place != kept)
      rename(each, name + (place < kept ? ".before" : ".after"));
    context.addResult(each);
  }
}
} // namespace

extern const Primitive distributePrimitive = {
    "distribute",
    {{ParameterKind::Loop, "loop", "the loop"},
     {ParameterKind::Loop, "at", "a loop directly in it that becomes the only statement of its part", true, ""}},
    {.meaning =
         "The statements of the body become loops of their own, one after the other (loop fission). With `at=` there "
         "are three parts: what stands before the named loop, `NAME.before`; the named loop, whose part keeps name and "
         "handle; and what stands behind it, `NAME.after`. So a nest becomes perfect. Without `at=` the loop is cut "
         "into `NAME.1`, `NAME.2` … wherever that is legal and no local value is used on both sides; where that is "
         "nowhere, wherever arrays can carry the values. Computations without effects are copied to each part that "
         "needs them; a local variable or value that is used in several parts becomes an array with one element for "
         "each iteration. A condition is one statement, but around the loop of `at=`: what stands beside it goes under "
         "copies of the condition. All parts are parallel when the loop was.",
     .legality =
         "A counted loop with affine bounds, neither pipelined nor unrolled, with at least two statements. No "
         "access of a later part may touch an element that an earlier part touches in a later iteration, one of them "
         "writing; integer updates with the same associative operator may. The check is exact over integers; what is "
         "not affine is refused. Values carried between the parts need a constant trip count.",
     .cost = "The parts run one after the other, so their cycles add up, each with control of its own and a pipeline "
             "that fills; a value that crosses becomes an array of one element for each iteration. It gains perfect "
             "nests (which flatten, tile and reorder), an interval for each part that only its own recurrences and "
             "ports bound, and tasks for `dataflow`, which overlap again. The dependence test looks at every pair of "
             "accesses of two parts.",
     .before = R"(void example(const int B[8], int A[8], int C[8]) {
  for (int i = 0; i < 8; ++i) {
    A[i] = B[i] + 1;
    C[i] = A[i] * 2;
  }
})",
     .after = R"(void example(const int B[8], int A[8], int C[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = B[i] + 1;
  for (int i = 0; i < 8; ++i)
    C[i] = A[i] * 2;
})",
     .errors =
         {{"A[1] is read at (i=0) on line 4 and written at (i=1) on line 3; after the distribute the write comes first",
           "a dependence would be broken"},
          {"cannot prove that the order of the accesses to A is kept, because the read of A on line 4 is not affine",
           "an index that is not affine, or a call"},
          {"the variable t of line 3 is used on both sides, and the trip count of 'i' is not constant",
           "no array can carry it"},
          {"the body of 'i' is one statement", "nothing to distribute"},
          {"'k' is not directly in 'i'", "at= names a loop that is deeper"},
          {"'i' already has the directive unroll of 'unroll i'", "directives come after changes of the loops"}},
     .example = "distribute i",
     .method = "s.distribute(\"i\")"},
    apply,
};

} // namespace allo::schedule
