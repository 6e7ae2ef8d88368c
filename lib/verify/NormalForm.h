// The normal form of an expression: integers as sorted sums of products with coefficients, bitwise operations as sorted
// lists, extensions and truncations at the leaves wherever nothing can overflow. Two expressions of one normal form are
// equal; two of different ones may still be.
// Sums are collected from whole trees of additions at once, when they are asked for: while a program runs, a reduction
// of n terms would otherwise make n lists of up to n terms.
#pragma once

#include "verify/Expressions.h"

#include "llvm/ADT/DenseMap.h"

#include <functional>
#include <map>
#include <vector>

namespace allo::verify {

class NormalForm {
public:
  // `reassociate`: additions and multiplications of floating point are associative.
  explicit NormalForm(Expressions &expressions, bool reassociate = false)
      : expressions(expressions), reassociate(reassociate) {}

  ExpressionId of(ExpressionId expression);
  void clear() { // where ids have changed
    normals.clear();
    ranges.clear();
    resizedForms.clear();
  }

private:
  using Terms = std::map<ExpressionId, llvm::APInt>;                   // of a sum; the term 0 is the constant
  using Polynomial = std::map<std::vector<ExpressionId>, llvm::APInt>; // by sorted factors
  struct Range {
    llvm::APInt low, high; // signed, with one bit more than the number
  };

  // The operands of a tree of one associative operation, with coefficients (sums) or how often they occur.
  Terms leavesOf(ExpressionId root) const;
  bool isAssociative(ExpressionId id) const;
  ExpressionId compute(ExpressionId id);
  ExpressionId computeTree(ExpressionId id);
  ExpressionId computeEqual(ExpressionId a, ExpressionId b);
  ExpressionId computeLess(Opcode opcode, ExpressionId a, ExpressionId b);
  ExpressionId settled(ExpressionId built); // the normal form of what a simplification made of normal operands

  // On normal forms.
  void addScaled(Terms &terms, ExpressionId normal, const llvm::APInt &factor);
  ExpressionId sumOf(ExpressionType type, Terms terms);
  ExpressionId multiplied(ExpressionType type, std::vector<ExpressionId> factors);
  Polynomial polynomialOf(ExpressionId normal);
  ExpressionId ofPolynomial(ExpressionType type, const Polynomial &polynomial);
  ExpressionId bitwiseOf(Opcode opcode, ExpressionType type, const Terms &leaves);
  ExpressionId floatingOf(Opcode opcode, ExpressionType type, const Terms &leaves);
  ExpressionId truncated(ExpressionId normal, ExpressionType type);
  ExpressionId extended(ExpressionId normal, ExpressionType type, bool isSigned);
  // The same operation on operands that `resize` made of the operands; none where that is not the same.
  ExpressionId mapped(ExpressionId normal, ExpressionType type, const std::function<ExpressionId(ExpressionId)> &resize,
                      bool isSigned);
  // Of the number as an integer without its modulus, with room for it; and whether it is in the range of the type.
  Range exactRange(ExpressionId normal, bool isSigned);
  bool fits(ExpressionId normal, bool isSigned);
  Range rangeOf(ExpressionId normal, bool isSigned);
  Range computeRange(ExpressionId normal, bool isSigned);

  Expressions &expressions;
  bool reassociate;
  unsigned depth = 0;
  llvm::DenseMap<ExpressionId, ExpressionId> normals;
  std::map<std::pair<ExpressionId, bool>, Range> ranges;
  std::map<std::tuple<ExpressionId, unsigned, Opcode>, ExpressionId> resizedForms; // by width and operation
};

} // namespace allo::verify
