// RUN: allo run %s --top records --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top records --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top records --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top records --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// The same in C: designated initialisers, compound literals, typedefs, anonymous unions, enums, static tables, assert.
#include <assert.h>
#include <string.h>
typedef struct {
  int key;
  union {
    float real;
    int bits;
  };
  struct {
    short low, high;
  } range[2];
} Entry;
enum { size = 4, last = size - 1 };
static const Entry defaults[2] = {{.key = 3, .real = 1.5f, .range = {[1] = {4, 5}}}, {.key = 7}};
static Entry kept[size];

static Entry made(int key, float real) {
  Entry entry = {.key = key, .range = {{1, 2}}};
  entry.real = real;
  return entry;
}
static int sum(const Entry *entry) { return entry->key + entry->range[1].high + entry->bits % 7; }
static void shift(Entry *entries, int n) {
  for (int i = n - 1; i > 0; --i)
    entries[i] = entries[i - 1];
}

void records(const int a[8], int o[8][4]) {
  Entry local[size] = {defaults[0], {.key = 9}};
  const char text[] = "records";
  for (int i = 0; i < 8; ++i) {
    shift(local, size);
    local[0] = i & 1 ? made(a[i], i * 0.25f) : (Entry){.key = i, .bits = a[i]};
    shift(kept, size);
    kept[0] = local[last];
    Entry *chosen = &local[i & last];
    chosen->range[1].high += a[i];
    assert(chosen->key < 100);
    memcpy(&kept[1].range[0].low, &chosen->range[1].high, sizeof(short));
    o[i][0] = sum(chosen) + sum(&kept[1]);
    o[i][1] = local[1].range[0].high + (*chosen).range[1].low;
    o[i][2] = text[i % 7] + defaults[i & 1].key;
    o[i][3] = (chosen + 0)->key + sizeof(Entry) + kept[last].bits % 5;
  }
}
