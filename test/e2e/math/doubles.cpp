// RUN: allo run %s --top doubles --target cpu --random-inputs 1 --range x=-20:20 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top doubles --target hls --random-inputs 2 --range x=-20:20 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top doubles --target cpu --random-inputs 3 --range x=-1:1 --range y=-500:500 | FileCheck %s
// CHECK: equal
// Every function of <cmath> on double, by its C name and by the overload of std.
#include <cmath>
void doubles(const double x[32], const double y[32], double r[32][80], int n[32][8]) {
  for (int i = 0; i < 32; ++i) {
    double a = x[i], b = y[i];
    r[i][0] = sin(a);
    r[i][1] = std::cos(a);
    r[i][2] = tan(a);
    r[i][3] = std::asin(a / 20);
    r[i][4] = acos(a / 20);
    r[i][5] = std::atan(a);
    r[i][6] = atan2(a, b);
    r[i][7] = std::sinh(a);
    r[i][8] = cosh(a);
    r[i][9] = std::tanh(a);
    r[i][10] = asinh(a);
    r[i][11] = std::acosh(std::fabs(a) + 1);
    r[i][12] = atanh(a / 21);
    r[i][13] = std::exp(b);
    r[i][14] = exp2(b);
    r[i][15] = std::expm1(b);
    r[i][16] = log(std::fabs(a));
    r[i][17] = std::log2(std::fabs(a));
    r[i][18] = log10(std::fabs(a));
    r[i][19] = std::log1p(std::fabs(b));
    r[i][20] = pow(std::fabs(a), b);
    r[i][21] = std::pow(a, 3.0);
    r[i][22] = std::pow(a, 2.0);
    r[i][23] = pow(a, -1.0);
    r[i][24] = std::cbrt(a);
    r[i][25] = hypot(a, b);
    r[i][26] = std::erf(b);
    r[i][27] = erfc(b);
    r[i][28] = std::tgamma(a);
    r[i][29] = lgamma(a);
    r[i][30] = std::fmod(a, b);
    r[i][31] = remainder(a, b);
    int quotient = 0, exponent = 0;
    double whole = 0;
    r[i][32] = std::remquo(a, b, &quotient);
    r[i][33] = frexp(a, &exponent);
    r[i][34] = std::modf(a, &whole);
    r[i][35] = whole;
    r[i][36] = ldexp(a, i - 160);
    r[i][37] = std::scalbn(a, i);
    r[i][38] = scalbln(a, -i);
    r[i][39] = std::logb(a);
    r[i][40] = nextafter(a, b);
    r[i][41] = std::fma(a, b, 1.5);
    r[i][42] = fdim(a, b);
    r[i][43] = std::fmax(a, b) + fmin(a, b);
    r[i][44] = std::copysign(a, b);
    r[i][45] = floor(a) + std::ceil(a);
    r[i][46] = trunc(a) + std::round(a);
    r[i][47] = rint(a * 2) + std::nearbyint(b);
    r[i][48] = sqrt(std::fabs(a));
    r[i][49] = sin(0.5) + std::exp(1.0) + std::lgamma(4.5); // of constants too
    r[i][50] = std::sin(a) + std::cos(a);
    r[i][51] = sin(1e30 * a) + std::exp(a * 20) + exp(-a * 20);
    n[i][0] = quotient % 8;
    n[i][1] = exponent;
    n[i][2] = ilogb(a);
    n[i][3] = lrint(a) + std::lround(b);
    n[i][4] = llround(a) - std::llrint(b);
    n[i][5] = std::isnan(r[i][28]) + 2 * std::isinf(r[i][7]) + 4 * std::isfinite(a) + 8 * std::isnormal(r[i][36]) +
              16 * std::signbit(b);
    n[i][6] = std::fpclassify(r[i][36]) + 8 * std::fpclassify(a);
    n[i][7] = std::isgreater(a, b) + 2 * std::islessequal(a, b) + 4 * std::isunordered(a, r[i][28]) +
              8 * std::islessgreater(a, b) + 16 * std::isgreaterequal(a, b) + 32 * std::isless(a, b);
  }
}
