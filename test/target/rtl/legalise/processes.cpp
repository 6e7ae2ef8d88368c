// RUN: split-file %s %t && cd %t && allo-legalise kernel.cpp --top placed --schedule grid.allo | FileCheck kernel.cpp
//--- kernel.cpp
// Elements of a grid: the one at the edge and the others are functions of their own, and each call has its part of the
// arrays, in every dimension that its place chooses.
#include "hls_stream.h"
static void element(const int a[3][8], int b[3], hls::stream<int, 2> chain[3], int p) {
  int sum = 0;
  for (int i = 0; i < 8; ++i) {
    int before = 0;
    if (p > 0)
      before = chain[p - 1].read();
    sum += a[p][i] + before;
    if (p < 2)
      chain[p].write(sum);
  }
  b[p] = sum;
}
void placed(const int a[3][8], int b[3]) {
  hls::stream<int, 2> chain[3];
  for (int p = 0; p < 3; ++p)
    element(a, b, chain, p);
}
// CHECK: func.func private @element_0(%{{.*}}: memref<1x8xi32, {{.*}}<complete>, <none>], auto>>
// CHECK-SAME: memref<1xi32
// CHECK-NOT: stream_read
// CHECK: affine.load %{{.*}}[0, %
// CHECK: stream_write
// CHECK: func.func private @element_1(
// CHECK: stream_read
// CHECK: stream_write
// CHECK: func.func private @element_2(
// CHECK: stream_read
// CHECK-NOT: stream_write
// CHECK: func.func @placed(
// CHECK: builtin.unrealized_conversion_cast %arg0, %{{.*}} : memref<3x8xi32, {{.*}} to memref<1x8xi32, {{.*}} {dims = array<i64: 0>}
// CHECK: call @element_0(
// CHECK: call @element_1(
// CHECK: call @element_2(
//--- grid.allo
partition a dim=1
partition b dim=1
unfold p
