// RUN: allo run %s --top ranges --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top ranges --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top ranges --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top ranges --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Range-based for over arrays, std::array and iterators; structured bindings; if constexpr; std::pair, min, max, swap.
#include <algorithm>
#include <array>
#include <utility>
struct Entry {
  int key;
  short weight[2];
};
struct Steps {
  struct Iterator {
    int at;
    int operator*() const { return at; }
    Iterator &operator++() {
      at += 3;
      return *this;
    }
    bool operator!=(const Iterator &other) const { return at < other.at; }
  };
  int limit;
  Iterator begin() const { return {0}; }
  Iterator end() const { return {limit}; }
};
template <typename T> int tagged(T x) {
  if constexpr (sizeof(T) == 4)
    return x + 1;
  else
    return x - 1;
}
static std::pair<int, int> divided(int a, int b) { return {a / b, a % b}; }

void ranges(const int a[8], int o[8]) {
  int copy[8];
  std::array<int, 8> sorted;
  Entry entries[4] = {{1, {2, 3}}, {4}};
  int n = 0;
  for (int &x : copy)
    x = a[n++];
  for (auto &&[key, weight] : entries) {
    key += n;
    weight[1] = key * 2;
  }
  for (int i = 0; i < 8; ++i)
    sorted[i] = copy[i];
  for (unsigned i = 0; i + 1 < sorted.size(); ++i)
    for (unsigned k = 0; k + 1 < sorted.size(); ++k)
      if (sorted[k + 1] < sorted[k])
        std::swap(sorted[k], sorted[k + 1]);
  int found = -1;
  for (const int x : sorted) {
    if (x == 0)
      continue;
    found = x;
    if (x > 2)
      break;
  }
  int steps = 0;
  for (int s : Steps{10})
    steps += s;
  int entry = 0;
  for (const Entry &e : entries)
    entry += e.key + e.weight[1];
  auto [quotient, remainder] = divided(copy[3] + 20, 7);
  for (int i = 0; i < 8; ++i)
    o[i] = sorted[i] + found * 10 + steps + quotient * 100 + remainder + tagged(i) + tagged(char(i)) + entry +
           std::max(i, std::min(copy[i], 3)) + sorted.back();
}
