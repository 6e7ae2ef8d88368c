// for: hls_structure_of_stream
// top: w_pairs_of_stream
#include "hls_stream.h"
struct w_pair {
  int x, y;
};
void w_pairs_of_stream(const int X[8], int A[8], int B[8]) {
  hls::stream<w_pair> s;
  for (int i = 0; i < 8; ++i) {
    w_pair p;
    p.x = X[i];
    p.y = X[i] * 3;
    s.write(p);
  }
  for (int i = 0; i < 8; ++i) {
    w_pair p = s.read();
    A[i] = p.x;
    B[i] = p.y;
  }
}
