// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/by_data.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// Which stream fills up depends on data: with more than four elements that are not negative before the last negative one.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to high{{$}}
// STUCK-DAG: reads low{{$}}
// SIM: {{.*}}by_data.cpp:36:3: error: the design stands still for ever after cycle 26: every process waits for a stream{{$}}
// SIM: {{.*}}by_data.cpp:36:3: note: 'part' waits since cycle 26 to write to 'high', whose 4 places are taken{{$}}
// SIM: {{.*}}by_data.cpp:37:3: note: 'join' waits since cycle 19 to read 'low', which is empty{{$}}
// SIM: hint: it would go on with 9 places in 'high' (line 35){{$}}
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
