// RUN: allo run %s --top structs --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top structs --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Structs as results, by value and by reference, with copies, conversions of members and early returns; constexpr
// functions of constants, recursive ones too.
struct Pixel {
  int x;
  float y;
  char c;
};
struct Complex {
  int re, im;
};

static Pixel make(int a) {
  Pixel p;
  p.x = a;
  p.y = a * 0.5f;
  p.c = a * 50;
  return p;
}
static Pixel add(Pixel a, const Pixel &b) {
  a.x += b.x;
  a.y += b.y;
  a.c += b.c;
  return a;
}
static void change(Pixel &p) {
  p.x *= 2;
  p.c = p.x;
}
static Complex multiply(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
static Complex pick(Complex a, Complex b, int which) {
  for (int i = 0; i < which; ++i)
    if (a.re == i)
      return a;
  if (which > 3)
    return b;
  return Complex{b.im, a.re};
}
constexpr int factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }

void structs(const int a[16], int o[16][8]) {
  Pixel total = {1, 2.0f, 3};
  Complex z = {1, 1};
  for (int i = 0; i < 16; ++i) {
    Pixel p = make(a[i]), q = p;
    q.x++;
    total = add(total, q);
    change(q);
    Pixel r = i & 1 ? p : add(q, p);
    z = multiply(z, Complex{a[i], 1});
    z = pick(z, multiply(z, z), i & 7);
    make(i);
    o[i][0] = total.x;
    o[i][1] = total.y;
    o[i][2] = total.c;
    o[i][3] = r.x;
    o[i][4] = r.c;
    o[i][5] = z.re;
    o[i][6] = z.im;
    o[i][7] = factorial(5) + a[i];
  }
}
