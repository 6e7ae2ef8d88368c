// What processes find depends on when they ask: values are those of the hardware, not of the source.
// tops: merged polled dropped
#include <hls_stream.h>

void odd(const int a[24], hls::stream<int> &out) {
  for (int i = 0; i < 24; ++i) {
#pragma HLS pipeline II=3
    out.write(2 * a[i] + 1);
  }
}
void even(const int a[24], hls::stream<int> &out) {
  for (int i = 0; i < 24; ++i) {
#pragma HLS pipeline II=2
    out.write(2 * (a[i] / 3));
  }
}

// Takes what comes first.
void arbiter(hls::stream<int> &x, hls::stream<int> &y, int b[48]) {
  int n = 0;
  while (n < 48) {
    int v;
    if (x.read_nb(v))
      b[n++] = v;
    else if (y.read_nb(v))
      b[n++] = v;
  }
}
void merged(const int a[24], const int c[24], int b[48]) {
#pragma HLS dataflow
  hls::stream<int, 2> x;
  hls::stream<int, 4> y;
  odd(a, x);
  even(c, y);
  arbiter(x, y, b);
}

// Counts how often it finds nothing.
void poll(hls::stream<int> &x, int b[24]) {
  for (int i = 0; i < 24; ++i) {
    int turns = 0;
    while (x.empty())
      ++turns;
    b[i] = x.read() * 16 + turns;
  }
}
void polled(const int a[24], int b[24]) {
#pragma HLS dataflow
  hls::stream<int, 2> x;
  odd(a, x);
  poll(x, b);
}

// Loses what finds no place.
void offer(const int a[40], hls::stream<int> &out, int &lost) {
  int count = 0;
  for (int i = 0; i < 40; ++i) {
#pragma HLS pipeline II=2
    if (!out.write_nb(a[i]))
      ++count;
  }
  lost = count;
}
void some(hls::stream<int> &in, int b[8]) {
  for (int i = 0; i < 8; ++i) {
    int v = in.read();
    int s = 0;
    for (int j = 0; j < 5; ++j)
      s += v + j;
    b[i] = s;
  }
}
void dropped(const int a[40], int b[8], int &lost) {
#pragma HLS dataflow
  hls::stream<int, 3> x;
  offer(a, x, lost);
  some(x, b);
}
