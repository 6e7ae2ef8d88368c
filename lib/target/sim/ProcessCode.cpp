// Children that run at the same time as others that use streams: functions of their own, with what they use in a block
// of captures. Its first word is the cycle in which they start, later the one in which they end.
#include "target/sim/FunctionCompiler.h"

#include "target/rtl/GraphQueries.h"

namespace allo::target::sim {

using namespace rtl;

namespace {
unsigned wordsOf(llvm::Type *type) { return type->isIntegerTy() ? sim::wordsOf(type->getIntegerBitWidth()) : 1; }
} // namespace

// Another child with streams, or an operation on one, falls into its time.
bool FunctionCompiler::runsBeside(NodeId id) {
  const Node &self = node(id);
  if (!touchesStreams_[id])
    return false;
  for (NodeId other : function_.blocks[self.block].nodes) {
    const Node &one = node(other);
    if (other == id || (one.kind != NodeKind::child && one.kind != NodeKind::stream))
      continue;
    int64_t end = one.kind == NodeKind::child ? one.waitTime : one.time + 1;
    if (self.time < end && one.time < self.waitTime && (one.kind == NodeKind::child || one.time > self.time) &&
        touchesStreams_[other])
      return true;
  }
  return false;
}

//===-- Captures --------------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::loadWord(llvm::IRBuilder<> &builder, Value block, unsigned word,
                                                   llvm::Type *type) {
  Value place = builder.CreateConstInBoundsGEP1_32(builder.getInt64Ty(), block, word);
  if (!type->isIntegerTy())
    return builder.CreateAlignedLoad(type, place, llvm::Align(8));
  Value wide = builder.CreateAlignedLoad(builder.getIntNTy(64 * wordsOf(type)), place, llvm::Align(8));
  return builder.CreateTrunc(wide, type);
}

void FunctionCompiler::storeWord(Value value, Value block, unsigned word) {
  Value place = builder_.CreateConstInBoundsGEP1_32(builder_.getInt64Ty(), block, word);
  if (value->getType()->isIntegerTy())
    value = builder_.CreateZExt(value, integer(64 * wordsOf(value->getType())));
  builder_.CreateAlignedStore(value, place, llvm::Align(8));
}

FunctionCompiler::Value FunctionCompiler::importValue(Code &code, Value outer) {
  if (llvm::isa<llvm::Constant>(outer))
    return outer;
  auto [known, isNew] = code.imports.try_emplace(outer, nullptr);
  if (isNew) {
    llvm::IRBuilder<> entry(&code.function->getEntryBlock()); // at its end
    known->second = loadWord(entry, code.function->getArg(0), code.words, outer->getType());
    code.captures.emplace_back(outer, code.words);
    code.words += wordsOf(outer->getType());
  }
  return known->second;
}

FunctionCompiler::NodeValue FunctionCompiler::valueIn(Code &code, NodeId id) {
  const Node &self = node(id);
  if (self.kind == NodeKind::constant)
    return {builder_.getInt(self.bits), nullptr};
  if (code.values[id].bits)
    return code.values[id];
  if (code.outer) {
    NodeValue outer = valueIn(*code.outer, id);
    return {importValue(code, outer.bits), outer.number ? importValue(code, outer.number) : nullptr};
  }
  if (self.kind != NodeKind::argument)
    throw InternalError("a node of '" + function_.name + "' is used before it has a value", self.place);
  return {code.function->getArg(code.function->arg_size() - function_.arguments.size() + self.index), nullptr};
}

FunctionCompiler::Value FunctionCompiler::frameIn(Code &code) {
  return code.outer ? importValue(code, frameIn(*code.outer)) : code.frame;
}

FunctionCompiler::Value FunctionCompiler::streamIn(Code &code, StreamId id) {
  if (function_.streams[id].isParameter)
    return code.outer ? importValue(code, streamIn(*code.outer, id)) : code.streams[id];
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), frameIn(code),
                                             static_cast<uint64_t>(frame_.streams[id]));
}

//===-- Start and end ---------------------------------------------------------------------------------------------===//

// A function of its own, which captures what it uses of the code that is being made.
llvm::Function *FunctionCompiler::compileApart(Code &apart, const std::string &name,
                                               llvm::function_ref<void(Value block)> compile) {
  auto *type = llvm::FunctionType::get(builder_.getVoidTy(), {builder_.getPtrTy()}, false);
  apart.function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, name, context_.module);
  apart.function->addFnAttr(llvm::Attribute::NoUnwind);
  apart.outer = code_;
  apart.values.resize(function_.nodes.size());
  llvm::IRBuilder<>::InsertPointGuard guard(builder_);
  code_ = &apart;
  llvm::BasicBlock *entry = newBlock("entry"), *body = newBlock("body");
  builder_.SetInsertPoint(body);
  compile(apart.function->getArg(0));
  releaseSlots();
  builder_.CreateRetVoid();
  llvm::IRBuilder<>(entry).CreateBr(body);
  code_ = apart.outer;
  return apart.function;
}

// The code of a process; `running` gets the types of the results and where they are in the block.
llvm::Function *FunctionCompiler::processOf(const Child &child, Code &captured, Running &running) {
  return compileApart(captured, function_.name + "." + child.name, [&](Value block) {
    llvm::IRBuilder<> first(&captured.function->getEntryBlock());
    Running over = compileStarted(child, loadWord(first, block, 0, builder_.getInt64Ty()));
    storeWord(over.end, block, 0);
    for (const NodeValue &result : over.results) {
      running.resultWords.emplace_back(result.bits ? captured.words : 0,
                                       result.bits ? result.bits->getType() : nullptr);
      if (!result.bits)
        continue;
      storeWord(result.bits, block, captured.words);
      captured.words += wordsOf(result.bits->getType());
    }
  });
}

// The same of a call: its operands are what is captured, and calls of one function have one code. A grid is as many
// calls as it has elements.
llvm::Function *FunctionCompiler::processOfCall(const Child &call, Value start, Code &captured, Running &running) {
  llvm::Function *callee = context_.functions[call.callee];
  Values given = operandsOf(call, start);
  for (Value operand : llvm::drop_begin(given)) {
    captured.captures.emplace_back(operand, captured.words);
    captured.words += wordsOf(operand->getType());
  }
  unsigned operandWords = captured.words;
  auto *results = llvm::cast<llvm::StructType>(callee->getReturnType());
  for (llvm::Type *type : llvm::drop_begin(results->elements())) {
    running.resultWords.emplace_back(captured.words, type);
    captured.words += wordsOf(type);
  }
  llvm::Function *&process = context_.processes[call.callee];
  if (process)
    return process;
  process = llvm::Function::Create(llvm::FunctionType::get(builder_.getVoidTy(), {builder_.getPtrTy()}, false),
                                   llvm::GlobalValue::InternalLinkage, callee->getName() + ".process", context_.module);
  process->addFnAttr(llvm::Attribute::NoUnwind);
  llvm::IRBuilder<>::InsertPointGuard guard(builder_);
  builder_.SetInsertPoint(llvm::BasicBlock::Create(builder_.getContext(), "entry", process));
  Value block = process->getArg(0);
  Values operands{loadWord(builder_, block, 0, builder_.getInt64Ty())};
  unsigned word = 1;
  for (llvm::Type *type : llvm::drop_begin(callee->getFunctionType()->params())) {
    operands.push_back(loadWord(builder_, block, word, type));
    word += wordsOf(type);
  }
  Value over = builder_.CreateCall(callee, operands);
  storeWord(builder_.CreateExtractValue(over, 0), block, 0);
  word = operandWords;
  for (unsigned index = 1; index < results->getNumElements(); ++index) {
    storeWord(builder_.CreateExtractValue(over, index), block, word);
    word += wordsOf(results->getElementType(index));
  }
  builder_.CreateRetVoid();
  return process;
}

// Where it is kept which process a child is, and its block. A function of many calls keeps that in a block of its own,
// since values that live from the first start to the last end cost LLVM the more the more there are.
FunctionCompiler::Value FunctionCompiler::slotsIn(Code &code) {
  if (code.isPart)
    return importValue(code, slotsIn(*code.outer));
  if (!code.slots) {
    llvm::IRBuilder<>::InsertPointGuard guard(builder_);
    llvm::BasicBlock &entry = code.function->getEntryBlock();
    builder_.SetInsertPoint(&entry, entry.begin());
    code.slots = callRuntime("allo.sim.block", builder_.getPtrTy(), {builder_.getInt64(2 * function_.children.size())});
  }
  return code.slots;
}

FunctionCompiler::Value FunctionCompiler::slotOf(const Child &child) {
  if (!hasManyCalls_)
    return stackWords(2);
  auto number = static_cast<uint64_t>(&child - function_.children.data());
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt64Ty(), slotsIn(*code_), 2 * number);
}

void FunctionCompiler::releaseSlots() {
  if (code_->slots)
    callRuntime("allo.sim.release", builder_.getVoidTy(), {code_->slots});
}

// Returns the child's slot; `running` gets where the results are in the block of captures.
FunctionCompiler::Value FunctionCompiler::startProcess(NodeId id, Value start, Running &running) {
  const Child &child = function_.children[node(id).child];
  Code inner;
  llvm::Function *process =
      child.kind == Child::call ? processOfCall(child, start, inner, running) : processOf(child, inner, running);
  Value slot = slotOf(child);
  Value block = callRuntime("allo.sim.block", builder_.getPtrTy(), {builder_.getInt64(inner.words)});
  storeWord(start, block, 0);
  for (auto [value, word] : inner.captures)
    storeWord(value, block, word);
  auto begin = [&] {
    return callRuntime("allo.sim.start", builder_.getPtrTy(),
                       {process, block, builder_.getInt64(reinterpret_cast<uint64_t>(&child)), start});
  };
  storeWord(llvm::ConstantPointerNull::get(builder_.getPtrTy()), slot, 0);
  storeWord(block, slot, 1);
  if (NodeId predicate = node(id).predicate; predicate == noId)
    storeWord(begin(), slot, 0);
  else
    compileIf(bits(predicate), [&] { storeWord(begin(), slot, 0); });
  return slot;
}

void FunctionCompiler::joinProcess(Value slot, Running &running) {
  callRuntime("allo.sim.join", builder_.getVoidTy(), {loadWord(builder_, slot, 0, builder_.getPtrTy())});
  Value block = loadWord(builder_, slot, 1, builder_.getPtrTy());
  running.end = loadWord(builder_, block, 0, builder_.getInt64Ty());
  for (auto [word, type] : running.resultWords)
    running.results.push_back({type ? loadWord(builder_, block, word, type) : nullptr, nullptr});
  callRuntime("allo.sim.release", builder_.getVoidTy(), {block});
}

//===-- The processes of a grid -----------------------------------------------------------------------------------===//

// A call without results that runs beside others.
bool FunctionCompiler::isPlainProcess(NodeId id) {
  const Node &self = node(id);
  if (self.kind != NodeKind::child || self.predicate != noId)
    return false;
  const Child &child = function_.children[self.child];
  return child.kind == Child::call && context_.graph.functions[child.callee].outputs.empty() && runsBeside(id);
}

// Code that is a function of its own only so that no function gets too long; what `compile` gives comes back.
FunctionCompiler::Value FunctionCompiler::compilePart(llvm::function_ref<Value()> compile) {
  Code part;
  part.isPart = true;
  bool hasResult = false;
  llvm::Function *function = compileApart(part, function_.name + ".part", [&](Value block) {
    if (Value result = compile()) {
      hasResult = true;
      storeWord(result, block, 0);
    }
  });
  function->addFnAttr(llvm::Attribute::NoInline);
  Value block = stackWords(part.words);
  for (auto [value, word] : part.captures)
    storeWord(value, block, word);
  builder_.CreateCall(function, {block});
  return hasResult ? loadWord(builder_, block, 0, builder_.getInt64Ty()) : nullptr;
}

void FunctionCompiler::startTogether(llvm::ArrayRef<NodeId> children, Steps &steps) {
  Value start = steps.reach(node(children.front()).time);
  std::vector<Running> running(children.size());
  compilePart([&]() -> Value {
    Value inside = importValue(*code_, start);
    for (auto [child, its] : llvm::zip_equal(children, running))
      startProcess(child, inside, its);
    return nullptr;
  });
  for (auto [child, its] : llvm::zip_equal(children, running))
    steps.add(child, std::move(its), nullptr);
}

// The cycle in which the last of them ends.
FunctionCompiler::Value FunctionCompiler::joinTogether(llvm::ArrayRef<NodeId> children,
                                                       std::map<NodeId, Running> &running) {
  return compilePart([&] {
    Value last = nullptr;
    for (NodeId child : children) {
      Running &its = running.at(child);
      joinProcess(slotOf(function_.children[node(child).child]), its);
      last = last ? builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, last, its.end) : its.end;
    }
    return last;
  });
}

} // namespace allo::target::sim
