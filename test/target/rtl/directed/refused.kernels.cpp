// What hardware cannot hold, and options that mean nothing.
#include <cmath>
#include <cstdio>

//: case huge
//: error k/refused.kernels.cpp:8:9: error: the arrays inside the design take 1073741824 bytes, 1073741824 of them 'a'; xcu280 has 44679168 bytes of memory on the chip
void huge(int out[4]) {
  float a[16384][16384];
  for (int i = 0; i < 4; ++i) {
    a[i][i] = out[i];
    out[i] = (int)a[i][3 - i];
  }
}

//: case printing
//: error k/refused.kernels.cpp:19:5: error: input and output (printf) are not accepted in a kernel
void printing(int a[4]) {
  for (int i = 0; i < 4; ++i)
    std::printf("%d\n", a[i]);
}

//: case sine
//: error k/refused.kernels.cpp:26:12: error: there is no hardware operator for the function 'sin'
void sine(float a[4]) {
  for (int i = 0; i < 4; ++i)
    a[i] = std::sin(a[i]);
}

//: case fused
//: error k/refused.kernels.cpp:33:14: error: the library function 'std::fma' is not accepted
void fused(const float a[6], const float b[6], float out[6]) {
  for (int i = 0; i < 6; ++i)
    out[i] = std::fma(a[i], b[i], 1.0f);
}

//: case sizes
//: error k/refused.kernels.cpp:39:7: error: array 'a' has an extent that is not a constant
void sizes(int n, int out[4]) {
  int a[n];
  a[0] = 1;
  out[0] = a[0];
}

//: case recursive
//: error k/refused.kernels.cpp:46:47: error: recursion: 'recursive' calls itself
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
//: error
//: case fine
//: run: 1
void fine(int a[4]) { a[0] = 1; }
