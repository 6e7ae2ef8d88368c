// RUN: allo run %s --top forms --target cpu --random-inputs 1 --calls 3 | FileCheck %s
// RUN: allo run %s --top forms --target hls --random-inputs 2 --calls 3 | FileCheck %s
// RUN: allo run %s --top forms --target rtl --random-inputs 3 --calls 3 | FileCheck %s
// RUN: allo run %s --top forms --target sim --random-inputs 3 --calls 3 | FileCheck %s
// CHECK: equal
// Forms that compilers take apart by themselves: a != b by operator==, a ?: b, lists in braces, parts of arrays, the
// words of an assertion; the initial value of a static variable that only the first call knows.
#include <algorithm>
#include <ap_int.h>
#include <array>
#include <cassert>

struct Version {
  int major, minor;
  bool operator==(const Version &other) const { return major == other.major && minor == other.minor; }
};
struct Same {
  short a, b;
  bool operator==(const Same &) const = default;
};
class Filter {
  ap_int<16> taps[4];
  int at = 2;

public:
  explicit Filter(int first) {
    for (auto &tap : taps)
      tap = first++;
  }
  ap_int<20> step(ap_int<16> x) {
    taps[at] = x;
    at = (at + 1) & 3;
    ap_int<20> sum = 0;
    for (int i = 0; i < 4; ++i)
      sum += taps[i];
    return sum;
  }
};
static int smooth(int x, int start) {
  static Filter filter(start);
  return filter.step(x).to_int();
}
static int counted(int x) {
  static int least = x;
  static int calls[2] = {x, 3};
  least = std::min(least, x);
  return least + calls[0]++ * calls[1];
}

void forms(const int A[8], int B[8], int C[8]) {
  std::array<int, 8> shifted{};
  int next = 0;
  for (auto &x : shifted)
    x = A[next++] >> 3;
  int calls = 0;
  auto once = [&](int x) { return ++calls, x; };
  for (int i = 0; i < 8; ++i) {
    assert(i < 8 && "the index is in range");
    Version x{A[i] & 1, i & 1}, y{A[i] >> 1 & 1, 0};
    Same s{short(A[i] & 3), 1}, t{short(i & 3), 1};
    B[i] = (x != y) + 2 * (s != t) + 4 * (x == y) + (A[i] & 2 ?: once(i) ?: 77);
    B[i] += std::clamp(A[i], -50, 50) + std::max({A[i], 3, i}) - std::min({i, A[7 - i]});
    int parts[2] = {A[i], i};
    auto [first, second] = parts;
    first += second;
    auto &[reference, other] = parts;
    reference = 3;
    B[i] += first + parts[0] + other + shifted.at(i) + shifted.front();
    C[i] = smooth(A[i], i + 5) + counted(A[i] & 63);
  }
  for (int k : {1, 2, 5})
    B[k] ^= k + calls;
}
