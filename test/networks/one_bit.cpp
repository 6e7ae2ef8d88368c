// RUN: %network %s --top scrambled --random-inputs 10
// Streams of one bit: bytes become bits, a shift register of 16 bits scrambles them, and eight become a byte again.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int N = 12;
typedef hls::stream<ap_uint<1>, 1> Link;

static void serialise(const unsigned char a[N], Link &out) {
  for (int i = 0; i < N; ++i)
    for (int bit = 0; bit < 8; ++bit)
      out.write(a[i] >> bit & 1);
}
static void scramble(Link &in, Link &out) {
  ap_uint<16> state = 0xace1;
  for (int i = 0; i < 8 * N; ++i) {
    ap_uint<1> feedback = state[0] ^ state[2] ^ state[3] ^ state[5];
    state = (state >> 1) | (ap_uint<16>(feedback) << 15);
    out.write(in.read() ^ feedback);
  }
}
static void collect(Link &in, unsigned char b[N]) {
  for (int i = 0; i < N; ++i) {
    unsigned char byte = 0;
    for (int bit = 0; bit < 8; ++bit)
      byte |= in.read() << bit;
    b[i] = byte;
  }
}
void scrambled(const unsigned char a[N], unsigned char b[N]) {
  Link plain, mixed;
  serialise(a, plain);
  scramble(plain, mixed);
  collect(mixed, b);
}
