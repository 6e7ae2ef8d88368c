// Loops and calls that read one memory share its two ports: two run at once, a third and writers wait.

//: case two_readers
//: step pipeline i
//: step pipeline j
//: run: 68
int two_readers(const int a[64], int r[2]) {
  int s = 0, m = 0;
  for (int i = 0; i < 64; ++i) s += a[i];
  for (int j = 0; j < 64; ++j) m ^= a[j];
  r[0] = s;
  r[1] = m;
  return s ^ m;
}

//: case three_readers
//: step pipeline i
//: step pipeline j
//: step pipeline k
//: run: 133
int three_readers(const int a[64]) {
  int s = 0, m = 0, x = 0;
  for (int i = 0; i < 64; ++i) s += a[i];
  for (int j = 0; j < 64; ++j) m ^= a[j];
  for (int k = 0; k < 64; ++k) x |= a[k];
  return s ^ m ^ x;
}

//: case reader_writer_reader
//: step pipeline i
//: step pipeline j
//: step pipeline k
//: run: 197
int reader_writer_reader(int a[64]) {
  int s = 0, x = 0;
  for (int i = 0; i < 64; ++i) s += a[i];
  for (int j = 0; j < 64; ++j) a[j] = j;
  for (int k = 0; k < 64; ++k) x |= a[k];
  return s ^ x;
}

//: case both_ports
//: step pipeline i
//: step pipeline j
//: run: 102
int both_ports(const int a[64]) {
  int s = 0, m = 0;
  for (int i = 0; i < 32; ++i) s += a[i] ^ a[i + 32];
  for (int j = 0; j < 64; ++j) m ^= a[j];
  return s ^ m;
}

int sum(const int a[32], int n) {
  int s = 0;
  for (int i = 0; i < n; ++i) s += a[i];
  return s;
}

//: case reading_calls
//: run n=32: 70
//: run n=0: 7
int reading_calls(const int a[32], int n) { return sum(a, n) ^ (sum(a, n) * 3); }

//: case calls_of_calls
//: run n=32: 210
int twice(const int a[32], int n) { return sum(a, n) + sum(a, n); }
int calls_of_calls(const int a[32], int n) { return twice(a, n) ^ (twice(a, n) * 3) ^ sum(a, n); }

//: case call_beside_loop
//: step pipeline i
//: run n=32: 70
int call_beside_loop(const int a[32], const int b[32], int n) {
  int s = 0;
  for (int i = 0; i < 32; ++i) s += a[i] * b[i];
  return s + sum(a, n) + sum(b, n);
}
