// The packed entry: one pointer per source parameter becomes the arguments of the top.
//   void allo.entry(ptr arguments, ptr result) { *result = top(arguments[0], *(int *)arguments[1], arguments[2] + 8 …);
//   }
#include "target/cpu/Entry.h"

#include "ir/CTypes.h"

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
    argument.isMemory = mlir::isa<mlir::MemRefType>(top.getArgumentTypes()[i]);
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
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    llvm::Value *slot = builder.CreateConstGEP1_64(builder.getPtrTy(), entry->getArg(0), argument.parameter);
    llvm::Value *address = builder.CreateLoad(builder.getPtrTy(), slot);
    address = builder.CreateConstGEP1_64(builder.getInt8Ty(), address, argument.offset);
    operands.push_back(argument.isMemory ? address : load(builder, top->getArg(index)->getType(), address));
  }
  llvm::CallInst *call = builder.CreateCall(top, operands);
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
