// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/nested_shallow.allo --target rtl --random-inputs 1 | FileCheck %s
// A branch that is a network itself needs four elements for each that it gives.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to direct{{$}}
// STUCK-DAG: reads through{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  split waits for room in 'direct', which holds 2 of 2   ({{.*}}nested_shallow.cpp:22){{$}}
// SIM-NEXT: {{^}}  sums waits for an element of 'through'   ({{.*}}nested_shallow.cpp:28){{$}}
// SIM-NEXT: {{^}}  squares waits for an element of 'between'   ({{.*}}nested_shallow.cpp:32){{$}}
// SIM-NEXT: {{^}}  join waits for an element of 'worked'   ({{.*}}nested_shallow.cpp:43){{$}}
// SIM-NEXT: {{^}}hint: with depth 3 for 'direct' they go on{{$}}
#include "hls_stream.h"
constexpr int N = 12;
typedef hls::stream<int, 2> Link;
static void split(const int a[N], Link &direct, Link &through) {
  for (int i = 0; i < N; ++i) {
    direct.write(a[i]);
    through.write(a[i]);
  }
}
static void sums(Link &in, Link &out) {
  for (int i = 0; i < N / 4; ++i)
    out.write(in.read() + in.read() + in.read() + in.read());
}
static void squares(Link &in, Link &out) {
  for (int i = 0; i < N / 4; ++i) {
    int sum = in.read();
    out.write(sum * sum);
  }
}
static void inner(Link &in, Link &out) {
  Link between;
  sums(in, between);
  squares(between, out);
}
static void join(Link &direct, Link &through, int b[N]) {
  for (int i = 0; i < N / 4; ++i) {
    int square = through.read();
    for (int k = 0; k < 4; ++k)
      b[4 * i + k] = square - direct.read();
  }
}
void top(const int a[N], int b[N]) {
  Link direct, through, worked;
  split(a, direct, through);
  inner(through, worked);
  join(direct, worked, b);
}
