// RUN: allo-lower %s f | FileCheck %s
// The types of include/hls are scalars of the IR; their operations are arith (docs/decisions/0017).
#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_half.h"

// CHECK-LABEL: func.func @f(
// CHECK-SAME: %arg0: i17 {allo.var = #allo.var<id = 0, name = "a", type = <ap_int, 17>, is_const = true>}
// CHECK-SAME: %arg1: memref<4xi9> {allo.var = #allo.var<id = 1, name = "b", type = <ap_uint, 9>, is_const = true>}
// CHECK-SAME: %arg2: memref<i16> {{.*}}type = <ap_fixed, 16, 8, rnd, sat>
// CHECK-SAME: %arg3: memref<4xf16> {{.*}}type = <half>
// CHECK-SAME: %arg4: memref<4xbf16> {{.*}}type = <bfloat16>
void f(const ap_int<17> a, const ap_uint<9> b[4], ap_fixed<16, 8, AP_RND, AP_SAT> &x, half h[4], bfloat16 g[4],
       ap_int<32> r[8]) {
  // A sum in the width of its exact result, then the width of the place.
  // CHECK: %[[B:.*]] = affine.load %arg1[0]
  // CHECK-DAG: %[[A18:.*]] = arith.extsi %arg0 : i17 to i18
  // CHECK-DAG: %[[B18:.*]] = arith.extui %[[B]] : i9 to i18
  // CHECK: %[[SUM:.*]] = arith.addi %[[A18]], %[[B18]] : i18
  // CHECK: arith.extsi %[[SUM]] : i18 to i32
  r[0] = a + b[0];
  // A bit that is written: the others are kept.
  // CHECK: %[[OLD:.*]] = affine.load %arg5[0]
  // CHECK: %[[KEPT:.*]] = arith.andi %[[OLD]], %{{.*}} : i32
  // CHECK: arith.ori %[[KEPT]], %{{.*}} : i32
  r[0][3] = true;
  // A slice with constant ends is a shift and a cut.
  // CHECK: %[[DOWN:.*]] = arith.shrui %arg0, %{{.*}} : i17
  // CHECK: arith.trunci %[[DOWN]] : i17 to i4
  r[1] = a.range(7, 4);
  // Fixed point that loses bits under a mode is one operation; what loses none is a shift.
  // CHECK: arith.muli %{{.*}}, %{{.*}} : i32
  // CHECK: allo.quantize %{{.*}} : i32 as <ap_fixed, 32, 16> -> i16 as <ap_fixed, 16, 8, rnd, sat>
  x = x * x;
  // CHECK: arith.mulf %{{.*}}, %{{.*}} : f16
  h[0] = h[1] * h[2];
  // CHECK: arith.extf %{{.*}} : bf16 to f32
  // CHECK: arith.addf %{{.*}}, %{{.*}} : f32
  // CHECK: arith.truncf %{{.*}} : f32 to bf16
  g[0] = g[1] + g[2];
  // Floating point becomes an integer that wraps, as an operation of its own.
  // CHECK: allo.quantize %{{.*}} : f16 as <half> -> i32 as <ap_int, 32>
  r[2] = h[0];
}
