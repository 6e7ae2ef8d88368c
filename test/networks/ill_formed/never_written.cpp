// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 --compare none 2>&1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 2>&1 | FileCheck %s --check-prefix=NATIVE
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 --compare none 2>&1 | FileCheck %s --check-prefix=HLS
// RUN: not allo verify %s --top top --schedule %S/../dataflow.allo | FileCheck %s --check-prefix=PROOF
// A stream that no process writes.
// CHECK: {{.*}}never_written.cpp:18:30: error: the stream 'other' is read while it is empty{{$}}
// CHECK: {{^}}  hint: write to it before, or ask empty() or read_nb() first{{$}}
// NATIVE: {{^}}hls::stream 'stream' is read while it is empty{{$}}
// HLS: {{^}}hls::stream 'forgotten' is read while it is empty{{$}}
// PROOF: {{^}}  reason: in the source, stream forgotten is empty where it is read   ({{.*}}never_written.cpp:18){{$}}
#include "hls_stream.h"
static void load(const int a[8], hls::stream<int, 2> &out) {
  for (int i = 0; i < 8; ++i)
    out.write(a[i]);
}
static void store(hls::stream<int, 2> &in, hls::stream<int, 2> &other, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read() + other.read();
}
void top(const int a[8], int b[8]) {
  hls::stream<int, 2> numbers, forgotten;
  load(a, numbers);
  store(numbers, forgotten, b);
}
