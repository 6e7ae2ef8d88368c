// Directed checks of ap_int: the constants that the kernels of ap_int_directed.h must give; what must be constant.
#include "Sweep.h"
#include "ap_int_directed.h"
#include <sstream>

namespace {

template <class T, int N> void expectAll(const char *name, const T (&actual)[N], const T (&wanted)[N]) {
  for (int i = 0; i < N; ++i)
    check(actual[i] == wanted[i], name,
          "result " + std::to_string(i) + ": " + std::to_string(actual[i]) + " instead of " +
              std::to_string(wanted[i]));
}

// Everything is usable in constant expressions (0017).
constexpr ap_int<17> product = ap_int<8>(-5) * ap_uint<9>(3);
static_assert(product == -15 && product.length() == 17 && product.sign());
constexpr ap_uint<1000> table[2] = {ap_uint<1000>("0x123456789abcdef0123456789abcdef0123456789abcdef"), 5};
static_assert(table[0](7, 0) == 0xef && table[0].range(191, 180) == 0x012 && table[1] == 5);
static_assert(table[0] / 1000003 * 1000003 + table[0] % 1000003 == table[0]);
constexpr ap_uint<8> turned() {
  ap_uint<8> x = 0x13;
  x.reverse();
  x[0] = 1;
  x(6, 4) = 2;
  return x;
}
static_assert(turned() == 0xa9);
constexpr ap_uint<8> bitsOfWide() { // a bit takes whether a number is not zero, beyond its low 64 bits too
  ap_uint<8> x = 0;
  ap_uint<128> high = 1;
  high <<= 100;
  x[0] = high;
  x[3] = (high, ap_uint<70>(0));
  x[4] = 0.25;
  return x;
}
static_assert(bitsOfWide() == 0x19);
static_assert(ap_int<200>("-123456789012345678901234567890").to_double() == -123456789012345678901234567890.0);
static_assert(ap_int<12>(-7.9) == -7 && ap_uint<300>(1e50).to_double() == 1e50);
static_assert(sizeof(ap_int<1>) == 1 && sizeof(ap_int<9>) == 2 && sizeof(ap_int<17>) == 4 && sizeof(ap_int<33>) == 8);
static_assert(sizeof(ap_int<65>) == 16 && sizeof(ap_int<128>) == 16 && sizeof(ap_int<129>) == 32 &&
              alignof(ap_int<129>) == 16);

} // namespace

void directedChecks() {
  group("examples: shifts", "UG1399, Shift Operators, the examples; counts beyond the width, negative, wide");
  long long shifts[12];
  directed_shifts(shifts);
  expectAll<long long, 12>("directed_shifts", shifts, {0x40, 0x1040, 0x1ffc, -1, -1, 0, -25, 56, 0, 0, 0, 1 << 20});
  group("examples: slices", "UG1399, Bit Concatenation, Range Selection, the examples; slices in concatenations");
  long long slices[16];
  directed_slices(slices);
  expectAll<long long, 16>("directed_slices", slices,
                           {0x1b5, 0x2b6, 1, 43, 0xf, 0x5a, 0x55, 0xa, 0xbe, 0xb, 0xbaab, 0xb0bb, 0xf, 0xff0, 0xd, 8});
  group("examples: arithmetic", "UG1399, Class Methods and Operators: results are wide enough for every value");
  long long arithmetic[22];
  directed_arithmetic(arithmetic);
  expectAll<long long, 22>("directed_arithmetic", arithmetic, {127, -383, 383, -32640, 128, -2, -1, 127, 128, -255, 128,
                                                               -1,  -129, 127, 0,      1,   1,  1,  -56, 13,  -8,   7});
  group("examples: wide", "UG1399, Class Methods and Operators: the same rules at any width");
  unsigned long long wide[8][4];
  directed_wide(wide);
  constexpr unsigned long long ones = ~0ull;
  const unsigned long long wanted[5][4] = {
      {ones, ones, ones, ones >> 1},
      {ones - 1, ones, ones, ones},
      {ones - 1, ones, ones, 0xff},
      {1, 0, ones - 1, ones},
      {0x9999999999999999ull, 0x9999999999999999ull, 0x9999999999999999ull, 0x1999999999999999ull}};
  for (int i = 0; i < 5; ++i)
    expectAll<unsigned long long, 4>("directed_wide", wide[i], wanted[i]);
  unsigned long long power = 1; // 2^200 modulo a number below 2^32, step by step
  for (int i = 0; i < 200; ++i)
    power = power * 2 % 1000000007;
  expectAll<unsigned long long, 4>("directed_wide", wide[5], {power, 0, 0, 0});
  expectAll<unsigned long long, 4>("directed_wide", wide[6], {ones - 1, 0, 0, 0});
  expectAll<unsigned long long, 4>("directed_wide", wide[7], {2, ones, ones >> 1, 0});
  group("examples: conversions", "UG1399, Class Methods and Operators: above 64 bits a condition sees the low 64");
  long long conversions[13];
  directed_conversions(conversions);
  expectAll<long long, 13>("directed_conversions", conversions,
                           {-3, 44, 255, 1, 0, 1, 0, 4294967296, -25, 1, 2, -1, 1});
  group("outside", "header: bits that do not exist read as 0 and are not written; set() and clear()");
  const int index[4] = {9, -1, 40, 12};
  long long outside[6];
  directed_outside(index, outside);
  expectAll<long long, 6>("directed_outside", outside, {0, -1, 31, 127, -1, 0});
}

void textChecks() {
  group("text", "UG1399, Initialization from strings, Console I/O: radix 2, 8, 10, 16, the examples");
  const auto same = [](const std::string &actual, const std::string &wanted) {
    check(actual == wanted, "text", actual + " instead of " + wanted);
  };
  const ap_int<72> v("80fedcba9876543210", 16);
  same(v.to_string(10), "-2342818482890329542128");
  same(v.to_string(8, false), "0o401773345651416625031020");
  same(v.to_string(16, true), "-0x7f0123456789abcdf0");
  same(v.to_string(16, false), "0x80fedcba9876543210");
  same(ap_int<6>("101010", 2).to_string(2), "0b101010");
  same(ap_int<7>("40", 8).to_string(10), "32");
  same(ap_int<7>("55", 10).to_string(16), "0x37");
  same(ap_int<7>("2A", 16).to_string(), "0b0101010");
  same(ap_int<6>("-0b11").to_string(10), "-3");
  same(ap_uint<9>("0o777").to_string(8), "0o777");
  same(ap_uint<8>(0).to_string(16), "0x0");
  check(ap_uint<96>("76543210fedcba9876543210", 16)(95, 64) == 0x76543210, "from text", "ap_uint<96>");
  for (unsigned seed = 0; seed < 3; ++seed)
    for (const reference::Number &n : testValues({300, true}, cases, 50 + seed)) {
      const ap_int<300> x = inMemory<ap_int<300>>(n);
      same(x.to_string(10), n.text(10));
      for (const int radix : {2, 8, 10, 16})
        check(ap_int<300>(n.text(radix).c_str(), radix) == x, "from text", "int<300>");
      check(ap_int<300>(x.to_string(16, true).c_str()) == x, "from to_string(16)", "int<300>");
    }
  std::ostringstream out;
  const ap_uint<8> a = 171;
  const ap_int<8> b = -3;
  out << a << ' ' << b << ' ' << std::hex << a << ' ' << a(3, 0) << ' ' << std::oct << a << ' ' << a[0];
  same(out.str(), "171 -3 0xab 0x0b 0o253 1");
  std::istringstream in("-0x12 77");
  ap_int<9> x, y;
  in >> x >> y;
  check(x == -18 && y == 77, "from a stream", "ap_int<9>");
}
