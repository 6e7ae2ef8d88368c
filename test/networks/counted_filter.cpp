// RUN: %network %s --top selected --random-inputs 8 --unproved "data decides how many elements go"
// A filter that passes on what is positive, in blocks: the count of a block goes through a stream of its own, ahead of
// the consumer. Values wait in their stream until the count is known.
#include "hls_stream.h"

constexpr int BLOCKS = 6, SIZE = 8;

static void select(const int a[BLOCKS * SIZE], hls::stream<int, SIZE> &values, hls::stream<int, 1> &counts) {
  for (int b = 0; b < BLOCKS; ++b) {
    int count = 0;
    for (int i = 0; i < SIZE; ++i)
      if (a[SIZE * b + i] > 0) {
        values.write(a[SIZE * b + i]);
        ++count;
      }
    counts.write(count);
  }
}
static void sum(hls::stream<int, SIZE> &values, hls::stream<int, 1> &counts, int sums[BLOCKS], int how_many[BLOCKS]) {
  for (int b = 0; b < BLOCKS; ++b) {
    int count = counts.read(), total = 0;
    for (int i = 0; i < count; ++i)
      total = total * 3 + values.read();
    sums[b] = total;
    how_many[b] = count;
  }
}
void selected(const int a[BLOCKS * SIZE], int sums[BLOCKS], int how_many[BLOCKS]) {
  hls::stream<int, SIZE> values;
  hls::stream<int, 1> counts;
  select(a, values, counts);
  sum(values, counts, sums, how_many);
}
