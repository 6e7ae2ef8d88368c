// Sequences, branches and calls: nodes in the order of their steps, and the cycles that steps are reached in.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

namespace {
// More calls are those of a grid. LLVM takes more than linear time for the code that starts them all and waits for them
// all, so that code is made in parts of so many.
constexpr int64_t manyCalls = 256;
constexpr size_t callsOfPart = 64;

bool hasManyCalls(const Function &function) {
  return llvm::count_if(function.children, [](const Child &child) { return child.kind == Child::call; }) > manyCalls;
}
} // namespace

FunctionCompiler::FunctionCompiler(ModuleContext &context, unsigned number)
    : context_(context), function_(context.graph.functions[number]), frame_(context.frames[number]), number_(number),
      builder_(context.module.getContext()), hasManyCalls_(hasManyCalls(function_)),
      makesNumber_(function_.nodes.size(), -1) {
  for (const Node &one : function_.nodes)
    touchesStreams_.push_back((one.kind == NodeKind::child || one.kind == NodeKind::stream) &&
                              !streamsTouched(context.graph, function_, one).empty());
}

llvm::Function *FunctionCompiler::compile() {
  llvm::SmallVector<llvm::Type *> parameters{builder_.getInt64Ty(), builder_.getPtrTy()},
      results{builder_.getInt64Ty()};
  for (const Memory &memory : function_.memories)
    if (memory.isParameter)
      parameters.push_back(builder_.getPtrTy());
  for (const Stream &stream : function_.streams)
    if (stream.isParameter)
      parameters.push_back(builder_.getPtrTy());
  for (const Argument &argument : function_.arguments)
    parameters.push_back(integer(argument.width));
  for (const Function::Output &output : function_.outputs)
    results.push_back(integer(output.width));
  auto *type = llvm::FunctionType::get(llvm::StructType::get(builder_.getContext(), results), parameters, false);
  llvm::Function *code =
      llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, function_.name, context_.module);
  code->addFnAttr(llvm::Attribute::NoUnwind);
  own_.function = code;
  own_.frame = code->getArg(1);
  own_.values.resize(function_.nodes.size());
  builder_.SetInsertPoint(newBlock("entry"));
  unsigned parameter = 2;
  for (const Memory &memory : function_.memories) {
    own_.memories.push_back(memory.isParameter ? code->getArg(parameter) : nullptr);
    if (memory.isParameter)
      code->getArg(parameter++)->addAttr(llvm::Attribute::NoAlias);
  }
  for (const Stream &stream : function_.streams)
    own_.streams.push_back(stream.isParameter ? code->getArg(parameter++) : nullptr);
  Value end = compileSequence(0, code->getArg(0));
  Value result = llvm::PoisonValue::get(type->getReturnType());
  result = builder_.CreateInsertValue(result, end, 0);
  for (unsigned index = 0; index < function_.outputs.size(); ++index)
    result = builder_.CreateInsertValue(result, bits(function_.outputs[index].value), index + 1);
  releaseSlots();
  builder_.CreateRet(result);
  return code;
}

//===-- Values ----------------------------------------------------------------------------------------------------===//

llvm::BasicBlock *FunctionCompiler::newBlock(const char *name) {
  return llvm::BasicBlock::Create(builder_.getContext(), name, code_->function);
}

void FunctionCompiler::compileIf(Value condition, llvm::function_ref<void()> then) {
  llvm::BasicBlock *inside = newBlock("then"), *after = newBlock("after");
  builder_.CreateCondBr(condition, inside, after);
  builder_.SetInsertPoint(inside);
  then();
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
}

FunctionCompiler::Value FunctionCompiler::choose(llvm::BasicBlock *first, Value firstValue, llvm::BasicBlock *second,
                                                 Value secondValue) {
  llvm::PHINode *chosen = builder_.CreatePHI(firstValue->getType(), 2);
  chosen->addIncoming(firstValue, first);
  chosen->addIncoming(secondValue, second);
  return chosen;
}

FunctionCompiler::NodeValue FunctionCompiler::choose(llvm::BasicBlock *first, NodeValue firstValue,
                                                     llvm::BasicBlock *second, NodeValue secondValue) {
  NodeValue chosen;
  chosen.bits = choose(first, firstValue.bits, second, secondValue.bits);
  if (firstValue.number && secondValue.number)
    chosen.number = choose(first, firstValue.number, second, secondValue.number);
  return chosen;
}

//===-- Sequences -------------------------------------------------------------------------------------------------===//

// Operands come first in the source, and not later in time. What waits for a stream holds up all else that acts in its
// step: that comes after it, with the values that it gives.
std::vector<NodeId> FunctionCompiler::inTimeOrder(BlockId block) const {
  std::vector<NodeId> nodes = function_.blocks[block].nodes;
  std::stable_sort(nodes.begin(), nodes.end(),
                   [&](NodeId left, NodeId right) { return node(left).time < node(right).time; });
  if (!hasStreams(block))
    return nodes;
  std::vector<bool> isHeld(function_.nodes.size());
  for (NodeId id : nodes) {
    const Node &self = node(id);
    isHeld[id] = self.kind == NodeKind::child || (self.kind == NodeKind::stream && !waits(self.action));
    for (NodeId operand : self.operands)
      if (self.kind != NodeKind::carried && node(operand).block == block && node(operand).time == self.time)
        isHeld[id] = isHeld[id] || isHeld[operand];
  }
  std::stable_sort(nodes.begin(), nodes.end(), [&](NodeId left, NodeId right) {
    return std::pair(node(left).time, bool(isHeld[left])) < std::pair(node(right).time, bool(isHeld[right]));
  });
  return nodes;
}

FunctionCompiler::Steps::Steps(FunctionCompiler &compiler, BlockId block, Value start)
    : compiler_(compiler), arrived_(compiler.later(start, 1)), reached_(arrived_) {
  for (NodeId id : compiler.function_.blocks[block].nodes)
    if (compiler.node(id).kind == NodeKind::child)
      waits_[compiler.node(id).waitTime].push_back(id);
}

FunctionCompiler::Value FunctionCompiler::Steps::reach(int64_t step) {
  if (hasOffers_) {
    hasOffers_ = false;
    hold(compiler_.callRuntime("allo.sim.end_of_offers", compiler_.builder_.getInt64Ty(), {}));
  }
  advance(step);
  return reached_;
}

void FunctionCompiler::Steps::advance(int64_t step) {
  while (!waits_.empty() && waits_.begin()->first <= step) {
    auto [wait, children] = *waits_.begin();
    waits_.erase(waits_.begin());
    reached_ = compiler_.later(reached_, wait - step_);
    step_ = wait;
    arrived_ = reached_;
    llvm::ArrayRef<NodeId> left = children;
    while (!left.empty()) {
      llvm::ArrayRef<NodeId> together =
          left.take_while([&](NodeId child) { return compiler_.hasManyCalls_ && compiler_.isPlainProcess(child); })
              .take_front(callsOfPart);
      if (!together.empty()) {
        hold(compiler_.joinTogether(together, running_));
        left = left.drop_front(together.size());
        continue;
      }
      NodeId child = left.front();
      left = left.drop_front();
      Running &running = running_.at(child);
      if (Value slot = slots_.at(child))
        compiler_.joinProcess(slot, running);
      hold(running.end);
      compiler_.code_->results[child] = std::move(running.results);
    }
  }
  if (step > step_) {
    reached_ = compiler_.later(reached_, step - step_);
    arrived_ = reached_;
    step_ = step;
  }
}

FunctionCompiler::Value FunctionCompiler::Steps::arrive(int64_t step) {
  if (step > step_)
    reach(step);
  return arrived_;
}

void FunctionCompiler::Steps::hold(Value cycle) {
  reached_ = compiler_.builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, reached_, cycle);
}

void FunctionCompiler::compileStep(NodeId id, Steps &steps) {
  const Node &self = node(id);
  if (self.kind == NodeKind::constant || self.kind == NodeKind::argument)
    return;
  steps.arrive(self.time);
  if (self.kind == NodeKind::stream) {
    set(id, {compileStream(id, steps), nullptr});
  } else if (self.kind != NodeKind::child) {
    compileNode(id);
  } else if (runsBeside(id)) {
    Running running;
    Value process = startProcess(id, steps.reach(self.time), running);
    steps.add(id, std::move(running), process);
  } else {
    steps.add(id, compileChild(id, steps.reach(self.time)), nullptr);
  }
}

FunctionCompiler::Value FunctionCompiler::compileSequence(BlockId block, Value start) {
  Steps steps(*this, block, start);
  std::vector<NodeId> order = inTimeOrder(block);
  llvm::ArrayRef<NodeId> left = order;
  while (!left.empty()) {
    auto isNext = [&](NodeId id) {
      return hasManyCalls_ && node(id).time == node(left.front()).time && isPlainProcess(id);
    };
    if (llvm::ArrayRef<NodeId> together = left.take_while(isNext).take_front(callsOfPart); !together.empty()) {
      startTogether(together, steps);
      left = left.drop_front(together.size());
    } else {
      compileStep(left.front(), steps);
      left = left.drop_front();
    }
  }
  return steps.reach(function_.blocks[block].depth - 1);
}

//===-- Children --------------------------------------------------------------------------------------------------===//

// One that its predicate keeps from starting has ended.
FunctionCompiler::Running FunctionCompiler::compileChild(NodeId id, Value start) {
  const Child &child = function_.children[node(id).child];
  if (node(id).predicate == noId)
    return compileStarted(child, start);
  llvm::BasicBlock *before = builder_.GetInsertBlock();
  Value predicate = bits(node(id).predicate);
  Running started;
  llvm::BasicBlock *last = nullptr;
  compileIf(predicate, [&] {
    started = compileStarted(child, start);
    last = builder_.GetInsertBlock();
  });
  Running either;
  either.end = choose(last, started.end, before, start);
  for (const NodeValue &result : started.results) {
    NodeValue nothing; // a result of what does not run is not looked at
    if (result.bits)
      nothing.bits = llvm::Constant::getNullValue(result.bits->getType());
    if (result.number)
      nothing.number = llvm::Constant::getNullValue(result.number->getType());
    either.results.push_back(result.bits ? choose(last, result, before, nothing) : nothing);
  }
  return either;
}

FunctionCompiler::Running FunctionCompiler::compileStarted(const Child &child, Value start) {
  switch (child.kind) {
  case Child::loop:
    return compileLoop(child, start);
  case Child::branch:
    return compileBranch(child, start);
  case Child::call:
    break;
  }
  return compileCall(child, start);
}

FunctionCompiler::Running FunctionCompiler::compileBranch(const Child &child, Value start) {
  Value decision = bits(child.decision);
  llvm::BasicBlock *sides[2] = {newBlock("then"), newBlock("else")}, *after = newBlock("after");
  builder_.CreateCondBr(decision, sides[0], sides[1]);
  Running found[2];
  for (unsigned side = 0; side < 2; ++side) {
    builder_.SetInsertPoint(sides[side]);
    BlockId block = side == 0 ? child.thenBlock : child.elseBlock;
    found[side].end = block == noId ? later(start, 1) : compileSequence(block, start);
    for (const Result &result : child.results)
      found[side].results.push_back(valueOf(side == 0 ? result.thenValue : result.elseValue));
    sides[side] = builder_.GetInsertBlock();
    builder_.CreateBr(after);
  }
  builder_.SetInsertPoint(after);
  Running chosen;
  chosen.end = choose(sides[0], found[0].end, sides[1], found[1].end);
  for (unsigned index = 0; index < child.results.size(); ++index)
    chosen.results.push_back(choose(sides[0], found[0].results[index], sides[1], found[1].results[index]));
  return chosen;
}

FunctionCompiler::Values FunctionCompiler::operandsOf(const Child &call, Value start) {
  Values operands{start, builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), frameIn(*code_),
                                                             static_cast<uint64_t>(frame_.instances.at(call.unit)))};
  for (unsigned parameter = 0; parameter < call.memories.size(); ++parameter)
    operands.push_back(memoryFor(call, parameter));
  for (size_t parameter = 0; parameter < call.streams.size(); ++parameter)
    operands.push_back(tableOf(call.streams[parameter], context_.graph.functions[call.callee].streams[parameter]));
  for (NodeId scalar : call.scalars)
    operands.push_back(bits(scalar));
  return operands;
}

FunctionCompiler::Running FunctionCompiler::compileCall(const Child &child, Value start) {
  llvm::CallInst *call = builder_.CreateCall(context_.functions[child.callee], operandsOf(child, start));
  Running over;
  over.end = builder_.CreateExtractValue(call, 0);
  for (unsigned index = 0; index < context_.graph.functions[child.callee].outputs.size(); ++index)
    over.results.push_back({builder_.CreateExtractValue(call, index + 1), nullptr});
  return over;
}

} // namespace allo::target::sim
