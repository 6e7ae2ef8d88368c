// RUN: allo run %s --top doubles --target rtl --random-inputs 1 --range x=-10:10 | FileCheck %s
// RUN: allo run %s --top pipelined --schedule %S/pipelined.allo --target rtl --random-inputs 1 --range x=-10:10 | FileCheck %s
// CHECK: equal
// Functions on double as hardware; one inside a pipelined loop.
#include <cmath>
void doubles(const double x[8], double r[8][4]) {
  for (int i = 0; i < 8; ++i) {
    r[i][0] = std::sin(x[i]);
    r[i][1] = std::exp(x[i]);
    r[i][2] = std::log(x[i]);
  }
}
void pipelined(const float x[16], float r[16]) {
  for (int i = 0; i < 16; ++i)
    r[i] = std::exp2(x[i]) + 1;
}
