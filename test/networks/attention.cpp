// RUN: %network %s --top attended --random-inputs 7
// One head of attention as a network: scores of a query against all keys, their softmax (which waits for the last score),
// and the weighted sum of the values.
#include "hls_math.h"
#include "hls_stream.h"

constexpr int QUERIES = 3, KEYS = 6, SIZE = 4;
typedef hls::stream<float, KEYS + 2> Link;

static void score(const float q[QUERIES][SIZE], const float k[KEYS][SIZE], Link &scores) {
  for (int i = 0; i < QUERIES; ++i)
    for (int j = 0; j < KEYS; ++j) {
      float sum = 0.0f;
      for (int d = 0; d < SIZE; ++d)
        sum += q[i][d] * k[j][d];
      scores.write(0.5f * sum);
    }
}
static void exponentials(Link &scores, Link &weights, Link &totals) {
  float row[KEYS];
  for (int i = 0; i < QUERIES; ++i) {
    float most = scores.read(), total = 0.0f;
    row[0] = most;
    for (int j = 1; j < KEYS; ++j) {
      row[j] = scores.read();
      most = row[j] > most ? row[j] : most;
    }
    for (int j = 0; j < KEYS; ++j) {
      float weight = hls::exp(row[j] - most);
      weights.write(weight);
      total += weight;
    }
    totals.write(total);
  }
}
static void weigh(Link &weights, Link &totals, const float v[KEYS][SIZE], float out[QUERIES][SIZE]) {
  for (int i = 0; i < QUERIES; ++i) {
    float sums[SIZE] = {0.0f, 0.0f, 0.0f, 0.0f};
    for (int j = 0; j < KEYS; ++j) {
      float weight = weights.read();
      for (int d = 0; d < SIZE; ++d)
        sums[d] += weight * v[j][d];
    }
    float total = totals.read();
    for (int d = 0; d < SIZE; ++d)
      out[i][d] = sums[d] / total;
  }
}
void attended(const float q[QUERIES][SIZE], const float k[KEYS][SIZE], const float v[KEYS][SIZE],
              float out[QUERIES][SIZE]) {
  Link scores, weights, totals;
  score(q, k, scores);
  exponentials(scores, weights, totals);
  weigh(weights, totals, v, out);
}
