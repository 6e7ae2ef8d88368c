// Each pixel has the colour of the nearest triangle that holds it.
#include "kernel.cpp"

int main() {
  Triangle3 triangles[TRIANGLES];
  bit8 picture[SIDE][SIDE];
  int axis, colours[TRIANGLES + 1] = {};
  fill(triangles, &axis);
  for (int run = 0; run < 2; run++)
    rendering_3d(triangles, picture, axis);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) {
      int nearest = FARTHEST, colour = 0;
      for (int i = 0; i < TRIANGLES; i++) {
        const Point3 *p = triangles[i].corner;
        int sides[3], z = (p[0].z + p[1].z + p[2].z).to_int() / 3;
        for (int k = 0; k < 3; k++) {
          int ax = p[k].x, ay = p[k].y, bx = p[(k + 1) % 3].x, by = p[(k + 1) % 3].y;
          sides[k] = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        }
        bool in =
            (sides[0] >= 0 && sides[1] >= 0 && sides[2] >= 0) || (sides[0] <= 0 && sides[1] <= 0 && sides[2] <= 0);
        if (in && i != 2 && z < nearest) {
          nearest = z;
          colour = 40 * i + 30;
        }
      }
      if (picture[y][x] != colour)
        return 1;
      colours[(colour + 10) / 40]++;
    }
  return !colours[1] || !colours[2] || colours[3] || !colours[4] || !colours[5] || !colours[6];
}
