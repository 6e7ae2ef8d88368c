// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --compare none 2>&1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 2>&1 | FileCheck %s --check-prefix=NATIVE
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 --compare none 2>&1 | FileCheck %s --check-prefix=HLS
// RUN: not allo verify %s --top top --schedule %S/../dataflow.allo | FileCheck %s --check-prefix=PROOF
// A stream that comes back to its process without an element to begin with.
// CHECK: {{.*}}no_tokens.cpp:15:20: error: the stream 'back' is read while it is empty{{$}}
// CHECK: {{^}}  hint: write to it before, or ask empty() or read_nb() first{{$}}
// NATIVE: {{^}}hls::stream 'stream' is read while it is empty{{$}}
// HLS: {{^}}hls::stream 'back' is read while it is empty{{$}}
// PROOF: {{^}}  reason: in the source, stream back is empty where it is read   ({{.*}}no_tokens.cpp:15){{$}}
#include "hls_stream.h"
static void accumulate(const int a[8], hls::stream<int, 2> &out) {
  hls::stream<int, 1> back;
  for (int i = 0; i < 8; ++i) {
    int sum = back.read() + a[i];
    back.write(sum);
    out.write(sum);
  }
}
static void store(hls::stream<int, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[8], int b[8]) {
  hls::stream<int, 2> sums;
  accumulate(a, sums);
  store(sums, b);
}
