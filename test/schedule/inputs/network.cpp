// Three layers over one product, and a network that calls the layers several times.
template <typename T, int N> T dot(const T a[N], const T b[N]) {
  T sum = 0;
  for (int k = 0; k < N; ++k)
    sum += a[k] * b[k];
  return sum;
}
template <typename T, int N, int M> void product(const T x[N], const T w[M][N], T y[M]) {
  T row[N];
  for (int i = 0; i < M; ++i) {
    for (int c = 0; c < N; ++c)
      row[c] = w[i][c];
    y[i] = dot<T, N>(row, x);
  }
}
template <typename T, int N, int M> void layer(const T x[N], const T w[M][N], T y[M]) {
  product<T, N, M>(x, w, y);
  for (int r = 0; r < M; ++r)
    y[r] = y[r] > 0 ? y[r] : 0;
}
void network(const int x[8], const int w1[8][8], const int w2[8][8], const int w3[4][8], int y[4]) {
  int a[8], b[8];
  layer<int, 8, 8>(x, w1, a);
  layer<int, 8, 8>(a, w2, b);
  layer<int, 8, 4>(b, w3, y);
}
