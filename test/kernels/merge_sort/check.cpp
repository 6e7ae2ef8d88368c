// Against the library's sort.
#include "kernel.cpp"

#include <algorithm>

int main() {
  unsigned state = 1;
  for (int run = 0; run < 100; run++) {
    element_t data[LENGTH], expected[LENGTH];
    for (int i = 0; i < LENGTH; i++)
      expected[i] = data[i] = (element_t)((state = state * 1664525u + 1013904223u) >> (run % 28));
    std::sort(expected, expected + LENGTH);
    merge_sort(data);
    if (!std::equal(data, data + LENGTH, expected))
      return 1;
  }
}
