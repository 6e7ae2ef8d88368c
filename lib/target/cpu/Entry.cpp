// The packed entry: one pointer per source parameter becomes the arguments of the top.
//   void allo.entry(ptr arguments, ptr result) { *result = top(arguments[0], *(int *)arguments[1], arguments[2] + 8 …);
//   }
#include "target/cpu/Entry.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace allo::target::cpu {

std::vector<PackedArgument> packedArguments(mlir::func::FuncOp top) {
  std::vector<PackedArgument> arguments;
  unsigned parameters = 0;
  int64_t structure = -1; // the source parameter whose members these are
  for (unsigned i = 0; i < top.getNumArguments(); ++i) {
    PackedArgument argument;
    auto field = top.getArgAttrOfType<ir::FieldAttr>(i, ir::fieldAttrName);
    if (!field || field.getParameter() != structure)
      ++parameters;
    structure = field ? field.getParameter() : -1;
    argument.parameter = parameters - 1;
    argument.offset = field ? field.getOffset() : 0;
    auto memory = mlir::dyn_cast<mlir::MemRefType>(top.getArgumentTypes()[i]);
    argument.isMemory = static_cast<bool>(memory);
    argument.isResult = field && field.getName() == ir::resultName;
    if (memory && field && !field.getStrides().empty()) {
      argument.elementBytes = ir::byteSize(ir::variableOf(top.getArgument(i)).getType().getValue());
      argument.isWritten = field.getByReference();
      int64_t sideBySide = argument.elementBytes;
      bool isDense = true;
      for (size_t d = memory.getShape().size(); d-- > 0; sideBySide *= memory.getShape()[d])
        isDense &= field.getStrides()[d] == sideBySide;
      if (!isDense) {
        argument.extents = memory.getShape().vec();
        argument.strides = field.getStrides().vec();
      }
    }
    arguments.push_back(argument);
  }
  return arguments;
}

namespace {
// What holds an integer of the type in memory (docs/decisions/0017).
llvm::Type *hostType(llvm::Type *type) {
  if (!type->isIntegerTy())
    return type;
  return llvm::IntegerType::get(type->getContext(), 8 * ir::byteSizeOfInteger(type->getIntegerBitWidth()));
}

// A value from memory; a boolean is a byte there.
llvm::Value *load(llvm::IRBuilder<> &builder, llvm::Type *type, llvm::Value *address) {
  llvm::Value *value = builder.CreateLoad(hostType(type), address);
  return type->isIntegerTy(1) ? builder.CreateIsNotNull(value) : builder.CreateTruncOrBitCast(value, type);
}

void store(llvm::IRBuilder<> &builder, llvm::Value *value, llvm::Value *address, bool isSigned) {
  if (value->getType()->isIntegerTy())
    value = builder.CreateIntCast(value, hostType(value->getType()), isSigned);
  builder.CreateStore(value, address);
}

// Copies the elements of a member of an array of structures to (or from) a dense array, in a loop.
void copyElements(llvm::IRBuilder<> &builder, const PackedArgument &argument, llvm::Value *structures,
                  llvm::Value *dense, bool gathers) {
  llvm::Function *entry = builder.GetInsertBlock()->getParent();
  llvm::LLVMContext &context = builder.getContext();
  int64_t count = 1;
  for (int64_t extent : argument.extents)
    count *= extent;
  llvm::BasicBlock *before = builder.GetInsertBlock();
  auto *body = llvm::BasicBlock::Create(context, "", entry), *after = llvm::BasicBlock::Create(context, "", entry);
  builder.CreateBr(body);
  builder.SetInsertPoint(body);
  llvm::PHINode *number = builder.CreatePHI(builder.getInt64Ty(), 2);
  number->addIncoming(builder.getInt64(0), before);
  llvm::Value *offset = builder.getInt64(0);
  int64_t inner = 1;
  for (size_t d = argument.extents.size(); d-- > 0; inner *= argument.extents[d]) {
    llvm::Value *index =
        builder.CreateURem(builder.CreateUDiv(number, builder.getInt64(inner)), builder.getInt64(argument.extents[d]));
    offset = builder.CreateAdd(offset, builder.CreateMul(index, builder.getInt64(argument.strides[d])));
  }
  llvm::Value *outer = builder.CreateGEP(builder.getInt8Ty(), structures, offset);
  llvm::Value *own =
      builder.CreateGEP(builder.getInt8Ty(), dense, builder.CreateMul(number, builder.getInt64(argument.elementBytes)));
  builder.CreateMemCpy(gathers ? own : outer, llvm::MaybeAlign(), gathers ? outer : own, llvm::MaybeAlign(),
                       argument.elementBytes);
  llvm::Value *next = builder.CreateAdd(number, builder.getInt64(1));
  number->addIncoming(next, body);
  builder.CreateCondBr(builder.CreateICmpULT(next, builder.getInt64(count)), body, after);
  builder.SetInsertPoint(after);
}

// A dense array for such a member.
llvm::Value *denseArray(llvm::IRBuilder<> &builder, const PackedArgument &argument) {
  int64_t bytes = argument.elementBytes;
  for (int64_t extent : argument.extents)
    bytes *= extent;
  llvm::Module &module = *builder.GetInsertBlock()->getModule();
  auto allocate =
      module.getOrInsertFunction("aligned_alloc", builder.getPtrTy(), builder.getInt64Ty(), builder.getInt64Ty());
  return builder.CreateCall(allocate, {builder.getInt64(64), builder.getInt64((bytes + 63) / 64 * 64)});
}
} // namespace

void addEntry(llvm::Module &module, const std::string &topName, const std::vector<PackedArgument> &arguments,
              bool resultIsSigned) {
  llvm::LLVMContext &context = module.getContext();
  llvm::IRBuilder<> builder(context);
  llvm::Function *top = module.getFunction(topName);
  top->setLinkage(llvm::GlobalValue::InternalLinkage);
  top->addFnAttr(llvm::Attribute::NoInline); // inside the entry, `noalias` would shrink to alias scopes

  auto *type = llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy(), builder.getPtrTy()}, false);
  auto *entry = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, entryName, module);
  builder.SetInsertPoint(llvm::BasicBlock::Create(context, "", entry));
  llvm::SmallVector<llvm::Value *> operands;
  struct Copy {
    const PackedArgument *argument;
    llvm::Value *structures, *dense;
  };
  std::vector<Copy> copies;
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    llvm::Value *address = entry->getArg(1);
    if (!argument.isResult) {
      llvm::Value *slot = builder.CreateConstGEP1_64(builder.getPtrTy(), entry->getArg(0), argument.parameter);
      address = builder.CreateLoad(builder.getPtrTy(), slot);
    }
    address = builder.CreateConstGEP1_64(builder.getInt8Ty(), address, argument.offset);
    if (!argument.extents.empty()) {
      llvm::Value *dense = denseArray(builder, argument);
      copyElements(builder, argument, address, dense, /*gathers=*/true);
      copies.push_back({&argument, address, dense});
      operands.push_back(dense);
      continue;
    }
    operands.push_back(argument.isMemory ? address : load(builder, top->getArg(index)->getType(), address));
  }
  llvm::CallInst *call = builder.CreateCall(top, operands);
  for (const Copy &copy : copies) {
    if (copy.argument->isWritten)
      copyElements(builder, *copy.argument, copy.structures, copy.dense, /*gathers=*/false);
    auto release = module.getOrInsertFunction("free", builder.getVoidTy(), builder.getPtrTy());
    builder.CreateCall(release, {copy.dense});
  }
  if (!call->getType()->isVoidTy()) {
    // The caller may have no use for the result.
    auto *keep = llvm::BasicBlock::Create(context, "", entry);
    auto *leave = llvm::BasicBlock::Create(context, "", entry);
    builder.CreateCondBr(builder.CreateIsNotNull(entry->getArg(1)), keep, leave);
    builder.SetInsertPoint(keep);
    store(builder, call, entry->getArg(1), resultIsSigned);
    builder.CreateBr(leave);
    builder.SetInsertPoint(leave);
  }
  builder.CreateRetVoid();
}

} // namespace allo::target::cpu
