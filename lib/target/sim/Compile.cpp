#include "target/sim/Compile.h"

#include "target/cpu/Entry.h"
#include "target/sim/FunctionCompiler.h"

#include <set>

namespace allo::target::sim {

using namespace rtl;

namespace {
void addEntry(ModuleContext &context) {
  const Function &top = context.graph.top();
  llvm::IRBuilder<> builder(context.module.getContext());
  auto *type = llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy(), builder.getPtrTy()}, false);
  auto *entry = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, cpu::entryName, context.module);
  builder.SetInsertPoint(llvm::BasicBlock::Create(builder.getContext(), "", entry));
  unsigned next = 0;
  auto pointer = [&] {
    return builder.CreateLoad(builder.getPtrTy(),
                              builder.CreateConstInBoundsGEP1_32(builder.getPtrTy(), entry->getArg(0), next++));
  };
  llvm::SmallVector<llvm::Value *> operands{builder.getInt64(0), pointer()};
  for (const Memory &memory : top.memories)
    if (memory.isParameter)
      operands.push_back(pointer());
  for (const Argument &argument : top.arguments) {
    llvm::Value *bits =
        builder.CreateAlignedLoad(builder.getIntNTy(64 * wordsOf(argument.width)), pointer(), llvm::Align(8));
    operands.push_back(builder.CreateTrunc(bits, builder.getIntNTy(argument.width)));
  }
  llvm::CallInst *call = builder.CreateCall(context.functions.back(), operands);
  auto store = [&](llvm::Value *value, unsigned word) {
    builder.CreateAlignedStore(value, builder.CreateConstInBoundsGEP1_32(builder.getInt64Ty(), entry->getArg(1), word),
                               llvm::Align(8));
  };
  store(builder.CreateExtractValue(call, 0), 0);
  for (unsigned output = 0; output < top.outputs.size(); ++output)
    store(builder.CreateZExt(builder.CreateExtractValue(call, output + 1),
                             builder.getIntNTy(64 * wordsOf(top.outputs[output].width))),
          wordOfOutput(top, output));
  builder.CreateRetVoid();
}
} // namespace

namespace {
bool areInARow(llvm::ArrayRef<unsigned> banks) {
  for (size_t bank = 1; bank < banks.size(); ++bank)
    if (banks[bank] != banks[0] + bank)
      return false;
  return true;
}

// Callers come after what they call.
std::vector<std::vector<bool>> tabledMemories(const Graph &graph) {
  std::vector<std::vector<bool>> isTable;
  for (const Function &function : graph.functions)
    isTable.emplace_back(function.memories.size(), false);
  for (size_t caller = graph.functions.size(); caller-- > 0;)
    for (const Child &child : graph.functions[caller].children)
      for (unsigned parameter = 0; parameter < child.memories.size(); ++parameter)
        if (isTable[caller][child.memories[parameter]] || !areInARow(child.banks[parameter]))
          isTable[child.callee][parameter] = true;
  return isTable;
}
} // namespace

unsigned wordOfOutput(const Function &top, unsigned output) {
  unsigned word = 1;
  for (unsigned before = 0; before < output; ++before)
    word += wordsOf(top.outputs[before].width);
  return word;
}

namespace {
// Callers come after what they call.
std::vector<bool> sharedStreams(const Graph &graph) {
  std::vector<bool> shares(graph.functions.size());
  for (size_t caller = graph.functions.size(); caller-- > 0;)
    for (const Child &child : graph.functions[caller].children) {
      std::set<std::pair<StreamId, unsigned>> given;
      for (const StreamPlace &place : child.streams)
        for (unsigned element : place.elements)
          if (!given.insert({place.stream, element}).second)
            shares[child.callee] = true;
      if (!child.streams.empty() && shares[caller])
        shares[child.callee] = true;
    }
  return shares;
}

std::unique_ptr<llvm::Module> compileWith(ModuleContext &shared, std::unique_ptr<llvm::Module> module) {
  shared.isTable = tabledMemories(shared.graph);
  shared.sharesStreams = sharedStreams(shared.graph);
  shared.processes.resize(shared.graph.functions.size());
  for (unsigned number = 0; number < shared.graph.functions.size(); ++number)
    shared.functions.push_back(FunctionCompiler(shared, number).compile());
  addEntry(shared);
  return module;
}
} // namespace

std::unique_ptr<llvm::Module> compile(const Graph &graph, const std::vector<Frame> &frames, int64_t mostCycles,
                                      llvm::LLVMContext &context) {
  auto module = std::make_unique<llvm::Module>("simulation", context);
  std::deque<PipelinePlan> none;
  ModuleContext shared{graph, true, true, {}, none, frames, {}, {}, *module, {}, {}, mostCycles};
  return compileWith(shared, std::move(module));
}

std::unique_ptr<llvm::Module> compileValues(const Graph &graph, const std::vector<Frame> &frames,
                                            llvm::LLVMContext &context) {
  auto module = std::make_unique<llvm::Module>("values", context);
  std::deque<PipelinePlan> none;
  ModuleContext shared{graph, true, false, {}, none, frames, {}, {}, *module, {}, {}, 0};
  return compileWith(shared, std::move(module));
}

std::unique_ptr<llvm::Module> compileTimes(const Graph &graph, const std::vector<Frame> &frames,
                                           std::vector<std::vector<bool>> varies, std::deque<PipelinePlan> &plans,
                                           llvm::LLVMContext &context) {
  auto module = std::make_unique<llvm::Module>("times", context);
  ModuleContext shared{graph, false, true, std::move(varies), plans, frames, {}, {}, *module, {}, {}, 0};
  return compileWith(shared, std::move(module));
}

} // namespace allo::target::sim
