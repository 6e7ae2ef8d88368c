// What the functions of one program are in another, so that they can be compared and moved between them. Symbols of
// constant tables depend on what else a program lowers ("weights" alone, "weights#2" in a larger one). State (static
// locals, globals, static streams) is memory of the top, and arguments after its own of a function that is called:
//
//   func @counted(%A) { %n = get_global @n … %n … }   -> func @counted(%A, %n) { … %n … }   where @counted is not the
//   top
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <string>
#include <vector>

namespace allo::schedule {

class TableNames {
public:
  // Tables of `from` by their place in the functions that both programs have, and the state of the top of `from` by its
  // ids, which are those of the arguments in `to`.
  TableNames(mlir::ModuleOp from, mlir::ModuleOp to);

  // A copy of a function of `from` that uses the tables of `to` and, where it is the top of `from`, takes its state as
  // arguments. Not inserted anywhere.
  mlir::OwningOpRef<mlir::func::FuncOp> translated(mlir::func::FuncOp function) const;

private:
  void findState(mlir::func::FuncOp top, mlir::func::FuncOp called);
  void passState(mlir::func::FuncOp copy) const;

  struct StateArgument {
    mlir::Operation *declaration; // in the top of `from`
    bool isConst; // the function that is called only reads it, while the memory of the top is no constant
  };

  mlir::ModuleOp from_, to_;
  llvm::StringMap<std::string> names_;
  std::vector<StateArgument> state_; // in the order of the arguments
};

} // namespace allo::schedule
