// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/by_data.allo --target rtl --random-inputs 1 | FileCheck %s
// Which stream fills up depends on data: with more than four elements that are not negative before the last negative one.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to high{{$}}
// STUCK-DAG: reads low{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  part waits for room in 'high', which holds 4 of 4   ({{.*}}by_data.cpp:22){{$}}
// SIM-NEXT: {{^}}  join waits for an element of 'low'   ({{.*}}by_data.cpp:28){{$}}
// SIM-NEXT: {{^}}hint: with depth 9 for 'high' they go on with these inputs{{$}}
#include "hls_stream.h"
constexpr int N = 16, END = 1000;
static void part(const int a[N], hls::stream<int, 4> &low, hls::stream<int, 4> &high) {
  for (int i = 0; i < N; ++i)
    if (a[i] < 0)
      low.write(a[i]);
    else
      high.write(a[i]);
  low.write(END);
  high.write(END);
}
static void join(hls::stream<int, 4> &low, hls::stream<int, 4> &high, int b[N]) {
  int at = 0;
  for (int value = low.read(); value != END; value = low.read())
    b[at++] = value;
  for (int value = high.read(); value != END; value = high.read())
    b[at++] = value;
}
void top(const int a[N], int b[N]) {
  hls::stream<int, 4> low, high;
  part(a, low, high);
  join(low, high, b);
}
