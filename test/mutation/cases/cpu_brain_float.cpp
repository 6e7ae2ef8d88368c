// for: cpu_brain_float_twice
// top: w_brain
#include "hls_half.h"
void w_brain(const double X[8], bfloat16 A[8]) {
  for (int i = 0; i < 8; ++i)
    A[i] = (bfloat16)(1.00390625 + X[i] * 1e-10);
}
