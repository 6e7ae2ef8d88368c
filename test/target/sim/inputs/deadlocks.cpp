// Designs that stand still, each for another reason.
#include <hls_stream.h>

template <int N> void produce(const int a[N], hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out.write(a[i]);
  }
}
template <int N> void consume(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    b[i] = in.read();
  }
}
template <int N> void relay(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out.write(in.read() + 1);
  }
}
template <int N> void fork(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    x.write(v);
    y.write(v);
  }
}

// All of one, then all of the other.
void after(hls::stream<int> &x, hls::stream<int> &y, int b[32]) {
  for (int i = 0; i < 16; ++i)
    b[i] = x.read();
  for (int i = 0; i < 16; ++i)
    b[16 + i] = y.read();
}
void unbalanced(const int a[16], int b[32]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> x;
  hls::stream<int, 4> y;
  produce<16>(a, s);
  fork<16>(s, x, y);
  after(x, y, b);
}

// More is read than is written.
void starved(const int a[8], int b[9]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  produce<8>(a, s);
  consume<9>(s, b);
}

// More is written than is read.
void flooded(const int a[12], int b[5]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  produce<12>(a, s);
  consume<5>(s, b);
}

// Opposite orders.
void halves(const int a[20], hls::stream<int> &x, hls::stream<int> &y) {
  for (int half = 0; half < 2; ++half)
    for (int i = 0; i < 10; ++i)
      if (half == 0)
        x.write(a[i]);
      else
        y.write(a[10 + i]);
}
void turned(hls::stream<int> &x, hls::stream<int> &y, int b[20]) {
  for (int half = 0; half < 2; ++half)
    for (int i = 0; i < 10; ++i)
      b[10 * half + i] = half == 0 ? y.read() : x.read();
}
void opposite(const int a[20], int b[20]) {
#pragma HLS dataflow
  hls::stream<int, 3> x;
  hls::stream<int, 3> y;
  halves(a, x, y);
  turned(x, y, b);
}

// One process at both ends.
void alone(const int a[3], int b[3]) {
  hls::stream<int, 2> s;
  s.write(a[0]);
  s.write(a[1]);
  s.write(a[2]);
  b[0] = s.read();
  b[1] = s.read();
  b[2] = s.read();
}

// What is sent depends on data; the other end counts on it.
void odd(const int a[16], hls::stream<int> &out) {
  for (int i = 0; i < 16; ++i)
    if (a[i] & 1)
      out.write(a[i]);
}
void filtered(const int a[16], int b[16]) {
#pragma HLS dataflow
  hls::stream<int, 16> s;
  odd(a, s);
  consume<16>(s, b);
}

// In a network in a network.
void inner(hls::stream<int> &in, hls::stream<int> &out) {
#pragma HLS dataflow
  hls::stream<int, 2> t;
  relay<8>(in, t);
  relay<9>(t, out);
}
void nested(const int a[8], int b[9]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> u;
  produce<8>(a, s);
  inner(s, u);
  consume<9>(u, b);
}

// One of an array of streams.
void deal(const int a[16], hls::stream<int> lanes[4]) {
  for (int i = 0; i < 16; ++i)
    lanes[a[i] & 3].write(a[i]);
}
void collect(hls::stream<int> lanes[4], int b[16]) {
  for (int lane = 0; lane < 4; ++lane)
    for (int i = 0; i < 4; ++i)
      b[4 * lane + i] = lanes[lane].read();
}
void dealt(const int a[16], int b[16]) {
#pragma HLS dataflow
  hls::stream<int, 4> lanes[4];
  deal(a, lanes);
  collect(lanes, b);
}

// A circle without a first element.
void circle(hls::stream<int> &in, hls::stream<int> &out, int b[6]) {
  for (int i = 0; i < 6; ++i) {
    int v = in.read();
    b[i] = v;
    out.write(v + 1);
  }
}
void chasing(const int a[6], int b[6], int c[6]) {
  hls::stream<int, 2> x;
  hls::stream<int, 2> y;
  for (int i = 0; i < 6; ++i)
    b[i] = a[i];
  circle(x, y, b);
  circle(y, x, c);
}

// Three for two.
void three(const int a[30], hls::stream<int> &out) {
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 3; ++j)
      out.write(a[3 * i + j]);
}
void two(hls::stream<int> &in, int b[20]) {
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 2; ++j)
      b[2 * i + j] = in.read();
}
void rates(const int a[30], int b[20]) {
#pragma HLS dataflow
  hls::stream<int, 4> s;
  three(a, s);
  two(s, b);
}

// Two streams are too short, one after the other.
void both(hls::stream<int> &x, hls::stream<int> &y, hls::stream<int> &z, int b[48]) {
  for (int i = 0; i < 16; ++i)
    b[i] = z.read();
  for (int i = 0; i < 16; ++i)
    b[16 + i] = y.read() + x.read();
}
void twice(const int a[16], int b[48]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 3> x;
  hls::stream<int, 2> t;
  hls::stream<int, 5> y;
  hls::stream<int, 2> z;
  produce<16>(a, s);
  fork<16>(s, x, t);
  fork<16>(t, y, z);
  both(x, y, z, b);
}

// Kept from one iteration of the loop around to the next, and never read.
void hoard(int v) {
  static hls::stream<int, 4> kept;
  kept.write(v);
}
void hoarded(const int a[7], int b[7]) {
  for (int i = 0; i < 7; ++i) {
    hoard(a[i]);
    b[i] = a[i];
  }
}
