// Unary operators, steps, bits, slices, concatenation, reductions and rotations over the widths.
#include "Sweep.h"

using reference::Number;

namespace {

/// Bits taken from numbers, as the model has them.
using Bits = std::vector<bool>;

template <class A> constexpr int widthOf = Shape<A>::width;

/// Sixteen positions in 0...width-1, the ends among them.
template <class A> void positions(int (&result)[cases], int seed) {
  for (int i = 0; i < cases; ++i)
    result[i] = i == seed % cases         ? 0
                : i == (seed + 1) % cases ? widthOf<A> - 1
                                          : static_cast<int>(randomBits() % static_cast<unsigned>(widthOf<A>));
}

template <class A> void unaryOperators() {
  const std::string on = formOf<A>().text();
  const Values<A> a(31);
  static negated<A> minus[cases];
  static A complement[cases], same[cases], pre[cases], post[cases], preDown[cases], postDown[cases], up[cases],
      down[cases];
  int zero[cases];
  unary<A>(a.array, minus, complement, same, zero);
  steps<A>(a.array, pre, post, preDown, postDown, up, down);
  group("unary - + ~ !", "UG1399, Unary Operators: - is signed and one bit wider, ~ and + keep the type");
  expectForm({nullptr, 0, formOf<negated<A>>()}, {widthOf<A> + 1, true}, "-", on);
  expectForm({nullptr, 0, formOf<decltype(~A())>()}, {widthOf<A>, Shape<A>::isSigned}, "~", on);
  expectForm({nullptr, 0, formOf<decltype(+A())>()}, {widthOf<A>, Shape<A>::isSigned}, "+", on);
  for (int i = 0; i < cases; ++i) {
    expect(results(minus), i, -a[i], "-", on);
    expect(results(complement), i, -a[i] - 1, "~", on);
    expect(results(same), i, a[i], "+", on);
    check(zero[i] == (a[i].isZero() ? 1 : 0), "!", on);
  }
  group("++ --", "UG1399, Increment and Decrement Operators: modulo 2^W, prefix and postfix as in C++");
  for (int i = 0; i < cases; ++i) {
    expect(results(pre), i, a[i] + 1, "++x", on);
    expect(results(post), i, a[i] + 1, "x++", on);
    expect(results(up), i, a[i] + 2, "x after ++x, x++", on);
    expect(results(preDown), i, a[i] - 1, "--x", on);
    expect(results(postDown), i, a[i] - 1, "x--", on);
    expect(results(down), i, a[i] - 2, "x after --x, x--", on);
  }
}

template <class A> void singleBits() {
  const std::string on = formOf<A>().text();
  const Values<A> a(32);
  int index[cases], value[cases], read[cases];
  positions<A>(index, 3);
  for (int &v : value)
    v = static_cast<int>(randomBits() % 3); // anything but 0 sets the bit
  static A written[cases], set[cases], cleared[cases], inverted[cases];
  bits<A>(a.array, index, value, read, written, set, cleared, inverted);
  group("bits", "UG1399, Bit Selection: [i], test, get_bit, set, clear, invert");
  for (int i = 0; i < cases; ++i) {
    Bits b = a[i].toBits(widthOf<A>);
    const auto at = static_cast<std::size_t>(index[i]);
    check(read[i] == (b[at] ? 15 : 0), "bit", on);
    b[at] = value[i] != 0;
    expect(results(written), i, Number::fromBits(b, Shape<A>::isSigned), "x[i] = v", on);
    b[at] = true;
    expect(results(set), i, Number::fromBits(b, Shape<A>::isSigned), "set", on);
    b[at] = false;
    expect(results(cleared), i, Number::fromBits(b, Shape<A>::isSigned), "clear", on);
    b[at] = true;
    expect(results(inverted), i, Number::fromBits(b, Shape<A>::isSigned), "invert", on);
  }
}

Bits slice(const Bits &bits, int hi, int lo) {
  Bits result;
  for (int i = lo; i != hi; i += hi < lo ? -1 : 1)
    result.push_back(bits[static_cast<std::size_t>(i)]);
  result.push_back(bits[static_cast<std::size_t>(hi)]);
  return result;
}
void store(Bits &bits, int hi, int lo, const Bits &value) {
  std::size_t next = 0;
  for (int i = lo; i != hi; i += hi < lo ? -1 : 1)
    bits[static_cast<std::size_t>(i)] = value[next++];
  bits[static_cast<std::size_t>(hi)] = value[next];
}

template <class A> void slices() {
  using U = ap_uint<widthOf<A>>;
  const std::string on = formOf<A>().text();
  const Values<A> a(33);
  const Values<U> v(34);
  int hi[cases], lo[cases], length[cases];
  positions<A>(hi, 5);
  positions<A>(lo, 9);
  hi[14] = widthOf<A> - 1;
  lo[14] = 0;
  hi[15] = 0;
  lo[15] = widthOf<A> - 1;
  static U read[cases];
  static A written[cases], copied[cases];
  ranges<A, U>(a.array, v.array, hi, lo, read, written, copied, length);
  group("slices", "UG1399, Range Selection: (hi, lo) and range(hi, lo), read and written, reversed for hi < lo");
  for (int i = 0; i < cases; ++i) {
    Bits b = a[i].toBits(widthOf<A>), y = v[i].toBits(widthOf<A>);
    expect(results(read), i, Number::fromBits(slice(b, hi[i], lo[i]), false), "range", on);
    store(b, hi[i], lo[i], y);
    expect(results(written), i, Number::fromBits(b, Shape<A>::isSigned), "range as lvalue", on);
    store(y, hi[i], lo[i], slice(b, hi[i], lo[i]));
    expect(results(copied), i, Number::fromBits(y, Shape<A>::isSigned), "range to range", on);
    check(length[i] == std::abs(hi[i] - lo[i]) + 1, "length of a range", on);
  }
}

template <class A, class B> struct Concatenation {
  static void run() {
    using U = ap_uint<widthOf<A> + widthOf<B>>;
    const std::string on = formOf<A>().text() + ", " + formOf<B>().text();
    const Values<A> a(35);
    const Values<B> b(36);
    const Values<U> v(37);
    static U joined[cases], swapped[cases];
    static A high[cases];
    static B low[cases];
    concatenate<A, B, U>(a.array, b.array, v.array, joined, swapped, high, low);
    group("concatenation", "UG1399, Bit Concatenation: (a, b) and a.concat(b), read and written, unsigned");
    for (int i = 0; i < cases; ++i) {
      Bits x = a[i].toBits(widthOf<A>), y = b.numbers[static_cast<std::size_t>(i)].toBits(widthOf<B>), xy = y, yx = x;
      xy.insert(xy.end(), x.begin(), x.end());
      yx.insert(yx.end(), y.begin(), y.end());
      expect(results(joined), i, Number::fromBits(xy, false), "(a, b)", on);
      expect(results(swapped), i, Number::fromBits(yx, false), "b.concat(a)", on);
      expect(results(high), i, shifted(v[i], -widthOf<B>), "(a, b) =, high", on);
      expect(results(low), i, v[i], "(a, b) =, low", on);
    }
  }
};

template <class A> void reduce() {
  const std::string on = formOf<A>().text();
  const Values<A> a(38);
  int result[cases], zeros[cases];
  reductions<A>(a.array, result, zeros);
  group("reductions", "UG1399, Bit Reduction Methods, sign(), iszero(), countLeadingZeros()");
  const char *const names[] = {"and", "or", "xor", "nand", "nor", "xnor", "sign", "iszero"};
  for (int i = 0; i < cases; ++i) {
    const Bits b = a[i].toBits(widthOf<A>);
    int ones = 0, leading = 0;
    for (const bool bit : b) {
      ones += bit;
      leading = bit ? 0 : leading + 1;
    }
    const bool all = ones == widthOf<A>, any = ones > 0, odd = ones % 2 == 1;
    const bool wanted[] = {all, any, odd, !all, !any, !odd, a[i].isNegative(), !any};
    for (int k = 0; k < 8; ++k)
      check((result[i] >> k & 1) == wanted[k], names[k], on);
    check(zeros[i] == leading, "countLeadingZeros", on);
  }
}

template <class A> void rotate() {
  const std::string on = formOf<A>().text();
  const Values<A> a(39);
  int count[cases];
  positions<A>(count, 2);
  static A reversed[cases], left[cases], right[cases];
  turn<A>(a.array, count, reversed, left, right);
  group("reverse, rotations", "UG1399, Bit Manipulation: reverse(), lrotate(n), rrotate(n)");
  for (int i = 0; i < cases; ++i) {
    const Bits b = a[i].toBits(widthOf<A>);
    Bits r(b.rbegin(), b.rend()), l(b), d(b);
    for (int k = 0; k < widthOf<A>; ++k) {
      const auto to = static_cast<std::size_t>((k + count[i]) % widthOf<A>), from = static_cast<std::size_t>(k);
      l[to] = b[from];
      d[from] = b[to];
    }
    expect(results(reversed), i, Number::fromBits(r, Shape<A>::isSigned), "reverse", on);
    expect(results(left), i, Number::fromBits(l, Shape<A>::isSigned), "lrotate", on);
    expect(results(right), i, Number::fromBits(d, Shape<A>::isSigned), "rrotate", on);
  }
}

} // namespace

void sweepBits() {
  const auto one = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    unaryOperators<A>();
    singleBits<A>();
    slices<A>();
    reduce<A>();
    rotate<A>();
  };
  forEach(Narrow(), one);
  forEach(Middle(), one);
  forEach(Wide(), one);
  forPairs<Concatenation>();
}
