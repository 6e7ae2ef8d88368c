#include "target/rtl/graph/LinearForm.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

#include <bit>

using namespace mlir;

namespace allo::target::rtl {

LinearForm LinearForm::plus(const LinearForm &other, int64_t factor) const {
  LinearForm result;
  result.constant = constant + factor * other.constant;
  auto a = terms.begin(), b = other.terms.begin();
  while (a != terms.end() || b != other.terms.end()) {
    if (b == other.terms.end() || (a != terms.end() && a->first < b->first)) {
      result.terms.push_back(*a++);
    } else if (a == terms.end() || b->first < a->first) {
      result.terms.push_back({b->first, factor * b->second});
      ++b;
    } else {
      if (int64_t coefficient = a->second + factor * b->second)
        result.terms.push_back({a->first, coefficient});
      ++a, ++b;
    }
  }
  llvm::erase_if(result.terms, [](const auto &term) { return term.second == 0; });
  return result;
}

LinearForm LinearForm::times(int64_t factor) const { return LinearForm().plus(*this, factor); }

LinearForm LinearForms::of(NodeId value) const {
  LinearForm form;
  if (std::optional<int64_t> constant = table_.constantOf(value))
    form.constant = *constant;
  else
    form.terms.push_back({value, 1});
  return form;
}

IntegerRange LinearForms::range(const LinearForm &form) const {
  IntegerRange result = IntegerRange::constant(form.constant);
  for (auto [node, coefficient] : form.terms)
    result = result.plus(table_.range(node).times(IntegerRange::constant(coefficient)));
  return result;
}

NodeId LinearForms::exactNode(const LinearForm &form) {
  IntegerRange known = range(form);
  if (!known.isKnown)
    known = IntegerRange::ofWidth(64);
  NodeId result = node(form, known.signedWidth());
  if (!table_.isConstant(result))
    table_.narrow(result, known);
  return result;
}

NodeId LinearForms::node(const LinearForm &form, unsigned width) {
  // No wider than the value itself.
  IntegerRange known = range(form);
  if (!known.isKnown)
    return sum(form, width);
  if (known.isNonNegative() && known.unsignedWidth() < width) {
    if (unsigned bits = known.unsignedWidth())
      return table_.zeroExtend(sum(form, bits), width);
    return table_.constant(width, 0);
  }
  if (known.signedWidth() >= width)
    return sum(form, width);
  NodeId exact = sum(form, known.signedWidth());
  table_.narrow(exact, known);
  return table_.resize(exact, width);
}

// Parts that do not overlap are put side by side: 32 i + j with 0 <= j < 32 needs no adder.
NodeId LinearForms::sum(LinearForm form, unsigned width) {
  int64_t mask = width >= 64 ? -1 : (int64_t(1) << width) - 1;
  llvm::erase_if(form.terms, [&](auto term) { return (term.second & mask) == 0; });
  if (form.terms.empty())
    return table_.constant(width, form.constant);
  unsigned shift = 64;
  for (auto [node, coefficient] : form.terms)
    shift = std::min<unsigned>(shift, std::countr_zero(static_cast<uint64_t>(coefficient)));
  auto scaledDown = [](const LinearForm &from, unsigned shift) {
    LinearForm result = from;
    result.constant >>= shift;
    for (auto &term : result.terms)
      term.second >>= shift;
    return result;
  };
  if (shift > 0)
    return table_.concat({sum(scaledDown(form, shift), width - shift),
                          table_.constant(llvm::APInt(64, form.constant).trunc(std::min(shift, 64u)))});
  if (form.terms.size() == 1 && form.constant == 0)
    return table_.scaled(form.terms[0].first, form.terms[0].second, width);
  for (unsigned cut = 1; cut < width && cut < 63; ++cut) {
    LinearForm low, high;
    int64_t size = int64_t(1) << cut;
    low.constant = floorModulo(form.constant, size);
    high.constant = form.constant - low.constant;
    for (auto term : form.terms)
      (term.second % size == 0 ? high : low).terms.push_back(term);
    if (low.terms.empty() || !range(low).isWithin(0, size - 1))
      continue;
    return table_.concat({sum(scaledDown(high, cut), width - cut), sum(low, cut)});
  }
  return additions(form, width);
}

NodeId LinearForms::additions(const LinearForm &form, unsigned width) {
  // What is added before what is subtracted; the constant last, so that copies of a body share the rest.
  auto terms = form.terms;
  std::sort(terms.begin(), terms.end(),
            [](auto a, auto b) { return std::pair(a.second < 0, a.first) < std::pair(b.second < 0, b.first); });
  bool startsNegative = terms[0].second < 0;
  NodeId result = table_.constant(width, startsNegative ? form.constant : 0);
  for (auto [node, coefficient] : terms) {
    bool isNegative = coefficient < 0 && coefficient != INT64_MIN;
    NodeId part = table_.scaled(node, isNegative ? -coefficient : coefficient, width);
    result = table_.operation(isNegative ? OperatorKind::sub : OperatorKind::add, width, {result, part});
  }
  if (!startsNegative)
    result = table_.operation(OperatorKind::add, width, {result, table_.constant(width, form.constant)});
  return result;
}

Quotient LinearForms::divide(const LinearForm &form, int64_t divisor, IntegerRange within) {
  if (divisor == 1)
    return {form, LinearForm()};
  // What is divisible leaves at once: a value on a lattice contributes its multiples, whatever it is.
  Quotient result;
  LinearForm rest;
  rest.constant = form.constant;
  for (auto [node, coefficient] : form.terms) {
    if (coefficient % divisor == 0) {
      result.quotient.terms.push_back({node, coefficient / divisor});
      continue;
    }
    rest.terms.push_back({node, coefficient});
  }
  bool isWhole = result.quotient.terms.empty();
  int64_t whole = floorDivide(rest.constant, divisor);
  rest.constant -= whole * divisor;
  result.quotient.constant = whole;
  IntegerRange known = range(rest);
  if (isWhole && within.isKnown)
    known = known.intersectedWith(within.low - whole * divisor, within.high - whole * divisor);
  if (known.isKnown && floorDivide(known.low, divisor) == floorDivide(known.high, divisor)) {
    int64_t more = floorDivide(known.low, divisor);
    result.quotient.constant += more;
    rest.constant -= more * divisor;
    result.remainder = rest;
    return result;
  }
  if (!known.isKnown)
    known = IntegerRange::ofWidth(64);
  // The remainder is one value when all terms are multiples of the divisor on their lattice.
  IntegerRange lattice = range(rest);
  bool isRemainderKnown = lattice.isKnown && lattice.stride % divisor == 0;
  if (known.low < 0 && known.low > INT64_MIN / 2 && known.high < INT64_MAX / 2) { // a multiple up: no negative values
    int64_t multiples = -floorDivide(known.low, divisor);
    rest.constant += multiples * divisor;
    result.quotient.constant -= multiples;
    known = IntegerRange::interval(known.low + multiples * divisor, known.high + multiples * divisor);
  }
  bool isPower = (divisor & (divisor - 1)) == 0;
  NodeId quotient;
  if (known.isNonNegative()) {
    NodeId bits = node(rest, known.unsignedWidth());
    quotient =
        table_.fromUnsigned(table_.quotientUnsigned(bits, known.high, divisor, bitsOf(known.high / divisor)), 64);
    table_.narrow(quotient, IntegerRange::interval(0, known.high / divisor));
    if (isRemainderKnown)
      result.remainder.constant = floorModulo(lattice.low, divisor);
    else if (isPower) {
      NodeId low = table_.fromUnsigned(table_.slice(bits, 0, bitsOf(divisor) - 1), 64);
      result.remainder = of(low);
    }
  } else { // of any sign, by a power of two only
    NodeId bits = node(rest, 64);
    if (!isPower)
      throw UserError("an index that may be any 64-bit value is divided by " + std::to_string(divisor), table_.place,
                      "use int variables, or a power of two");
    unsigned shift = bitsOf(divisor) - 1;
    quotient = table_.slice(bits, shift, 64 - shift);
    result.remainder = of(table_.fromUnsigned(table_.slice(bits, 0, shift), 64));
  }
  if (!isPower && !isRemainderKnown) {
    NodeId back = table_.scaled(quotient, divisor, known.unsignedWidth());
    unsigned width = bitsOf(divisor - 1);
    NodeId low = table_.operation(OperatorKind::sub, width, {node(rest, width), table_.slice(back, 0, width)});
    result.remainder = of(table_.fromUnsigned(low, 64));
    if (!result.remainder.isConstant())
      table_.narrow(result.remainder.terms[0].first, IntegerRange::interval(0, divisor - 1));
  }
  result.quotient = result.quotient.plus(of(quotient));
  return result;
}

LinearForm LinearForms::of(AffineExpr expression, llvm::ArrayRef<LinearForm> dims, llvm::ArrayRef<LinearForm> symbols) {
  LinearForm form;
  switch (expression.getKind()) {
  case AffineExprKind::Constant:
    form.constant = cast<AffineConstantExpr>(expression).getValue();
    return form;
  case AffineExprKind::DimId:
    return dims[cast<AffineDimExpr>(expression).getPosition()];
  case AffineExprKind::SymbolId:
    return symbols[cast<AffineSymbolExpr>(expression).getPosition()];
  default:
    break;
  }
  auto binary = cast<AffineBinaryOpExpr>(expression);
  LinearForm left = of(binary.getLHS(), dims, symbols), right = of(binary.getRHS(), dims, symbols);
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return left.plus(right);
  case AffineExprKind::Mul: {
    if (right.isConstant() || left.isConstant())
      return right.isConstant() ? left.times(right.constant) : right.times(left.constant);
    NodeId a = exactNode(left), b = exactNode(right);
    IntegerRange range = table_.range(a).times(table_.range(b));
    return of(table_.product(a, b, range.isKnown ? range.signedWidth() : 64));
  }
  case AffineExprKind::FloorDiv:
  case AffineExprKind::CeilDiv:
  case AffineExprKind::Mod: {
    if (!right.isConstant() || right.constant <= 0)
      throw UserError("hardware has no division of an index by a value that is not a constant", table_.place,
                      "write the division with / on int variables");
    if (expression.getKind() == AffineExprKind::CeilDiv)
      left.constant += right.constant - 1;
    Quotient result = divide(left, right.constant);
    return expression.getKind() == AffineExprKind::Mod ? result.remainder : result.quotient;
  }
  default:
    throw InternalError("unknown affine expression", table_.place);
  }
}

} // namespace allo::target::rtl
