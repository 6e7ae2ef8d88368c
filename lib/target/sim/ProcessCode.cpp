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
  if (streamsTouched(context_.graph, function_, self).empty())
    return false;
  for (NodeId other : function_.blocks[self.block].nodes) {
    const Node &one = node(other);
    if (other == id || (one.kind != NodeKind::child && one.kind != NodeKind::stream))
      continue;
    int64_t end = one.kind == NodeKind::child ? one.waitTime : one.time + 1;
    if (self.time < end && one.time < self.waitTime && (one.kind == NodeKind::child || one.time > self.time) &&
        !streamsTouched(context_.graph, function_, one).empty())
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

// Returns the process; `running` gets the block of captures and the types of the results.
FunctionCompiler::Value FunctionCompiler::startProcess(NodeId id, Value start, Running &running) {
  const Child &child = function_.children[node(id).child];
  auto *type = llvm::FunctionType::get(builder_.getVoidTy(), {builder_.getPtrTy()}, false);
  Code inner;
  inner.function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, function_.name + "." + child.name,
                                          context_.module);
  inner.function->addFnAttr(llvm::Attribute::NoUnwind);
  inner.outer = code_;
  inner.values.resize(function_.nodes.size());
  std::vector<std::pair<unsigned, llvm::Type *>> results; // by result; word 0: it has none
  {
    llvm::IRBuilder<>::InsertPointGuard guard(builder_);
    code_ = &inner;
    llvm::BasicBlock *entry = newBlock("entry"), *body = newBlock("body");
    builder_.SetInsertPoint(body);
    llvm::IRBuilder<> first(entry);
    Running over = compileStarted(child, loadWord(first, inner.function->getArg(0), 0, builder_.getInt64Ty()));
    storeWord(over.end, inner.function->getArg(0), 0);
    for (const NodeValue &result : over.results) {
      results.emplace_back(result.bits ? inner.words : 0, result.bits ? result.bits->getType() : nullptr);
      if (!result.bits)
        continue;
      storeWord(result.bits, inner.function->getArg(0), inner.words);
      inner.words += wordsOf(result.bits->getType());
    }
    builder_.CreateRetVoid();
    llvm::IRBuilder<>(entry).CreateBr(body);
    code_ = inner.outer;
  }
  Value block = stackWords(inner.words);
  storeWord(start, block, 0);
  for (auto [value, word] : inner.captures)
    storeWord(value, block, word);
  auto begin = [&] {
    return callRuntime("allo.sim.start", builder_.getPtrTy(),
                       {inner.function, block, builder_.getInt64(reinterpret_cast<uint64_t>(&child)), start});
  };
  Value process;
  if (NodeId predicate = node(id).predicate; predicate == noId) {
    process = begin();
  } else {
    llvm::BasicBlock *before = builder_.GetInsertBlock(), *inside = nullptr;
    Value started = nullptr;
    compileIf(bits(predicate), [&] {
      started = begin();
      inside = builder_.GetInsertBlock();
    });
    process = choose(inside, started, before, llvm::ConstantPointerNull::get(builder_.getPtrTy()));
  }
  running.block = block;
  running.resultWords = std::move(results);
  return process;
}

void FunctionCompiler::joinProcess(Value process, Running &running) {
  callRuntime("allo.sim.join", builder_.getVoidTy(), {process});
  running.end = loadWord(builder_, running.block, 0, builder_.getInt64Ty());
  for (auto [word, type] : running.resultWords)
    running.results.push_back({type ? loadWord(builder_, running.block, word, type) : nullptr, nullptr});
}

} // namespace allo::target::sim
