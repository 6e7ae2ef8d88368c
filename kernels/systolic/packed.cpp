// C = A B with several products in one multiplier, as wide multipliers of FPGAs allow: small factors lie side by side
// in a wide one, with room for a product between them. What a negative product borrows from the one above it is given
// back. Memory and streams carry words in which the small numbers lie side by side, too.
#include "products.h"

// M2 pairs of rows; C[i][j][r] is the element of row 2 i + r.
template <typename R, int M2, int N, int K>
void packed_int8(const ap_uint<16> A[M2][K], const ap_int<8> B[K][N], R C[M2][N][2]) {
  for (int i = 0; i < M2; ++i)
    for (int j = 0; j < N; ++j) {
      R low = 0, high = 0;
      for (int k = 0; k < K; ++k) {
        const ap_int<45> product = product_int8(A[i][k], B[k][j]);
        const ap_int<18> below = product.range(17, 0), above = product.range(35, 18);
        low += below;
        high += above + ap_int<18>(product[17] ? 1 : 0);
      }
      C[i][j][0] = low;
      C[i][j][1] = high;
    }
}

// C[i][j][2 r + c] is the element of row 2 i + r and column 2 j + c.
template <typename R, int M2, int N2, int K>
void packed_int4(const ap_uint<8> A[M2][K], const ap_uint<8> B[K][N2], R C[M2][N2][4]) {
  for (int i = 0; i < M2; ++i)
    for (int j = 0; j < N2; ++j) {
      R s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (int k = 0; k < K; ++k) {
        const ap_int<45> product = product_int4(A[i][k], B[k][j]);
        const ap_int<11> p0 = product.range(10, 0), p1 = product.range(21, 11), p2 = product.range(32, 22),
                         p3 = product.range(43, 33);
        s0 += p0;
        s1 += p1 + ap_int<11>(product[10] ? 1 : 0);
        s2 += p2 + ap_int<11>(product[21] ? 1 : 0);
        s3 += p3 + ap_int<11>(product[32] ? 1 : 0);
      }
      C[i][j][0] = s0;
      C[i][j][1] = s1;
      C[i][j][2] = s2;
      C[i][j][3] = s3;
    }
}
