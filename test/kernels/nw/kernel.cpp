// DEFINE: %{run} = allo run %s --top align --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Needleman and Wunsch's alignment: a table of best scores with the step to each, and the way back from its corner.
#include <algorithm>

enum step_t : unsigned char { PAIR, SKIP_FIRST, SKIP_SECOND, START };

typedef signed char symbol;

constexpr int FIRST = 20, SECOND = 16;
constexpr int SAME = 2, DIFFERENT = -1, GAP = -2;

struct cell_t {
  short score;
  step_t step;
};

struct alignment_t {
  symbol first, second;
};

static cell_t best(int pair, int skip_first, int skip_second) {
  cell_t cell;
  cell.score = std::max(pair, std::max(skip_first, skip_second));
  cell.step = cell.score == pair ? PAIR : cell.score == skip_first ? SKIP_FIRST : SKIP_SECOND;
  return cell;
}

// The rows of the result are filled from the end of the sequences; returns how many there are.
int align(const symbol first[FIRST], const symbol second[SECOND], cell_t table[SECOND + 1][FIRST + 1],
          alignment_t result[FIRST + SECOND]) {
top_row:
  for (int i = 0; i <= FIRST; i++) {
    table[0][i].score = i * GAP;
    table[0][i].step = i ? SKIP_FIRST : START;
  }
left_column:
  for (int j = 1; j <= SECOND; j++)
    table[j][0] = {static_cast<short>(j * GAP), SKIP_SECOND};

rows:
  for (int j = 1; j <= SECOND; j++)
  cells:
    for (int i = 1; i <= FIRST; i++) {
      int pair = table[j - 1][i - 1].score + (first[i - 1] == second[j - 1] ? SAME : DIFFERENT);
      table[j][i] = best(pair, table[j][i - 1].score + GAP, table[j - 1][i].score + GAP);
    }

  int i = FIRST, j = SECOND, length = 0;
  bool done = false;
way_back:
  while (!done) {
    alignment_t &row = result[length];
    switch (table[j][i].step) {
    case PAIR:
      row = {first[--i], second[--j]};
      break;
    case SKIP_FIRST:
      row = {first[--i], '-'};
      break;
    case SKIP_SECOND:
      row = {'-', second[--j]};
      break;
    case START:
      done = true;
      break;
    }
    if (!done)
      ++length;
  }
padding:
  for (int k = length; k < FIRST + SECOND; k++)
    result[k].first = result[k].second = '_';
  return length;
}

void fill(symbol first[FIRST], symbol second[SECOND]) {
  unsigned state = 5;
  for (int i = 0; i < FIRST; i++)
    first[i] = "acgt"[(state = state * 1664525u + 1013904223u) >> 30];
  for (int i = 0; i < SECOND; i++)
    second[i] = i % 5 == 4 ? 't' : first[i + i / 4];
}
