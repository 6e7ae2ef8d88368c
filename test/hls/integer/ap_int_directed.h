// Directed cases of ap_int as kernels: each writes the results of the expressions in its body, in their order, and
// ApIntDirected.cpp has the constants they must be, from the examples of UG902/UG1399 or worked by hand.
#ifndef ALLO_TEST_HLS_AP_INT_DIRECTED_H
#define ALLO_TEST_HLS_AP_INT_DIRECTED_H

#include <ap_int.h>

/// The user guide's examples of shifts.
inline void directed_shifts(long long r[12]) {
  ap_uint<13> result;
  const ap_uint<7> val1 = 0x41;
  const ap_int<7> val2 = -63;
  result = val1 << 6;
  r[0] = result;
  result = ap_uint<13>(val1) << 6;
  r[1] = result;
  result = val2 >> 4;
  r[2] = result;
  const ap_int<8> minus = -100;
  r[3] = minus >> 8;
  r[4] = minus >> 100;
  r[5] = minus << 8;
  r[6] = minus << -2;
  r[7] = minus >> -1;
  const ap_uint<8> plus = 200;
  r[8] = plus >> 9;
  r[9] = plus << ap_int<4>(-8);
  r[10] = plus << ap_uint<40>(0x100000000ll);
  r[11] = 1 << ap_uint<5>(20);
}

/// The user guide's examples of concatenation and slices.
inline void directed_slices(long long r[16]) {
  ap_uint<10> result;
  ap_uint<3> val1 = -3;
  ap_int<7> val2 = 54;
  result = (val2, val1);
  r[0] = result;
  result = val1.concat(val2);
  r[1] = result;
  (val1, val2) = 0xAB;
  r[2] = val1;
  r[3] = val2;
  ap_uint<4> part;
  ap_uint<8> x = 0x5f;
  const ap_uint<8> y = 0xaa;
  part = x.range(3, 0);
  r[4] = part;
  x(3, 0) = y(3, 0);
  r[5] = x;
  x(3, 0) = y(4, 1);
  r[6] = x;
  x = 0x5f;
  part = x.range(4, 7);
  r[7] = part;
  (x(7, 4), part[0], x[0]) = 0x2e;
  r[8] = x;
  r[9] = part;
  ap_uint<16> sixteen = (x(7, 4), y, part);
  r[10] = sixteen;
  sixteen(11, 4) = x.range(7, 4);
  r[11] = sixteen;
  ap_int<8> negative = -1;
  r[12] = negative.range(7, 4);
  r[13] = (negative, ap_uint<4>(0));
  r[14] = (negative[7], negative[6], false, true);
  r[15] = (sixteen(3, 0), y(7, 4)).length();
}

/// Mixed widths and signs, where C++'s own integers behave otherwise.
inline void directed_arithmetic(long long r[22]) {
  const ap_int<8> a = -128;
  const ap_uint<8> b = 255;
  r[0] = a + b;
  r[1] = a - b;
  r[2] = b - a;
  r[3] = a * b;
  r[4] = a / ap_int<2>(-1);
  r[5] = a % ap_int<4>(-7);
  r[6] = b / a;
  r[7] = b % a;
  r[8] = -a;
  r[9] = -b;
  r[10] = a & b;
  r[11] = a | b;
  r[12] = a ^ b;
  r[13] = ~a;
  r[14] = ~b;
  r[15] = a < b;
  r[16] = a == ap_int<16>(-128);
  r[17] = b > -1;
  r[18] = ap_int<8>(200);
  r[19] = ap_uint<4>(-3);
  ap_int<4> wrapping = 7;
  wrapping++;
  r[20] = wrapping;
  wrapping -= 1;
  r[21] = wrapping;
}

/// Wide numbers, in four words of 64 bits from the lowest up.
inline void words(const ap_uint<256> &x, unsigned long long w[4]) {
  w[0] = x(63, 0);
  w[1] = x(127, 64);
  w[2] = x(191, 128);
  w[3] = x(255, 192);
}
inline void directed_wide(unsigned long long w[8][4]) {
  ap_uint<256> one = 1;
  words((one << 255) - 1, w[0]);
  const ap_int<200> minus = -2;
  words(minus, w[1]);
  words(ap_uint<200>(minus), w[2]);
  words(ap_uint<128>(-1) * ap_uint<128>(-1), w[3]);
  words(ap_uint<256>(-1) / 10, w[4]);
  words((one << 200) % 1000000007, w[5]);
  // digits 7fff..., 8000..., 0, 0 by 8000..., 0, 1: the first quotient digit is estimated one too large
  const ap_uint<256> dividend = (one << 255) - (one << 192) + (one << 191), divisor = (one << 191) + 1;
  words(dividend / divisor, w[6]);
  words(dividend % divisor, w[7]);
}

/// Conversions with double and the 64-bit rule of conditions.
inline void directed_conversions(long long r[13]) {
  r[0] = ap_int<8>(-3.99);
  r[1] = ap_uint<8>(300.5);
  r[2] = ap_uint<8>(-1.0);
  r[3] = ap_int<65>(1e18) == 1000000000000000000ll;
  const ap_uint<65> top = ap_uint<65>(1) << 64;
  r[4] = top ? 1 : 0;
  r[5] = top.to_bool();
  r[6] = !top;
  r[7] = static_cast<long long>(top.to_double() / 4294967296.0);
  r[8] = static_cast<long long>(ap_int<40>(-5) * 2.5 * 2);
  r[9] = ap_int<8>(5) > 4.5;
  r[10] = ap_uint<1>(true) + ap_uint<1>(true);
  r[11] = ap_int<1>(1);
  r[12] = ap_uint<4>('a');
}

/// Places that do not exist read as 0 and are not written.
inline void directed_outside(const int index[4], long long r[6]) {
  ap_int<9> x = -1;
  r[0] = x[index[0]] + x[index[1]];
  x[index[2]] = 0;
  r[1] = x;
  r[2] = x.range(index[3], 4);
  x(index[3], 7) = 0;
  r[3] = x;
  x = 5;
  x.set();
  r[4] = x;
  x.clear();
  r[5] = x;
}

#endif
