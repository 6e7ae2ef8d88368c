// Which array element an access touches, in a form that is compared in no time: of every dimension the linear part,
// numbered, and the constant. Only what that does not decide goes to the integer solver, within a budget.
#pragma once

#include "analysis/AccessCollection.h"

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <vector>

namespace allo::target::rtl::legal {

struct Element {
  static constexpr unsigned unknown = ~0u;
  unsigned shape = unknown; // of all dimensions; unknown: may be any element
  llvm::SmallVector<unsigned, 3> parts;
  llvm::SmallVector<int64_t, 3> constants;

  bool isKnown() const { return shape != unknown; }
  bool isSame(const Element &other) const { return isKnown() && shape == other.shape && constants == other.constants; }
  // By the constants alone; values of both are taken in one iteration of everything around both.
  bool isSurelyOther(const Element &other) const;
};

class Elements {
public:
  // The element of an affine access, or of a plain one by the values of its indices.
  Element of(const analysis::Access &access);

  // Whether `first`, seen from `place` (an operation in a block around `second`), and `second` may touch one element in
  // one iteration of the loops around `place`. Yes, when the budget is used up.
  bool mayMeet(const analysis::Access &first, const Element &firstElement, mlir::Operation *place,
               const analysis::Access &second, const Element &secondElement);

private:
  using Terms = std::vector<std::pair<unsigned, int64_t>>; // number of a value (or opaque expression), coefficient
  bool addTerms(mlir::AffineExpr expression, int64_t factor, const analysis::Access &access,
                std::map<unsigned, int64_t> &terms, int64_t &constant);
  unsigned numberOf(mlir::Value value);

  llvm::DenseMap<mlir::Value, unsigned> values_;
  std::map<std::vector<const void *>, unsigned> opaque_; // looked up only: numbers are in order of appearance
  std::map<Terms, unsigned> parts_;
  std::map<std::vector<unsigned>, unsigned> shapes_;
  unsigned numbers_ = 0;
  unsigned questions_ = 0; // asked of the solver
};

} // namespace allo::target::rtl::legal
