// Pairs of kernels: equal ones, and ones that only look equal.
#include <ap_fixed.h>
#include <ap_int.h>

// Twice and shifted.
void twice(const int x[8], const unsigned u[8], int y[8], unsigned v[8]) {
  for (int i = 0; i < 8; ++i) {
    y[i] = x[i] * 2;
    v[i] = u[i] * 2;
  }
}
void shifted(const int x[8], const unsigned u[8], int y[8], unsigned v[8]) {
  for (int i = 0; i < 8; ++i) {
    y[i] = x[i] << 1;
    v[i] = u[i] << 1;
  }
}

// Something added and taken away.
template <typename T> void there_and_back(const T a[4], const T b[4], T c[4]) {
  for (int i = 0; i < 4; ++i)
    c[i] = (a[i] + b[i]) - b[i];
}
template <typename T> void stays(const T a[4], const T b[4], T c[4]) {
  for (int i = 0; i < 4; ++i)
    c[i] = a[i];
}

// A sum in a chain and in a tree.
template <typename T> void chain(const T a[8], T sum[1]) {
  T s = 0;
  for (int i = 0; i < 8; ++i)
    s += a[i];
  sum[0] = s;
}
template <typename T> void tree(const T a[8], T sum[1]) {
  T s[8];
  for (int i = 0; i < 8; ++i)
    s[i] = a[i];
  for (int half = 4; half > 0; half = half / 2)
    for (int i = 0; i < half; ++i)
      s[i] = s[i] + s[i + half];
  sum[0] = s[0];
}

// An accumulator of some width.
template <int W, int N> void narrow(const signed char a[N], const signed char b[N], int c[1]) {
  ap_int<W> sum = 0;
  for (int i = 0; i < N; ++i)
    sum = sum + a[i] * b[i];
  c[0] = sum;
}

// Saturating sums in two orders.
typedef ap_fixed<8, 4, AP_TRN, AP_SAT> Saturating;
typedef ap_fixed<8, 4> Wrapping;
template <typename T> void forwards(const T a[3], T sum[1]) {
  T s = a[0];
  for (int i = 1; i < 3; ++i)
    s = s + a[i];
  sum[0] = s;
}
template <typename T> void backwards(const T a[3], T sum[1]) {
  T s = a[2];
  for (int i = 1; i >= 0; --i)
    s = s + a[i];
  sum[0] = s;
}

// Two sorts.
template <int N> void bubble_sort(const signed char a[N], signed char b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = a[i];
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N - 1 - i; ++j)
      if (b[j + 1] < b[j]) {
        signed char t = b[j];
        b[j] = b[j + 1];
        b[j + 1] = t;
      }
}
template <int N> void merge_sort(const signed char a[N], signed char b[N]) {
  signed char from[N];
  for (int i = 0; i < N; ++i)
    b[i] = a[i];
  for (int width = 1; width < N; width = width * 2) {
    for (int i = 0; i < N; ++i)
      from[i] = b[i];
    for (int low = 0; low < N; low += 2 * width) {
      int left = low, right = low + width;
      for (int k = low; k < low + 2 * width; ++k) {
        bool takesLeft = right >= low + 2 * width || (left < low + width && from[left] <= from[right]);
        if (takesLeft) {
          b[k] = from[left];
          left = left + 1;
        } else {
          b[k] = from[right];
          right = right + 1;
        }
      }
    }
  }
}

// A matrix product by rows and by columns, and with the sum taken from its end.
template <typename T> void by_rows(const T A[5][6], const T B[6][4], T C[5][4]) {
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 4; ++j) {
      T s = 0;
      for (int k = 0; k < 6; ++k)
        s += A[i][k] * B[k][j];
      C[i][j] = s;
    }
}
template <typename T> void by_columns(const T A[5][6], const T B[6][4], T C[5][4]) {
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 5; ++i)
      C[i][j] = 0;
    for (int k = 0; k < 6; ++k)
      for (int i = 0; i < 5; ++i)
        C[i][j] = C[i][j] + A[i][k] * B[k][j];
  }
}
template <typename T> void from_the_end(const T A[5][6], const T B[6][4], T C[5][4]) {
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 4; ++j) {
      T s = 0;
      for (int k = 5; k >= 0; --k)
        s += A[i][k] * B[k][j];
      C[i][j] = s;
    }
}

// Division of eight bits, by hand.
void divide(const unsigned char a[1], const unsigned char b[1], unsigned char q[1]) { q[0] = b[0] == 0 ? 255 : a[0] / b[0]; }
void divide_by_hand(const unsigned char a[1], const unsigned char b[1], unsigned char q[1]) {
  unsigned rest = 0, quotient = 0;
  for (int i = 7; i >= 0; --i) {
    rest = (rest << 1) | ((a[0] >> i) & 1u);
    quotient = quotient << 1;
    if (rest >= b[0]) {
      rest = rest - b[0];
      quotient = quotient | 1u;
    }
  }
  q[0] = quotient;
}

// A division by what may be zero, in the loop and in front of it.
void inside(const int a[4], int d, int n, int c[4]) {
  for (int i = 0; i < 4; ++i)
    c[i] = a[i] + 100 / d;
}
void hoisted(const int a[4], int d, int n, int c[4]) {
  int q = 100 / d;
  for (int i = 0; i < 4; ++i)
    c[i] = a[i] + q;
}

// One element in 65536 inputs.
void plain(const short a[1], short b[1]) { b[0] = a[0]; }
void almost(const short a[1], short b[1]) { b[0] = a[0] == 12345 ? 0 : a[0]; }
