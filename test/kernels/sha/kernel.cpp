// DEFINE: %{run} = allo run %s --top sha --random-inputs 1 --range bytes=100:190 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// SHA-256 of a message, with the state in globals as in programs that hash a stream block by block. FIPS 180-4.
#include "ap_int.h"

#define BLOCK_SIZE 64
#define MAX_BYTES 192

typedef unsigned char BYTE;
typedef ap_uint<32> WORD;

static const unsigned int round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

WORD sha_digest[8];
unsigned long long sha_count;
BYTE sha_block[BLOCK_SIZE];

#define ROTR(x, n) ((WORD)(((x) >> (n)) | ((x) << (32 - (n)))))
#define CH(x, y, z) (((x) & (y)) ^ (~(x) & (z)))
#define MAJ(x, y, z) (((x) & (y)) ^ ((x) & (z)) ^ ((y) & (z)))

// The same rotation by slices.
template <int N> WORD rotate(WORD x) { return (x.range(N - 1, 0), x.range(31, N)); }

static WORD sigma0(WORD x) { return rotate<7>(x) ^ rotate<18>(x) ^ (x >> 3); }
static WORD sigma1(WORD x) { return rotate<17>(x) ^ rotate<19>(x) ^ (x >> 10); }

void sha_transform() {
  WORD w[64];
  WORD h[8];
#pragma HLS array_partition variable = h complete
words:
  for (int i = 0; i < 16; ++i)
    w[i] = (ap_uint<8>(sha_block[4 * i]), ap_uint<8>(sha_block[4 * i + 1]), ap_uint<8>(sha_block[4 * i + 2]),
            ap_uint<8>(sha_block[4 * i + 3]));
expand:
  for (int i = 16; i < 64; ++i)
    w[i] = sigma1(w[i - 2]) + w[i - 7] + sigma0(w[i - 15]) + w[i - 16];
load:
  for (int i = 0; i < 8; ++i)
    h[i] = sha_digest[i];
rounds:
  for (int i = 0; i < 64; ++i) {
    WORD s1 = ROTR(h[4], 6) ^ ROTR(h[4], 11) ^ ROTR(h[4], 25);
    WORD t1 = h[7] + s1 + CH(h[4], h[5], h[6]) + round_constants[i] + w[i];
    WORD s0 = ROTR(h[0], 2) ^ ROTR(h[0], 13) ^ ROTR(h[0], 22);
    WORD t2 = s0 + MAJ(h[0], h[1], h[2]);
  shift:
    for (int j = 7; j > 0; --j) {
#pragma HLS unroll
      h[j] = h[j - 1];
    }
    h[4] += t1;
    h[0] = t1 + t2;
  }
store:
  for (int i = 0; i < 8; ++i)
    sha_digest[i] += h[i];
}

void sha_init() {
  static const unsigned int initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (int i = 0; i < 8; i++)
    sha_digest[i] = initial[i];
  sha_count = 0;
}

void sha_update(const BYTE *buffer, int count) {
bytes:
  for (int i = 0; i < count; i++) {
    sha_block[sha_count++ % BLOCK_SIZE] = buffer[i];
    if (sha_count % BLOCK_SIZE == 0)
      sha_transform();
  }
}

void sha_final() {
  unsigned long long bits = sha_count << 3;
  int used = (int)(sha_count & (BLOCK_SIZE - 1));
  sha_block[used++] = 0x80;
  if (used > BLOCK_SIZE - 8) {
    while (used < BLOCK_SIZE)
      sha_block[used++] = 0;
    sha_transform();
    used = 0;
  }
  while (used < BLOCK_SIZE - 8)
    sha_block[used++] = 0;
length:
  for (int i = 0; i < 8; i++)
    sha_block[BLOCK_SIZE - 1 - i] = (BYTE)(bits >> (8 * i));
  sha_transform();
}

void sha(const BYTE message[MAX_BYTES], int bytes, unsigned int digest[8]) {
#pragma HLS interface ap_memory port = message
  sha_init();
  // In two parts, as a stream would come.
  sha_update(message, bytes / 2);
  sha_update(&message[bytes / 2], bytes - bytes / 2);
  sha_final();
out:
  for (int i = 0; i < 8; i++)
    digest[i] = sha_digest[i];
}
