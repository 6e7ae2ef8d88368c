// The digests of FIPS 180 for one block, for two, and for nothing.
#include "kernel.cpp"

#include <string.h>

static bool is_digest(const char *text, const unsigned int *expected) {
  BYTE message[MAX_BYTES] = {};
  unsigned int digest[8];
  memcpy(message, text, strlen(text));
  sha(message, (int)strlen(text), digest);
  return !memcmp(digest, expected, sizeof(digest));
}

int main() {
  const unsigned int abc[8] = {0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
                               0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad};
  const unsigned int two[8] = {0x248d6a61, 0xd20638b8, 0xe5c02693, 0x0c3e6039,
                               0xa33ce459, 0x64ff2167, 0xf6ecedd4, 0x19db06c1};
  const unsigned int none[8] = {0xe3b0c442, 0x98fc1c14, 0x9afbf4c8, 0x996fb924,
                                0x27ae41e4, 0x649b934c, 0xa495991b, 0x7852b855};
  return !is_digest("abc", abc) || !is_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", two) ||
         !is_digest("", none);
}
