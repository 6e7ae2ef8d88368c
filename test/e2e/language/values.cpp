// RUN: allo run %s --top values --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top values --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top values --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top values --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// Objects with arrays by value: copies, results, defaulted assignment, early returns of elements.
struct M {
  float v[2][2];
};
static M mul(const M &a, const M &b) {
  M r;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      r.v[i][j] = 0;
      for (int k = 0; k < 2; ++k)
        r.v[i][j] += a.v[i][k] * b.v[k][j];
    }
  return r;
}
struct P2 {
  M m;
  P2 inv() const {
    P2 r = *this;
    r.m.v[0][1] = -m.v[0][1];
    return r;
  }
  P2 &operator=(const P2 &) = default;
};
static float tr(M m) {
  m.v[0][0] += 1;
  return m.v[0][0] + m.v[1][1];
}
static M pick(const M ms[3], int i) {
  if (i < 0)
    return ms[0];
  for (int k = 0; k < 3; ++k)
    if (k == i)
      return ms[k];
  return ms[2];
}
void values(const float a[8], float o[8][3]) {
  M ms[3];
  P2 p, q;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 4; ++j)
      ms[i].v[j / 2][j % 2] = a[(i + j) % 8];
  p.m = ms[0];
  for (int i = 0; i < 8; ++i) {
    ms[i % 3] = mul(ms[i % 3], ms[(i + 1) % 3]);
    q = p.inv();
    p = q;
    p.m = pick(ms, i % 4);
    o[i][0] = tr(ms[i % 3]);
    o[i][1] = q.m.v[0][1];
    o[i][2] = p.m.v[1][0] + ms[i & 1].v[0][0];
  }
}
