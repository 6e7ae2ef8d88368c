// ap_int and ap_uint with C types on either side.
#include "Sweep.h"
#include <algorithm>
#include <cmath>

using reference::Logic;
using reference::Number;

namespace {

void checkMixed(const Operands &o, const Results (&r)[8], const int (&compared)[cases]) {
  const std::string on = o.text();
  group("mixed with C types", "UG1399, Binary Arithmetic Operators: a C type is an integer of its width and sign");
  const Form common{o.commonWidth(), o.anySigned()};
  expectForm(r[0], {common.width + 1, common.isSigned}, "+", on);
  expectForm(r[1], {common.width + 1, true}, "-", on);
  expectForm(r[2], {o.a.width + o.b.width, common.isSigned}, "*", on);
  expectForm(r[3], {o.a.width + (o.b.isSigned ? 1 : 0), common.isSigned}, "/", on);
  expectForm(r[5], common, "&", on);
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    expect(r[0], i, x + y, "+", on);
    expect(r[1], i, x - y, "-", on);
    expect(r[2], i, x * y, "*", on);
    expect(r[3], i, x / y, "/", on);
    expect(r[4], i, x % y, "%", on);
    expect(r[5], i, logic(Logic::conjunction, x, y, common.width, common.isSigned), "&", on);
    expect(r[6], i, logic(Logic::disjunction, x, y, common.width, common.isSigned), "|", on);
    expect(r[7], i, logic(Logic::difference, x, y, common.width, common.isSigned), "^", on);
    const int order = compare(x, y);
    check(compared[i] == (order == 0 ? 1 | 8 | 32 : order < 0 ? 2 | 4 | 8 : 2 | 16 | 32), "comparison", on);
  }
}

template <class A, class B> void mixed() {
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
  checkMixed(operands(a, b),
             {results(sum), results(difference), results(product), results(quotient), results(remainder), results(both),
              results(either), results(different)},
             compared);
}

template <class A, class C> void bothSides() {
  mixed<A, C>();
  mixed<C, A>();
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
  const std::string on = formOf<A>().text() + ", double";
  const Values<A> a(23);
  const double b[cases] = {0.5,          -0.5,          1,     -1, 3.25, 1e10, -1e-10, 127, 128,
                           4294967296.0, -2147483648.0, 1e300, 2,  -3,   7,    0.1};
  double sum[cases], difference[cases], product[cases], quotient[cases];
  int compared[cases];
  with_double<A>(a.array, b, sum, difference, product, quotient, compared);
  group("mixed with double", "0017, header: the integer is rounded to the floating type, then C++'s operation");
  for (int i = 0; i < cases; ++i) {
    const double x = a[i].toDouble();
    check(sum[i] == x + b[i], "+", on);
    check(difference[i] == b[i] - x, "-", on);
    check(product[i] == x * b[i], "*", on);
    check(quotient[i] == x / b[i], "/", on);
    check(compared[i] == (x == b[i] ? 1 : 0) + (x < b[i] ? 2 : 0) + (b[i] <= x ? 4 : 0), "comparison", on);
  }
}

} // namespace

void sweepMixed() {
  withCTypes<ap_int<7>>();
  withCTypes<ap_uint<33>>();
  withCTypes<ap_int<64>>();
  withCTypes<ap_uint<129>>();
  const auto floating = [](auto *a) { withDouble<std::remove_pointer_t<decltype(a)>>(); };
  forEach(Narrow(), floating);
  forEach(Middle(), floating);
  forEach(Types<ap_int<257>, ap_uint<1000>>(), floating);
}
