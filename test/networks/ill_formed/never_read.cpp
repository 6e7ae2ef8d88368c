// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/never_read.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// A stream that no process reads fills up.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to spare{{$}}
// SIM: {{.*}}never_read.cpp:28:3: error: the design stands still for ever after cycle 10: every process waits for a stream{{$}}
// SIM: {{.*}}never_read.cpp:28:3: note: 'load' waits since cycle 8 to write to 'spare', whose 2 places are taken{{$}}
// SIM: {{.*}}never_read.cpp:29:3: note: 'store' waits since cycle 10 to read 'numbers', which is empty{{$}}
// SIM: hint: it would go on with 8 places in 'spare' (line 27), which nobody reads{{$}}
#include "hls_stream.h"
static void load(const int a[8], hls::stream<int, 2> &out, hls::stream<int, 2> &spare) {
  for (int i = 0; i < 8; ++i) {
    out.write(a[i]);
    spare.write(a[i]);
  }
}
static void store(hls::stream<int, 2> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[8], int b[8]) {
  hls::stream<int, 2> numbers, spare;
  load(a, numbers, spare);
  store(numbers, b);
}
