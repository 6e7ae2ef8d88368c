// Arithmetic on integers of any width, held as arrays of 64-bit limbs, least significant limb first, in two's
// complement. Plain functions on (pointer, count), so that a width costs no template instantiation; constexpr
// throughout, so that constant tables of wide integers are constants. Operands of one call have the same count unless
// the function takes several; a result may be one of its operands unless the comment says otherwise.
#ifndef ALLO_HLS_DETAIL_WIDE_H
#define ALLO_HLS_DETAIL_WIDE_H

namespace hls {
namespace detail {

using limb = __UINT64_TYPE__;
__extension__ typedef unsigned __int128 unsigned_int128;
__extension__ typedef __int128 signed_int128;

/// All ones where the number is negative, else zero.
constexpr limb wideSignFill(const limb *a, int count) { return a[count - 1] >> 63 ? ~limb(0) : limb(0); }

/// result = a, cut or extended by `fill` (0 or all ones).
constexpr void wideExtend(limb *result, int resultCount, const limb *a, int count, limb fill) {
  for (int i = 0; i < resultCount; ++i)
    result[i] = i < count ? a[i] : fill;
}

/// Keeps the low `width` bits and extends them over all limbs by their sign or by zero.
constexpr void wideNormalize(limb *a, int count, int width, bool isSigned) {
  const int last = (width - 1) / 64, used = (width - 1) % 64 + 1;
  const bool negative = isSigned && (a[last] >> (used - 1) & 1);
  const limb fill = negative ? ~limb(0) : limb(0);
  if (used < 64)
    a[last] = (a[last] & ((limb(1) << used) - 1)) | (fill << used);
  for (int i = last + 1; i < count; ++i)
    a[i] = fill;
}

constexpr bool wideIsZero(const limb *a, int count) {
  for (int i = 0; i < count; ++i)
    if (a[i] != 0)
      return false;
  return true;
}

constexpr void wideAdd(limb *result, const limb *a, const limb *b, int count) {
  limb carry = 0;
  for (int i = 0; i < count; ++i) {
    const unsigned_int128 sum = static_cast<unsigned_int128>(a[i]) + b[i] + carry;
    result[i] = static_cast<limb>(sum);
    carry = static_cast<limb>(sum >> 64);
  }
}

constexpr void wideSubtract(limb *result, const limb *a, const limb *b, int count) {
  limb borrow = 0;
  for (int i = 0; i < count; ++i) {
    const unsigned_int128 difference = static_cast<unsigned_int128>(a[i]) - b[i] - borrow;
    result[i] = static_cast<limb>(difference);
    borrow = static_cast<limb>(difference >> 64) & 1;
  }
}

constexpr void wideNegate(limb *result, const limb *a, int count) {
  limb carry = 1;
  for (int i = 0; i < count; ++i) {
    result[i] = ~a[i] + carry;
    carry = carry != 0 && result[i] == 0 ? 1 : 0;
  }
}

/// The low `count` limbs of a·b; the same for signed and unsigned operands of `count` limbs. The result is neither
/// operand.
constexpr void wideMultiply(limb *result, const limb *a, const limb *b, int count) {
  for (int i = 0; i < count; ++i)
    result[i] = 0;
  for (int i = 0; i < count; ++i) {
    if (a[i] == 0)
      continue;
    limb carry = 0;
    for (int j = 0; i + j < count; ++j) {
      const unsigned_int128 sum = static_cast<unsigned_int128>(a[i]) * b[j] + result[i + j] + carry;
      result[i + j] = static_cast<limb>(sum);
      carry = static_cast<limb>(sum >> 64);
    }
  }
}

/// -1, 0 or 1 as a is less than, equal to or greater than b.
constexpr int wideCompare(const limb *a, const limb *b, int count, bool isSigned) {
  const limb flip = isSigned ? limb(1) << 63 : limb(0);
  for (int i = count - 1; i >= 0; --i) {
    const limb x = i == count - 1 ? a[i] ^ flip : a[i], y = i == count - 1 ? b[i] ^ flip : b[i];
    if (x != y)
      return x < y ? -1 : 1;
  }
  return 0;
}

/// a · 2^amount; amount >= 0, any size.
constexpr void wideShiftLeft(limb *result, const limb *a, int count, int amount) {
  const int limbs = amount / 64, bits = amount % 64;
  for (int i = count - 1; i >= 0; --i) {
    const limb high = i >= limbs ? a[i - limbs] : limb(0);
    const limb low = i > limbs ? a[i - limbs - 1] : limb(0);
    result[i] = bits == 0 ? high : (high << bits) | (low >> (64 - bits));
  }
}

/// floor(a / 2^amount) where `fill` is the sign; amount >= 0, any size.
constexpr void wideShiftRight(limb *result, const limb *a, int count, int amount, limb fill) {
  const int limbs = amount / 64, bits = amount % 64;
  for (int i = 0; i < count; ++i) {
    const limb low = limbs < count - i ? a[i + limbs] : fill;
    const limb high = limbs < count - i - 1 ? a[i + limbs + 1] : fill;
    result[i] = bits == 0 ? low : (low >> bits) | (high << (64 - bits));
  }
}

/// The number of limbs up to the highest that is not zero.
constexpr int wideUsed(const limb *a, int count) {
  while (count > 0 && a[count - 1] == 0)
    --count;
  return count;
}

constexpr int countLeadingZeros(limb x) { return x == 0 ? 64 : __builtin_clzll(x); }

/// Unsigned a = quotient·b + remainder, b not zero. `scratch` has 2·count + 1 limbs; quotient, remainder, scratch and
/// the operands are all different. D. E. Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D.
constexpr void wideDivideUnsigned(limb *quotient, limb *remainder, const limb *a, const limb *b, int count,
                                  limb *scratch) {
  for (int i = 0; i < count; ++i)
    quotient[i] = remainder[i] = 0;
  const int n = wideUsed(b, count), m = wideUsed(a, count);
  if (n == 1) {
    unsigned_int128 rest = 0;
    for (int i = m - 1; i >= 0; --i) {
      rest = rest << 64 | a[i];
      quotient[i] = static_cast<limb>(rest / b[0]);
      rest = rest % b[0];
    }
    remainder[0] = static_cast<limb>(rest);
    return;
  }
  if (m < n) {
    wideExtend(remainder, count, a, count, 0);
    return;
  }
  const int shift = countLeadingZeros(b[n - 1]);
  limb *u = scratch, *v = scratch + count + 1; // normalised: the top bit of v is set
  for (int i = m; i >= 0; --i) {
    const limb high = i < m ? a[i] : limb(0), low = i > 0 ? a[i - 1] : limb(0);
    u[i] = shift == 0 ? high : (high << shift) | (low >> (64 - shift));
  }
  wideShiftLeft(v, b, n, shift);
  for (int j = m - n; j >= 0; --j) {
    const unsigned_int128 top = static_cast<unsigned_int128>(u[j + n]) << 64 | u[j + n - 1];
    unsigned_int128 digit = u[j + n] >= v[n - 1] ? static_cast<unsigned_int128>(~limb(0)) : top / v[n - 1];
    unsigned_int128 rest = top - digit * v[n - 1];
    while (rest >> 64 == 0 && digit * v[n - 2] > (rest << 64 | u[j + n - 2])) {
      --digit;
      rest += v[n - 1];
    }
    limb carry = 0, borrow = 0;
    for (int i = 0; i <= n; ++i) {
      const unsigned_int128 product = (i < n ? digit * v[i] : unsigned_int128(0)) + carry;
      carry = static_cast<limb>(product >> 64);
      const unsigned_int128 difference = static_cast<unsigned_int128>(u[j + i]) - static_cast<limb>(product) - borrow;
      u[j + i] = static_cast<limb>(difference);
      borrow = static_cast<limb>(difference >> 64) & 1;
    }
    if (borrow != 0) { // one too many: add the divisor back
      --digit;
      limb up = 0;
      for (int i = 0; i <= n; ++i) {
        const unsigned_int128 sum = static_cast<unsigned_int128>(u[j + i]) + (i < n ? v[i] : limb(0)) + up;
        u[j + i] = static_cast<limb>(sum);
        up = static_cast<limb>(sum >> 64);
      }
    }
    quotient[j] = static_cast<limb>(digit);
  }
  wideShiftRight(remainder, u, n, shift, 0); // u[n] is zero by now
}

/// Signed or unsigned division, the quotient truncated toward zero, the remainder with the sign of the dividend. By
/// zero: quotient all ones, remainder the dividend (docs/decisions/0009). All pointers different; a and b are spoiled.
constexpr void wideDivide(limb *quotient, limb *remainder, limb *a, limb *b, int count, bool isSigned, limb *scratch) {
  if (wideIsZero(b, count)) {
    for (int i = 0; i < count; ++i)
      quotient[i] = ~limb(0);
    wideExtend(remainder, count, a, count, 0);
    return;
  }
  const bool negativeA = isSigned && a[count - 1] >> 63, negativeB = isSigned && b[count - 1] >> 63;
  if (negativeA)
    wideNegate(a, a, count);
  if (negativeB)
    wideNegate(b, b, count);
  wideDivideUnsigned(quotient, remainder, a, b, count, scratch);
  if (negativeA != negativeB)
    wideNegate(quotient, quotient, count);
  if (negativeA)
    wideNegate(remainder, remainder, count);
}

constexpr bool wideBit(const limb *a, int index) { return a[index / 64] >> (index % 64) & 1; }

constexpr void wideSetBit(limb *a, int index, bool value) {
  const limb mask = limb(1) << (index % 64);
  a[index / 64] = value ? a[index / 64] | mask : a[index / 64] & ~mask;
}

/// Bit i becomes bit width - 1 - i, for the low `width` bits; the others become zero. The result is not the operand.
constexpr void wideReverse(limb *result, const limb *a, int count, int width) {
  for (int i = 0; i < count; ++i)
    result[i] = 0;
  for (int i = 0; i < width; ++i)
    if (wideBit(a, i))
      wideSetBit(result, width - 1 - i, true);
}

} // namespace detail
} // namespace hls

#endif
