// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/../dataflow.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/nested_shallow.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/../dataflow.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// A branch that is a network itself needs four elements for each that it gives.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to direct{{$}}
// STUCK-DAG: reads through{{$}}
// SIM: {{.*}}nested_shallow.cpp:51:3: error: the design stands still for ever after cycle 10: every process waits for a stream{{$}}
// SIM: {{.*}}nested_shallow.cpp:51:3: note: 'split' waits since cycle 8 to write to 'direct', whose 2 places are taken{{$}}
// SIM: {{.*}}nested_shallow.cpp:53:3: note: 'join' waits since cycle 3 to read 'worked', which is empty{{$}}
// SIM: {{.*}}nested_shallow.cpp:39:3: note: 'inner/sums' waits since cycle 10 to read 'through', which is empty{{$}}
// SIM: {{.*}}nested_shallow.cpp:40:3: note: 'inner/squares' waits since cycle 4 to read 'between', which is empty{{$}}
// SIM: hint: it would go on with 3 places in 'direct' (line 50){{$}}
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
