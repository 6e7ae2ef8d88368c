// RUN: allo run %s --top top --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --target hls --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --target rtl --random-inputs 1 | FileCheck %s
// RUN: echo 'inline scale' > %t.allo && echo 'unroll fill:i factor=4' >> %t.allo && echo 'pipeline drain:i' >> %t.allo
// RUN: allo run %s --top top --target cpu --random-inputs 2 --schedule %t.allo | FileCheck %s
// RUN: allo run %s --top top --target hls --random-inputs 2 --schedule %t.allo | FileCheck %s
// RUN: allo run %s --top top --target rtl --random-inputs 2 --schedule %t.allo | FileCheck %s
// RUN: allo verify %s --top top --schedule %t.allo | FileCheck %s
// RUN: allo run %s --top shapes --target cpu --random-inputs 3 --calls 2 | FileCheck %s
// RUN: allo run %s --top shapes --target hls --random-inputs 3 --calls 2 | FileCheck %s
// RUN: allo build %s --top top --target hls --output %t.hls && FileCheck %s --check-prefix=HLS < %t.hls/kernel.cpp
// A design of processes joined by streams as HLS sources write it, scheduled; streams in every kind of variable.
// CHECK: equal
// HLS: static void fill(const int in[64], hls::stream<int, 16> &out) {
// HLS: static void scale(hls::stream<int, 16> &in, hls::stream<int, 2> &out, int factor) {
// HLS: void top(const int in[64], int out[64]) {
// HLS-NEXT: #pragma HLS dataflow
// HLS-NEXT: hls::stream<int, 16> raw("raw");
// HLS-NEXT: #pragma HLS stream variable=raw depth=16
// HLS-NEXT: hls::stream<int, 2> scaled("scaled");
// HLS-NEXT: #pragma HLS stream variable=scaled depth=2
// HLS-NEXT: fill(in, raw);
// HLS-NEXT: scale(raw, scaled, 3);
#include "hls_stream.h"

static void fill(const int in[64], hls::stream<int> &out) {
  for (int i = 0; i < 64; ++i)
    out.write(in[i]);
}
static void scale(hls::stream<int> &in, hls::stream<int, 2> &out, int factor) {
  for (int i = 0; i < 64; ++i) {
#pragma HLS pipeline II=1
    out.write(in.read() * factor);
  }
}
static void drain(hls::stream<int, 2> &in, int out[64]) {
  for (int i = 0; i < 64; ++i)
    out[i] = in.read();
}
void top(const int in[64], int out[64]) {
#pragma HLS dataflow
  hls::stream<int> raw("raw");
#pragma HLS stream variable=raw depth=16
  hls::stream<int, 2> scaled;
  fill(in, raw);
  scale(raw, scaled, 3);
  drain(scaled, out);
}

using Words = hls::stream<unsigned>;
static Words shared;

static bool ready(const Words &words) { return !words.empty() && words.size() < 100; }
static unsigned rowSum(Words (&row)[3]) {
  unsigned sum = 0;
  for (int i = 0; i < 3; ++i)
    while (!row[i].empty() && sum < 1u << 30)
      sum += row[i].read() & 0xff;
  return sum;
}
struct Port {
  Words &words;
  void send(unsigned x) { words.write(x ^ 1); }
  unsigned take() { return words.empty() ? 0 : words.read(); }
};
template <class Queue> static void twice(Queue &queue, unsigned x) {
  queue << x;
  queue << x + 1;
}
unsigned shapes(const unsigned a[12], unsigned b[12]) {
  Words grid[2][3];
  for (int i = 0; i < 12; ++i)
    grid[i / 6][i % 3].write(a[i]);
  Words plain;
  Port port{plain};
  auto push = [&plain](unsigned x) { plain.write(x); };
  for (int i = 0; i < 6; ++i) {
    if (i % 2)
      push(a[i]);
    else
      port.send(a[i]);
    twice(shared, a[i]);
  }
  for (int i = 0; i < 6; ++i)
    b[i] = ready(plain) ? port.take() : 7;
  for (int i = 6; i < 11; ++i) {
    unsigned value = 9;
    bool done = shared.read_nb(value) && value % 2 == 0;
    b[i] = done ? value : value + 5;
  }
  Words *pointer = &grid[1][2];
  b[11] = pointer->size() + (plain.empty() ? 0 : plain.read());
  do {
    shared.write(b[11]);
  } while (shared.size() < 20);
  return rowSum(grid[0]) * 3 + rowSum(grid[1]) + shared.size();
}
