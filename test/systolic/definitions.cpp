// Compares the kernels of kernels/systolic with their definitions, on random inputs.
#include "ap_int.h"
#include "hls_stream.h"

#include "products.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace systolic {
namespace persistent {
#include "array.cpp"
}
#include "convolution.cpp"
#include "gemm.cpp"
#include "packed.cpp"
#include "sparse.cpp"
namespace daisy {
#include "daisy_chain.cpp"
}
namespace inputs {
#include "input_stationary.cpp"
}
namespace weights {
#include "weight_stationary.cpp"
}
namespace alignment {
#include "smith_waterman.cpp"
}
} // namespace systolic

namespace {

std::mt19937 generator(7);
int random_in(int least, int greatest) { return std::uniform_int_distribution<int>(least, greatest)(generator); }

int agreed = 0;
void agree(const char *kernel, bool equal) {
  if (!equal) {
    std::printf("%s differs from its definition\n", kernel);
    std::exit(1);
  }
  ++agreed;
}

constexpr int M = 6, N = 8, K = 12;
int a[M][K], b[K][N], product[M][N];

void new_matrices(int least, int greatest) {
  for (auto &row : a)
    for (int &x : row)
      x = random_in(least, greatest);
  for (auto &row : b)
    for (int &x : row)
      x = random_in(least, greatest);
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      product[i][j] = 0;
      for (int k = 0; k < K; ++k)
        product[i][j] += a[i][k] * b[k][j];
    }
}
bool is_product(const int (&c)[M][N]) { return std::equal(&c[0][0], &c[0][0] + M * N, &product[0][0]); }

void products() {
  new_matrices(-10000, 10000);
  short A[M][K], B[K][N];
  for (int i = 0; i < M * K; ++i)
    (&A[0][0])[i] = (&a[0][0])[i];
  for (int i = 0; i < K * N; ++i)
    (&B[0][0])[i] = (&b[0][0])[i];
  long C[M][N], D[M][N], E[M][N], F[M][N], G[M][N];
  systolic::gemm<short, long, M, N, K>(A, B, C);
  systolic::weights::weight_stationary<short, long, M, N, K, 4, 2>(A, B, D);
  systolic::inputs::input_stationary<short, long, M, N, K, 3, 4>(A, B, E);
  systolic::daisy::daisy_chain<short, long, M, N, K>(A, B, F);
  systolic::persistent::systolic_array<systolic::persistent::Plain<short, long>, M, N, K, 3, 4>(
      reinterpret_cast<short (*)[3][K]>(A), reinterpret_cast<short (*)[N / 4][4]>(B), G);
  bool by_array = true, plain = true, by_weights = true, by_inputs = true, by_chain = true;
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      long sum = 0;
      for (int k = 0; k < K; ++k)
        sum += long(a[i][k]) * b[k][j];
      plain &= C[i][j] == sum;
      by_weights &= D[i][j] == sum;
      by_inputs &= E[i][j] == sum;
      by_chain &= F[i][j] == sum;
      by_array &= G[i][j] == sum;
    }
  agree("gemm", plain);
  agree("weight_stationary", by_weights);
  agree("input_stationary", by_inputs);
  agree("daisy_chain", by_chain);
  agree("systolic_array", by_array);
}

void packed_int8() {
  new_matrices(-128, -127); // the products that are largest, then any
  for (int round = 0; round < 50; ++round, new_matrices(-128, 127)) {
    ap_uint<16> A[M / 2][K];
    ap_int<8> B[K][N];
    int C[M / 2][N][2], unpacked[M][N];
    for (int i = 0; i < M / 2; ++i)
      for (int k = 0; k < K; ++k)
        A[i][k] = (a[2 * i + 1][k] & 0xff) << 8 | (a[2 * i][k] & 0xff);
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N; ++j)
        B[k][j] = b[k][j];
    systolic::packed_int8<int, M / 2, N, K>(A, B, C);
    for (int i = 0; i < M; ++i)
      for (int j = 0; j < N; ++j)
        unpacked[i][j] = C[i / 2][j][i % 2];
    if (!is_product(unpacked))
      return agree("packed_int8", false);
    systolic::persistent::PackedInt8::Sum D[M / 2][N];
    systolic::persistent::systolic_array<systolic::persistent::PackedInt8, M / 2, N, K, M / 2, 2>(
        reinterpret_cast<ap_uint<16>(*)[M / 2][K]>(A), reinterpret_cast<ap_int<8>(*)[N / 2][2]>(B), D);
    for (int i = 0; i < M; ++i)
      for (int j = 0; j < N; ++j)
        unpacked[i][j] = i % 2 ? D[i / 2][j].high : D[i / 2][j].low;
    if (!is_product(unpacked))
      return agree("systolic_array of pairs", false);
  }
  agree("packed_int8", true);
}

void packed_int4() {
  new_matrices(-8, -7);
  for (int round = 0; round < 50; ++round, new_matrices(-8, 7)) {
    ap_uint<8> A[M / 2][K], B[K][N / 2];
    int C[M / 2][N / 2][4], unpacked[M][N];
    for (int i = 0; i < M / 2; ++i)
      for (int k = 0; k < K; ++k)
        A[i][k] = (a[2 * i + 1][k] & 15) << 4 | (a[2 * i][k] & 15);
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < N / 2; ++j)
        B[k][j] = (b[k][2 * j + 1] & 15) << 4 | (b[k][2 * j] & 15);
    systolic::packed_int4<int, M / 2, N / 2, K>(A, B, C);
    for (int i = 0; i < M; ++i)
      for (int j = 0; j < N; ++j)
        unpacked[i][j] = C[i / 2][j / 2][i % 2 * 2 + j % 2];
    if (!is_product(unpacked))
      return agree("packed_int4", false);
  }
  agree("packed_int4", true);
}

void sparse() {
  new_matrices(-128, 127);
  ap_uint<20> A[M][K / 4];
  ap_uint<32> B[K / 4][N];
  for (int i = 0; i < M; ++i)
    for (int g = 0; g < K / 4; ++g) { // two of four stay
      int first = random_in(0, 2), second = random_in(first + 1, 3);
      for (int k = 0; k < 4; ++k)
        if (k != first && k != second)
          a[i][4 * g + k] = 0;
      A[i][g] = second << 18 | first << 16 | (a[i][4 * g + second] & 0xff) << 8 | (a[i][4 * g + first] & 0xff);
    }
  for (int g = 0; g < K / 4; ++g)
    for (int j = 0; j < N; ++j) {
      unsigned word = 0;
      for (int k = 0; k < 4; ++k)
        word |= (b[4 * g + k][j] & 0xffu) << (8 * k);
      B[g][j] = word;
    }
  int C[M][N];
  systolic::sparse<int, M, N, K / 4>(A, B, C);
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      product[i][j] = 0;
      for (int k = 0; k < K; ++k)
        product[i][j] += a[i][k] * b[k][j];
    }
  agree("sparse", is_product(C));
}

// All cells of the table, and gaps of every length.
void alignment() {
  using namespace systolic::alignment;
  constexpr int TEXT = 40, QUERY = 15;
  unsigned char text[TEXT], query[QUERY];
  for (int round = 0; round < 50; ++round) {
    for (auto &letter : text)
      letter = random_in(0, 3);
    for (auto &letter : query)
      letter = random_in(0, 3);
    if (round % 2) // a query that is in the text, but for a gap
      for (int j = 0; j < QUERY; ++j)
        query[j] = text[10 + j + (j > 7 ? 3 : 0)];
    int cells[TEXT + 1][QUERY + 1] = {}, best = 0;
    for (int i = 1; i <= TEXT; ++i)
      for (int j = 1; j <= QUERY; ++j) {
        int score = std::max(0, cells[i - 1][j - 1] + (text[i - 1] == query[j - 1] ? MATCH : MISMATCH));
        for (int gap = 1; gap <= i; ++gap)
          score = std::max(score, cells[i - gap][j] - OPEN - (gap - 1) * EXTEND);
        for (int gap = 1; gap <= j; ++gap)
          score = std::max(score, cells[i][j - gap] - OPEN - (gap - 1) * EXTEND);
        cells[i][j] = score;
        best = std::max(best, score);
      }
    Best result[1];
    smith_waterman<TEXT, QUERY>(text, query, result);
    if (result[0].score != best || cells[result[0].row + 1][result[0].column + 1] != best)
      return agree("smith_waterman", false);
  }
  agree("smith_waterman", true);
}

void convolution() {
  constexpr int O = 3, I = 2, H = 4, W = 5, S = 3;
  short in[I][H + S - 1][W + S - 1], weights[O][I][S][S];
  int out[O][H][W];
  for (int i = 0; i < int(sizeof in / sizeof(short)); ++i)
    (&in[0][0][0])[i] = random_in(-100, 100);
  for (int i = 0; i < int(sizeof weights / sizeof(short)); ++i)
    (&weights[0][0][0][0])[i] = random_in(-100, 100);
  systolic::convolution<short, int, O, I, H, W, S>(in, weights, out);
  int scattered[O][H][W] = {}; // from each pixel to where it goes
  for (int o = 0; o < O; ++o)
    for (int i = 0; i < I; ++i)
      for (int row = 0; row < H + S - 1; ++row)
        for (int column = 0; column < W + S - 1; ++column)
          for (int y = std::max(0, row - S + 1); y <= std::min(row, H - 1); ++y)
            for (int x = std::max(0, column - S + 1); x <= std::min(column, W - 1); ++x)
              scattered[o][y][x] += in[i][row][column] * weights[o][i][row - y][column - x];
  agree("convolution", std::equal(&out[0][0][0], &out[0][0][0] + O * H * W, &scattered[0][0][0]));
}

} // namespace

int main() {
  products();
  packed_int8();
  packed_int4();
  sparse();
  alignment();
  convolution();
  std::printf("%d kernels agree\n", agreed);
}
