/* Kernels whose designs have as many operators as asked for: F at a time of N elements. */
#define N (16 * F)

/* independent */
void axpy(float a, float x[N], float y[N]) {
  for (int i = 0; i < N; i++)
    y[i] += a * x[i];
}

/* one chain */
float dot(float x[N], float y[N]) {
  float sum = 0;
  for (int i = 0; i < N; i++)
    sum += x[i] * y[i];
  return sum;
}

/* neighbours in other banks */
void stencil(float x[N + F], float y[N]) {
  for (int i = 0; i < N; i++)
    y[i] = x[i] * x[i + 1] + x[i + 2];
}

/* integers */
void filter(int a, int x[N + F], int y[N]) {
  for (int i = 0; i < N; i++)
    y[i] = a * x[i] + x[i + 1];
}
