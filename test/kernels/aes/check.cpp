// The example of FIPS 197, C.1.
#include "kernel.cpp"

int main() {
  byte key[16], data[BLOCKS][16];
  for (int i = 0; i < 16; i++) {
    key[i] = i;
    data[0][i] = data[1][i] = 0x11 * i;
  }
  const byte expected[16] = {0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                             0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};
  aes(key, data);
  for (int i = 0; i < 16; i++)
    if (data[0][i] != expected[i] || data[1][i] != expected[i])
      return 1;
}
