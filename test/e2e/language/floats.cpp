// RUN: allo run %s --top floats --target cpu --random-inputs 1 --range x=-100:100 --range y=-3:3 | FileCheck %s
// RUN: allo run %s --top floats --target hls --random-inputs 2 --range x=-100:100 --range y=-3:3 | FileCheck %s
// CHECK: equal
// Conversions between floats and integers, comparisons, and the library functions.
#include <algorithm>
#include <cmath>
#include <cstdlib>
void floats(const float x[32], const double y[32], float r[32][16], double d[32][16], int n[32][10]) {
  for (int i = 0; i < 32; ++i) {
    r[i][0] = x[i] * y[i];
    r[i][1] = x[i] / 3 - 1.5f;
    r[i][2] = std::sqrt(std::fabs(x[i]));
    r[i][3] = std::exp(x[i] / 50) + std::log(std::abs(x[i]) + 1);
    r[i][4] = std::pow(std::fabs(x[i]), 0.3f);
    r[i][5] = std::min(x[i], r[i][0]);
    r[i][6] = std::max(x[i], r[i][1]);
    r[i][7] = fmaxf(x[i], fminf(r[i][2], 2.0f));
    r[i][8] = std::floor(x[i]) + std::ceil(x[i]) + std::trunc(x[i]) + std::round(x[i]);
    r[i][9] = sinf(x[i]) + cosf(x[i]) + tanhf(x[i]);
    r[i][10] = fmodf(x[i], 3.7f);
    r[i][11] = std::atan2(x[i], 2.0f);
    r[i][12] = -x[i];
    r[i][13] = i;
    r[i][14] = (unsigned)i * 0.1;
    r[i][15] = x[i] > y[i] ? x[i] : y[i];
    d[i][0] = x[i];
    d[i][1] = y[i] * x[i] + 0.1;
    d[i][2] = std::sqrt(std::abs(y[i]));
    d[i][3] = exp(y[i]);
    d[i][4] = pow(fabs(y[i]), 2.5);
    d[i][5] = log10(std::abs(y[i]) + 1);
    d[i][6] = fmin(y[i], 1.0);
    d[i][7] = std::copysign(1.0, y[i]);
    d[i][8] = (float)y[i];
    d[i][9] = (long long)i << 40;
    d[i][10] = 1 / 3 + 1 / 3.0;
    d[i][11] = std::tan(y[i]) + std::asin(y[i] / 4) + std::acos(y[i] / 4) + std::atan(y[i]);
    d[i][12] = std::sinh(y[i]) + std::cosh(y[i]) + std::cbrt(y[i]) + std::erf(y[i]);
    d[i][13] = std::exp2(y[i]) + std::expm1(y[i]) + std::log1p(y[i] + 4) + std::log2(y[i] + 4);
    d[i][14] = std::fmod(y[i], 0.7) + rint(y[i] * 3);
    d[i][15] = !y[i];
    n[i][0] = x[i];
    n[i][1] = (unsigned char)(x[i] + 128);
    n[i][2] = (short)y[i];
    n[i][3] = x[i] < y[i];
    n[i][4] = (x[i] != x[i]) + (x[i] == x[i]) + std::isnan(x[i]);
    n[i][5] = x[i] ? 1 : 2;
    n[i][6] = std::abs(n[i][0]);
    n[i][7] = (bool)y[i] + (long)x[i];
    n[i][8] = std::min(i, n[i][0]);
    n[i][9] = (unsigned)(y[i] + 3.0);
    float lo = -20, hi = 30;
    r[i][13] += std::min(std::max(x[i], lo), hi) + (i > 3 ? lo : hi);
    lo = x[i];
    r[i][14] -= i > 3 ? lo : hi;
  }
}
