// RUN: not allo report %s --top top --schedule %S/../dataflow.allo 2>&1 | FileCheck %s
// A process that is given one stream as its input and its output: it would take what it has put in itself.
// CHECK: {{^}}error: dataflow: 'numbers' (line 19) is written by the call of load on line 20 and by the loop 'i' (line 11){{$}}
// CHECK: {{^}}  hint: an array or stream between tasks has one producer{{$}}
#include "hls_stream.h"
static void load(const int a[8], hls::stream<int, 2> &out) {
  for (int i = 0; i < 8; ++i)
    out.write(a[i]);
}
static void move(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  for (int i = 0; i < 8; ++i)
    out.write(in.read() + 1);
}
static void store(hls::stream<int, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[8], int b[8]) {
  hls::stream<int, 2> numbers;
  load(a, numbers);
  move(numbers, numbers);
  store(numbers, b);
}
