// RUN: %network %s --top swapped --random-inputs 4
// Eight bytes become a word of 64 bits, and a word becomes bytes again, the last one first.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int WORDS = 12;

static void load(const ap_uint<8> bytes[8 * WORDS], hls::stream<ap_uint<8>, 2> &out) {
  for (int i = 0; i < 8 * WORDS; ++i)
    out.write(bytes[i]);
}
static void pack(hls::stream<ap_uint<8>, 2> &in, hls::stream<ap_uint<64>, 1> &out) {
  for (int i = 0; i < WORDS; ++i) {
    ap_uint<64> word = 0;
    for (int b = 0; b < 8; ++b)
      word = (word << 8) | ap_uint<64>(in.read());
    out.write(word);
  }
}
static void unpack(hls::stream<ap_uint<64>, 1> &in, hls::stream<ap_uint<8>, 8> &out) {
  for (int i = 0; i < WORDS; ++i) {
    ap_uint<64> word = in.read();
    for (int b = 0; b < 8; ++b)
      out.write(word.range(8 * b + 7, 8 * b));
  }
}
static void store(hls::stream<ap_uint<8>, 8> &in, ap_uint<8> bytes[8 * WORDS]) {
  for (int i = 0; i < 8 * WORDS; ++i)
    bytes[i] = in.read();
}
void swapped(const ap_uint<8> bytes[8 * WORDS], ap_uint<8> result[8 * WORDS]) {
  hls::stream<ap_uint<8>, 2> narrow;
  hls::stream<ap_uint<64>, 1> words;
  hls::stream<ap_uint<8>, 8> reversed;
  load(bytes, narrow);
  pack(narrow, words);
  unpack(words, reversed);
  store(reversed, result);
}
