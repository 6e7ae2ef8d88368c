// RUN: allo run %s --top top --schedule %S/grid_chunks.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top top --schedule %S/grid_chunks.allo --target hls --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/grid_chunks.allo --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=STUCK
// RUN: allo run %s --top top --schedule %S/chunks.allo --target rtl --random-inputs 1 | FileCheck %s
// RUN: not allo run %s --top top --schedule %S/grid_chunks.allo --target sim --random-inputs 1 2>&1 | FileCheck %s --check-prefix=SIM
// Each worker gets its part as a whole, the collector takes from them in turn. A worker holds an element besides what
// its two streams hold.
// In one thread it runs; a run with times finds it.
// CHECK: {{^}}equal to the native kernel, bit for bit{{$}}
// STUCK: {{^}}error: the hardware of top is stuck
// STUCK-DAG: writes to lanes{{$}}
// STUCK-DAG: writes to results{{$}}
// STUCK-DAG: reads results{{$}}
// SIM: {{.*}}chunks.cpp:38:3: error: the design stands still for ever after cycle 17: every process waits for a stream{{$}}
// SIM: {{.*}}chunks.cpp:38:3: note: 'deal' waits since cycle 17 to write to 'lanes[0]', whose 2 places are taken{{$}}
// SIM: {{.*}}chunks.cpp:40:5: note: 'work' waits since cycle 12 to write to 'results[0]', whose 2 places are taken{{$}}
// SIM: {{.*}}chunks.cpp:40:5: note: 'work' waits since cycle 3 to read 'lanes[1]', which is empty{{$}}
// SIM: {{.*}}chunks.cpp:41:3: note: 'collect' waits since cycle 8 to read 'results[1]', which is empty{{$}}
// SIM: hint: it would go on with 4 places in 'results[0]' (line 37){{$}}
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
