// dependence: a statement about the accesses to one array in one loop, for the scheduler of an HLS tool. What the
// analysis refutes is refused; what it can neither prove nor refute is taken only where the step says so
// (unchecked=yes).
#include "analysis/Dependence.h"
#include "analysis/IterationDistance.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
using analysis::Access;

enum class Verdict { proved, refuted, unknown };
struct Finding {
  Verdict verdict = Verdict::proved;
  std::string reason; // for the last two
};

bool matches(StringRef direction, const Access &first, const Access &second) {
  if (!first.isWrite && !second.isWrite)
    return false;
  return direction.empty() || (direction == "raw" && first.isWrite && !second.isWrite) ||
         (direction == "war" && !first.isWrite && second.isWrite) ||
         (direction == "waw" && first.isWrite && second.isWrite);
}

// Whether the access surely runs in every iteration that the analysis counts: no branch on data is around it.
bool surelyRuns(const Access &access, Operation *loop) {
  for (Operation *op = access.op; op != loop; op = op->getParentOp())
    if (op != access.op && !isa<affine::AffineForOp, affine::AffineIfOp>(op))
      return false;
  return true;
}

std::string placeText(const Access &access) {
  return std::string(access.isWrite ? "the write to " : "the read of ") + ir::nameOf(access.memory) + " on line " +
         std::to_string(ir::placeOf(access.op->getLoc()).line);
}

std::string notAffine(const Access &first, const Access &second) {
  return placeText(first.isAffine ? second : first) + " is not affine";
}

// A refutation is certain and goes before all that is unknown.
void join(Finding &finding, Verdict verdict, const std::string &reason) {
  if (finding.verdict == Verdict::refuted || verdict == Verdict::proved)
    return;
  if (finding.verdict == Verdict::proved || verdict == Verdict::refuted)
    finding = {verdict, reason};
}

Finding betweenIterations(Operation *loop, Value memory, StringRef direction) {
  Finding finding;
  auto counted = dyn_cast<affine::AffineForOp>(loop);
  if (!counted)
    return {Verdict::unknown, "the loop is not a counted loop with affine bounds"};
  for (const analysis::Conflict &conflict : analysis::carriedDependences(counted)) {
    if (!analysis::isSameMemory(conflict.first.memory, memory) || !matches(direction, conflict.first, conflict.second))
      continue;
    if (!conflict.isExact)
      join(finding, Verdict::unknown, notAffine(conflict.first, conflict.second));
    else if (surelyRuns(conflict.first, loop) && surelyRuns(conflict.second, loop))
      join(finding, Verdict::refuted, analysis::describe(conflict));
    else
      join(finding, Verdict::unknown, "a branch on data decides whether " + analysis::describe(conflict));
  }
  return finding;
}

template <typename Visit> void forEachPair(Operation *loop, Value memory, StringRef direction, Visit visit) {
  std::vector<Access> accesses = analysis::accessesTo(loop, memory);
  for (const Access &first : accesses)
    for (const Access &second : accesses)
      if (matches(direction, first, second))
        visit(first, second);
}

Finding withinIteration(Operation *loop, Value memory, StringRef direction) {
  Finding finding;
  forEachPair(loop, memory, direction, [&](const Access &first, const Access &second) {
    if (first.op == second.op || first.op->getBlock() != second.op->getBlock() ||
        second.op->isBeforeInBlock(first.op) || !analysis::meetInOneIteration(first, second))
      return;
    bool isExact = first.isAffine && second.isAffine && surelyRuns(first, loop);
    join(finding, isExact ? Verdict::refuted : Verdict::unknown,
         isExact ? placeText(first) + " and " + placeText(second) + " can touch one element in one iteration"
         : first.isAffine && second.isAffine ? "a branch on data decides whether " + placeText(first) + " runs"
                                             : notAffine(first, second));
  });
  return finding;
}

// Whether no two iterations closer than `distance` depend on each other.
Finding atLeast(Operation *loop, Value memory, StringRef direction, int64_t distance) {
  Finding finding;
  forEachPair(loop, memory, direction, [&](const Access &first, const Access &second) {
    std::optional<int64_t> least = analysis::minimumDistance(first, second, {loop});
    if (!least || *least >= distance)
      return;
    bool isExact = first.isAffine && second.isAffine && surelyRuns(first, loop) && surelyRuns(second, loop) &&
                   isa<affine::AffineForOp>(loop);
    join(finding, isExact ? Verdict::refuted : Verdict::unknown,
         isExact ? placeText(first) + " and " + placeText(second) + " touch one element " + std::to_string(*least) +
                       (*least == 1 ? " iteration apart" : " iterations apart")
                 : notAffine(first, second));
  });
  return finding;
}

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  Operation *loop = context.loop("loop");
  std::string type = context.choice("type"), direction = context.choice("direction");
  int64_t distance = context.integer("distance");
  if (loop->getParentOfType<func::FuncOp>() != array.function)
    context.refuse("the array " + context.describe(array.memory) + " and the loop " + context.describe(loop) +
                   " are in different functions");
  if (!isa<MemRefType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is a value that nothing writes", "name an array or a variable");
  if (distance != 0 && type == "intra")
    context.refuse("within one iteration there is no distance", "leave distance= or type=intra out");
  Finding finding = distance != 0     ? atLeast(loop, array.memory, direction, distance)
                    : type == "intra" ? withinIteration(loop, array.memory, direction)
                                      : betweenIterations(loop, array.memory, direction);
  if (finding.verdict == Verdict::refuted)
    context.refuse("it is not so: " + finding.reason, "leave it out; the schedule follows the true dependences");
  bool isClaim = finding.verdict == Verdict::unknown;
  if (isClaim && context.choice("unchecked") != "yes")
    context.refuseUnproved(finding.reason, // returns where the user insists
                           "unchecked=yes takes it as your claim; where it is wrong, the hardware is wrong");
  std::string word =
      "dependence." + std::to_string(array.variable.getId()) + "." + type + (direction.empty() ? "" : "." + direction);
  if (ir::directiveOf(loop, word))
    context.refuse("the same is said already of " + context.describe(array.memory) + " in " + context.describe(loop));
  std::string options = "variable=%" + std::to_string(array.variable.getId()) + " type=" + type;
  if (!direction.empty())
    options += " direction=" + StringRef(direction).upper();
  options += distance != 0 ? " distance=" + std::to_string(distance) + " dependent=true" : " dependent=false";
  if (isClaim)
    options += " unchecked=yes";
  ir::setDirective(loop, word, options);
}
} // namespace

extern const Primitive dependencePrimitive = {
    "dependence",
    {{ParameterKind::Array, "array", "the array, or scalar variable"},
     {ParameterKind::Loop, "loop", "the loop whose iterations it is about", true},
     {ParameterKind::Choice, "type", "inter: between iterations; intra: within one", true, "inter", {"inter", "intra"}},
     {ParameterKind::Choice,
      "direction",
      "raw (a read after a write), war, waw; without it all three",
      true,
      "",
      {"raw", "war", "waw"}},
     {ParameterKind::Integer,
      "distance",
      "dependences span at least so many iterations; without it there are none",
      true,
      "",
      {},
      1},
     {ParameterKind::Choice,
      "unchecked",
      "yes: where it can be neither proved nor refuted, take it as a claim",
      true,
      "no",
      {"yes", "no"}}},
    {.meaning = "States that the iterations of the loop (or the accesses within one) do not depend on each other "
                "through the array, or not over fewer iterations than the distance. The hls target prints it as a "
                "dependence pragma, the rtl target schedules pipelined loops by its own exact analysis and by claims. "
                "A claim that is wrong gives wrong hardware, which the comparison of a run shows.",
     .legality = "Nothing that the analysis refutes: an exact pair of iterations and their element is the reason of "
                 "the refusal. What it can neither prove nor refute (indices that are not affine, branches on data) "
                 "needs unchecked=yes; trace and reports show that word.",
     .cost = "No hardware, but a shorter interval: a read need not wait for the write of an earlier iteration. Without "
             "the claim here the interval is at least the cycles from reading a bin to writing it back. With a wrong "
             "claim the design computes something else.",
     .before = R"(void example(int hist[16]) {
  int key[8];
  for (int k = 0; k < 8; ++k)
    key[k] = 5 * k % 16; // no two are equal
  for (int i = 0; i < 8; ++i)
    hist[key[i]] += 1;
})",
     .after = R"(void example(int hist[16]) {
  int key[8];
  for (int k = 0; k < 8; ++k)
    key[k] = 5 * k % 16; // no two are equal
  for (int i = 0; i < 8; ++i) {
#pragma HLS dependence variable=hist type=inter dependent=false
    hist[key[i]] += 1;
  }
})",
     .errors = {{"it is not so: A[1] is written at (i=1) on line 3 and read at (i=2) on line 3",
                 "the analysis has a witness against it"},
                {"cannot prove it, because the read of hist on line 3 is not affine", "unchecked=yes is missing"},
                {"within one iteration there is no distance", "distance= with type=intra"},
                {"the array 'A' and the loop 'i' are in different functions", "objects of two functions"},
                {"the same is said already of 'A' in 'i'", "the same step again"}},
     .example = "dependence hist loop=i unchecked=yes",
     .method = "s.dependence(\"hist\", \"i\", {.unchecked = true})"},
    apply,
};

} // namespace allo::schedule
