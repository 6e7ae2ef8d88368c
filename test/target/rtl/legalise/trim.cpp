// trimNests: no inner loop of a nest is empty; the nest is marked.
// RUN: allo-legalise %s rectangle --step "pipeline j" --only trimNests | FileCheck %s --check-prefix=RECTANGLE
// RUN: allo-legalise %s triangle --step "pipeline j" --only trimNests | FileCheck %s --check-prefix=TRIANGLE
// RUN: allo-legalise %s band --step "pipeline k" --only trimNests | FileCheck %s --check-prefix=BAND
// RUN: allo-legalise %s symbols --step "pipeline k" --only trimNests | FileCheck %s --check-prefix=SYMBOLS
// RUN: allo-legalise %s stepped --step "pipeline j" --only trimNests | FileCheck %s --check-prefix=STEPPED
// RUN: allo-legalise %s tiled --step "tile i j factors=4,4" --step "pipeline j.inner" --only trimNests | FileCheck %s --check-prefix=TILED
// RUN: allo-legalise %s halves --step "pipeline j" --only trimNests | FileCheck %s --check-prefix=HALVES
// RUN: allo-legalise %s beside --step "pipeline j" --only trimNests | FileCheck %s --check-prefix=BESIDE
// RUN: allo-legalise %s rectangle --only trimNests | FileCheck %s --check-prefix=PLAIN

// The outermost loop may be empty: then the whole nest is.
// RECTANGLE: affine.for %{{.*}} = 0 to %[[N:.*]] {
// RECTANGLE-NEXT: affine.for %{{.*}} = 0 to %[[N]] {
// RECTANGLE: } {allo.loop = #allo.loop<id = {{[0-9]+}}, name = "j", pipeline = 1>}
// RECTANGLE-NEXT: } {allo.flatten, allo.loop = #allo.loop<id = {{[0-9]+}}, name = "i">}
// PLAIN-NOT: allo.flatten
void rectangle(int A[8][8], int n) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      A[i][j] = 0;
}

// TRIANGLE: affine.for %[[I:.*]] = 1 to 8 {
// TRIANGLE-NEXT: affine.for %{{.*}} = 0 to #{{.*}}(%[[I]]) {
// TRIANGLE: } {allo.flatten
void triangle(int A[8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < i; j++)
      A[i][j] = 0;
}

// i < j < k < 8: the innermost loop bounds j, and then j bounds i.
// BAND: affine.for %[[I:.*]] = 0 to 6 {
// BAND-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[I]]) to 7 {
// BAND-NEXT: affine.for %{{.*}} = #{{.*}}(%[[J]]) to 8 {
// BAND: } {allo.flatten{{.*}}name = "j">}
// BAND: } {allo.flatten{{.*}}name = "i">}
void band(int A[8][8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = i + 1; j < 8; j++)
      for (int k = j + 1; k < 8; k++)
        A[i][j][k] = 0;
}

// What no variable of the nest decides is asked once, before it.
// SYMBOLS: #[[SET:.*]] = affine_set<()[s0] : (s0 - 1 >= 0)>
// SYMBOLS: affine.if #[[SET]]()[%[[N:.*]]] {
// SYMBOLS-NEXT: affine.for %{{.*}} = 0 to 8 {
// SYMBOLS-NEXT: affine.for %{{.*}} = 0 to 8 {
// SYMBOLS-NEXT: affine.for %{{.*}} = 0 to %[[N]] {
// SYMBOLS: } {allo.flatten{{.*}}name = "j">}
// SYMBOLS-NEXT: } {allo.flatten{{.*}}name = "i">}
void symbols(int A[8][8][8], int n) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++)
      for (int k = 0; k < n; k++)
        A[i][j][k] = 0;
}

// The first value of a loop with another step than 1 cannot move: not flattened.
// STEPPED: affine.for %{{.*}} = 0 to 8 step 2 {
// STEPPED-NOT: allo.flatten
// STEPPED: return
void stepped(int A[8][8]) {
  for (int i = 0; i < 8; i += 2)
    for (int j = 0; j < i; j++)
      A[i][j] = 0;
}

// Minima of partial tiles are never empty, which their counts say exactly.
// TILED-NOT: affine.if
// TILED-COUNT-3: } {allo.flatten
// TILED-NOT: allo.flatten
void tiled(int A[30][30], int n) {
  for (int i = 0; i < 30; i++)
    for (int j = 0; j < 30; j++)
      A[i][j] = 0;
}

// 2 * i < 7 - i … : coefficients other than one become rounded quotients.
// HALVES-DAG: #[[LOWER:.*]] = affine_map<(d0) -> (d0 * 2)>
// HALVES: affine.for %[[I:.*]] = 0 to 3 {
// HALVES-NEXT: affine.for %{{.*}} = #[[LOWER]](%[[I]]) to #{{.*}}(%[[I]]) {
// HALVES: } {allo.flatten
void halves(int A[16]) {
  for (int i = 0; i < 8; i++)
    for (int j = 2 * i; j < 7 - i; j++)
      A[j] = A[j] + i;
}

// Not perfect.
// BESIDE-NOT: allo.flatten
// BESIDE: return
void beside(int A[8][8]) {
  for (int i = 0; i < 8; i++) {
    A[i][0] = 1;
    for (int j = 1; j < 8; j++)
      A[i][j] = A[i][j - 1];
  }
}
