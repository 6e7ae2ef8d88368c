// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/never_read.allo --target rtl --random-inputs 1 | FileCheck %s
// A stream that no process reads fills up.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to spare{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  load waits for room in 'spare', which holds 2 of 2   ({{.*}}never_read.cpp:18){{$}}
// SIM-NEXT: {{^}}  store waits for an element of 'numbers'   ({{.*}}never_read.cpp:23){{$}}
// SIM-NEXT: {{^}}hint: no process reads 'spare'; with depth 8 all processes end{{$}}
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
