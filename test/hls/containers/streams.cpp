// hls::stream: first in, first out; blocking and non-blocking access; depth.
#include "ap_int.h"
#include "hls_stream.h"

static void produce(const int in[32], hls::stream<int> &out) {
  for (int i = 0; i < 32; ++i)
    if (i % 3 != 1)
      out << in[i];
    else
      out.write(in[i] + 1);
}
static void scale(hls::stream<int> &in, hls::stream<ap_int<40>> &out) {
  for (int i = 0; i < 32; ++i)
    out.write(ap_int<40>(in.read()) * 3);
}

void streams(const int in[32], long long out[32], int facts[12]) {
  hls::stream<int> numbers("numbers");
  hls::stream<ap_int<40>> scaled("scaled");
  produce(in, numbers);
  facts[0] = static_cast<int>(numbers.size());
  scale(numbers, scaled);
  facts[1] = numbers.empty();
  for (int i = 0; i < 32; ++i) {
    ap_int<40> value;
    if (i % 2 == 0)
      scaled >> value;
    else
      scaled.read(value);
    out[i] = value;
  }
  hls::stream<int, 4> bounded;
  int accepted = 0;
  for (int i = 0; i < 6; ++i)
    accepted += bounded.write_nb(in[i]);
  facts[2] = accepted;
  facts[3] = bounded.full();
  facts[4] = static_cast<int>(bounded.size());
  int first = 0;
  facts[5] = bounded.read_nb(first);
  facts[6] = first;
  facts[7] = bounded.full();
  int sum = 0, reads = 0, value = 0;
  while (bounded.read_nb(value)) {
    sum += value;
    ++reads;
  }
  facts[8] = sum;
  facts[9] = reads;
  facts[10] = bounded.empty();
  facts[11] = value;
}
