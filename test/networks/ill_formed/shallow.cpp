// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/shallow.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// Two branches join, and one of them gives its first sum after four elements; the direct one has room for two.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to direct{{$}}
// STUCK-DAG: reads in{{$}}
// STUCK-DAG: reads sums{{$}}
// SIM: {{.*}}shallow.cpp:43:3: error: the design stands still for ever after cycle 10: every process waits for a stream{{$}}
// SIM: {{.*}}shallow.cpp:43:3: note: 'split' waits since cycle 8 to write to 'direct', whose 2 places are taken{{$}}
// SIM: {{.*}}shallow.cpp:44:3: note: 'pairs' waits since cycle 10 to read 'through', which is empty{{$}}
// SIM: {{.*}}shallow.cpp:45:3: note: 'join' waits since cycle 3 to read 'sums', which is empty{{$}}
// SIM: hint: it would go on with 3 places in 'direct' (line 42){{$}}
#include "hls_stream.h"
constexpr int N = 16;
static void split(const int a[N], hls::stream<int, 2> &direct, hls::stream<int, 2> &through) {
  for (int i = 0; i < N; ++i) {
    direct.write(a[i]);
    through.write(a[i]);
  }
}
static void pairs(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  for (int i = 0; i < N / 4; ++i) {
    int sum = 0;
    for (int k = 0; k < 4; ++k)
      sum += in.read();
    out.write(sum);
  }
}
static void join(hls::stream<int, 2> &direct, hls::stream<int, 2> &sums, int b[N]) {
  for (int i = 0; i < N / 4; ++i) {
    int sum = sums.read();
    for (int k = 0; k < 4; ++k)
      b[4 * i + k] = sum - direct.read();
  }
}
void top(const int a[N], int b[N]) {
  hls::stream<int, 2> direct, through, sums;
  split(a, direct, through);
  pairs(through, sums);
  join(direct, sums, b);
}
