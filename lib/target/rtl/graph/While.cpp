// Loops whose end is decided inside an iteration: scf.while, and scf.for with a step that is not a constant.
#include "target/rtl/graph/FunctionBuilder.h"

#include "ir/Naming.h"

using namespace mlir;

namespace allo::target::rtl {

// A body block for a loop without counters.
unsigned FunctionBuilder::openWhile(Operation *loop) {
  unsigned number = addChild(Child::loop, loop);
  BlockId body = table_.addBlock(table_.block, number);
  Child &child = function.children[number];
  child.body = body;
  ir::LoopAttr attribute = ir::loopOf(loop);
  child.name = attribute ? attribute.getName().str() : "while";
  child.path = pathOf(loop);
  requestPipeline(child, loop);
  return number;
}

// Result k of a while loop is what the next value of carried k is in the iteration that ends it: the values that leave
// the loop are carried for that alone.
void FunctionBuilder::closeWhile(unsigned number, Operation *loop, llvm::ArrayRef<NodeId> leaving, BlockId around,
                                 NodeId predicate) {
  table_.block = function.children[number].body;
  llvm::SmallVector<unsigned> carried(loop->getNumResults(), 0);
  for (auto [i, value] : llvm::enumerate(leaving)) {
    if (loop->getResult(i).use_empty())
      continue;
    carried[i] = function.children[number].carried.size();
    unsigned width = table_[value].width;
    NodeId node = addCarried(number, table_.constant(width, 0), width, table_[value].name);
    table_.at(node).operands[1] = value;
  }
  table_.block = around;
  predicate_ = predicate;
  table_.place = ir::placeOf(loop->getLoc());
  addChildNode(number, predicate);
  for (auto [i, value] : llvm::enumerate(leaving))
    if (!loop->getResult(i).use_empty()) {
      NodeId result = addResult(number, carried[i], table_[value].width, table_[value].name);
      table_.narrow(result, IntegerRange(table_.range(value)));
      define(loop->getResult(i), result);
    }
}

void FunctionBuilder::visitWhile(scf::WhileOp loop) {
  BlockId around = table_.block;
  unsigned number = openWhile(loop);
  BlockId body = function.children[number].body;
  NodeId outerPredicate = std::exchange(predicate_, noId);
  llvm::SmallVector<NodeId> carried;
  for (auto [initial, argument] : llvm::zip_equal(loop.getInits(), loop.getBeforeArguments())) {
    NodeId value = fullNode(initial);
    carried.push_back(addCarried(number, value, widthOf(initial.getType()), nameAt(argument, table_[value].name)));
    define(argument, carried.back());
  }
  table_.block = body;
  visitBlock(*loop.getBeforeBody());
  scf::ConditionOp end = loop.getConditionOp();
  NodeId isRunning = condition(end.getCondition());
  function.children[number].condition = isRunning;
  llvm::SmallVector<NodeId> leaving;
  for (auto [value, argument] : llvm::zip_equal(end.getArgs(), loop.getAfterArguments())) {
    leaving.push_back(nodeOf(value));
    define(argument, leaving.back());
  }
  predicate_ = table_.isConstant(isRunning) && !table_[isRunning].bits.isZero() ? noId : isRunning;
  visitBlock(*loop.getAfterBody());
  for (auto [value, node] : llvm::zip_equal(loop.getYieldOp().getOperands(), carried))
    table_.at(node).operands[1] = fullNode(value);
  closeWhile(number, loop, leaving, around, outerPredicate);
}

// A step that is not a constant: i is a value that the loop carries, i < upper its condition.
void FunctionBuilder::visitDynamicStep(scf::ForOp loop) {
  BlockId around = table_.block;
  NodeId step = nodeOf(loop.getStep()), upper = nodeOf(loop.getUpperBound()), first = nodeOf(loop.getLowerBound());
  unsigned number = openWhile(loop);
  BlockId body = function.children[number].body;
  NodeId outerPredicate = std::exchange(predicate_, noId);
  llvm::SmallVector<NodeId> carried;
  for (auto [initial, argument] : llvm::zip_equal(loop.getInitArgs(), loop.getRegionIterArgs())) {
    NodeId value = fullNode(initial);
    carried.push_back(addCarried(number, value, widthOf(initial.getType()), nameAt(argument, table_[value].name)));
    define(argument, carried.back());
  }
  // One bit more than the index has: it may pass the last value.
  IntegerRange sum = table_.range(upper).plus(table_.range(step));
  unsigned width = std::max(table_[first].width, sum.isKnown ? sum.signedWidth() : 65);
  NodeId counter = addCarried(number, table_.resize(first, width), width, function.children[number].name);
  define(loop.getInductionVar(), table_.resize(counter, std::min(width, 64u)));
  table_.block = body;
  NodeId isRunning = table_.compare(OperatorKind::lessSigned, counter, upper);
  function.children[number].condition = isRunning;
  predicate_ = isRunning;
  visitBlock(*loop.getBody());
  for (auto [value, node] : llvm::zip_equal(loop.getBody()->getTerminator()->getOperands(), carried))
    table_.at(node).operands[1] = fullNode(value);
  NodeId next = table_.addition(counter, step, width);
  table_.at(counter).operands[1] = next;
  closeWhile(number, loop, carried, around, outerPredicate);
}

} // namespace allo::target::rtl
