// Floating-point operators where they are special: below the normal range, at its ends, infinite and NaN.
// tops: singles doubles halves brains comparisons conversions
#include <hls_half.h>
#include <cmath>

// Near the ends of the range, and some that are not numbers.
static float extreme(float x, int i) {
  switch (i % 6) {
  case 0:
    return x * 1.5e-38f;
  case 1:
    return x * 3e-39f;
  case 2:
    return x * 3e38f;
  case 3:
    return (x - x) / (x - x);
  case 4:
    return x / 0.0f;
  default:
    return x;
  }
}
void singles(const float a[48], const float b[48], float c[48][8]) {
  for (int i = 0; i < 48; ++i) {
    float x = extreme(a[i], i), y = extreme(b[i], i / 6);
    c[i][0] = x + y;
    c[i][1] = x - y;
    c[i][2] = x * b[i];
    c[i][3] = x / b[i];
    c[i][4] = std::sqrt(x);
    c[i][5] = std::fma(x, b[i], y * 0.5f);
    c[i][6] = -x;
    c[i][7] = std::fmin(x, y) + std::fmax(x, y) * 0.25f;
  }
}
void doubles(const double a[24], const double b[24], double c[24][6]) {
  for (int i = 0; i < 24; ++i) {
    double x = a[i] * (i % 3 == 0 ? 2.5e-308 : i % 3 == 1 ? 1e308 : 1.0), y = b[i] * (i % 4 == 0 ? 1e-308 : 2.0);
    c[i][0] = x + y;
    c[i][1] = x * y;
    c[i][2] = x / (b[i] + 3.0);
    c[i][3] = std::sqrt(x * x);
    c[i][4] = std::fma(x, b[i], -y);
    c[i][5] = std::floor(x * 1e3) + std::round(y) - std::trunc(y * 7) + std::ceil(x);
  }
}
void halves(const float a[48], const float b[48], half c[48][6]) {
  for (int i = 0; i < 48; ++i) {
    half x = half(a[i] * (i % 3 == 0 ? 1e-4f : i % 3 == 1 ? 4e4f : 1.0f)), y = half(b[i] * (i % 4 == 0 ? 6e-5f : 3.0f));
    c[i][0] = x + y;
    c[i][1] = x * y;
    c[i][2] = x / y;
    c[i][3] = x - y * half(0.5f);
    c[i][4] = half(double(a[i]) * 1e-5);
    c[i][5] = half(int(a[i] * 100000));
  }
}
void brains(const float a[48], const float b[48], float c[48][4]) {
  for (int i = 0; i < 48; ++i) {
    float x = extreme(a[i], i), y = extreme(b[i], i / 6);
    c[i][0] = std::fabs(x) * y;
    c[i][1] = std::copysign(y, x) + x;
    c[i][2] = std::floor(a[i] * 9) - std::ceil(b[i] * 9);
    c[i][3] = std::round(a[i] * 5) + std::trunc(b[i] * 5);
  }
}
void comparisons(const float a[48], const float b[48], int c[48]) {
  for (int i = 0; i < 48; ++i) {
    float x = extreme(a[i], i), y = extreme(b[i], i / 6);
    c[i] = (x < y) + 2 * (x <= y) + 4 * (x > y) + 8 * (x >= y) + 16 * (x == y) + 32 * (x != y) + 64 * (x == x) + 128 * (x < 0);
  }
}
void conversions(const float a[48], const double b[48], long c[48][4], float d[48], double e[48]) {
  for (int i = 0; i < 48; ++i) {
    float x = extreme(a[i], i);
    c[i][0] = int(a[i] * 1e9f);
    c[i][1] = long(b[i] * 1e18);
    c[i][2] = (unsigned char)(a[i] * 100 + 100);
    c[i][3] = (short)(a[i] * 30000);
    d[i] = float(b[i] * (i % 2 ? 1.6e-38 : 1e39)) + float(c[i][1]);
    e[i] = double(x) + double(c[i][0]) * 1e-3;
  }
}
