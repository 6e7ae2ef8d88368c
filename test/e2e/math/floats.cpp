// RUN: allo run %s --top floats --target cpu --random-inputs 1 --range x=-20:20 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top floats --target hls --random-inputs 2 --range x=-20:20 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top floats --target cpu --random-inputs 3 --range x=-1:1 --range y=-500:500 | FileCheck %s
// CHECK: equal
// Every function of <cmath> on float, by its C name and by the overload of std.
#include <cmath>
void floats(const float x[32], const float y[32], float r[32][80], int n[32][8]) {
  for (int i = 0; i < 32; ++i) {
    float a = x[i], b = y[i];
    r[i][0] = sinf(a);
    r[i][1] = std::cos(a);
    r[i][2] = tanf(a);
    r[i][3] = std::asin(a / 20);
    r[i][4] = acosf(a / 20);
    r[i][5] = std::atan(a);
    r[i][6] = atan2f(a, b);
    r[i][7] = std::sinh(a);
    r[i][8] = coshf(a);
    r[i][9] = std::tanh(a);
    r[i][10] = asinhf(a);
    r[i][11] = std::acosh(std::fabs(a) + 1);
    r[i][12] = atanhf(a / 21);
    r[i][13] = std::exp(b);
    r[i][14] = exp2f(b);
    r[i][15] = std::expm1(b);
    r[i][16] = logf(std::fabs(a));
    r[i][17] = std::log2(std::fabs(a));
    r[i][18] = log10f(std::fabs(a));
    r[i][19] = std::log1p(std::fabs(b));
    r[i][20] = powf(std::fabs(a), b);
    r[i][21] = std::pow(a, 3.0f);
    r[i][22] = std::pow(a, 2.0f);
    r[i][23] = powf(a, -1.0f);
    r[i][24] = std::cbrt(a);
    r[i][25] = hypotf(a, b);
    r[i][26] = std::erf(b);
    r[i][27] = erfcf(b);
    r[i][28] = std::tgamma(a);
    r[i][29] = lgammaf(a);
    r[i][30] = std::fmod(a, b);
    r[i][31] = remainderf(a, b);
    int quotient = 0, exponent = 0;
    float whole = 0;
    r[i][32] = std::remquo(a, b, &quotient);
    r[i][33] = frexpf(a, &exponent);
    r[i][34] = std::modf(a, &whole);
    r[i][35] = whole;
    r[i][36] = ldexpf(a, i - 160);
    r[i][37] = std::scalbn(a, i);
    r[i][38] = scalblnf(a, -i);
    r[i][39] = std::logb(a);
    r[i][40] = nextafterf(a, b);
    r[i][41] = std::fma(a, b, 1.5f);
    r[i][42] = fdimf(a, b);
    r[i][43] = std::fmax(a, b) + fminf(a, b);
    r[i][44] = std::copysign(a, b);
    r[i][45] = floorf(a) + std::ceil(a);
    r[i][46] = truncf(a) + std::round(a);
    r[i][47] = rintf(a * 2) + std::nearbyint(b);
    r[i][48] = sqrtf(std::fabs(a));
    r[i][49] = sinf(0.5f) + std::exp(1.0f) + std::lgamma(4.5f); // of constants too
    r[i][50] = std::sin(a) + std::cos(a);
    r[i][51] = sinf(1e30f * a) + std::exp(a * 20) + expf(-a * 20);
    n[i][0] = quotient % 8;
    n[i][1] = exponent;
    n[i][2] = ilogbf(a);
    n[i][3] = lrintf(a) + std::lround(b);
    n[i][4] = llroundf(a) - std::llrint(b);
    n[i][5] = std::isnan(r[i][28]) + 2 * std::isinf(r[i][7]) + 4 * std::isfinite(a) + 8 * std::isnormal(r[i][36]) +
              16 * std::signbit(b);
    n[i][6] = std::fpclassify(r[i][36]) + 8 * std::fpclassify(a);
    n[i][7] = std::isgreater(a, b) + 2 * std::islessequal(a, b) + 4 * std::isunordered(a, r[i][28]) +
              8 * std::islessgreater(a, b) + 16 * std::isgreaterequal(a, b) + 32 * std::isless(a, b);
  }
}
