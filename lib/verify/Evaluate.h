// The value of expressions for given inputs.
#pragma once

#include "verify/ExpressionStore.h"

#include "llvm/ADT/DenseMap.h"

#include <functional>

namespace allo::verify {

// Some expressions, and all that they are made of, in an order in which they can be computed again and again.
class Evaluation {
public:
  // Gives up, which `isComplete` says, beyond so many expressions.
  Evaluation(const ExpressionStore &expressions, llvm::ArrayRef<ExpressionId> roots, size_t limit);

  bool isComplete() const { return complete; }
  size_t size() const { return order.size(); }
  llvm::ArrayRef<ExpressionId> inputs() const { return inputIds; } // by id
  llvm::ArrayRef<ExpressionId> undefined() const { return undefinedIds; }
  llvm::ArrayRef<ExpressionId> all() const { return order; } // operands before what uses them

  // `valueOf` is asked for every input and every undefined value.
  void run(const std::function<llvm::APInt(ExpressionId)> &valueOf);
  bool wasRounded() const { return isRounded; } // whether a floating operation of the last run was not exact
  const llvm::APInt &valueOf(ExpressionId id) const { return values[positions.lookup(id)]; }

private:
  llvm::APInt compute(ExpressionId id);
  llvm::APInt computeList(ExpressionId id);

  const ExpressionStore &expressions;
  std::vector<ExpressionId> order, inputIds, undefinedIds;
  llvm::DenseMap<ExpressionId, uint32_t> positions;
  std::vector<llvm::APInt> values;
  bool complete = true, isRounded = false;
};

} // namespace allo::verify
