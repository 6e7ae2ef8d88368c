#include "target/rtl/legalise/Elements.h"

#include "analysis/IterationDomain.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
constexpr unsigned mostQuestions = 4000;
} // namespace

bool Element::isSurelyOther(const Element &other) const {
  if (!isKnown() || !other.isKnown())
    return false;
  for (size_t i = 0; i < parts.size(); ++i)
    if (parts[i] == other.parts[i] && constants[i] != other.constants[i])
      return true;
  return false;
}

unsigned Elements::numberOf(Value value) {
  auto [entry, isNew] = values_.try_emplace(value, numbers_);
  numbers_ += isNew;
  return entry->second;
}

bool Elements::addTerms(AffineExpr expression, int64_t factor, const analysis::Access &access,
                        std::map<unsigned, int64_t> &terms, int64_t &constant) {
  if (auto number = dyn_cast<AffineConstantExpr>(expression)) {
    constant += factor * number.getValue();
    return true;
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expression)) {
    terms[numberOf(access.operands[dim.getPosition()])] += factor;
    return true;
  }
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression)) {
    terms[numberOf(access.operands[access.map.getNumDims() + symbol.getPosition()])] += factor;
    return true;
  }
  auto binary = cast<AffineBinaryOpExpr>(expression);
  if (binary.getKind() == AffineExprKind::Add)
    return addTerms(binary.getLHS(), factor, access, terms, constant) &&
           addTerms(binary.getRHS(), factor, access, terms, constant);
  if (binary.getKind() == AffineExprKind::Mul)
    if (auto number = dyn_cast<AffineConstantExpr>(binary.getRHS()))
      return addTerms(binary.getLHS(), factor * number.getValue(), access, terms, constant);
  // A quotient or remainder: equal where expression and operands are.
  std::vector<const void *> key = {expression.getAsOpaquePointer()};
  for (Value operand : access.operands)
    key.push_back(operand.getAsOpaquePointer());
  auto [entry, isNew] = opaque_.try_emplace(key, numbers_);
  numbers_ += isNew;
  terms[entry->second] += factor;
  return true;
}

Element Elements::of(const analysis::Access &access) {
  Element element;
  auto finishDimension = [&](const std::map<unsigned, int64_t> &terms, int64_t constant) {
    Terms key;
    for (auto [value, coefficient] : terms)
      if (coefficient != 0)
        key.emplace_back(value, coefficient);
    element.parts.push_back(parts_.try_emplace(key, parts_.size()).first->second);
    element.constants.push_back(constant);
  };
  if (access.isAffine) {
    for (AffineExpr expression : access.map.getResults()) {
      std::map<unsigned, int64_t> terms;
      int64_t constant = 0;
      if (!addTerms(expression, 1, access, terms, constant))
        return element;
      finishDimension(terms, constant);
    }
  } else if (isa<memref::LoadOp, memref::StoreOp>(access.op)) {
    for (Value index : access.op->getOperands().drop_front(isStore(access.op) ? 2 : 1)) {
      std::map<unsigned, int64_t> terms;
      std::optional<int64_t> constant = getConstantIntValue(index);
      if (!constant)
        terms[numberOf(index)] = 1;
      finishDimension(terms, constant.value_or(0));
    }
  } else {
    return element;
  }
  std::vector<unsigned> key(element.parts.begin(), element.parts.end());
  element.shape = shapes_.try_emplace(key, shapes_.size()).first->second;
  return element;
}

bool Elements::mayMeet(const analysis::Access &first, const Element &firstElement, Operation *place,
                       const analysis::Access &second, const Element &secondElement) {
  if (firstElement.isSurelyOther(secondElement))
    return false;
  if (firstElement.isSame(secondElement) || !first.isAffine || !second.isAffine || ++questions_ > mostQuestions)
    return true;
  Operation *region = place->getBlock()->findAncestorOpInBlock(*second.op);
  if (!region)
    return true;
  analysis::LinearSystem system;
  analysis::SymbolColumns symbols;
  analysis::Instance here = analysis::addInstance(system, symbols, place);
  analysis::Instance there = analysis::addInstance(system, symbols, second.op, &here, region);
  auto left = analysis::lineariseMap(system, symbols, here, first.map, first.operands);
  auto right = analysis::lineariseMap(system, symbols, there, second.map, second.operands);
  if (!left || !right)
    return true;
  for (auto [a, b] : llvm::zip_equal(*left, *right))
    system.addEqual(a, b);
  return llvm::any_of(analysis::expandAlternatives(system, {&here, &there}),
                      [](const analysis::LinearSystem &part) { return !part.isEmpty(); });
}

} // namespace allo::target::rtl::legal
