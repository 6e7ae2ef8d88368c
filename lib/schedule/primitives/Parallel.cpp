// parallel: marks a loop whose iterations do not depend on each other. A directive: the program keeps its loop.
#include "schedule/LoopBand.h"

#include "analysis/Witness.h"
#include "ir/Naming.h"
#include "schedule/Grids.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {
// Loops of the nest around and inside `loop` that could be parallel, for the hint.
std::string independentLoops(const StepContext &context, affine::AffineForOp loop) {
  Operation *nest = loop;
  while (isa<affine::AffineForOp>(nest->getParentOp()))
    nest = nest->getParentOp();
  std::vector<std::string> names;
  nest->walk<WalkOrder::PreOrder>([&](affine::AffineForOp other) {
    bool isRelated = other->isAncestor(loop) || loop->isAncestor(other);
    if (other != loop && isRelated && !analysis::findCarriedConflict(other))
      names.push_back(context.address(other));
  });
  if (names.empty())
    return "no loop of this nest has independent iterations";
  return "loops of this nest with independent iterations: " + llvm::join(names, ", ");
}

void apply(StepContext &context) {
  affine::AffineForOp loop = affineLoop(context, context.loop("loop"));
  auto function = loop->getParentOfType<func::FuncOp>();
  ir::LoopAttr directives = ir::loopOf(loop);
  refuseSpatial(context, loop);
  if (directives.getParallel()) {
    std::string step = context.setBy(function, directives.getId(), "parallel");
    context.refuse(context.describe(loop) + " is already parallel" + (step.empty() ? "" : " by '" + step + "'"));
  }
  if (auto conflict = analysis::findCarriedConflict(loop))
    context.refuseIllegal(analysis::describeCarried(*conflict, context.describe(loop)),
                          conflict->isExact ? independentLoops(context, loop) : analysis::remedy(*conflict));
  ir::setLoop(loop, directives.withParallel(true));
  context.noteSetBy(function, directives.getId(), "parallel");
}
} // namespace

extern const Primitive parallelPrimitive = {
    "parallel",
    {{ParameterKind::Loop, "loop", "the loop"}},
    {.meaning = "Says that the iterations of the loop may run at the same time; the cpu target spreads them over "
                "threads, hardware targets may copy the body.",
     .legality =
         "No iteration writes an element that another iteration reads or writes. Variables declared inside the loop "
         "are private to an iteration. A reduction is a dependence here. The check is exact over integers; what is "
         "not affine is refused.",
     .cost =
         "On hardware nothing by itself: the loop is marked, a proof that copies of its body may run side by side, and "
         "`unroll` or `pipeline` make them. On the cpu one wake-up of the threads for each run of the loop, some "
         "microseconds, so that an outer loop with much work in an iteration gains and a short inner loop loses.",
     .before = R"(void example(const int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = A[i] + 1;
})",
     .after = R"(void example(const int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i) // the iterations may run at the same time
    B[i] = A[i] + 1;
})",
     .errors =
         {{"the iterations of 'i' depend on each other: A[1] is written at (i=1) on line 3 and read at (i=2) on "
           "line 3",
           "a dependence between iterations"},
          {"cannot prove that the iterations of 'i' are independent, because the write to A on line 3 is not affine",
           "an index that is not affine, or a call"},
          {"'i' is already parallel by 'parallel i'", "a directive is set once"},
          {"'i' is a loop of a grid by 'unfold i as=pe'", "its iterations run at the same time already"},
          {"'t' is not a counted loop with affine bounds", "while loops and bounds that are computed"}},
     .example = "parallel i",
     .method = "s.parallel(\"i\")"},
    apply,
};

} // namespace allo::schedule
