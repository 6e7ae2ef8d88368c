// A field that is linear in all three directions stays as it is where the weights are 7 and -1.
#include "kernel.cpp"

int main() {
  TYPE weights[2] = {7, -1}, in[SIZE], out[SIZE];
  for (int z = 0; z < DEPTH; z++)
    for (int y = 0; y < HEIGHT; y++)
      for (int x = 0; x < WIDTH; x++)
        in[AT(x, y, z)] = 3 * x - 5 * y + 2 * z;
  stencil3d(weights, in, out);
  for (int i = 0; i < SIZE; i++)
    if (out[i] != in[i])
      return 1;
}
