// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/left_over_blocks.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// Two elements stay behind, and there is room for one: the producer never ends.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to out{{$}}
// SIM: {{.*}}left_over_blocks.cpp:25:3: error: the design stands still for ever after cycle 22: every process waits for a stream{{$}}
// SIM: {{.*}}left_over_blocks.cpp:25:3: note: 'load' waits since cycle 22 to write to 'numbers', whose 1 place is taken{{$}}
// SIM: hint: it would go on with 2 places in 'numbers' (line 24){{$}}
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
