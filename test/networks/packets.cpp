// RUN: %network %s --top unpacked --init fill --unproved "data decides how many elements go"
// Packets of different length in one stream: a header says how many words follow; length 0 is the end. Empty packets do
// not exist, short ones do.
#include "hls_stream.h"

constexpr int WORDS = 40, MOST = 12;
typedef hls::stream<unsigned short, 2> Link;

void fill(unsigned short words[WORDS]) {
  for (int i = 0; i < WORDS; ++i)
    words[i] = 0;
  int at = 0;
  for (int length = 1; length < 8; ++length) {
    words[at++] = length;
    for (int i = 0; i < length; ++i)
      words[at++] = 1000 * length + 7 * i;
  }
}
static void load(const unsigned short words[WORDS], Link &out) {
  int left = 0;
  bool end = false;
  for (int i = 0; i < WORDS && !end; ++i) {
    unsigned short word = words[i];
    out.write(word);
    if (left == 0) {
      left = word;
      end = word == 0;
    } else {
      --left;
    }
  }
}
static void check(Link &in, hls::stream<unsigned, 2> &sums) {
  for (int length = in.read(); length != 0; length = in.read()) {
    unsigned sum = length;
    for (int i = 0; i < length; ++i)
      sum = 31 * sum + in.read();
    sums.write(sum);
  }
  sums.write(0);
}
static int store(hls::stream<unsigned, 2> &sums, unsigned result[MOST]) {
  int count = 0;
  for (unsigned sum = sums.read(); sum != 0; sum = sums.read())
    result[count++] = sum;
  return count;
}
void unpacked(const unsigned short words[WORDS], unsigned result[MOST]) {
  Link packets;
  hls::stream<unsigned, 2> sums;
  load(words, packets);
  check(packets, sums);
  store(sums, result);
}
