// RUN: allo run %s --top f --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top f --target hls --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top f --target rtl --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top f --target sim --random-inputs 1 | FileCheck %s
// CHECK: equal
// `volatile` has no effect: on members, whole objects, arrays, references, parameters and member functions.
struct Port {
  volatile int ready;
  volatile unsigned char data[4];
  struct Inner {
    short x;
  };
  volatile Inner inner;
  int read(int i) volatile { return ready + data[i]; }
};

static int sum(volatile const int *a, volatile int &last) {
  int total = 0;
  for (int i = 0; i < 8; ++i)
    total += a[i];
  last = total;
  return total;
}

int f(volatile int a[8], int b[8]) {
  Port port = {3, {1, 2, 3, 4}, {7}};
  volatile Port other = {1, {5, 6, 7, 8}, {9}};
  volatile int local[8];
  for (int i = 0; i < 8; ++i) {
    port.ready += a[i];
    port.data[i & 3] = port.data[(i + 1) & 3] + 1;
    other.inner.x = other.inner.x + i;
    local[i] = port.ready ^ other.data[i & 3];
    b[i] = local[i] + port.inner.x;
  }
  volatile int last = 0;
  return sum(a, last) + last + port.read(2) + other.read(1) + other.inner.x;
}
