// Control: trip counts of zero and one, bounds of any sign, exits, branches, independent loops.

//: case by_argument
//: loop by_argument:i: no II
//: run n=0: 2
//: run n=1: 4
//: run n=2: 7
//: run n=-5: 2
//: run n=16: 49
void by_argument(int a[16], int n) {
  for (int i = 0; i < n; ++i)
    a[i] = a[i] * 3 + i;
}

//: case by_argument.pipelined
//: step pipeline i
//: reset 9
//: loop by_argument:i: II 1 of 1
//: run n=0: 2
//: run n=1: 4
//: run n=2: 5
//: run n=-5: 2
//: run n=16: 19

//: case by_argument.unrolled
//: step unroll i factor=4
//: run n=0: 2
//: run n=1: 5
//: run n=7: 9
//: run n=16: 17

//: case rectangle
//: run m=3 n=0: 2
//: run m=0 n=3: 7
//: run m=1 n=1: 5
//: run m=6 n=4: 77
void rectangle(int a[6][8], int n, int m) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j)
      a[i][j] += i - 2 * j;
}

//: case rectangle.pipelined
//: step pipeline j
//: loop rectangle:i/j: II 1 of 1
//: run m=3 n=0: 3
//: run m=0 n=3: 2
//: run m=1 n=1: 5
//: run m=6 n=4: 28

//: case never
//: step pipeline j
//: run: 1
void never(int a[4]) {
  a[1] = 7;
  for (int i = 5; i < 5; ++i)
    a[0] = i;
  for (int j = 3; j < 1; ++j)
    a[2] = j;
}

//: case once
//: step pipeline i
//: loop once:i: II 1 of 1
//: run: 4
void once(int a[4]) {
  for (int i = 2; i < 3; ++i)
    a[i] = a[i] + 40;
}

//: case lower
//: step pipeline j
//: loop lower:i/j: II 2 of 1, ports: II 2 needed: 2 ports of a for 3 accesses (line +3)
//: run n=0: 2
//: run n=1: 5
//: run n=7: 59
void lower(int a[7][7], int n) {
  for (int i = 0; i < n; ++i)
    for (int j = i; j < n; ++j)
      a[j][i] = a[j][i] + a[i][j] * 2;
}

//: case strict
//: step pipeline j
//: loop strict:i/j: II 1 of 1
//: run: 24
void strict(int a[7][7]) {
  for (int i = 0; i < 7; ++i)
    for (int j = i + 1; j < 7; ++j)
      a[i][j] = a[j][i] - j;
}

//: case signs
//: step pipeline i
//: run: 51
void signs(int a[20], int b[20]) {
  for (int i = -7; i < 8; i += 3)
    a[i + 7] = i * 2;
  for (int j = 19; j >= 0; j -= 4)
    b[j] = a[j] + j;
  for (int k = 5; k > -5; --k)
    b[k + 6] -= k;
}

//: case steps
//: step pipeline i
//: run n=17: 25
//: run n=1: 7
//: run n=0: 3
void steps(int a[20], int n) {
  for (int i = 0; i < n; i += 5)
    a[i] += 1;
  for (int k = n; k > 0; k -= 3)
    a[k] -= k;
}

//: case unsigned_down
//: run n=9: 23
//: run n=0: 5
unsigned unsigned_down(const unsigned a[10], unsigned n) {
  unsigned sum = 0;
  for (unsigned i = n; i-- > 0;)
    sum = sum * 3 + a[i];
  return sum;
}

//: case search
//: step pipeline i
//: loop search:i: II 5 of 1, recurrence: II 5 needed: delays within one cycle: recurrence through a at distance 1: load of a (line +3) -> i (line +2) -> load of a (line +3)
//: run: 19 within bounds
int search(const int a[30], int key) {
  int at = -1;
  for (int i = 0; i < 30; ++i) {
    if (a[i] > 60 && a[i] != key) {
      at = i;
      break;
    }
  }
  return at;
}

//: case skipping
//: step pipeline i
//: loop skipping:i: II 3 of 1, recurrence: II 3 needed: delays within one cycle: recurrence through a at distance 1: load of a (line +3) -> i (line +2)
//: run: 71 within bounds
int skipping(const int a[30], int out[30]) {
  int used = 0;
  for (int i = 0; i < 30; ++i) {
    if (a[i] < 0)
      continue;
    out[used & 15] = a[i];
    if (++used == 9)
      break;
  }
  return used;
}

//: case nested_exit
//: run limit=100: 62 within bounds
//: run limit=100000: 106 within bounds
int nested_exit(const short a[6][6], int limit) {
  int sum = 0;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      if (a[i][j] < 0)
        break;
      sum += a[i][j];
      if (sum > limit)
        return -i;
    }
  }
  return sum;
}

//: case gcd
//: run a=48 b=36: 42
//: run a=17 b=0: 4
//: run a=1 b=999: 42
int gcd(int a, int b) {
  while (b != 0) {
    int t = a % b;
    a = b;
    b = t;
  }
  return a;
}

//: case doing
//: run x=0: 38
//: run x=999999: 213
int doing(unsigned x) {
  int digits = 0;
  do {
    x /= 10;
    ++digits;
  } while (x != 0);
  return digits;
}

//: case gcd.pipelined
//: step pipeline while
//: loop gcd:while: II 19 of 1, recurrence: II 19 needed: delays within one cycle: recurrence through b at distance 1: b (line +1) -> rems (line +2)
//: run a=48 b=36: 60
//: run a=17 b=0: 22
//: run a=1 b=999: 60

//: case list
//: run start=0: 14 within bounds
//: run start=3: 28 within bounds
int list(const unsigned char next[16], int start) {
  int at = start & 15, count = 0;
  while (count < 12 && at != 7) {
    at = next[at] & 15;
    count++;
  }
  return count * 16 + at;
}

//: case list.pipelined
//: step pipeline while
//: loop list:while: II 2 of 1, recurrence: II 2 needed: delays within one cycle: recurrence through at at distance 1: at (line +2) -> load of next (line +3)
//: run start=0: 16 within bounds
//: run start=3: 30 within bounds

//: case choosing
//: step pipeline i
//: loop choosing:i: II 5 of 1, ports: II 5 needed: 2 ports of a for 9 accesses (lines +4, +7, +9, +12, +15)
//: run: 132
void choosing(const unsigned char op[24], int a[24]) {
  for (int i = 0; i < 24; ++i) {
    switch (op[i] & 7) {
    case 0:
      a[i] = -a[i];
      break;
    case 1:
      a[i] += 5;
    case 2:
      a[i] *= 3;
      break;
    case 5:
      a[i] = 0;
      break;
    default:
      a[i] ^= op[i];
    }
  }
}

//: case choosing.sequence
//: run: 361

//: case sides
//: run x=3: 51
//: run x=-3: 29
//: run x=0: 4
void sides(int a[16], int x) {
  if (x > 0) {
    for (int i = 0; i < 16; ++i)
      a[i] += x;
  } else if (x < 0) {
    for (int j = 0; j < 8; ++j)
      a[2 * j] -= x;
    a[1] = 0;
  }
}

//: case sides.pipelined
//: step pipeline i
//: loop sides:i: II 1 of 1
//: loop sides:j: no II
//: run: 21

// The loops are independent: all three run in the cycles of one.
//: case overlap
//: step pipeline i
//: step pipeline j
//: step pipeline k
//: loop overlap:i: II 1 of 1
//: loop overlap:j: II 1 of 1
//: loop overlap:k: II 1 of 1
//: run: 103
void overlap(const int a[100], const int b[100], const int c[100], int x[100], int y[100], int z[100]) {
  for (int i = 0; i < 100; ++i)
    x[i] = a[i] + 1;
  for (int j = 0; j < 100; ++j)
    y[j] = b[j] * 2;
  for (int k = 0; k < 100; ++k)
    z[k] = c[k] - 3;
}

//: case ordered
//: step pipeline i
//: step pipeline j
//: run: 104
void ordered(const int a[50], int x[50], int y[50]) {
  for (int i = 0; i < 50; ++i)
    x[i] = a[i] + 1;
  for (int j = 0; j < 50; ++j)
    y[j] = x[49 - j] * 2;
}

//: case nothing
//: run: 1
void nothing() {}

//: case unused
//: run: 1
void unused(const int a[4], int n) {}

//: case answer
//: run: 1
int answer() { return 42; }

//: case passing
//: run: 1
double passing(double x) { return x; }

//: case imperfect
//: step pipeline j
//: reset 20
//: loop imperfect:i/j: II 1 of 1
//: run: 44
void imperfect(const int a[5][8], int out[5], int total[1]) {
  total[0] = 0;
  for (int i = 0; i < 5; ++i) {
    int sum = i;
    for (int j = 0; j < 8; ++j)
      sum += a[i][j];
    out[i] = sum;
    total[0] += sum;
  }
}

//: case imperfect.sequence
//: reset 33
//: run: 92

//: case imperfect.outer
//: step pipeline i
//: loop imperfect:i: II 4 of 1, ports: II 4 needed: 2 ports of a for 8 accesses (line +5)
//: run: 24

//: case bubble
//: run: 70
void bubble(int a[7]) {
  for (int i = 6; i > 0; --i)
    for (int j = 0; j < i; ++j)
      if (a[j] > a[j + 1]) {
        int t = a[j];
        a[j] = a[j + 1];
        a[j + 1] = t;
      }
}

//: case bubble.pipelined
//: step pipeline j
//: loop bubble:i/j: II 3 of 1, recurrence: II 3 needed: delays within one cycle: recurrence through a at distance 1: load of a (line +3) -> store to a (line +5)
//: run: 64
