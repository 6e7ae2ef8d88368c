// An independent, slow model of fixed-point numbers: exact binary fractions and the published rules word by word.
#ifndef FIXED_MODEL_H
#define FIXED_MODEL_H

#include <string>
#include <vector>

namespace model {

__extension__ typedef __int128 Integer;

struct Format {
  int width, integerBits;
  bool isSigned;
  int fractionBits() const { return width - integerBits; }
};

inline Integer power(int exponent) { return Integer(1) << exponent; }
inline Integer floorDivide(Integer a, Integer b) { // b > 0
  Integer quotient = a / b;
  return quotient * b > a ? quotient - 1 : quotient;
}
inline Integer modulo(Integer a, Integer b) { return a - floorDivide(a, b) * b; }

/// The integer that `width` bits stand for.
inline Integer fromBits(Integer bits, const Format &format) {
  Integer value = modulo(bits, power(format.width));
  return format.isSigned && value >= power(format.width - 1) ? value - power(format.width) : value;
}

/// The modes in the order of the headers' enumerations.
enum Quantisation { Rnd, RndZero, RndMinInf, RndInf, RndConv, Trn, TrnZero };
enum Overflow { Sat, SatZero, SatSym, Wrap, WrapSm };
inline const char *const quantisationRules[] = {
    "UG1399 Quantization Modes: AP_RND, to nearest, ties to plus infinity",
    "UG1399 Quantization Modes: AP_RND_ZERO, to nearest, ties to zero",
    "UG1399 Quantization Modes: AP_RND_MIN_INF, to nearest, ties to minus infinity",
    "UG1399 Quantization Modes: AP_RND_INF, to nearest, ties away from zero",
    "UG1399 Quantization Modes: AP_RND_CONV, to nearest, ties to even",
    "UG1399 Quantization Modes: AP_TRN, to minus infinity",
    "UG1399 Quantization Modes: AP_TRN_ZERO, to zero"};
inline const char *const overflowRules[] = {
    "UG1399 Overflow Modes: AP_SAT, nearest value in range", "UG1399 Overflow Modes: AP_SAT_ZERO, zero",
    "UG1399 Overflow Modes: AP_SAT_SYM, -max or max", "IEEE 1666 7.10.9.1: SC_WRAP", "IEEE 1666 7.10.9.1: SC_WRAP_SM"};

/// Step 1: value / 2^dropped as an integer. A negative `dropped` multiplies.
inline Integer quantise(Integer value, int dropped, int mode) {
  if (dropped <= 0)
    return value * power(-dropped);
  if (dropped > 100) { // far below half of a unit
    bool below = value < 0;
    return mode == Trn && below ? -1 : 0;
  }
  Integer unit = power(dropped), below = floorDivide(value, unit), above = below + 1, rest = value - below * unit;
  if (rest == 0)
    return below;
  bool tie = 2 * rest == unit;
  Integer nearest = 2 * rest < unit ? below : above;
  Integer towardZero = value < 0 ? above : below, fromZero = value < 0 ? below : above;
  switch (mode) {
  case Rnd:
    return tie ? above : nearest;
  case RndZero:
    return tie ? towardZero : nearest;
  case RndMinInf:
    return tie ? below : nearest;
  case RndInf:
    return tie ? fromZero : nearest;
  case RndConv:
    return tie ? (below % 2 == 0 ? below : above) : nearest;
  case Trn:
    return below;
  default:
    return towardZero;
  }
}

/// Bit `index` of a number in two's complement of unlimited width.
inline int bit(Integer value, int index) {
  return index > 120 ? value < 0 : static_cast<int>(modulo(floorDivide(value, power(index)), 2));
}

/// Step 2: the value `format` holds for an integer (in its last places).
inline Integer overflow(Integer value, const Format &format, int mode, int saturatedBits) {
  int W = format.width;
  Integer most = power(format.isSigned ? W - 1 : W) - 1;
  Integer least = !format.isSigned ? 0 : mode == SatSym ? -most : -most - 1;
  if (least <= value && value <= most)
    return value;
  if (mode == Sat || mode == SatSym)
    return value < 0 ? least : most;
  if (mode == SatZero)
    return 0;
  // The tables of IEEE 1666, bit by bit. sO: original sign; sR: the bit at the result's sign; lD: the lowest deleted
  // bit; lN: the lowest saturated bit.
  std::vector<int> result(static_cast<std::size_t>(W));
  auto at = [&](int index) -> int & { return result[static_cast<std::size_t>(index)]; };
  int N = saturatedBits < W ? saturatedBits : W;
  int sO = value < 0, sR = bit(value, W - 1), lD = bit(value, W), lN = N > 0 ? bit(value, W - N) : 0;
  bool hasSign = format.isSigned || mode == WrapSm;
  int flip = 0;
  if (mode == WrapSm)
    flip = saturatedBits == 0 ? sR ^ lD : N == 1 ? sR ^ sO : lN ^ !sO;
  for (int i = 0; i < W; ++i)
    at(i) = bit(value, i) ^ flip;
  if (saturatedBits > 0)
    for (int i = W - N; i < W; ++i)
      at(i) = !sO;
  if (hasSign) {
    if (saturatedBits > 0)
      at(W - 1) = sO;
    else
      at(W - 1) = mode == WrapSm ? lD : sR;
  }
  Integer bits = 0;
  for (int i = W - 1; i >= 0; --i)
    bits = 2 * bits + at(i);
  return fromBits(bits, format);
}

/// The bits of `value` (in units of 2^-fractionBits) in `target`.
inline Integer convert(Integer value, int fractionBits, const Format &target, int q, int o, int saturatedBits) {
  int dropped = fractionBits - target.fractionBits();
  if (dropped < -(target.width + 2) && dropped < 0)
    dropped = -(target.width + 2); // every bit the target sees is zero, and so is lD
  return overflow(quantise(value, dropped, q), target, o, saturatedBits);
}

} // namespace model
#endif
