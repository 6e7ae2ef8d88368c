// Fixed point with C integers, ap_int and ap_uint: integers are fixed point without a fraction.
#include "Arithmetic.h"
using S8_4 = ap_fixed<8, 4>;
using U9_2 = ap_ufixed<9, 2>;
using A5 = ap_int<5>;
using A12 = ap_uint<12>;
ARITHMETIC_KERNEL(with_int, FIXED, S8_4, INTEGER, int)
ARITHMETIC_KERNEL(int_with, INTEGER, int, FIXED, S8_4)
ARITHMETIC_KERNEL(with_unsigned_char, FIXED, S8_4, INTEGER, unsigned char)
ARITHMETIC_KERNEL(short_with_unsigned, INTEGER, short, FIXED, U9_2)
ARITHMETIC_KERNEL(with_bool, FIXED, U9_2, INTEGER, bool)
ARITHMETIC_KERNEL(with_unsigned, FIXED, S8_4, INTEGER, unsigned)
ARITHMETIC_KERNEL(with_ap_int, FIXED, S8_4, INTEGER, A5)
ARITHMETIC_KERNEL(ap_uint_with, INTEGER, A12, FIXED, U9_2)
