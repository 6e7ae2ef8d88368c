// DEFINE: %{run} = allo run %s --top face_detection --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Detection of objects by a cascade: integral images of a window give the sums of rectangles in four reads, and each
// stage of weak classifiers passes or rejects the window.
#include "ap_int.h"

#define ROWS 20
#define COLS 24
#define WINDOW 12
#define STEP 2
#define STAGES 3
#define FILTERS 7
#define MAX_RESULTS 16

typedef ap_uint<8> pixel_t;
typedef ap_uint<18> sum_t;
typedef ap_uint<26> square_t;

typedef struct {
  ap_uint<5> x, y, w, h;
  ap_int<4> weight;
} rect_t;

typedef struct {
  rect_t rects[2];
  short threshold; // in units of the window's deviation, by 256
  signed char below, above;
} filter_t;

typedef struct {
  int x, y;
  unsigned score;
} found_t;

// Two bars, a bright middle, edges: the sort of features that such cascades have.
static const filter_t filters[FILTERS] = {
    {{{0, 0, 12, 12, -1}, {0, 4, 12, 4, 3}}, -40, -12, 20}, {{{2, 0, 8, 12, -1}, {4, 0, 4, 12, 2}}, 5, 6, -3},
    {{{0, 0, 12, 6, -1}, {0, 3, 12, 3, 2}}, 30, -7, 11},    {{{0, 0, 6, 12, 1}, {6, 0, 6, 12, -1}}, -5, -9, 5},
    {{{3, 3, 6, 6, 4}, {0, 0, 12, 12, -1}}, 150, -8, 14},   {{{1, 1, 4, 10, 1}, {7, 1, 4, 10, -1}}, 10, 7, -4},
    {{{0, 6, 12, 6, 1}, {0, 9, 12, 3, -2}}, 80, -6, 8},
};
static const int filters_of_stage[STAGES] = {1, 2, 4};
static const int stage_thresholds[STAGES] = {5, 0, 20};

// By bits, from the highest one.
static unsigned int_sqrt(unsigned value) {
  unsigned root = 0, bit = 1u << 30;
sqrt_shift:
  while (bit > value)
    bit >>= 2;
sqrt_bits:
  while (bit != 0) {
    if (value >= root + bit) {
      value -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
    bit >>= 2;
  }
  return root;
}

static int rect_sum(const sum_t integral[WINDOW + 1][WINDOW + 1], const rect_t &r) {
  return r.weight *
         (integral[r.y][r.x] - integral[r.y][r.x + r.w] - integral[r.y + r.h][r.x] + integral[r.y + r.h][r.x + r.w]);
}

static void integrate(const pixel_t image[ROWS][COLS], int x0, int y0, sum_t integral[WINDOW + 1][WINDOW + 1],
                      square_t &squares) {
  squares = 0;
integral_top:
  for (int x = 0; x <= WINDOW; x++)
    integral[0][x] = 0;
integral_rows:
  for (int y = 0; y < WINDOW; y++) {
    sum_t line = 0;
    integral[y + 1][0] = 0;
  integral_pixels:
    for (int x = 0; x < WINDOW; x++) {
      pixel_t p = image[y0 + y][x0 + x];
      line += p;
      squares += p * p;
      integral[y + 1][x + 1] = integral[y][x + 1] + line;
    }
  }
}

// How many stages the window passes; in `score`, the sum of the last one that was looked at.
static int run_cascade(const sum_t integral[WINDOW + 1][WINDOW + 1], unsigned deviation, int &score) {
  int filter = 0;
stages:
  for (int stage = 0; stage < STAGES; stage++) {
    score = 0;
  classifiers:
    for (int i = 0; i < filters_of_stage[stage]; i++, filter++) {
      const filter_t &f = filters[filter];
      int sum = 0;
    rects:
      for (const rect_t &r : f.rects)
        sum += rect_sum(integral, r);
      score += sum * 256 >= f.threshold * (int)deviation ? f.above : f.below;
    }
    if (score < stage_thresholds[stage])
      return stage;
  }
  return STAGES;
}

int face_detection(const pixel_t image[ROWS][COLS], found_t results[MAX_RESULTS], int rejected[STAGES]) {
  int count = 0;
  sum_t integral[WINDOW + 1][WINDOW + 1];
#pragma HLS bind_storage variable = integral type = ram_2p impl = bram
windows_y:
  for (int y = 0; y + WINDOW <= ROWS; y += STEP) {
  windows_x:
    for (int x = 0; x + WINDOW <= COLS; x += STEP) {
      square_t squares;
      int score = 0;
      integrate(image, x, y, integral, squares);
      unsigned total = integral[WINDOW][WINDOW];
      // The deviation of the pixels times the area of the window.
      unsigned spread = WINDOW * WINDOW * squares.to_uint() - total * total;
      unsigned deviation = int_sqrt(spread);
      int stage = run_cascade(integral, deviation, score);
      if (stage < STAGES) {
        rejected[stage]++;
        continue;
      }
      if (count == MAX_RESULTS)
        return count;
      results[count++] = {x, y, (unsigned)score};
    }
  }
  return count;
}

// Noise with a dark frame and a bright bar at one place, which the cascade looks for.
void fill(pixel_t image[ROWS][COLS], found_t results[MAX_RESULTS], int rejected[STAGES]) {
  unsigned state = 23;
  for (int y = 0; y < ROWS; y++)
    for (int x = 0; x < COLS; x++)
      image[y][x] = (state = state * 1664525u + 1013904223u) >> 25;
  for (int y = 0; y < WINDOW; y++)
    for (int x = 0; x < WINDOW; x++)
      image[4 + y][6 + x] = image[4 + y][6 + x] / 8 + (y >= 4 && y < 8 ? 180 : 20);
  for (int i = 0; i < MAX_RESULTS; i++)
    results[i] = {-1, -1, 0};
  for (int i = 0; i < STAGES; i++)
    rejected[i] = 0;
}
