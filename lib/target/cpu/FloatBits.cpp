#include "target/cpu/FloatBits.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

namespace allo::target::cpu {

namespace {
bool readsFloatBits(const llvm::Instruction &instruction) {
  auto *cast = llvm::dyn_cast<llvm::BitCastInst>(&instruction);
  return cast && cast->getSrcTy()->isFloatingPointTy() && cast->getDestTy()->isIntegerTy() &&
         cast->getDestTy()->getIntegerBitWidth() <= 64;
}
} // namespace

void hideFloatBits(llvm::Module &module) {
  llvm::SmallVector<llvm::Instruction *> casts;
  for (llvm::Function &function : module)
    for (llvm::Instruction &instruction : llvm::instructions(function))
      if (readsFloatBits(instruction))
        casts.push_back(&instruction);
  if (casts.empty())
    return;
  // Not constant and of external linkage: for all that LLVM knows it may be written elsewhere.
  llvm::Type *word = llvm::Type::getInt64Ty(module.getContext());
  auto *zero = new llvm::GlobalVariable(module, word, /*isConstant=*/false, llvm::GlobalValue::ExternalLinkage,
                                        llvm::ConstantInt::get(word, 0), "allo.unknown_zero");
  for (llvm::Instruction *cast : casts) {
    llvm::IRBuilder<> builder(cast->getNextNode());
    llvm::Value *unknown = builder.CreateTrunc(builder.CreateLoad(word, zero), cast->getType());
    auto *hidden =
        llvm::cast<llvm::Instruction>(llvm::BinaryOperator::CreateXor(cast, unknown, "", builder.GetInsertPoint()));
    cast->replaceUsesWithIf(hidden, [&](llvm::Use &use) { return use.getUser() != hidden; });
  }
}

} // namespace allo::target::cpu
