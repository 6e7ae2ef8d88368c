// RUN: allo run %s --top idioms --target cpu --random-inputs 1 --range a=-9:9 --calls 3 | FileCheck %s
// RUN: allo run %s --top idioms --target hls --random-inputs 2 --range a=-9:9 --calls 3 | FileCheck %s
// RUN: allo run %s --top idioms --target rtl --random-inputs 3 --range a=-9:9 --calls 3 | FileCheck %s
// RUN: allo run %s --top idioms --target sim --random-inputs 3 --range a=-9:9 --calls 3 | FileCheck %s
// Habits of C in such code: blocks of macros in do … while (0), contexts passed by pointer, state without initial
// values.
#include "ap_fixed.h"
#include "ap_int.h"

typedef struct {
  struct {
    int cell[2];
  } row[3];
  unsigned char used;
} context_t;

struct Ring {
  int slot[4];
  unsigned char head = 1, count = 0;
};
struct Entry {
  ap_uint<5> key;
  int value;
};
static ap_uint<9> calls;
static Ring ring;
static Entry entries[3];

#define SWAP(x, y)                                                                                                     \
  do {                                                                                                                 \
    int kept = (x);                                                                                                    \
    (x) = (y);                                                                                                         \
    (y) = kept;                                                                                                        \
  } while (0)
#define PUSH(r, v)                                                                                                     \
  do {                                                                                                                 \
    (r).slot[((r).head + (r).count) % 4] = (v);                                                                        \
    (r).count = ((r).count + 1) & 3;                                                                                   \
  } while (false)

static void set(context_t *context, int at, int value) {
  for (int i = 0; i < 2; i++)
    context->row[at].cell[i] = value + i;
  context->used++;
}
static int sum(const context_t *context) {
  int total = context->used;
  for (int i = 0; i < 3; i++)
    total += context->row[i].cell[0] * 3 + (*context).row[i].cell[1];
  return total;
}
static int both(context_t *context, int value) {
  set(context, 1, value);
  return sum(context);
}
// Here the block is left before its end, so it is a loop that runs once.
static int checked(int x) {
  int result = -1;
  do {
    if (x < 0)
      break;
    result = x * 2;
    if (x > 5)
      continue;
    result++;
  } while (0);
  return result;
}

void idioms(const int a[6], int o[6][7]) {
  static ap_fixed<12, 6> level[2];
  context_t context = {};
  calls++;
pushes:
  for (int i = 0; i < 6; i++) {
    int x = a[i], y = i;
    if (a[i] < i)
      SWAP(x, y);
    else
      PUSH(ring, x - y);
    set(&context, i % 3, x);
    level[i & 1] += ap_fixed<12, 6>(0.25) * y;
    entries[i % 3].key += 7;
    entries[i % 3].value -= x;
    o[i][0] = both(&context, y);
    o[i][1] = ring.slot[i & 3] + ring.count;
    o[i][2] = entries[(i + 1) % 3].key;
    o[i][3] = entries[(i + 1) % 3].value;
    o[i][4] = (level[1 - (i & 1)] * 4).to_int();
    o[i][5] = checked(a[i]);
    o[i][6] = calls;
  }
}
// CHECK: loop
// CHECK-DAG: {{^ *}}do {{ *}}checked
// CHECK-DAG: {{^ *}}pushes {{ *}}idioms
// CHECK-NOT: do {{ *}}idioms
// CHECK: equal
