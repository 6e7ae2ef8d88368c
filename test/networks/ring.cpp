// RUN: %network %s --top ringed --random-inputs 7
// A ring of two stages with three tokens in it: each comes round four times, through both stages, before it leaves. The
// ring is a process of its own, whose loop calls the stages one after the other.
#include "hls_stream.h"

constexpr int N = 24, TOKENS = 3, ROUNDS = 4;

struct Token {
  int value;
  unsigned char round;
};
typedef hls::stream<Token, TOKENS> Link;

static void load(const int a[N], hls::stream<int, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void triple(Link &in, Link &out) {
  Token token = in.read();
  token.value = 3 * token.value + token.round;
  out.write(token);
}
static void fold(Link &in, Link &out) {
  Token token = in.read();
  token.value ^= token.value >> 3;
  token.round += 1;
  out.write(token);
}
static void turn(hls::stream<int, 2> &in, hls::stream<int, 2> &out) {
  Link to_triple, to_fold;
  for (int group = 0; group < N / TOKENS; ++group) {
    for (int t = 0; t < TOKENS; ++t)
      to_triple.write({in.read(), 0});
    for (int step = 0; step < TOKENS * ROUNDS; ++step) {
      triple(to_triple, to_fold);
      fold(to_fold, to_triple);
    }
    for (int t = 0; t < TOKENS; ++t)
      out.write(to_triple.read().value);
  }
}
static void store(hls::stream<int, 2> &in, int b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = in.read();
}
void ringed(const int a[N], int b[N]) {
  hls::stream<int, 2> in, out;
  load(a, in);
  turn(in, out);
  store(out, b);
}
