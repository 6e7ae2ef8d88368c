// reorder: the named loops of a perfect nest in another order.
//   for i { for k { for j … } }   with `reorder j k`   becomes   for i { for j { for k … } }
#include "schedule/LoopRewrite.h"

#include "analysis/Witness.h"
#include "ir/Naming.h"
#include "schedule/Grids.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// The band with the named loops, in the order given, at the places that named loops have; the others stay.
Band newOrder(const Band &band, ArrayRef<Operation *> named) {
  Band order;
  unsigned next = 0;
  for (affine::AffineForOp loop : band)
    order.push_back(llvm::is_contained(named, loop.getOperation()) ? cast<affine::AffineForOp>(named[next++]) : loop);
  return order;
}

std::optional<analysis::Conflict> conflictOf(const Band &band, const Band &order) {
  SmallVector<analysis::OrderComponent> components;
  for (affine::AffineForOp loop : order)
    components.push_back({loop});
  return analysis::findOrderConflict(band, components);
}

// The orders of the named loops that would be legal, for the hint. Tried for up to three loops.
std::string legalOrders(const StepContext &context, const Band &band, ArrayRef<Operation *> named) {
  if (named.size() > 3)
    return "";
  SmallVector<unsigned> places(named.size());
  std::iota(places.begin(), places.end(), 0);
  std::vector<std::string> legal;
  do {
    SmallVector<Operation *> candidate;
    std::string text;
    for (unsigned place : places) {
      candidate.push_back(named[place]);
      text += (text.empty() ? "" : " ") + context.address(named[place]);
    }
    if (!conflictOf(band, newOrder(band, candidate)))
      legal.push_back(text);
  } while (std::next_permutation(places.begin(), places.end()));
  if (legal.size() <= 1)
    return "only the present order of these loops is legal";
  return "legal orders of these loops: " + llvm::join(legal, ", ");
}

// Loops of a band whose bounds have to be rewritten count their iterations: with a step, or a start that depends on
// another loop, the numbers of iterations have an order of their own, and the variables need not.
void countIterations(StepContext &context, Band &band, SmallVector<Operation *> &named) {
  for (affine::AffineForOp &loop : band) {
    if (loop.getStepAsInt() == 1 || loop.getLowerBoundMap().getNumResults() != 1)
      continue;
    auto place = llvm::find(named, loop.getOperation());
    loop = countFromZero(loop);
    if (place != named.end())
      *place = loop;
  }
  band = perfectBand(context, SmallVector<Operation *>(band.begin(), band.end())); // of what used a variable as a value
}

void apply(StepContext &context) {
  SmallVector<Operation *> named = context.loops("loops");
  if (named.size() < 2)
    context.refuse("reorder needs at least two loops", "name the loops in their new order, outermost first");
  Band band = perfectBand(context, named);
  for (affine::AffineForOp loop : band)
    refuseSpatial(context, loop);
  Band order = newOrder(band, named);
  if (order == band)
    context.refuse("the loops are in this order already");
  if (!keepsBounds(order)) {
    countIterations(context, band, named);
    order = newOrder(band, named);
  }
  if (auto conflict = conflictOf(band, order))
    context.refuseIllegal(analysis::describeReversal(*conflict, "reorder"),
                          conflict->isExact ? legalOrders(context, band, named) : analysis::remedy(*conflict));
  Band result = permuteBand(context, band, order);
  refuseBrokenParallel(context, result.front());
}
} // namespace

extern const Primitive reorderPrimitive = {
    "reorder",
    {{ParameterKind::Loops, "loops", "the loops in their new order, outermost first"}},
    {.meaning =
         "Puts the named loops of one nest into the given order. Loops of the nest that are not named keep their "
         "places. Bounds that depend on other loops of the nest (triangular nests) are rewritten exactly; there, loops "
         "with a step count their "
         "iterations.",
     .legality =
         "The loops form a perfect nest: nothing but the next loop stands in each of them. No two accesses to one "
         "element, one of them a write, may change their order; integer updates with the same associative operator "
         "may, floating-point updates after `reassociate` only. The check is exact over integers; what is not affine "
         "is refused.",
     .cost = "No operators. It decides which loop carries a recurrence: with `k` innermost, each addition waits for "
             "the one before, and the pipelined loop has the latency of the adder as its interval; with `j` innermost, "
             "eight additions lie between two of one element, and an adder of up to eight stages reaches an interval "
             "of 1. It also decides in which order memories are walked. The dependence test looks at every pair of "
             "accesses of the nest.",
     .before = R"(void example(const float A[8], const float B[8][8], float C[8]) {
  for (int j = 0; j < 8; ++j)
    for (int k = 0; k < 8; ++k)
      C[j] += A[k] * B[k][j];
})",
     .after = R"(void example(const float A[8], const float B[8][8], float C[8]) {
  for (int k = 0; k < 8; ++k)
    for (int j = 0; j < 8; ++j)
      C[j] += A[k] * B[k][j];
})",
     .errors =
         {{"A[1][0] is written at (i=0, j=1) on line 4 and read at (i=1, j=0) on line 4; after the reorder the "
           "read comes first",
           "a dependence would be broken"},
          {"cannot prove that the order of the accesses to A is kept, because the read of A on line 4 is not affine",
           "an index that is not affine, or a call"},
          {"the statement on line 3 stands between the loops 'i' and 'j'", "the nest is not perfect"},
          {"the loops 'i' and 'k' are not nested in one another", "loops of different nests"},
          {"the loop 'j' is parallel and would not be any more", "the new order breaks an earlier parallel"},
          {"the loops are in this order already", "nothing to do"}},
     .example = "reorder k j",
     .method = "s.reorder({\"k\", \"j\"})"},
    apply,
};

} // namespace allo::schedule
