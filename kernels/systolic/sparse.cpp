// C = A B where of each four elements of a row of A at most two are not zero: A is stored as two values of each four
// and their places. An element of the grid does half the products, and chooses from the four elements of B that come as
// one word.
#include "ap_int.h"

// A word of A has two signed values of eight bits, lower first, and their places of two bits; a word of B four values.
// There are G words in a row of A and in a column of B.
template <typename R, int M, int N, int G>
void sparse(const ap_uint<20> A[M][G], const ap_uint<32> B[G][N], R C[M][N]) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      R sum = 0;
      for (int g = 0; g < G; ++g) {
        const ap_uint<20> a = A[i][g];
        const ap_uint<32> b = B[g][j];
        for (int s = 0; s < 2; ++s) {
          const ap_int<8> value = a.range(8 * s + 7, 8 * s);
          const ap_uint<2> place = a.range(17 + 2 * s, 16 + 2 * s);
          const ap_int<8> chosen = ap_uint<8>(b >> (8 * int(place)));
          sum += value * chosen;
        }
      }
      C[i][j] = sum;
    }
}
