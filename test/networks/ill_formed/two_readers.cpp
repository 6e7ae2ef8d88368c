// RUN: not allo report %s --top top --schedule %S/../dataflow.allo 2>&1 | FileCheck %s
// Two processes read one stream: which of them gets an element would depend on time.
// CHECK: {{^}}error: dataflow: 'numbers' (line 15) is read by the call of half on line 17 and by the call of half on line 18{{$}}
// CHECK: {{^}}  hint: an array or stream between tasks has one consumer; copy it for a second one{{$}}
#include "hls_stream.h"
static void load(const int a[16], hls::stream<int, 2> &out) {
  for (int i = 0; i < 16; ++i)
    out.write(a[i]);
}
static void half(hls::stream<int, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[16], int b[8], int c[8]) {
  hls::stream<int, 2> numbers;
  load(a, numbers);
  half(numbers, b);
  half(numbers, c);
}
