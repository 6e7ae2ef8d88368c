// Loops. Iterations of a pipelined one are executed one after the other: its schedule keeps all dependences, so values
// are those of the hardware, and how long it takes follows from how often it iterates.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

namespace {
llvm::SmallVector<llvm::PHINode *> phisFor(llvm::IRBuilder<> &builder, llvm::ArrayRef<llvm::Value *> values,
                                           llvm::BasicBlock *from) {
  llvm::SmallVector<llvm::PHINode *> phis;
  for (llvm::Value *value : values) {
    phis.push_back(builder.CreatePHI(value->getType(), 2));
    phis.back()->addIncoming(value, from);
  }
  return phis;
}

void addIncoming(llvm::ArrayRef<llvm::PHINode *> phis, llvm::ArrayRef<llvm::Value *> values, llvm::BasicBlock *from) {
  for (size_t i = 0; i < phis.size(); ++i)
    phis[i]->addIncoming(values[i], from);
}

llvm::SmallVector<llvm::Value *, 8> valuesOf(llvm::ArrayRef<llvm::PHINode *> phis) {
  return {phis.begin(), phis.end()};
}
} // namespace

//===-- What goes from one iteration to the next ------------------------------------------------------------------===//

// First the clock: the cycle in which the iteration before ended; of a pipelined loop how many there were.
FunctionCompiler::Values FunctionCompiler::initialState(const Child &child, Value start) {
  bool isPipelined = function_.blocks[child.body].isPipelined;
  Values state{isPipelined ? cycles(0) : start};
  for (NodeId carried : child.carried)
    append(state, carried, node(carried).operands[0]);
  return state;
}

void FunctionCompiler::append(Values &state, NodeId carried, NodeId from) {
  NodeValue value = valueOf(from);
  state.push_back(value.bits);
  if (llvm::Type *type = numberType(carried))
    state.push_back(value.number ? value.number : builder_.CreateBitCast(value.bits, type));
}

std::vector<FunctionCompiler::NodeValue> FunctionCompiler::carriedOf(const Child &child,
                                                                     llvm::ArrayRef<llvm::Value *> state) {
  std::vector<NodeValue> values;
  size_t next = 1;
  for (NodeId carried : child.carried) {
    NodeValue value{state[next++], nullptr};
    if (numberType(carried))
      value.number = state[next++];
    values.push_back(value);
  }
  return values;
}

void FunctionCompiler::takeState(const Child &child, llvm::ArrayRef<llvm::Value *> state) {
  std::vector<NodeValue> values = carriedOf(child, state);
  for (size_t i = 0; i < values.size(); ++i)
    set(child.carried[i], values[i]);
}

FunctionCompiler::Values FunctionCompiler::nextState(const Child &child, Value clock) {
  Values state{clock};
  for (NodeId carried : child.carried)
    append(state, carried, node(carried).operands[1]);
  return state;
}

//===-- Counted loops ---------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::evaluate(const LinearBound &bound, llvm::ArrayRef<llvm::Value *> counters) {
  Value sum = cycles(bound.constant);
  for (const LinearBound::Term &term : bound.terms) {
    Value value =
        term.isCounter ? counters[term.index] : builder_.CreateSExtOrTrunc(bits(term.index), builder_.getInt64Ty());
    if (term.coefficient != 1)
      value = builder_.CreateMul(value, cycles(term.coefficient), "", false, true);
    sum = builder_.CreateAdd(sum, value, "", false, true);
  }
  if (bound.divisor == 1)
    return sum;
  // Rounded down.
  Value quotient = builder_.CreateSDiv(sum, cycles(bound.divisor));
  Value rest = builder_.CreateSRem(sum, cycles(bound.divisor));
  return builder_.CreateAdd(quotient, builder_.CreateSExt(builder_.CreateICmpSLT(rest, cycles(0)), sum->getType()));
}

FunctionCompiler::Value FunctionCompiler::bound(const std::vector<LinearBound> &bounds, bool isGreatest,
                                                llvm::ArrayRef<llvm::Value *> counters) {
  Value best = nullptr;
  for (const LinearBound &one : bounds) {
    Value value = evaluate(one, counters);
    best =
        !best ? value
              : builder_.CreateBinaryIntrinsic(isGreatest ? llvm::Intrinsic::smax : llvm::Intrinsic::smin, best, value);
  }
  return best;
}

FunctionCompiler::Running FunctionCompiler::compileLoop(const Child &child, Value start) {
  return child.counters.empty() ? compileWhile(child, start) : compileCounted(child, start);
}

// One iteration; the clock after it.
FunctionCompiler::Value FunctionCompiler::compileIteration(const Child &child, Value clock) {
  const Block &body = function_.blocks[child.body];
  if (!body.isPipelined)
    return compileSequence(child.body, clock);
  if (hasStreams(child.body))
    compilePipelineWithStreams(child);
  else
    for (NodeId id : body.nodes)
      compileNode(id);
  return later(clock, 1);
}

// Of a pipelined loop that has iterated so often.
FunctionCompiler::Value FunctionCompiler::pipelineEnd(const Child &child, Value start, Value trips) {
  const Block &body = function_.blocks[child.body];
  if (!context_.hasTimes)
    return start;
  if (runsByPlan(child))
    return runByPlan(child, start, trips);
  if (hasStreams(child.body)) {
    Value end = callRuntime("allo.sim.end_of_pipeline", builder_.getInt64Ty(), {cycles(body.depth)});
    return builder_.CreateSelect(builder_.CreateICmpEQ(trips, cycles(0)), later(start, 1), end);
  }
  Value issued = builder_.CreateMul(builder_.CreateSub(trips, cycles(1)), cycles(body.interval));
  Value end = builder_.CreateAdd(start, later(issued, body.depth));
  return builder_.CreateSelect(builder_.CreateICmpEQ(trips, cycles(0)), later(start, 1), end);
}

void FunctionCompiler::closeDimension(Dimension &dimension, Value next, llvm::ArrayRef<llvm::Value *> state,
                                      llvm::BasicBlock *after) {
  llvm::BasicBlock *latch = builder_.GetInsertBlock();
  dimension.counter->addIncoming(next, latch);
  addIncoming(dimension.state, state, latch);
  builder_.CreateCondBr(builder_.CreateICmpSLT(next, dimension.upper), dimension.header, after);
}

// Dimensions inside run at least once (Graph.h).
FunctionCompiler::Running FunctionCompiler::compileCounted(const Child &child, Value start) {
  const Block &body = function_.blocks[child.body];
  std::vector<Dimension> dimensions;
  beginPipeline(child, start);
  bool isByPlan = runsByPlan(child), isInBatches = runsInBatches(child);
  Value decisions = isByPlan ? beginDecisions(child) : nullptr;
  Values counters, state = initialState(child, start);
  llvm::BasicBlock *before = nullptr, *exit = newBlock("exit");
  Values initial = state;
  initial[0] = body.isPipelined ? state[0] : later(start, 1); // nothing to do takes a cycle
  auto open = [&](llvm::BasicBlock *header, Value lower, Value upper) {
    llvm::BasicBlock *from = builder_.GetInsertBlock();
    if (dimensions.empty()) {
      before = from;
      builder_.CreateCondBr(builder_.CreateICmpSLT(lower, upper), header, exit);
    } else {
      builder_.CreateBr(header);
    }
    builder_.SetInsertPoint(header);
    Dimension &dimension = dimensions.emplace_back(Dimension{header, nullptr, upper, {}});
    dimension.counter = builder_.CreatePHI(builder_.getInt64Ty(), 2, header->getName());
    dimension.counter->addIncoming(lower, from);
    dimension.state = phisFor(builder_, state, from);
    state = valuesOf(dimension.state);
    return dimension.counter;
  };
  for (const Counter &counter : child.counters) {
    Value lower = bound(counter.lower, true, counters), upper = bound(counter.upper, false, counters);
    counters.push_back(open(newBlock(counter.name.c_str()), lower, upper));
  }
  // Inside the innermost dimension one of so many iterations, which counts from zero.
  int64_t step = child.counters.back().step;
  Value first = counters.back(), inBatch = nullptr;
  if (isInBatches) {
    Value left = builder_.CreateSub(dimensions.back().upper, first);
    inBatch = beginBatch(child, builder_.CreateSDiv(later(left, step - 1), cycles(step)));
    batchPosition_ = open(newBlock("batch"), cycles(0), inBatch);
    counters.back() = builder_.CreateAdd(first, builder_.CreateMul(batchPosition_, cycles(step)), "", false, true);
  }
  takeState(child, state);
  for (NodeId id : body.nodes)
    if (node(id).kind == NodeKind::counter)
      set(id, {builder_.CreateTrunc(counters[node(id).index], integer(node(id).width), "", false, true), nullptr});
  if (isByPlan)
    recordDecisions(child, decisions);
  Value clock = isByPlan ? later(state[0], 1) : compileIteration(child, state[0]);
  state = nextState(child, clock);
  if (isInBatches) {
    llvm::BasicBlock *after = newBlock("next");
    closeDimension(dimensions.back(), later(batchPosition_, 1), state, after);
    dimensions.pop_back();
    builder_.SetInsertPoint(after);
    endBatch();
  }
  for (size_t d = dimensions.size(); d-- > 0;) {
    bool isInnermost = d + 1 == dimensions.size();
    Value steps = cycles(child.counters[d].step);
    if (isInnermost && isInBatches)
      steps = builder_.CreateMul(steps, inBatch);
    Value next = builder_.CreateAdd(dimensions[d].counter, steps, "", false, true);
    llvm::BasicBlock *after = d == 0 ? exit : newBlock("next");
    closeDimension(dimensions[d], next, state, after);
    if (d > 0)
      builder_.SetInsertPoint(after);
  }
  llvm::BasicBlock *last = builder_.GetInsertBlock();
  builder_.SetInsertPoint(exit);
  llvm::SmallVector<llvm::PHINode *> over = phisFor(builder_, initial, before);
  addIncoming(over, state, last);
  Running loop;
  loop.results = carriedOf(child, valuesOf(over));
  loop.end = body.isPipelined ? pipelineEnd(child, start, over[0]) : over[0];
  return loop;
}

//===-- While loops -----------------------------------------------------------------------------------------------===//

// A loop that never ends is an error, not a tool that never ends.
void FunctionCompiler::checkLimit(const Child &loop, Value cycle) {
  compileIf(builder_.CreateICmpSGT(cycle, cycles(context_.mostCycles)), [&] {
    callRuntime("allo.sim.beyond_limit", builder_.getVoidTy(),
                {builder_.getInt64(reinterpret_cast<uint64_t>(&loop)), cycles(context_.mostCycles)});
  });
}

// The iteration that finds the condition false ends a sequence with the exit step; through a pipeline it flows without
// effect, and is not counted.
FunctionCompiler::Running FunctionCompiler::compileWhile(const Child &child, Value start) {
  const Block &body = function_.blocks[child.body];
  llvm::BasicBlock *header = newBlock("while"), *exit = newBlock("exit"), *from = builder_.GetInsertBlock();
  beginPipeline(child, start);
  Values state = initialState(child, start);
  builder_.CreateBr(header);
  builder_.SetInsertPoint(header);
  llvm::SmallVector<llvm::PHINode *> phis = phisFor(builder_, state, from);
  state = valuesOf(phis);
  takeState(child, state);
  checkLimit(child, body.isPipelined ? builder_.CreateAdd(start, builder_.CreateMul(state[0], cycles(body.interval)))
                                     : state[0]);
  Running loop;
  loop.results.resize(child.carried.size());
  auto leave = [&](llvm::BasicBlock *more) {
    for (unsigned index : resultsUsed(function_, child))
      loop.results[index] = valueOf(node(child.carried[index]).operands[1]);
    builder_.CreateCondBr(bits(child.condition), more, exit);
  };
  if (body.isPipelined) {
    Value trips = compileIteration(child, state[0]);
    addIncoming(phis, nextState(child, trips), builder_.GetInsertBlock());
    leave(header);
  } else {
    Steps steps(*this, child.body, state[0]);
    std::vector<NodeId> nodes = inTimeOrder(child.body);
    auto rest = std::find_if(nodes.begin(), nodes.end(), [&](NodeId id) { return node(id).time > child.exitStep; });
    for (auto id = nodes.begin(); id != rest; ++id)
      compileStep(*id, steps);
    loop.end = steps.reach(child.exitStep);
    llvm::BasicBlock *more = newBlock("more");
    leave(more);
    builder_.SetInsertPoint(more);
    for (auto id = rest; id != nodes.end(); ++id)
      compileStep(*id, steps);
    Value clock = steps.reach(body.depth - 1);
    addIncoming(phis, nextState(child, clock), builder_.GetInsertBlock());
    builder_.CreateBr(header);
  }
  builder_.SetInsertPoint(exit);
  if (body.isPipelined && hasStreams(child.body))
    loop.end = callRuntime("allo.sim.end_of_pipeline", builder_.getInt64Ty(), {cycles(body.depth)});
  else if (body.isPipelined)
    loop.end = builder_.CreateAdd(start, later(builder_.CreateMul(phis[0], cycles(body.interval)), body.depth));
  return loop;
}

} // namespace allo::target::sim
