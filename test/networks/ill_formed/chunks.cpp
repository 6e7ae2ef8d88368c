// RUN: allo run %s --top top --schedule %S/grid_chunks.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/grid_chunks.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/grid_chunks.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/chunks.allo --target rtl --random-inputs 1 | FileCheck %s
// Each worker gets its part as a whole, the collector takes from them in turn. A worker holds an element besides what
// its two streams hold.
// In one thread it runs, and what a run with times has to find stands in the lines that begin with SIM.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to lanes{{$}}
// STUCK-DAG: writes to results{{$}}
// STUCK-DAG: reads results{{$}}
// SIM: {{^}}deadlock: no process can go on{{$}}
// SIM-NEXT: {{^}}  deal waits for room in 'lanes[0]', which holds 2 of 2   ({{.*}}chunks.cpp:23){{$}}
// SIM-NEXT: {{^}}  work (w = 0) waits for room in 'results[0]', which holds 2 of 2   ({{.*}}chunks.cpp:27){{$}}
// SIM-NEXT: {{^}}  collect waits for an element of 'results[1]'   ({{.*}}chunks.cpp:32){{$}}
// SIM-NEXT: {{^}}hint: with depth 4 for 'lanes' they go on, or with depth 4 for 'results'{{$}}
#include "hls_stream.h"
constexpr int WORKERS = 2, CHUNK = 8;
static void deal(const int a[WORKERS * CHUNK], hls::stream<int, 2> lanes[WORKERS]) {
  for (int w = 0; w < WORKERS; ++w)
    for (int i = 0; i < CHUNK; ++i)
      lanes[w].write(a[CHUNK * w + i]);
}
static void work(hls::stream<int, 2> lanes[WORKERS], hls::stream<int, 2> results[WORKERS], int w) {
  for (int i = 0; i < CHUNK; ++i)
    results[w].write(3 * lanes[w].read() + w);
}
static void collect(hls::stream<int, 2> results[WORKERS], int b[WORKERS * CHUNK]) {
  for (int i = 0; i < CHUNK; ++i)
    for (int w = 0; w < WORKERS; ++w)
      b[WORKERS * i + w] = results[w].read();
}
void top(const int a[WORKERS * CHUNK], int b[WORKERS * CHUNK]) {
  hls::stream<int, 2> lanes[WORKERS], results[WORKERS];
  deal(a, lanes);
  for (int w = 0; w < WORKERS; ++w)
    work(lanes, results, w);
  collect(results, b);
}
