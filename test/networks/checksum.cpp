// RUN: %network %s --top checked --random-inputs 3
// CRC-32 of a message that goes through: bytes pass, and the checksum follows them in the same stream.
#include "hls_stream.h"

constexpr int N = 40;
typedef hls::stream<unsigned char, 2> Link;

static void load(const unsigned char message[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write(message[i]);
}
static void append(Link &in, Link &out) {
  unsigned table[16], crc = 0xffffffffu;
  for (int i = 0; i < 16; ++i) {
    unsigned value = i;
    for (int bit = 0; bit < 4; ++bit)
      value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0u);
    table[i] = value;
  }
  for (int i = 0; i < N; ++i) {
    unsigned char byte = in.read();
    out.write(byte);
    crc = table[(crc ^ byte) & 15] ^ crc >> 4;
    crc = table[(crc ^ byte >> 4) & 15] ^ crc >> 4;
  }
  for (int i = 0; i < 4; ++i)
    out.write(~crc >> (8 * i));
}
static void store(Link &in, unsigned char framed[N + 4]) {
  for (int i = 0; i < N + 4; ++i)
    framed[i] = in.read();
}
void checked(const unsigned char message[N], unsigned char framed[N + 4]) {
  Link plain, longer;
  load(message, plain);
  append(plain, longer);
  store(longer, framed);
}
