// to: an array that one nest or call writes and a later one reads becomes a stream between them.
//   int t[8]; for i { t[i] = f(A[i]) } for j { B[j] = g(t[j]) }   with `to t`   becomes
//   stream<int> t; for i { t.write(f(A[i])) } for j { B[j] = g(t.read()) }
#include "schedule/LoopBand.h"

#include "analysis/ChannelOrder.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Chain.h"
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::ChannelEnd;

std::string lineOf(Operation *op) { return std::to_string(ir::placeOf(op->getLoc()).line); }

// "the loop 'i' (line 3)", "the call of f on line 4"
std::string nestText(const StepContext &context, Operation *nest) {
  if (auto call = dyn_cast<func::CallOp>(nest))
    return "the call of " + call.getCallee().str() + " on line " + lineOf(nest);
  if (ir::isLoop(nest))
    return "the loop " + context.describe(nest);
  return "line " + lineOf(nest);
}

void refuseForm(const StepContext &context, const ArrayArgument &array) {
  std::string name = context.describe(array.memory);
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (isa<ir::StreamType>(array.memory.getType()))
    context.refuse(name + " is a stream already", "stream_depth sets its depth");
  if (!type || type.getRank() == 0)
    context.refuse(name + " is a scalar, which is passed as it is", "name an array");
  if (isa<BlockArgument>(array.memory))
    context.refuse(name + " is a parameter, which callers use too",
                   "name the array that is passed for it, in the function that declares it");
  if (!array.memory.getDefiningOp<memref::AllocaOp>())
    context.refuse(name + " is a constant table or keeps its values from call to call",
                   "only arrays that are local to a call can become streams");
  if (type.getMemorySpace())
    context.refuse(name + " has banks or a kind of memory, which a stream has not",
                   "undo the step that laid it out, or convert it first");
  for (Value memory : sameArray(context.module(), array.memory))
    if (std::vector<ir::Directive> directives = ir::directivesOf(memory); !directives.empty())
      context.refuse(context.describe(memory) + " has the directive " + ir::wordOf(directives.front()).str() +
                         ", which is about a memory",
                     "convert the array first, then set directives on the stream");
}

// The innermost block that holds all uses, as operations of it or below them.
Block *commonBlock(Value memory) {
  Block *block = nullptr;
  for (Operation *user : memory.getUsers()) {
    if (!block)
      block = user->getBlock();
    while (!block->findAncestorOpInBlock(*user))
      block = block->getParentOp()->getBlock();
  }
  return block;
}

// The accesses of the callee to the parameter that the array is passed for.
std::vector<Access> calleeAccesses(const StepContext &context, const ArrayArgument &array, func::CallOp call) {
  auto callee = context.module().lookupSymbol<func::FuncOp>(call.getCallee());
  std::string name = context.describe(array.memory), where = nestText(context, call);
  if (!callee || callee.isExternal())
    context.refuseAt(call.getLoc(), where + " takes " + name + ", and the body of that function is not known");
  if (llvm::count(call.getOperands(), array.memory) != 1)
    context.refuseAt(call.getLoc(), where + " takes " + name + " several times");
  context.module().walk([&](func::CallOp other) {
    if (other != call && other.getCallee() == call.getCallee())
      context.refuseAt(other.getLoc(),
                       call.getCallee().str() + " is called on line " + lineOf(other) +
                           " too, where its parameter would have to be a stream as well",
                       "inline the function, or let it be called in one place only");
  });
  BlockArgument parameter = callee.getArgument(llvm::find(call.getOperands(), array.memory) - call.operand_begin());
  std::vector<Access> accesses = analysis::collectAccesses(callee);
  std::erase_if(accesses, [&](const Access &access) { return access.memory != parameter; });
  for (const Access &access : accesses)
    if (isa<func::CallOp>(access.op))
      context.refuseAt(access.op->getLoc(),
                       callee.getSymName().str() + " passes it on, by " + nestText(context, access.op),
                       "inline that call first");
  return accesses;
}

class Conversion {
public:
  Conversion(StepContext &context, const ArrayArgument &array) : context_(context), array_(array) {}

  void run() {
    findEnds();
    checkNamed("producer", producer_);
    checkNamed("consumer", consumer_);
    mergeReads(consumer_.accesses);
    if (auto obstacle = analysis::findChannelObstacle(producer_, consumer_, array_.variable.getName()))
      context_.refuseIllegal(obstacle->text, obstacle->hint);
    rewrite();
  }

private:
  std::string name() const { return context_.describe(array_.memory); }

  // All uses are the accesses of one operation that writes and of a later one that reads.
  void findEnds() {
    Block *block = commonBlock(array_.memory);
    llvm::SetVector<Operation *> nests, writers, readers;
    for (Operation *user : array_.memory.getUsers())
      nests.insert(block->findAncestorOpInBlock(*user));
    SmallVector<Operation *> ordered = nests.takeVector();
    llvm::sort(ordered, [](Operation *left, Operation *right) { return left->isBeforeInBlock(right); });
    std::vector<ChannelEnd> ends;
    for (Operation *nest : ordered) {
      ChannelEnd end{nest, {}};
      if (auto call = dyn_cast<func::CallOp>(nest)) {
        end.accesses = calleeAccesses(context_, array_, call);
      } else {
        end.accesses = analysis::collectAccesses(nest);
        std::erase_if(end.accesses, [&](const Access &access) { return access.memory != array_.memory; });
      }
      for (const Access &access : end.accesses) {
        refuseUnknown(access);
        (access.isWrite ? writers : readers).insert(nest);
      }
      ends.push_back(std::move(end));
    }
    requireOne(writers, "written", "a stream has one producer");
    requireOne(readers, "read", "a stream has one consumer; copy the array for a second one");
    if (writers.front() == readers.front())
      context_.refuseAt(writers.front()->getLoc(),
                        nestText(context_, writers.front()) + " both writes and reads " + name(),
                        "a stream goes from one nest or call to a later one");
    for (ChannelEnd &end : ends)
      (end.nest == writers.front() ? producer_ : consumer_) = std::move(end);
    if (consumer_.nest->isBeforeInBlock(producer_.nest))
      context_.refuseAt(consumer_.nest->getLoc(), nestText(context_, consumer_.nest) + " reads " + name() + " before " +
                                                      nestText(context_, producer_.nest) + " writes it");
  }

  void refuseUnknown(const Access &access) {
    if (auto call = dyn_cast<func::CallOp>(access.op))
      context_.refuseAt(call.getLoc(), nestText(context_, call) + ", inside a loop, takes " + name(),
                        "inline the call first");
    if (!isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(access.op))
      context_.refuseAt(access.op->getLoc(), "line " + lineOf(access.op) + " uses " + name() + " as a whole");
  }

  void requireOne(const llvm::SetVector<Operation *> &nests, const std::string &verb, const std::string &hint) {
    if (nests.empty())
      context_.refuse(name() + " is never " + verb, "a stream goes from a nest that writes to one that reads");
    if (nests.size() == 1)
      return;
    std::string list;
    for (Operation *nest : nests)
      list += (list.empty() ? "" : ", ") + nestText(context_, nest);
    context_.refuseAt(nests[1]->getLoc(),
                      name() + " is " + verb + " in " + std::to_string(nests.size()) + " places: " + list, hint);
  }

  // `producer=` and `consumer=` must name what was found.
  void checkNamed(const std::string &parameter, const ChannelEnd &end) {
    if (!context_.isGiven(parameter))
      return;
    std::string text = context_.name(parameter);
    bool isIt = false;
    if (auto call = dyn_cast<func::CallOp>(end.nest)) {
      for (func::FuncOp function : findFunctions(context_.module(), text))
        isIt |= function.getSymName() == call.getCallee();
    } else {
      FunctionNames names(array_.function);
      for (const LoopEntry *loop : names.findLoops(splitAddress(text).second))
        isIt |= loop->op == end.nest;
    }
    if (!isIt)
      context_.refuse("the " + parameter + " of " + name() + " is " + nestText(context_, end.nest) + ", not '" + text +
                          "'",
                      "leave " + parameter + "= out, or name the outermost loop or the called function");
  }

  ir::VariableAttr streamVariable() {
    std::string text = context_.name("as");
    if (text.empty())
      text = array_.variable.getName().str();
    else if (llvm::any_of(FunctionNames(array_.function).arrays(),
                          [&](const ArrayEntry &entry) { return entry.variable.getName() == text; }))
      context_.refuse("there is a variable '" + text + "' already", "choose another name with as=");
    return ir::VariableAttr::get(array_.memory.getContext(), context_.freshId(array_.function), text,
                                 array_.variable.getType(), false);
  }

  void rewrite() {
    auto alloca = array_.memory.getDefiningOp<memref::AllocaOp>();
    int64_t depth = context_.isGiven("depth") ? context_.integer("depth") : alloca.getType().getNumElements();
    auto type = ir::StreamType::get(alloca.getContext(), {array_.variable.getType()}, depth, {});
    OpBuilder builder(alloca);
    auto stream = ir::StreamCreateOp::create(builder, alloca.getLoc(), type, false);
    ir::VariableAttr variable = streamVariable();
    stream->setAttr(ir::varAttrName, variable);
    convert(producer_, stream);
    convert(consumer_, stream);
    alloca.erase();
    refuseBrokenParallel(context_, array_.function);
    for (const ChannelEnd *end : {&producer_, &consumer_})
      if (auto call = dyn_cast<func::CallOp>(end->nest))
        refuseBrokenParallel(context_, context_.module().lookupSymbol<func::FuncOp>(call.getCallee()));
    context_.addResult(array_.function, variable);
  }

  // The stream as the operations of one end see it.
  Value streamAt(const ChannelEnd &end, Value stream) {
    auto call = dyn_cast<func::CallOp>(end.nest);
    if (!call)
      return stream;
    auto callee = context_.module().lookupSymbol<func::FuncOp>(call.getCallee());
    unsigned index = llvm::find(call.getOperands(), array_.memory) - call.operand_begin();
    call.setOperand(index, stream);
    BlockArgument parameter = callee.getArgument(index);
    parameter.setType(stream.getType());
    ir::VariableAttr old = ir::variableOf(parameter);
    callee.setArgAttr(
        index, ir::varAttrName,
        ir::VariableAttr::get(callee.getContext(), old.getId(), old.getName().str(), old.getType(), false));
    callee.setFunctionType(
        FunctionType::get(callee.getContext(), callee.getBody().front().getArgumentTypes(), callee.getResultTypes()));
    return parameter;
  }

  void convert(const ChannelEnd &end, Value created) {
    Value stream = streamAt(end, created);
    for (const Access &access : end.accesses) {
      OpBuilder builder(access.op);
      Location location = access.op->getLoc();
      if (access.isWrite) {
        ir::StreamWriteOp::create(builder, location, ValueRange{access.op->getOperand(0)}, stream, ValueRange{});
      } else {
        auto read = ir::StreamReadOp::create(builder, location, access.op->getResultTypes(), stream, ValueRange{});
        access.op->getResult(0).replaceAllUsesWith(read->getResult(0));
      }
      access.op->erase();
    }
  }

  StepContext &context_;
  const ArrayArgument &array_;
  ChannelEnd producer_, consumer_;
};

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  if (context.isGiven("axis")) {
    for (const char *other : {"producer", "consumer"})
      if (context.isGiven(other))
        context.refuse(std::string(other) + "= has no meaning with axis=, which is about one grid", "leave it out");
    return makeChain(context, array, affineLoop(context, context.loop("axis")));
  }
  refuseForm(context, array);
  Conversion(context, array).run();
}

} // namespace

extern const Primitive toPrimitive = {
    "to",
    {{ParameterKind::Array, "array", "the array"},
     {ParameterKind::Text, "producer", "the outermost loop, or the function called, that writes it; found if left out",
      true, ""},
     {ParameterKind::Text, "consumer", "the outermost loop, or the function called, that reads it; found if left out",
      true, ""},
     {ParameterKind::Loop, "axis", "a loop of a grid, along which the elements pass on what they read", true, ""},
     {ParameterKind::Integer,
      "depth",
      "the elements that a stream has room for; without it, all that pass it",
      true,
      "",
      {},
      1},
     {ParameterKind::Name, "as", "the stream's name; without it that of the array", true, ""}},
    {.meaning =
         "The array becomes a stream: the nest or call that writes it writes the elements to the stream, the one that "
         "reads it reads them from there, and no memory is left. Where it is passed to a function, the parameter "
         "becomes a stream. Several reads of one element in one block become one. The rtl target has no streams yet "
         "and refuses the design.\n\n"
         "With `axis=`, a loop of a grid that `unfold` made, the array stays and the elements of the grid form chains: "
         "the links are an array of streams with a dimension for each loop of the grid, one longer along the axis, "
         "called ARRAY_links without `as=`. An element reads from its link what it read from the array, and passes the "
         "value on to the next link. Loops `NAME.in` before the grid write the first links, loops `NAME.out` behind it "
         "empty the last ones.",
     .legality =
         "A local array that one nest or call writes and one later nest or call of the same block reads. In each "
         "iteration of what is around the two, each element that is written is written once and read once, nothing "
         "else is read, and for every two elements the one that is written first is read first. The check is exact "
         "over integers; accesses that are not affine or under conditions on data are refused. A function that the "
         "array is passed to is called in one place only. With `axis=`: an array that the element reads and does not "
         "write or pass on; the loops around the reads have affine bounds that do not depend on the grid, no condition "
         "is around them, and elements that differ in the axis only read the same elements in the same order, exactly "
         "over integers. A function that is called elsewhere too is copied for the grid. Tasks that run at the same "
         "time cannot block in such chains, whatever the depth; the depth without `depth=`, all that pass one link, "
         "holds for tasks that run one after the other too.",
     .cost =
         "A FIFO of `depth` elements instead of the memory, without addresses. Between tasks of a `dataflow` region "
         "the consumer starts with the first element and not after the last: about the longer of the two times instead "
         "of the sum. A depth below the array's size saves memory and is enough where both keep pace. "
         "A chain has a FIFO for each element of the grid and for each end, and an element waits for nothing but its "
         "neighbour; the memory is read once for a row instead of once for each element.",
     .before = R"(void example(const int A[8], int B[8]) {
  int t[8];
  for (int i = 0; i < 8; ++i)
    t[i] = A[i] + 1;
  for (int j = 0; j < 8; ++j)
    B[j] = t[j] * 2;
})",
     .after = R"(#include <hls_stream.h>

void example(const int A[8], int B[8]) {
  hls::stream<int, 4> t;
  for (int i = 0; i < 8; ++i)
    t.write(A[i] + 1);
  for (int j = 0; j < 8; ++j)
    B[j] = t.read() * 2;
})",
     .errors =
         {{"t[0][1] is written at (i=0, j=1) on line 4 before t[1][0] at (i=1, j=0) on line 4, but read at (c=1, r=0) "
           "on line 7 after t[1][0] at (c=0, r=1) on line 7",
           "the two orders differ"},
          {"t[0] is read at (i=0, j=0) on line 7 and read again at (i=0, j=1) on line 7", "an element is read twice"},
          {"t[0] is written at (i=0, j=0) on line 4 and written again at (i=0, j=1) on line 4",
           "an element is written twice"},
          {"t[7] is written at (i=7) on line 4 and never read", "what is left over"},
          {"t[8] is read at (j=8) on line 7 but was not written before", "what is missing"},
          {"cannot prove that the elements of t are written and read in one order, because the read of t on line 7 is "
           "not affine",
           "indices and conditions that the analysis cannot compare"},
          {"'t' is read in 2 places: the loop 'j' (line 6), the loop 'k' (line 8)", "more than one reader or writer"},
          {"the call of f on line 9 both writes and reads 't'", "one call for both"},
          {"the loop 'j' reads 't' before the loop 'i' writes it", "the order of the two"},
          {"'t' is never read", "nothing to connect"},
          {"f is called on line 9 too, where its parameter would have to be a stream as well", "another call"},
          {"'A' is a parameter, which callers use too", "not a local array"},
          {"'t' is a stream already", "the same step again"},
          {"'t' has banks or a kind of memory, which a stream has not", "it was partitioned or bound"},
          {"'t' has the directive reset, which is about a memory", "a recorded directive on the array"},
          {"the producer of 't' is the loop 'i' (line 3), not 'j'", "producer= or consumer= names something else"},
          {"there is a variable 's' already", "the name is taken"},
          {"'j' (line 3) is not a loop of a grid", "axis= names a loop that is not unfolded"},
          {"the processing element pe does not take 'A'", "nothing to pass on, or it is passed on already"},
          {"the processing element pe writes 'C' on line 7", "an array that is not only read"},
          {"line 6 reads A[0][0] at (i=0, j=0, k=0) but A[1][0] at (i=1, j=0, k=0)",
           "the elements along the axis do not read the same"},
          {"cannot prove that all elements along 'j' (line 4) read 'A' (line 1) in one order, because the read on "
           "line 7 is under a condition (line 6)",
           "conditions, loops whose bounds depend on the grid, indices that are not affine"}},
     .example = "to t depth=4",
     .method = "s.to(\"t\", {.depth = 4})"},
    apply,
};

} // namespace allo::schedule
