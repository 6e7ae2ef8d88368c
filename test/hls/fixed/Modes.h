// One conversion in all modes: row i of `r` holds the bits of the number `x` converted to Fixed<W, I, Q, O, N>, the
// seven quantisation modes for each of the five overflow modes.
#ifndef FIXED_MODES_H
#define FIXED_MODES_H
#include "ap_fixed.h"

/// The bits, without a sign.
template <class T> long long raw(const T &value) { return value.range().to_int64(); }

#define ALL_QUANTISATIONS(Fixed, W, I, O, N, first)                                                                    \
  r[i][first] = raw(Fixed<W, I, AP_RND, O, N>(x));                                                                     \
  r[i][first + 1] = raw(Fixed<W, I, AP_RND_ZERO, O, N>(x));                                                            \
  r[i][first + 2] = raw(Fixed<W, I, AP_RND_MIN_INF, O, N>(x));                                                         \
  r[i][first + 3] = raw(Fixed<W, I, AP_RND_INF, O, N>(x));                                                             \
  r[i][first + 4] = raw(Fixed<W, I, AP_RND_CONV, O, N>(x));                                                            \
  r[i][first + 5] = raw(Fixed<W, I, AP_TRN, O, N>(x));                                                                 \
  r[i][first + 6] = raw(Fixed<W, I, AP_TRN_ZERO, O, N>(x));

#define ALL_MODES(Fixed, W, I, N)                                                                                      \
  ALL_QUANTISATIONS(Fixed, W, I, AP_SAT, N, 0)                                                                         \
  ALL_QUANTISATIONS(Fixed, W, I, AP_SAT_ZERO, N, 7)                                                                    \
  ALL_QUANTISATIONS(Fixed, W, I, AP_SAT_SYM, N, 14)                                                                    \
  ALL_QUANTISATIONS(Fixed, W, I, AP_WRAP, N, 21)                                                                       \
  ALL_QUANTISATIONS(Fixed, W, I, AP_WRAP_SM, N, 28)

/// A kernel that converts 32 numbers, given by their bits.
#define MODES_KERNEL(name, Source, Fixed, W, I, N)                                                                     \
  void name(const long long in[32], long long r[32][35]) {                                                             \
    for (int i = 0; i < 32; ++i) {                                                                                     \
      Source x = 0;                                                                                                    \
      x.range() = in[i];                                                                                               \
      ALL_MODES(Fixed, W, I, N)                                                                                        \
    }                                                                                                                  \
  }
#endif
