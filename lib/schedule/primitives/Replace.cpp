// replace: calls of one function become calls of another one of the program, which has the same interface.
//
//   slow(A, n);   -> fast(A, n);      slow is dropped
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "schedule/CallSites.h"
#include "schedule/Primitive.h"

#include "mlir/IR/OperationSupport.h"

using namespace mlir;

namespace allo::schedule {

namespace {
std::string textOf(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

std::string quoted(func::FuncOp function) { return "'" + function.getSymName().str() + "'"; }

// "const int memref<8xi32>"
std::string parameterText(func::FuncOp function, unsigned index) {
  ir::VariableAttr variable = ir::variableOf(function.getArgument(index));
  std::string text = textOf(function.getArgument(index).getType());
  if (!variable)
    return text;
  bool isConst = variable.getIsConst() && isa<MemRefType>(function.getArgument(index).getType());
  return (isConst ? "const " : "") + ir::spelling(variable.getType().getValue()) + " as " + text;
}

void checkInterface(StepContext &context, func::FuncOp function, func::FuncOp other) {
  const char *hint = "the two functions need the same parameters and result";
  if (function.getNumArguments() != other.getNumArguments())
    context.refuse(quoted(function) + " has " + std::to_string(function.getNumArguments()) + " parameters, but " +
                       quoted(other) + " has " + std::to_string(other.getNumArguments()),
                   hint);
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    std::string own = parameterText(function, i), wanted = parameterText(other, i);
    if (own != wanted)
      context.refuse("parameter " + std::to_string(i + 1) + ", '" + ir::nameOf(function.getArgument(i)) + "', of " +
                         quoted(function) + " is " + own + ", but '" + ir::nameOf(other.getArgument(i)) + "' of " +
                         quoted(other) + " is " + wanted,
                     hint);
  }
  if (function.getResultTypes() != other.getResultTypes() || function.getResAttrsAttr() != other.getResAttrsAttr())
    context.refuse("the results of " + quoted(function) + " and " + quoted(other) + " have different types", hint);
}

void checkState(StepContext &context, func::FuncOp function) {
  function.walk([&](ir::StreamCreateOp stream) {
    if (stream.getIsStatic())
      context.refuse(quoted(function) + " has the static stream " + context.describe(stream.getStream()) +
                         ", whose elements stay from call to call",
                     "a function with state of its own is replaced at no call");
  });
}

// Without what only names things, or says how hardware does them.
OwningOpRef<func::FuncOp> plain(func::FuncOp function) {
  OwningOpRef<func::FuncOp> copy(function.clone());
  copy->walk([](Operation *op) {
    for (StringRef name : {StringRef(ir::loopAttrName), StringRef(ir::varAttrName), StringRef(ir::directivesAttrName)})
      op->removeAttr(name);
  });
  return copy;
}

// The first operation of `other` that is not what stands at its place in `function`, by kind.
Operation *firstDifference(func::FuncOp function, func::FuncOp other) {
  SmallVector<Operation *> own, theirs;
  function.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) { own.push_back(op); });
  other.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) { theirs.push_back(op); });
  for (auto [left, right] : llvm::zip(own, theirs))
    if (left->getName() != right->getName())
      return right;
  return nullptr;
}

void checkEqual(StepContext &context, func::FuncOp function, func::FuncOp other) {
  OwningOpRef<func::FuncOp> own = plain(function), theirs = plain(other);
  if (OperationEquivalence::isRegionEquivalentTo(&own->getBody(), &theirs->getBody(),
                                                 OperationEquivalence::Flags::IgnoreLocations))
    return;
  Operation *difference = firstDifference(function, other);
  unsigned line = difference ? ir::placeOf(difference->getLoc()).line : 0;
  context.refuseIllegal("cannot prove that " + quoted(other) + " computes what " + quoted(function) +
                            " does: their texts differ" + (line ? ", first on line " + std::to_string(line) : ""),
                        "only functions of equal text are known to be equal; where you know it otherwise, write "
                        "unchecked (reason) before this step");
}

void apply(StepContext &context) {
  func::FuncOp function = context.function("function"), other = context.function("with");
  if (function == other)
    context.refuse(quoted(function) + " would be replaced by itself");
  if (function == context.top())
    context.refuse(quoted(function) + " is the top: nothing calls it", "name a function that is called");
  if (other == context.top() || reaches(context, other, function.getSymName()))
    context.refuse(quoted(other) + " calls " + quoted(function) + ", so it would call itself",
                   "inline the call in " + quoted(other) + " first");
  if (function.isExternal() || other.isExternal())
    context.refuse(quoted(function.isExternal() ? function : other) + " has no body here");
  checkInterface(context, function, other);
  checkState(context, function);
  checkState(context, other);
  if (static_cast<bool>(ir::consoleOf(function)) != static_cast<bool>(ir::consoleOf(other)))
    context.refuse("only one of " + quoted(function) + " and " + quoted(other) + " prints",
                   "what a run shows stays as it is");
  checkEqual(context, function, other);
  for (func::CallOp call : callsOf(context.module(), function.getSymName()))
    call.setCallee(other.getSymName());
  eraseUncalled(context.module());
}
} // namespace

extern const Primitive replacePrimitive = {
    "replace",
    {{ParameterKind::Function, "function", "the function that is called now"},
     {ParameterKind::Function, "with", "the function that is called then", true}},
    {.meaning = "Lets all calls of a function call another function of the program instead, one of the source, one "
                "that `outline` made or one that `compose at=…` brought. The first function disappears, and what only "
                "it called: two functions that do the same become one module of the hardware.",
     .legality =
         "The two have the same parameters (C types, const, shapes, layouts) and results. Their bodies have the "
         "same text, names and directives apart; where they differ, nothing here can prove that they compute "
         "the same, so you have to insist with `unchecked (reason)`. Neither has a static stream.",
     .cost = "One module instead of two: the area of the second is saved where the calls do not overlap in time, since "
             "calls in turn share an instance.",
     .before = R"(void first(const int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = A[i] * 3;
}

void second(const int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = A[i] * 3;
}

void example(const int A[8], int B[8], int C[8]) {
  first(A, B);
  second(B, C);
})",
     .after = R"(void first(const int A[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = A[i] * 3;
}

void example(const int A[8], int B[8], int C[8]) {
  first(A, B);
  first(B, C);
})",
     .errors =
         {{"'first' would be replaced by itself", "the same function twice"},
          {"'work' is the top: nothing calls it", "the function is the schedule's own kernel"},
          {"'first' calls 'second', so it would call itself", "directly or through other functions"},
          {"'second' has 2 parameters, but 'first' has 3", "interfaces of different length"},
          {"parameter 1, 'A', of 'second' is const int as memref<8xi32>, but 'A' of 'first' is int as memref<8xi32>",
           "different type, const, shape or layout"},
          {"the results of 'second' and 'first' have different types", "one returns something else"},
          {"'first' has the static stream 'q' (line 3), whose elements stay from call to call", "state"},
          {"only one of 'second' and 'first' prints", "printf in one of them"},
          {"cannot prove that 'first' computes what 'second' does: their texts differ, first on line 4",
           "different bodies, without `unchecked`"}},
     .example = "replace second with=first",
     .method = "s.replace(\"second\", \"first\")"},
    apply,
};

} // namespace allo::schedule
