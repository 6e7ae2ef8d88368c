// What users write with ap_int, for the test that it compiles without a warning.
#include <ap_int.h>
#include <iostream>
#include <sstream>

constexpr ap_uint<1000> table[2] = {ap_uint<1000>("0x123456789abcdef0123456789abcdef"), 5};
static_assert(table[0](7, 0) == 0xef, "constant");

struct Pixel {
  static const int bits = 8; // declared, not defined
  ap_uint<8> red, green, blue;
};
enum Mode { off, on = 3 };

template <int W, bool S> int generic(const ap_int_base<W, S> &x) { return x.length() + (x > 2 ? 1 : 0); }

int integers(ap_uint<8> a, ap_int<12> b, int c, long index) {
  a += b;
  a <<= 2;
  a++;
  --b;
  a(3, 0) = b;
  a[7] = 1;
  a[6] = a[0];
  a[5] ^= a[4];
  if (a && !b)
    return 1;
  int x = a;
  x += b;
  long numbers[3] = {};
  numbers[ap_uint<2>(1)] = 1 << b(1, 0);
  Pixel p = {1, 2, 3};
  p.red = p.green + Pixel::bits;
  x = (x + p.red * on - (c ? a : ap_uint<8>(off))).to_int();
  for (ap_uint<4> i = 0, j = 1; i < 10; i++, j--)
    x += i ^ j;
  switch (a) {
  case 3:
    x = 2;
    break;
  default:
    x += static_cast<int>(index) + generic(a) + generic(ap_int<70>(b));
  }
  return x + static_cast<int>(numbers[1]) + (a(7, 4), b, a[0]).to_int() + a.bit(3) + a.range(b, 0).to_int();
}

double wide(ap_int<300> w, ap_uint<8> a) {
  w = w * w - 3 + a - table[0] / (w | 1);
  w >>= 3;
  w(299, 100) = a;
  w.range(3, 7) += 1;
  const double d = w.to_double() + a * 2.5f - 1.0 / (a + 1);
  return a < 3.0 || 4 > w ? d : -d;
}

void text(ap_int<72> v) {
  std::cout << v << " " << std::hex << v << " " << v.to_string() << v(7, 0) << v[0] << '\n';
  std::istringstream in("-0x12");
  in >> v;
  const std::string s = v.to_string(16, false);
  std::cout << s;
}

int main() {
  text(-5);
  return integers(1, -2, 3, 4) + static_cast<int>(wide(-1, 2)) > 0;
}
