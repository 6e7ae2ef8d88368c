// The functions of HLS mathematics in namespace hls, for float, double and half. They compute what the compiler makes
// of them, bit for bit, and what <cmath>'s functions compute in a kernel: algorithms of our own in integer arithmetic
// (detail/math_*.h, docs/guide/math.md). half is computed in float and rounded once more.
//
// The compiler itself (__ALLO__) reads declarations only: a function's name says what it computes.
#ifndef ALLO_HLS_MATH_H
#define ALLO_HLS_MATH_H

#include "detail/intrinsic.h"
#include "hls_half.h"

#include <cmath>

#ifdef __ALLO__

#define ALLO_MATH_DEFINE(result, name, parameters, value) ALLO_HLS("math") result name parameters;

#else

#include "detail/math_atan.h"
#include "detail/math_erf.h"
#include "detail/math_gamma.h"
#include "detail/math_parts.h"
#include "detail/math_root.h"
#include "hls_math_binary32.h"

#define ALLO_MATH_DEFINE(result, name, parameters, value)                                                              \
  inline result name parameters { return value; }

namespace hls {
namespace math_detail {
template <typename To, typename From> inline To bits(From value) {
  static_assert(sizeof(To) == sizeof(From), "a copy of the bits");
  To result;
  __builtin_memcpy(&result, &value, sizeof result);
  return result;
}
inline float plain(float x) { return x; }
inline double plain(double x) { return x; }
inline float plain(half x) { return static_cast<float>(x); }
inline allo_wide decode(float x) { return allo_from_binary32(bits<unsigned int>(x)); }
inline allo_wide decode(double x) { return allo_from_binary64(bits<unsigned long long>(x)); }
inline allo_wide decode(half x) { return decode(plain(x)); }
inline void encode(allo_wide x, float &result) { result = bits<float>(allo_to_binary32(x)); }
inline void encode(allo_wide x, double &result) { result = bits<double>(allo_to_binary64(x)); }
inline void encode(allo_wide x, half &result) { result = half(bits<float>(allo_to_binary32(x))); }
template <typename Real> inline Real encode(allo_wide x) {
  Real result;
  encode(x, result);
  return result;
}
inline float exp(float x) { return bits<float>(allo_exp_bits(bits<unsigned int>(x))); }
inline float log(float x) { return bits<float>(allo_log_bits(bits<unsigned int>(x))); }
inline float pow(float x, float y) { return bits<float>(allo_pow_bits(bits<unsigned int>(x), bits<unsigned int>(y))); }
inline double exp(double x) { return encode<double>(allo_exp(decode(x))); }
inline double log(double x) { return encode<double>(allo_log(decode(x))); }
inline double pow(double x, double y) { return encode<double>(allo_pow(decode(x), decode(y))); }
inline float nextafter(float x, float y) {
  return bits<float>(allo_nextafter_binary32(bits<unsigned int>(x), bits<unsigned int>(y)));
}
inline double nextafter(double x, double y) {
  return bits<double>(allo_nextafter_binary64(bits<unsigned long long>(x), bits<unsigned long long>(y)));
}
} // namespace math_detail
} // namespace hls

#endif // __ALLO__

namespace hls {

#define ALLO_MATH_ONE(name, real)                                                                                      \
  ALLO_MATH_DEFINE(real, name, (real x), math_detail::encode<real>(allo_##name(math_detail::decode(x))))
#define ALLO_MATH_TWO(name, real)                                                                                      \
  ALLO_MATH_DEFINE(real, name, (real x, real y),                                                                       \
                   math_detail::encode<real>(allo_##name(math_detail::decode(x), math_detail::decode(y))))
#define ALLO_MATH_COUNT(name, text, real)                                                                              \
  ALLO_MATH_DEFINE(real, name, (real x, int n), math_detail::encode<real>(allo_##text(math_detail::decode(x), n)))
#define ALLO_MATH_STANDARD(name, real) ALLO_MATH_DEFINE(real, name, (real x), real(std::name(math_detail::plain(x))))
#define ALLO_MATH_WHOLE(result, name, real) ALLO_MATH_DEFINE(result, name, (real x), std::name(math_detail::plain(x)))
#define ALLO_MATH_ORDER(name, real)                                                                                    \
  ALLO_MATH_DEFINE(bool, name, (real x, real y), std::name(math_detail::plain(x), math_detail::plain(y)))

#define ALLO_MATH_ALL(real)                                                                                            \
  ALLO_MATH_WHOLE(bool, isnan, real)                                                                                   \
  ALLO_MATH_WHOLE(bool, isinf, real)                                                                                   \
  ALLO_MATH_WHOLE(bool, isfinite, real)                                                                                \
  ALLO_MATH_WHOLE(bool, signbit, real)                                                                                 \
  ALLO_MATH_STANDARD(fabs, real)                                                                                       \
  ALLO_MATH_STANDARD(sqrt, real)                                                                                       \
  ALLO_MATH_STANDARD(floor, real)                                                                                      \
  ALLO_MATH_STANDARD(ceil, real)                                                                                       \
  ALLO_MATH_STANDARD(trunc, real)                                                                                      \
  ALLO_MATH_STANDARD(round, real)                                                                                      \
  ALLO_MATH_STANDARD(rint, real)                                                                                       \
  ALLO_MATH_STANDARD(nearbyint, real)                                                                                  \
  ALLO_MATH_ONE(sin, real)                                                                                             \
  ALLO_MATH_ONE(cos, real)                                                                                             \
  ALLO_MATH_ONE(tan, real)                                                                                             \
  ALLO_MATH_ONE(sinpi, real)                                                                                           \
  ALLO_MATH_ONE(cospi, real)                                                                                           \
  ALLO_MATH_ONE(asin, real)                                                                                            \
  ALLO_MATH_ONE(acos, real)                                                                                            \
  ALLO_MATH_ONE(atan, real)                                                                                            \
  ALLO_MATH_ONE(sinh, real)                                                                                            \
  ALLO_MATH_ONE(cosh, real)                                                                                            \
  ALLO_MATH_ONE(tanh, real)                                                                                            \
  ALLO_MATH_ONE(asinh, real)                                                                                           \
  ALLO_MATH_ONE(acosh, real)                                                                                           \
  ALLO_MATH_ONE(atanh, real)                                                                                           \
  ALLO_MATH_ONE(exp2, real)                                                                                            \
  ALLO_MATH_ONE(exp10, real)                                                                                           \
  ALLO_MATH_ONE(expm1, real)                                                                                           \
  ALLO_MATH_ONE(log2, real)                                                                                            \
  ALLO_MATH_ONE(log10, real)                                                                                           \
  ALLO_MATH_ONE(log1p, real)                                                                                           \
  ALLO_MATH_ONE(rsqrt, real)                                                                                           \
  ALLO_MATH_ONE(cbrt, real)                                                                                            \
  ALLO_MATH_ONE(erf, real)                                                                                             \
  ALLO_MATH_ONE(erfc, real)                                                                                            \
  ALLO_MATH_ONE(tgamma, real)                                                                                          \
  ALLO_MATH_ONE(lgamma, real)                                                                                          \
  ALLO_MATH_ONE(logb, real)                                                                                            \
  ALLO_MATH_TWO(atan2, real)                                                                                           \
  ALLO_MATH_TWO(powr, real)                                                                                            \
  ALLO_MATH_TWO(hypot, real)                                                                                           \
  ALLO_MATH_TWO(fmod, real)                                                                                            \
  ALLO_MATH_TWO(remainder, real)                                                                                       \
  ALLO_MATH_DEFINE(real, exp, (real x), real(math_detail::exp(math_detail::plain(x))))                                 \
  ALLO_MATH_DEFINE(real, log, (real x), real(math_detail::log(math_detail::plain(x))))                                 \
  ALLO_MATH_DEFINE(real, pow, (real x, real y), real(math_detail::pow(math_detail::plain(x), math_detail::plain(y))))  \
  ALLO_MATH_COUNT(pown, pown, real)                                                                                    \
  ALLO_MATH_COUNT(rootn, rootn, real)                                                                                  \
  ALLO_MATH_COUNT(ldexp, ldexp, real)                                                                                  \
  ALLO_MATH_COUNT(scalbn, ldexp, real)                                                                                 \
  ALLO_MATH_DEFINE(int, ilogb, (real x), allo_ilogb(math_detail::decode(x)))                                           \
  ALLO_MATH_DEFINE(real, recip, (real x), real(1 / math_detail::plain(x)))                                             \
  ALLO_MATH_DEFINE(real, abs, (real x), hls::fabs(x))                                                                  \
  ALLO_MATH_DEFINE(real, copysign, (real x, real y),                                                                   \
                   real(std::copysign(math_detail::plain(x), math_detail::plain(y))))                                  \
  ALLO_MATH_DEFINE(real, fma, (real x, real y, real z),                                                                \
                   real(std::fma(math_detail::plain(x), math_detail::plain(y), math_detail::plain(z))))                \
  ALLO_MATH_DEFINE(real, fdim, (real x, real y), x <= y ? real(0) : real(x - y))                                       \
  ALLO_MATH_DEFINE(real, fmax, (real x, real y), x >= y || hls::isnan(y) ? x : y)                                      \
  ALLO_MATH_DEFINE(real, fmin, (real x, real y), x <= y || hls::isnan(y) ? x : y)                                      \
  ALLO_MATH_DEFINE(real, maxmag, (real x, real y),                                                                     \
                   hls::fabs(x) > hls::fabs(y)   ? x                                                                   \
                   : hls::fabs(x) < hls::fabs(y) ? y                                                                   \
                                                 : hls::fmax(x, y))                                                    \
  ALLO_MATH_DEFINE(real, minmag, (real x, real y),                                                                     \
                   hls::fabs(x) < hls::fabs(y)   ? x                                                                   \
                   : hls::fabs(x) > hls::fabs(y) ? y                                                                   \
                                                 : hls::fmin(x, y))                                                    \
  ALLO_MATH_WHOLE(long, lrint, real)                                                                                   \
  ALLO_MATH_WHOLE(long long, llrint, real)                                                                             \
  ALLO_MATH_WHOLE(long, lround, real)                                                                                  \
  ALLO_MATH_WHOLE(long long, llround, real)                                                                            \
  ALLO_MATH_ORDER(isgreater, real)                                                                                     \
  ALLO_MATH_ORDER(isgreaterequal, real)                                                                                \
  ALLO_MATH_ORDER(isless, real)                                                                                        \
  ALLO_MATH_ORDER(islessequal, real)                                                                                   \
  ALLO_MATH_ORDER(islessgreater, real)                                                                                 \
  ALLO_MATH_ORDER(isunordered, real)

// Those that look at the format itself: half converts to float for them.
#define ALLO_MATH_FORMAT(real)                                                                                         \
  ALLO_MATH_DEFINE(real, nextafter, (real x, real y), math_detail::nextafter(x, y))                                    \
  ALLO_MATH_WHOLE(bool, isnormal, real)                                                                                \
  ALLO_MATH_WHOLE(int, fpclassify, real)

// Those with a second result.
#ifdef __ALLO__
#define ALLO_MATH_SPLIT(real)                                                                                          \
  ALLO_HLS("math") void sincos(real x, real *sine, real *cosine);                                                      \
  ALLO_HLS("math") real frexp(real x, int *exponent);                                                                  \
  ALLO_HLS("math") real modf(real x, real *integral);                                                                  \
  ALLO_HLS("math") real remquo(real x, real y, int *quotient);
#else
#define ALLO_MATH_SPLIT(real)                                                                                          \
  inline void sincos(real x, real *sine, real *cosine) {                                                               \
    *sine = hls::sin(x);                                                                                               \
    *cosine = hls::cos(x);                                                                                             \
  }                                                                                                                    \
  inline real frexp(real x, int *exponent) {                                                                           \
    *exponent = allo_frexp_exponent(math_detail::decode(x));                                                           \
    return math_detail::encode<real>(allo_frexp(math_detail::decode(x)));                                              \
  }                                                                                                                    \
  inline real modf(real x, real *integral) {                                                                           \
    *integral = hls::trunc(x);                                                                                         \
    return hls::copysign(hls::isinf(x) ? real(0) : real(x - *integral), x);                                            \
  }                                                                                                                    \
  inline real remquo(real x, real y, int *quotient) {                                                                  \
    *quotient = allo_remquo_quotient(math_detail::decode(x), math_detail::decode(y));                                  \
    return hls::remainder(x, y);                                                                                       \
  }
#endif

ALLO_MATH_ALL(float)
ALLO_MATH_ALL(double)
ALLO_MATH_ALL(half)
ALLO_MATH_FORMAT(float)
ALLO_MATH_FORMAT(double)
ALLO_MATH_SPLIT(float)
ALLO_MATH_SPLIT(double)
ALLO_MATH_SPLIT(half)

#undef ALLO_MATH_DEFINE
#undef ALLO_MATH_ONE
#undef ALLO_MATH_TWO
#undef ALLO_MATH_COUNT
#undef ALLO_MATH_STANDARD
#undef ALLO_MATH_WHOLE
#undef ALLO_MATH_ORDER
#undef ALLO_MATH_ALL
#undef ALLO_MATH_FORMAT
#undef ALLO_MATH_SPLIT

} // namespace hls

#endif
