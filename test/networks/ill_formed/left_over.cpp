// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// Two elements stay behind; the stream has room for them, so that every process ends.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// SIM: note: 2 elements are left in 'numbers' (line 19) after the call{{$}}
#include "hls_stream.h"
static void load(const int a[10], hls::stream<int, 4> &out) {
  for (int i = 0; i < 10; ++i)
    out.write(a[i]);
}
static void store(hls::stream<int, 4> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[10], int b[8]) {
  hls::stream<int, 4> numbers;
  load(a, numbers);
  store(numbers, b);
}
