// Inputs for which two expressions differ: boundary values, constants of the expressions, and random ones.
#pragma once

#include "verify/Expressions.h"

#include <functional>
#include <map>
#include <optional>

namespace allo::verify {

struct Pair {
  ExpressionId expected, actual;
};

struct Witness {
  size_t pair = 0;                               // which of the pairs differs
  std::map<ExpressionId, llvm::APInt> inputs;    // those that it depends on
  std::map<ExpressionId, llvm::APInt> unwritten; // any value of what was never written
  llvm::APInt expected, actual;
};

// The first pair that differs for some inputs for which all conditions are true, as far as the search finds one.
// A pair whose expected side depends on what was never written does not count. With `exactOnly`, inputs do not count
// for which a floating operation rounds: there the order of additions may be the difference.
std::optional<Witness> findWitness(const ExpressionStore &expressions, llvm::ArrayRef<Pair> pairs,
                                   llvm::ArrayRef<ExpressionId> conditions, bool exactOnly, double seconds);

// The same for given inputs; those that are not given are 0.
std::optional<Witness> checkWitness(const ExpressionStore &expressions, Pair pair,
                                    llvm::ArrayRef<ExpressionId> conditions,
                                    const std::map<ExpressionId, llvm::APInt> &inputs, bool exactOnly = false);

// Whether the expression depends on what was never written; beyond `limit` expressions it is said to.
bool dependsOnUnwritten(const ExpressionStore &expressions, ExpressionId expression, size_t limit = 1000000);

} // namespace allo::verify
