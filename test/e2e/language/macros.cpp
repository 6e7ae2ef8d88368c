// RUN: allo run %s --top "scaled<float, N>" --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top "scaled<float, N>" --target hls --random-inputs 2 | FileCheck %s
// CHECK: equal
// Macros with the short names that templates use, and library constants that are functions.
#include <limits>
#define N 12
#define T int
#define P 3
#define I 1
template <typename A> struct Traits {
  static constexpr int scale = P;
};
template <> struct Traits<float> {
  static constexpr int scale = P + I;
};
template <typename A, int M> void scaled(const A a[M], A o[M], long limits[2]) {
  for (T i = 0; i < M; ++i)
    o[i] = a[i] * Traits<A>::scale;
  limits[0] = std::numeric_limits<T>::max();
  limits[1] = std::numeric_limits<A>::infinity() > o[0];
}
