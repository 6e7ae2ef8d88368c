// + - * & | ^, the comparisons and the assignments with them, on pairs of types.
#include "Sweep.h"
#include <algorithm>

using reference::Logic;
using reference::Number;

namespace {

template <class A, class B> struct Arithmetic : Pair<A, B> {
  using P = Pair<A, B>;
  static void run() {
    static const std::string types = P::text();
    const char *const t = types.c_str();
    const Values<A> a(1);
    const Values<B> b(2);
    static sum_of<A, B> sum[cases];
    static difference_of<A, B> difference[cases];
    static product_of<A, B> product[cases];
    add_subtract_multiply<A, B>(a.array, b.array, sum, difference, product);

    // "one bit more than the wider of the two operands, or two bits if and only if the wider is unsigned and the
    // narrower is signed"; operands of one width and mixed sign need the two bits as well
    const bool mixed = P::signedA != P::signedB;
    const bool widerUnsigned = P::widthA == P::widthB ? true : P::widthA > P::widthB ? !P::signedA : !P::signedB;
    const int width = std::max(P::widthA, P::widthB) + (mixed && widerUnsigned ? 2 : 1);
    group("+ - *: result types", "UG902/UG1399, Binary Arithmetic Operators: width and sign of the result");
    expectType<sum_of<A, B>>(width, P::signedA || P::signedB, "+", t);
    expectType<difference_of<A, B>>(width, true, "-", t);
    expectType<product_of<A, B>>(P::widthA + P::widthB, P::signedA || P::signedB, "*", t);
    group("+ - *: values", "UG1399, Binary Arithmetic Operators: the full-precision result");
    for (int i = 0; i < cases; ++i) {
      expect(sum[i], a[i] + b[i], "+", t);
      expect(difference[i], a[i] - b[i], "-", t);
      expect(product[i], a[i] * b[i], "*", t);
    }
  }
};

template <class A, class B> struct Bitwise : Pair<A, B> {
  using P = Pair<A, B>;
  static void run() {
    static const std::string types = P::text();
    const char *const t = types.c_str();
    const Values<A> a(3);
    const Values<B> b(4);
    static logic_of<A, B> both[cases], either[cases], different[cases];
    bitwise<A, B>(a.array, b.array, both, either, different);
    group("& | ^", "UG1399, Bitwise Logical Operators: wide enough for both operands, unsigned iff both are");
    const int width =
        std::max(P::widthA + (P::signedB && !P::signedA ? 1 : 0), P::widthB + (P::signedA && !P::signedB ? 1 : 0));
    const bool isSigned = P::signedA || P::signedB;
    expectType<logic_of<A, B>>(width, isSigned, "&", t);
    for (int i = 0; i < cases; ++i) {
      expect(both[i], logic(Logic::conjunction, a[i], b[i], width, isSigned), "&", t);
      expect(either[i], logic(Logic::disjunction, a[i], b[i], width, isSigned), "|", t);
      expect(different[i], logic(Logic::difference, a[i], b[i], width, isSigned), "^", t);
    }
  }
};

template <class A, class B> struct Comparisons : Pair<A, B> {
  static void run() {
    static const std::string types = Pair<A, B>::text();
    const Values<A> a(5);
    std::vector<Number> chosen = testValues(Shape<B>::width, Shape<B>::isSigned, cases, 6);
    for (int i = 0; i < cases; i += 4) // some that are equal
      chosen[static_cast<std::size_t>(i)] = a[i].wrapped(Shape<B>::width, Shape<B>::isSigned);
    const Values<B> b(chosen);
    int result[cases];
    comparisons<A, B>(a.array, b.array, result);
    group("comparisons", "UG1399, Relational Operators: of the values, whatever the widths and signs");
    for (int i = 0; i < cases; ++i) {
      const int order = compare(a[i], b[i]);
      const int wanted = order == 0 ? 1 | 8 | 32 : order < 0 ? 2 | 4 | 8 : 2 | 16 | 32;
      for (int bit = 1; bit <= 32; bit *= 2)
        check((result[i] & bit) == (wanted & bit),
              "comparison " + std::to_string(bit) + " on " + types + " of " + a[i].text(10) + " and " + b[i].text(10));
    }
  }
};

template <class A, class B> struct Assignments : Pair<A, B> {
  static void run() {
    static const std::string types = Pair<A, B>::text();
    const char *const t = types.c_str();
    const Values<A> a(7);
    const Values<B> b(8);
    static A sum[cases], difference[cases], product[cases], both[cases], either[cases], different[cases];
    assign_arithmetic<A, B>(a.array, b.array, sum, difference, product);
    assign_bitwise<A, B>(a.array, b.array, both, either, different);
    group("+= -= *= &= |= ^=", "UG1399, Compound Assignment Operators: a OP= b is a = a OP b, cut to a's width");
    const int width = std::max(Shape<A>::width, Shape<B>::width) + 1;
    for (int i = 0; i < cases; ++i) {
      expect(sum[i], a[i] + b[i], "+=", t);
      expect(difference[i], a[i] - b[i], "-=", t);
      expect(product[i], a[i] * b[i], "*=", t);
      expect(both[i], logic(Logic::conjunction, a[i], b[i], width, true), "&=", t);
      expect(either[i], logic(Logic::disjunction, a[i], b[i], width, true), "|=", t);
      expect(different[i], logic(Logic::difference, a[i], b[i], width, true), "^=", t);
    }
  }
};

} // namespace

void sweepArithmetic() {
  forPairs<Arithmetic>();
  forPairs<Bitwise>();
  forPairs<Comparisons>();
  forPairs<Assignments>();
}
