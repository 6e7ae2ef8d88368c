// DEFINE: %{run} = allo run %s --top optical_flow --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Optical flow by Lucas and Kanade: gradients in both directions and in time, their products weighted over a
// neighbourhood, and for each pixel the solution of two equations. In fixed point.
#include "ap_fixed.h"
#include "ap_int.h"

#define HEIGHT 14
#define WIDTH 16

typedef ap_fixed<17, 9> input_t;
typedef ap_fixed<32, 13> pixel_t;
typedef ap_fixed<48, 27> outer_pixel_t;
typedef ap_fixed<64, 56> calc_pixel_t;
typedef ap_fixed<32, 13, AP_RND, AP_SAT> vel_pixel_t;

typedef struct {
  pixel_t x, y, z;
} gradient_t;

typedef struct {
  outer_pixel_t val[6];
} outer_t;

typedef struct {
  vel_pixel_t x, y;
} velocity_t;

static const int GRADIENT_WEIGHTS[5] = {1, -8, 0, 8, -1};
static const pixel_t SMOOTH[3] = {0.25, 0.5, 0.25};

void gradients(const input_t before[HEIGHT][WIDTH], const input_t now[HEIGHT][WIDTH],
               const input_t after[HEIGHT][WIDTH], gradient_t gradient[HEIGHT][WIDTH]) {
GRAD_OUTER:
  for (int r = 0; r < HEIGHT; r++) {
  GRAD_INNER:
    for (int c = 0; c < WIDTH; c++) {
      pixel_t x = 0, y = 0;
      if (r >= 2 && r < HEIGHT - 2 && c >= 2 && c < WIDTH - 2) {
      GRAD_TAPS:
        for (int i = 0; i < 5; i++) {
          x += now[r][c - 2 + i] * GRADIENT_WEIGHTS[i];
          y += now[r - 2 + i][c] * GRADIENT_WEIGHTS[i];
        }
      }
      gradient[r][c].x = x / 12;
      gradient[r][c].y = y / 12;
      gradient[r][c].z = (after[r][c] - before[r][c]) >> 1;
    }
  }
}

void products(const gradient_t gradient[HEIGHT][WIDTH], outer_t outer[HEIGHT][WIDTH]) {
OUTER_OUTER:
  for (int r = 0; r < HEIGHT; r++)
  OUTER_INNER:
    for (int c = 0; c < WIDTH; c++) {
      gradient_t g = gradient[r][c];
      outer_t out;
      out.val[0] = g.x * g.x;
      out.val[1] = g.y * g.y;
      out.val[2] = g.z * g.z;
      out.val[3] = g.x * g.y;
      out.val[4] = g.x * g.z;
      out.val[5] = g.y * g.z;
      outer[r][c] = out;
    }
}

// Along both directions at once; zero at the edges.
void weights(const outer_t outer[HEIGHT][WIDTH], outer_t tensor[HEIGHT][WIDTH]) {
TENSOR_OUTER:
  for (int r = 0; r < HEIGHT; r++)
  TENSOR_INNER:
    for (int c = 0; c < WIDTH; c++)
    TENSOR_PARTS:
      for (int k = 0; k < 6; k++) {
        outer_pixel_t sum = 0;
        if (r >= 1 && r < HEIGHT - 1 && c >= 1 && c < WIDTH - 1)
        TENSOR_ROWS:
          for (int i = -1; i <= 1; i++)
          TENSOR_COLUMNS:
            for (int j = -1; j <= 1; j++)
              sum += SMOOTH[i + 1] * SMOOTH[j + 1] * outer[r + i][c + j].val[k];
        tensor[r][c].val[k] = sum;
      }
}

void flow(const outer_t tensor[HEIGHT][WIDTH], velocity_t out[HEIGHT][WIDTH]) {
FLOW_OUTER:
  for (int r = 0; r < HEIGHT; r++) {
  FLOW_INNER:
    for (int c = 0; c < WIDTH; c++) {
      const outer_t &t = tensor[r][c];
      calc_pixel_t determinant = (calc_pixel_t)t.val[0] * t.val[1] - (calc_pixel_t)t.val[3] * t.val[3];
      calc_pixel_t nx = (calc_pixel_t)t.val[3] * t.val[5] - (calc_pixel_t)t.val[1] * t.val[4];
      calc_pixel_t ny = (calc_pixel_t)t.val[3] * t.val[4] - (calc_pixel_t)t.val[0] * t.val[5];
      if (determinant != 0) {
        out[r][c].x = nx / determinant;
        out[r][c].y = ny / determinant;
      } else {
        out[r][c].x = 0;
        out[r][c].y = 0;
      }
    }
  }
}

void optical_flow(const input_t before[HEIGHT][WIDTH], const input_t now[HEIGHT][WIDTH],
                  const input_t after[HEIGHT][WIDTH], velocity_t out[HEIGHT][WIDTH]) {
#pragma HLS dataflow
  gradient_t gradient[HEIGHT][WIDTH];
  outer_t outer[HEIGHT][WIDTH], tensor[HEIGHT][WIDTH];
  gradients(before, now, after, gradient);
  products(gradient, outer);
  weights(outer, tensor);
  flow(tensor, out);
}

// A hill that moves by half a pixel to the right in each picture.
void fill(input_t before[HEIGHT][WIDTH], input_t now[HEIGHT][WIDTH], input_t after[HEIGHT][WIDTH]) {
  for (int r = 0; r < HEIGHT; r++)
    for (int c = 0; c < WIDTH; c++)
      for (int time = -1; time <= 1; time++) {
        double x = c - 7.5 - 0.5 * time, y = r - 6.5;
        input_t value = 200.0 / (1 + (x * x + y * y) / 16);
        (time < 0 ? before : time > 0 ? after : now)[r][c] = value;
      }
}
