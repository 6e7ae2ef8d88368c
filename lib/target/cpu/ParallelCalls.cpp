// The call of an outlined parallel loop becomes a call of the thread pool with the captured values in a structure.
//   call @f.parallel.3(begin, end, step, %A, %n)
//   →  %captured = alloca {ptr, i64}; store …; call @allo.run_parallel(@f.parallel.3.range, %captured, begin, end,
//   step, threads)
//      define internal void @f.parallel.3.range(ptr captured, begin, end, step) { load …; call @f.parallel.3(…) }
#include "target/cpu/Entry.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace allo::target::cpu {

namespace {
constexpr unsigned rangeArguments = 3; // begin, end, step

llvm::StructType *capturedType(llvm::Function &body) {
  llvm::SmallVector<llvm::Type *> members;
  for (llvm::Argument &argument : llvm::drop_begin(body.args(), rangeArguments))
    members.push_back(argument.getType());
  return llvm::StructType::get(body.getContext(), members);
}

llvm::Function *rangeFunction(llvm::Function &body) {
  llvm::IRBuilder<> builder(body.getContext());
  llvm::Type *integer = builder.getInt64Ty();
  auto *type = llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy(), integer, integer, integer}, false);
  auto *function =
      llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, body.getName() + ".range", body.getParent());
  builder.SetInsertPoint(llvm::BasicBlock::Create(body.getContext(), "", function));
  llvm::SmallVector<llvm::Value *> operands = {function->getArg(1), function->getArg(2), function->getArg(3)};
  llvm::StructType *captured = capturedType(body);
  for (unsigned i = 0; i < captured->getNumElements(); ++i) {
    llvm::Value *address = builder.CreateStructGEP(captured, function->getArg(0), i);
    operands.push_back(builder.CreateLoad(captured->getElementType(i), address));
  }
  builder.CreateCall(&body, operands);
  builder.CreateRetVoid();
  return function;
}

void replaceCall(llvm::CallInst *call, llvm::Function &body, llvm::Function *range, llvm::FunctionCallee run,
                 unsigned threads) {
  llvm::IRBuilder<> entry(&*call->getFunction()->getEntryBlock().getFirstInsertionPt());
  llvm::StructType *type = capturedType(body);
  llvm::Value *captured = entry.CreateAlloca(type);
  llvm::IRBuilder<> builder(call);
  for (unsigned i = 0; i < type->getNumElements(); ++i)
    builder.CreateStore(call->getArgOperand(rangeArguments + i), builder.CreateStructGEP(type, captured, i));
  builder.CreateCall(run, {range, captured, call->getArgOperand(0), call->getArgOperand(1), call->getArgOperand(2),
                           builder.getInt64(threads)});
  call->eraseFromParent();
}
} // namespace

void callThroughThreads(llvm::Module &module, const std::vector<lower::ParallelLoop> &loops, unsigned threads) {
  llvm::IRBuilder<> builder(module.getContext());
  llvm::Type *integer = builder.getInt64Ty(), *pointer = builder.getPtrTy();
  auto *runType =
      llvm::FunctionType::get(builder.getVoidTy(), {pointer, pointer, integer, integer, integer, integer}, false);
  for (const lower::ParallelLoop &loop : loops) {
    if (!loop.threaded)
      continue;
    llvm::FunctionCallee run = module.getOrInsertFunction(runParallelName, runType);
    llvm::Function *body = module.getFunction(loop.symbol);
    llvm::SmallVector<llvm::CallInst *> calls;
    for (llvm::User *user : body->users())
      calls.push_back(llvm::cast<llvm::CallInst>(user));
    llvm::Function *range = rangeFunction(*body);
    for (llvm::CallInst *call : calls)
      replaceCall(call, *body, range, run, threads);
  }
}

} // namespace allo::target::cpu
