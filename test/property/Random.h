// The randomness of the fuzzer: SplitMix64, the same on every machine and seekable by case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace allo::fuzz {

class Random {
public:
  Random(uint64_t seed, uint64_t stream) : state_(seed * 0x9e3779b97f4a7c15u ^ (stream + 1) * 0xd1342543de82ef95u) {
    next();
  }
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  int64_t between(int64_t low, int64_t high) { // both included
    return low + static_cast<int64_t>(next() % static_cast<uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return between(0, 99) < percent; }
  template <typename T> const T &pick(const std::vector<T> &items) { return items[next() % items.size()]; }
  template <typename T> void shuffle(std::vector<T> &items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[next() % i]);
  }

private:
  uint64_t state_;
};

} // namespace allo::fuzz
