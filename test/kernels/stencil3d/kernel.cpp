// DEFINE: %{run} = allo run %s --top stencil3d --random-inputs 1 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Seven-point stencil over a box in one flat array; the faces of the box are copied.
#define WIDTH 12
#define HEIGHT 10
#define DEPTH 8
#define SIZE (WIDTH * HEIGHT * DEPTH)
#define AT(x, y, z) ((x) + WIDTH * ((y) + HEIGHT * (z)))

#define TYPE int

void stencil3d(const TYPE weights[2], const TYPE in[SIZE], TYPE out[SIZE]) {
  int x, y, z;

z_faces:
  for (y = 0; y < HEIGHT; y++)
  z_faces_x:
    for (x = 0; x < WIDTH; x++) {
      out[AT(x, y, 0)] = in[AT(x, y, 0)];
      out[AT(x, y, DEPTH - 1)] = in[AT(x, y, DEPTH - 1)];
    }
y_faces:
  for (z = 1; z < DEPTH - 1; z++)
  y_faces_x:
    for (x = 0; x < WIDTH; x++) {
      out[AT(x, 0, z)] = in[AT(x, 0, z)];
      out[AT(x, HEIGHT - 1, z)] = in[AT(x, HEIGHT - 1, z)];
    }
x_faces:
  for (z = 1; z < DEPTH - 1; z++)
  x_faces_y:
    for (y = 1; y < HEIGHT - 1; y++) {
      out[AT(0, y, z)] = in[AT(0, y, z)];
      out[AT(WIDTH - 1, y, z)] = in[AT(WIDTH - 1, y, z)];
    }

planes:
  for (z = 1; z < DEPTH - 1; z++) {
  lines:
    for (y = 1; y < HEIGHT - 1; y++) {
    points:
      for (x = 1; x < WIDTH - 1; x++) {
        TYPE middle = in[AT(x, y, z)];
        TYPE around = in[AT(x - 1, y, z)] + in[AT(x + 1, y, z)] + in[AT(x, y - 1, z)] + in[AT(x, y + 1, z)] +
                      in[AT(x, y, z - 1)] + in[AT(x, y, z + 1)];
        out[AT(x, y, z)] = middle * weights[0] + around * weights[1];
      }
    }
  }
}
