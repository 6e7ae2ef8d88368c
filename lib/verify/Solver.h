// A bit-vector question to the SMT solver Boolector, in a process of its own with a time limit. Floating-point
// operations are uninterpreted functions there, so that "no" is a proof and "yes" only a hint.
#pragma once

#include "verify/Expressions.h"

#include <map>
#include <optional>

namespace allo::verify {

struct SolverAnswer {
  enum Kind { proved, witness, none } kind = none;
  std::map<ExpressionId, llvm::APInt> inputs; // of a witness, to be checked
};

// Whether `left` and `right` are equal whenever every one of `conditions` is true.
SolverAnswer askSolver(const ExpressionStore &expressions, ExpressionId left, ExpressionId right,
                       llvm::ArrayRef<ExpressionId> conditions, double seconds);

} // namespace allo::verify
