// RUN: split-file %s %t
// RUN: allo run %t/kernel.cpp --top kernel --schedule %t/schedule.allo --target cpu --random-inputs 1 --range n=0:20 | FileCheck %s
// RUN: allo run %t/kernel.cpp --top kernel --schedule %t/schedule.allo --target cpu --random-inputs 2 --range n=0:0 | FileCheck %s
// RUN: allo run %t/kernel.cpp --top kernel --schedule %t/schedule.allo --target hls --random-inputs 3 --range n=0:20 | FileCheck %s
// RUN: allo run %t/kernel.cpp --top kernel --schedule %t/schedule.allo --target rtl --random-inputs 4 --range n=0:20 | FileCheck %s
// CHECK: equal to the native kernel
// Buffers that move up, down and diagonally, by several elements, in triangles, under conditions, in loops that may not
// run, of an array that is written before and after; several statements and reads of one array.

//--- kernel.cpp
static const short table[12] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

void kernel(int a[40], int m[12][12], int n, int out[40]) {
first:
  for (int i = 0; i < 40; ++i)
    a[i] = 3 * a[i] + 1;
dilated:
  for (int i = 3; i < 37; i += 2) {
    out[i] += a[i - 3] + a[i];
    if (out[i] & 1)
      out[i] -= a[i + 3];
  }
down:
  for (int i = 0; i < 20; ++i)
    out[i] ^= a[25 - i] + a[27 - i];
maybe:
  for (int i = 1; i < n; ++i)
    out[i] += a[i] - a[i - 1];
edges:
  for (int i = 0; i < 40; ++i)
    if (i > 0 && i < 39)
      out[i] += a[i - 1] * a[i + 1];
diagonal:
  for (int i = 0; i < 9; ++i)
    for (int k = 0; k < 4; ++k)
      for (int l = 0; l < 3; ++l)
        out[i] += m[i + k][i + l];
triangle:
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j <= i; ++j)
      out[j] += m[i][j] - m[i + 2][j];
weighted:
  for (int i = 0; i < 10; ++i)
    out[i] += table[i] * table[i + 2];
last:
  for (int i = 0; i < 40; ++i)
    a[i] -= out[i];
}

//--- schedule.allo
kernel kernel
  reuse_at a axis=dilated as=w1
  reuse_at a axis=down as=w2
  reuse_at a axis=maybe as=w3
  reuse_at a axis=edges as=w4
  reuse_at m axis=diagonal as=w5
  reuse_at m axis=triangle as=w6
  reuse_at table axis=weighted as=w7
  partition w4
  pipeline edges
