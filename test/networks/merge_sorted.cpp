// RUN: %network %s --top merged --init fill --unproved "data decides which stream is read"
// Two sorted streams become one: which stream is read next depends on what was read. Each ends with a mark.
#include "hls_stream.h"

constexpr int N = 24, END = 0x7fffffff;
typedef hls::stream<int, 2> Link;

void fill(int a[N], int b[N]) {
  int x = -90, y = -70;
  for (int i = 0; i < N; ++i) {
    a[i] = x += (i * i) % 13;
    b[i] = y += (i * 7) % 11;
  }
}
static void load(const int a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
  out.write(END);
}
static void merge(Link &left, Link &right, Link &out) {
  int x = left.read(), y = right.read();
  while (x != END || y != END) {
    if (x <= y) {
      out.write(x);
      x = left.read();
    } else {
      out.write(y);
      y = right.read();
    }
  }
  out.write(END);
}
static int store(Link &in, int c[2 * N]) {
  int count = 0;
  for (int value = in.read(); value != END; value = in.read())
    c[count++] = value;
  return count;
}
void merged(const int a[N], const int b[N], int c[2 * N]) {
  Link left, right, both;
  load(a, left);
  load(b, right);
  merge(left, right, both);
  store(both, c);
}
