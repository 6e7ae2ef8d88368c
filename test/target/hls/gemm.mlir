// A scheduled kernel under a top: names, directives, layouts, constants, calls, the header, the script, the entry.
// RUN: allo-translate %s | FileCheck %s
// RUN: allo-translate %s --file kernel.h | FileCheck %s --check-prefix=HEADER
// RUN: allo-translate %s --file run_hls.tcl | FileCheck %s --check-prefix=SCRIPT
// RUN: allo-translate %s --file kernel_entry.cpp | FileCheck %s --check-prefix=ENTRY

// HEADER: extern "C" {
// HEADER-NEXT: void two_layers(const float X[4][8], const float W[8][8], float Y[4][8], float &total);

// SCRIPT: set_top two_layers
// SCRIPT: add_files kernel.cpp -cflags "-std=c++14 -fwrapv -ffp-contract=off"
// SCRIPT: set_part {xcu280-fsvh2892-2L-e}
// SCRIPT-NEXT: create_clock -period 3.33 -name default

// ENTRY: extern "C" void allo_entry(void **arguments, void *result) {
// ENTRY-NEXT:   (void)result;
// ENTRY-NEXT:   two_layers(
// ENTRY-NEXT:       static_cast<float (*)[8]>(arguments[0]),
// ENTRY-NEXT:       static_cast<float (*)[8]>(arguments[1]),
// ENTRY-NEXT:       static_cast<float (*)[8]>(arguments[2]),
// ENTRY-NEXT:       *static_cast<float *>(arguments[3]));

// CHECK: #include "kernel.h"
// CHECK: // gemm.cpp:2
// CHECK-NEXT: static void gemm_float_4_8_8(const float A[4][8], const float B[8][8], float C[4][8]) {
// CHECK-NEXT: #pragma HLS array_partition variable=B dim=2 type=cyclic factor=4
// CHECK-NEXT:   i: for (int i = 0; i < 4; ++i) { // gemm.cpp:3
// CHECK-NEXT:     float row[8];
// CHECK-NEXT: #pragma HLS array_partition variable=row dim=1 type=complete
// CHECK-NEXT:     j_init: for (int j_init = 0; j_init < 8; ++j_init) { // gemm.cpp:3, parallel
// CHECK-NEXT:       row[j_init] = 0.0f;
// CHECK-NEXT:     }
// CHECK-NEXT:     k: for (int k = 0; k < 8; ++k) { // gemm.cpp:4
// CHECK-NEXT:       j_outer: for (int j_outer = 0; j_outer < 2; ++j_outer) { // gemm.cpp:5
// CHECK-NEXT: #pragma HLS pipeline II=1
// CHECK-NEXT:         j_inner: for (int j_inner = 0; j_inner < 4; ++j_inner) { // gemm.cpp:5
// CHECK-NEXT: #pragma HLS unroll
// CHECK-NEXT:           row[4 * j_outer + j_inner] += A[i][k] * B[k][4 * j_outer + j_inner];
// CHECK-NEXT:         }
// CHECK-NEXT:       }
// CHECK-NEXT:     }
// CHECK-NEXT:     j: for (int j = 0; j < 8; ++j) { // gemm.cpp:6
// CHECK-NEXT:       C[i][j] = row[j];
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT: }

// CHECK: void two_layers(
// CHECK-NEXT: #pragma HLS array_partition variable=W dim=2 type=cyclic factor=4
// CHECK-NEXT:   float H[4][8];
// CHECK-NEXT:   gemm_float_4_8_8(X, W, H);
// CHECK-NEXT:   gemm_float_4_8_8(H, W, Y);
// CHECK-NEXT:   total = Y[0][0];
// CHECK-NEXT: }

#b = #allo.memory<[<none>, <cyclic, 4>], auto>
#row = #allo.memory<[<complete>], auto>
module {
  func.func private @"gemm<float, 4, 8, 8>"(
      %A: memref<4x8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>, is_const = true>},
      %B: memref<8x8xf32, #b> {allo.var = #allo.var<id = 1, name = "B", type = <float>, is_const = true>},
      %C: memref<4x8xf32> {allo.var = #allo.var<id = 2, name = "C", type = <float>>}) {
    %zero = arith.constant 0.0 : f32
    affine.for %i = 0 to 4 {
      %row = memref.alloca() {allo.var = #allo.var<id = 3, name = "row", type = <float>>} : memref<8xf32, #row>
      affine.for %j = 0 to 8 {
        affine.store %zero, %row[%j] : memref<8xf32, #row>
      } {allo.loop = #allo.loop<id = 5, name = "j.init", parallel = true>} loc("src/gemm.cpp":3:5)
      affine.for %k = 0 to 8 {
        affine.for %jo = 0 to 2 {
          affine.for %ji = 0 to 4 {
            %a = affine.load %A[%i, %k] : memref<4x8xf32>
            %b = affine.load %B[%k, %jo * 4 + %ji] : memref<8x8xf32, #b>
            %p = arith.mulf %a, %b : f32
            %c = affine.load %row[%jo * 4 + %ji] : memref<8xf32, #row>
            %s = arith.addf %c, %p : f32
            affine.store %s, %row[%jo * 4 + %ji] : memref<8xf32, #row>
          } {allo.loop = #allo.loop<id = 8, name = "j.inner", unroll = -1>} loc("src/gemm.cpp":5:7)
        } {allo.loop = #allo.loop<id = 7, name = "j.outer", pipeline = 1>} loc("src/gemm.cpp":5:7)
      } {allo.loop = #allo.loop<id = 6, name = "k">} loc("src/gemm.cpp":4:5)
      affine.for %j = 0 to 8 {
        %v = affine.load %row[%j] : memref<8xf32, #row>
        affine.store %v, %C[%i, %j] : memref<4x8xf32>
      } {allo.loop = #allo.loop<id = 9, name = "j">} loc("src/gemm.cpp":6:5)
    } {allo.loop = #allo.loop<id = 4, name = "i">} loc("src/gemm.cpp":3:3)
    return
  } loc("src/gemm.cpp":2:1)
  func.func @two_layers(
      %X: memref<4x8xf32> {allo.var = #allo.var<id = 0, name = "X", type = <float>, is_const = true>},
      %W: memref<8x8xf32, #b> {allo.var = #allo.var<id = 1, name = "W", type = <float>, is_const = true>},
      %Y: memref<4x8xf32> {allo.var = #allo.var<id = 2, name = "Y", type = <float>>},
      %total: memref<f32> {allo.var = #allo.var<id = 3, name = "total", type = <float>>}) attributes {allo.top} {
    %H = memref.alloca() {allo.var = #allo.var<id = 4, name = "H", type = <float>>} : memref<4x8xf32>
    call @"gemm<float, 4, 8, 8>"(%X, %W, %H) : (memref<4x8xf32>, memref<8x8xf32, #b>, memref<4x8xf32>) -> ()
    call @"gemm<float, 4, 8, 8>"(%H, %W, %Y) : (memref<4x8xf32>, memref<8x8xf32, #b>, memref<4x8xf32>) -> ()
    %y = affine.load %Y[0, 0] : memref<4x8xf32>
    affine.store %y, %total[] : memref<f32>
    return
  }
}
