// Against a comparison at every place.
#include "kernel.cpp"

#include <string.h>

int main() {
  char pattern[PATTERN], text[TEXT];
  int expected = 0, first = -1, start;
  fill(pattern, text);
  for (int i = TEXT - PATTERN; i >= 0; i--)
    if (!memcmp(text + i, pattern, PATTERN)) {
      expected++;
      first = i;
    }
  return kmp(pattern, text, &start) != expected || start != first || expected < 5;
}
