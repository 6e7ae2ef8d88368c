// RUN: allo run %s --top "matmul<16>" --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top "matmul<16>" --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top "matmul<16>" --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=MATMUL,CHECK
// RUN: allo run %s --top "matmul<16>" --target sim --random-inputs 3 | FileCheck %s --check-prefixes=MATMUL,CHECK
// RUN: allo run %s --top "matmul<16>" --ignore-pragmas --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=CHECK,PLAIN
// RUN: allo run %s --top "matmul<16>" --ignore-pragmas --target sim --random-inputs 3 | FileCheck %s --check-prefixes=CHECK,PLAIN
// RUN: allo run %s --top fir --target cpu --random-inputs 4 | FileCheck %s
// RUN: allo run %s --top fir --target hls --random-inputs 5 | FileCheck %s
// RUN: allo run %s --top fir --target rtl --random-inputs 6 | FileCheck %s --check-prefixes=FIR,CHECK
// RUN: allo run %s --top fir --target sim --random-inputs 6 | FileCheck %s --check-prefixes=FIR,CHECK
// RUN: allo run %s --top histogram --target cpu --random-inputs 7 --range key=0:255 2>&1 | FileCheck %s --check-prefixes=CLAIM,CHECK
// RUN: allo run %s --top histogram --target hls --random-inputs 8 --range key=0:255 | FileCheck %s
// RUN: allo run %s --top histogram --target rtl --random-inputs 9 --range key=0:255 | FileCheck %s --check-prefixes=HISTOGRAM,CHECK
// RUN: allo run %s --top histogram --target sim --random-inputs 9 --range key=0:255 | FileCheck %s --check-prefixes=HISTOGRAM,CHECK
// RUN: allo run %s --top stencil --target cpu --random-inputs 10 | FileCheck %s
// RUN: allo run %s --top stencil --target hls --random-inputs 11 | FileCheck %s
// RUN: allo run %s --top stencil --target rtl --random-inputs 12 | FileCheck %s --check-prefixes=STENCIL,CHECK
// RUN: allo run %s --top stencil --target sim --random-inputs 12 | FileCheck %s --check-prefixes=STENCIL,CHECK
// Kernels with the pragmas that such kernels usually have, on every target. The intervals asked for are reached.

// The rows of A and the columns of B are read whole in each cycle.
template <int N> void matmul(const int A[N][N], const int B[N][N], int C[N][N]) {
#pragma HLS array_partition variable=A complete dim=2
#pragma HLS array_reshape variable=B type=complete dim=1
rows:
  for (int i = 0; i < N; i++) {
  columns:
    for (int j = 0; j < N; j++) {
#pragma HLS PIPELINE II=1
      int sum = 0;
    products:
      for (int k = 0; k < N; k++)
        sum += A[i][k] * B[k][j];
      C[i][j] = sum;
    }
  }
}
// MATMUL: pipeline columns # from pragmas.cpp:
// MATMUL: rows_columns {{ *}}matmul_16 {{ *}}1 {{ *}}1 
// PLAIN-NOT: partition

#define TAPS 8
static int multiply(int sample, int weight) {
#pragma HLS inline
  return sample * weight;
}
void fir(const int input[64], const int weights[TAPS], int output[64]) {
  int line[TAPS];
#pragma HLS ARRAY_PARTITION variable=line complete
#pragma HLS ARRAY_PARTITION variable=weights complete
  for (int i = 0; i < TAPS; i++) {
#pragma HLS UNROLL
    line[i] = 0;
  }
samples:
  for (int n = 0; n < 64; n++) {
#pragma HLS PIPELINE
    int sum = 0;
  shift:
    for (int i = TAPS - 1; i >= 0; i--) {
#pragma HLS UNROLL
      line[i] = i == 0 ? input[n] : line[i - 1];
      sum += multiply(line[i], weights[i]);
    }
    output[n] = sum;
  }
}
// FIR: inline multiply # from pragmas.cpp:
// FIR: samples {{ *}}fir {{ *}}1 {{ *}}1 

// Two passes over distinct keys: the claim about the second one is true of its inputs.
void histogram(const unsigned char key[64], int counts[256]) {
  int table[256];
#pragma HLS bind_storage variable=table type=ram_2p impl=bram
clear:
  for (int i = 0; i < 256; i++) {
#pragma HLS pipeline
    table[i] = 0;
  }
count:
  for (int i = 0; i < 64; i++) {
#pragma HLS pipeline II=1
#pragma HLS dependence variable=table inter distance=4 true
    table[4 * i + key[i] / 64] += key[i];
  }
copy:
  for (int i = 0; i < 256; i++) {
#pragma HLS pipeline
    counts[i] = table[i];
  }
}
// CLAIM: warning: #pragma HLS dependence variable=table inter distance=4 true: neither proved nor refuted,
// HISTOGRAM: dependence table loop=count distance=4 unchecked=yes # from pragmas.cpp:
// HISTOGRAM: count {{ *}}histogram {{ *}}1 {{ *}}1 

// A line buffer, an inner loop kept out of the flattened nest, and one multiplier shared.
void stencil(const short image[12][16], short edges[12][16]) {
#pragma HLS allocation operation instances=mul limit=1
  short rows[2][16];
#pragma HLS array_partition variable=rows dim=1 complete
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 16; j++)
      rows[i][j] = 0;
lines:
  for (int i = 0; i < 12; i++) {
  pixels:
    for (int j = 0; j < 16; j++) {
#pragma HLS pipeline II=2
#pragma HLS loop_flatten off
      short above = rows[0][j], here = rows[1][j], below = image[i][j];
      edges[i][j] = above * 3 - here * 5 + below;
      rows[0][j] = here;
      rows[1][j] = below;
    }
  }
}
// STENCIL: no_flatten pixels # from pragmas.cpp:
// STENCIL: limit mul count=1 function=stencil # from pragmas.cpp:
// STENCIL: {{^ *}}lines {{ *}}stencil {{ *}}- {{ *}}- 
// STENCIL: {{^ *}}pixels {{ *}}stencil {{ *}}2 {{ *}}2 

// CHECK: equal to the native kernel
