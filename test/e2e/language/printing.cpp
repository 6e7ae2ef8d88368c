// RUN: allo run %s --top f --target cpu --random-inputs 1 --range a=-50:50 --calls 2 > %t.cpu
// RUN: FileCheck %s < %t.cpu
// RUN: allo run %s --top f --target hls --random-inputs 1 --range a=-50:50 --calls 2 | FileCheck %s
// RUN: echo 'parallel i' > %t.allo
// RUN: not allo report %s --top fixed --schedule %t.allo 2>&1 | FileCheck %s --check-prefix=PARALLEL
// RUN: not allo run %s --top f --target rtl --random-inputs 1 2>&1 | FileCheck %s --check-prefix=RTL
// RUN: g++ -std=c++20 -DNATIVE %s -o %t.native && %t.native > %t.expected
// RUN: allo run %s --top fixed --target cpu --random-inputs 1 --allow-vacuous > %t.printed
// RUN: head -n 5 %t.printed | cmp - %t.expected
// RUN: allo build %s --top f --target hls --output %t.hls && FileCheck %s --check-prefix=HLS < %t.hls/kernel.cpp
// What a kernel prints is what it prints natively, byte for byte; `allo run` compares the two.
// CHECK: start of 8
// CHECK: equal
// PARALLEL: cannot prove that the iterations of 'i'{{.*}} are independent, because line {{[0-9]+}} prints, and what is printed keeps its order
// RTL: error: input and output (printf) are not accepted in hardware
// HLS: int f(const int a[8], {{.*}} {
// HLS-NEXT: #ifndef __SYNTHESIS__
// HLS-NEXT: std::printf("start of %d\n", 8);
// HLS-NEXT: #endif
#include <cstdio>

static int trace(const int a[8], const char mark) {
  int sum = 0;
  for (int i = 0; i < 8; ++i) {
    sum += a[i];
    printf("%c a[%d] = %+5d %x\t\\ \"100%%\"\n", mark, i, a[i], static_cast<unsigned>(a[i]));
  }
  return sum;
}
static int counted(int x) {
  putchar('#');
  return x + 1;
}
int f(const int a[8], float b[8]) {
  printf("start of %d\n", 8);
  int sum = trace(a, a[0] < 0 ? '-' : '+');
  for (int i = 0; i < 8; ++i)
    if (a[i] > 10)
      printf("%d: %8.3f %e %g\n", i, b[i] * 2, static_cast<double>(b[i]), 0.1 * a[i]);
  puts("sum, 100% of it");
  std::printf("%ld %lld %lu %hd %5u|%-6d|%06d|%*d|%.*f\n", 1L << 40, 2LL << 40, 3UL, static_cast<short>(sum), 7u, sum,
              sum, 9, sum, 2, 1.2345);
  return counted(sum) > 0 && counted(1) > 0 ? sum : counted(2);
}

int fixed(int r[1]) {
  for (int i = 0; i < 25; ++i)
    printf("%d%c", i, i % 5 == 4 ? '\n' : ' ');
  return r[0] = 3;
}
#ifdef NATIVE
int main() {
  int r[1];
  return fixed(r) - 3;
}
#endif
