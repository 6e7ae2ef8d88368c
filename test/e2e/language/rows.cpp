// RUN: allo run %s --top rows --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top rows --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top rows --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top rows --target sim --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top copies --target cpu --random-inputs 4 | FileCheck %s
// RUN: allo run %s --top copies --target hls --random-inputs 5 | FileCheck %s
// RUN: allo run %s --top copies --target rtl --random-inputs 6 | FileCheck %s
// RUN: allo run %s --top copies --target sim --random-inputs 6 | FileCheck %s
// CHECK: equal
// Pointers that leave the row they were made from: &A[0][0] reaches all of A, as it does natively. No analysis may take
// p[7] for an element of the first row: `parallel` over such a loop needs to see which elements they are.
#include <cstring>

static int weighted(const int *p, int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += p[i] * (i + 1);
  return sum;
}
static short element(const short *p, int at) { return p[at]; }
struct Point {
  int x;
  short y[2];
};

void rows(const int A[4][4], const short T[2][3][5], const int W[3][6], int B[16], int C[30], int moved[4][6],
          int sums[6]) {
  const int *flat = &A[0][0];
  for (int i = 0; i < 16; ++i)
    B[i] = flat[i];
  for (int k = 0; k < 30; ++k)
    C[k] = element(&T[0][0][0], k) + 3 * element(T[1][0] - 15, k);
  const int *from = &W[0][0];
  int *to = moved[1];
  for (int i = 0; i < 18; ++i)
    *to++ = *from++;
  for (int i = 0; i < 6; ++i)
    moved[0][i] = *(&W[2][5] - 3 * i);
  sums[0] = weighted(&A[0][0], 16);
  sums[1] = weighted(A[1], 12);
  sums[2] = weighted(A[2] + 1, 7);
  sums[3] = *(W[0] + 7) + W[1][1];
  Point grid[2][3];
  Point *p = &grid[0][0];
  for (int i = 0; i < 6; ++i)
    p[i].x = W[i / 2][i], p[i].y[1] = (short)i;
  sums[4] = grid[1][2].x + grid[1][0].y[1] + grid[0][2].x;
  sums[5] = (p + 4)->x - (&grid[1][1])->x + p[3].y[1];
}

void copies(const int A[4][4], const int L[16], int B[4][4], int C[3][5], int D[2][8], int part[4][4]) {
  memcpy(&B[0][0], &A[0][0], sizeof(int) * 16);
  memset(&C[0][0], 0, sizeof(int) * 15);
  C[1][2] = A[0][0];
  memcpy(D[0], L, sizeof(int) * 16);
  memset(part, 0, sizeof(int[4][4]));
  memcpy(&part[1][2], &A[2][1], sizeof(int) * 5);
}
