// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/wrong_order.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/wrong_order.allo --target sim --random-inputs 1 | FileCheck %s
// All elements with even places come before all with odd ones, but the consumer begins with an odd one.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to evens{{$}}
// STUCK-DAG: reads odds{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  load waits for room in 'evens', which holds 4 of 4   ({{.*}}wrong_order.cpp:20){{$}}
// SIM-NEXT: {{^}}  join waits for an element of 'odds'   ({{.*}}wrong_order.cpp:26){{$}}
// SIM-NEXT: {{^}}hint: with depth 5 for 'evens' they go on{{$}}
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
