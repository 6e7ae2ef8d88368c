// From an LLVM module to machine code in this process.
#pragma once

#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/Module.h"
#include "llvm/Target/TargetMachine.h"

#include <map>
#include <memory>
#include <string>

namespace allo::target::cpu {

// The machine this process runs on, with everything it can do (as -march=native) and without contraction.
std::unique_ptr<llvm::TargetMachine> hostMachine();

// The -O3 pipeline with loop and SLP vectorisation; for code that hardly runs, as much of -O1 as makes it small.
enum class Effort { fastCode, fastCompilation };
void optimise(llvm::Module &module, llvm::TargetMachine &machine, Effort effort = Effort::fastCode);

// Loaded code: its entry stays callable as long as the object lives.
struct LoadedCode {
  std::unique_ptr<llvm::orc::LLJIT> jit;
  void (*entry)(void **arguments, void *result) = nullptr;
};
// `functions`: what the code calls besides the runtime of the cpu target.
LoadedCode load(std::unique_ptr<llvm::Module> module, llvm::TargetMachine &machine,
                const std::map<std::string, void *> &functions = {});

} // namespace allo::target::cpu
