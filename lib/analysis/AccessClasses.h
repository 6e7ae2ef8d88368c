// Accesses put into classes of which every member asks the same questions of a dependence analysis: unrolling copies an
// access many times, and the copies differ in the constants of their indices only.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/LinearSystem.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

#include <map>

namespace allo::analysis {

class AccessClasses {
public:
  static constexpr unsigned unknown = ~0u;

  // What is known of one access. Accesses of equal `shape` and `context` with equal constants are interchangeable, but
  // for conditions that depend on data.
  struct Member {
    unsigned shape = unknown;                // class of its indices without their constants; unknown: not affine
    unsigned context = 0;                    // class of the loops and affine guards around it
    llvm::SmallVector<int64_t, 4> constants; // of each index
  };

  explicit AccessClasses(llvm::ArrayRef<Access> accesses);

  const Member &operator[](unsigned access) const { return members_[access]; }
  unsigned shapes() const { return shapes_.size(); }
  // Coefficients of each index over the columns, constants zero.
  llvm::ArrayRef<LinearExpression> indicesOf(unsigned shape) const { return shapes_[shape]; }

  // A column stands for a value (of a loop with constant lower bound: the number of the iteration) or a quotient
  // (null).
  unsigned columns() const { return values_.columns(); }
  mlir::Value valueOf(unsigned column) const { return columnValues_.lookup(column); }
  // The largest number that divides each difference of index `dimension` of accesses of the two shapes, apart from
  // the difference of their constants, when `isFixed(column)` tells what is equal for both. Zero: no other difference.
  int64_t modulusOf(unsigned first, unsigned second, unsigned dimension,
                    llvm::function_ref<bool(unsigned)> isFixed) const;

private:
  LinearExpression expressionOf(mlir::Value value);
  unsigned contextOf(mlir::Block *block);

  LinearSystem values_;
  llvm::DenseMap<mlir::Value, LinearExpression> expressions_;
  llvm::DenseMap<unsigned, mlir::Value> columnValues_;
  std::vector<llvm::SmallVector<LinearExpression, 4>> shapes_;
  std::map<std::vector<int64_t>, unsigned> shapeNumbers_;
  std::map<std::vector<const void *>, unsigned> contextNumbers_; // looked up only: numbers are in order of appearance
  llvm::DenseMap<mlir::Block *, unsigned> blockContexts_;
  std::vector<Member> members_;
};

// True when the two are on different sides of one condition, so that no iteration of the loops around it runs both.
bool areExclusive(mlir::Operation *first, mlir::Operation *second);

} // namespace allo::analysis
