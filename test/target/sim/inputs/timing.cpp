// Pipelines whose operations on streams do not all stand at the beginning of an iteration.
// tops: indexed conditional bursts wide chosen sums crossing triangular starving apart alternating
// range: which=0:3 n=5:12
#include <hls_stream.h>

template <int N> void produce(const int a[N], hls::stream<int> &out) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    out.write(a[i] * 3);
  }
}
template <int N> void consume(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=1
    b[i] = in.read() + i;
  }
}
template <int N> void slowly(hls::stream<int> &in, int b[N]) {
  for (int i = 0; i < N; ++i) {
#pragma HLS pipeline II=5
    b[i] = in.read() + i;
  }
}

// The stream that is read is known late, and the division makes the write come later still.
void gather(hls::stream<int> in[4], const unsigned char which[32], hls::stream<int> &out) {
  int rest[4] = {8, 8, 8, 8};
#pragma HLS array_partition variable=rest complete
  for (int i = 0; i < 32; ++i) {
#pragma HLS pipeline II=1
    int w = which[i] & 3;
    int v = 0;
    if (rest[w] > 0) {
      v = in[w].read();
      rest[w] -= 1;
    }
    out.write(v / 7);
  }
}
void deal(const int a[32], hls::stream<int> out[4]) {
  for (int i = 0; i < 32; ++i) {
#pragma HLS pipeline II=1
    out[i & 3].write(a[i]);
  }
}
void indexed(const int a[32], const unsigned char which[32], int b[32]) {
#pragma HLS dataflow
  hls::stream<int, 8> s[4];
  hls::stream<int, 2> t;
  deal(a, s);
  gather(s, which, t);
  slowly<32>(t, b);
}

// A read under a condition from memory.
void pick(hls::stream<int> &in, const unsigned char which[40], hls::stream<int> &out) {
  int last = 1;
  for (int i = 0; i < 40; ++i) {
#pragma HLS pipeline II=1
    if (which[i] & 1)
      last = in.read();
    out.write(last / 3 + i);
  }
}
void conditional(const int a[40], const unsigned char which[40], int b[40]) {
#pragma HLS dataflow
  hls::stream<int, 40> s;
  hls::stream<int, 2> t;
  produce<40>(a, s);
  pick(s, which, t);
  slowly<40>(t, b);
}

// Several elements an iteration, at one end and at both.
void spread(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 20; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    out.write(v);
    out.write(v / 5);
    out.write(v + 2);
  }
}
void squeeze(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 20; ++i) {
#pragma HLS pipeline II=1
    int x = in.read();
    int y = in.read();
    int z = in.read();
    out.write(x + y / 3 - z);
  }
}
void bursts(const int a[20], int b[20]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 4> t;
  hls::stream<int, 2> u;
  produce<20>(a, s);
  spread(s, t);
  squeeze(t, u);
  slowly<20>(u, b);
}

// More than a word.
struct Block {
  int x;
  long y;
  short z[3];
};
void pack(const int a[30], hls::stream<Block> &out) {
  for (int i = 0; i < 30; ++i) {
#pragma HLS pipeline II=1
    Block block;
    block.x = a[i];
    block.y = long(a[i]) * a[i];
    for (int j = 0; j < 3; ++j)
      block.z[j] = short(a[i] >> j);
    out.write(block);
  }
}
void unpack(hls::stream<Block> &in, long b[30]) {
  for (int i = 0; i < 30; ++i) {
#pragma HLS pipeline II=2
    Block block = in.read();
    b[i] = block.x + block.y + block.z[0] * block.z[1] - block.z[2];
  }
}
void wide(const int a[30], long b[30]) {
#pragma HLS dataflow
  hls::stream<Block, 3> s;
  pack(a, s);
  unpack(s, b);
}

// Streams are chosen by an argument, in a call.
void both(hls::stream<int> lanes[3], int n, int b[12]) {
  for (int i = 0; i < n; ++i)
    b[i] = lanes[i % 3].read();
}
void fill(const int a[12], int n, hls::stream<int> lanes[3]) {
  for (int i = 0; i < n; ++i)
    lanes[i % 3].write(a[i] / 3);
}
void chosen(const int a[12], int n, int b[12]) {
#pragma HLS dataflow
  hls::stream<int, 2> lanes[3];
  fill(a, n, lanes);
  both(lanes, n, b);
}

// A value is carried from one iteration to the next through an addition that takes cycles.
void accumulate(hls::stream<float> &in, hls::stream<float> &out) {
  float sum = 0;
  for (int i = 0; i < 25; ++i) {
#pragma HLS pipeline II=1
    sum += in.read();
    out.write(sum);
  }
}
void floats(const float a[25], hls::stream<float> &out) {
  for (int i = 0; i < 25; ++i) {
#pragma HLS pipeline II=1
    out.write(a[i] * 0.5f);
  }
}
void keep(hls::stream<float> &in, float b[25]) {
  for (int i = 0; i < 25; ++i) {
#pragma HLS pipeline II=1
    b[i] = in.read();
  }
}
void sums(const float a[25], float b[25]) {
#pragma HLS dataflow
  hls::stream<float, 2> s;
  hls::stream<float, 2> t;
  floats(a, s);
  accumulate(s, t);
  keep(t, b);
}

// Two streams that are read and written in opposite orders by pipelines: what is read at a beginning makes room.
void left(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < 30; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    x.write(v / 3);
    y.write(v + 1);
  }
}
void right(hls::stream<int> &x, hls::stream<int> &y, hls::stream<int> &out) {
  for (int i = 0; i < 30; ++i) {
#pragma HLS pipeline II=2
    int w = y.read();
    int v = x.read();
    out.write(v * w);
  }
}
void crossing(const int a[30], int b[30]) {
#pragma HLS dataflow
  hls::stream<int, 1> s;
  hls::stream<int, 2> x;
  hls::stream<int, 2> y;
  hls::stream<int, 1> u;
  produce<30>(a, s);
  left(s, x, y);
  right(x, y, u);
  slowly<30>(u, b);
}

// The number of iterations is not a product.
void rows(const int a[8][8], hls::stream<int> &out) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j <= i; ++j) {
#pragma HLS pipeline II=1
      out.write(a[i][j]);
    }
}
void columns(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j <= i; ++j) {
#pragma HLS pipeline II=1
      out.write(in.read() / 9 + j);
    }
}
void triangular(const int a[8][8], int b[36]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> t;
  rows(a, s);
  columns(s, t);
  slowly<36>(t, b);
}

// Reads and writes of one cycle: what is written waits for what is read.
void rarely(const int a[20], hls::stream<int> &out) {
  for (int i = 0; i < 20; ++i) {
#pragma HLS pipeline II=4
    out.write(a[i]);
  }
}
void relay(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 20; ++i) {
#pragma HLS pipeline II=1
    out.write(in.read() + 1);
  }
}
void step(hls::stream<int> &in, hls::stream<int> &out) {
  for (int i = 0; i < 20; ++i)
    out.write(in.read() + 1);
}
void starving(const int a[20], int b[20]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 2> t;
  hls::stream<int, 2> u;
  rarely(a, s);
  relay(s, t);
  step(t, u);
  consume<20>(u, b);
}

// Two writes of one cycle: one that finds no place does not keep the other from happening.
void fork(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < 16; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    x.write(v);
    y.write(v);
  }
}
void split(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < 16; ++i) {
    int v = in.read();
    x.write(v + 1);
    y.write(v + 2);
  }
}
void all(hls::stream<int> &x, hls::stream<int> &y, hls::stream<int> &z, int b[32]) {
  for (int i = 0; i < 16; ++i)
    b[i] = z.read();
  for (int i = 0; i < 16; ++i)
    b[16 + i] = y.read() - x.read();
}
void apart(const int a[16], int b[32]) {
#pragma HLS dataflow
  hls::stream<int, 2> s;
  hls::stream<int, 15> x;
  hls::stream<int, 2> t;
  hls::stream<int, 15> y;
  hls::stream<int, 2> z;
  produce<16>(a, s);
  fork(s, x, t);
  split(t, y, z);
  all(x, y, z, b);
}

// Two reads of one cycle: an element that is late does not keep the other in its place.
void swap(hls::stream<int> &in, hls::stream<int> &x, hls::stream<int> &y) {
  for (int i = 0; i < 24; ++i) {
#pragma HLS pipeline II=1
    int v = in.read();
    if (i & 1)
      x.write(v / 3);
    else
      y.write(v);
  }
}
void merge(hls::stream<int> &x, hls::stream<int> &y, int b[12]) {
  for (int i = 0; i < 12; ++i) {
#pragma HLS pipeline II=1
    b[i] = x.read() * y.read();
  }
}
void alternating(const int a[24], int b[12]) {
#pragma HLS dataflow
  hls::stream<int, 1> s;
  hls::stream<int, 1> x;
  hls::stream<int, 1> y;
  produce<24>(a, s);
  swap(s, x, y);
  merge(x, y, b);
}
