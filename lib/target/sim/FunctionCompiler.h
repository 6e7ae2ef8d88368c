// One function of a scheduled graph as LLVM IR: the values of its nodes, and the cycles that its controllers take
// (docs/decisions/0014). A cycle is a number of 64 bits; what is started in cycle c is over in a cycle that the code
// computes beside the values, from the steps of the schedule.
#pragma once

#include "target/rtl/Graph.h"
#include "target/sim/Storage.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace allo::target::sim {

// What the functions of a design share.
struct ModuleContext {
  const rtl::Graph &graph;
  std::vector<Frame> frames; // by function
  llvm::Module &module;
  std::vector<llvm::Function *> functions; // by function; those before the one that is compiled are there
};

// { end, outputs … } function(start, frame, array parameters …, scalar arguments …)
class FunctionCompiler {
public:
  FunctionCompiler(ModuleContext &context, unsigned number);
  llvm::Function *compile();

private:
  using Value = llvm::Value *;
  using Values = llvm::SmallVector<llvm::Value *, 8>;
  using NodeId = rtl::NodeId;
  using BlockId = rtl::BlockId;

  // A value as its bits and, where floating-point arithmetic makes it, as a number whose NaN may be any: `bits` has the
  // one NaN that hardware gives, which costs time only where bits are looked at.
  struct NodeValue {
    Value bits = nullptr, number = nullptr;
  };
  struct Running { // a child that was started
    Value end = nullptr;
    std::vector<NodeValue> results;
  };

  // Control.cpp. `start`: the cycle before the first of the block or child; returned is its last cycle.
  class Steps;
  Value compileSequence(BlockId block, Value start);
  void compileStep(NodeId node, Steps &steps);
  Running compileChild(NodeId node, Value start);
  Running compileStarted(const rtl::Child &child, Value start);
  Running compileBranch(const rtl::Child &child, Value start);
  Running compileCall(const rtl::Child &child, Value start);
  std::vector<NodeId> inTimeOrder(BlockId block) const;

  // Loops.cpp
  Running compileLoop(const rtl::Child &child, Value start);
  Running compileCounted(const rtl::Child &child, Value start);
  Running compileWhile(const rtl::Child &child, Value start);
  Values initialState(const rtl::Child &child, Value start);
  Values nextState(const rtl::Child &child, Value clock);
  void append(Values &state, NodeId carried, NodeId from);
  void takeState(const rtl::Child &child, llvm::ArrayRef<llvm::Value *> state);
  std::vector<NodeValue> carriedOf(const rtl::Child &child, llvm::ArrayRef<llvm::Value *> state);
  Value compileIteration(const rtl::Child &child, Value clock);
  Value evaluate(const rtl::LinearBound &bound, llvm::ArrayRef<llvm::Value *> counters);
  Value bound(const std::vector<rtl::LinearBound> &bounds, bool isGreatest, llvm::ArrayRef<llvm::Value *> counters);
  Value pipelineEnd(const rtl::Block &body, Value start, Value trips);

  // Operations.cpp
  void compileNode(NodeId node);
  Value compileInteger(const rtl::Node &node);
  Value compileShift(const rtl::Node &node);
  Value compileDivision(const rtl::Node &node);
  Value compileConcat(const rtl::Node &node);

  // FloatOperations.cpp
  NodeValue compileFloat(const rtl::Node &node);
  NodeValue compileArithmetic(const rtl::Node &node);
  Value compileSign(const rtl::Node &node);
  Value compileExtremum(const rtl::Node &node);
  Value compileConversion(const rtl::Node &node);
  Value arithmetic(rtl::OperatorKind kind, llvm::ArrayRef<llvm::Value *> operands);
  Value roundingTo(rtl::OperatorKind kind, Value number);
  Value fromNumber(Value number, const rtl::FloatFormat &format);
  Value numberOf(NodeId node, const rtl::FloatFormat &format, bool flush = false);
  Value canonical(Value number, Value bits, const rtl::FloatFormat &format);
  Value exactly(const rtl::Node &node);
  bool makesNumber(NodeId node) const;
  llvm::Type *numberType(NodeId node); // of NodeValue::number; null: it has none

  // Accesses.cpp
  Value elementAddress(const rtl::Node &access);
  Value compileLoad(const rtl::Node &access);
  void compileStore(const rtl::Node &access);
  Value memoryAddress(rtl::MemoryId memory);
  llvm::Constant *table(const rtl::Memory &memory);
  void markDistinct(llvm::Instruction *access, rtl::MemoryId memory);

  // What is known of nodes.
  const rtl::Node &node(NodeId id) const { return function_.nodes[id]; }
  Value bits(NodeId id);
  NodeValue valueOf(NodeId id);
  void set(NodeId id, NodeValue value) { values_[id] = value; }

  // Types and constants.
  llvm::IntegerType *integer(unsigned width) { return builder_.getIntNTy(width); }
  Value cycles(int64_t count) { return builder_.getInt64(static_cast<uint64_t>(count)); }
  Value later(Value cycle, int64_t count) { return count == 0 ? cycle : builder_.CreateAdd(cycle, cycles(count)); }
  llvm::BasicBlock *newBlock(const char *name);
  // Runs `then` where the condition holds.
  void compileIf(Value condition, llvm::function_ref<void()> then);
  Value choose(llvm::BasicBlock *first, Value firstValue, llvm::BasicBlock *second, Value secondValue);
  NodeValue choose(llvm::BasicBlock *first, NodeValue firstValue, llvm::BasicBlock *second, NodeValue secondValue);

  // The cycles in which the steps of a sequence are reached, asked for in ascending order.
  class Steps {
  public:
    Steps(FunctionCompiler &compiler, BlockId block, Value start);
    Value reach(int64_t step); // all waits up to it are over
    void over(NodeId child, Value cycle) { ends_[child] = cycle; }

  private:
    FunctionCompiler &compiler_;
    std::map<int64_t, std::vector<NodeId>> waits_; // still to come
    std::map<NodeId, Value> ends_;
    int64_t step_ = 0;
    Value reached_;
  };

  ModuleContext &context_;
  const rtl::Function &function_;
  const Frame &frame_;
  unsigned number_;
  llvm::IRBuilder<> builder_;
  llvm::Function *code_ = nullptr;
  std::vector<NodeValue> values_;                    // by node
  std::map<NodeId, std::vector<NodeValue>> results_; // of children that were started
  std::vector<llvm::Value *> memories_;              // by memory
  std::vector<llvm::MDNode *> scopes_;               // by memory: its accesses, and
  std::vector<llvm::MDNode *> others_;               // those of all others
  mutable std::vector<int8_t> makesNumber_;          // by node; -1: not known yet
};

} // namespace allo::target::sim
