// C = A B on a grid that does not stop between tiles: the loop over tiles is in every process. Elements of A go to the
// right and elements of B down, one a cycle; while an element works on a tile, it passes on the results of the tile
// before, which leave at the lower edge of the grid. So a product takes K cycles a tile, and a few to begin and to end.
#include "hls_stream.h"
#include "products.h"

// What an element multiplies and adds: one product,
template <typename T, typename R> struct Plain {
  using Left = T;
  using Right = T;
  using Sum = R;
  static Sum zero() { return 0; }
  static Sum add(Sum sum, Left a, Right b) { return sum + R(a) * R(b); }
};

// or two of eight bits in one multiplier: two rows of A in a word, and two sums.
struct PackedInt8 {
  using Left = ap_uint<16>;
  using Right = ap_int<8>;
  struct Sum {
    int low, high;
  };
  static Sum zero() { return {0, 0}; }
  static Sum add(Sum sum, Left a, Right b) {
    const ap_int<45> product = product_int8(a, b);
    const ap_int<18> below = product.range(17, 0), above = product.range(35, 18);
    sum.low += below;
    sum.high += above + ap_int<18>(product[17] ? 1 : 0);
    return sum;
  }
};

// TM x TN is the size of the grid, and divides M x N; K is at least TM, so that the results of a tile are out in time.
// A and B lie in memory as matrices of M x K and K x N; their types say which row and column of the grid an element is
// for.
template <typename Cell, int TILES, int K, int TM, int TN>
static void element(hls::stream<typename Cell::Left, 2> right[TM][TN + 1],
                    hls::stream<typename Cell::Right, 2> down[TM + 1][TN],
                    hls::stream<typename Cell::Sum, TM> results[TM + 1][TN], int i, int j) {
  typename Cell::Sum sum = Cell::zero(), last = Cell::zero();
  for (int tile = 0; tile < TILES; ++tile)
    for (int k = 0; k < K; ++k) {
      const typename Cell::Left a = right[i][j].read();
      const typename Cell::Right b = down[i][j].read();
      right[i][j + 1].write(a);
      down[i + 1][j].write(b);
      if (k == 0) {
        last = sum;
        sum = Cell::zero();
      }
      sum = Cell::add(sum, a, b);
      if (tile > 0 && k <= i) // the own result, then those of the elements above
        results[i + 1][j].write(k == 0 ? last : results[i][j].read());
    }
  results[i + 1][j].write(sum);
  for (int above = 0; above < i; ++above)
    results[i + 1][j].write(results[i][j].read());
}

// Each edge of the grid is fed and emptied by a process of its own, since the lower rows of the grid begin later: so
// much as the first elements of a column take to come down.
template <typename Cell, int M, int N, int K, int TM, int TN>
static void load_row(const typename Cell::Left A[M / TM][TM][K], hls::stream<typename Cell::Left, 2> right[TM][TN + 1],
                     int i) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int k = 0; k < K; ++k)
        right[i][0].write(A[i0][i][k]);
}

template <typename Cell, int M, int N, int K, int TM, int TN>
static void load_column(const typename Cell::Right B[K][N / TN][TN],
                        hls::stream<typename Cell::Right, 2> down[TM + 1][TN], int j) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int k = 0; k < K; ++k)
        down[0][j].write(B[k][j0][j]);
}

template <typename Cell, int STEPS, int TM, int TN>
static void end_row(hls::stream<typename Cell::Left, 2> right[TM][TN + 1], int i) {
  for (int step = 0; step < STEPS; ++step)
    right[i][TN].read();
}

template <typename Cell, int STEPS, int TM, int TN>
static void end_column(hls::stream<typename Cell::Right, 2> down[TM + 1][TN], int j) {
  for (int step = 0; step < STEPS; ++step)
    down[TM][j].read();
}

// The last row of a tile comes first.
template <typename Cell, int M, int N, int TM, int TN>
static void store(hls::stream<typename Cell::Sum, TM> results[TM + 1][TN], typename Cell::Sum C[M][N]) {
  for (int i0 = 0; i0 < M / TM; ++i0)
    for (int j0 = 0; j0 < N / TN; ++j0)
      for (int i = 0; i < TM; ++i)
        for (int j = 0; j < TN; ++j)
          C[TM * i0 + TM - 1 - i][TN * j0 + j] = results[TM][j].read();
}

template <typename Cell, int M, int N, int K, int TM, int TN>
void systolic_array(const typename Cell::Left A[M / TM][TM][K], const typename Cell::Right B[K][N / TN][TN],
                    typename Cell::Sum C[M][N]) {
  constexpr int TILES = M / TM * (N / TN);
  hls::stream<typename Cell::Left, 2> right[TM][TN + 1];
  hls::stream<typename Cell::Right, 2> down[TM + 1][TN];
  hls::stream<typename Cell::Sum, TM> results[TM + 1][TN];
  for (int row = 0; row < TM; ++row)
    load_row<Cell, M, N, K, TM, TN>(A, right, row);
  for (int column = 0; column < TN; ++column)
    load_column<Cell, M, N, K, TM, TN>(B, down, column);
  for (int i = 0; i < TM; ++i)
    for (int j = 0; j < TN; ++j)
      element<Cell, TILES, K, TM, TN>(right, down, results, i, j);
  for (int row = 0; row < TM; ++row)
    end_row<Cell, TILES * K, TM, TN>(right, row);
  for (int column = 0; column < TN; ++column)
    end_column<Cell, TILES * K, TM, TN>(down, column);
  store<Cell, M, N, TM, TN>(results, C);
}
