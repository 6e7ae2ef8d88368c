// DEFINE: %{run} = allo run %s --top fft_strided --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Fast Fourier transform in place, decimation in frequency: the stride of the butterflies halves from stage to stage.
// The result is in bit-reversed order.
#define POINTS 64
#define HALF (POINTS / 2)

void fft_strided(double re[POINTS], double im[POINTS], const double twiddle_re[HALF], const double twiddle_im[HALF]) {
  int stride, stage = 0;
stages:
  for (stride = HALF; stride; stride >>= 1, stage++) {
    int low, high;
  butterflies:
    for (low = 0; low < POINTS; low++) {
      // The upper half of each group is done with the lower one: jump over it.
      if (low & stride)
        low += stride;
      if (low >= POINTS)
        break;
      high = low + stride;

      double sum_re = re[low] + re[high], difference_re = re[low] - re[high];
      double sum_im = im[low] + im[high], difference_im = im[low] - im[high];
      re[low] = sum_re;
      im[low] = sum_im;

      int root = (low << stage) % HALF;
      if (root != 0) {
        double rotated = twiddle_re[root] * difference_re - twiddle_im[root] * difference_im;
        difference_im = twiddle_re[root] * difference_im + twiddle_im[root] * difference_re;
        difference_re = rotated;
      }
      re[high] = difference_re;
      im[high] = difference_im;
    }
  }
}

void fill(double re[POINTS], double im[POINTS], double twiddle_re[HALF], double twiddle_im[HALF]) {
  // The powers of the root of unity by half angles: only the square root is needed, which is exact on every machine.
  double c = -1, s = 0;
  twiddle_re[0] = 1;
  twiddle_im[0] = 0;
  for (int step = HALF / 2; step >= 1; step /= 2) {
    double half = __builtin_sqrt((1 + c) / 2);
    s = c == -1 ? -1 : s / (2 * half);
    c = half;
    for (int i = 0; i < HALF; i += 2 * step) {
      twiddle_re[i + step] = twiddle_re[i] * c - twiddle_im[i] * s;
      twiddle_im[i + step] = twiddle_re[i] * s + twiddle_im[i] * c;
    }
  }
  unsigned state = 7;
  for (int i = 0; i < POINTS; i++) {
    re[i] = (int)((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-24 - 0.5;
    im[i] = (int)((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-24 - 0.5;
  }
}
