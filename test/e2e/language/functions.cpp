// RUN: allo run %s --top "kernels::top<float, 8>" --target cpu --random-inputs 1 --bind scale=3 | FileCheck %s
// RUN: allo run %s --top "kernels::top<float, 8>" --target hls --random-inputs 2 --bind scale=3 | FileCheck %s
// CHECK: equal
// Namespaces, templates, constexpr, overloads, references, structs, constant tables and views.
#include <algorithm>
namespace kernels {
constexpr int taps(int n) { return n % 2 ? n : n + 1; }
const int weights[taps(4)] = {1, 4, 6, 4, 1};
static const float table[2][3] = {{0.5f, 1.5f}, {2.5f, -1.0f, 4.0f}};
struct Point {
  float x;
  int n;
};
enum Mode { add = 1, subtract = 5 };

template <typename T> T twice(T v) { return v + v; }
inline int pick(int v) { return v + 1; }
inline float pick(float v) { return v - 1; }

template <int K> int weighted(const int v[16], int at) {
  int sum = 0;
  for (int k = 0; k < K; ++k)
    sum += v[at + k] * weights[k];
  return sum;
}
void divide(int a, int b, int &quotient, int *remainder) {
  quotient = a / b;
  *remainder = a % b;
}
template <typename T> void clear(T (&a)[8]) {
  for (auto i = 0; i < 8; ++i)
    a[i] = T();
}
float norm(Point p) { return p.x * p.n; }
void move(Point &p, const Point &by) {
  p.x += by.x;
  p.n -= by.n;
}
template <typename T, int N> float top(const T in[N][N], const int v[16], T out[N][N], int counts[N], float &total, int scale) {
  static_assert(N == 8, "the size of this test");
  T row[N];
  clear(row);
  Point p = {1.5f, 2}, q{0.25f, 1};
  Point z = p;
  for (int i = 0; i < N; ++i) {
    const T *line = in[i];
    T(&target)[N] = out[i];
    for (int j = 0; j < N; ++j) {
      row[j] += line[j];
      target[j] = twice(row[j]) * table[i % 2][j % 3] + pick(j) + pick(line[j]);
    }
    int quotient, remainder;
    divide(i * 17 + scale, 5, quotient, &remainder);
    counts[i] = weighted<taps(4)>(v, i) + quotient * 10 + remainder;
    divide(counts[i], 3, counts[i], &remainder);
    if constexpr (N > 4)
      move(p, q);
    else
      p.n = 0;
    z = i == 3 ? p : z;
  }
  total = norm(p) + z.x + add + subtract;
  int first = counts[0], second = counts[1];
  std::swap(first, second);
  counts[0] = first;
  counts[1] = second;
  const int extra[4] = {1, 2};
  int local[3] = {7, 8, 9};
  return total * scale + extra[1] + local[2] + sizeof(Point);
}
} // namespace kernels
