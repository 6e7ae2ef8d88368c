// Networks of processes whose rates, depths and order make them wait for each other.
// tops: chain shallow slowed mixed reconvergent tight rates doubled filtered dealt zipped nested repeated
#include <hls_stream.h>
// producer / consumer chains with loops of different rates
template <int N> void produce(const int a[N], hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out.write(a[i] * 3);
  }
}
template <int N> void slow(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=3
    out.write(in.read() * 5 + 1);
  }
}
template <int N> void divide(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out.write(in.read() / 7);
  }
}
template <int N> void sequential(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
    int v = in.read();
    int s = 0;
    for (int j = 0; j < (v & 3); ++j)
      s += v * j;
    out.write(s);
  }
}
template <int N> void consume(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    b[i] = in.read() + i;
  }
}
void chain(const int a[40], int b[40]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t;
  produce<40>(a, s);
  divide<40>(s, t);
  consume<40>(t, b);
}
void shallow(const int a[40], int b[40]) {
#pragma HLS dataflow
  hls::stream<int, 1> s;
  hls::stream<int, 1> t;
  produce<40>(a, s);
  divide<40>(s, t);
  consume<40>(t, b);
}
void slowed(const int a[40], int b[40]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 3> t;
  hls::stream<int, 5> u;
  produce<40>(a, s);
  divide<40>(s, t);
  slow<40>(t, u);
  consume<40>(u, b);
}
void mixed(const int a[40], int b[40]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 4> t;
  hls::stream<int, 1> u;
  produce<40>(a, s);
  sequential<40>(s, t);
  divide<40>(t, u);
  consume<40>(u, b);
}
// two outputs and joins
template <int N> void fork(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    x.write(v);
    y.write(v + 1);
  }
}
template <int N> void join(hls::stream<int> &x, hls::stream<int> &y, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    b[i] = x.read() - y.read();
  }
}
void reconvergent(const int a[60], int b[60]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> x;
  hls::stream<int, 2> z;
  hls::stream<int, 40> y;
  produce<60>(a, s);
  fork<60>(s, x, y);
  divide<60>(x, z);
  join<60>(z, y, b);
}
void tight(const int a[60], int b[60]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> x;
  hls::stream<int, 2> z;
  hls::stream<int, 3> y;
  produce<60>(a, s);
  fork<60>(s, x, y);
  divide<60>(x, z);
  join<60>(z, y, b);
}
// rate mismatch
template <int N> void pairs(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N / 2; ++i) {
#pragma HLS pipeline II=1
    int x = in.read();
    int y = in.read();
    out.write(x * y);
  }
}
template <int N> void twice(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    int x = in.read();
    out.write(x);
    out.write(x + 100);
  }
}
void rates(const int a[48], int b[24]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> t;
  produce<48>(a, s);
  pairs<48>(s, t);
  consume<24>(t, b);
}
void doubled(const int a[24], int b[48]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> t;
  produce<24>(a, s);
  twice<24>(s, t);
  consume<48>(t, b);
}
// conditional writes and reads
template <int N> void filter(hls::stream<int> &in, hls::stream<int> &out, hls::stream<bool> &more) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    if (v & 1) {
      out.write(v);
      more.write(true);
    }
  }
  more.write(false);
}
void collect(hls::stream<int> &in, hls::stream<bool> &more, int b[50]) {
  int n = 0;
  while (more.read()) {
#pragma HLS pipeline II=1
    b[n++] = in.read();
  }
}
void filtered(const int a[50], int b[50]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> t;
  hls::stream<bool, 4> m;
  produce<50>(a, s);
  filter<50>(s, t, m);
  collect(t, m, b);
}
// choice of a stream per iteration
template <int N> void deal(const int a[N], hls::stream<int> out[4]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out[i & 3].write(a[i]);
  }
}
template <int N> void gather(hls::stream<int> in[4], int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    b[i] = in[(i * 3) & 3].read();
  }
}
void dealt(const int a[32], int b[32]) {
#pragma HLS dataflow
  hls::stream<int, 3> s[4];
  deal<32>(a, s);
  gather<32>(s, b);
}
// alternate reads
template <int N> void zip(hls::stream<int> &x, hls::stream<int> &y, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    int v;
    if (i & 1)
      v = x.read();
    else
      v = y.read();
    b[i] = v * 2;
  }
}
void zipped(const int a[32], const int c[32], int b[64]) {
#pragma HLS dataflow
  hls::stream<int, 2> x;
  hls::stream<int, 2> y;
  produce<32>(a, x);
  produce<32>(c, y);
  zip<64>(x, y, b);
}
// nested network
void inner(hls::stream<int> &in, hls::stream<int> &out) {
#pragma HLS dataflow
  hls::stream<int, 2> t;
  divide<20>(in, t);
  slow<20>(t, out);
}
void nested(const int a[20], int b[20]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> u;
  produce<20>(a, s);
  inner(s, u);
  consume<20>(u, b);
}
// many times
void repeated(const int a[4][20], int b[4][20]) {
  for (int r = 0; r < 4; ++r) {
#pragma HLS dataflow
    hls::stream<int, 2> s;
    hls::stream<int, 2> u;
    produce<20>(a[r], s);
    divide<20>(s, u);
    consume<20>(u, b[r]);
  }
}
