// for: retype_fraction
// top: w_fractions
// step: retype T type=int
#include "ap_fixed.h"
void w_fractions(const ap_fixed<12, 6> A[8], ap_fixed<12, 6> B[8]) {
  ap_fixed<12, 6> T[8];
  for (int i = 0; i < 8; ++i)
    T[i] = A[i];
  for (int j = 0; j < 8; ++j)
    B[j] = T[j];
}
