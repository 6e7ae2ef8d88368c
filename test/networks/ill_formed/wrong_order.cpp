// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/wrong_order.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// All elements with even places come before all with odd ones, but the consumer begins with an odd one.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to evens{{$}}
// STUCK-DAG: reads odds{{$}}
// SIM: {{.*}}wrong_order.cpp:31:3: error: the design stands still for ever after cycle 14: every process waits for a stream{{$}}
// SIM: {{.*}}wrong_order.cpp:31:3: note: 'load' waits since cycle 14 to write to 'evens', whose 4 places are taken{{$}}
// SIM: {{.*}}wrong_order.cpp:32:3: note: 'join' waits since cycle 3 to read 'odds', which is empty{{$}}
// SIM: hint: it would go on with 5 places in 'evens' (line 30){{$}}
#include "hls_stream.h"
constexpr int N = 12;
static void load(const int a[N], hls::stream<int, 4> &evens, hls::stream<int, 4> &odds) {
  for (int i = 0; i < N; ++i)
    if (i < N / 2)
      evens.write(a[2 * i]);
    else
      odds.write(a[2 * i - N + 1]);
}
static void join(hls::stream<int, 4> &evens, hls::stream<int, 4> &odds, int b[N / 2]) {
  for (int i = 0; i < N / 2; ++i)
    b[i] = odds.read() - evens.read();
}
void top(const int a[N], int b[N / 2]) {
  hls::stream<int, 4> evens, odds;
  load(a, evens, odds);
  join(evens, odds, b);
}
