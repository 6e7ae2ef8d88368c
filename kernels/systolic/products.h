// Several products of small signed numbers in one multiplier of 27 by 18 bits, as FPGAs have them: the factors lie side
// by side in a wide one, with room for a product between them.
#pragma once
#include "ap_int.h"

// Two signed numbers of eight bits from two rows of A, times one of B: 27 by 18 bits. The products lie 18 bits apart.
inline ap_int<45> product_int8(ap_uint<16> a, ap_int<8> b) {
  const ap_int<8> low = a.range(7, 0), high = a.range(15, 8);
  const ap_int<27> both = (ap_int<27>(high) << 18) + low;
  return both * ap_int<18>(b);
}

// Two signed numbers of four bits from two rows of A, 22 bits apart, times two from two columns of B, 11 bits apart:
// row r and column c meet in the bits from 22 r + 11 c on.
inline ap_int<45> product_int4(ap_uint<8> a, ap_uint<8> b) {
  const ap_int<4> a0 = a.range(3, 0), a1 = a.range(7, 4), b0 = b.range(3, 0), b1 = b.range(7, 4);
  const ap_int<27> rows = (ap_int<27>(a1) << 22) + a0;
  const ap_int<18> columns = (ap_int<18>(b1) << 11) + b0;
  return rows * columns;
}
