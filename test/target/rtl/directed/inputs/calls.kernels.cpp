// Calls: modules that are started, shared, and that overlap; parameters of every kind.

void scale(float v[8], float factor) {
  for (int i = 0; i < 8; ++i)
    v[i] = v[i] * factor;
}

int sum8(const int v[8]) {
  int sum = 0;
  for (int i = 0; i < 8; ++i)
    sum += v[i];
  return sum;
}

void fill(int v[8], int from, int by) {
  for (int i = 0; i < 8; ++i)
    v[i] = from + by * i;
}

struct Pair {
  int first;
  short second;
  float third;
};

int spread(Pair p, int v[8]) {
  for (int i = 0; i < 8; ++i)
    v[i] += p.first - p.second;
  return (int)p.third;
}

void advance(Pair &p, int &count) {
  p.first += count;
  p.second = (short)(p.second * 2);
  count++;
}

//: case shared
//: run: 115
void shared(float a[8], float b[8], float x) {
  scale(a, x);
  scale(b, 0.5f);
  scale(a, x + 1);
}

//: case separate
//: run: 22
int separate(const int a[8], const int b[8]) { return sum8(a) - sum8(b) * 3; }

//: case fills
//: run: 34
void fills(int a[8], int b[8], int n) {
  fill(a, n, 2);
  fill(b, -n, n);
}

//: case calls_in_loop
//: run n=0: 4
//: run n=3: 165
int calls_in_loop(int a[8], int n) {
  int total = 0;
  for (int k = 0; k < n; ++k) {
    fill(a, k, total & 7);
    total += sum8(a);
  }
  return total;
}

//: case call_in_branch
//: run x=1: 43
//: run x=-1: 56
int call_in_branch(int a[8], const int b[8], int x) {
  int r = 5;
  if (x > 0)
    r = sum8(b);
  else
    fill(a, x, r);
  return r + sum8(a);
}

int middle(int a[8], const int b[8], int k) {
  fill(a, k, 3);
  return sum8(a) + sum8(b);
}

//: case nested
//: run: 114
int nested(int a[8], int b[8], int c[8]) {
  int x = middle(a, b, 1);
  int y = middle(c, a, x);
  return x ^ y;
}

void scale_row(float m[4][8], int row, float factor) {
  for (int i = 0; i < 8; ++i)
    m[row][i] = m[row][i] * factor;
}

//: case rows
//: run: 261
void rows(float a[4][8], float x) {
  for (int i = 0; i < 4; ++i)
    scale_row(a, i, x + i);
}

//: case rows.banked
//: step partition a dim=2 kind=cyclic factor=2
//: run: 261

//: case structures
//: run: 32
int structures(int v[8], int n, short m) {
  Pair p = {n, m, 2.5f};
  int count = 3;
  advance(p, count);
  int r = spread(p, v);
  advance(p, count);
  return r + p.first + p.second + count;
}

//: case references
//: run: 10
void references(int &a, float &b, const int &c, unsigned char &d) {
  a = a + c;
  b = b * 2 + a;
  d = (unsigned char)(d + 1);
}

//: case top_structure
//: run: 10
int top_structure(Pair p, Pair &q, int n) {
  q.first = p.first + n;
  q.second = (short)(n * 3);
  q.third = p.third + n;
  return q.second - p.second;
}

template <typename T, int N> T reduce(const T v[N]) {
  T sum = 0;
  for (int i = 0; i < N; ++i)
    sum += v[i];
  return sum;
}

//: case templates
//: run: 77
double templates(const double a[5], const float b[9]) { return reduce<double, 5>(a) + reduce<float, 9>(b); }

int factorial4(int x) { return x * (x - 1) * (x - 2) * (x - 3); }

//: case combinational
//: step pipeline i
//: loop combinational:i: II 1 of 1
//: run: 17
void combinational(const int a[10], int b[10]) {
  for (int i = 0; i < 10; ++i)
    b[i] = factorial4(a[i] & 31);
}

bool early(const int a[8], int key) {
  for (int i = 0; i < 8; ++i)
    if (a[i] > key)
      return true;
  return false;
}

//: case early_calls
//: run: 153 within bounds
int early_calls(const int a[8], const int b[8]) {
  int found = 0;
  for (int k = -90; k < 100; k += 45) {
    if (early(a, k))
      found += 1;
    if (early(b, k) && early(a, k + 1))
      found += 10;
  }
  return found;
}
