// A set of integer points described by linear equalities and inequalities over numbered columns. A thin layer on MLIR's
// Presburger library: columns are added while a system is built, affine expressions are flattened into it, and
// easy systems (most of those that a legality check asks about) are decided without the library.
#pragma once

#include "mlir/Analysis/Presburger/IntegerRelation.h"
#include "mlir/IR/AffineExpr.h"

#include <optional>

namespace allo::analysis {

// constant + sum of coefficient * column; columns beyond the stored ones have coefficient zero.
struct LinearExpression {
  llvm::SmallVector<int64_t, 8> coefficients;
  int64_t constant = 0;

  LinearExpression() = default;
  explicit LinearExpression(int64_t value) : constant(value) {}
  static LinearExpression column(unsigned index);

  int64_t coefficient(unsigned column) const { return column < coefficients.size() ? coefficients[column] : 0; }
  bool isConstant() const;
  LinearExpression &add(const LinearExpression &other, int64_t factor = 1);
  LinearExpression plus(const LinearExpression &other, int64_t factor = 1) const;
  LinearExpression plus(int64_t value) const;
  int64_t evaluate(llvm::ArrayRef<int64_t> point) const;
};

class LinearSystem {
public:
  // A column made for a floordiv: quotient = numerator floordiv denominator.
  struct Division {
    unsigned column;
    LinearExpression numerator;
    int64_t denominator;
  };

  unsigned addColumn() { return columns_++; }
  unsigned columns() const { return columns_; }
  void addZero(LinearExpression expression) { equalities_.push_back(std::move(expression)); }
  void addNonNegative(LinearExpression expression) { inequalities_.push_back(std::move(expression)); }
  void addEqual(const LinearExpression &left, const LinearExpression &right) { addZero(left.plus(right, -1)); }
  void addLess(const LinearExpression &left, const LinearExpression &right); // left < right

  // The expression over the columns; floordiv, ceildiv and mod by a constant add columns. Empty for semi-affine ones.
  std::optional<LinearExpression> linearise(mlir::AffineExpr expression, llvm::ArrayRef<LinearExpression> dims,
                                            llvm::ArrayRef<LinearExpression> symbols);

  // Drops a column by projection (Fourier-Motzkin, or an equality with a unit coefficient). False when the result may
  // contain integer points that no value of the column extends.
  bool eliminate(unsigned column);
  // The largest value of the expression, rounded down; empty when it is unbounded. The system must not be empty.
  std::optional<int64_t> maximum(const LinearExpression &expression) const;

  // True when no integer point satisfies the system. Exact.
  bool isEmpty() const;
  // True when not even a rational point does.
  bool hasNoRationalPoint() const;
  // The lexicographically smallest point where there is one, else any point; empty when there is none.
  std::optional<llvm::SmallVector<int64_t>> point() const;

  mlir::presburger::IntegerPolyhedron polyhedron() const;
  const std::vector<LinearExpression> &equalities() const { return equalities_; }
  const std::vector<LinearExpression> &inequalities() const { return inequalities_; }
  const std::vector<Division> &divisions() const { return divisions_; }

private:
  LinearExpression quotient(const LinearExpression &numerator, int64_t denominator);

  unsigned columns_ = 0;
  std::vector<LinearExpression> equalities_;   // == 0
  std::vector<LinearExpression> inequalities_; // >= 0
  std::vector<Division> divisions_;
};

} // namespace allo::analysis
