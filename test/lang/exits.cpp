// RUN: allo-lower %s tail | FileCheck %s --check-prefix TAIL
// RUN: allo-lower %s early | FileCheck %s --check-prefix EARLY
// RUN: allo-lower %s skips | FileCheck %s --check-prefix SKIPS
// The structured form of exits (docs/decisions/0006).

// An if that returns takes the rest of the block as its else: no flag remains.
// TAIL-LABEL: func.func @tail
// TAIL-NOT: return.done
// TAIL: affine.if
// TAIL: } else {
int tail(int a, const int T[4]) {
  if (a > 3)
    return T[0];
  int s = 0;
  for (int i = 0; i < 4; i++)
    s += T[i];
  return s;
}

// A return inside a loop ends it through its exit flag.
// EARLY-LABEL: func.func @early
// EARLY: name = "i.exit"
// EARLY: scf.while
// EARLY: scf.condition
int early(const int T[4], int wanted) {
  for (int i = 0; i < 4; i++)
    if (T[i] == wanted)
      return i;
  return -1;
}

// A loop with continue alone stays counted and affine.
// SKIPS-LABEL: func.func @skips
// SKIPS: affine.for
// SKIPS-NOT: scf.while
void skips(int T[8][8]) {
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 8; j++) {
      if (j == i)
        continue;
      T[i][j] = 0;
    }
}
