// The cpu target: a module in the form of docs/decisions/0001 becomes machine code in this process.
#pragma once

#include "lower/Lower.h"

#include "mlir/IR/BuiltinOps.h"

#include <memory>
#include <string>
#include <vector>

namespace allo::target::cpu {

struct Options {
  unsigned threads = 0;  // that parallel loops use; 0: one for each core
  bool keepText = false; // fill Compiled::llvm
};

// Machine code of one kernel. Movable; the code lives as long as the object.
class Compiled {
public:
  ~Compiled();
  Compiled(Compiled &&) noexcept;
  Compiled &operator=(Compiled &&) noexcept;

  // Calls the kernel in the convention of docs/decisions/0010: `arguments` has one pointer per parameter of
  // ir::interfaceOf(top), in order; `result` points at the result's storage, or is null. Checks nothing: the caller
  // has.
  void invoke(void **arguments, void *result) const;

  const std::vector<lower::ParallelLoop> &parallelLoops() const;
  const std::string &llvm() const; // the optimised LLVM IR, if asked for
  double milliseconds() const;     // that compile() took

private:
  struct Code;
  friend Compiled compile(mlir::ModuleOp, const Options &);
  explicit Compiled(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
};

// Compiles the top of `module`, which is not changed. Throws UserError where the kernel asks for what a CPU does not
// have (an array beyond the limit of memory), InternalError where the lowering fails.
Compiled compile(mlir::ModuleOp module, const Options &options = {});

} // namespace allo::target::cpu
