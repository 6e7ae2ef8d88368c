// RUN: not allo report %s --top top --schedule %S/../dataflow.allo 2>&1 | FileCheck %s
// An array of the caller is filled by one process and read by another, and nothing says when it is full.
// CHECK: {{^}}error: dataflow: 'table' (line 16) is written by the call of fill on line 18 and read by the call of look_up on line 19, but it is declared outside of the body{{$}}
// CHECK: {{^}}  hint: tasks pass data through arrays and streams that are declared in the body{{$}}
#include "hls_stream.h"
static void fill(const int a[8], int table[8], hls::stream<int, 2> &out) {
  for (int i = 0; i < 8; ++i) {
    table[i] = 2 * a[i];
    out.write(i);
  }
}
static void look_up(const int table[8], hls::stream<int, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = table[in.read()];
}
void top(const int a[8], int table[8], int b[8]) {
  hls::stream<int, 2> places;
  fill(a, table, places);
  look_up(table, places, b);
}
