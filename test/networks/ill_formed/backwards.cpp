// RUN: not allo report %s --top top --schedule %S/grid.allo 2>&1 | FileCheck %s
// A grid whose data goes against the order of its loop: one after the other, the first would find nothing.
// CHECK: {{.*}}backwards.cpp:22:3: error: unfold p: the stream links[1] is read at (p=0, i=0) on line 13 and written at (p=1, i=0) on line 13, by a later processing element{{$}}
// CHECK: {{^}}  hint: data goes from an element to a later one; let the loop run the other way{{$}}
#include "hls_stream.h"
constexpr int PES = 4, N = 6;
static void load(const int a[N], hls::stream<int, 2> links[PES + 1]) {
  for (int i = 0; i < N; ++i)
    links[PES].write(a[i]);
}
static void pass(hls::stream<int, 2> links[PES + 1], int p) {
  for (int i = 0; i < N; ++i)
    links[p].write(links[p + 1].read() + p);
}
static void store(hls::stream<int, 2> links[PES + 1], int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = links[0].read();
}
void top(const int a[N], int b[N]) {
  hls::stream<int, 2> links[PES + 1];
  load(a, links);
  for (int p = 0; p < PES; ++p)
    pass(links, p);
  store(links, b);
}
