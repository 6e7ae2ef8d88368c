// Loads and stores. No two arrays of a function share storage, which LLVM is told access by access.
#include "target/sim/FunctionCompiler.h"

#include "llvm/IR/MDBuilder.h"
#include "llvm/Support/MathExtras.h"

namespace allo::target::sim {

using namespace rtl;

FunctionCompiler::Value FunctionCompiler::memoryIn(Code &code, MemoryId id) {
  const Memory &memory = function_.memories[id];
  if (!memory.contents.empty()) {
    auto [known, isNew] = tables_.try_emplace(id, nullptr);
    return isNew ? known->second = table(memory) : known->second;
  }
  if (memory.isParameter)
    return code.outer ? importValue(code, memoryIn(*code.outer, id)) : code.memories[id];
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), frameIn(code),
                                             static_cast<uint64_t>(frame_.memories[id]));
}

llvm::Constant *FunctionCompiler::table(const Memory &memory) {
  std::string bytes(static_cast<size_t>(bytesOf(memory)), '\0');
  std::vector<int64_t> index(memory.dimensions.size(), 0);
  for (const llvm::APInt &value : memory.contents) {
    auto [bank, address] = memory.bankAndAddress(index);
    writeElement(bytes.data() + elementAt(memory.bankDepth(), bank, address) * bytesOf(memory.width), value);
    for (size_t d = index.size(); d-- > 0 && ++index[d] == memory.dimensions[d].extent;)
      index[d] = 0;
  }
  llvm::Constant *data = llvm::ConstantDataArray::getString(builder_.getContext(), bytes, /*AddNull=*/false);
  auto *variable = new llvm::GlobalVariable(context_.module, data->getType(), /*isConstant=*/true,
                                            llvm::GlobalValue::PrivateLinkage, data, memory.name);
  variable->setAlignment(llvm::Align(64));
  return variable;
}

// The first element of a bank.
FunctionCompiler::Value FunctionCompiler::bankAddress(MemoryId id, Value bank) {
  const Memory &array = function_.memories[id];
  if (context_.isTable[number_][id]) {
    Value place = builder_.CreateInBoundsGEP(builder_.getPtrTy(), memory(id), bank);
    return builder_.CreateAlignedLoad(builder_.getPtrTy(), place, llvm::Align(8));
  }
  Value bytes = builder_.CreateMul(bank, cycles(array.bankDepth() * bytesOf(array.width)), "", true, true);
  return builder_.CreateInBoundsGEP(builder_.getInt8Ty(), memory(id), bytes);
}

FunctionCompiler::Value FunctionCompiler::elementAddress(const Node &access) {
  const Memory &array = function_.memories[access.memory];
  llvm::Type *word = builder_.getInt64Ty();
  Value element = builder_.CreateZExt(bits(access.operands.back()), word), base = memory(access.memory);
  Value bank = access.banks.size() > 1 ? builder_.CreateZExt(bits(access.operands[access.operands.size() - 2]), word)
                                       : cycles(access.banks[0]);
  if (context_.isTable[number_][access.memory])
    base = bankAddress(access.memory, bank);
  else if (access.banks.size() > 1 || access.banks[0] > 0)
    element = builder_.CreateAdd(builder_.CreateMul(bank, cycles(array.bankDepth()), "", true, true), element, "", true,
                                 true);
  unsigned bytes = bytesOf(array.width);
  if (bytes <= 8)
    return builder_.CreateInBoundsGEP(builder_.getIntNTy(8 * bytes), base, element);
  return builder_.CreateInBoundsGEP(builder_.getInt8Ty(), base,
                                    builder_.CreateMul(element, cycles(bytes), "", true, true));
}

// What a call passes: the array, its banks from one on, or a table of some of its banks.
FunctionCompiler::Value FunctionCompiler::memoryFor(const Child &call, unsigned parameter) {
  MemoryId given = call.memories[parameter];
  const Memory &formal = context_.graph.functions[call.callee].memories[parameter];
  if (!context_.isTable[call.callee][parameter]) {
    unsigned first = call.bankOf(parameter, 0);
    return first == 0 ? memory(given) : bankAddress(given, cycles(first));
  }
  unsigned banks = static_cast<unsigned>(formal.bankCount()), named = llvm::PowerOf2Ceil(std::max(2u, banks));
  Value table = wordsForCall(named);
  for (unsigned bank = 0; bank < named; ++bank) // beyond the last one where the choice is not looked at
    storeWord(bankAddress(given, cycles(call.bankOf(parameter, bank < banks ? bank : 0))), table, bank);
  return table;
}

// One for each memory, behind them one for each operation on a stream: in a batch it has a part of a buffer that no
// other one touches before the runtime is called again.
void FunctionCompiler::makeScopes() {
  constexpr unsigned most = 32; // operations apart: each scope is told of all others
  llvm::MDBuilder metadata(builder_.getContext());
  llvm::MDNode *domain = metadata.createAnonymousAliasScopeDomain(function_.name);
  std::vector<llvm::Metadata *> all;
  for (const Memory &one : function_.memories)
    all.push_back(metadata.createAnonymousAliasScope(domain, one.name));
  if (!context_.hasTimes) {
    unsigned operations = 0;
    for (const Node &one : function_.nodes)
      if (one.kind == NodeKind::stream)
        operationScopes_[&one] = static_cast<unsigned>(all.size()) + std::min(operations++, most);
    for (unsigned number = 0; number < std::min(operations, most + 1); ++number)
      all.push_back(metadata.createAnonymousAliasScope(domain, "stream"));
  }
  for (size_t id = 0; id < all.size(); ++id) {
    std::vector<llvm::Metadata *> others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(id));
    scopes_.push_back(llvm::MDNode::get(builder_.getContext(), all[id]));
    others_.push_back(llvm::MDNode::get(builder_.getContext(), others));
  }
}

void FunctionCompiler::markDistinct(llvm::Instruction *access, const Node &self) {
  if (scopes_.empty())
    makeScopes();
  unsigned scope = self.kind == NodeKind::stream ? operationScopes_.at(&self) : self.memory;
  access->setMetadata(llvm::LLVMContext::MD_alias_scope, scopes_[scope]);
  if (scopes_.size() > 1)
    access->setMetadata(llvm::LLVMContext::MD_noalias, others_[scope]);
}

// Also where a predicate does not hold: every address is inside, and nobody looks at the value.
FunctionCompiler::Value FunctionCompiler::compileLoad(const Node &access) {
  unsigned bytes = bytesOf(access.width);
  llvm::LoadInst *load =
      builder_.CreateAlignedLoad(integer(8 * bytes), elementAddress(access), llvm::Align(std::min(bytes, 8u)));
  markDistinct(load, access);
  return builder_.CreateTrunc(load, integer(access.width));
}

void FunctionCompiler::compileStore(const Node &access) {
  auto store = [&] {
    Value value = bits(access.operands[0]);
    unsigned bytes = bytesOf(value->getType()->getIntegerBitWidth());
    markDistinct(builder_.CreateAlignedStore(builder_.CreateZExt(value, integer(8 * bytes)), elementAddress(access),
                                             llvm::Align(std::min(bytes, 8u))),
                 access);
  };
  if (access.predicate == noId)
    store();
  else
    compileIf(bits(access.predicate), store);
}

} // namespace allo::target::sim
