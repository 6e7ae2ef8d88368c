// RUN: allo run %s --top pipeline --target cpu --random-inputs 1 --range a=-99:99 --calls 2 | FileCheck %s
// RUN: allo run %s --top pipeline --target hls --random-inputs 1 --range a=-99:99 | FileCheck %s
// RUN: allo run %s --top arrays --target cpu --random-inputs 2 --range choice=0:9 | FileCheck %s
// RUN: allo run %s --top arrays --target hls --random-inputs 2 --range choice=0:9 | FileCheck %s
// RUN: allo run %s --top bounded --target cpu --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top bounded --target hls --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top kept --target cpu --random-inputs 4 --calls 3 | FileCheck %s
// RUN: allo run %s --top kept --target hls --random-inputs 4 --calls 3 | FileCheck %s
// RUN: allo run %s --top arrays --target rtl --random-inputs 2 --range choice=0:9 | FileCheck %s
// RUN: allo run %s --top bounded --target rtl --random-inputs 3 | FileCheck %s
// One process after the other: 32 elements do not go through four places.
// RUN: not allo run %s --top pipeline --target rtl --random-inputs 1 --range a=-99:99 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: not allo run %s --top kept --target rtl --random-inputs 4 2>&1 | FileCheck %s --check-prefix=DEPTH
// STUCK: error: the hardware of pipeline is stuck: nothing changes after cycle {{[0-9]+}}; waiting are:
// STUCK-NEXT: pipeline.produce_0_1, line [[# @LINE + 10]] writes to out
// STUCK-NEXT: hint: a stream that is full needs more depth, or its elements are never read; one that is empty is written too little
// DEPTH: error: 'history' is written and read by one process and has no depth
// DEPTH: hint: say how many elements it may hold: hls::stream<T, DEPTH>, or the step stream_depth
// CHECK: equal
// Streams inside a kernel: between functions, in arrays, in loops, with a depth, kept from call to call.
#include "hls_stream.h"

static void produce(const int a[32], hls::stream<int, 4> &out) {
  for (int i = 0; i < 32; ++i)
    out.write(a[i] * 3);
}
// One instance for each depth of what is passed.
static void keepEven(hls::stream<int> &in, hls::stream<int> &out) {
  while (!in.empty()) {
    int value = in.read();
    if (value % 2 == 0)
      out << value;
  }
}
static int consume(hls::stream<int> &in, int b[32]) {
  int count = 0;
  for (int value; in.read_nb(value); ++count)
    b[count] = value;
  return count;
}
static void rotate(hls::stream<int> &from, hls::stream<int> &to) { to.write(from.read()); }
int pipeline(const int a[32], int b[32]) {
  hls::stream<int, 4> tripled("tripled");
  hls::stream<int> even;
#pragma HLS stream variable=even depth=8
  produce(a, tripled);
  int waiting = tripled.size();
  keepEven(tripled, even);
  int count = consume(even, b);
  hls::stream<int> *pointer = &even;
  pointer->write(waiting);
  hls::stream<int> &named = even;
  keepEven(named, tripled);
  rotate(tripled, tripled);
  return count * 100 + (tripled.empty() ? waiting : tripled.read());
}

static void send(hls::stream<short> &to, const short a[16], int first) {
  for (int i = first; i < 16; i += 4)
    to.write(a[i]);
}
static short merged(hls::stream<short> from[4], int which) { return from[which].read(); }
template <int N> static unsigned total(hls::stream<short> (&all)[2][N]) {
  unsigned sum = 0;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < N; ++j)
      sum = sum * 8 + all[i][j].size();
  return sum;
}
unsigned arrays(const short a[16], short b[16], unsigned char choice) {
  hls::stream<short> lanes[4];
#pragma HLS array_partition variable=lanes complete
#pragma HLS stream variable=lanes depth=4
  lanes[0].set_name("first");
  for (int i = 0; i < 4; ++i)
    send(lanes[i], a, i);
  for (int i = 0; i < 16; ++i)
    b[i] = merged(lanes, 3 - i % 4);
  hls::stream<short> grid[2][3];
  for (int i = 0; i < 16; ++i)
    grid[(choice + i) % 2][a[i] & 1 ? 0 : i % 3].write(a[i]);
  return total(grid);
}

unsigned bounded(const unsigned char a[40], unsigned char b[40]) {
  hls::stream<unsigned char, 5> fifo;
  unsigned full = 0, refused = 0, lost = 0;
  int at = 0;
  for (int i = 0; i < 40; ++i) {
    full += fifo.full();
    if (!fifo.write_nb(a[i]))
      ++refused;
    if (a[i] % 3 == 0 && !fifo.read_nb(b[at]))
      ++lost;
    else if (a[i] % 3 == 0)
      ++at;
    hls::stream<unsigned char> fresh; // empty in every iteration
    if (fresh.empty())
      fresh.write(a[i]);
    if (i == 20)
      fifo.read(), fifo.write(7);
  }
  fifo.write(1); // beyond the depth: a run in one thread holds any number
  return full + (refused << 8) + (lost << 16) + (fifo.size() << 24) + fifo.capacity();
}

static void remember(int x) {
  static hls::stream<int> history("history");
  history.write(x);
  if (history.size() > 5)
    history.read();
}
int kept(const int a[4], int b[4]) {
  static hls::stream<int, 8> delay;
  for (int i = 0; i < 4; ++i) {
    remember(a[i]);
    delay.write(a[i] + i);
    b[i] = delay.size() > 6 ? delay.read() : -1;
  }
  return delay.size();
}
