#include "target/cpu/WideIntegers.h"

#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/LoopUtils.h"

namespace allo::target::cpu {

namespace {
bool isWide(const llvm::Value &value) {
  auto *type = llvm::dyn_cast<llvm::IntegerType>(value.getType());
  return type && type->getBitWidth() > 64;
}

bool computesWide(const llvm::Loop &loop) {
  for (const llvm::BasicBlock *block : loop.blocks())
    for (const llvm::Instruction &instruction : *block)
      if (isWide(instruction) ||
          llvm::any_of(instruction.operands(), [](const llvm::Use &use) { return isWide(*use); }))
        return true;
  return false;
}
} // namespace

llvm::PreservedAnalyses KeepWideIntegersScalar::run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses) {
  for (llvm::Loop *loop : analyses.getResult<llvm::LoopAnalysis>(function).getLoopsInPreorder())
    if (computesWide(*loop))
      llvm::addStringMetadataToLoop(loop, "llvm.loop.vectorize.enable", 0);
  return llvm::PreservedAnalyses::all(); // metadata only
}

} // namespace allo::target::cpu
