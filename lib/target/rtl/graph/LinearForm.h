// Sums of constants times index values: what addresses and bounds are made of, and how they become nodes.
#pragma once

#include "target/rtl/graph/NodeTable.h"

#include "mlir/IR/AffineExpr.h"

namespace allo::target::rtl {

// constant + Σ coefficient · signed value; by node, no coefficient zero.
struct LinearForm {
  int64_t constant = 0;
  llvm::SmallVector<std::pair<NodeId, int64_t>, 4> terms;

  bool isConstant() const { return terms.empty(); }
  bool operator==(const LinearForm &) const = default;
  LinearForm plus(const LinearForm &other, int64_t factor = 1) const;
  LinearForm times(int64_t factor) const;
};

struct Quotient {
  LinearForm quotient, remainder; // rounded down; remainder 0 … divisor - 1
};

class LinearForms {
public:
  explicit LinearForms(NodeTable &table) : table_(table) {}

  LinearForm of(NodeId value) const; // a constant, or one term
  IntegerRange range(const LinearForm &form) const;
  // The form modulo 2^width.
  NodeId node(const LinearForm &form, unsigned width);
  // All of its value, signed, in the least width that its range allows.
  NodeId exactNode(const LinearForm &form);
  // `within`: what is known of the value besides its range.
  Quotient divide(const LinearForm &form, int64_t divisor, IntegerRange within = IntegerRange::unknown());
  LinearForm of(mlir::AffineExpr expression, llvm::ArrayRef<LinearForm> dims, llvm::ArrayRef<LinearForm> symbols);

private:
  NodeId sum(LinearForm form, unsigned width);
  NodeId additions(const LinearForm &form, unsigned width);

  NodeTable &table_;
};

} // namespace allo::target::rtl
