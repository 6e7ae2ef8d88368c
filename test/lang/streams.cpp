// RUN: allo-lower %s f | FileCheck %s
// RUN: allo-lower %s f > %t.mlir && allo-opt %t.mlir | FileCheck %s
// Streams are values of a type with depth and C types (docs/decisions/0021); the IR reads back as it is printed.
#include "hls_stream.h"

struct Sample {
  short level;
  float weight[2];
};

// CHECK-LABEL: func.func private @send
// CHECK-SAME: %arg0: !allo.stream<[<int>] depth = 4 extents = [3]> {allo.var = #allo.var<id = 0, name = "to", type = <int>>}
// CHECK-SAME: %arg1: i32 {allo.var = #allo.var<id = 1, name = "to.at0", type = <int>, is_const = true>}
static void send(hls::stream<int> &to, int x) {
  // CHECK: allo.stream_write %arg0[%{{.*}}], %arg2 : <[<int>] depth = 4 extents = [3]>, i32
  to.write(x);
}

// CHECK-LABEL: func.func @f
int f(int x, Sample s) {
  // CHECK: %[[LANES:.*]] = allo.stream_create {allo.var = #allo.var<id = {{.*}}, name = "lanes", type = <int>>} : <[<int>] depth = 4 extents = [3]>
  hls::stream<int, 4> lanes[3];
  // CHECK: call @send(%[[LANES]], %{{.*}}, %arg0)
  send(lanes[1], x);
  // CHECK: %[[S:.*]] = allo.stream_create {{.*}} : <[<short>, <float>, <float>]>
  hls::stream<Sample> samples;
  // CHECK: allo.stream_write %[[S]][], %{{.*}}, %{{.*}}, %{{.*}} : <[<short>, <float>, <float>]>, i16, f32, f32
  samples.write(s);
  // CHECK: %[[DONE:.*]], %[[V:.*]]:3 = allo.stream_try_read %[[S]][] : <[<short>, <float>, <float>]> -> i1, i16, f32, f32
  // CHECK: scf.if %[[DONE]]
  samples.read_nb(s);
  // CHECK: %[[EMPTY:.*]] = allo.stream_empty %[[S]][] : <[<short>, <float>, <float>]> -> i1
  bool none = samples.empty();
  // Without a depth a stream is never full.
  // CHECK-NOT: stream_full
  bool full = samples.full();
  // CHECK: allo.stream_size %[[LANES]][%{{.*}}] {{.*}} -> i32
  // CHECK: allo.stream_full %[[LANES]][%{{.*}}] {{.*}} -> i1
  // CHECK: allo.stream_try_write %[[LANES]][%{{.*}}], %arg0 : {{.*}}, i32 -> i1
  // CHECK: allo.stream_read %[[LANES]][%{{.*}}] {{.*}} -> i32
  return none + full + lanes[2].size() + lanes[0].full() + lanes[0].write_nb(x) + lanes[0].read();
}
