// The loops of a nest with what is known of their numbers of iterations: internal to the distances of iterations.
#pragma once

#include "analysis/IterationDistance.h"
#include "analysis/IterationDomain.h"

namespace allo::analysis {

struct NestLoop {
  mlir::Operation *op;
  mlir::affine::AffineForOp affine; // null for others
  int64_t step = 1;                 // of the column
  int64_t leastTrips = 0;
  std::optional<int64_t> trips;
  int64_t leastInside = 1;       // iterations of the nest in one iteration of this loop, at least
  std::optional<int64_t> inside; // their number where it is the same in all iterations of this loop and those around
};

std::vector<NestLoop> nestLoopsOf(const Nest &nest);

// minimumDistance with the loops of the nest known already.
std::optional<int64_t> minimumDistance(const Access &first, const Access &second, const std::vector<NestLoop> &nest);

// The least value of an expression over the integer points of a system with alternatives. Exact; the expression must
// have a lower bound. With a limit: empty where no value is below it.
std::optional<int64_t> leastValue(const LinearSystem &system, llvm::ArrayRef<const Instance *> instances,
                                  const LinearExpression &value, std::optional<int64_t> limit = std::nullopt);

// The bounds of a loop in terms of an execution inside of it. Empty when one is not linear.
std::optional<llvm::SmallVector<LinearExpression>> boundsOf(LinearSystem &system, SymbolColumns &symbols,
                                                            const Instance &instance, mlir::affine::AffineForOp loop,
                                                            bool isUpper);

// A column >= 0 that is also at least ceil(d / step) for one of the differences d.
LinearExpression addCount(LinearSystem &system, std::vector<std::vector<LinearExpression>> &alternatives,
                          llvm::ArrayRef<LinearExpression> differences, int64_t step);

// upper - lower for all pairs of bounds.
llvm::SmallVector<LinearExpression> differencesOf(llvm::ArrayRef<LinearExpression> uppers,
                                                  llvm::ArrayRef<LinearExpression> lowers);

} // namespace allo::analysis
