// / % and their assignments on pairs of types, and the shifts.
#include "Sweep.h"
#include <algorithm>

using reference::Number;

namespace {

template <class A, class B> struct Division : Pair<A, B> {
  using P = Pair<A, B>;
  static void run() {
    static const std::string types = P::text();
    const char *const t = types.c_str();
    const Values<A> a(11);
    const Values<B> b(12);
    static quotient_of<A, B> quotient[cases];
    static remainder_of<A, B> remainder[cases];
    static A assigned[cases], rest[cases];
    divide_remainder<A, B>(a.array, b.array, quotient, remainder);
    assign_division<A, B>(a.array, b.array, assigned, rest);

    group("/ %: result types", "UG1399, Division, Modulus: width and sign of the result");
    expectType<quotient_of<A, B>>(P::widthA + (P::signedB ? 1 : 0), P::signedA || P::signedB, "/", t);
    // "the minimum of the widths of the two operands, if they are both of the same signedness; if the divisor is an
    // unsigned type and the dividend is signed then the width is that of the divisor plus one"
    const int divisor = P::widthB + (P::signedA && !P::signedB ? 1 : 0);
    expectType<remainder_of<A, B>>(std::min(P::widthA, divisor), P::signedA, "%", t);
    group("/ %: values",
          "UG1399, Division, Modulus: C++'s, truncated toward zero; by zero as docs/decisions/0009 says");
    for (int i = 0; i < cases; ++i) {
      expect(quotient[i], a[i] / b[i], "/", t);
      expect(remainder[i], a[i] % b[i], "%", t);
      expect(assigned[i], (a[i] / b[i]).wrapped(P::widthA + (P::signedB ? 1 : 0), P::signedA || P::signedB), "/=", t);
      expect(rest[i], (a[i] % b[i]).wrapped(std::min(P::widthA, divisor), P::signedA), "%=", t);
    }
  }
};

template <class A, class C> struct Shifts : Pair<A, C> {
  static void run() {
    static const std::string types = Pair<A, C>::text();
    const char *const t = types.c_str();
    const int width = Shape<A>::width;
    const Values<A> a(13);
    std::vector<Number> counts;
    for (int i :
         {0, 1, -1, width - 1, 1 - width, width, -width, width + 1, -width - 1, 2 * width, 63, 64, 65, -64, 3, -2})
      counts.push_back(Number(i).wrapped(Shape<C>::width, Shape<C>::isSigned));
    const Values<C> count(counts);
    static A left[cases], right[cases], assignedLeft[cases], assignedRight[cases];
    shifts<A, C>(a.array, count.array, left, right);
    assign_shifts<A, C>(a.array, count.array, assignedLeft, assignedRight);
    group("<< >> <<= >>=", "UG1399, Shift Operators: the left operand's type; a negative count shifts the other way");
    for (int i = 0; i < cases; ++i) {
      const Number limit = 5000; // nothing is wider
      const Number shift = compare(count[i], limit) > 0 ? limit : compare(count[i], -limit) < 0 ? -limit : count[i];
      const int n = static_cast<int>(shift.toInt64());
      expect(left[i], shifted(a[i], n), "<<", t);
      expect(right[i], shifted(a[i], -n), ">>", t);
      expect(assignedLeft[i], shifted(a[i], n), "<<=", t);
      expect(assignedRight[i], shifted(a[i], -n), ">>=", t);
    }
  }
};

} // namespace

void sweepDivision() {
  forPairs<Division>();
  const auto shift = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    Shifts<A, int>::run();
    Shifts<A, unsigned char>::run();
    Shifts<A, long long>::run();
    Shifts<A, unsigned>::run();
    Shifts<A, ap_int<14>>::run();
    Shifts<A, ap_uint<5>>::run();
    Shifts<A, ap_int<100>>::run();
    Shifts<A, ap_uint<300>>::run();
    Shifts<A, ap_int<300>>::run();
  };
  forEach(Narrow(), shift);
  forEach(Middle(), shift);
  forEach(Wide(), shift);
}
