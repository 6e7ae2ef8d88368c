// compile(): lower a copy of the module, translate it to LLVM IR, add the entry and the threads, optimise, load.
#include "target/cpu/Compiled.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "lower/RuntimeCalls.h"
#include "target/cpu/Entry.h"
#include "target/cpu/FloatBits.h"
#include "target/cpu/GeneratedCode.h"
#include "target/cpu/InlineStreams.h"
#include "target/cpu/MachineCode.h"
#include "target/cpu/Runtime.h"

#include "mlir/IR/OwningOpRef.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"

#include "llvm/IR/Instructions.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>

using namespace mlir;

namespace allo::target::cpu {

struct Compiled::Code {
  LoadedCode loaded;
  std::vector<lower::ParallelLoop> parallelLoops;
  std::string llvm;
  double milliseconds = 0;
  KernelData data;
};

Compiled::Compiled(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Compiled::~Compiled() = default;
Compiled::Compiled(Compiled &&) noexcept = default;
Compiled &Compiled::operator=(Compiled &&) noexcept = default;

ALLO_CALLS_GENERATED_CODE void Compiled::invoke(void **arguments, void *result) const {
  guardedRun(code_->data, [&]() ALLO_CALLS_GENERATED_CODE { code_->loaded.entry(arguments, result); });
}
const std::vector<lower::ParallelLoop> &Compiled::parallelLoops() const { return code_->parallelLoops; }
const std::string &Compiled::llvm() const { return code_->llvm; }
double Compiled::milliseconds() const { return code_->milliseconds; }

namespace {
// The functions of the C library that the kernel calls: pure, and never rewritten into others that round differently
// (LLVM would turn pow(2, x) into exp2(x)). None of the kernel's own functions throws.
void stateFacts(llvm::Module &module) {
  for (llvm::Function &function : module) {
    function.addFnAttr(llvm::Attribute::NoUnwind);
    if (!function.isDeclaration() || function.isIntrinsic() || function.getName() == "aligned_alloc" ||
        function.getName() == "free" || function.getName().starts_with(lower::runtimePrefix))
      continue;
    function.addFnAttr(llvm::Attribute::NoBuiltin);
    function.addFnAttr(llvm::Attribute::WillReturn);
    function.setDoesNotAccessMemory();
    for (llvm::User *user : function.users())
      llvm::cast<llvm::CallInst>(user)->addFnAttr(llvm::Attribute::NoBuiltin);
  }
}

std::unique_ptr<llvm::Module> translate(ModuleOp module, llvm::LLVMContext &context) {
  registerBuiltinDialectTranslation(*module.getContext());
  registerLLVMDialectTranslation(*module.getContext());
  auto translated = translateModuleToLLVMIR(module, context, "kernel");
  if (!translated)
    throw InternalError("the LLVM dialect does not translate to LLVM IR");
  stateFacts(*translated);
  return translated;
}
} // namespace

Compiled compile(ModuleOp source, const Options &options) {
  auto start = std::chrono::steady_clock::now();
  auto code = std::make_unique<Compiled::Code>();
  func::FuncOp top = ir::topOf(source);
  if (!top)
    throw InternalError("the module has no top function");
  std::vector<PackedArgument> arguments = packedArguments(top);
  auto resultType =
      top.getNumResults() ? top.getResultAttrOfType<ir::CTypeAttr>(0, ir::ctypeAttrName) : ir::CTypeAttr();
  bool resultIsSigned = resultType && ir::isSigned(resultType.getValue());

  OwningOpRef<ModuleOp> module = source.clone();
  lower::Lowered lowered = lower::toLLVM(*module);
  code->parallelLoops = lowered.parallelLoops;
  code->data.failures = std::move(lowered.failures);
  for (const std::string &format : lowered.formats) {
    std::string problem;
    auto pieces = ir::piecesOfFormat(format, problem);
    if (!pieces)
      throw InternalError("the format of a printf has '" + problem + "'");
    code->data.formats.push_back(std::move(*pieces));
  }

  llvm::LLVMContext context;
  auto machine = hostMachine();
  std::unique_ptr<llvm::Module> translated = translate(*module, context);
  translated->setTargetTriple(machine->getTargetTriple());
  translated->setDataLayout(machine->createDataLayout());
  inlineStreams(*translated);
  callThroughThreads(*translated, lowered.parallelLoops, options.threads);
  addEntry(*translated, lowered.top, arguments, resultIsSigned);
  hideFloatBits(*translated);
  optimise(*translated, *machine);
  if (options.keepText) {
    llvm::raw_string_ostream stream(code->llvm);
    translated->print(stream, nullptr);
  }
  code->loaded = load(std::move(translated), *machine);
  code->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return Compiled(std::move(code));
}

} // namespace allo::target::cpu
