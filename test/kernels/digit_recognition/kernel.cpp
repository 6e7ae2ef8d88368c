// DEFINE: %{run} = allo run %s --top digit_recognition --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Digits in 256 bits each, by their three nearest neighbours in a training set: distance is the number of bits that
// differ.
#include "ap_int.h"

#define CLASS_SIZE 6
#define CLASSES 10
#define TRAINING (CLASS_SIZE * CLASSES)
#define TESTS 4
#define K 3

typedef ap_uint<256> digit_t;
typedef ap_uint<9> distance_t;
typedef ap_uint<4> label_t;

// The ones among W bits: those of the halves together.
template <int W> ap_uint<9> popcount(const ap_uint<W> &x) {
#pragma HLS inline
  if constexpr (W == 1) {
    return x;
  } else {
    constexpr int half = W / 2;
    ap_uint<W - half> high = x.range(W - 1, half);
    ap_uint<half> low = x.range(half - 1, 0);
    return popcount<W - half>(high) + popcount<half>(low);
  }
}

// By parts that are counted in parallel within the word.
static distance_t popcount256(digit_t x) {
  distance_t ones = 0;
count_parts:
  for (int i = 0; i < 256; i += 32) {
#pragma HLS unroll
    ones += popcount<32>(x.range(i + 31, i));
  }
  return ones;
}

// The nearest K so far, in order; each place takes what is new, or what was before it, or keeps its own.
static void insert(distance_t distance, label_t label, distance_t distances[K], label_t labels[K]) {
insert_loop:
  for (int i = K - 1; i >= 0; --i) {
    if (distance >= distances[i])
      continue;
    bool moves = i > 0 && distance < distances[i - 1];
    distances[i] = moves ? distances[i - 1] : distance;
    labels[i] = moves ? labels[i - 1] : label;
  }
}

static label_t vote(const label_t labels[K]) {
  ap_uint<2> votes[CLASSES] = {};
#pragma HLS array_partition variable = votes complete
  label_t most = labels[0];
count_votes:
  for (int i = 0; i < K; i++)
    votes[labels[i]]++;
find_most:
  for (int c = 0; c < CLASSES; c++)
    if (votes[c] > votes[most])
      most = c;
  return most;
}

void digit_recognition(const digit_t training[TRAINING], const digit_t tests[TESTS], unsigned char results[TESTS],
                       unsigned short nearest[TESTS]) {
test_loop:
  for (int t = 0; t < TESTS; ++t) {
    distance_t distances[K];
    label_t labels[K];
#pragma HLS array_partition variable = distances complete
#pragma HLS array_partition variable = labels complete
  reset:
    for (int k = 0; k < K; k++) {
      distances[k] = 256;
      labels[k] = 0;
    }
    const digit_t test = tests[t];
  training_loop:
    for (int i = 0; i < TRAINING; i++) {
      digit_t difference = training[i] ^ test;
      insert(popcount256(difference), i / CLASS_SIZE, distances, labels);
    }
    results[t] = vote(labels);
    nearest[t] = distances[0];
  }
}

// Each class has a pattern; training and test digits are that with some bits changed.
void fill(digit_t training[TRAINING], digit_t tests[TESTS]) {
  unsigned state = 31;
  digit_t pattern[CLASSES];
  auto noisy = [&](digit_t x, int changes) {
    for (int i = 0; i < changes; i++)
      x[(state = state * 1664525u + 1013904223u) >> 24] = i & 1;
    return x;
  };
  for (int c = 0; c < CLASSES; c++)
    for (int i = 0; i < 256; i++)
      pattern[c][i] = (state = state * 1664525u + 1013904223u) >> 31;
  for (int i = 0; i < TRAINING; i++)
    training[i] = noisy(pattern[i / CLASS_SIZE], 60);
  for (int t = 0; t < TESTS; t++)
    tests[t] = noisy(pattern[(3 * t + 7) % CLASSES], 60);
}
