// RUN: allo run %s --top state --target cpu --random-inputs 1 --range a=-9:9 --calls 4 | FileCheck %s
// RUN: allo run %s --top state --target hls --random-inputs 2 --range a=-9:9 --calls 4 | FileCheck %s
// RUN: allo run %s --top state --target rtl --random-inputs 3 --range a=-9:9 --calls 4 | FileCheck %s
// RUN: allo run %s --top state --target sim --random-inputs 3 --range a=-9:9 --calls 4 | FileCheck %s
// RUN: allo run %s --top state --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top state --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Static locals, one for each specialisation, and globals that are written: kept from call to call.
struct Filter {
  int taps[4];
  int at;
};
static int total = 7;
int history[8];
static Filter filter = {{1, 2, 3, 4}, 1};

template <int N> int counted(int by) {
  static int count = N;
  count += by;
  return count;
}
static int filtered(int x) {
  filter.taps[filter.at] = x;
  filter.at = (filter.at + 1) & 3;
  int sum = 0;
  for (int i = 0; i < 4; ++i)
    sum += filter.taps[i];
  return sum;
}
static int seen(int x) {
  static bool first = true;
  static int table[3] = {5, 6, 7};
  if (first) {
    first = false;
    return -1;
  }
  table[(x & 0xff) % 3] += x;
  return table[0] + table[1] * 10 + table[2] * 100;
}
struct Sequence {
  static int next() {
    static unsigned state = 12345;
    state = state * 1664525u + 1013904223u;
    return state >> 16;
  }
};

class Meter {
  int sum = 0;
  static int readings;

public:
  int read(int x) {
    ++readings;
    sum += x;
    return sum * 100 + readings;
  }
};
int Meter::readings = 0;
static Meter meter;

void state(const int a[8], int o[8][6]) {
  for (int i = 0; i < 8; ++i) {
    total += a[i];
    history[i] += total;
    o[i][0] += history[7 - i];
    o[i][1] = counted<3>(a[i]) + counted<100>(1) + counted<3>(2);
    o[i][2] = filtered(a[i]);
    o[i][3] = seen(a[i]) + seen(i);
    o[i][4] = Sequence::next();
    Meter local;
    o[i][5] = meter.read(a[i]) + local.read(i);
  }
}
