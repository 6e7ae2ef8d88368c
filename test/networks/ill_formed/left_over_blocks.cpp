// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/left_over_blocks.allo --target rtl --random-inputs 1 | FileCheck %s
// Two elements stay behind, and there is room for one: the producer never ends.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to out{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  load waits for room in 'numbers', which holds 1 of 1   ({{.*}}left_over_blocks.cpp:17){{$}}
// SIM-NEXT: {{^}}  store has ended{{$}}
// SIM-NEXT: {{^}}hint: 2 elements of 'numbers' are never read; with depth 2 all processes end{{$}}
#include "hls_stream.h"
static void load(const int a[10], hls::stream<int, 1> &out) {
  for (int i = 0; i < 10; ++i)
    out.write(a[i]);
}
static void store(hls::stream<int, 1> &in, int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = in.read();
}
void top(const int a[10], int b[8]) {
  hls::stream<int, 1> numbers;
  load(a, numbers);
  store(numbers, b);
}
