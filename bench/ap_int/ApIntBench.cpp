// ap_int<W> and ap_uint<W> against the C integer of the next size: loops of 10^8 operations, the same source for both.
// Prints one line per loop and width: nanoseconds for an operation, and the ratio.
#include <ap_int.h>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace {

constexpr int elements = 1024;
constexpr long operations = 100000000;

template <class T> struct Data {
  T a[elements], b[elements], c[elements];
  int shift[elements];
};

#define KERNEL template <class T> [[gnu::noinline]] void
KERNEL add(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = d.a[i] + d.b[i];
}
KERNEL multiplyAccumulate(Data<T> &d) {
  T sum = d.c[0];
  for (int i = 0; i < elements; ++i)
    sum += d.a[i] * d.b[i];
  d.c[0] = sum;
}
KERNEL divide(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = d.a[i] / d.b[i];
}
KERNEL remainder(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = d.a[i] % d.b[i];
}
KERNEL logic(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = (d.a[i] & d.b[i]) ^ (d.a[i] | d.c[i]);
}
KERNEL shiftConstant(Data<T> &d) {
  T x = d.c[0];
  for (int i = 0; i < elements; ++i) {
    x ^= x << 3;
    x ^= x >> 2;
    x += d.a[i];
  }
  d.c[0] = x;
}
KERNEL shiftVariable(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = d.a[i] >> d.shift[i];
}
KERNEL compareSelect(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = d.a[i] < d.b[i] ? d.b[i] : d.a[i];
}
KERNEL countUp(Data<T> &d) {
  int n = 0;
  for (int i = 0; i < elements; ++i) {
    d.c[i]++;
    n += d.c[i] != 0;
  }
  d.shift[0] = n & 3;
}
template <class T> bool bitOf(const T &value, int i) { return (value >> i) & 1; }
template <int W> bool bitOf(const ap_int<W> &value, int i) { return value[i]; }
template <int W> bool bitOf(const ap_uint<W> &value, int i) { return value[i]; }
KERNEL bit(Data<T> &d) {
  int n = 0;
  for (int i = 0; i < elements; ++i)
    n += bitOf(d.a[i], d.shift[i]);
  d.c[0] = static_cast<T>(n);
}

// What the three loops that C does otherwise cost with the meaning of ap_int: an object of a class, counts and indices
// of any size.
template <class C> struct Object {
  C value = 0;
  Object() = default;
  explicit Object(long long number) : value(static_cast<C>(number)) {}
  friend bool operator<(Object a, Object b) { return a.value < b.value; }
  friend bool operator==(Object a, Object b) { return a.value == b.value; }
};
template <class C> C shifted(C value, int count) {
  constexpr int width = 8 * sizeof(C);
  if (count < 0)
    return static_cast<C>(count <= -width ? 0 : value << -count);
  return static_cast<C>(value >> (count >= width ? width - 1 : count));
}
KERNEL shiftDefined(Data<T> &d) {
  for (int i = 0; i < elements; ++i)
    d.c[i] = shifted(d.a[i], d.shift[i]);
}
KERNEL bitDefined(Data<T> &d) {
  int n = 0;
  for (int i = 0; i < elements; ++i)
    n += static_cast<unsigned>(d.shift[i]) < 8 * sizeof(T) && ((d.a[i] >> d.shift[i]) & 1);
  d.c[0] = static_cast<T>(n);
}

template <class T> struct Loop {
  void (*kernel)(Data<T> &);
  Data<T> data;
  double best = 1e30;

  explicit Loop(void (*loop)(Data<T> &)) : kernel(loop), data() {
    std::uint64_t state = 88172645463325252ull;
    const auto next = [&] {
      state ^= state << 13;
      state ^= state >> 7;
      return state ^= state << 17;
    };
    for (int i = 0; i < elements; ++i) {
      data.a[i] = static_cast<T>(static_cast<long long>(next()));
      data.b[i] = static_cast<T>(static_cast<long long>(next()));
      data.c[i] = static_cast<T>(static_cast<long long>(next()));
      if (data.b[i] == T(0) || data.b[i] == T(-1)) // as divisors
        data.b[i] = static_cast<T>(3);
      data.shift[i] = static_cast<int>(next() % 6);
    }
  }
  /// Nanoseconds of processor time for an operation, the least so far.
  void run() {
    const std::clock_t begin = std::clock();
    for (long n = 0; n < operations; n += elements)
      kernel(data);
    const double time = static_cast<double>(std::clock() - begin) * 1e9 / CLOCKS_PER_SEC / operations;
    best = time < best ? time : best;
  }
};

double worst = 0;
template <class Ap, class C>
void compareLoop(const char *name, const char *type, void (*ap)(Data<Ap> &), void (*c)(Data<C> &)) {
  static Loop<Ap> apLoop{nullptr};
  static Loop<C> cLoop{nullptr};
  apLoop = Loop<Ap>(ap);
  cLoop = Loop<C>(c);
  for (int repetition = 0; repetition < 5; ++repetition) { // alternating, for machines that do other work too
    apLoop.run();
    cLoop.run();
  }
  const double ratio = apLoop.best / cLoop.best;
  std::printf("%-20s %-12s %8.3f %8.3f %6.2f\n", name, type, apLoop.best, cLoop.best, ratio);
  std::fflush(stdout);
  worst = ratio > worst ? ratio : worst;
}
template <class Ap, class C> void compareType(const char *type) {
  compareLoop<Ap, C>("add", type, add<Ap>, add<C>);
  compareLoop<Ap, C>("multiply-accumulate", type, multiplyAccumulate<Ap>, multiplyAccumulate<C>);
  compareLoop<Ap, C>("divide", type, divide<Ap>, divide<C>);
  compareLoop<Ap, C>("remainder", type, remainder<Ap>, remainder<C>);
  compareLoop<Ap, C>("logic", type, logic<Ap>, logic<C>);
  compareLoop<Ap, C>("shift by constant", type, shiftConstant<Ap>, shiftConstant<C>);
  compareLoop<Ap, C>("shift by variable", type, shiftVariable<Ap>, shiftVariable<C>);
  compareLoop<Ap, C>("compare and select", type, compareSelect<Ap>, compareSelect<C>);
  compareLoop<Ap, C>("increment", type, countUp<Ap>, countUp<C>);
  compareLoop<Ap, C>("bit", type, bit<Ap>, bit<C>);
  compareLoop<Ap, C>("defined shift", type, shiftVariable<Ap>, shiftDefined<C>);
  compareLoop<Ap, Object<C>>("select an object", type, compareSelect<Ap>, compareSelect<Object<C>>);
  compareLoop<Ap, C>("defined bit", type, bit<Ap>, bitDefined<C>);
}

} // namespace

int main() {
  std::printf("%-20s %-12s %8s %8s %6s\n", "loop", "type", "ns", "C ns", "ratio");
  compareType<ap_int<8>, std::int8_t>("ap_int<8>");
  compareType<ap_uint<16>, std::uint16_t>("ap_uint<16>");
  compareType<ap_int<32>, std::int32_t>("ap_int<32>");
  compareType<ap_uint<32>, std::uint32_t>("ap_uint<32>");
  compareType<ap_int<64>, std::int64_t>("ap_int<64>");
  compareType<ap_uint<64>, std::uint64_t>("ap_uint<64>");
  compareType<ap_int<17>, std::int32_t>("ap_int<17>");
  compareType<ap_uint<40>, std::uint64_t>("ap_uint<40>");
  std::printf("worst ratio %.2f\n", worst);
  return 0;
}
