// RUN: allo run %s --top circle --target rtl --random-inputs 1 --range x=-100:100 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top powers --target rtl --random-inputs 2 --range x=-3:3 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top logarithms --target rtl --random-inputs 3 --range x=-3:3 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top special --target rtl --random-inputs 4 --range x=-18:18 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top parts --target rtl --random-inputs 5 --range x=-1000:1000 --range y=-3:3 | FileCheck %s
// CHECK: equal
// Every function on float as hardware; the text is the one of software.
#include <hls_math.h>
void circle(const float x[8], const float y[8], float r[8][12]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = sinf(x[i]);
    r[i][1] = cosf(x[i]);
    r[i][2] = tanf(x[i]);
    r[i][3] = hls::sinpi(x[i]);
    r[i][4] = hls::cospi(y[i]);
    r[i][5] = asinf(y[i] / 3);
    r[i][6] = acosf(y[i] / 3);
    r[i][7] = atanf(x[i]);
    r[i][8] = atan2f(y[i], x[i]);
  }
}
void powers(const float x[8], const float y[8], float r[8][12]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = expf(x[i]);
    r[i][1] = exp2f(x[i]);
    r[i][2] = hls::exp10(x[i]);
    r[i][3] = expm1f(x[i]);
    r[i][4] = sinhf(x[i]);
    r[i][5] = coshf(x[i]);
    r[i][6] = tanhf(x[i]);
    r[i][7] = powf(x[i], y[i]);
    r[i][8] = hls::powr(x[i], y[i]);
    r[i][9] = hls::pown(x[i], i - 3);
    r[i][10] = hls::rootn(x[i], i - 3);
  }
}
void logarithms(const float x[8], const float y[8], float r[8][12]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = logf(x[i]);
    r[i][1] = log2f(x[i]);
    r[i][2] = log10f(x[i]);
    r[i][3] = log1pf(x[i]);
    r[i][4] = asinhf(x[i]);
    r[i][5] = acoshf(x[i] + 4);
    r[i][6] = atanhf(x[i] / 3);
    r[i][7] = cbrtf(x[i]);
    r[i][8] = hls::rsqrt(x[i]);
    r[i][9] = hypotf(x[i], y[i]);
  }
}
void special(const float x[8], const float y[8], float r[8][4]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = tgammaf(x[i]);
    r[i][1] = lgammaf(x[i]);
    r[i][2] = erff(y[i]);
    r[i][3] = erfcf(y[i]);
  }
}
void parts(const float x[8], const float y[8], float r[8][12], int n[8][8]) {
  for (int i = 0; i < 8; ++i) {
    int quotient, exponent;
    float whole;
    r[i][0] = fmodf(x[i], y[i]);
    r[i][1] = remainderf(x[i], y[i]);
    r[i][2] = remquof(x[i], y[i], &quotient);
    r[i][3] = frexpf(x[i], &exponent);
    r[i][4] = ldexpf(x[i], i - 140);
    r[i][5] = logbf(x[i]);
    r[i][6] = nextafterf(x[i], y[i]);
    r[i][7] = modff(x[i], &whole);
    r[i][8] = fdimf(x[i], y[i]) + fmaxf(x[i], y[i]) + fminf(x[i], y[i]);
    r[i][9] = copysignf(x[i], y[i]) + whole;
    r[i][10] = floorf(x[i]) + ceilf(y[i]) + truncf(x[i]) + roundf(y[i]) + rintf(x[i]);
    r[i][11] = hls::maxmag(x[i], y[i]) + hls::recip(x[i]) + fmaf(x[i], y[i], x[i]) + sqrtf(x[i]);
    n[i][0] = quotient % 8;
    n[i][1] = exponent;
    n[i][2] = ilogbf(x[i]);
    n[i][3] = lrintf(x[i]) + lroundf(y[i]);
    n[i][4] = std::isnan(x[i]) + 2 * std::isinf(y[i]) + 4 * std::isfinite(x[i]) + 8 * std::isnormal(r[i][4]);
    n[i][5] = std::signbit(x[i]) + 2 * std::isless(x[i], y[i]);
    n[i][6] = std::fpclassify(r[i][4]);
  }
}
