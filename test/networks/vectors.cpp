// RUN: %network %s --top mixed --random-inputs 2
// Streams of hls::vector: four floating-point lanes go together, and are rotated and scaled lane by lane.
#include "hls_stream.h"
#include "hls_vector.h"

constexpr int N = 16;
typedef hls::vector<float, 4> Lanes;
typedef hls::stream<Lanes, 2> Link;

static void load(const Lanes a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(a[i]);
}
static void mix(Link &in, Link &out) {
  Lanes last = 0.0f;
  for (int i = 0; i < N; ++i) {
    Lanes lanes = in.read(), turned;
    for (int l = 0; l < 4; ++l)
      turned[l] = lanes[(l + 1) % 4];
    last = last * 0.5f + turned;
    out.write(last);
  }
}
static void store(Link &in, Lanes b[N]) {
  for (int i = 0; i < N; ++i)
    b[i] = in.read();
}
void mixed(const Lanes a[N], Lanes b[N]) {
  Link in, out;
  load(a, in);
  mix(in, out);
  store(out, b);
}
