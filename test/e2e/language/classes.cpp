// RUN: allo run %s --top classes --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top classes --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top classes --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top classes --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Constructors, member functions, operators, conversions, bases, static members, references as members and results.
struct Complex {
  int re = 0, im = 0;
  Complex() = default;
  Complex(int re, int im = 1) : re(re), im(im) {}
  Complex operator*(const Complex &other) const {
    return {re * other.re - im * other.im, re * other.im + im * other.re};
  }
  Complex &operator+=(const Complex &other) {
    re += other.re;
    im += other.im;
    return *this;
  }
  explicit operator bool() const { return re || im; }
  int norm() const { return re * re + im * im; }
};
inline Complex operator-(Complex a) { return Complex(-a.re, -a.im); }
inline bool operator==(const Complex &a, const Complex &b) { return a.re == b.re && a.im == b.im; }

template <typename T, int N> class Ring {
public:
  static constexpr int size = N;
  static int wrap(int i) { return i % N; }
  Ring() : head(0) {
    for (int i = 0; i < N; ++i)
      values[i] = T();
  }
  void push(const T &value) {
    values[head] = value;
    head = wrap(head + 1);
  }
  T &at(int i) { return values[wrap(head + i)]; }
  const T &operator[](int i) const { return values[wrap(head + i)]; }
  T sum() const {
    T result{};
    for (int i = 0; i < N; ++i)
      result += values[i];
    return result;
  }

private:
  T values[N];
  int head;
};

struct Counter {
  int count = 3;
  int next() { return count++; }
};
struct Named {
  int id;
  explicit Named(int id) : id(id * 2) {}
};
struct Unit : Named, Counter {
  Unit(int id, int start) : Named(id) { count = start; }
  int key() { return id + next(); }
};
template <typename Derived> struct Doubled {
  int doubled() { return 2 * static_cast<Derived *>(this)->value(); }
};
struct Seven : Doubled<Seven> {
  int seed = 7;
  int value() { return seed++; }
};
struct View {
  int (&data)[8];
  const int *origin;
  int first() const { return data[0] + origin[1]; }
};
static int use(Counter &counter) { return counter.next() + counter.next(); }

void classes(const int a[8], int o[8][8]) {
  Complex z(1), unit = {0, 1}, none;
  Ring<int, 5> ring;
  Ring<Complex, 3> history;
  Unit counted(4, 10);
  Seven seven;
  int local[8];
  View view{local, a};
  for (int i = 0; i < 8; ++i) {
    local[i] = a[i] * 2;
    z = z * unit;
    z += Complex{a[i], i};
    Complex w = -(z * (unit * (z * unit)));
    w.re -= 1;
    ring.push(a[i]);
    ring.at(2) += 1;
    history.push(z);
    history.at(0).re++;
    local[0] += i;
    o[i][0] = z.norm() + (none ? 1 : 2) + (z ? 10 : 20);
    o[i][1] = w.re * 100 + w.im;
    o[i][2] = ring[1] + ring.sum() + ring.size + Ring<int, 5>::wrap(i);
    o[i][3] = history.sum().norm();
    o[i][4] = counted.key() * 100 + use(counted);
    o[i][5] = seven.doubled();
    o[i][6] = view.first();
    o[i][7] = w == Complex(a[i], 2);
  }
}
