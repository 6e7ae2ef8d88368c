// Against the library's sort.
#include "kernel.cpp"

#include <algorithm>

int main() {
  unsigned state = 1;
  for (int run = 0; run < 100; run++) {
    key_type keys[KEYS], expected[KEYS];
    for (int i = 0; i < KEYS; i++)
      expected[i] = keys[i] = (state = state * 1664525u + 1013904223u) >> (32 - KEY_BITS + run % 5);
    std::sort(expected, expected + KEYS);
    radix_sort(keys);
    if (!std::equal(keys, keys + KEYS, expected))
      return 1;
  }
}
