// RUN: allo run %s --top control --target cpu --random-inputs 1 --range a=-20:20 | FileCheck %s
// RUN: allo run %s --top control --target hls --random-inputs 2 --range a=-20:20 | FileCheck %s
// CHECK: equal
// Every loop and branch, with break, continue, early return and fall-through at several depths.
static int find(const int a[64], int wanted) {
  for (int i = 0; i < 64; ++i) {
    if (a[i] == wanted)
      return i;
    if (a[i] == 13 && i > 40)
      break;
  }
  return -1;
}

static int classify(int v) {
  switch (v & 7) {
  case 0:
    return 100;
  case 1:
  case 2:
    v += 10;
    // fall through
  case 3:
    v *= 2;
    break;
  default:
    v -= 3;
    break;
  case 6:
    if (v > 9)
      break;
    v = 1;
  }
  return v;
}

static int collatz(int n) {
  int steps = 0;
  while (n != 1) {
    n = n % 2 ? 3 * n + 1 : n / 2;
    if (++steps > 50)
      break;
  }
  return steps;
}

static void early(int out[8], int k) {
  out[0] = 1;
  if (k < 3)
    return;
  out[1] = 2;
  for (int i = 2; i < 8; i++) {
    if (i == k)
      return;
    for (int j = 0; j < 4; j++) {
      if (j == 2)
        continue;
      if (i + j == 9)
        return;
      out[i] += j;
    }
  }
  out[7] = 9;
}

void control(const int a[64], int r[64][10], int o[8]) {
  int i, j, last = 0;
  for (i = 0; i < 64; i++) {
    for (j = 0; j < 10; j++)
      r[i][j] = 0;
    r[i][0] = find(a, i - 20);
    r[i][1] = classify(a[i]);
    r[i][2] = collatz(i + 1);
    int n = 0;
    do {
      n += a[i] & 3;
      if (n > 20)
        break;
      n++;
    } while (n < 15);
    r[i][3] = n;
    for (j = i; j >= 0; j -= 3)
      r[i][4] += a[j];
    for (j = 0; j < 64; j += 5) {
      if (a[j] < 0)
        continue;
      r[i][5] += a[j];
    }
    for (unsigned char w = 250; w != 4; ++w) // wraps by definition
      r[i][6] += w;
    for (j = 0; j <= a[i]; ++j)
      r[i][7]++;
    last = j;
    r[i][8] = last;
    int p = 0, q = 40;
    while (true) {
      if (p >= q)
        break;
      p += 3;
      q -= a[i] > 0 ? 1 : 2;
    }
    r[i][9] = p * 100 + q;
    if (i % 3 == 0 && a[i] != 0 && 100 / a[i] > 3)
      r[i][9]++;
    else if (i % 3 == 1)
      r[i][9] += 2;
  }
  for (i = 0; i < 8; i++)
    o[i] = 0;
  early(o, 6);
  o[0] += i + j;
}
