// Operations on every width and type, and the results that C leaves to the machine.
#include <cmath>

//: case widths
//: run: 49
void widths(const signed char a[8], const unsigned short b[8], const int c[8], const unsigned long d[8], long out[8]) {
  for (int i = 0; i < 8; ++i)
    out[i] = (long)((a[i] * b[i] + c[i]) ^ d[i]) - (signed char)(b[i] + a[i]);
}

//: case widths.pipelined
//: step pipeline i
//: run: 14

//: case narrow_sums
//: step pipeline i
//: run: 22
void narrow_sums(unsigned char a[16], short b[16], unsigned c[16]) {
  for (int i = 0; i < 16; ++i) {
    a[i] = (unsigned char)(a[i] * 7 + b[i]);
    b[i] = (short)(b[i] << 3);
    c[i] = c[i] * c[i] + a[i];
  }
}

//: case divisions
//: step pipeline i
//: run: 146
void divisions(const int a[12], const int b[12], int q[12], int r[12], unsigned u[12], long w[12]) {
  for (int i = 0; i < 12; ++i) {
    int d = b[i] % 17 + (b[i] % 17 == 0);
    q[i] = a[i] / d;
    r[i] = a[i] % d;
    u[i] = (unsigned)a[i] / (unsigned)(d | 3) + (unsigned)a[i] % 10u;
    w[i] = ((long)a[i] << 20) / d % 1000003;
  }
}

//: case powers
//: run: 33
void powers(const int a[8], int out[8]) {
  for (int i = 0; i < 8; ++i)
    out[i] = a[i] / 8 + a[i] % 16 * 4 + (int)((unsigned)a[i] / 32u);
}

//: case shifts
//: step pipeline i
//: run: 22
void shifts(const int a[16], const unsigned long b[16], const unsigned char n[16], long out[16]) {
  for (int i = 0; i < 16; ++i)
    out[i] = (a[i] >> (n[i] & 31)) + (long)(b[i] >> (n[i] & 63)) + ((long)a[i] << (n[i] & 31)) + (int)((unsigned)a[i] >> 7);
}

//: case bits
//: run: 289
void bits(const unsigned a[8], unsigned out[8]) {
  for (int i = 0; i < 8; ++i) {
    unsigned x = a[i], n = 0;
    for (int k = 0; k < 32; ++k)
      n += (x >> k) & 1;
    out[i] = ~x ^ (n << 8) | (x && n) | (!x);
  }
}

//: case floats
//: step pipeline i
//: operator fadd 32 bits: 2
//: operator fsub 32 bits: 1
//: operator fmul 32 bits: 2
//: operator fdiv 32 bits: 1
//: run: 46
void floats(const float a[16], const float b[16], float out[16]) {
  for (int i = 0; i < 16; ++i)
    out[i] = (a[i] + b[i]) * (a[i] - b[i]) / (b[i] * b[i] + 1.5f);
}

//: case doubles
//: step pipeline i
//: operator fadd 64 bits: 2
//: operator fsub 64 bits: 1
//: operator fmul 64 bits: 2
//: operator fdiv 64 bits: 1
//: operator fsqrt 64 bits: 1
//: operator fext 32 bits to 64: 2
//: operator ftruncate 64 bits to 32: 1
//: run: 96
void doubles(const double a[10], const float b[10], double out[10]) {
  for (int i = 0; i < 10; ++i)
    out[i] = a[i] * b[i] + (float)(a[i] / 3) - std::sqrt(a[i] * a[i] + 1);
}

//: case rounding
//: run: 229
void rounding(const float a[12], float f[12], float c[12], float s[12], double g[12]) {
  for (int i = 0; i < 12; ++i) {
    f[i] = std::floor(a[i]);
    c[i] = std::ceil(a[i] * 0.1f);
    s[i] = std::sqrt(std::fabs(a[i]));
    g[i] = std::fabs((double)a[i]) + (double)(int)a[i];
  }
}

//: case extremes
//: step pipeline i
//: run: 16
void extremes(const float a[12], const float b[12], float lo[12], float hi[12], int m[12]) {
  for (int i = 0; i < 12; ++i) {
    lo[i] = std::fmin(a[i], b[i]);
    hi[i] = std::fmax(a[i], b[i]);
    m[i] = a[i] < b[i] ? i : -i;
  }
}

//: case conversions
//: step pipeline i
//: run: 23
void conversions(const int a[10], const unsigned long b[10], const float c[10], float f[10], double d[10], long l[10],
                 unsigned char u[10]) {
  for (int i = 0; i < 10; ++i) {
    f[i] = (float)a[i] + (float)b[i];
    d[i] = (double)b[i] - a[i];
    l[i] = (long)(c[i] * 100);
    u[i] = (unsigned char)(c[i] < 0 ? -c[i] : c[i]);
  }
}

//: case not_numbers
//: run zero=0: 37
int not_numbers(float zero, float out[8]) {
  float nan = zero / zero, inf = 1 / zero, low = -1 / zero;
  int mask = 0;
  mask |= (nan == nan) << 0;
  mask |= (nan != nan) << 1;
  mask |= (nan < inf) << 2;
  mask |= (nan >= low) << 3;
  mask |= !(nan > 1) << 4;
  mask |= (inf > low) << 5;
  mask |= (zero == -zero) << 6;
  mask |= (nan ? 1 : 0) << 7;
  out[0] = nan;
  out[1] = inf - inf;
  out[2] = low;
  out[3] = -zero;
  out[4] = inf * 2;
  out[5] = std::fmax(nan, 3.0f);
  out[6] = std::sqrt(low);
  out[7] = 1 / low;
  return mask;
}

//: case small_numbers
//: run: 97
void small_numbers(const float a[6], float out[6]) {
  for (int i = 0; i < 6; ++i)
    out[i] = a[i] * 1e-38f * 0.01f + 1e-45f;
}

//: case booleans
//: run: 35
bool booleans(const int a[8], bool any[8]) {
  bool all = true;
  for (int i = 0; i < 8; ++i) {
    any[i] = a[i] > 0 || any[i];
    all = all && !any[i];
  }
  return all;
}
