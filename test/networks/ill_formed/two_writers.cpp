// RUN: not allo report %s --top top --schedule %S/../dataflow.allo 2>&1 | FileCheck %s
// Two processes write one stream: whose element comes first would depend on time.
// CHECK: {{^}}error: dataflow: 'numbers' (line 15) is written by the call of count on line 16 and by the call of count on line 17{{$}}
// CHECK: {{^}}  hint: an array or stream between tasks has one producer{{$}}
#include "hls_stream.h"
static void count(hls::stream<int, 16> &out, int from) {
  for (int i = 0; i < 8; ++i)
    out.write(from + i);
}
static void store(hls::stream<int, 16> &in, int b[16]) {
  for (int i = 0; i < 16; ++i)
    b[i] = in.read();
}
void top(int b[16]) {
  hls::stream<int, 16> numbers;
  count(numbers, 0);
  count(numbers, 100);
  store(numbers, b);
}
