// + - * & | ^, the comparisons and the assignments with them, on pairs of types.
#include "Sweep.h"
#include <algorithm>

using reference::Logic;
using reference::Number;

namespace {

void checkArithmetic(const Operands &o, const Results &sum, const Results &difference, const Results &product) {
  const std::string on = o.text();
  // "one bit more than the wider of the two operands, or two bits if and only if the wider is unsigned and the narrower
  // is signed"; operands of one width and mixed sign need the two bits as well
  const bool mixed = o.a.isSigned != o.b.isSigned;
  const bool widerUnsigned = o.a.width == o.b.width || (o.a.width > o.b.width ? !o.a.isSigned : !o.b.isSigned);
  const int width = std::max(o.a.width, o.b.width) + (mixed && widerUnsigned ? 2 : 1);
  group("+ - *: result types", "UG902/UG1399, Binary Arithmetic Operators: width and sign of the result");
  expectForm(sum, {width, o.anySigned()}, "+", on);
  expectForm(difference, {width, true}, "-", on);
  expectForm(product, {o.a.width + o.b.width, o.anySigned()}, "*", on);
  group("+ - *: values", "UG1399, Binary Arithmetic Operators: the full-precision result");
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    expect(sum, i, x + y, "+", on);
    expect(difference, i, x - y, "-", on);
    expect(product, i, x * y, "*", on);
  }
}

template <class A, class B> struct Arithmetic {
  static void run() {
    const Values<A> a(1);
    const Values<B> b(2);
    static sum_of<A, B> sum[cases];
    static difference_of<A, B> difference[cases];
    static product_of<A, B> product[cases];
    add_subtract_multiply<A, B>(a.array, b.array, sum, difference, product);
    checkArithmetic(operands(a, b), results(sum), results(difference), results(product));
  }
};

void checkBitwise(const Operands &o, const Results &both, const Results &either, const Results &different) {
  const std::string on = o.text();
  const Form form{o.commonWidth(), o.anySigned()};
  group("& | ^", "UG1399, Bitwise Logical Operators: wide enough for both operands, unsigned iff both are");
  expectForm(both, form, "&", on);
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    expect(both, i, logic(Logic::conjunction, x, y, form.width, form.isSigned), "&", on);
    expect(either, i, logic(Logic::disjunction, x, y, form.width, form.isSigned), "|", on);
    expect(different, i, logic(Logic::difference, x, y, form.width, form.isSigned), "^", on);
  }
}

template <class A, class B> struct Bitwise {
  static void run() {
    const Values<A> a(3);
    const Values<B> b(4);
    static logic_of<A, B> both[cases], either[cases], different[cases];
    bitwise<A, B>(a.array, b.array, both, either, different);
    checkBitwise(operands(a, b), results(both), results(either), results(different));
  }
};

void checkComparisons(const Operands &o, const int (&result)[cases]) {
  group("comparisons", "UG1399, Relational Operators: of the values, whatever the widths and signs");
  const char *const names[] = {"==", "!=", "<", "<=", ">", ">="};
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    const int order = compare(x, y);
    const bool wanted[] = {order == 0, order != 0, order < 0, order <= 0, order > 0, order >= 0};
    for (int k = 0; k < 6; ++k)
      check((result[i] >> k & 1) == wanted[k], names[k], o.text());
  }
}

template <class A, class B> struct Comparisons {
  static void run() {
    const Values<A> a(5);
    Numbers chosen = testValues(formOf<B>(), cases, 6);
    for (std::size_t i = 0; i < cases; i += 4) // some that are equal
      chosen[i] = a.numbers[i].wrapped(Shape<B>::width, Shape<B>::isSigned);
    const Values<B> b(chosen);
    int result[cases];
    comparisons<A, B>(a.array, b.array, result);
    checkComparisons(operands(a, b), result);
  }
};

void checkAssignments(const Operands &o, const Results (&r)[6]) {
  const std::string on = o.text();
  group("+= -= *= &= |= ^=", "UG1399, Compound Assignment Operators: a OP= b is a = a OP b, cut to a's width");
  const int width = std::max(o.a.width, o.b.width) + 1;
  for (int i = 0; i < cases; ++i) {
    const Number &x = o.x[static_cast<std::size_t>(i)], &y = o.y[static_cast<std::size_t>(i)];
    expect(r[0], i, x + y, "+=", on);
    expect(r[1], i, x - y, "-=", on);
    expect(r[2], i, x * y, "*=", on);
    expect(r[3], i, logic(Logic::conjunction, x, y, width, true), "&=", on);
    expect(r[4], i, logic(Logic::disjunction, x, y, width, true), "|=", on);
    expect(r[5], i, logic(Logic::difference, x, y, width, true), "^=", on);
  }
}

template <class A, class B> struct Assignments {
  static void run() {
    const Values<A> a(7);
    const Values<B> b(8);
    static A sum[cases], difference[cases], product[cases], both[cases], either[cases], different[cases];
    assign_arithmetic<A, B>(a.array, b.array, sum, difference, product);
    assign_bitwise<A, B>(a.array, b.array, both, either, different);
    checkAssignments(operands(a, b), {results(sum), results(difference), results(product), results(both),
                                      results(either), results(different)});
  }
};

} // namespace

void sweepArithmetic() {
  forPairs<Arithmetic>();
  forPairs<Bitwise>();
  forPairs<Comparisons>();
  forPairs<Assignments>();
}
