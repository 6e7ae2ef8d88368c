// / % and their assignments on pairs of types, and the shifts.
#include "Sweep.h"
#include <algorithm>

using reference::Number;

namespace {

void checkDivision(const Operands &o, const Results &quotient, const Results &remainder, const Results &assigned,
                   const Results &rest) {
  const std::string on = o.text();
  group("/ %: result types", "UG1399, Division, Modulus: width and sign of the result");
  const Form forQuotient{o.a.width + (o.b.isSigned ? 1 : 0), o.anySigned()};
  expectForm(quotient, forQuotient, "/", on);
  // "the minimum of the widths of the two operands, if they are both of the same signedness; if the divisor is an
  // unsigned type and the dividend is signed then the width is that of the divisor plus one"
  const int divisor = o.b.width + (o.a.isSigned && !o.b.isSigned ? 1 : 0);
  const Form forRemainder{std::min(o.a.width, divisor), o.a.isSigned};
  expectForm(remainder, forRemainder, "%", on);
  group("/ %: values", "UG1399, Division, Modulus: C++'s, truncated toward zero; by zero as docs/decisions/0009 says");
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    expect(quotient, i, x / y, "/", on);
    expect(remainder, i, x % y, "%", on);
    expect(assigned, i, (x / y).wrapped(forQuotient.width, forQuotient.isSigned), "/=", on);
    expect(rest, i, (x % y).wrapped(forRemainder.width, forRemainder.isSigned), "%=", on);
  }
}

template <class A, class B> struct Division {
  static void run() {
    const Values<A> a(11);
    const Values<B> b(12);
    static quotient_of<A, B> quotient[cases];
    static remainder_of<A, B> remainder[cases];
    static A assigned[cases], rest[cases];
    divide_remainder<A, B>(a.array, b.array, quotient, remainder);
    assign_division<A, B>(a.array, b.array, assigned, rest);
    checkDivision(operands(a, b), results(quotient), results(remainder), results(assigned), results(rest));
  }
};

void checkShifts(const Operands &o, const Results (&r)[4]) {
  const std::string on = o.text();
  group("<< >> <<= >>=", "UG1399, Shift Operators: the left operand's type; a negative count shifts the other way");
  const Number limit = 5000; // nothing is wider
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &count = o.y[static_cast<std::size_t>(i)];
    const Number shift = compare(count, limit) > 0 ? limit : compare(count, -limit) < 0 ? -limit : count;
    const int n = static_cast<int>(shift.toInt64());
    expect(r[0], i, shifted(x, n), "<<", on);
    expect(r[1], i, shifted(x, -n), ">>", on);
    expect(r[2], i, shifted(x, n), "<<=", on);
    expect(r[3], i, shifted(x, -n), ">>=", on);
  }
}

template <class A, class C> void shiftsBy() {
  const int width = Shape<A>::width;
  const Values<A> a(13);
  Numbers counts;
  for (int i :
       {0, 1, -1, width - 1, 1 - width, width, -width, width + 1, -width - 1, 2 * width, 63, 64, 65, -64, 3, -2})
    counts.push_back(Number(i).wrapped(Shape<C>::width, Shape<C>::isSigned));
  const Values<C> count(counts);
  static A left[cases], right[cases], assignedLeft[cases], assignedRight[cases];
  shifts<A, C>(a.array, count.array, left, right);
  assign_shifts<A, C>(a.array, count.array, assignedLeft, assignedRight);
  checkShifts(operands(a, count), {results(left), results(right), results(assignedLeft), results(assignedRight)});
}

} // namespace

void sweepDivision() {
  forPairs<Division>();
  const auto shift = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    shiftsBy<A, int>();
    shiftsBy<A, ap_uint<5>>();
    shiftsBy<A, ap_int<300>>();
  };
  forEach(Narrow(), shift);
  forEach(Middle(), shift);
  forEach(Wide(), shift);
  const auto more = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    shiftsBy<A, unsigned char>();
    shiftsBy<A, long long>();
    shiftsBy<A, unsigned>();
    shiftsBy<A, ap_int<14>>();
    shiftsBy<A, ap_int<100>>();
    shiftsBy<A, ap_uint<300>>();
  };
  forEach(Types<ap_int<1>, ap_uint<8>, ap_int<33>, ap_uint<64>, ap_int<127>, ap_uint<257>>(), more);
}
