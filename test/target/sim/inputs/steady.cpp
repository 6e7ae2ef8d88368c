// Networks that do the same for so long that sim adds up what comes instead of executing it: full and empty streams,
// rates, decisions with and without a period, several loops after one another, loops that end at different times.
// tops: line filling draining decimated summed dealt ring reconvergent slower again patterned irregular triangular wide several uneven inverse late halves
// executed: draining irregular
#include <ap_int.h>
#include <hls_stream.h>

constexpr int N = 3000;

template <int M> void produce(const int a[M], hls::stream<int> &out) {
  for (int i = 0; i < M; ++i) {
#pragma HLS pipeline II = 1
    out.write(a[i] * 3);
  }
}
template <int M> void consume(hls::stream<int> &in, int b[M]) {
  for (int i = 0; i < M; ++i) {
#pragma HLS pipeline II = 1
    b[i] = in.read() + i;
  }
}
template <int M> void step(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < M; ++i) {
#pragma HLS pipeline II = 1
    out.write(in.read() * 5 + 1);
  }
}
template <int M> void slow(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < M; ++i) {
#pragma HLS pipeline II = 3
    out.write(in.read() - 7);
  }
}
template <int M> void divide(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < M; ++i) {
#pragma HLS pipeline II = 1
    out.write(in.read() / 7);
  }
}

void line(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t, u, v;
  produce<N>(a, s);
  step<N>(s, t);
  divide<N>(t, u);
  step<N>(u, v);
  consume<N>(v, b);
}
// A deep stream that gets full before anything repeats.
void filling(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 100> s;
  hls::stream<int, 3> t;
  produce<N>(a, s);
  slow<N>(s, t);
  consume<N>(t, b);
}
// A stream that is never full and never empty: what comes depends on how many elements are in it.
void draining(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, N> s;
  hls::stream<int, 2> t;
  produce<N>(a, s);
  slow<N>(s, t);
  consume<N>(t, b);
}

void third(hls::stream<int> &in, hls::stream<int> &out) {
  int sum = 0;
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    sum += in.read();
    if (i % 3 == 2)
      out.write(sum);
  }
}
void decimated(const int a[N], int b[N / 3]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t;
  produce<N>(a, s);
  third(s, t);
  consume<N / 3>(t, b);
}

void sums(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 100; ++i) {
    int sum = 0;
    for (int k = 0; k < 30; ++k) {
#pragma HLS pipeline II = 1
      sum += in.read();
      if (k == 29)
        out.write(sum);
    }
  }
}
void summed(const int a[N], int b[100]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t;
  produce<N>(a, s);
  sums(s, t);
  consume<100>(t, b);
}

void deal(const int a[N], hls::stream<int> out[4]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    out[i & 3].write(a[i]);
  }
}
void gather(hls::stream<int> in[4], int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = in[i & 3].read();
  }
}
void dealt(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s[4], t[4];
  deal(a, s);
  step<N / 4>(s[0], t[0]);
  divide<N / 4>(s[1], t[1]);
  slow<N / 4>(s[2], t[2]);
  step<N / 4>(s[3], t[3]);
  gather(t, b);
}

void around(hls::stream<int> &in, hls::stream<int> &out) {
  hls::stream<int, 5> back;
  for (int lane = 0; lane < 5; ++lane)
    back.write(100 * lane);
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = back.read() + in.read();
    back.write(v);
    out.write(v);
  }
}
void ring(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, u;
  produce<N>(a, s);
  around(s, u);
  consume<N>(u, b);
}

void split(hls::stream<int> &in, hls::stream<int> &left, hls::stream<int> &right) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = in.read();
    left.write(v);
    right.write(v + 1);
  }
}
void join(hls::stream<int> &left, hls::stream<int> &right, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = left.read() - right.read();
  }
}
void reconvergent(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, left, longer;
  hls::stream<int, 9> right;
  produce<N>(a, s);
  split(s, left, right);
  divide<N>(left, longer);
  join(longer, right, b);
}

// Two loops of one process, one after the other.
void twoLoops(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N / 2; ++i) {
#pragma HLS pipeline II = 1
    out.write(in.read() + 1);
  }
  for (int i = 0; i < N / 2; ++i) {
#pragma HLS pipeline II = 4
    out.write(in.read() + 2);
  }
}
void slower(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 5> s, t;
  produce<N>(a, s);
  twoLoops(s, t);
  consume<N>(t, b);
}
// A loop that starts again and again.
void repeatedly(hls::stream<int> &in, hls::stream<int> &out) {
  for (int k = 0; k < 5; ++k) {
    int last = 0;
    for (int i = 0; i < N / 5; ++i) {
#pragma HLS pipeline II = 1
      last = in.read() + k;
      out.write(last);
    }
  }
}
void again(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 4> s, t;
  produce<N>(a, s);
  repeatedly(s, t);
  consume<N>(t, b);
}

void pattern(hls::stream<int> &in, hls::stream<int> &out) {
  const unsigned char taken[7] = {1, 0, 0, 1, 1, 0, 1};
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = in.read();
    if (taken[i % 7])
      out.write(v);
  }
}
void patterned(const int a[N], int b[1714]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 3> t;
  produce<N>(a, s);
  pattern(s, t);
  consume<1714>(t, b);
}
// Decisions that are the same for a while, and then are not.
void pick(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = in.read();
    if ((i & (i >> 5) & 7) == 0)
      out.write(v);
  }
}
void count(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 2
    if ((i & (i >> 5) & 7) == 0)
      b[i] = in.read();
  }
}
void irregular(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 7> t;
  produce<N>(a, s);
  pick(s, t);
  count(t, b);
}
void rows(hls::stream<int> &in, hls::stream<int> &out) {
  int sum = 0;
  for (int i = 0; i < 76; ++i)
    for (int k = 0; k <= i; ++k) {
#pragma HLS pipeline II = 1
      sum += in.read();
      if (k == i)
        out.write(sum);
    }
}
void triangular(const int a[2926], int b[76]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t;
  produce<2926>(a, s);
  rows(s, t);
  consume<76>(t, b);
}

void widen(const int a[N], hls::stream<ap_uint<200>> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    out.write(ap_uint<200>(unsigned(a[i])) << (i % 150));
  }
}
void narrow(hls::stream<ap_uint<200>> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = int(in.read() >> 60);
  }
}
void wide(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<ap_uint<200>, 2> s;
  widen(a, s);
  narrow(s, b);
}
// Two networks that have nothing to do with each other, of different speed and length.
void several(const int a[N], const int c[N / 2], int b[N], int d[N / 2]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t, u, v;
  produce<N>(a, s);
  divide<N>(s, t);
  consume<N>(t, b);
  produce<N / 2>(c, u);
  slow<N / 2>(u, v);
  consume<N / 2>(v, d);
}
// Two reads and two writes of one stream an iteration.
void pairs(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < N / 2; ++i) {
#pragma HLS pipeline II = 2
    int x = in.read(), y = in.read();
    out.write(y);
    out.write(x);
  }
}
void uneven(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 3> s;
  hls::stream<int, 2> t;
  produce<N>(a, s);
  pairs(s, t);
  consume<N>(t, b);
}
// A step that counts down, and more than one dimension.
void inverse(const int a[60][50], int b[60][50]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  for (int i = 59; i >= 0; --i)
    for (int j = 49; j >= 0; j -= 1) {
#pragma HLS pipeline II = 1
      s.write(a[i][j] + 1);
    }
  for (int i = 0; i < 60; ++i)
    for (int j = 0; j < 50; ++j) {
#pragma HLS pipeline II = 1
      b[i][j] = s.read();
    }
}
// A process that waits for the first element until another one has taken thousands.
void first(hls::stream<int> &in, hls::stream<int> &out, hls::stream<int> &end) {
  int sum = 0;
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = in.read();
    sum += v;
    out.write(v);
    if (i == N - 1)
      end.write(sum);
  }
}
void late(const int a[N], int b[N], int c[1]) {
#pragma HLS dataflow
  hls::stream<int, 2> s, t, u;
  produce<N>(a, s);
  first(s, t, u);
  consume<N>(t, b);
  consume<1>(u, c);
}
// Streams of different element sizes.
void halve(hls::stream<int> &in, hls::stream<short> &low, hls::stream<signed char> &high) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    int v = in.read();
    low.write(short(v));
    high.write((signed char)(v >> 16));
  }
}
void whole(hls::stream<short> &low, hls::stream<signed char> &high, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II = 1
    b[i] = (int(high.read()) << 16) | (unsigned short)(low.read());
  }
}
void halves(const int a[N], int b[N]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<short, 2> low;
  hls::stream<signed char, 4> high;
  produce<N>(a, s);
  halve(s, low, high);
  whole(low, high, b);
}
