// Streams as the kernel's own code.
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace allo::target::cpu {

// Gives the functions of the runtime that read and write streams their bodies.
void inlineStreams(llvm::Module &module);

} // namespace allo::target::cpu
