// The kernel of the installation test.
template <typename T, int N> void axpy(T a, const T x[N], T y[N]) {
  for (int i = 0; i < N; ++i)
    y[i] += a * x[i];
}
