// RUN: allo run %s --top names --target cpu --random-inputs 1 --range x=-20:20 | FileCheck %s
// RUN: allo run %s --top names --target hls --random-inputs 2 --range x=-20:20 | FileCheck %s
// CHECK: equal
// The functions of <math.h> in C, its macros included.
#include <math.h>
void names(const float x[32], double r[32][12], int n[32][4]) {
  for (int i = 0; i < 32; ++i) {
    double a = x[i], whole;
    int exponent;
    r[i][0] = sin(x[i]) + sinf(x[i]);
    r[i][1] = exp(a) - expf(x[i]);
    r[i][2] = frexp(a, &exponent) + modf(a, &whole);
    r[i][3] = whole;
    r[i][4] = tgamma(a) + lgammaf(x[i]);
    r[i][5] = pow(fabs(a), 0.3);
    r[i][6] = isnan(a) ? NAN : isinf(a) ? INFINITY : cbrt(a);
    n[i][0] = exponent;
    n[i][1] = signbit(a) != 0;
    n[i][2] = fpclassify(a) == FP_NORMAL;
    n[i][3] = isgreater(a, 0.0) + isfinite(a) + isnormal(a);
  }
}
