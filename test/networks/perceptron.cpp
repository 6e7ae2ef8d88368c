// RUN: %network %s --top classified --random-inputs 3
// Three layers of a perceptron joined by streams: while one layer works on a sample, the layer before works on the next.
// Weights are constant tables of the processes; the last process gives the class.
#include "hls_stream.h"

constexpr int SAMPLES = 6, IN = 8, HIDDEN = 6, CLASSES = 4;
typedef hls::stream<int, 8> Link;

static int weight(int layer, int out, int in) { return (7 * layer + 5 * out + 3 * in + out * in) % 11 - 4; }

template <int LAYER, int FROM, int TO> static void layer(Link &x, Link &y) {
  int values[FROM];
  for (int sample = 0; sample < SAMPLES; ++sample) {
    for (int i = 0; i < FROM; ++i)
      values[i] = x.read();
    for (int o = 0; o < TO; ++o) {
      int sum = 40;
      for (int i = 0; i < FROM; ++i)
        sum += weight(LAYER, o, i) * values[i];
      y.write(sum > 0 ? sum >> 4 : 0);
    }
  }
}
static void load(const signed char x[SAMPLES][IN], Link &out) {
  for (int sample = 0; sample < SAMPLES; ++sample)
    for (int i = 0; i < IN; ++i)
      out.write(x[sample][i]);
}
static void choose(Link &scores, unsigned char best[SAMPLES], int best_score[SAMPLES]) {
  for (int sample = 0; sample < SAMPLES; ++sample) {
    int most = -1;
    unsigned char which = 0;
    for (int c = 0; c < CLASSES; ++c) {
      int score = scores.read();
      if (score > most) {
        most = score;
        which = c;
      }
    }
    best[sample] = which;
    best_score[sample] = most;
  }
}
void classified(const signed char x[SAMPLES][IN], unsigned char best[SAMPLES], int best_score[SAMPLES]) {
  Link inputs, first, second, scores;
  load(x, inputs);
  layer<1, IN, HIDDEN>(inputs, first);
  layer<2, HIDDEN, HIDDEN>(first, second);
  layer<3, HIDDEN, CLASSES>(second, scores);
  choose(scores, best, best_score);
}
