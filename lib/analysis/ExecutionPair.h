// Two executions of two accesses to one memory as columns of one system.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/IterationDomain.h"

namespace allo::analysis {

struct ExecutionPair {
  // Loops that properly enclose `region` are in one iteration for both.
  ExecutionPair(const Access &before, const Access &after, mlir::Operation *region);
  // Both in the same iteration of all loops around both.
  ExecutionPair(const Access &before, const Access &after);

  // The indices of both; empty when they are not known.
  std::optional<std::pair<llvm::SmallVector<LinearExpression>, llvm::SmallVector<LinearExpression>>> indices();
  // Restricts the system to executions on one element; not when an access may be to any.
  void addSameElement();
  // Whether the system with the guards of both has a point.
  bool isPossible() const;
  bool isPossible(const LinearSystem &restricted) const;

  const Access &before;
  const Access &after;
  LinearSystem system;
  SymbolColumns symbols;
  Instance first, second;
};

} // namespace allo::analysis
