// ap_int and ap_uint with C types on either side.
#include "Sweep.h"
#include <algorithm>
#include <cmath>

using reference::Logic;
using reference::Number;

namespace {

template <class A, class B> struct Mixed : Pair<A, B> {
  using P = Pair<A, B>;
  static void run() {
    static const std::string types = P::text();
    const char *const t = types.c_str();
    const Values<A> a(21);
    const Values<B> b(22);
    static sum_of<A, B> sum[cases];
    static difference_of<A, B> difference[cases];
    static product_of<A, B> product[cases];
    static quotient_of<A, B> quotient[cases];
    static remainder_of<A, B> remainder[cases];
    static logic_of<A, B> both[cases], either[cases], different[cases];
    int compared[cases];
    add_subtract_multiply<A, B>(a.array, b.array, sum, difference, product);
    divide_remainder<A, B>(a.array, b.array, quotient, remainder);
    bitwise<A, B>(a.array, b.array, both, either, different);
    comparisons<A, B>(a.array, b.array, compared);
    group("mixed with C types", "UG1399, Binary Arithmetic Operators: a C type is an integer of its width and sign");
    const int common =
        std::max(P::widthA + (P::signedB && !P::signedA ? 1 : 0), P::widthB + (P::signedA && !P::signedB ? 1 : 0));
    const bool isSigned = P::signedA || P::signedB;
    expectType<sum_of<A, B>>(common + 1, isSigned, "+", t);
    expectType<difference_of<A, B>>(common + 1, true, "-", t);
    expectType<product_of<A, B>>(P::widthA + P::widthB, isSigned, "*", t);
    expectType<quotient_of<A, B>>(P::widthA + (P::signedB ? 1 : 0), isSigned, "/", t);
    expectType<logic_of<A, B>>(common, isSigned, "&", t);
    for (int i = 0; i < cases; ++i) {
      expect(sum[i], a[i] + b[i], "+", t);
      expect(difference[i], a[i] - b[i], "-", t);
      expect(product[i], a[i] * b[i], "*", t);
      expect(quotient[i], a[i] / b[i], "/", t);
      expect(remainder[i], a[i] % b[i], "%", t);
      expect(both[i], logic(Logic::conjunction, a[i], b[i], common, isSigned), "&", t);
      expect(either[i], logic(Logic::disjunction, a[i], b[i], common, isSigned), "|", t);
      expect(different[i], logic(Logic::difference, a[i], b[i], common, isSigned), "^", t);
      const int order = compare(a[i], b[i]);
      check(compared[i] == (order == 0 ? 1 | 8 | 32 : order < 0 ? 2 | 4 | 8 : 2 | 16 | 32), "comparison on " + types);
    }
  }
};

template <class A, class C> void bothSides() {
  Mixed<A, C>::run();
  Mixed<C, A>::run();
}
template <class A> void withCTypes() {
  bothSides<A, bool>();
  bothSides<A, char>();
  bothSides<A, signed char>();
  bothSides<A, unsigned char>();
  bothSides<A, short>();
  bothSides<A, unsigned short>();
  bothSides<A, int>();
  bothSides<A, unsigned>();
  bothSides<A, long>();
  bothSides<A, unsigned long>();
  bothSides<A, long long>();
  bothSides<A, unsigned long long>();
}

template <class A> void withDouble() {
  static const std::string types = typeName<A>() + ", double";
  const Values<A> a(23);
  const double b[cases] = {0.5,          -0.5,          1,     -1, 3.25, 1e10, -1e-10, 127, 128,
                           4294967296.0, -2147483648.0, 1e300, 2,  -3,   7,    0.1};
  double sum[cases], difference[cases], product[cases], quotient[cases];
  int compared[cases];
  with_double<A>(a.array, b, sum, difference, product, quotient, compared);
  group("mixed with double", "0017, header: the integer is rounded to the floating type, then C++'s operation");
  for (int i = 0; i < cases; ++i) {
    const double x = a[i].toDouble();
    check(sum[i] == x + b[i], "+ on " + types);
    check(difference[i] == b[i] - x, "- on " + types);
    check(product[i] == x * b[i], "* on " + types);
    check(quotient[i] == x / b[i], "/ on " + types);
    check(compared[i] == (x == b[i] ? 1 : 0) + (x < b[i] ? 2 : 0) + (b[i] <= x ? 4 : 0), "comparison on " + types);
  }
}

} // namespace

void sweepMixed() {
  withCTypes<ap_int<7>>();
  withCTypes<ap_uint<1>>();
  withCTypes<ap_int<32>>();
  withCTypes<ap_uint<33>>();
  withCTypes<ap_int<64>>();
  withCTypes<ap_uint<64>>();
  withCTypes<ap_int<129>>();
  const auto floating = [](auto *a) { withDouble<std::remove_pointer_t<decltype(a)>>(); };
  forEach(Narrow(), floating);
  forEach(Middle(), floating);
  forEach(Types<ap_int<257>, ap_uint<1000>>(), floating);
}
