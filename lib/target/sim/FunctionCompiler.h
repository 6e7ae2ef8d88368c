// One function of a scheduled graph as LLVM IR: the values of its nodes, and the cycles that its controllers take
// (docs/decisions/0014, 0030). A cycle is a number of 64 bits; what is started in cycle c is over in a cycle that the
// code computes beside the values, from the steps of the schedule.
#pragma once

#include "target/rtl/Graph.h"
#include "target/sim/PipelinePlan.h"
#include "target/sim/Storage.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

#include <deque>

namespace allo::target::sim {

// What the functions of a design share.
struct ModuleContext {
  const rtl::Graph &graph;
  // What is wanted: values, times or both. Where only times are, values that vary are all zero.
  bool hasValues, hasTimes;
  std::vector<std::vector<bool>> varies; // by function and node; only for times alone
  std::deque<PipelinePlan> &plans;       // of times alone
  std::vector<Frame> frames;             // by function
  // By function and memory: a parameter of which calls give banks that do not lie one after the other. It is passed as
  // the address of a table of the addresses of its banks.
  std::vector<std::vector<bool>> isTable;
  std::vector<bool> sharesStreams; // by function: some call gives two of its streams one FIFO
  llvm::Module &module;
  std::vector<llvm::Function *> functions; // by function; those before the one that is compiled are there
  std::vector<llvm::Function *>
      processes;      // by function: one for all calls of it that are processes; null: not yet made
  int64_t mostCycles; // see compile()
};

// { end, outputs … } function(start, frame, array parameters …, stream parameters …, scalar arguments …)
// A stream is the address of a table of the FIFOs that it has.
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
    // Of a process, before it is over: where it leaves its results in its block of captures.
    std::vector<std::pair<unsigned, llvm::Type *>> resultWords;
  };
  // What code can see: that of the function, or that of a process, which gets what it uses in a block of captures.
  struct Code {
    llvm::Function *function = nullptr;
    Code *outer = nullptr; // of a process: the code that starts it
    Value frame = nullptr;
    std::vector<NodeValue> values;                    // by node
    std::vector<llvm::Value *> memories, streams;     // by number: the parameters
    std::map<NodeId, std::vector<NodeValue>> results; // of children that are over
    std::map<NodeId, llvm::Value *> moments; // of reads and groups: when they happened, for what depends on them in the
                                             // same cycle
    std::map<llvm::Value *, llvm::Value *> imports;           // by the value in the outer code
    std::vector<std::pair<llvm::Value *, unsigned>> captures; // values of the outer code, and their words
    unsigned words = 1;                                       // of the block; the first is the start, then the end
    Value slots = nullptr; // of a function of many calls: room for what is known of each child while it runs
    bool isPart = false;   // runs while the outer code waits for it
  };
  // The cycles in which the steps of a sequence are reached, asked for in ascending order.
  class Steps {
  public:
    Steps(FunctionCompiler &compiler, BlockId block, Value start);
    Value reach(int64_t step);          // all waits up to it are over, and all that has held it up so far
    Value arrive(int64_t step);         // when it began
    void hold(Value cycle);             // the step that was reached lasts at least until this cycle
    void offer() { hasOffers_ = true; } // it lasts until what was offered in it has been written
    // A child that was started: one that has been executed, or a process.
    void add(NodeId child, Running running, Value slot) {
      running_[child] = std::move(running);
      slots_[child] = slot;
    }

  private:
    FunctionCompiler &compiler_;
    std::map<int64_t, std::vector<NodeId>> waits_; // still to come
    std::map<NodeId, Running> running_;
    std::map<NodeId, Value> slots_; // of processes
    int64_t step_ = 0;
    Value arrived_, reached_;
    bool hasOffers_ = false;
    void advance(int64_t step);
  };

  // Control.cpp. `start`: the cycle before the first of the block or child; returned is its last cycle.
  Value compileSequence(BlockId block, Value start);
  void compileStep(NodeId node, Steps &steps);
  Running compileChild(NodeId node, Value start);
  Running compileStarted(const rtl::Child &child, Value start);
  Running compileBranch(const rtl::Child &child, Value start);
  Running compileCall(const rtl::Child &child, Value start);
  Values operandsOf(const rtl::Child &call, Value start);
  std::vector<NodeId> inTimeOrder(BlockId block) const;
  llvm::BasicBlock *newBlock(const char *name);
  void compileIf(Value condition, llvm::function_ref<void()> then); // runs `then` where the condition holds
  Value choose(llvm::BasicBlock *first, Value firstValue, llvm::BasicBlock *second, Value secondValue);
  NodeValue choose(llvm::BasicBlock *first, NodeValue firstValue, llvm::BasicBlock *second, NodeValue secondValue);

  // Loops.cpp
  Running compileLoop(const rtl::Child &child, Value start);
  Running compileCounted(const rtl::Child &child, Value start);
  Running compileWhile(const rtl::Child &child, Value start);
  void checkLimit(const rtl::Child &loop, Value cycle);
  Values initialState(const rtl::Child &child, Value start);
  Values nextState(const rtl::Child &child, Value clock);
  void append(Values &state, NodeId carried, NodeId from);
  void takeState(const rtl::Child &child, llvm::ArrayRef<llvm::Value *> state);
  std::vector<NodeValue> carriedOf(const rtl::Child &child, llvm::ArrayRef<llvm::Value *> state);
  Value compileIteration(const rtl::Child &child, Value clock);
  Value evaluate(const rtl::LinearBound &bound, llvm::ArrayRef<llvm::Value *> counters);
  Value bound(const std::vector<rtl::LinearBound> &bounds, bool isGreatest, llvm::ArrayRef<llvm::Value *> counters);
  Value pipelineEnd(const rtl::Child &loop, Value start, Value trips);
  struct Dimension { // of a counted loop
    llvm::BasicBlock *header = nullptr;
    llvm::PHINode *counter = nullptr;
    Value upper = nullptr;
    llvm::SmallVector<llvm::PHINode *> state;
  };
  void closeDimension(Dimension &dimension, Value next, llvm::ArrayRef<llvm::Value *> state, llvm::BasicBlock *after);

  // ProcessCode.cpp
  bool runsBeside(NodeId child);
  Value startProcess(NodeId child, Value start, Running &running);
  llvm::Function *processOf(const rtl::Child &child, Code &captured, Running &running);
  llvm::Function *processOfCall(const rtl::Child &call, Value start, Code &captured, Running &running);
  void joinProcess(Value slot, Running &running);
  Value slotsIn(Code &code);
  Value slotOf(const rtl::Child &child);
  void releaseSlots();
  llvm::Function *compileApart(Code &apart, const std::string &name, llvm::function_ref<void(Value block)> compile);
  Value compilePart(llvm::function_ref<Value()> compile);
  bool isPlainProcess(NodeId child);
  void startTogether(llvm::ArrayRef<NodeId> children, Steps &steps);
  Value joinTogether(llvm::ArrayRef<NodeId> children, std::map<NodeId, Running> &running);
  Value importValue(Code &code, Value outer);
  NodeValue valueIn(Code &code, NodeId id);
  Value memoryIn(Code &code, rtl::MemoryId id);
  Value streamIn(Code &code, rtl::StreamId id);
  Value frameIn(Code &code);
  Value loadWord(llvm::IRBuilder<> &builder, Value block, unsigned word, llvm::Type *type);
  void storeWord(Value value, Value block, unsigned word);

  // Streams.cpp
  bool hasStreams(BlockId block) const;
  Value compileStream(NodeId id, Steps &steps);
  Value compileStreamAt(NodeId id, int64_t &reads);
  Value momentOf(NodeId operation);
  Value compileGuarded(const rtl::Node &node, llvm::function_ref<Value()> operate);
  Value ask(const rtl::Node &node, Value cycle);
  struct Pipeline {
    int64_t interval, stages;
    bool overlaps, readsInAdvance; // see PipelineTiming
  };
  Pipeline pipelineOf(const rtl::Child &loop) const;
  void beginPipeline(const rtl::Child &loop, Value start);
  void compilePipelineWithStreams(const rtl::Child &loop);
  Value tripCount(const rtl::Child &loop);
  Value fifoOf(const rtl::StreamPlace &place);
  Value wordsForCall(unsigned words);
  Value tableOf(const rtl::StreamPlace &place, const rtl::Stream &formal);
  Value elementPlace(const rtl::Node &node);
  Value elementIn(const rtl::Node &node, Value place, Value found);
  Value callRuntime(const char *name, llvm::Type *result, llvm::ArrayRef<llvm::Value *> operands);
  Value stackWords(unsigned words);

  // StreamValues.cpp
  Value compileStreamValue(NodeId id);
  Value elementOf(const rtl::Node &operation, Value queue, Value number);
  Value accessElement(const rtl::Node &operation, Value place, bool isDistinct);
  std::vector<NodeId> entangledGroupOf(NodeId operation) const;
  Value isReady(llvm::ArrayRef<NodeId> group);
  void compileGroupOfValues(llvm::ArrayRef<NodeId> group);
  bool runsInBatches(const rtl::Child &loop) const;
  Value beginBatch(const rtl::Child &loop, Value left);
  void endBatch();

  // CompilePlans.cpp
  bool runsByPlan(const rtl::Child &loop) const;
  std::vector<NodeId> plannedOperations(const rtl::Child &loop) const;
  const PipelinePlan &planOf(const rtl::Child &loop);
  Value beginDecisions(const rtl::Child &loop);
  void recordDecisions(const rtl::Child &loop, Value entryPlace);
  Value runByPlan(const rtl::Child &loop, Value start, Value trips);

  // StreamGroups.cpp
  std::vector<NodeId> groupOf(NodeId operation) const;
  void compileNeeded(NodeId id, std::vector<NodeId> &compiled);
  void compilePredicate(NodeId id, std::vector<NodeId> &compiled);
  void compileGroup(llvm::ArrayRef<NodeId> group,
                    llvm::function_ref<Value(NodeId, Value place, Value earliest)> attempt,
                    llvm::function_ref<void()> wait);
  void compileGroupInStep(llvm::ArrayRef<NodeId> group, Steps &steps);
  void compileGroupInPipeline(llvm::ArrayRef<NodeId> group, int64_t &reads);

  // Operations.cpp
  void compileNode(NodeId node);
  void setNothing(NodeId node);
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
  Value bankAddress(rtl::MemoryId id, Value bank);
  Value memoryFor(const rtl::Child &call, unsigned parameter);
  Value compileLoad(const rtl::Node &access);
  void compileStore(const rtl::Node &access);
  llvm::Constant *table(const rtl::Memory &memory);
  void makeScopes();
  void markDistinct(llvm::Instruction *access, const rtl::Node &self);

  const rtl::Node &node(NodeId id) const { return function_.nodes[id]; }
  NodeValue valueOf(NodeId id) { return valueIn(*code_, id); }
  Value bits(NodeId id) { return valueOf(id).bits; }
  void set(NodeId id, NodeValue value) { code_->values[id] = value; }
  Value memory(rtl::MemoryId id) { return memoryIn(*code_, id); }
  Value stream(rtl::StreamId id) { return streamIn(*code_, id); }
  llvm::IntegerType *integer(unsigned width) { return builder_.getIntNTy(width); }
  Value cycles(int64_t count) { return builder_.getInt64(static_cast<uint64_t>(count)); }
  Value later(Value cycle, int64_t count) { return count == 0 ? cycle : builder_.CreateAdd(cycle, cycles(count)); }

  ModuleContext &context_;
  const rtl::Function &function_;
  const Frame &frame_;
  unsigned number_;
  llvm::IRBuilder<> builder_;
  Code own_;
  Code *code_ = &own_;                                    // that is being made
  std::map<rtl::MemoryId, llvm::Constant *> tables_;      // constant ones
  std::vector<llvm::MDNode *> scopes_, others_;           // accesses that meet no others, and those others
  std::map<const rtl::Node *, unsigned> operationScopes_; // of operations on streams; of memories: their numbers
  std::map<const rtl::Child *, const PipelinePlan *> plans_;
  // Of the batch that is being made: where an operation finds its elements, and what the ends of streams are after it.
  struct BatchAccess {
    Value first;
    int64_t stride; // bytes from one iteration to the next
  };
  struct BatchEnd {
    Value queue, position;
    unsigned field;
  };
  std::map<NodeId, BatchAccess> batch_;
  std::vector<BatchEnd> batchEnds_;
  Value batchPosition_ = nullptr; // iterations of the batch before this one
  bool hasManyCalls_;
  std::vector<bool> touchesStreams_;        // by node
  mutable std::vector<int8_t> makesNumber_; // by node; -1: not known yet
};

} // namespace allo::target::sim
