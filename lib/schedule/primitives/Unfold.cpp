// unfold: the iterations of a perfect nest become processing elements that exist side by side. The nest stays rolled:
// its loops are spatial, and its body is one call of the function that is the element.
//
//   for (i) for (j) { int sum = 0; for (k) sum += A[i][k] * B[k][j]; C[i][j] = sum; }
//   -> for (i) /* spatial */ for (j) /* spatial */ pe(A, i, B, j, C);
//      void pe(const int A[4][8], int i, const int B[8][4], int j, int C[4][4]) { int sum = 0; for (k) … }
#include "schedule/LoopBand.h"

#include "analysis/InlinedCalls.h"
#include "analysis/IterationDomain.h"
#include "analysis/StreamUse.h"
#include "analysis/TripCount.h"
#include "analysis/Witness.h"
#include "ir/Naming.h"
#include "schedule/Grids.h"
#include "schedule/OutlinedFunction.h"
#include "schedule/Primitive.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::LinearExpression;
using analysis::LinearSystem;

void refuseLoop(const StepContext &context, affine::AffineForOp loop) {
  refuseDirectives(context, loop);
  if (!ir::loopOf(loop).getParallel())
    return;
  std::string step = context.setBy(loop->getParentOfType<func::FuncOp>(), ir::loopOf(loop).getId(), "parallel");
  context.refuse(context.describe(loop) + " is parallel" + (step.empty() ? "" : " by '" + step + "'"),
                 "the elements of a grid run at the same time without it; undo that step first");
}

// The bounds of one loop of the grid, whatever the loops around it are at.
class ConstantBounds {
public:
  ConstantBounds(const StepContext &context, affine::AffineForOp loop)
      : context_(context), loop_(loop), instance_(analysis::addInstance(system_, symbols_, loop)) {}

  // A bound is a minimum or maximum of expressions: constant where no point of the surroundings gives another value.
  void require() {
    int64_t lower = constant(loop_.getLowerBoundMap(), loop_.getLowerBoundOperands(), true);
    int64_t upper = constant(loop_.getUpperBoundMap(), loop_.getUpperBoundOperands(), false);
    loop_.setConstantLowerBound(lower);
    loop_.setConstantUpperBound(upper);
    if (lower >= upper)
      context_.refuse(context_.describe(loop_) + " never runs, so there are no processing elements");
  }

private:
  using Point = SmallVector<int64_t>;

  int64_t constant(AffineMap map, ValueRange values, bool isLower) {
    std::string which = isLower ? "lower" : "upper";
    SmallVector<Value> operands(values);
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    auto results = analysis::lineariseMap(system_, symbols_, instance_, map, operands);
    if (!results || !instance_.isPrecise)
      context_.refuse("cannot prove that the " + which + " bound of " + context_.describe(loop_) + " is constant",
                      "the bounds of a grid are constants");
    auto valueAt = [&](const Point &point) {
      int64_t value = results->front().evaluate(point);
      for (const LinearExpression &result : *results)
        value = isLower ? std::max(value, result.evaluate(point)) : std::min(value, result.evaluate(point));
      return value;
    };
    std::optional<Point> point = pointOf(system_);
    if (!point)
      context_.refuse(context_.describe(loop_) + " never runs, so there are no processing elements");
    int64_t value = valueAt(*point);
    for (std::optional<Point> other : {beyond(*results, value, isLower), within(*results, value, isLower)})
      if (other)
        context_.refuse("the " + which + " bound of " + context_.describe(loop_) + " is not constant: it is " +
                            std::to_string(value) + placeText(*point) + " and " + std::to_string(valueAt(*other)) +
                            placeText(*other),
                        "a grid has one size: choose a factor that divides, or peel the iterations that differ");
    return value;
  }

  std::optional<Point> pointOf(const LinearSystem &system) const {
    for (const LinearSystem &alternative : analysis::expandAlternatives(system, {&instance_}))
      if (auto point = alternative.point())
        return point;
    return std::nullopt;
  }

  // Where one of the expressions is smaller than the minimum `value` (larger than the maximum).
  std::optional<Point> beyond(ArrayRef<LinearExpression> results, int64_t value, bool isLower) const {
    for (const LinearExpression &result : results) {
      LinearSystem system = system_;
      isLower ? system.addLess(LinearExpression(value), result) : system.addLess(result, LinearExpression(value));
      if (auto point = pointOf(system))
        return point;
    }
    return std::nullopt;
  }

  // Where all of them are larger (smaller).
  std::optional<Point> within(ArrayRef<LinearExpression> results, int64_t value, bool isLower) const {
    LinearSystem system = system_;
    for (const LinearExpression &result : results)
      isLower ? system.addLess(result, LinearExpression(value)) : system.addLess(LinearExpression(value), result);
    return pointOf(system);
  }

  // " at (i.outer=1)"
  std::string placeText(const Point &point) const {
    std::string text;
    for (auto [loop, column] : llvm::zip_equal(instance_.loops, instance_.columns))
      text += (text.empty() ? "" : ", ") + ir::loopOf(loop).getName().str() + "=" + std::to_string(point[column]);
    for (const auto &[value, column] : symbols_)
      if (!column.isConstant())
        text += (text.empty() ? "" : ", ") + nameOf(value) + "=" + std::to_string(column.evaluate(point));
    return text.empty() ? "" : " at (" + text + ")";
  }

  static std::string nameOf(Value value) {
    if (Operation *cast = value.getDefiningOp(); cast && cast->getNumOperands() == 1)
      value = cast->getOperand(0);
    ir::VariableAttr variable = ir::variableOf(value);
    return variable ? variable.getName().str() : "a parameter";
  }

  const StepContext &context_;
  affine::AffineForOp loop_;
  LinearSystem system_;
  analysis::SymbolColumns symbols_;
  analysis::Instance instance_;
};

bool isState(Value memory) {
  auto fetch = memory.getDefiningOp<memref::GetGlobalOp>();
  if (!fetch)
    return false;
  auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(fetch, fetch.getNameAttr());
  return !global || !global.getConstant();
}

// The iterations depend on each other through streams only, and each stream joins one element to one.
void checkElements(StepContext &context, Band band) {
  analysis::InlinedCalls inlined(band.front().getOperation());
  Band copies;
  for (affine::AffineForOp loop : band)
    copies.push_back(inlined.copyOf(loop));
  copies.front().walk([&](ir::StreamCreateOp stream) {
    if (stream.getIsStatic())
      context.refuseAt(stream.getLoc(),
                       "the processing element has the static stream '" + ir::nameOf(stream.getStream()) +
                           "', whose elements stay from call to call",
                       "the hardware of a function that has state exists once");
  });
  std::vector<analysis::Access> accesses = analysis::collectAccesses(copies.front());
  std::erase_if(accesses, [](const analysis::Access &access) { return isa<ir::StreamType>(access.memory.getType()); });
  for (auto [loop, copy] : llvm::zip_equal(band, copies))
    if (auto conflict = analysis::findCarriedConflict(copy, accesses)) {
      std::string state = isState(conflict->first.memory)
                              ? "the processing elements would share the state '" + ir::nameOf(conflict->first.memory) +
                                    "', which exists once: "
                              : "";
      context.refuseIllegal(state + analysis::describeCarried(*conflict, context.describe(loop)),
                            conflict->isExact ? "processing elements pass data through streams only"
                                              : analysis::remedy(*conflict));
    }
  if (auto obstacle = analysis::findGridObstacle(copies))
    context.refuseIllegal(obstacle->text, obstacle->hint);
}

std::string elementName(StepContext &context) {
  if (context.isGiven("as"))
    return context.name("as");
  std::string name = "pe";
  for (unsigned number = 2; SymbolTable::lookupSymbolIn(context.module(), name); ++number)
    name = "pe" + std::to_string(number);
  return name;
}

void makeElement(StepContext &context, affine::AffineForOp innermost) {
  if (func::CallOp call = onlyCall(innermost)) {
    if (context.isGiven("as") && context.name("as") != call.getCallee())
      context.refuse("the body of " + context.describe(innermost) + " is the call of " + call.getCallee().str() +
                         " and nothing else, which is the processing element as it is",
                     "leave as= out");
    return;
  }
  if (llvm::hasSingleElement(innermost.getBody()->getOperations()))
    context.refuse("the body of " + context.describe(innermost) + " is empty");
  std::string name = elementName(context);
  checkOutlining(context, innermost->getParentOfType<func::FuncOp>(), name);
  outlineBody(context, innermost, name);
}

void apply(StepContext &context) {
  SmallVector<Operation *> named = context.loops("loops");
  for (Operation *loop : named)
    refuseLoop(context, affineLoop(context, loop));
  Band band = perfectBand(context, named);
  requireContiguous(context, band, named);
  if (isSpatial(band.front()->getParentOp()))
    context.refuse(context.describe(band.front()) + " is inside the grid " +
                       context.describe(band.front()->getParentOp()),
                   "unfold all loops of a grid in one step");
  for (affine::AffineForOp loop : band)
    ConstantBounds(context, loop).require();
  checkElements(context, band);
  auto function = band.front()->getParentOfType<func::FuncOp>();
  makeElement(context, band.back());
  for (affine::AffineForOp loop : band) {
    loop->removeAttr("allo.directives"); // loop_tripcount, which is constant now
    ir::setLoop(loop, ir::loopOf(loop).withSpatial(true));
    context.noteSetBy(function, ir::loopOf(loop).getId(), "unfold");
  }
  context.addResult(band.front());
}
} // namespace

extern const Primitive unfoldPrimitive = {
    "unfold",
    {{ParameterKind::Loops, "loops", "the loops of a perfect nest, from the outermost to the innermost"},
     {ParameterKind::Name, "as", "the function that becomes the processing element; without it pe, pe2 …", true, ""}},
    {.meaning =
         "The iterations of the nest become processing elements that exist side by side, a grid of them. The nest "
         "stays rolled: its loops are spatial, and its body is one call of the function that is the element, made "
         "as `outline` makes one; a body that is one call already stays that. Loops of the element are pipelined, "
         "unrolled … as those of any function (`pipeline pe:k`). `to ARRAY axis=LOOP` passes what all elements of a "
         "row read from one to the next. The hls and rtl targets unroll the loops, so that each call is hardware of "
         "its "
         "own: in RTL one module for each kind of element (at an edge, inside), and elements run at the same time as "
         "far "
         "as they share no port of an array, so partition what they index by their place. The cpu target runs them one "
         "after the other.",
     .legality =
         "A perfect nest of counted loops with constant bounds, neither pipelined, unrolled nor parallel. No "
         "iteration writes an element of an array that another iteration reads or writes, variables declared in the "
         "body apart; the check is exact over integers and looks through calls. A stream from outside (of an array of "
         "streams: each of them) is written by one iteration and read by one, the same or a later one, and only with "
         "blocking reads and writes. State exists once, so no two elements can share it. Afterwards no step may "
         "change the loops of the grid, or inline the element.",
     .cost = "One copy of the element's hardware for each iteration. The design's text, and the time of later steps, "
             "do not grow with the grid.",
     .before = R"(void example(const int A[4][8], const int B[8][4], int C[4][4]) {
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j) {
      int sum = 0;
      for (int k = 0; k < 8; ++k)
        sum += A[i][k] * B[k][j];
      C[i][j] = sum;
    }
})",
     .after = R"(void pe(const int A[4][8], int i, const int B[8][4], int j, int C[4][4]) {
  int sum = 0;
  for (int k = 0; k < 8; ++k)
    sum += A[i][k] * B[k][j];
  C[i][j] = sum;
}

void example(const int A[4][8], const int B[8][4], int C[4][4]) {
  for (int i = 0; i < 4; ++i) {
#pragma HLS unroll
    for (int j = 0; j < 4; ++j) {
#pragma HLS unroll
      pe(A, i, B, j, C);
    }
  }
})",
     .errors =
         {{"the iterations of 'i' (line 2) depend on each other: C[0] is read at (i=0) on line 3 and written at (i=1) "
           "on "
           "line 3",
           "data between iterations that is in no stream"},
          {"the processing elements would share the state 'count', which exists once: the iterations of 'i' (line 4) "
           "depend on each other: …",
           "a static variable in the body"},
          {"the processing element has the static stream 'q', whose elements stay from call to call", "state"},
          {"the stream link[1] is written at (j=0) on line 4 and written again at (j=1) on line 4, by two processing "
           "elements",
           "two writers or readers"},
          {"the stream link[1] is read at (j=0) on line 3 and written at (j=1) on line 4, by a later processing "
           "element",
           "data that goes back"},
          {"what line 4 finds in the stream link would depend on how fast the processing elements run",
           "empty, full, size, read_nb, write_nb"},
          {"the upper bound of 'i' (line 3) is not constant: it is 4 at (n=4) and 2 at (n=2)", "a grid with two sizes"},
          {"'i' (line 3) never runs, so there are no processing elements", "an empty loop"},
          {"'i' (line 3) is a loop of a grid by 'unfold i j as=pe'", "the same step again"},
          {"'i' (line 3) is parallel by 'parallel i'", "the loop has the directive parallel"},
          {"the body of 'i' (line 3) is the call of f and nothing else, which is the processing element as it is",
           "as= gives another name"},
          {"there is a function 'pe' (line 1) already", "the name is taken"}},
     .example = "unfold i j as=pe",
     .method = "std::string pe = s.unfold({\"i\", \"j\"}, \"pe\")"},
    apply,
};

} // namespace allo::schedule
