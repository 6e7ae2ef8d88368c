// Where the picture has slopes in both directions, the flow is near what moved.
#include "kernel.cpp"

int main() {
  static input_t before[HEIGHT][WIDTH], now[HEIGHT][WIDTH], after[HEIGHT][WIDTH];
  static velocity_t out[HEIGHT][WIDTH];
  fill(before, now, after);
  optical_flow(before, now, after, out);
  for (int r = 4; r < HEIGHT - 4; r++)
    for (int c = 4; c < WIDTH - 4; c++) {
      double x = out[r][c].x.to_double(), y = out[r][c].y.to_double();
      if (x < 0.3 || x > 0.7 || y < -0.2 || y > 0.2)
        return 1;
    }
  return out[0][0].x != 0;
}
