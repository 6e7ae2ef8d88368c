// Small kernels, one for each thing that a run decides about.
void scale(const int A[4], int B[4], int n) {
  for (int i = 0; i < 4; ++i)
    B[i] = A[i] * n;
}
float total(const double A[2][3], unsigned char bytes[5], bool negate, float &maximum) {
  float sum = 0;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j) {
      sum += static_cast<float>(A[i][j]);
      maximum = A[i][j] > maximum ? static_cast<float>(A[i][j]) : maximum;
    }
  for (int i = 0; i < 5; ++i)
    bytes[i] = static_cast<unsigned char>(bytes[i] + i);
  return negate ? -sum : sum;
}
void gather(const float x[16], const int index[8], const int first[3], float y[8]) {
  for (int i = 0; i < 8; ++i)
    y[i] = x[index[i]];
  for (int i = 0; i < 2; ++i)
    for (int j = first[i]; j < first[i + 1]; ++j)
      y[i] += x[j];
}
struct Point {
  float x;
  unsigned char tag;
  double weight;
};
void move(Point p, Point &q, float factor) {
  q.x = p.x * factor;
  q.tag = p.tag;
  q.weight += p.weight;
}
// Beyond the range of int, C++ leaves the conversion undefined: the native kernel and the targets differ.
void saturate(const float A[2][2], int B[2][2]) {
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      B[i][j] = static_cast<int>(A[i][j]);
}
void untouched(const float A[4], float B[4]) {
  for (int i = 0; i < 4; ++i)
    if (A[i] > 2)
      B[i] = A[i];
}
void zeros(const float A[4], float B[4]) {
  for (int i = 0; i < 4; ++i)
    B[i] = A[i] > 2 ? A[i] : 0;
}
void nans(const float A[4], float B[4]) {
  for (int i = 0; i < 4; ++i)
    B[i] = (A[i] - A[i]) / (A[i] - A[i]);
}
void overflow(const int A[1], int B[1]) { B[0] = A[0] + 2147483647; }
void beyond(const int A[4], int B[4], int n) {
  for (int i = 0; i < n; ++i)
    B[i] = 3 * A[i];
}
void sized(const int A[4], int B[4], int n) {
  for (int i = 0; i < n - 1; ++i)
    B[i] = A[i];
}
