// Which scalar variables (rank-0 memories, and elements of small local arrays) the regions of a function read and
// write: the analysis under promoteScalars and promoteReferences. Sets are as large as what a region mentions, so that
// the whole is close to linear in the accesses.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinTypes.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <vector>

namespace allo::target::rtl::legal {

struct ScalarVariable {
  mlir::Value memory;
  mlir::Type type;
  std::string name; // of an array's element: "window[2]"
};

using VariableSet = llvm::DenseSet<unsigned>;
using VariableList = llvm::SmallVector<unsigned, 8>; // ascending

// Of variables that live outside of the region.
struct ScalarUse {
  VariableSet exposed; // may be read before they are written in it
  VariableSet written; // may be written
  VariableSet surely;  // are written whenever it runs to its end
};

class ScalarFlow {
public:
  enum class Scope { locals, references }; // allocas that can become values, or rank-0 arguments
  ScalarFlow(mlir::func::FuncOp function, Scope scope);

  const std::vector<ScalarVariable> &variables() const { return variables_; }
  // The variable that a load or store accesses; none for other operations.
  std::optional<unsigned> accessed(mlir::Operation *op) const;
  // The variables that an alloca holds.
  llvm::ArrayRef<unsigned> heldBy(mlir::Operation *alloca) const;
  const ScalarUse &of(mlir::Region &region) const { return regions_.at(&region); }
  // Of a loop or branch as a whole.
  const ScalarUse &of(mlir::Operation *op) const { return operations_.at(op); }

private:
  void addMemory(mlir::Value memory);
  void summarise(mlir::Region &region);
  void summarise(mlir::Operation *op);

  std::vector<ScalarVariable> variables_;
  llvm::DenseMap<mlir::Operation *, unsigned> accesses_;
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<unsigned, 1>> held_;
  llvm::DenseMap<mlir::Region *, ScalarUse> regions_;
  llvm::DenseMap<mlir::Operation *, ScalarUse> operations_;
};

bool isStore(mlir::Operation *op); // affine.store, memref.store
bool isLoad(mlir::Operation *op);
mlir::Value memoryOf(mlir::Operation *access); // of a load or store
// Whether the elements of a local array of this type may become values: it is small or partitioned completely.
bool isSmall(mlir::MemRefType type);
// The element, row-major, that an access with constant indices inside the array touches.
std::optional<int64_t> constantElement(mlir::Operation *access);
VariableList sorted(const VariableSet &set);

} // namespace allo::target::rtl::legal
