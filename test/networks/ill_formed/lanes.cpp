// RUN: not allo report %s --top top --schedule %S/grid.allo 2>&1 | FileCheck %s
// Four elements of a grid write one stream of an array.
// CHECK: {{.*}}lanes.cpp:25:3: error: unfold p: the stream sums[0] is written at (p=0) on line 16 and written again at (p=1) on line 16, by two processing elements{{$}}
// CHECK: {{^}}  hint: a stream has one element that writes and one that reads; an array of streams has one for each{{$}}
#include "hls_stream.h"
constexpr int PES = 4, N = 8;
static void load(const int a[PES][N], hls::stream<int, 2> lanes[PES]) {
  for (int p = 0; p < PES; ++p)
    for (int i = 0; i < N; ++i)
      lanes[p].write(a[p][i]);
}
static void sum(hls::stream<int, 2> lanes[PES], hls::stream<int, 2> sums[PES], int p) {
  int total = 0;
  for (int i = 0; i < N; ++i)
    total += lanes[p].read();
  sums[0].write(total);
}
static void store(hls::stream<int, 2> sums[PES], int b[PES]) {
  for (int p = 0; p < PES; ++p)
    b[p] = sums[0].read();
}
void top(const int a[PES][N], int b[PES]) {
  hls::stream<int, 2> lanes[PES], sums[PES];
  load(a, lanes);
  for (int p = 0; p < PES; ++p)
    sum(lanes, sums, p);
  store(sums, b);
}
