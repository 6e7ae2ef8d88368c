// Several operations on streams in one step, or in one cycle of a pipeline: each happens by itself, and so does what
// depends on one of them alone.
// tops: disordered entering later counted echoed flowing hurried
// range: n=7:12 index=0:6
#include <hls_stream.h>

// All elements at even places come before those at odd ones, and there is room for one less: what waits for an odd one
// has to take an even one meanwhile.
void deal(const int a[12], hls::stream<int> &evens, hls::stream<int> &odds) {
  for (int i = 0; i < 12; ++i)
    if (i < 6)
      evens.write(a[2 * i]);
    else
      odds.write(a[2 * i - 11]);
}
void inSteps(hls::stream<int> &evens, hls::stream<int> &odds, int b[6]) {
  for (int i = 0; i < 6; ++i)
    b[i] = odds.read() - evens.read();
}
void disordered(const int a[12], int b[6]) {
#pragma HLS dataflow
  hls::stream<int, 5> evens;
  hls::stream<int, 2> odds;
  deal(a, evens, odds);
  inSteps(evens, odds, b);
}

// At the beginning of an iteration, under a condition.
void atBeginnings(hls::stream<int> &evens, hls::stream<int> &odds, int n, int b[6]) {
  for (int i = 0; i < 6; ++i) {
#pragma HLS pipeline II=1
    int v = odds.read();
    if (i < n)
      v -= evens.read();
    b[i] = v;
  }
}
void entering(const int a[12], int n, int b[6]) {
#pragma HLS dataflow
  hls::stream<int, 5> evens;
  hls::stream<int, 2> odds;
  deal(a, evens, odds);
  atBeginnings(evens, odds, n, b);
}

// In a later cycle.
void byMemory(hls::stream<int> &evens, hls::stream<int> &odds, const int index[6], int n, int b[6]) {
  for (int i = 0; i < 6; ++i) {
#pragma HLS pipeline II=1
    int v = index[i];
    if (v < n)
      v += odds.read() - evens.read();
    b[i] = v;
  }
}
void later(const int a[12], const int index[6], int n, int b[6]) {
#pragma HLS dataflow
  hls::stream<int, 5> evens;
  hls::stream<int, 2> odds;
  deal(a, evens, odds);
  byMemory(evens, odds, index, n, b);
}

// Nobody knows how many iterations there are.
void untilEnough(hls::stream<int> &evens, hls::stream<int> &odds, int n, int b[6]) {
  int i = 0;
  while (i < n && i < 6) {
#pragma HLS pipeline II=1
    b[i] = odds.read() * 3 + evens.read();
    ++i;
  }
}
void counted(const int a[12], int n, int b[6]) {
#pragma HLS dataflow
  hls::stream<int, 5> evens;
  hls::stream<int, 2> odds;
  deal(a, evens, odds);
  untilEnough(evens, odds, n, b);
}

// What is read first comes only when what is read second has been passed on.
void relay(hls::stream<int> &left, hls::stream<int> &up, hls::stream<int> &right, hls::stream<int> &down) {
  for (int i = 0; i < 8; ++i) {
    right.write(left.read() + 1);
    down.write(up.read() ^ 3);
  }
}
void relayAtOnce(hls::stream<int> &left, hls::stream<int> &up, hls::stream<int> &right, hls::stream<int> &down) {
  for (int i = 0; i < 8; ++i) {
#pragma HLS pipeline II=1
    right.write(left.read() + 1);
    down.write(up.read() ^ 3);
  }
}
void around(const int a[8], hls::stream<int> &up, hls::stream<int> &down, hls::stream<int> &left) {
  for (int i = 0; i < 8; ++i) {
    up.write(a[i]);
    left.write(down.read() + i);
  }
}
void collect(hls::stream<int> &right, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = right.read();
}
void echoed(const int a[8], int b[8]) {
  hls::stream<int, 2> left, up, right, down;
  relay(left, up, right, down);
  around(a, up, down, left);
  collect(right, b);
}
void flowing(const int a[8], int b[8]) {
  hls::stream<int, 2> left, up, right, down;
  relayAtOnce(left, up, right, down);
  around(a, up, down, left);
  collect(right, b);
}

// One decides whether there is another; a third has nothing to do with them, and makes room for both.
void feed(const int a[16], hls::stream<int> &x, hls::stream<int> &y, hls::stream<int> &z) {
  for (int i = 0; i < 16; ++i) {
    z.write(a[i] - i);
    if (i < 15)
      z.write(a[i] + i);
    if (a[i] & 1)
      y.write(a[i] / 3);
    x.write(a[i]);
  }
}
void chosenAtOnce(hls::stream<int> &x, hls::stream<int> &y, hls::stream<int> &z, int b[16]) {
  int rest = 0;
  for (int i = 0; i < 16; ++i) {
#pragma HLS pipeline II=2
    int v = x.read();
    if (v & 1)
      v ^= y.read();
    b[i] = v - z.read() + rest;
    if (i < 15)
      rest = z.read();
  }
}
void hurried(const int a[16], int b[16]) {
#pragma HLS dataflow
  hls::stream<int, 1> x, y, z;
  feed(a, x, y, z);
  chosenAtOnce(x, y, z, b);
}
