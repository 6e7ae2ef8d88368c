// Host machine, optimisation pipeline and loading through LLVM's ORC.
#include "target/cpu/MachineCode.h"

#include "allo/error.hpp"
#include "support/ElementaryFunctions.h"
#include "target/cpu/BrainFloat.h"
#include "target/cpu/Entry.h"
#include "target/cpu/Runtime.h"
#include "target/cpu/Threads.h"
#include "target/cpu/WideIntegers.h"

#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/CompileUtils.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"

#include <mutex>

namespace allo::target::cpu {

namespace {
template <typename T> T checked(llvm::Expected<T> value) {
  if (!value)
    throw InternalError("machine code: " + llvm::toString(value.takeError()));
  return std::move(*value);
}

void checked(llvm::Error error) {
  if (error)
    throw InternalError("machine code: " + llvm::toString(std::move(error)));
}

// What the host is, found once: asking the processor takes a millisecond.
const llvm::orc::JITTargetMachineBuilder &hostDescription() {
  static std::once_flag once;
  static std::unique_ptr<llvm::orc::JITTargetMachineBuilder> description;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    auto host = checked(llvm::orc::JITTargetMachineBuilder::detectHost());
    host.setCodeGenOptLevel(llvm::CodeGenOptLevel::Aggressive);
    host.setRelocationModel(llvm::Reloc::PIC_);
    withoutBrainFloatInstructions(host);
    host.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict; // a * b + c is two roundings
    description = std::make_unique<llvm::orc::JITTargetMachineBuilder>(host);
  });
  return *description;
}

// LLVM's vectoriser of straight-line code computes in the narrowest type that it believes to be enough, and is wrong
// about it at times: in LLVM 22, unsigned 64-bit to float of a sign-extended value becomes 2^32 instead of 2^64.
// Without conversions of integers nothing can be narrowed.
bool mayBeNarrowed(const llvm::Module &module) {
  for (const llvm::Function &function : module)
    for (const llvm::Instruction &instruction : llvm::instructions(function))
      if (llvm::isa<llvm::SExtInst, llvm::ZExtInst, llvm::TruncInst, llvm::UIToFPInst, llvm::SIToFPInst>(instruction))
        return true;
  return false;
}
} // namespace

std::unique_ptr<llvm::TargetMachine> hostMachine() {
  auto description = hostDescription();
  return checked(description.createTargetMachine());
}

void optimise(llvm::Module &module, llvm::TargetMachine &machine, Effort effort) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager callGraph;
  llvm::ModuleAnalysisManager modules;
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = true;
  tuning.SLPVectorization = !mayBeNarrowed(module);
  tuning.LoopInterleaving = tuning.LoopUnrolling = true;
  llvm::PassBuilder builder(&machine, tuning);
  builder.registerVectorizerStartEPCallback(
      [](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) { passes.addPass(KeepWideIntegersScalar()); });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(callGraph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, callGraph, modules);
  bool isFast = effort == Effort::fastCode;
  machine.setOptLevel(isFast ? llvm::CodeGenOptLevel::Aggressive : llvm::CodeGenOptLevel::Less);
  builder.buildPerModuleDefaultPipeline(isFast ? llvm::OptimizationLevel::O3 : llvm::OptimizationLevel::O1)
      .run(module, modules);
}

LoadedCode load(std::unique_ptr<llvm::Module> module, llvm::TargetMachine &machine,
                const std::map<std::string, void *> &functions) {
  LoadedCode code;
  // No platform: kernels have no static constructors, thread locals or exceptions, and setting one up costs
  // milliseconds.
  code.jit = checked(llvm::orc::LLJITBuilder()
                         .setJITTargetMachineBuilder(hostDescription())
                         .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                         .create());
  llvm::orc::JITDylib &library = code.jit->getMainJITDylib();
  char prefix = code.jit->getDataLayout().getGlobalPrefix();
  library.addGenerator(checked(llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(prefix)));
  auto flags = llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable;
  llvm::orc::SymbolMap runtime;
  runtime[code.jit->mangleAndIntern(runParallelName)] = {llvm::orc::ExecutorAddr::fromPtr(&runParallel), flags};
  static const std::map<std::string, void *> known = [] {
    std::map<std::string, void *> functions = support::elementaryAddresses();
    functions.merge(runtimeFunctions());
    functions.merge(brainFloatFunctions());
    return functions;
  }();
  for (const auto *some : {&known, &functions})
    for (const auto &[name, address] : *some)
      runtime[code.jit->mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(address), flags};
  checked(library.define(llvm::orc::absoluteSymbols(std::move(runtime))));

  checked(code.jit->addObjectFile(checked(llvm::orc::SimpleCompiler(machine)(*module))));
  code.entry = checked(code.jit->lookup(entryName)).toPtr<void(void **, void *)>();
  return code;
}

} // namespace allo::target::cpu
