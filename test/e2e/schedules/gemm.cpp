// RUN: split-file %s %t
// RUN: allo run %t/kernels.cpp --top product --schedule %t/product.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top product --schedule %t/product.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top product --schedule %t/product.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=PRODUCT,CHECK
// RUN: allo run %t/kernels.cpp --top tiled --schedule %t/tiled.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top tiled --schedule %t/tiled.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %t/kernels.cpp --top tiled --schedule %t/tiled.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=TILED,CHECK
// RUN: allo run %t/kernels.cpp --top filter --schedule %t/filter.allo --target hls --random-inputs 2 | FileCheck %s --check-prefix=ORDER
// RUN: allo run %t/kernels.cpp --top filter --schedule %t/filter.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=FILTER,ORDER
// Floating-point products that accept four elements every cycle, and a filter that accepts one. Unscheduled, the three
// take 98954, 46113 and 74017 cycles.
// The columns are interleaved: 16 iterations lie between two additions to one element of a row.
// PRODUCT: cycles of a call: 3186, simulated: 3186
// PRODUCT: k_j.outer {{ *}}gemm_float_8_64_16 {{ *}}1 {{ *}}1 {{ *}}12 {{ *}}256 {{ *}}267 {{ *}}-
// Tiles of 8 rows by 4 columns: the row is the innermost loop, four columns are lanes, and all of the nest is one loop.
// TILED: cycles of a call: 1100, simulated: 1100
// TILED: i.outer_j.outer_k_i.inner {{ *}}tiled {{ *}}1 {{ *}}1 {{ *}}12 {{ *}}1024 {{ *}}1035 {{ *}}-
// One weight at a time over the whole image: the sums of an output come in another order than in the source.
// FILTER: cycles of a call: 6669, simulated: 6669
// FILTER: c_r_y_x {{ *}}filter {{ *}}1 {{ *}}1 {{ *}}13 {{ *}}6400 {{ *}}6412 {{ *}}-
// CHECK: equal to the native kernel, bit for bit
// ORDER: equal to the scheduled program on the cpu, bit for bit
// ORDER-NEXT: equal to the native kernel up to the order of updates of out of filter

//--- kernels.cpp
template <typename T, int M, int N, int K> void gemm(const T A[M][K], const T B[K][N], T C[M][N]) {
  for (int i = 0; i < M; ++i) {
    for (int z = 0; z < N; ++z)
      C[i][z] = 0;
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        C[i][j] += A[i][k] * B[k][j];
  }
}
void product(const float A[8][16], const float B[16][64], float C[8][64]) { gemm<float, 8, 64, 16>(A, B, C); }
void tiled(const float A[16][16], const float B[16][16], float C[16][16]) {
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      C[y][x] = 0;
  for (int i = 0; i < 16; ++i)
    for (int j = 0; j < 16; ++j)
      for (int k = 0; k < 16; ++k)
        C[i][j] += A[i][k] * B[k][j];
}
void filter(const float in[20][20], const float w[5][5], float out[16][16]) {
  for (int a = 0; a < 16; ++a)
    for (int b = 0; b < 16; ++b)
      out[a][b] = 0;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      for (int r = 0; r < 5; ++r)
        for (int c = 0; c < 5; ++c)
          out[y][x] += w[r][c] * in[y + r][x + c];
}
//--- product.allo
kernel gemm<float, 8, 64, 16>
  split j factor=4
  unroll j.inner
  pipeline j.outer
  buffer_at C axis=i as=row
  partition row dim=1 kind=cyclic factor=4
  partition B dim=2 kind=cyclic factor=4
  pipeline z
  pipeline row.out
kernel product
  compose gemm<*>
//--- tiled.allo
kernel tiled
  tile i j factors=8,4
  reorder k i.inner j.inner
  unroll j.inner
  pipeline i.inner
  partition B dim=2 kind=cyclic factor=4
  partition C dim=2 kind=cyclic factor=4
  unroll x factor=4
  pipeline x
//--- filter.allo
kernel filter
  reassociate out
  reorder c r y x
  pipeline x
  pipeline b
