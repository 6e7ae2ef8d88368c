// DEFINE: %{run} = allo run %s --top radix_sort --random-inputs 1 --range keys=0:4095 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Radix sort, least significant digit first: chunks of the keys count their digits each, a scan in two levels over all
// counts gives every chunk its place for every digit, and the keys move there in order.
#define KEYS 128
#define KEY_BITS 12
#define DIGIT_BITS 2
#define DIGITS (1 << DIGIT_BITS)
#define CHUNKS 16
#define CHUNK (KEYS / CHUNKS)

typedef unsigned short key_type;
typedef unsigned char count_t;

#define DIGIT_OF(key, pass) (((key) >> ((pass) * DIGIT_BITS)) & (DIGITS - 1))

// counts[digit][chunk]: in the order of the places that the keys will have.
static void count_digits(const key_type keys[KEYS], count_t counts[DIGITS][CHUNKS], int pass) {
clear_digits:
  for (int d = 0; d < DIGITS; d++)
  clear_chunks:
    for (int c = 0; c < CHUNKS; c++)
      counts[d][c] = 0;
count_chunks:
  for (int c = 0; c < CHUNKS; c++)
  count_keys:
    for (int i = 0; i < CHUNK; i++)
      ++counts[DIGIT_OF(keys[c * CHUNK + i], pass)][c];
}

// Each count becomes the sum of all before it.
static void scan(count_t counts[DIGITS][CHUNKS]) {
  count_t totals[DIGITS];
scan_digits:
  for (int d = 0; d < DIGITS; d++) {
    count_t sum = 0;
  scan_chunks:
    for (int c = 0; c < CHUNKS; c++) {
      count_t here = counts[d][c];
      counts[d][c] = sum;
      sum += here;
    }
    totals[d] = sum;
  }
  count_t before = 0;
add_digits:
  for (int d = 0; d < DIGITS; d++) {
  add_chunks:
    for (int c = 0; c < CHUNKS; c++)
      counts[d][c] += before;
    before += totals[d];
  }
}

static void move_keys(const key_type from[KEYS], key_type to[KEYS], count_t places[DIGITS][CHUNKS], int pass) {
move_chunks:
  for (int c = 0; c < CHUNKS; c++)
  move_keys:
    for (int i = 0; i < CHUNK; i++) {
      key_type key = from[c * CHUNK + i];
      to[places[DIGIT_OF(key, pass)][c]++] = key;
    }
}

void radix_sort(key_type keys[KEYS]) {
  key_type other[KEYS];
  count_t counts[DIGITS][CHUNKS];
passes:
  for (int pass = 0; pass < KEY_BITS / DIGIT_BITS; pass += 2) {
    count_digits(keys, counts, pass);
    scan(counts);
    move_keys(keys, other, counts, pass);
    count_digits(other, counts, pass + 1);
    scan(counts);
    move_keys(other, keys, counts, pass + 1);
  }
}
