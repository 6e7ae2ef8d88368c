#include "schedule/StreamWords.h"

#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"
#include "schedule/Layouts.h"
#include "schedule/LoopBand.h"
#include "schedule/WordGroups.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

void refuseWideWord(const StepContext &context, const WordShape &shape) {
  if (shape.factor <= ir::maximalWidth && shape.elementBits() * shape.factor <= ir::maximalWidth)
    return;
  context.refuse("a word of " + std::to_string(shape.factor) + " elements of " + ir::spelling(shape.element) +
                     (shape.factor <= ir::maximalWidth ? " would have " + std::to_string(shape.bits()) + " bits"
                                                       : " is too wide") +
                     ", and words have up to " + std::to_string(ir::maximalWidth),
                 "factors from 2 to " + std::to_string(ir::maximalWidth / shape.elementBits()) + " are possible");
}

void setVariableType(StepContext &context, Value memory, ir::CType type) {
  ir::VariableAttr old = ir::variableOf(memory);
  MLIRContext *mlirContext = memory.getContext();
  auto variable = ir::VariableAttr::get(mlirContext, old.getId(), old.getName(), ir::CTypeAttr::get(mlirContext, type),
                                        old.getIsConst());
  auto function = cast<func::FuncOp>(functionOf(memory));
  if (auto argument = dyn_cast<BlockArgument>(memory)) {
    function.setArgAttr(argument.getArgNumber(), ir::varAttrName, variable);
    function.setFunctionType(
        FunctionType::get(mlirContext, function.getBody().front().getArgumentTypes(), function.getResultTypes()));
  } else {
    memory.getDefiningOp()->setAttr(ir::varAttrName, variable);
  }
  context.noteSetBy(function, variable.getId(), "type");
}

WordVariable::WordVariable(StepContext &context, affine::AffineForOp loop, const std::string &name,
                           const WordShape &shape)
    : location_(loop.getLoc()) {
  OpBuilder builder(loop);
  MLIRContext *mlirContext = builder.getContext();
  auto alloca =
      memref::AllocaOp::create(builder, location_, MemRefType::get({}, ir::elementType(mlirContext, shape.type())));
  auto function = loop->getParentOfType<func::FuncOp>();
  alloca->setAttr(ir::varAttrName, ir::VariableAttr::get(mlirContext, context.freshId(function), name,
                                                         ir::CTypeAttr::get(mlirContext, shape.type()), false));
  memory_ = alloca;
  set(builder, WordMath(builder, location_, shape).zero());
}

Value WordVariable::get(OpBuilder &builder) {
  return affine::AffineLoadOp::create(builder, location_, memory_, ValueRange());
}

void WordVariable::set(OpBuilder &builder, Value word) {
  affine::AffineStoreOp::create(builder, location_, word, memory_, ValueRange());
}

namespace {

// One word's worth of operations of one kind: all iterations of `loop` by one operation, or the operations in order.
struct StreamGroup {
  affine::AffineForOp loop; // or null
  SmallVector<Operation *> operations;
};

class StreamPacking {
public:
  StreamPacking(StepContext &context, const ArrayArgument &stream)
      : context_(context), stream_(stream), type_(cast<ir::StreamType>(stream.memory.getType())),
        shape_{stream.variable.getType().getValue(), context.integer("factor")},
        streams_(sameArray(context.module(), stream.memory)) {}

  void run() {
    check();
    findGroups();
    llvm::SetVector<Operation *> functions;
    for (Value stream : streams_)
      functions.insert(functionOf(stream));
    int64_t depth = shape_.wordsFor(type_.getDepth());
    auto words = ir::StreamType::get(type_.getContext(), {ir::CTypeAttr::get(type_.getContext(), shape_.type())}, depth,
                                     type_.getExtents());
    for (Value stream : streams_) {
      stream.setType(words);
      setVariableType(context_, stream, shape_.type());
    }
    for (const StreamGroup &group : groups_)
      isa<ir::StreamReadOp>(group.operations.front()) ? rewriteReads(group) : rewriteWrites(group);
    for (Operation *function : functions)
      refuseBrokenParallel(context_, function);
  }

private:
  void check() {
    if (context_.isGiven("dim"))
      context_.refuse(context_.describe(stream_.memory) + " is a stream, which has no dimensions", "leave dim= out");
    if (type_.getElements().size() != 1)
      context_.refuse("an element of " + context_.describe(stream_.memory) + " has several scalars",
                      "pack streams of scalars");
    refuseWideWord(context_, shape_);
    for (Value stream : streams_) {
      if (ir::directiveOf(stream, "stream"))
        context_.refuse(context_.describe(stream) + " has the directive stream, which tells the HLS tool a depth",
                        "leave the pragma or the directive out");
      for (Operation *user : stream.getUsers())
        if (!isa<ir::StreamReadOp, ir::StreamWriteOp, func::CallOp>(user))
          context_.refuseAt(user->getLoc(),
                            "line " + ir::lineOf(user) + " asks how many elements " + context_.describe(stream) +
                                " holds, which words do not tell",
                            "only streams with reads and writes that wait can be packed");
    }
  }

  static ValueRange indicesOf(Operation *op) {
    if (auto read = dyn_cast<ir::StreamReadOp>(op))
      return read.getIndices();
    return cast<ir::StreamWriteOp>(op).getIndices();
  }

  [[noreturn]] void refuseLoose(Operation *op) {
    std::string factor = std::to_string(shape_.factor);
    context_.refuseAt(op->getLoc(),
                      "the " + std::string(isa<ir::StreamReadOp>(op) ? "read" : "write") + " of " +
                          context_.describe(stream_.memory) + " on line " + ir::lineOf(op) +
                          " is not one of a group of " + factor + " without another operation on it between",
                      "it has to stand directly in a loop of exactly " + factor +
                          " iterations (split makes one), or with others in one block");
  }

  // Of a loop: the one operation on the stream in it, in each of `factor` iterations, on one stream of an array.
  bool isWholeLoop(Operation *op) {
    auto loop = dyn_cast<affine::AffineForOp>(op->getParentOp());
    return loop && analysis::tripCount(loop) == shape_.factor && loop.getStepAsInt() == 1 &&
           loop.hasConstantLowerBound() &&
           llvm::all_of(indicesOf(op), [&](Value index) { return loop.isDefinedOutsideOfLoop(index); }) &&
           llvm::none_of(*loop.getBody(), [&](Operation &other) { return &other != op && usesAny(&other, streams_); });
  }

  static Value streamOf(Operation *op) {
    if (auto read = dyn_cast<ir::StreamReadOp>(op))
      return read.getStream();
    return cast<ir::StreamWriteOp>(op).getStream();
  }

  static bool isAlike(Operation *left, Operation *right) {
    return left->getName() == right->getName() && streamOf(left) == streamOf(right) &&
           indicesOf(left) == indicesOf(right);
  }

  // The groups of one block, whose operations that use the streams are `users`.
  void addGroups(ArrayRef<Operation *> users) {
    auto factor = static_cast<size_t>(shape_.factor);
    while (!users.empty()) {
      Operation *op = users.front();
      if (!isa<ir::StreamReadOp, ir::StreamWriteOp>(op)) {
        users = users.drop_front();
      } else if (users.size() == 1 && isWholeLoop(op)) {
        groups_.push_back({cast<affine::AffineForOp>(op->getParentOp()), {op}});
        return;
      } else {
        for (size_t i = 0; i < factor; ++i)
          if (i == users.size() || !isAlike(op, users[i]))
            refuseLoose(op);
        groups_.push_back({{}, SmallVector<Operation *>(users.take_front(factor))});
        users = users.drop_front(factor);
      }
    }
  }

  void findGroups() {
    llvm::SetVector<Block *> blocks;
    for (Value stream : streams_)
      for (Operation *user : stream.getUsers())
        blocks.insert(user->getBlock());
    for (Block *block : blocks) {
      SmallVector<Operation *> users;
      for (Operation &op : *block)
        if (usesAny(&op, streams_))
          users.push_back(&op);
      addGroups(users);
    }
  }

  // Lane k is the k-th element of a group.
  Value laneDistance(WordMath &math, affine::AffineForOp loop) {
    AffineExpr lane = getAffineDimExpr(0, loop.getContext()) - loop.getConstantLowerBound();
    return math.distance(lane, 1, loop.getInductionVar());
  }

  void rewriteReads(const StreamGroup &group) {
    auto first = cast<ir::StreamReadOp>(group.operations.front());
    OpBuilder builder(group.loop ? group.loop : first.getOperation());
    Type type = ir::elementType(builder.getContext(), shape_.type());
    Value word =
        ir::StreamReadOp::create(builder, first.getLoc(), type, first.getStream(), first.getIndices())->getResult(0);
    for (auto [lane, op] : llvm::enumerate(group.operations)) {
      OpBuilder here(op);
      WordMath math(here, op->getLoc(), shape_);
      Value distance = group.loop ? laneDistance(math, group.loop) : math.distance(static_cast<int64_t>(lane));
      op->getResult(0).replaceAllUsesWith(math.element(word, distance));
      op->erase();
    }
  }

  void rewriteWrites(const StreamGroup &group) {
    auto last = cast<ir::StreamWriteOp>(group.operations.back());
    OpBuilder builder(last);
    WordMath math(builder, last.getLoc(), shape_);
    Value word;
    if (group.loop) {
      WordVariable variable(context_, group.loop, ir::nameOf(last.getStream()) + ".word", shape_);
      variable.set(builder,
                   math.withElement(variable.get(builder), last.getValues().front(), laneDistance(math, group.loop)));
      builder.setInsertionPointAfter(group.loop);
      word = variable.get(builder);
    } else {
      SmallVector<Value> elements;
      for (Operation *op : group.operations)
        elements.push_back(cast<ir::StreamWriteOp>(op).getValues().front());
      word = math.wordOf(elements);
    }
    ir::StreamWriteOp::create(builder, last.getLoc(), ValueRange{word}, last.getStream(), last.getIndices());
    for (Operation *op : group.operations)
      op->erase();
  }

  StepContext &context_;
  const ArrayArgument &stream_;
  ir::StreamType type_;
  WordShape shape_;
  SmallVector<Value> streams_;
  std::vector<StreamGroup> groups_;
};

} // namespace

void packStream(StepContext &context, const ArrayArgument &stream) { StreamPacking(context, stream).run(); }

} // namespace allo::schedule
