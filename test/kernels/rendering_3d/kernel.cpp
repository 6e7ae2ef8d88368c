// DEFINE: %{run} = allo run %s --top rendering_3d --init fill --calls 2 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Triangles in space to a picture: projection, rasterisation within the bounding box, hidden surfaces by depth, colour.
#include "ap_int.h"

#define SIDE 32
#define TRIANGLES 6
#define MAX_FRAGMENTS (SIDE * SIDE)
#define FARTHEST 255

typedef ap_uint<2> bit2;
typedef ap_uint<8> bit8;
typedef ap_uint<16> bit16;

typedef struct {
  bit8 x, y, z;
} Point3;

typedef struct {
  Point3 corner[3];
} Triangle3;

typedef struct {
  struct {
    bit8 x, y;
  } corner[3];
  bit8 z;
} Triangle2;

typedef struct {
  bit8 x, y, z, colour;
} Fragment;

struct Box {
  bit8 min_x, max_x, min_y, max_y;
  int width() const { return max_x - min_x + 1; }
  int height() const { return max_y - min_y + 1; }
  bool empty() const { return min_x > max_x || min_y > max_y; }
};

static bit8 smallest(bit8 a, bit8 b, bit8 c) { return a < b ? (a < c ? a : c) : (b < c ? b : c); }
static bit8 largest(bit8 a, bit8 b, bit8 c) { return a > b ? (a > c ? a : c) : (b > c ? b : c); }

// Along one of three axes; the depth is that of the middle, in thirds.
static Triangle2 project(const Triangle3 &t, bit2 axis) {
  Triangle2 flat;
project_corners:
  for (int i = 0; i < 3; i++) {
    const Point3 &p = t.corner[i];
    switch (axis) {
    case 0:
      flat.corner[i].x = p.x;
      flat.corner[i].y = p.y;
      break;
    case 1:
      flat.corner[i].x = p.x;
      flat.corner[i].y = p.z;
      break;
    default:
      flat.corner[i].x = p.z;
      flat.corner[i].y = p.y;
    }
  }
  bit8 a = axis == 0 ? t.corner[0].z : axis == 1 ? t.corner[0].y : t.corner[0].x;
  bit8 b = axis == 0 ? t.corner[1].z : axis == 1 ? t.corner[1].y : t.corner[1].x;
  bit8 c = axis == 0 ? t.corner[2].z : axis == 1 ? t.corner[2].y : t.corner[2].x;
  flat.z = (a + b + c) / 3;
  return flat;
}

// Twice the signed area of the triangle of two corners and a point.
static int side(const Triangle2 &t, int from, int to, int x, int y) {
  return (t.corner[to].x - t.corner[from].x) * (y - t.corner[from].y) -
         (t.corner[to].y - t.corner[from].y) * (x - t.corner[from].x);
}

// Corners in the order of the clock are turned; false where nothing is left to draw.
static bool prepare(Triangle2 &t, Box &box) {
  int area = side(t, 0, 1, t.corner[2].x, t.corner[2].y);
  if (area == 0)
    return false;
  if (area < 0) {
    auto kept = t.corner[0];
    t.corner[0] = t.corner[1];
    t.corner[1] = kept;
  }
  box.min_x = smallest(t.corner[0].x, t.corner[1].x, t.corner[2].x);
  box.max_x = largest(t.corner[0].x, t.corner[1].x, t.corner[2].x);
  box.min_y = smallest(t.corner[0].y, t.corner[1].y, t.corner[2].y);
  box.max_y = largest(t.corner[0].y, t.corner[1].y, t.corner[2].y);
  if (box.max_x >= SIDE)
    box.max_x = SIDE - 1;
  if (box.max_y >= SIDE)
    box.max_y = SIDE - 1;
  return !box.empty();
}

static int rasterise(const Triangle2 &t, const Box &box, bit8 colour, Fragment fragments[MAX_FRAGMENTS]) {
  int count = 0;
raster:
  for (int k = 0; k < box.width() * box.height(); k++) {
#pragma HLS pipeline
    int x = box.min_x + k % box.width();
    int y = box.min_y + k / box.width();
    if (side(t, 0, 1, x, y) >= 0 && side(t, 1, 2, x, y) >= 0 && side(t, 2, 0, x, y) >= 0) {
      Fragment &f = fragments[count++];
      f.x = x;
      f.y = y;
      f.z = t.z;
      f.colour = colour;
    }
  }
  return count;
}

// The depths stay between calls, as the picture does.
static int cull(const Fragment fragments[MAX_FRAGMENTS], int count, bool first, Fragment visible[MAX_FRAGMENTS]) {
  static bit8 depth[SIDE][SIDE];
  if (first)
  clear_rows:
    for (bit16 y = 0; y < SIDE; y++)
    clear_columns:
      for (bit16 x = 0; x < SIDE; x++)
        depth[y][x] = FARTHEST;
  int kept = 0;
cull_loop:
  for (int i = 0; i < count; i++) {
    Fragment f = fragments[i];
    if (f.z < depth[f.y][f.x]) {
      depth[f.y][f.x] = f.z;
      visible[kept++] = f;
    }
  }
  return kept;
}

static void paint(const Fragment visible[MAX_FRAGMENTS], int count, bit8 picture[SIDE][SIDE]) {
paint_loop:
  for (int i = 0; i < count; i++)
    picture[visible[i].y][visible[i].x] = visible[i].colour;
}

void rendering_3d(const Triangle3 triangles[TRIANGLES], bit8 picture[SIDE][SIDE], int axis) {
  Fragment fragments[MAX_FRAGMENTS], visible[MAX_FRAGMENTS];
clear:
  for (int y = 0; y < SIDE; y++)
  clear_pixels:
    for (int x = 0; x < SIDE; x++)
      picture[y][x] = 0;
triangles:
  for (int i = 0; i < TRIANGLES; i++) {
    Box box;
    Triangle2 flat = project(triangles[i], axis);
    bool drawn = prepare(flat, box);
    int count = drawn ? rasterise(flat, box, 40 * i + 30, fragments) : 0;
    int kept = cull(fragments, count, i == 0, visible);
    paint(visible, kept, picture);
  }
}

// One of the triangles is a line, one sticks out of the picture, and two cross.
void fill(Triangle3 triangles[TRIANGLES], int *axis) {
  const unsigned char corners[TRIANGLES][3][3] = {
      {{2, 2, 90}, {28, 4, 80}, {10, 29, 100}},   {{5, 25, 40}, {25, 26, 50}, {15, 3, 45}},
      {{1, 1, 9}, {11, 11, 10}, {21, 21, 11}},    {{20, 20, 200}, {40, 22, 210}, {24, 60, 190}},
      {{28, 28, 20}, {12, 16, 20}, {27, 12, 20}}, {{0, 31, 150}, {3, 31, 150}, {0, 18, 150}},
  };
  for (int i = 0; i < TRIANGLES; i++)
    for (int j = 0; j < 3; j++) {
      triangles[i].corner[j].x = corners[i][j][0];
      triangles[i].corner[j].y = corners[i][j][1];
      triangles[i].corner[j].z = corners[i][j][2];
    }
  *axis = 0;
}
