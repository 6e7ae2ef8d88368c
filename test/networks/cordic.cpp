// RUN: %network %s --top rotated --random-inputs 6 --range angle=-12000:12000
// CORDIC: ten elements in a row, each of which turns a vector by a smaller angle to one side or the other. The angles are
// a table of all elements; an element knows its place.
#include "ap_fixed.h"
#include "hls_stream.h"

constexpr int N = 12, STEPS = 10;

struct Vector {
  ap_fixed<18, 3> x, y, left;
};
typedef hls::stream<Vector, 2> Link;
const short angles[STEPS] = {12868, 7596, 4014, 2037, 1023, 512, 256, 128, 64, 32}; // atan(2^-i) in 2^-14

static void load(const short angle[N], Link links[STEPS + 1]) {
  for (int i = 0; i < N; ++i) {
    ap_fixed<18, 3> left = 0;
    left.range(17, 0) = 2 * angle[i];
    links[0].write({0.60725, 0, left});
  }
}
static void step(Link links[STEPS + 1], int s) {
  ap_fixed<18, 3> angle = 0;
  angle.range(17, 0) = 2 * angles[s];
  for (int i = 0; i < N; ++i) {
    Vector v = links[s].read();
    ap_fixed<18, 3> dx = v.y >> s, dy = v.x >> s;
    if (v.left < 0) {
      v.x += dx;
      v.y -= dy;
      v.left += angle;
    } else {
      v.x -= dx;
      v.y += dy;
      v.left -= angle;
    }
    links[s + 1].write(v);
  }
}
static void store(Link links[STEPS + 1], ap_fixed<18, 3> cosine[N], ap_fixed<18, 3> sine[N]) {
  for (int i = 0; i < N; ++i) {
    Vector v = links[STEPS].read();
    cosine[i] = v.x;
    sine[i] = v.y;
  }
}
void rotated(const short angle[N], ap_fixed<18, 3> cosine[N], ap_fixed<18, 3> sine[N]) {
  Link links[STEPS + 1];
  load(angle, links);
  for (int s = 0; s < STEPS; ++s)
    step(links, s);
  store(links, cosine, sine);
}
