// One execution of an operation as columns of a linear system: the loops around it, their bounds, and the guards.
#pragma once

#include "analysis/LinearSystem.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

#include "llvm/ADT/MapVector.h"

namespace allo::analysis {

// The columns of values that do not change while the function runs. Shared by all instances of a system.
using SymbolColumns = llvm::MapVector<mlir::Value, LinearExpression>;

struct Instance {
  mlir::Operation *op = nullptr;
  llvm::SmallVector<mlir::Operation *> loops; // outermost first
  llvm::SmallVector<unsigned> columns;        // of each loop: its variable, or a count for loops that are not affine
  bool isPrecise = true;                      // false when a bound or a guard was left out
  bool isConditional = false;                 // under a data-dependent condition, or in a loop that is not affine
  // Guards that are disjunctions (the else side of an affine.if): of each, one expression has to be >= 0.
  std::vector<std::vector<LinearExpression>> alternatives;

  // The column of a loop; the loop must be one of `loops`.
  unsigned columnOf(mlir::Operation *loop) const;
  bool isInside(mlir::Operation *loop) const { return llvm::is_contained(loops, loop); }
};

// The loops around `op`, outermost first (affine.for, scf.for, scf.while).
llvm::SmallVector<mlir::Operation *> loopsAround(mlir::Operation *op);

// Adds an instance of `op` to the system. Loops that properly enclose `region` take the columns of `other` (the two
// instances then agree on them); others get columns of their own.
Instance addInstance(LinearSystem &system, SymbolColumns &symbols, mlir::Operation *op, const Instance *other = nullptr,
                     mlir::Operation *region = nullptr);

// The results of a composed map in terms of an instance. Empty when an expression is not linear.
std::optional<llvm::SmallVector<LinearExpression>> lineariseMap(LinearSystem &system, SymbolColumns &symbols,
                                                                const Instance &instance, mlir::AffineMap map,
                                                                llvm::ArrayRef<mlir::Value> operands);

// The systems whose union is `system` with every alternative of the instances. Falls back to leaving guards out when
// there are too many.
std::vector<LinearSystem> expandAlternatives(const LinearSystem &system, llvm::ArrayRef<const Instance *> instances);

} // namespace allo::analysis
