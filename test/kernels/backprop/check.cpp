// After many epochs the network says what it was taught.
#include "kernel.cpp"

int main() {
  static real w1[HIDDEN][INPUTS], b1[HIDDEN], w2[OUTPUTS][HIDDEN], b2[OUTPUTS], in[SAMPLES][INPUTS],
      targets[SAMPLES][OUTPUTS];
  int epochs;
  fill(w1, b1, w2, b2, in, targets, &epochs);
  real before = backprop(w1, b1, w2, b2, in, targets, 1);
  real after = backprop(w1, b1, w2, b2, in, targets, 2000);
  return !(after < before / 20);
}
