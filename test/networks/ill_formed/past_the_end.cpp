// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --compare none 2>&1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 2>&1 | FileCheck %s --check-prefix=NATIVE
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 --compare none 2>&1 | FileCheck %s --check-prefix=HLS
// RUN: not allo verify %s --top top --schedule %S/../dataflow.allo | FileCheck %s --check-prefix=PROOF
// The consumer wants an element more than there are.
// CHECK: {{.*}}past_the_end.cpp:18:15: error: the stream 'in' is read while it is empty{{$}}
// CHECK: {{^}}  hint: write to it before, or ask empty() or read_nb() first{{$}}
// NATIVE: {{^}}hls::stream 'stream' is read while it is empty{{$}}
// HLS: {{^}}hls::stream 'numbers' is read while it is empty{{$}}
// PROOF: {{^}}  reason: in the source, stream numbers is empty where it is read   ({{.*}}past_the_end.cpp:18){{$}}
#include "hls_stream.h"
static void load(const int a[8], hls::stream<int, 2> &out) {
  for (int i = 0; i < 8; ++i)
    out.write(a[i]);
}
static void store(hls::stream<int, 2> &in, int b[9]) {
  for (int i = 0; i < 9; ++i)
    b[i] = in.read();
}
void top(const int a[8], int b[9]) {
  hls::stream<int, 2> numbers;
  load(a, numbers);
  store(numbers, b);
}
