// RUN: %network %s --top hashed --random-inputs 8
// Streams of 257 bits: words are put together, multiplied and turned, and folded to 32 bits.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int N = 10;
typedef ap_uint<257> wide;
typedef hls::stream<wide, 2> Link;

static void widen(const unsigned a[N], Link &out) {
  wide word = 1;
  for (int i = 0; i < N; ++i) {
    word = (word << 29) ^ wide(a[i]) ^ (wide(a[N - 1 - i]) << 225);
    out.write(word);
  }
}
static void turn(Link &in, Link &out) {
  for (int i = 0; i < N; ++i) {
    wide word = in.read();
    wide turned = (word << 100) | (word >> 157);
    out.write(turned * 0x9e3779b1u + word);
  }
}
static void fold(Link &in, unsigned b[N], ap_uint<257> last[1]) {
  for (int i = 0; i < N; ++i) {
    wide word = in.read();
    unsigned folded = 0;
    for (int part = 0; part < 8; ++part)
      folded = 3 * folded ^ (word >> (32 * part)).to_uint();
    b[i] = folded + (word[256] ? 1 : 0);
    if (i == N - 1)
      last[0] = word;
  }
}
void hashed(const unsigned a[N], unsigned b[N], ap_uint<257> last[1]) {
  Link words, turned;
  widen(a, words);
  turn(words, turned);
  fold(turned, b, last);
}
