// The place that was drawn is found, and few others; all stages have work. Integral sums against sums.
#include "kernel.cpp"

#include <initializer_list>

int main() {
  static pixel_t image[ROWS][COLS];
  found_t results[MAX_RESULTS];
  int rejected[STAGES];
  fill(image, results, rejected);
  int count = face_detection(image, results, rejected), windows = count;
  bool found = false;
  for (int i = 0; i < count; i++)
    found |= results[i].x == 6 && results[i].y == 4;
  for (int stage : rejected) {
    if (!stage)
      return 3;
    windows += stage;
  }
  sum_t integral[WINDOW + 1][WINDOW + 1];
  square_t squares;
  integrate(image, 3, 5, integral, squares);
  int sum = 0;
  for (int y = 2; y < 6; y++)
    for (int x = 1; x < 10; x++)
      sum += image[5 + y][3 + x].to_int();
  if (rect_sum(integral, {1, 2, 9, 4, 1}) != sum)
    return 4;
  for (unsigned n : {0u, 1u, 2u, 3u, 4u, 99u, 100u, 65535u, 65536u, 4000000000u}) {
    unsigned long long root = int_sqrt(n);
    if (root * root > n || (root + 1) * (root + 1) <= n)
      return 5;
  }
  return !found || count > 6 || windows != 5 * 7;
}
