// RUN: allo run %s --top scopes --target cpu --random-inputs 1 --range a=0:9 | FileCheck %s
// RUN: allo run %s --top scopes --target hls --random-inputs 2 --range a=0:9 | FileCheck %s
// CHECK: equal
// Variables declared in conditions, and variables of a switch that several of its sections use.
static int conditions(const int a[32], int o[32]) {
  int sum = 0;
  for (int z = 0; int w = 5 - z; ++z)
    sum += w * a[z];
  int left = a[1];
  while (int k = left - 2) {
    if (k < 0)
      break;
    --left;
    sum += k;
  }
  if (int k = a[3])
    sum += k;
  else if (int m = k + a[4]; m > 2)
    sum -= m;
  switch (int q = a[5]) {
  case 0:
    o[2] = q + 5;
    break;
  default:
    o[2] = -q;
  }
  switch (int q = a[6] * 3; q & 3) {
  case 1:
    return q;
  default:
    sum += q;
  }
  return sum;
}

static void sections(const int a[32], int o[32]) {
  int s = 0;
  for (int i = 0; i < 32; ++i) {
    switch (a[i] & 3) {
      int before;
    case 0:
      int inside;
      inside = 4;
      before = a[i];
      s += inside + before;
      break;
    case 1:
      inside = 7;
      s += inside * 2;
      before = 3;
      // fall through
    case 2: {
      int own = before = 1;
      s += own + before;
    }
    default:
      s--;
    }
    o[i] += s;
  }
}

void scopes(const int a[32], int o[32], int p[1]) {
  sections(a, o);
  p[0] = conditions(a, o);
}
