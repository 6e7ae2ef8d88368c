#include "analysis/TypeRange.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;
using llvm::APInt;

namespace allo::analysis {

namespace {
// A floating type: significant bits, the exponent of its least number, and that of the power of two that is too large.
struct Floating {
  unsigned significand;
  int least, most;
};
Floating floatingOf(CType type) {
  switch (type.kind) {
  case CKind::Half:
    return {11, -24, 16};
  case CKind::BFloat16:
    return {8, -133, 128};
  case CKind::Float:
    return {24, -149, 128};
  default:
    return {53, -1074, 1024};
  }
}

// The bits as signed numbers one bit wider than the type, so that the sign of the type does not matter further on.
std::pair<APInt, APInt> boundsOf(CType type, const ConstantIntRanges &range) {
  unsigned width = ir::bitWidth(type) + 1;
  if (ir::isSigned(type))
    return {range.smin().sext(width), range.smax().sext(width)};
  return {range.umin().zext(width), range.umax().zext(width)};
}

std::pair<APInt, APInt> boundsOf(CType type) { return boundsOf(type, ConstantIntRanges::maxRange(ir::bitWidth(type))); }

std::string numberText(const APInt &bits, int fraction) {
  llvm::SmallString<32> text;
  if (fraction <= 0) {
    bits.sext(bits.getBitWidth() - fraction).shl(static_cast<unsigned>(-fraction)).toString(text, 10, true);
    return std::string(text);
  }
  llvm::APFloat value(llvm::APFloat::IEEEquad());
  value.convertFromAPInt(bits, true, llvm::APFloat::rmNearestTiesToEven);
  value = llvm::scalbn(value, -fraction, llvm::APFloat::rmNearestTiesToEven);
  value.toString(text, 12, 8);
  return std::string(text);
}
} // namespace

bool holds(CType to, CType from, const ConstantIntRanges &range) {
  auto [low, high] = boundsOf(from, range);
  int fraction = ir::fractionBits(from);
  if (ir::isFloating(to)) {
    Floating format = floatingOf(to);
    unsigned bits = std::max(low.getSignificantBits(), high.getSignificantBits()) - 1; // |number| <= 2^bits
    return bits <= format.significand && -fraction >= format.least && static_cast<int>(bits) - fraction < format.most;
  }
  int shift = ir::fractionBits(to) - fraction;
  if (low == high && shift < 0 && low.countr_zero() >= static_cast<unsigned>(-shift)) {
    low = high = low.ashr(static_cast<unsigned>(-shift));
    shift = 0;
  }
  if (shift < 0)
    return false;
  auto [least, most] = boundsOf(to);
  if (to.overflow == ir::Overflow::SatSym && ir::isSigned(to))
    ++least;
  unsigned width = std::max(low.getBitWidth() + static_cast<unsigned>(shift), least.getBitWidth()) + 1;
  auto scaled = [&](const APInt &bits) { return bits.sext(width).shl(static_cast<unsigned>(shift)); };
  return scaled(low).sge(least.sext(width)) && scaled(high).sle(most.sext(width));
}

bool holdsEvery(CType to, CType from) {
  if (!ir::isFloating(from))
    return holds(to, from, ConstantIntRanges::maxRange(ir::bitWidth(from)));
  if (!ir::isFloating(to))
    return false;
  Floating wide = floatingOf(to), narrow = floatingOf(from);
  return wide.significand >= narrow.significand && wide.least <= narrow.least && wide.most >= narrow.most;
}

std::string rangeText(CType type, const ConstantIntRanges &range) {
  auto [low, high] = boundsOf(type, range);
  int fraction = ir::fractionBits(type);
  if (low == high)
    return numberText(low, fraction);
  return numberText(low, fraction) + " to " + numberText(high, fraction);
}

std::string capacityText(CType type) {
  if (ir::isFloating(type))
    return "holds " + std::to_string(floatingOf(type).significand) + " significant bits";
  std::string text = "holds " + rangeText(type, ConstantIntRanges::maxRange(ir::bitWidth(type)));
  if (ir::fractionBits(type) > 0)
    text += " in steps of " + numberText(APInt(4, 1), ir::fractionBits(type));
  return text;
}

} // namespace allo::analysis
