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
  static const std::string types = typeName<A>();
  const char *const t = types.c_str();
  const Values<A> a(31);
  static negated<A> minus[cases];
  static A complement[cases], same[cases], pre[cases], post[cases], preDown[cases], postDown[cases], up[cases],
      down[cases];
  int zero[cases];
  unary<A>(a.array, minus, complement, same, zero);
  steps<A>(a.array, pre, post, preDown, postDown, up, down);
  group("unary - + ~ !", "UG1399, Unary Operators: - is signed and one bit wider, ~ and + keep the type");
  expectType<negated<A>>(widthOf<A> + 1, true, "-", t);
  expectType<decltype(~A())>(widthOf<A>, Shape<A>::isSigned, "~", t);
  expectType<decltype(+A())>(widthOf<A>, Shape<A>::isSigned, "+", t);
  for (int i = 0; i < cases; ++i) {
    expect(minus[i], -a[i], "-", t);
    expect(complement[i], -a[i] - 1, "~", t);
    expect(same[i], a[i], "+", t);
    check(zero[i] == (a[i].isZero() ? 1 : 0), "! on " + types);
  }
  group("++ --", "UG1399, Increment and Decrement Operators: modulo 2^W, prefix and postfix as in C++");
  for (int i = 0; i < cases; ++i) {
    expect(pre[i], a[i] + 1, "++x", t);
    expect(post[i], a[i] + 1, "x++", t);
    expect(up[i], a[i] + 2, "x after ++x, x++", t);
    expect(preDown[i], a[i] - 1, "--x", t);
    expect(postDown[i], a[i] - 1, "x--", t);
    expect(down[i], a[i] - 2, "x after --x, x--", t);
  }
}

template <class A> void singleBits() {
  static const std::string types = typeName<A>();
  const char *const t = types.c_str();
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
    check(read[i] == (b[at] ? 15 : 0), "bit of " + types);
    b[at] = value[i] != 0;
    expect(written[i], Number::fromBits(b, Shape<A>::isSigned), "x[i] = v", t);
    b[at] = true;
    expect(set[i], Number::fromBits(b, Shape<A>::isSigned), "set", t);
    b[at] = false;
    expect(cleared[i], Number::fromBits(b, Shape<A>::isSigned), "clear", t);
    b[at] = true;
    expect(inverted[i], Number::fromBits(b, Shape<A>::isSigned), "invert", t);
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
  static const std::string types = typeName<A>();
  const char *const t = types.c_str();
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
    expect(read[i], Number::fromBits(slice(b, hi[i], lo[i]), false), "range", t);
    store(b, hi[i], lo[i], y);
    expect(written[i], Number::fromBits(b, Shape<A>::isSigned), "range as lvalue", t);
    store(y, hi[i], lo[i], slice(b, hi[i], lo[i]));
    expect(copied[i], Number::fromBits(y, Shape<A>::isSigned), "range to range", t);
    check(length[i] == std::abs(hi[i] - lo[i]) + 1, "length of a range of " + types);
  }
}

template <class A, class B> struct Concatenation : Pair<A, B> {
  static void run() {
    using U = ap_uint<widthOf<A> + widthOf<B>>;
    static const std::string types = Pair<A, B>::text();
    const char *const t = types.c_str();
    const Values<A> a(35);
    const Values<B> b(36);
    const Values<U> v(37);
    static U joined[cases], swapped[cases];
    static A high[cases];
    static B low[cases];
    concatenate<A, B, U>(a.array, b.array, v.array, joined, swapped, high, low);
    group("concatenation", "UG1399, Bit Concatenation: (a, b) and a.concat(b), read and written, unsigned");
    for (int i = 0; i < cases; ++i) {
      Bits x = a[i].toBits(widthOf<A>), y = b[i].toBits(widthOf<B>), xy = y, yx = x;
      xy.insert(xy.end(), x.begin(), x.end());
      yx.insert(yx.end(), y.begin(), y.end());
      expect(joined[i], Number::fromBits(xy, false), "(a, b)", t);
      expect(swapped[i], Number::fromBits(yx, false), "b.concat(a)", t);
      expect(high[i], shifted(v[i], -widthOf<B>), "(a, b) =, high", t);
      expect(low[i], v[i], "(a, b) =, low", t);
    }
  }
};

template <class A> void reduce() {
  static const std::string types = typeName<A>();
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
      check((result[i] >> k & 1) == wanted[k], std::string(names[k]) + " of " + types);
    check(zeros[i] == leading, "countLeadingZeros of " + types);
  }
}

template <class A> void rotate() {
  static const std::string types = typeName<A>();
  const char *const t = types.c_str();
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
    expect(reversed[i], Number::fromBits(r, Shape<A>::isSigned), "reverse", t);
    expect(left[i], Number::fromBits(l, Shape<A>::isSigned), "lrotate", t);
    expect(right[i], Number::fromBits(d, Shape<A>::isSigned), "rrotate", t);
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
