// RUN: allo run %s --top machines --target cpu --random-inputs 1 --range a=0:9 | FileCheck %s
// RUN: allo run %s --top machines --target hls --random-inputs 2 --range a=0:9 | FileCheck %s
// RUN: allo run %s --top machines --target rtl --random-inputs 3 --range a=0:9 | FileCheck %s
// RUN: allo run %s --top machines --target sim --random-inputs 3 --range a=0:9 | FileCheck %s
// CHECK: equal
// A queue, a systolic array and a window as classes with members of classes; a lambda for a member template.
#include <cstdint>
struct Fifo {
  int16_t q[4];
  uint8_t head = 0, count = 0;
  bool full() const { return count == 4; }
  bool push(int v) {
    if (full())
      return false;
    q[(head + count) & 3] = v;
    count++;
    return true;
  }
  bool pop(int &v) {
    if (!count)
      return false;
    v = q[head];
    head = (head + 1) & 3;
    --count;
    return true;
  }
};
struct Pe {
  int acc = 0;
  int a = 0, b = 0;
  void step(int x, int y) {
    acc += x * y;
    a = x;
    b = y;
  }
};
template <int N> struct Systolic {
  Pe pe[N][N];
  void run(const int (&x)[N], const int (&y)[N]) {
    for (int i = N - 1; i >= 0; --i)
      for (int j = N - 1; j >= 0; --j)
        pe[i][j].step(j ? pe[i][j - 1].a : x[i], i ? pe[i - 1][j].b : y[j]);
  }
};
struct Window {
  int rows[3][8];
  void shift(const int *line) {
    for (int c = 0; c < 8; ++c) {
      rows[0][c] = rows[1][c];
      rows[1][c] = rows[2][c];
      rows[2][c] = line[c];
    }
  }
  template <class F> int reduce(int c, F f) const {
    int r = rows[0][c];
    for (int k = 1; k < 3; ++k)
      r = f(r, rows[k][c]);
    return r;
  }
};
static void process(Window &w, const int line[8], int out[8]) {
  w.shift(line);
  for (int c = 0; c < 8; ++c)
    out[c] = w.reduce(c, [](int x, int y) { return x > y ? x : y; });
}
void machines(const int a[8][8], int o[8][8]) {
  Fifo fifo;
  Systolic<2> s;
  Window w{};
  for (int i = 0; i < 8; ++i) {
    int line[8];
    process(w, a[i], line);
    int v = 0;
    bool ok = fifo.push(a[i][0]);
    if (i % 3 == 2)
      ok = fifo.pop(v);
    int x[2] = {a[i][1], a[i][2]};
    s.run(x, {a[i][3], a[i][4]});
    for (int j = 0; j < 4; ++j)
      o[i][j] = line[j];
    o[i][4] = ok * 100 + v;
    o[i][5] = s.pe[1][1].acc;
    o[i][6] = s.pe[i & 1][i >> 1 & 1].acc;
    o[i][7] = fifo.count;
  }
}
