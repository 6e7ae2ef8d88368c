// to: an array that one nest or call writes and a later one reads becomes a stream between them.
//   int t[8]; for i { t[i] = f(A[i]) } for j { B[j] = g(t[j]) }   with `to t`   becomes
//   stream<int> t; for i { t.write(f(A[i])) } for j { B[j] = g(t.read()) }
#include "schedule/LoopBand.h"

#include "analysis/ChannelOrder.h"
#include "analysis/InlinedCalls.h"
#include "analysis/StreamUse.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"
#include "ir/Naming.h"
#include "schedule/CallSites.h"
#include "schedule/Chain.h"
#include "schedule/FunctionCopy.h"
#include "schedule/Grids.h"
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"

#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::ChannelEnd;

// "the loop 'i' (line 3)", "the call of f on line 4"
std::string nestText(const StepContext &context, Operation *nest) {
  if (auto call = dyn_cast<func::CallOp>(nest))
    return "the call of " + call.getCallee().str() + " on line " + ir::lineOf(nest);
  if (ir::isLoop(nest))
    return "the loop " + context.describe(nest);
  return "line " + ir::lineOf(nest);
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

// One end of the stream: an operation of the block that both share, what it does with the elements, in callees too, and
// the calls on the way there with the operand that is the array.
struct End {
  Operation *nest = nullptr;
  std::vector<Access> accesses;
  SmallVector<std::pair<func::CallOp, unsigned>> calls;
};

class Conversion {
public:
  Conversion(StepContext &context, const ArrayArgument &array) : context_(context), array_(array) {}

  void run() {
    findEnds();
    checkNamed("producer", producer_);
    checkNamed("consumer", consumer_);
    mergeReads(consumer_.accesses);
    checkOrder();
    SmallVector<Operation *> nests; // an end that is one access is gone afterwards
    for (const End *end : {&producer_, &consumer_})
      if (end->nest->getNumRegions() > 0)
        nests.push_back(end->nest);
    rewrite();
    for (Operation *nest : nests)
      checkGridsIn(nest);
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
    std::vector<End> ends;
    for (Operation *nest : ordered) {
      End end{nest, {}, {}};
      collect(end, array_.memory, nest);
      for (const Access &access : end.accesses)
        (access.isWrite ? writers : readers).insert(nest);
      ends.push_back(std::move(end));
    }
    requireOne(writers, "written", "a stream has one producer");
    requireOne(readers, "read", "a stream has one consumer; copy the array for a second one");
    if (writers.front() == readers.front())
      context_.refuseAt(writers.front()->getLoc(),
                        nestText(context_, writers.front()) + " both writes and reads " + name(),
                        "a stream goes from one nest or call to a later one");
    for (End &end : ends)
      (end.nest == writers.front() ? producer_ : consumer_) = std::move(end);
    if (consumer_.nest->isBeforeInBlock(producer_.nest))
      context_.refuseAt(consumer_.nest->getLoc(), nestText(context_, consumer_.nest) + " reads " + name() + " before " +
                                                      nestText(context_, producer_.nest) + " writes it");
  }

  void collect(End &end, Value memory, Operation *root) {
    for (const Access &access : analysis::accessesTo(root, memory)) {
      if (auto call = dyn_cast<func::CallOp>(access.op)) {
        if (llvm::none_of(end.calls, [&](const auto &known) { return known.first == call; })) // it reads and writes
          enter(end, memory, call);
        continue;
      }
      if (!isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(access.op))
        context_.refuseAt(access.op->getLoc(), "line " + ir::lineOf(access.op) + " uses " + name() + " as a whole");
      end.accesses.push_back(access);
    }
  }

  // The callee with its parameter for the array; other calls keep the function as it is.
  void enter(End &end, Value memory, func::CallOp call) {
    auto callee = context_.module().lookupSymbol<func::FuncOp>(call.getCallee());
    std::string where = nestText(context_, call);
    if (!callee || callee.isExternal())
      context_.refuseAt(call.getLoc(), where + " takes " + name() + ", and the body of that function is not known");
    if (llvm::count(call.getOperands(), memory) != 1)
      context_.refuseAt(call.getLoc(), where + " takes " + name() + " several times");
    if (callsOf(context_.module(), call.getCallee()).size() > 1) {
      callee = copyFunction(context_, callee);
      call.setCallee(callee.getSymName());
    }
    unsigned index = llvm::find(call.getOperands(), memory) - call.operand_begin();
    end.calls.push_back({call, index});
    collect(end, callee.getArgument(index), callee);
  }

  // Both ends with the callees in the place of their calls, and what each access is there.
  void checkOrder() {
    analysis::InlinedCalls inlined({producer_.nest, consumer_.nest});
    ChannelEnd ends[2];
    for (auto [end, seen] : {std::pair(&producer_, &ends[0]), std::pair(&consumer_, &ends[1])}) {
      seen->nest = inlined.copyOf(end->nest);
      seen->accesses = analysis::accessesTo(seen->nest, inlined.copyOf(array_.memory));
    }
    for (const ChannelEnd &end : ends)
      if (isSpatial(end.nest))
        separateElements(end);
    if (auto obstacle = analysis::findChannelObstacle(ends[0], ends[1], array_.variable.getName(), separate_))
      context_.refuseIllegal(obstacle->text, obstacle->hint);
  }

  // A processing element gets streams of its own: the dimensions in which the place in the grid fixes the index. Loops
  // around the grid stand still while it runs.
  void separateElements(const ChannelEnd &end) {
    SmallVector<unsigned> fixed;
    for (unsigned dimension = 0; dimension < cast<MemRefType>(array_.memory.getType()).getRank(); ++dimension)
      if (llvm::all_of(end.accesses, [&](const Access &access) { return isFixed(access, dimension, end.nest); }) &&
          (!hasSeparated_ || llvm::is_contained(separate_, dimension)))
        fixed.push_back(dimension);
    separate_ = fixed;
    hasSeparated_ = true;
  }

  static bool isFixed(const Access &access, unsigned dimension, Operation *grid) {
    if (!access.isAffine)
      return false;
    AffineMap index = access.map.getSubMap({dimension});
    bool usesGrid = false;
    for (auto [position, operand] : llvm::enumerate(access.operands)) {
      bool isUsed = position < index.getNumDims() ? index.isFunctionOfDim(position)
                                                  : index.isFunctionOfSymbol(position - index.getNumDims());
      affine::AffineForOp loop = affine::getForInductionVarOwner(operand);
      if (!isUsed || !loop || loop->isProperAncestor(grid))
        continue;
      if (!isSpatial(loop))
        return false;
      usesGrid = true;
    }
    return usesGrid;
  }

  // Each stream joins one element of a grid to one.
  void checkGridsIn(Operation *nest) {
    nest->walk<WalkOrder::PreOrder>([&](affine::AffineForOp loop) {
      if (!isSpatial(loop) || isSpatial(loop->getParentOp()))
        return;
      Grid grid = gridAround(loop);
      analysis::InlinedCalls inlined(loop.getOperation());
      Band copies;
      for (affine::AffineForOp each : grid.loops)
        copies.push_back(inlined.copyOf(each));
      if (auto obstacle = analysis::findGridObstacle(copies))
        context_.refuseIllegal(obstacle->text, obstacle->hint);
    });
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
  void checkNamed(const std::string &parameter, const End &end) {
    if (!context_.isGiven(parameter))
      return;
    std::string text = context_.name(parameter);
    bool isIt = false;
    if (auto call = dyn_cast<func::CallOp>(end.nest)) {
      for (func::FuncOp function : findFunctions(context_.module(), text))
        isIt |= function.getSymName() == call.getCallee() || isCopyOf(call, function);
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

  bool isCopyOf(func::CallOp call, func::FuncOp function) {
    auto callee = context_.module().lookupSymbol<func::FuncOp>(call.getCallee());
    auto origin = callee->getAttrOfType<StringAttr>(ir::copyOfAttrName);
    return origin && origin.getValue() == function.getSymName();
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

  ir::StreamType streamType() const {
    auto type = cast<MemRefType>(array_.memory.getType());
    SmallVector<int64_t> extents;
    int64_t depth = 1;
    for (unsigned dimension = 0; dimension < type.getRank(); ++dimension)
      if (llvm::is_contained(separate_, dimension))
        extents.push_back(type.getDimSize(dimension));
      else
        depth *= type.getDimSize(dimension);
    if (context_.isGiven("depth"))
      depth = context_.integer("depth");
    return ir::StreamType::get(type.getContext(), {array_.variable.getType()}, depth, extents);
  }

  void rewrite() {
    auto alloca = array_.memory.getDefiningOp<memref::AllocaOp>();
    OpBuilder builder(alloca);
    auto stream = ir::StreamCreateOp::create(builder, alloca.getLoc(), streamType(), false);
    ir::VariableAttr variable = streamVariable();
    stream->setAttr(ir::varAttrName, variable);
    for (const End *end : {&producer_, &consumer_}) {
      for (auto [call, index] : end->calls)
        passStream(call, index, stream);
      for (const Access &access : end->accesses)
        convert(access, access.memory == array_.memory ? stream.getStream() : access.memory);
    }
    alloca.erase();
    refuseBrokenParallel(context_, array_.function);
    for (const End *end : {&producer_, &consumer_})
      for (auto [call, index] : end->calls)
        refuseBrokenParallel(context_, context_.module().lookupSymbol<func::FuncOp>(call.getCallee()));
    context_.addResult(array_.function, variable);
  }

  // The parameter becomes a stream, for calls further down too.
  void passStream(func::CallOp call, unsigned index, Value stream) {
    if (call.getOperand(index) == array_.memory)
      call.setOperand(index, stream);
    auto callee = context_.module().lookupSymbol<func::FuncOp>(call.getCallee());
    BlockArgument parameter = callee.getArgument(index);
    parameter.setType(stream.getType());
    ir::VariableAttr old = ir::variableOf(parameter);
    callee.setArgAttr(
        index, ir::varAttrName,
        ir::VariableAttr::get(callee.getContext(), old.getId(), old.getName().str(), old.getType(), false));
    callee.setFunctionType(
        FunctionType::get(callee.getContext(), callee.getBody().front().getArgumentTypes(), callee.getResultTypes()));
  }

  void convert(const Access &access, Value stream) {
    OpBuilder builder(access.op);
    Location location = access.op->getLoc();
    SmallVector<Value> subscripts;
    for (unsigned dimension : separate_) {
      OpFoldResult index = affine::makeComposedFoldedAffineApply(builder, location, access.map.getSubMap({dimension}),
                                                                 getAsOpFoldResult(ValueRange(access.operands)));
      subscripts.push_back(getValueOrCreateConstantIndexOp(builder, location, index));
    }
    if (access.isWrite) {
      ir::StreamWriteOp::create(builder, location, ValueRange{access.op->getOperand(0)}, stream, subscripts);
    } else {
      auto read = ir::StreamReadOp::create(builder, location, access.op->getResultTypes(), stream, subscripts);
      access.op->getResult(0).replaceAllUsesWith(read->getResult(0));
    }
    access.op->erase();
  }

  StepContext &context_;
  const ArrayArgument &array_;
  End producer_, consumer_;
  SmallVector<unsigned> separate_; // dimensions of the array that an array of streams has
  bool hasSeparated_ = false;
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
         "reads it reads them from there, and no memory is left. Where it is passed to functions, the parameters "
         "become streams; a function that is called elsewhere too is copied. Where one end is a grid that `unfold` "
         "made, each element gets streams of its own: the dimensions of the array in which the place in the grid fixes "
         "the index become those of an array of streams. Several reads of one element in one block become one.\n\n"
         "With `axis=`, a loop of a grid that `unfold` made, the array stays and the elements of the grid form chains: "
         "the links are an array of streams with a dimension for each loop of the grid, one longer along the axis, "
         "called ARRAY_links without `as=`. An element reads from its link what it read from the array, and passes the "
         "value on to the next link. Loops `NAME.in` before the grid write the first links, loops `NAME.out` behind it "
         "empty the last ones.",
     .legality =
         "A local array that one nest or call writes and one later nest or call of the same block reads. In each "
         "iteration of what is around the two, each element that is written is written once and read once, nothing "
         "else is read, and for every two elements the one that is written first is read first. The check is exact "
         "over integers; accesses that are not affine or under conditions on data are refused. Of elements "
         "that go through different streams the order is free, and each stream joins one element of a grid to one. "
         "With `axis=`: an array that the element reads and does not "
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
