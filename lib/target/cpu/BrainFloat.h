// float to bfloat16 for generated code. LLVM goes through float where it moves bfloat16 values about itself (a choice
// between two of them), and calls the compiler library's function to come back; libgcc 12 has none, and the processors'
// own instruction takes subnormal numbers as zero.
#pragma once

#include <map>
#include <string>

namespace llvm::orc {
class JITTargetMachineBuilder;
}

namespace allo::target::cpu {

// The functions by the names that LLVM calls them.
std::map<std::string, void *> brainFloatFunctions();

// Lets LLVM call them instead of using instructions of the host.
void withoutBrainFloatInstructions(llvm::orc::JITTargetMachineBuilder &host);

} // namespace allo::target::cpu
