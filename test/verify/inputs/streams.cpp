// Streams whose elements move, or do not, by data.
#include <hls_stream.h>

// The positive ones, in front.
void filter(const int x[4], int y[4], int n[1]) {
  hls::stream<int, 4> kept;
  for (int i = 0; i < 4; ++i)
    if (x[i] > 0)
      kept.write(x[i]);
  int count = 0;
  while (!kept.empty())
    y[count++] = kept.read();
  for (int i = count; i < 4; ++i)
    y[i] = 0;
  n[0] = count;
}
void without_stream(const int x[4], int y[4], int n[1]) {
  int count = 0;
  for (int i = 0; i < 4; ++i)
    y[i] = 0;
  for (int i = 0; i < 4; ++i)
    if (0 < x[i]) {
      y[count] = x[i];
      count = count + 1;
    }
  n[0] = count;
}
void keeps_zeros(const int x[4], int y[4], int n[1]) {
  hls::stream<int, 4> kept;
  for (int i = 0; i < 4; ++i)
    if (x[i] >= 0)
      kept.write(x[i]);
  int count = 0;
  while (!kept.empty())
    y[count++] = kept.read();
  for (int i = count; i < 4; ++i)
    y[i] = 0;
  n[0] = count;
}
// Reads once too often where an element is 0.
void reads_too_often(const int x[4], int y[4], int n[1]) {
  hls::stream<int, 4> kept;
  for (int i = 0; i < 4; ++i)
    if (x[i] > 0)
      kept.write(x[i]);
  int count = 0;
  for (int i = 0; i < 4; ++i)
    y[i] = 0;
  for (int i = 0; i < 4; ++i)
    if (x[i] >= 0) {
      y[count] = kept.read();
      count = count + 1;
    }
  n[0] = count;
}

// As many elements as the first one says.
void counted(const unsigned char x[5], int sum[1]) {
  hls::stream<int, 8> some;
  int total = 0;
  for (int i = 0; i < (x[0] & 3); ++i)
    some.write(x[i + 1]);
  while (!some.empty())
    total += some.read();
  sum[0] = total;
}
void counted_without(const unsigned char x[5], int sum[1]) {
  int total = 0;
  for (int i = 1; i < 4; ++i)
    total += i <= (x[0] & 3) ? x[i] : 0;
  sum[0] = total;
}

// 2 to the 13 ways.
void many(const int x[13], int y[1]) {
  hls::stream<int, 13> kept;
  for (int i = 0; i < 13; ++i)
    if (x[i] > 0)
      kept.write(x[i]);
  y[0] = 0;
  while (!kept.empty())
    y[0] += kept.read();
}

// Once it is decided whether an element moves, something that is not executed.
void undecided_afterwards(const int x[1], const unsigned at[1], const int table[5000], int y[1]) {
  hls::stream<int> kept;
  if (x[0] > 0)
    kept.write(table[at[0] % 5000]);
  y[0] = kept.empty() ? 0 : kept.read();
}
