#include "build/ElementValues.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

#include <cstdio>
#include <cstring>

using namespace llvm;

namespace allo::build {

APSInt loadBytes(const ElementType &type, const char *from) {
  SmallVector<uint64_t> words((type.bytes + 7) / 8);
  std::memcpy(words.data(), from, type.bytes); // little-endian, as APInt's words
  return APSInt(APInt(8 * type.bytes, words), type.kind != ElementType::signed_integer);
}

APSInt loadInteger(const ElementType &type, const char *from) { return loadBytes(type, from).trunc(type.width()); }

void storeInteger(const ElementType &type, const APInt &value, char *to) {
  bool isSigned = type.kind == ElementType::signed_integer;
  APInt bits = value.sextOrTrunc(type.width());
  bits = isSigned ? bits.sextOrTrunc(8 * type.bytes) : bits.zextOrTrunc(8 * type.bytes);
  std::memcpy(to, bits.getRawData(), type.bytes);
}

const fltSemantics &semanticsOf(const ElementType &type) {
  if (type.kind == ElementType::brain_floating)
    return APFloat::BFloat();
  return type.bytes == 2 ? APFloat::IEEEhalf() : type.bytes == 4 ? APFloat::IEEEsingle() : APFloat::IEEEdouble();
}

APFloat loadFloat(const ElementType &type, const char *from) {
  uint64_t bits = 0;
  std::memcpy(&bits, from, type.bytes);
  return APFloat(semanticsOf(type), APInt(8 * type.bytes, bits));
}

void storeFloat(const ElementType &type, const APFloat &value, char *to) {
  APFloat converted = value;
  bool losesInfo;
  converted.convert(semanticsOf(type), APFloat::rmNearestTiesToEven, &losesInfo);
  uint64_t bits = converted.bitcastToAPInt().getZExtValue();
  std::memcpy(to, &bits, type.bytes);
}

namespace {
// `bits` * 2^-fraction in decimal, all of its digits.
std::string decimalText(const APSInt &bits, int fraction) {
  unsigned width = bits.getBitWidth() + 1 + static_cast<unsigned>(std::abs(fraction));
  APInt magnitude = bits.isSigned() ? bits.sext(width) : bits.zext(width);
  std::string text;
  if (magnitude.isNegative()) {
    magnitude.negate();
    text = "-";
  }
  if (fraction <= 0)
    return text + toString(magnitude.shl(static_cast<unsigned>(-fraction)), 10, /*Signed=*/false);
  unsigned places = static_cast<unsigned>(fraction);
  text += toString(magnitude.lshr(places), 10, /*Signed=*/false);
  APInt rest = (places < width ? magnitude.getLoBits(places) : magnitude).zext(width + 4);
  if (rest.isZero())
    return text;
  text += ".";
  for (; !rest.isZero(); rest = rest.getLoBits(places)) {
    rest *= 10;
    text += static_cast<char>('0' + rest.lshr(places).getZExtValue());
  }
  return text;
}
} // namespace

std::string valueText(const ElementType &type, const char *at) {
  SmallString<32> hex;
  loadBytes(type, at).toString(hex, 16, /*Signed=*/false);
  std::string bits = StringRef(hex).lower();
  bits = " (0x" + std::string(2 * type.bytes - std::min<size_t>(bits.size(), 2 * type.bytes), '0') + bits + ")";
  if (!isFloating(type))
    return decimalText(loadInteger(type, at), type.fraction) + bits;
  APFloat value = loadFloat(type, at);
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
  char text[80];
  std::snprintf(text, sizeof text,
                type.bytes == 2   ? "%.5g"
                : type.bytes == 4 ? "%.9g"
                                  : "%.17g",
                value.convertToDouble());
  return text + bits;
}

} // namespace allo::build
