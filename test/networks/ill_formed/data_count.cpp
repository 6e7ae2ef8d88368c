// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --compare none 2>&1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 2>&1 | FileCheck %s --check-prefix=NATIVE
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 --compare none 2>&1 | FileCheck %s --check-prefix=HLS
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --range a=1:9 | FileCheck %s --check-prefix=ALL
// ALL: {{^}}equal to the native kernel, bit for bit{{$}}
// The consumer wants as many elements as there may be at most; how many there are depends on data.
// CHECK: {{.*}}data_count.cpp:19:15: error: the stream 'in' is read while it is empty{{$}}
// CHECK: {{^}}  hint: write to it before, or ask empty() or read_nb() first{{$}}
// NATIVE: {{^}}hls::stream 'stream' is read while it is empty{{$}}
// HLS: {{^}}hls::stream 'numbers' is read while it is empty{{$}}
#include "hls_stream.h"
static void positive(const int a[8], hls::stream<int, 8> &out) {
  for (int i = 0; i < 8; ++i)
    if (a[i] > 0)
      out.write(a[i]);
}
static void store(hls::stream<int, 8> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[8], int b[8]) {
  hls::stream<int, 8> numbers;
  positive(a, numbers);
  store(numbers, b);
}
