// RUN: allo run %s --top aliases --target cpu --random-inputs 1 --range a=1:9 | FileCheck %s
// RUN: allo run %s --top aliases --target hls --random-inputs 2 --range a=1:9 | FileCheck %s
// CHECK: equal
// Loop bounds that change under another name, and elements passed by address.
static void bump(int *p, int &q) {
  *p += 3;
  q -= 1;
}
void aliases(const int a[16], int r[16], int s[4]) {
  int n = 12;
  int &m = n;
  int steps = 0;
  for (int i = 0; i < n; ++i) {
    m -= a[i] & 1;
    ++steps;
  }
  int bound[2] = {9, 7};
  int *b = bound;
  for (int i = 0; i < bound[0]; ++i) {
    b[0] -= a[i] > 4;
    ++steps;
  }
  for (int i = 0; i < 16; ++i)
    r[i] = a[i];
  for (int i = 0; i < 4; ++i)
    s[i] = steps;
  bump(&r[3], s[0]);
  bump(&r[0], s[1]);
  for (int i = 2; i < 6; ++i)
    bump(&r[2 * i], s[i / 2]);
}
