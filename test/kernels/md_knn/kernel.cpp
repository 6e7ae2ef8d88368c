// DEFINE: %{run} = allo run %s --top md_knn --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Molecular dynamics: the force on each atom from its nearest neighbours, by the Lennard-Jones potential.
#define ATOMS 24
#define NEIGHBOURS 6

// The constants of the potential, in reduced units.
#define C12 1.5
#define C6 2.0

typedef double real;

typedef struct {
  real x, y, z;
} vector_t;

static vector_t operator-(const vector_t &a, const vector_t &b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }

void md_knn(vector_t force[ATOMS], const vector_t position[ATOMS], const int neighbour[ATOMS * NEIGHBOURS]) {
atoms:
  for (int i = 0; i < ATOMS; i++) {
    const vector_t here = position[i];
    vector_t sum = {0, 0, 0};
  neighbours:
    for (int k = 0; k < NEIGHBOURS; k++) {
      const vector_t delta = here - position[neighbour[i * NEIGHBOURS + k]];
      real inverse = 1.0 / (delta.x * delta.x + delta.y * delta.y + delta.z * delta.z);
      real sixth = inverse * inverse * inverse;
      real strength = inverse * sixth * (C12 * sixth - C6);
      sum.x += delta.x * strength;
      sum.y += delta.y * strength;
      sum.z += delta.z * strength;
    }
    force[i] = sum;
  }
}

// Atoms about the points of a lattice, each with those that are next to it in number.
void fill(vector_t position[ATOMS], int neighbour[ATOMS * NEIGHBOURS]) {
  unsigned state = 13;
  for (int i = 0; i < ATOMS; i++) {
    position[i].x = i % 3 + ((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-26;
    position[i].y = i / 3 % 3 + ((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-26;
    position[i].z = i / 9 + ((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-26;
    for (int k = 0; k < NEIGHBOURS; k++)
      neighbour[i * NEIGHBOURS + k] = (i + (k < 3 ? k + 1 : ATOMS - k + 2)) % ATOMS;
  }
}
