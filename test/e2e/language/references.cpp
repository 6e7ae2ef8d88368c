// RUN: allo run %s --top references --target cpu --random-inputs 1 --range a=0:9 --range n=5:5 --range b=4:5 \
// RUN:   --range o=0:3 --range rows=-9:9 | FileCheck %s
// RUN: allo run %s --top references --target hls --random-inputs 2 --range a=0:9 --range n=6:6 --range b=3:5 \
// RUN:   --range o=0:3 --range rows=-9:9 | FileCheck %s
// CHECK: equal
// References and pointers: to temporaries, to elements, as out-parameters, and as other names of what a bound reads.
static void bump(int &x) { x += 3; }
static void scale(int *x) { *x *= 2; }
static void forward(int *x) {
  scale(x);
  bump(*x);
}
static void first(int *x) { x[0] += 2; }
static void read(const int *x, int &y) { y = *x; }
static void order(int &x, int &y) {
  if (x > y) {
    int t = x;
    x = y;
    y = t;
  }
}

// The bound of each loop changes under another name while the loop runs.
static void bounds(int b[8], int o[32]) {
  int &first = b[0];
  int *all = b;
  for (int i = 0; i < b[0]; ++i) {
    first--;
    o[i]++;
  }
  for (int i = 0; i < b[1]; ++i) {
    all[1]--;
    o[i] += 3;
  }
  int local[4] = {5, 5, 5, 5};
  int *view = local;
  for (int i = 0; i < local[2]; ++i) {
    view[2]--;
    o[i] += 5;
  }
  int limit = b[2];
  int &name = limit;
  for (int i = 0; i < limit; ++i) {
    name--;
    o[i] += 7;
  }
  int i;
  int &counter = i;
  for (i = 0; i < 12; ++i) {
    o[i] += i;
    counter += o[i] & 1;
  }
}

static void temporaries(int a[32], int o[32]) {
  const int &sum = a[3] + 1;
  a[3] = 10;
  o[2] += sum;
  const int &same = a[2];
  a[2] = 77;
  o[1] += same;
  const long &converted = a[1];
  a[1] = 8;
  o[0] += converted;
}

void references(int a[32], int b[8], int &n, int rows[4][8], int o[32]) {
  bounds(b, o);
  temporaries(a, o);
  for (int i = 0; i < n; ++i) {
    if (i == 2)
      n = 4;
    o[i] += 11;
  }
  for (int i = 0; i < 4; ++i) {
    int q;
    bump(a[i]);
    scale(&a[i + 4]);
    forward(&rows[i][3]);
    scale(rows[i]);
    read(&rows[i][5], q);
    read(a, o[i + 8]);
    order(q, a[i]);
    o[i] += q;
  }
  forward(b);
  int scalar = b[0];
  int *pointer = &scalar;
  *pointer += 3;
  pointer[0] *= 2;
  first(pointer);
  first(&o[31]);
  o[30] = scalar;
}
