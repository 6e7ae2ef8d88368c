// for: cpu_stream_number
// top: w_streams
#include "hls_stream.h"
void w_streams(const int X[8], int A[8], int B[8]) {
  hls::stream<int> s[2][2];
  for (int i = 0; i < 8; ++i) {
    s[0][1].write(X[i]);
    s[1][0].write(X[i] * 3);
  }
  for (int i = 0; i < 8; ++i)
    A[i] = s[1][0].read();
  for (int i = 0; i < 8; ++i)
    B[i] = s[0][1].read();
}
