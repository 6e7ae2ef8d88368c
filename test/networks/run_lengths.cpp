// RUN: %network %s --top packed --init fill --unproved "data decides how many elements go"
// Run lengths: values become pairs of a value and how often it comes, and values again. How many pairs there are depends
// on the data; the last one has length 0.
#include "hls_stream.h"

constexpr int N = 80;

struct Run {
  unsigned char value;
  unsigned short length;
};

void fill(unsigned char bytes[N]) {
  for (int i = 0; i < N; ++i)
    bytes[i] = i < 20 ? 7 : (i * i / 40) % 5;
}
static void load(const unsigned char bytes[N], hls::stream<unsigned char, 2> &out) {
  for (int i = 0; i < N; ++i)
    out.write(bytes[i]);
}
static void encode(hls::stream<unsigned char, 2> &in, hls::stream<Run, 2> &out) {
  Run run = {in.read(), 1};
  for (int i = 1; i < N; ++i) {
    unsigned char value = in.read();
    if (value == run.value) {
      ++run.length;
    } else {
      out.write(run);
      run = {value, 1};
    }
  }
  out.write(run);
  out.write({0, 0});
}
static void tap(hls::stream<Run, 2> &in, hls::stream<Run, 2> &out, Run runs[N + 1]) {
  Run run;
  int count = 0;
  do {
    run = in.read();
    runs[count++] = run;
    out.write(run);
  } while (run.length != 0);
}
static void decode(hls::stream<Run, 2> &in, hls::stream<unsigned char, 2> &out) {
  for (Run run = in.read(); run.length != 0; run = in.read())
    for (int i = 0; i < run.length; ++i)
      out.write(run.value);
}
static void store(hls::stream<unsigned char, 2> &in, unsigned char bytes[N]) {
  for (int i = 0; i < N; ++i)
    bytes[i] = in.read();
}
void packed(const unsigned char bytes[N], Run runs[N + 1], unsigned char again[N]) {
  hls::stream<unsigned char, 2> plain, unpacked;
  hls::stream<Run, 2> pairs, stored;
  load(bytes, plain);
  encode(plain, pairs);
  tap(pairs, stored, runs);
  decode(stored, unpacked);
  store(unpacked, again);
}
