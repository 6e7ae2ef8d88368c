// RUN: allo run %s --top integers --target cpu --random-inputs 1 --range a=-2000000000:2000000000 --range s=-30000:30000 --range u=0:4000000000 | FileCheck %s
// RUN: allo run %s --top integers --target hls --random-inputs 2 --range a=-2000000000:2000000000 --range s=-30000:30000 --range u=0:4000000000 | FileCheck %s
// CHECK: equal
// Every integer type, its promotions and conversions, and each operator.
void integers(const int a[16], const short s[16], const unsigned u[16], long long r[16][12], unsigned char c[16][8],
              bool b[16][6]) {
  for (int i = 0; i < 16; ++i) {
    signed char sc = s[i];
    unsigned char uc = a[i];
    char plain = a[i] >> 3;
    unsigned short us = u[i];
    long l = a[i];
    l *= s[i];
    unsigned long ul = u[i];
    r[i][0] = a[i] + s[i];
    r[i][1] = a[i] - u[i];
    r[i][2] = (long long)a[i] * s[i];
    r[i][3] = a[i] / (s[i] | 1);
    r[i][4] = a[i] % 7;
    r[i][5] = u[i] / 3u + u[i] % 5u;
    r[i][6] = sc + uc + plain + us;
    r[i][7] = l ^ (long)ul;
    r[i][8] = ~a[i] & 0xff0f;
    r[i][9] = (a[i] << (i & 7)) + (a[i] >> 5) + (u[i] >> (unsigned)i);
    r[i][10] = -sc + +uc - !a[i];
    r[i][11] = a[i] < s[i] ? a[i] : u[i];
    c[i][0] = sc;
    c[i][1] = uc++ + ++uc;
    c[i][2] = plain;
    c[i][3] = us >> 4;
    c[i][4] = (us *= 3, us);
    c[i][5] = uc <<= 2;
    c[i][6] = sc %= 5;
    c[i][7] = (plain ^= 0x55) | 1;
    b[i][0] = a[i];
    b[i][1] = a[i] > 0 && s[i] > 0;
    b[i][2] = a[i] > 0 || u[i] > 2000000000u;
    b[i][3] = (unsigned)a[i] > u[i];
    b[i][4] = sc < uc;
    b[i][5] = !(a[i] == s[i]) != b[i][0];
  }
}
