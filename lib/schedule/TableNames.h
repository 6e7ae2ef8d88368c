// Symbols of constant tables depend on what else a program lowers ("weights" alone, "weights#2" in a larger one). This
// finds which table of one program is which of another, so that functions can be compared and moved between them.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/StringMap.h"

namespace allo::schedule {

class TableNames {
public:
  // Tables of `from` by their place in the functions that both programs have.
  TableNames(mlir::ModuleOp from, mlir::ModuleOp to);

  // A copy of a function of `from` that uses the tables of `to`. Not inserted anywhere.
  mlir::OwningOpRef<mlir::func::FuncOp> translated(mlir::func::FuncOp function) const;

private:
  llvm::StringMap<std::string> names_;
};

} // namespace allo::schedule
