// The correlation matrix of M attributes over N points.
#include <cmath>

constexpr int M = 240, N = 260;

void init(float *float_n, float data[N][M]) {
  *float_n = (float)N;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < M; j++)
      data[i][j] = (float)(i * j) / M + i;
}

void compute_mean(float float_n, const float data[N][M], float mean[M]) {
  for (int z = 0; z < M; ++z)
    mean[z] = 0;
  for (int j = 0; j < M; ++j)
    for (int i = 0; i < N; ++i)
      mean[j] += data[i][j];
  for (int d = 0; d < M; ++d)
    mean[d] /= float_n;
}

void compute_stddev(float float_n, const float data[N][M], const float mean[M], float stddev[M]) {
  for (int z = 0; z < M; ++z)
    stddev[z] = 0;
  for (int j = 0; j < M; ++j)
    for (int i = 0; i < N; ++i)
      stddev[j] += (data[i][j] - mean[j]) * (data[i][j] - mean[j]);
  for (int d = 0; d < M; ++d) {
    float deviation = std::sqrt(stddev[d] / float_n);
    // a column that is almost constant would be divided by almost zero
    stddev[d] = deviation <= 0.1f ? 1.0f : deviation;
  }
}

void center(float float_n, float data[N][M], const float mean[M], const float stddev[M]) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < M; ++j)
      data[i][j] = (data[i][j] - mean[j]) / (std::sqrt(float_n) * stddev[j]);
}

void compute_corr(const float data[N][M], float corr[M][M]) {
  for (int d = 0; d < M; ++d)
    corr[d][d] = 1;
  for (int i = 0; i < M - 1; ++i)
    for (int j = i + 1; j < M; ++j) {
      float sum = 0;
      for (int k = 0; k < N; ++k)
        sum += data[k][i] * data[k][j];
      corr[i][j] = sum;
      corr[j][i] = sum;
    }
}

void kernel_correlation(float float_n, float data[N][M], float corr[M][M], float mean[M], float stddev[M]) {
  compute_mean(float_n, data, mean);
  compute_stddev(float_n, data, mean, stddev);
  center(float_n, data, mean, stddev);
  compute_corr(data, corr);
}
