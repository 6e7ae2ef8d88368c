// RUN: allo run %s --top filled --target cpu --random-inputs 1 --range byte=0:255 --range at=0:7 | FileCheck %s
// RUN: allo run %s --top filled --target hls --random-inputs 2 --range byte=0:255 --range at=0:7 | FileCheck %s
// RUN: allo run %s --top filled --target rtl --random-inputs 3 --range byte=0:255 --range at=0:7 | FileCheck %s
// RUN: allo run %s --top filled --target sim --random-inputs 3 --range byte=0:255 --range at=0:7 | FileCheck %s
// CHECK: equal
// memset to any byte, of every C type; memmove within one array, forwards, backwards and where only the run knows;
// memcpy of one element to a scalar of another type and back.
#include <cstdint>
#include <cstring>

struct Mixed {
  int a;
  int16_t b[2];
  double c;
};

void filled(const int A[16], int byte, int at, int whole[8], uint8_t bytes[16], Mixed objects[3], float f[4],
            double d[4], bool truth[4], __int128 &wide, int moved[16], int grid[3][4], uint64_t bits[8]) {
  memset(whole, -1, sizeof(int) * 8);
  memset(bytes, 0x5a, 16);
  memset(bytes + 3, A[1], 5);
  memset(objects, 7, sizeof(Mixed) * 3);
  memset(f, 0x3f, sizeof(float) * 4);
  memset(d, byte, sizeof(double) * 4);
  memset(truth, 1, 4);
  memset(&wide, 0x81, sizeof wide);
  memset(&whole[2], 0x180, 2 * sizeof(int)); // the low byte counts
  whole[0] = A[0];

  memcpy(moved, A, sizeof(int) * 16);
  memmove(moved + 1, moved, 7 * sizeof(int));
  memmove(&moved[8], &moved[10], 3 * sizeof(int));
  memmove(moved + at, moved + (7 - at), 6 * sizeof(int));
  memmove(moved + 3, moved + 3, 2 * sizeof(int));
  for (int i = 0; i < 12; ++i)
    grid[i / 4][i % 4] = A[i];
  memmove(grid[1], grid[0], sizeof grid[0] * 2);
  memmove(&grid[0][2], &grid[1][1], 3 * sizeof(int));

  for (int i = 0; i < 8; ++i) {
    uint64_t word;
    double number = A[i] * 0.25;
    memcpy(&word, &number, sizeof word);
    word ^= uint64_t(1) << 63;
    memcpy(&bits[i], &word, 8);
    memcpy(&number, bits + i, sizeof number);
    d[i & 3] += number;
  }
}
