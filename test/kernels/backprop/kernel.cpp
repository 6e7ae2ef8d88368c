// DEFINE: %{run} = allo run %s --top backprop --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// A network of two layers learns by gradient descent: forward, error, backward and new weights for each sample.
#include <math.h>

#define INPUTS 4
#define HIDDEN 6
#define OUTPUTS 3
#define SAMPLES 8
#define EPOCHS 2
#define RATE 0.25f

typedef float real;

template <int N> struct Layer {
  real sum[N], out[N], error[N];
};

static real activation(real x) { return 1.0f / (1.0f + expf(-x)); }

template <int IN, int OUT>
void forward(const real weights[OUT][IN], const real bias[OUT], const real in[IN], Layer<OUT> &layer) {
forward_out:
  for (int o = 0; o < OUT; o++) {
    layer.sum[o] = bias[o];
  forward_in:
    for (int i = 0; i < IN; i++)
      layer.sum[o] += weights[o][i] * in[i];
    layer.out[o] = activation(layer.sum[o]);
  }
}

// What the errors of a layer mean for the one before it.
template <int IN, int OUT> void backward(const real weights[OUT][IN], const Layer<OUT> &layer, Layer<IN> &before) {
backward_in:
  for (int i = 0; i < IN; i++) {
    real sum = 0;
  backward_out:
    for (int o = 0; o < OUT; o++)
      sum += weights[o][i] * layer.error[o];
    before.error[i] = sum * before.out[i] * (1 - before.out[i]);
  }
}

template <int IN, int OUT>
void update(real weights[OUT][IN], real bias[OUT], const real in[IN], const Layer<OUT> &layer) {
update_out:
  for (int o = 0; o < OUT; o++) {
  update_in:
    for (int i = 0; i < IN; i++)
      weights[o][i] -= RATE * layer.error[o] * in[i];
    bias[o] -= RATE * layer.error[o];
  }
}

// Returns the sum of squares of the errors in the last epoch.
real backprop(real weights1[HIDDEN][INPUTS], real bias1[HIDDEN], real weights2[OUTPUTS][HIDDEN], real bias2[OUTPUTS],
              const real samples[SAMPLES][INPUTS], const real targets[SAMPLES][OUTPUTS], int epochs) {
  Layer<HIDDEN> hidden;
  Layer<OUTPUTS> output;
  real loss = 0;
epochs:
  for (int epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
  samples:
    for (int s = 0; s < SAMPLES; s++) {
      forward<INPUTS, HIDDEN>(weights1, bias1, samples[s], hidden);
      forward<HIDDEN, OUTPUTS>(weights2, bias2, hidden.out, output);
    errors:
      for (int o = 0; o < OUTPUTS; o++) {
        real difference = output.out[o] - targets[s][o];
        loss += difference * difference;
        output.error[o] = difference * output.out[o] * (1 - output.out[o]);
      }
      backward(weights2, output, hidden);
      update<HIDDEN, OUTPUTS>(weights2, bias2, hidden.out, output);
      update<INPUTS, HIDDEN>(weights1, bias1, samples[s], hidden);
    }
  }
  return loss;
}

// Four numbers of which the first two decide the class.
void fill(real weights1[HIDDEN][INPUTS], real bias1[HIDDEN], real weights2[OUTPUTS][HIDDEN], real bias2[OUTPUTS],
          real samples[SAMPLES][INPUTS], real targets[SAMPLES][OUTPUTS], int *epochs) {
  unsigned state = 17;
  auto next = [&] { return (int)((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-23f - 1; };
  for (int h = 0; h < HIDDEN; h++) {
    for (int i = 0; i < INPUTS; i++)
      weights1[h][i] = next();
    bias1[h] = next();
  }
  for (int o = 0; o < OUTPUTS; o++) {
    for (int h = 0; h < HIDDEN; h++)
      weights2[o][h] = next();
    bias2[o] = next();
  }
  for (int s = 0; s < SAMPLES; s++) {
    for (int i = 0; i < INPUTS; i++)
      samples[s][i] = next();
    int kind = samples[s][0] > 0 ? 0 : samples[s][1] > 0 ? 1 : 2;
    for (int o = 0; o < OUTPUTS; o++)
      targets[s][o] = o == kind;
  }
  *epochs = EPOCHS;
}
