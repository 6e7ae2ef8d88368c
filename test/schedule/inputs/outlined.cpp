// Loops whose nests use every kind of value from around them.
struct Point {
  int x;
  short y;
};

const int table[4] = {3, 1, 4, 1};

static int twice(int value) { return value + value; }

int work(int A[16], const int B[16], int n, int &out, Point points[4]) {
  static int state[4];
  static int runs = 5;
  int sum = 0;
  float grid[4][4];
  Point local[4];
  bool odd = false;
  int low = 0;
  for (int i = 0; i < 16; ++i) {
    int factor = B[i] * 2;
    unsigned char small = (unsigned char)B[i];
    for (int j = 0; j < i; ++j) {
      A[j] += factor * table[j & 3] + small;
      state[j & 3] += n;
    }
    for (int t = i - 3; t < n; t += 2)
      sum += twice(t) - i;
    if (sum > 1000)
      low = sum;
    runs++;
  }
  for (int r = -2; r < 2; ++r)
    for (int c = -2; c < 2; ++c)
      grid[r + 2][c + 2] = r * 0.5f + c + low;
  for (int p = 0; p < 4; ++p) {
    local[p] = points[p];
    local[p].x += low + runs;
    odd ^= local[p].y & 1;
  }
  for (int q = 0; q < 4; ++q) {
    points[q].x = local[3 - q].x + (odd ? 1 : 0) + (int)grid[q][q];
    points[q].y += 2;
  }
  int k = 0;
  while (k < n) {
    A[k & 15] += sum;
    k++;
  }
  for (int e = 0; e < n; ++e) {
    if (A[e & 15] == 3)
      break;
    out += e + k;
  }
  for (int none = 5; none < 5; ++none)
    out = 0;
  return sum;
}
