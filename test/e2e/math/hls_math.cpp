// RUN: allo run %s --top hls_names --target cpu --random-inputs 1 --range x=-20:20 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top hls_names --target hls --random-inputs 2 --range x=-20:20 --range y=-3:3 | FileCheck %s
// CHECK: equal
// The functions of hls_math.h, and its own ones.
#include <hls_math.h>
template <typename Real> void names(Real a, Real b, int i, Real r[32], int n[4]) {
  r[0] = hls::sinpi(a);
  r[1] = hls::cospi(a / 4);
  r[2] = hls::exp10(b);
  r[3] = hls::powr(hls::fabs(a), b);
  r[4] = hls::pown(a, i - 16);
  r[5] = hls::rootn(a, i - 16);
  r[6] = hls::rsqrt(hls::abs(a));
  r[7] = hls::recip(a);
  r[8] = hls::maxmag(a, b) + hls::minmag(a, b);
  Real sine, cosine, whole;
  hls::sincos(a, &sine, &cosine);
  r[9] = sine;
  r[10] = cosine;
  int exponent, quotient;
  r[11] = hls::frexp(a, &exponent);
  r[12] = hls::modf(a, &whole) + whole;
  r[13] = hls::remquo(a, b, &quotient);
  r[14] = hls::sin(a) + hls::exp(b) + hls::log(hls::fabs(a)) + hls::pow(a, Real(2));
  r[15] = hls::tgamma(b) + hls::lgamma(a) + hls::erf(b) + hls::erfc(b);
  r[16] = hls::atan2(a, b) + hls::hypot(a, b) + hls::cbrt(a) + hls::tanh(b);
  r[17] = hls::ldexp(a, i) + hls::scalbn(b, -i) + hls::logb(a) + hls::nextafter(a, b);
  r[18] = hls::floor(a) + hls::round(b) + hls::rint(a) + hls::trunc(b) + hls::ceil(a);
  r[19] = hls::fma(a, b, a) + hls::fdim(a, b) + hls::fmax(a, b) + hls::fmin(a, b) + hls::copysign(a, b);
  r[20] = hls::fmod(a, b) + hls::remainder(a, b);
  r[21] = hls::asinh(a) + hls::acosh(hls::fabs(a) + 1) + hls::atanh(a / 21) + hls::sinh(b) + hls::cosh(b);
  r[22] = hls::exp2(b) + hls::expm1(b) + hls::log2(hls::fabs(a)) + hls::log10(hls::fabs(a)) + hls::log1p(hls::fabs(b));
  r[23] = hls::asin(a / 20) + hls::acos(a / 20) + hls::atan(a) + hls::tan(a) + hls::sqrt(hls::fabs(a));
  n[0] = exponent + 100 * (quotient % 8);
  n[1] = hls::ilogb(a) + hls::lrint(b) + hls::lround(a);
  n[2] = hls::isnan(a) + 2 * hls::isinf(b) + 4 * hls::isfinite(a) + 8 * hls::isnormal(b) + 16 * hls::signbit(a);
  n[3] = hls::fpclassify(a) + 8 * hls::isgreater(a, b) + 16 * hls::isunordered(a, b);
}
void hls_names(const float x[32], const double y[32], float r[32][32], double d[32][32], int n[32][4],
               int m[32][4]) {
  for (int i = 0; i < 32; ++i) {
    float single[32];
    double twice[32];
    int first[4], second[4];
    names<float>(x[i], (float)y[i], i, single, first);
    names<double>(x[i], y[i], i, twice, second);
    for (int k = 0; k < 24; ++k) {
      r[i][k] = single[k];
      d[i][k] = twice[k];
    }
    for (int k = 0; k < 4; ++k) {
      n[i][k] = first[k];
      m[i][k] = second[k];
    }
  }
}
