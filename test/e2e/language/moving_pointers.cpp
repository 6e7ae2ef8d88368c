// RUN: allo run %s --top moving --target cpu --random-inputs 1 --range a=-99:99 --check-ub | FileCheck %s
// RUN: allo run %s --top moving --target hls --random-inputs 2 --range a=-99:99 | FileCheck %s
// RUN: allo run %s --top moving --target rtl --random-inputs 3 --range a=-99:99 | FileCheck %s
// RUN: allo run %s --top moving --target sim --random-inputs 3 --range a=-99:99 | FileCheck %s
// CHECK: equal
// Pointers that move within their array: steps, distances, comparisons, the start anew; as locals, parameters and
// copies.
struct Pair {
  int left, right;
};

static int sum(const int *p, int n) {
  int total = 0;
  while (n-- > 0)
    total = total * 3 + *p++;
  return total;
}
static void reverse(int *first, int n) {
  int *last = first + n;
  while (first < --last) {
    int kept = *first;
    *first++ = *last;
    *last = kept;
  }
}
static int length(const char text[8]) {
  const char *end = text;
  while (*end)
    ++end;
  return (int)(end - text);
}
// Becomes part of its caller, since it gives a place.
static int &largest(int *p, int n) {
  int *best = p;
  for (int *end = p + n; p != end; p++)
    if (*p > *best)
      best = p;
  return *best;
}

void moving(const int a[16], int rows[4][4], int r[16], int s[8], Pair pairs[4]) {
  // Taps of a filter, the way old code has them.
  const int *in = a;
  int now = *in;
  int *out;
  out = r;
  *out++ = now;
  for (int i = 3; i < 16; i++) {
    now = *++in;
    *out = now + in[-1] * 2;
    *out++ += in[1];
  }
  s[0] = (int)(out - r);
  *out = *(in -= 2);
  out += 1;
  *out = sum(in, 3) + sum(a + 1, 2);

  int line[8];
  int *p = line, *const end = line + 8;
  for (p = &line[0]; p < end; p += 2)
    p[1] = *p = (int)(p - line) * a[p - line];
  reverse(line + 1, 7);
  p = end;
  do {
    s[1] = s[1] * 5 + *--p;
  } while (p > line && p >= &line[1]);
  s[2] = p == line;
  for (int i = 0; i < 4; i++) {
    int *row = rows[i], total = 0;
    for (int j = 0; j < 4; j++)
      total += *row++;
    *--row = total;
    largest(rows[i], 4) -= 7;
  }
  char text[8] = {'m', 'o', 'v', 'e'};
  s[3] = length(text);
  Pair *pair = pairs;
  for (int i = 0; i < 4; i++, ++pair) {
    auto kept = [pair](int x) { return pair->right + x; };
    if (i)
      pair[-1].left = pair->left;
    pair->left = kept(i);
  }
  s[4] = (--pair)->left;
}
