// for: cpu_quantise_ties
// top: w_rounding
#include "ap_fixed.h"
void w_rounding(const ap_fixed<16, 6> X[32], ap_fixed<12, 5, AP_RND> A[32]) {
  for (int i = 0; i < 32; ++i)
    A[i] = X[i];
}
