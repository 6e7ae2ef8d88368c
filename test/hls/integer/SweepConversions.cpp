// Conversions among widths, to and from C types and floating types.
#include "Sweep.h"
#include <cmath>

using reference::Number;

namespace {

template <class A, class B> void converts() {
  const std::string on = formOf<A>().text() + " to " + formOf<B>().text();
  const Values<A> a(41);
  static B result[cases];
  convert<A, B>(a.array, result);
  group("conversions", "UG1399, Assignment: cut to the low bits, or extended by the source's sign");
  for (int i = 0; i < cases; ++i)
    expect(results(result), i, a[i], "conversion", on);
}

template <class A> void convertsToAll() {
  converts<A, ap_int<1>>();
  converts<A, ap_uint<8>>();
  converts<A, ap_int<17>>();
  converts<A, ap_uint<33>>();
  converts<A, ap_int<64>>();
  converts<A, ap_uint<64>>();
  converts<A, ap_int<65>>();
  converts<A, ap_uint<128>>();
  converts<A, ap_int<129>>();
  converts<A, ap_uint<200>>();
  converts<A, ap_int<4096>>();
}

template <class A> void convertsToC() {
  const std::string on = formOf<A>().text();
  const Values<A> a(42);
  signed char c[cases];
  unsigned short s[cases];
  int n[cases];
  unsigned u[cases];
  long long l[cases], implicit[cases];
  unsigned long long ul[cases];
  bool b[cases];
  to_c_types<A>(a.array, c, s, n, u, l, ul, b, implicit);
  group("to C types", "UG1399, Explicit Conversion Methods; implicitly to 8, 16, 32, 64 bits by width");
  for (int i = 0; i < cases; ++i) {
    expect(results(c), i, a[i], "to_schar", on);
    expect(results(s), i, a[i], "to_ushort", on);
    expect(results(n), i, a[i], "to_int", on);
    expect(results(u), i, a[i], "to_uint", on);
    expect(results(l), i, a[i], "to_int64", on);
    expect(results(ul), i, a[i], "to_uint64", on);
    check(b[i] == !a[i].isZero(), "to_bool", on);
    expect(results(implicit), i, a[i], "implicit", on);
  }
}

template <class A> void convertsToFloating() {
  const std::string on = formOf<A>().text();
  const Values<A> a(43);
  double d[cases];
  float f[cases];
  to_floating<A>(a.array, d, f);
  group("to double, float", "UG1399, to_double(): nearest value, ties to even");
  for (int i = 0; i < cases; ++i) {
    check(d[i] == a[i].toDouble(), "to_double", on);
    check(static_cast<double>(f[i]) == a[i].toFloating(24, 127), "to_float", on);
  }
}

/// A double as the number it is truncated to.
Number truncated(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(value), &exponent);
  const Number scaled = Number::fromUnsigned(static_cast<unsigned long long>(std::ldexp(mantissa, 53)));
  const Number magnitude = shifted(scaled, exponent - 53);
  return value < 0 ? -magnitude : magnitude;
}

template <class A> void convertsFromFloating() {
  const std::string on = formOf<A>().text();
  static const double special[] = {0.0,   -0.0,          0.5,     -0.5,   0.99999, -1.5, 127.9,          -128.9,
                                   255.5, 4294967296.75, -9.3e18, 1.9e19, -1.7e38, 1e60, -1.2345678e150, 1e300};
  double d[cases], random[cases];
  float f[cases];
  for (int i = 0; i < cases; ++i) {
    d[i] = special[i];
    random[i] =
        std::ldexp(static_cast<double>(static_cast<long long>(randomBits())), static_cast<int>(randomBits() % 90) - 62);
    f[i] = static_cast<float>(random[i]);
  }
  static A fromSpecial[cases], fromRandom[cases], fromFloat[cases];
  convert<double, A>(d, fromSpecial);
  convert<double, A>(random, fromRandom);
  convert<float, A>(f, fromFloat);
  group("from double, float", "UG1399, Initialization from floating point: truncated toward zero, then modulo 2^W");
  for (int i = 0; i < cases; ++i) {
    expect(results(fromSpecial), i, truncated(d[i]), "from double", on);
    expect(results(fromRandom), i, truncated(random[i]), "from double", on);
    expect(results(fromFloat), i, truncated(static_cast<double>(f[i])), "from float", on);
  }
}

} // namespace

void sweepConversions() {
  const auto one = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    convertsToAll<A>();
    convertsToC<A>();
    convertsToFloating<A>();
    convertsFromFloating<A>();
  };
  forEach(Narrow(), one);
  forEach(Middle(), one);
  forEach(Wide(), one);
  forEach(Types<bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long,
                long long, unsigned long long>(),
          [](auto *a) { convertsToAll<std::remove_pointer_t<decltype(a)>>(); });
}
