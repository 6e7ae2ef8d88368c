// What the compiled module needs besides the kernel, made directly in LLVM IR.
#pragma once

#include "lower/Lower.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <string>
#include <vector>

namespace llvm {
class Module;
}

namespace allo::target::cpu {

inline constexpr const char *entryName = "allo.entry";
inline constexpr const char *runParallelName = "allo.run_parallel";

// Where one argument of the top comes from in the packed call (docs/decisions/0010).
struct PackedArgument {
  unsigned parameter = 0; // of the source
  int64_t offset = 0;     // in bytes, of a member of a struct
  bool isMemory = false;  // passed as its address, otherwise loaded
  bool isResult = false;  // part of the result, not of a parameter
  // Of a member in an array of structures, whose elements do not lie side by side: they are gathered before the call
  // and, where the top writes them, scattered after it.
  int64_t elementBytes = 0;
  std::vector<int64_t> extents, strides; // empty: side by side
  bool isWritten = false;
};

std::vector<PackedArgument> packedArguments(mlir::func::FuncOp top);

// Adds `void allo.entry(ptr arguments, ptr result)` that calls the top.
void addEntry(llvm::Module &module, const std::string &top, const std::vector<PackedArgument> &arguments,
              bool resultIsSigned);

// Replaces the calls of outlined parallel loops by calls of runParallel().
void callThroughThreads(llvm::Module &module, const std::vector<lower::ParallelLoop> &loops, unsigned threads);

} // namespace allo::target::cpu
