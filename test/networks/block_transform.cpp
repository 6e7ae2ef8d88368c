// RUN: %network %s --top transformed --random-inputs 1
// A stream of blocks: each element is a structure with an array of eight, which a process transforms as a whole (Walsh
// and Hadamard's transform, rows of a signal).
#include "hls_stream.h"

constexpr int BLOCKS = 9, SIZE = 8;

struct Block {
  int values[SIZE];
};
typedef hls::stream<Block, 2> Link;

static void gather(const int signal[BLOCKS * SIZE], Link &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block;
    for (int i = 0; i < SIZE; ++i)
      block.values[i] = signal[SIZE * b + i];
    out.write(block);
  }
}
static void transform(Link &in, Link &out) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read();
    for (int half = 1; half < SIZE; half *= 2)
      for (int i = 0; i < SIZE; ++i)
        if ((i & half) == 0) {
          int x = block.values[i], y = block.values[i + half];
          block.values[i] = x + y;
          block.values[i + half] = x - y;
        }
    out.write(block);
  }
}
static void scatter(Link &in, int spectrum[BLOCKS * SIZE]) {
  for (int b = 0; b < BLOCKS; ++b) {
    Block block = in.read();
    for (int i = 0; i < SIZE; ++i)
      spectrum[SIZE * b + i] = block.values[i];
  }
}
void transformed(const int signal[BLOCKS * SIZE], int spectrum[BLOCKS * SIZE]) {
  Link blocks, spectra;
  gather(signal, blocks);
  transform(blocks, spectra);
  scatter(spectra, spectrum);
}
