// RUN: allo run %s --top lambdas --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top lambdas --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top lambdas --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top lambdas --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Lambdas with every kind of capture, generic and mutable ones, passed to templates; overloads, default arguments,
// templates with template parameters and packs.
template <typename F, int N> int fold(const int (&values)[N], int start, F &&step) {
  for (int i = 0; i < N; ++i)
    start = step(start, values[i]);
  return start;
}
template <template <int> class Scale, int N> int scaled(int x) { return Scale<N>::apply(x); }
template <int N> struct Times {
  static int apply(int x) { return N * x; }
};
template <typename... T> int sum(T... values) { return (0 + ... + values); }
static int over(int x) { return x + 1; }
static float over(float x) { return x * 0.5f; }
static int with(int x, int factor = 3, int term = sizeof(int)) { return x * factor + term; }
enum class Mode : unsigned char { add, sub, mul };
enum Plain { first = 2, second };

void lambdas(const int a[8], int o[8][8]) {
  int offset = 5, calls = 0;
  int copy[8];
  for (int i = 0; i < 8; ++i)
    copy[i] = a[i];
  auto add = [](int x, int y) { return x + y; };
  auto moved = [offset](int x) { return x + offset; };
  offset = 100;
  auto count = [&](int by) { calls += by; };
  auto generic = [=](auto x) { return x * 2 + offset; };
  auto next = [state = 1]() mutable { return state *= 3; };
  auto all = [&a](auto f) {
    int s = 0;
    for (int i = 0; i < 8; ++i)
      s += f(a[i]);
    return s;
  };
  for (int i = 0; i < 8; ++i) {
    count(i);
    const int picked = [&] {
      if (a[i] > 3)
        return 1;
      for (int k = 0; k < 8; ++k)
        if (a[k] == a[i])
          return k;
      return -1;
    }();
    Mode mode = static_cast<Mode>(i % 3);
    int moded = 0;
    switch (mode) {
    case Mode::add:
      moded = a[i] + 1;
      break;
    case Mode::sub:
      moded = a[i] - 1;
      break;
    case Mode::mul:
      moded = a[i] * 2;
    }
    if (auto twice = generic(i); twice > 108)
      moded += twice;
    o[i][0] = fold(copy, i, add);
    o[i][1] = moved(a[i]);
    o[i][2] = calls;
    o[i][3] = generic(1.5f) + generic(i);
    o[i][4] = next();
    o[i][5] = all([&](int x) { return x > 0 ? x : moded; });
    o[i][6] = picked + sum(1, a[i], 3) + scaled<Times, 4>(i) + second;
    o[i][7] = over(i) + over(1.0f * i) + with(i) + with(i, 2) + with(i, 2, 1);
  }
}
