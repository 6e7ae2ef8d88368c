// RUN: allo run %s --top pointers --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top pointers --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top pointers --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top pointers --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// Pointers into arrays of rows and of objects, rows as arguments, containers of containers.
struct In {
  int a[4];
  struct {
    short b;
    char c[3];
  } n;
};
template <typename T, int N> struct Arr {
  T d[N];
  T *begin() { return d; }
  T *end() { return d + N; }
  const T *begin() const { return d; }
  const T *end() const { return d + N; }
  int size() const { return N; }
  T &operator[](int i) { return d[i]; }
  T &back() { return d[N - 1]; }
  void fill(const T &v) {
    for (auto &x : *this)
      x = v;
  }
};
typedef int row_t[4];
static int dot(const row_t &x, const row_t &y) {
  int s = 0;
  for (int i = 0; i < 4; ++i)
    s += x[i] * y[i];
  return s;
}
static void scale(row_t *rows, int n, int k) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 4; ++j)
      rows[i][j] *= k;
}
static int total(int (*p)[4]) { return p[0][0] + p[1][3]; }
static void fillp(In *p, int n) {
  for (int i = 0; i < n; ++i) {
    p[i].a[i & 3] = i;
    p[i].n.b = i * 2;
    p[i].n.c[i % 3] = i;
  }
}
static int one(const In &x) { return x.a[1] + x.n.b + x.n.c[2]; }
static void upd(In *p) {
  p->a[0]++;
  (*p).n.b = p->a[0];
}
void pointers(const int a[4][4], In ins[3], int o[8]) {
  int b[4][4];
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      b[i][j] = a[i][j];
  Arr<int, 4> arr;
  arr.fill(3);
  Arr<Arr<int, 2>, 3> nest{};
  nest[1].back() = 5;
  nest.back()[0] = 7;
  In loc[2][3] = {};
  fillp(loc[1], 3);
  fillp(&loc[0][1], 2);
  fillp(ins, 3);
  for (int i = 0; i < 4; ++i) {
    upd(&ins[i % 3]);
    upd(loc[i & 1]);
    o[i] = dot(a[i], b[3 - i]) + one(loc[i & 1][i % 3]) + one(ins[i % 3]);
    scale(b + 1, 2, 2);
    scale(&b[i], 1, 3);
    o[i + 4] = total(&b[i < 3 ? 1 : 2]);
    int *q = &b[i][0];
    int *e = q + 3;
    *e += 1;
    e[-1] = 2;
    o[i] += q[3];
    int s = 0;
    for (auto &r : nest)
      for (int v : r)
        s += v;
    for (int v : arr)
      s += v;
    o[i + 4] += s + arr.size();
  }
}
