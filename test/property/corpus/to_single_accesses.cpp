// Both ends of the stream are single accesses, which the step replaces.
// top: single
// step: retype e2.u type=half
// step: parallel z1
// step: to e1.u
#include "hls_stream.h"
struct Element { signed char u[1]; };
void single(long long A[7][5]) {
  for (int z1 = 0; z1 < 7; ++z1) {
    for (int z2 = 0; z2 < 5; ++z2) {
      A[z1][z2] = z1 - z2;
    }
  }
  static hls::stream<Element, 2> f1[2];
  for (int m1 = 0; m1 < 6; ++m1) {
    Element e1;
    e1.u[0] = m1;
    f1[m1 % 2].write(e1);
  }
  while (!f1[1].empty()) {
    const Element e2 = f1[1].read();
    A[2][1] += e2.u[0];
  }
}
