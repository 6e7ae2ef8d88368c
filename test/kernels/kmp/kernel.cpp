// DEFINE: %{run} = allo run %s --top kmp --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Knuth, Morris and Pratt's search: how often a pattern occurs in a text, and where first.
#define PATTERN 6
#define TEXT 512

// border[i]: the length of the longest proper end of pattern[0 … i] that is also a start of it.
void borders(const char pattern[PATTERN], int border[PATTERN]) {
  border[0] = 0;
  int length = 0;
prefixes:
  for (int i = 1; i < PATTERN; i++) {
  shorten:
    for (;;) {
      if (pattern[length] == pattern[i]) {
        length++;
        break;
      }
      if (length == 0)
        break;
      length = border[length - 1];
    }
    border[i] = length;
  }
}

int kmp(const char pattern[PATTERN], const char text[TEXT], int *first) {
  int border[PATTERN];
  int matched = 0, found = 0;
  borders(pattern, border);
  *first = -1;
search:
  for (int i = 0; i < TEXT; i++) {
    char letter = text[i];
  fall_back:
    while (matched > 0 && letter != pattern[matched])
      matched = border[matched - 1];
    matched += letter == pattern[matched] ? 1 : 0;
    if (matched == PATTERN) {
      if (!found++)
        *first = i - (PATTERN - 1);
      matched = border[PATTERN - 1];
    }
  }
  return found;
}

// A text of two letters, in which a pattern that overlaps itself is found often.
void fill(char pattern[PATTERN], char text[TEXT]) {
  unsigned state = 11;
  for (int i = 0; i < TEXT; i++)
    text[i] = "ab"[(state = state * 1664525u + 1013904223u) >> 31];
  for (int i = 0; i < PATTERN; i++)
    pattern[i] = "ababba"[i];
}
