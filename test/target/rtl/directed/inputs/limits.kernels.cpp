// What limits the interval of a pipelined loop, each cause with its words.

//: case dot
//: step pipeline i
//: loop dot:i: II 5 of 1, recurrence: II 5 needed: delays within one cycle: recurrence through sum at distance 1: fadd (line +3) -> sum (line +2)
//: operator fadd 32 bits: 1
//: operator fmul 32 bits: 1
//: run: 329
float dot(const float a[64], const float b[64]) {
  float sum = 0;
  for (int i = 0; i < 64; ++i)
    sum += a[i] * b[i];
  return sum;
}

//: case dot.asked_more
//: step pipeline i ii=12
//: loop dot:i: II 12 of 12
//: run: 770

//: case histogram
//: step pipeline i
//: loop histogram:i: II 8 of 1, recurrence: II 8 needed: delays within one cycle: recurrence through bins at distance 1: store to bins (line +2) -> load of bins (line +2) -> fadd (line +2)
//: run: 322
void histogram(const unsigned char data[40], float bins[256]) {
  for (int i = 0; i < 40; ++i)
    bins[data[i] & 15] += 1.5f;
}

//: case counts
//: step pipeline i
//: loop counts:i: II 3 of 1, recurrence: II 3 needed: delays within one cycle: recurrence through bins at distance 1: store to bins (line +2) -> load of bins (line +2)
//: run: 122
void counts(const unsigned char data[40], int bins[16]) {
  for (int i = 0; i < 40; ++i)
    bins[data[i] & 15] += 1;
}

//: case scan
//: step pipeline i
//: loop scan:i: II 4 of 1, recurrence: II 4 needed: delays within one cycle: recurrence through a at distance 3: store to a (line +2) -> load of a (line +2) -> fmul (line +2) -> fadd (line +2)
//: run: 197
void scan(float a[50]) {
  for (int i = 3; i < 50; ++i)
    a[i] = a[i - 3] * 0.5f + a[i];
}

//: case two_chains
//: step pipeline i
//: loop two_chains:i: II 9 of 1, recurrence: II 9 needed: delays within one cycle: recurrence through slow at distance 1: fadd (line +3) -> slow (line +2) -> fmul (line +3)
//: run: 274
void two_chains(const float x[30], float out[2]) {
  float slow = 1, fast = 0;
  for (int i = 0; i < 30; ++i) {
    slow = slow * x[i] + 0.25f;
    fast = fast + x[i];
  }
  out[0] = slow;
  out[1] = fast;
}

//: case window
//: step pipeline i
//: loop window:i: II 4 of 1, ports: II 4 needed: 2 ports of a for 8 accesses (line +2)
//: run: 131
void window(const int a[40], int b[32]) {
  for (int i = 0; i < 32; ++i)
    b[i] = a[i] + a[i + 1] + a[i + 2] + a[i + 3] + a[i + 4] + a[i + 5] + a[i + 6] + a[i + 7];
}

//: case window.cyclic
//: step pipeline i
//: step partition a dim=1 kind=cyclic factor=4
//: loop window:i: II 1 of 1
//: run: 38

//: case window.enough
//: step pipeline i
//: step partition a dim=1 kind=cyclic factor=8
//: loop window:i: II 1 of 1
//: run: 38

//: case window.block
//: step pipeline i
//: step partition a dim=1 kind=block factor=4
//: loop window:i: II 4 of 1, ports: II 4 needed: 2 ports of a bank 0 for 8 accesses (line +2)
//: run: 133

//: case window.complete
//: step pipeline i
//: step partition a dim=1 kind=complete
//: loop window:i: II 1 of 1
//: run: 37

//: case strided
//: step pipeline i
//: step partition a dim=1 kind=cyclic factor=4
//: loop strided:i: II 2 of 1, ports: II 2 needed: 2 ports of a bank 0 for 4 accesses (line +2)
//: run: 35
void strided(const int a[64], int b[16]) {
  for (int i = 0; i < 16; ++i)
    b[i] = a[4 * i] + a[(4 * i + 4) % 64] + a[(4 * i + 8) % 64] + a[(4 * i + 12) % 64];
}

//: case adders
//: step pipeline i
//: loop adders:i: II 1 of 1
//: operator fadd 32 bits: 3
//: run: 33
void adders(const float a[20], const float b[20], const float c[20], const float d[20], float out[20]) {
  for (int i = 0; i < 20; ++i)
    out[i] = (a[i] + b[i]) + (c[i] + d[i]);
}

//: case adders.one
//: step pipeline i
//: limit fadd=1
//: loop adders:i: II 3 of 1, operators: II 3 needed: 1 fadd allowed by --limit for 3 operations (line +2)
//: operator fadd 32 bits: 1
//: run: 74

//: case adders.two
//: step pipeline i
//: limit fadd=2
//: loop adders:i: II 2 of 1, operators: II 2 needed: 2 fadd allowed by --limit for 3 operations (line +2)
//: operator fadd 32 bits: 2
//: run: 52

//: case divides
//: step pipeline i
//: limit divs=1
//: loop divides:i: II 2 of 1, operators: II 2 needed: 1 divs allowed by --limit for 2 operations (line +2)
//: run: 59
void divides(const int a[10], const int b[10], int out[10]) {
  for (int i = 0; i < 10; ++i)
    out[i] = a[i] / (b[i] | 1) + b[i] / (a[i] | 1);
}

int twice_plus(int x, const int table[4]) {
  int sum = x;
  for (int k = 0; k < 4; ++k)
    sum += table[k] * x;
  return sum;
}

int wandering(int x) {
  while (x > 3)
    x = x / 2 - 1;
  return x;
}

//: case call_small
//: step pipeline i
//: loop call_small:i: II 1 of 1
//: run: 19
void call_small(const int a[10], const int table[4], int out[10]) {
  for (int i = 0; i < 10; ++i)
    out[i] = twice_plus(a[i], table);
}

//: case call_unknown
//: step pipeline i
//: error limits.kernels.cpp, line -17:3: error: pipeline i: the loop 'wandering:while' (line -17) inside the pipelined loop 'i' (line +1) has no constant trip count, so it cannot be unrolled into the pipeline
void call_unknown(const int a[10], int out[10]) {
  for (int i = 0; i < 10; ++i)
    out[i] = wandering(a[i] & 63);
}

//: case inner_unknown
//: step pipeline i
//: error limits.kernels.cpp, line +3:5: error: pipeline i: the loop 'j' (line +3) inside the pipelined loop 'i' (line +1) has no constant trip count, so it cannot be unrolled into the pipeline
void inner_unknown(const int a[10][8], int out[10], int n) {
  for (int i = 0; i < 10; ++i) {
    int sum = 0;
    for (int j = 0; j < n; ++j)
      sum += a[i][j];
    out[i] = sum;
  }
}

//: case find
//: step pipeline i
//: loop find:i: II 3 of 1, recurrence: II 3 needed: delays within one cycle: recurrence through a at distance 1: load of a (line +2) -> i (line +1)
//: run: 127 within bounds
int find(const int a[40], int key) {
  for (int i = 0; i < 40; ++i)
    if (a[i] == key)
      return i;
  return -1;
}

//: case collatz
//: loop collatz:while: no II
//: run x=27: 226
//: run x=1: 4
int collatz(int x) {
  int steps = 0;
  while (x != 1) {
    x = x % 2 == 0 ? x / 2 : 3 * x + 1;
    ++steps;
  }
  return steps;
}

//: case collatz.pipelined
//: step pipeline while
//: loop collatz:while: II 2 of 1, recurrence: II 2 needed: delays within one cycle: recurrence through x at distance 1: x (line +2)
//: run x=27: 227
//: run x=1: 5

//: case matrix
//: loop matrix:i: no II
//: loop matrix:i/j: no II
//: loop matrix:i/j/k: no II
//: operator fadd 32 bits: 1
//: operator fmul 32 bits: 1
//: run: 2377
void matrix(const float a[6][7], const float b[7][5], float c[6][5]) {
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 5; ++j) {
      float sum = 0;
      for (int k = 0; k < 7; ++k)
        sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
}

//: case matrix.inner
//: step pipeline k
//: loop matrix:i/j/k: II 5 of 1, recurrence: II 5 needed: delays within one cycle: recurrence through sum at distance 1: fadd (line +5) -> sum (line +4)
//: run: 1058

//: case matrix.middle
//: step pipeline j
//: loop matrix:i/j: II 4 of 1, ports: II 4 needed: 2 ports of a for 7 accesses (line +5)
//: operator fadd 32 bits: 2
//: operator fmul 32 bits: 3
//: run: 159

//: case matrix.middle_banked
//: step pipeline j
//: step partition a dim=2 kind=complete
//: step partition b dim=1 kind=complete
//: loop matrix:i/j: II 1 of 1
//: operator fadd 32 bits: 7
//: operator fmul 32 bits: 7
//: run: 72

//: case flat
//: step pipeline j
//: loop flat:i/j: II 1 of 1
//: run: 57
void flat(const int a[6][9], int b[6][9]) {
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 9; ++j)
      b[i][j] = a[i][j] * 3 + i;
}

//: case triangle
//: step pipeline j
//: loop triangle:i/j: II 1 of 1
//: run: 48
void triangle(int a[9][9]) {
  for (int i = 0; i < 9; ++i)
    for (int j = 0; j <= i; ++j)
      a[i][j] = a[i][j] + i - j;
}
