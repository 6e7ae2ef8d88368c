// Addresses of loops and arrays: how text names them, and the shortest text that does.
#pragma once

#include "ir/Naming.h"

#include <string>
#include <vector>

namespace allo::schedule {

// A loop of one function with its place in the nest.
struct LoopEntry {
  mlir::Operation *op;
  std::string name;
  unsigned ordinal;           // among the loops of this name in source order, from 1
  std::vector<size_t> around; // indices of the loops around it, outermost first
};

// An array or scalar variable of one function. A constant table may be fetched by several operations.
struct ArrayEntry {
  mlir::Value memory;
  ir::VariableAttr variable;
  unsigned ordinal;
};

// The loops and arrays of one function, in source order.
class FunctionNames {
public:
  explicit FunctionNames(mlir::func::FuncOp function);

  mlir::func::FuncOp function() const { return function_; }
  const std::vector<LoopEntry> &loops() const { return loops_; }
  const std::vector<ArrayEntry> &arrays() const { return arrays_; }

  // What a path such as "j", "i/j", "j#2" (without a function) can mean.
  std::vector<const LoopEntry *> findLoops(llvm::StringRef path) const;
  std::vector<const ArrayEntry *> findArrays(llvm::StringRef name) const;

  // The shortest path that names exactly this loop or array.
  std::string pathOf(const LoopEntry &loop) const;
  std::string pathOf(const ArrayEntry &array) const;

  const LoopEntry *entryOf(mlir::Operation *loop) const;
  const ArrayEntry *entryOf(mlir::Value memory) const;

private:
  bool matches(const LoopEntry &loop, llvm::ArrayRef<llvm::StringRef> segments, bool exact) const;

  mlir::func::FuncOp function_;
  std::vector<LoopEntry> loops_;
  std::vector<ArrayEntry> arrays_;
};

// Splits "function:path"; the function is empty when not written. "::" belongs to names.
std::pair<llvm::StringRef, llvm::StringRef> splitAddress(llvm::StringRef address);

// The functions that `name` can mean: the symbol whatever its blanks, or else a template's name for its instances.
// Where a function has copies ("row", "row#2"), "row" can mean each of them, and "row#1" is the one that they began as.
std::vector<mlir::func::FuncOp> findFunctions(mlir::ModuleOp module, llvm::StringRef name);

// The text that names exactly this function: its symbol, or "row#1" where it has copies.
std::string functionAddress(mlir::func::FuncOp function);

// "row#2" is ("row", 2), "row" is ("row", 0): a symbol or a name with the number of the copy, 0 where none is written.
std::pair<llvm::StringRef, unsigned> splitCopyNumber(llvm::StringRef name);

// "j (line 7)", or "j" where the place is unknown.
std::string withLine(const std::string &name, mlir::Location location);

// The place of a variable: of its alloca, or of its function for a parameter.
mlir::Location locationOf(mlir::Value memory);

} // namespace allo::schedule
