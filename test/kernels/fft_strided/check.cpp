// Against the transform by its definition, to rounding.
#include "kernel.cpp"

#include <math.h>

int main() {
  static double re[POINTS], im[POINTS], twiddle_re[HALF], twiddle_im[HALF], x[POINTS], y[POINTS];
  fill(x, y, twiddle_re, twiddle_im);
  fill(re, im, twiddle_re, twiddle_im);
  fft_strided(re, im, twiddle_re, twiddle_im);
  for (int k = 0; k < POINTS; k++) {
    double sum_re = 0, sum_im = 0;
    for (int n = 0; n < POINTS; n++) {
      double angle = -2 * M_PI * k * n / POINTS;
      sum_re += x[n] * cos(angle) - y[n] * sin(angle);
      sum_im += x[n] * sin(angle) + y[n] * cos(angle);
    }
    int place = 0;
    for (int bit = 1; bit < POINTS; bit <<= 1)
      place = 2 * place + !!(k & bit);
    if (fabs(re[place] - sum_re) > 1e-10 || fabs(im[place] - sum_im) > 1e-10)
      return 1;
  }
}
