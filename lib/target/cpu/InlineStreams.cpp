// The operations on streams that a kernel does for every element are LLVM functions that its code takes in, as if the
// queue were its own: a call for each would cost more than the work. Growing and failing stay calls.
//   define internal i64 @allo_runtime_stream_words(i64 handle, i64 number)   the words that wait
#include "target/cpu/InlineStreams.h"

#include "lower/RuntimeCalls.h"
#include "target/cpu/Runtime.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

#include <cstddef>

namespace allo::target::cpu {

namespace {
class Inliner {
public:
  explicit Inliner(llvm::Module &module) : module(module), builder(module.getContext()) {}

  void run() {
    define("stream_words", [&](llvm::Function &function) {
      llvm::Value *queue = queueOf(function);
      builder.CreateRet(load(queue, offsetof(StreamQueue, count)));
    });
    define("stream_read", [&](llvm::Function &function) {
      llvm::Value *queue = queueOf(function);
      llvm::Value *count = load(queue, offsetof(StreamQueue, count));
      unlikely(function, builder.CreateICmpEQ(count, integer(0)), [&] {
        call("fail", {function.getArg(2)});
        builder.CreateUnreachable();
      });
      builder.CreateRet(pop(queue, count));
    });
    define("stream_next", [&](llvm::Function &function) {
      llvm::Value *queue = queueOf(function);
      builder.CreateRet(pop(queue, load(queue, offsetof(StreamQueue, count))));
    });
    define("stream_write", [&](llvm::Function &function) {
      llvm::Value *queue = queueOf(function);
      llvm::Value *count = load(queue, offsetof(StreamQueue, count));
      llvm::Value *isFull = builder.CreateICmpEQ(count, load(queue, offsetof(StreamQueue, capacity)));
      unlikely(function, isFull, [&] { call("stream_grow", {builder.CreatePtrToInt(queue, builder.getInt64Ty())}); });
      llvm::Value *first = load(queue, offsetof(StreamQueue, first));
      builder.CreateStore(function.getArg(2), place(queue, builder.CreateAdd(first, count)));
      store(builder.CreateAdd(count, integer(1)), queue, offsetof(StreamQueue, count));
      builder.CreateRetVoid();
    });
  }

private:
  void define(llvm::StringRef name, llvm::function_ref<void(llvm::Function &)> body) {
    llvm::Function *function = module.getFunction((lower::runtimePrefix + name).str());
    if (!function)
      return;
    function->setLinkage(llvm::GlobalValue::InternalLinkage);
    function->addFnAttr(llvm::Attribute::AlwaysInline);
    builder.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", function));
    body(*function);
  }

  llvm::Value *integer(int64_t value) { return builder.getInt64(static_cast<uint64_t>(value)); }

  llvm::Value *field(llvm::Value *base, size_t offset) {
    return builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), base, offset);
  }
  llvm::Value *load(llvm::Value *base, size_t offset) {
    return builder.CreateLoad(builder.getInt64Ty(), field(base, offset));
  }
  void store(llvm::Value *value, llvm::Value *base, size_t offset) { builder.CreateStore(value, field(base, offset)); }

  void call(llvm::StringRef name, llvm::ArrayRef<llvm::Value *> operands) {
    llvm::SmallVector<llvm::Type *> types(operands.size(), builder.getInt64Ty());
    auto *type = llvm::FunctionType::get(builder.getVoidTy(), types, false);
    builder.CreateCall(module.getOrInsertFunction((lower::runtimePrefix + name).str(), type), operands);
  }

  // `body` where the condition holds; it may end its block.
  void unlikely(llvm::Function &function, llvm::Value *condition, llvm::function_ref<void()> body) {
    auto *then = llvm::BasicBlock::Create(module.getContext(), "", &function);
    auto *after = llvm::BasicBlock::Create(module.getContext(), "", &function);
    builder.CreateCondBr(condition, then, after);
    builder.SetInsertPoint(then);
    body();
    if (!builder.GetInsertBlock()->getTerminator())
      builder.CreateBr(after);
    builder.SetInsertPoint(after);
  }

  // Number 0 is there always, so that one stream needs no check.
  llvm::Value *queueOf(llvm::Function &function) {
    llvm::Value *array = builder.CreateIntToPtr(function.getArg(0), builder.getPtrTy());
    llvm::Value *number = function.getArg(1);
    llvm::Value *isOutside = builder.CreateICmpUGE(number, load(array, offsetof(StreamArray, streams)));
    isOutside = builder.CreateAnd(builder.CreateICmpNE(number, integer(0)), isOutside);
    unlikely(function, isOutside, [&] {
      call("fail", {integer(outsideFailure)});
      builder.CreateUnreachable();
    });
    llvm::Value *queues = builder.CreateLoad(builder.getPtrTy(), field(array, offsetof(StreamArray, queues)));
    return builder.CreateInBoundsGEP(builder.getInt8Ty(), queues,
                                     builder.CreateMul(number, integer(sizeof(StreamQueue))));
  }

  // Where the ring has the element of a running number.
  llvm::Value *place(llvm::Value *queue, llvm::Value *running) {
    llvm::Value *mask = builder.CreateSub(load(queue, offsetof(StreamQueue, capacity)), integer(1));
    llvm::Value *ring = builder.CreateLoad(builder.getPtrTy(), field(queue, offsetof(StreamQueue, ring)));
    return builder.CreateInBoundsGEP(builder.getInt64Ty(), ring, builder.CreateAnd(running, mask));
  }

  llvm::Value *pop(llvm::Value *queue, llvm::Value *count) {
    llvm::Value *first = load(queue, offsetof(StreamQueue, first));
    llvm::Value *word = builder.CreateLoad(builder.getInt64Ty(), place(queue, first));
    store(builder.CreateAdd(first, integer(1)), queue, offsetof(StreamQueue, first));
    store(builder.CreateSub(count, integer(1)), queue, offsetof(StreamQueue, count));
    return word;
  }

  llvm::Module &module;
  llvm::IRBuilder<> builder;
};
} // namespace

void inlineStreams(llvm::Module &module) { Inliner(module).run(); }

} // namespace allo::target::cpu
