// What hardware cannot hold, and options that mean nothing.
#include <cmath>
#include <cstdio>

//: case huge
//: error refused.kernels.cpp, line +1:9: error: the arrays inside the design take 1073741824 bytes, 1073741824 of them 'a'; xcu280 has 44679168 bytes of memory on the chip
void huge(int out[4]) {
  float a[16384][16384];
  for (int i = 0; i < 4; ++i) {
    a[i][i] = out[i];
    out[i] = (int)a[i][3 - i];
  }
}

//: case printing
//: error refused.kernels.cpp, line +2:5: error: input and output (printf) are not accepted in hardware
void printing(int a[4]) {
  for (int i = 0; i < 4; ++i)
    std::printf("%d\n", a[i]);
}

//: case toward
//: error refused.kernels.cpp, line +2:14: error: the library function 'std::nexttoward' is not accepted here
void toward(const float a[6], const float b[6], float out[6]) {
  for (int i = 0; i < 6; ++i)
    out[i] = std::nexttoward(a[i], b[i]);
}

//: case sizes
//: error refused.kernels.cpp, line +1:7: error: array 'a' has an extent that is not a constant
void sizes(int n, int out[4]) {
  int a[n];
  a[0] = 1;
  out[0] = a[0];
}

//: case recursive
//: error refused.kernels.cpp, line +0:47: error: recursion: 'recursive' calls itself
int recursive(int n) { return n < 2 ? 1 : n * recursive(n - 1); }

//: case fine.device
//: device xc9z999
//: error error: unknown device 'xc9z999'
//: case fine.limit
//: limit warp=2
//: error error: there is no operator 'warp' to limit
//: case fine.limit_zero
//: limit fadd=0
//: error error: operator 'fadd' is limited to 0 units
//: case fine.clock
//: clock 0.05
//: error error: a clock period of 0.05 ns is too short for xcu280, which adds 8 bits in 0.96 ns
//: case fine
//: run: 1
void fine(int a[4]) { a[0] = 1; }
