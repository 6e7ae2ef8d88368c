#include <cmath>
#include <cstdio>

void add(const int a[8], int b[8]) {
  for (int i = 0; i < 8; ++i)
    b[i] = a[i] + 1;
}

void big(int out[4]) {
  float a[16384][16384];
  for (int i = 0; i < 4; ++i) {
    a[i][i] = out[i];
    out[i] = (int)a[i][3 - i];
  }
}

void sine(float a[4]) {
  for (int i = 0; i < 4; ++i)
    a[i] = std::sin(a[i]);
}

void printing(const int a[4]) {
  for (int i = 0; i < 4; ++i)
    std::printf("%d\n", a[i]);
}

void sizes(int n, int out[4]) {
  int a[n];
  a[0] = 1;
  out[0] = a[0];
}
