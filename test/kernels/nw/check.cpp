// The two columns without gaps are the sequences, and have together the score of the table's corner.
#include "kernel.cpp"

int main() {
  symbol a[FIRST], b[SECOND];
  cell_t table[SECOND + 1][FIRST + 1];
  alignment_t result[FIRST + SECOND];
  fill(a, b);
  int length = align(a, b, table, result), score = 0, restA = FIRST, restB = SECOND, gaps = 0;
  for (int i = 0; i < length; i++) {
    auto [x, y] = result[i];
    if ((x != '-' && x != a[--restA]) || (y != '-' && y != b[--restB]))
      return 1;
    score += x == '-' || y == '-' ? GAP : x == y ? SAME : DIFFERENT;
    gaps += x == '-' || y == '-';
  }
  return restA || restB || score != table[SECOND][FIRST].score || gaps < 4;
}
