// A stencil in place, whose iterations depend on each other; a reduction; a step with two loops.
void seidel(float A[8][8]) {
  for (int i = 1; i < 7; ++i)
    for (int j = 1; j < 7; ++j)
      A[i][j] = (A[i - 1][j] + A[i][j - 1] + A[i + 1][j] + A[i][j + 1]) * 0.25f;
}

void skewed(int A[8][8]) {
  for (int i = 1; i < 7; ++i)
    for (int j = 1; j < 7; ++j)
      A[i][j] = A[i - 1][j + 1] + A[i][j];
}

void dot(int n, const int a[64], const int b[64], int c[1]) {
  int s = 0;
  for (int i = 0; i < n; ++i)
    s += a[i] * b[i];
  c[0] = s;
}

int counter(int step) {
  static int total = 0;
  total += step;
  return total;
}

int counter_once(int step) {
  static int total = 0;
  total = total + step;
  if (total > 100)
    total = 100;
  return total;
}

void unwritten(const int a[4], int b[4]) {
  int t[4];
  for (int i = 0; i < 4; ++i)
    if (a[i] > 0)
      t[i] = a[i];
  for (int i = 0; i < 4; ++i)
    b[i] = t[i];
}

void outside(const int a[4], int b[4]) {
  for (int i = 0; i < 5; ++i)
    b[i % 4] = a[i];
}

void histogram(const unsigned char a[6], int h[8]) {
  for (int i = 0; i < 8; ++i)
    h[i] = 0;
  for (int i = 0; i < 6; ++i)
    h[a[i] & 7] += 1;
}

int find(const int a[8], int key) {
  for (int i = 0; i < 8; ++i)
    if (a[i] == key)
      return i;
  return -1;
}

int digits(unsigned x) {
  int n = 0;
  while (x != 0) {
    x = x / 10;
    n = n + 1;
  }
  return n;
}
