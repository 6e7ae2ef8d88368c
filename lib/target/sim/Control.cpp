// Sequences, branches and calls: nodes in the order of their steps, and the cycles that steps are reached in.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

#include <algorithm>

namespace allo::target::sim {

using namespace rtl;

FunctionCompiler::FunctionCompiler(ModuleContext &context, unsigned number)
    : context_(context), function_(context.graph.functions[number]), frame_(context.frames[number]), number_(number),
      builder_(context.module.getContext()), values_(function_.nodes.size()), makesNumber_(function_.nodes.size(), -1) {
}

llvm::Function *FunctionCompiler::compile() {
  llvm::SmallVector<llvm::Type *> parameters{builder_.getInt64Ty(), builder_.getPtrTy()},
      results{builder_.getInt64Ty()};
  for (const Memory &memory : function_.memories)
    if (memory.isParameter)
      parameters.push_back(builder_.getPtrTy());
  for (const Argument &argument : function_.arguments)
    parameters.push_back(integer(argument.width));
  for (const Function::Output &output : function_.outputs)
    results.push_back(integer(output.width));
  auto *type = llvm::FunctionType::get(llvm::StructType::get(builder_.getContext(), results), parameters, false);
  code_ = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, function_.name, context_.module);
  code_->addFnAttr(llvm::Attribute::NoUnwind);
  for (llvm::Argument &argument : code_->args())
    if (argument.getType()->isPointerTy())
      argument.addAttr(llvm::Attribute::NoAlias);
  builder_.SetInsertPoint(newBlock("entry"));
  for (MemoryId memory = 0, parameter = 2; memory < function_.memories.size(); ++memory)
    memories_.push_back(function_.memories[memory].isParameter ? code_->getArg(parameter++) : memoryAddress(memory));
  Value end = compileSequence(0, code_->getArg(0));
  Value result = llvm::PoisonValue::get(type->getReturnType());
  result = builder_.CreateInsertValue(result, end, 0);
  for (unsigned index = 0; index < function_.outputs.size(); ++index)
    result = builder_.CreateInsertValue(result, bits(function_.outputs[index].value), index + 1);
  builder_.CreateRet(result);
  return code_;
}

//===-- Values ----------------------------------------------------------------------------------------------------===//

FunctionCompiler::NodeValue FunctionCompiler::valueOf(NodeId id) {
  const Node &self = node(id);
  if (self.kind == NodeKind::constant)
    return {builder_.getInt(self.bits), nullptr};
  if (self.kind == NodeKind::argument)
    return {code_->getArg(code_->arg_size() - function_.arguments.size() + self.index), nullptr};
  if (!values_[id].bits)
    throw InternalError("a node of '" + function_.name + "' is used before it has a value", self.place);
  return values_[id];
}

FunctionCompiler::Value FunctionCompiler::bits(NodeId id) { return valueOf(id).bits; }

llvm::BasicBlock *FunctionCompiler::newBlock(const char *name) {
  return llvm::BasicBlock::Create(builder_.getContext(), name, code_);
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

// Operands come first in the source, and not later in time.
std::vector<NodeId> FunctionCompiler::inTimeOrder(BlockId block) const {
  std::vector<NodeId> nodes = function_.blocks[block].nodes;
  std::stable_sort(nodes.begin(), nodes.end(),
                   [&](NodeId left, NodeId right) { return node(left).time < node(right).time; });
  return nodes;
}

FunctionCompiler::Steps::Steps(FunctionCompiler &compiler, BlockId block, Value start)
    : compiler_(compiler), reached_(compiler.later(start, 1)) {
  for (NodeId id : compiler.function_.blocks[block].nodes)
    if (compiler.node(id).kind == NodeKind::child)
      waits_[compiler.node(id).waitTime].push_back(id);
}

FunctionCompiler::Value FunctionCompiler::Steps::reach(int64_t step) {
  while (!waits_.empty() && waits_.begin()->first <= step) {
    auto [wait, children] = *waits_.begin();
    waits_.erase(waits_.begin());
    reached_ = compiler_.later(reached_, wait - step_);
    step_ = wait;
    for (NodeId child : children)
      reached_ = compiler_.builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, reached_, ends_.at(child));
  }
  reached_ = compiler_.later(reached_, step - step_);
  step_ = step;
  return reached_;
}

void FunctionCompiler::compileStep(NodeId id, Steps &steps) {
  if (node(id).kind != NodeKind::child)
    return compileNode(id);
  Running child = compileChild(id, steps.reach(node(id).time));
  steps.over(id, child.end);
  results_[id] = std::move(child.results);
}

FunctionCompiler::Value FunctionCompiler::compileSequence(BlockId block, Value start) {
  Steps steps(*this, block, start);
  for (NodeId id : inTimeOrder(block))
    compileStep(id, steps);
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

FunctionCompiler::Running FunctionCompiler::compileCall(const Child &child, Value start) {
  llvm::Function *callee = context_.functions[child.callee];
  Values operands{start, builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), code_->getArg(1),
                                                             static_cast<uint64_t>(frame_.instances.at(child.unit)))};
  for (MemoryId memory : child.memories)
    operands.push_back(memories_[memory]);
  for (NodeId scalar : child.scalars)
    operands.push_back(bits(scalar));
  llvm::CallInst *call = builder_.CreateCall(callee, operands);
  Running over;
  over.end = builder_.CreateExtractValue(call, 0);
  for (unsigned index = 0; index < context_.graph.functions[child.callee].outputs.size(); ++index)
    over.results.push_back({builder_.CreateExtractValue(call, index + 1), nullptr});
  return over;
}

} // namespace allo::target::sim
