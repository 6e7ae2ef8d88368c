// hls::vector and hls::stream against plain loops over arrays and std::deque.
#include "containers/streams.cpp"
#include "containers/vectors.cpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <random>
#include <string>

namespace {
TEST(Vector, ElementwiseOperators) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    int a[16][4], b[16][4], r[16][17][4];
    for (int i = 0; i < 16; ++i)
      for (int k = 0; k < 4; ++k) {
        a[i][k] = static_cast<int>(random() % 201) - 100;
        b[i][k] = k > 0 && random() % 2 ? a[i][k] : static_cast<int>(random() % 201) - 100;
        if (k == 0 && random() % 2)
          b[i][k] = a[i][k];
      }
    vectors(a, b, r);
    for (int i = 0; i < 16; ++i) {
      int x[4], y[4];
      for (int k = 0; k < 4; ++k) {
        int p = a[i][k], q = b[i][k];
        const int expected[13] = {
            p + q, p - q * 2,   100 / (q | 1), p % 7, (p & q) | (p ^ 5), p * 4, p >> (q & 7), -p, ~q,
            3,     (3 + p) * q, p + 1,         p + 1};
        for (int n = 0; n < 13; ++n)
          EXPECT_EQ(r[i][n][k], expected[n]) << "operation " << n << " on " << p << " and " << q;
        x[k] = p;
        y[k] = q;
      }
      EXPECT_EQ(r[i][13][0], x[0] + x[1] + x[2] + x[3]);
      EXPECT_EQ(r[i][13][1], x[0] * x[1] * x[2] * x[3]);
      EXPECT_EQ(r[i][13][2], x[0] & x[1] & x[2] & x[3]);
      EXPECT_EQ(r[i][13][3], x[0] | x[1] | x[2] | x[3]);
      EXPECT_EQ(r[i][14][0], x[0] ^ x[1] ^ x[2] ^ x[3]);
      bool less = std::lexicographical_compare(x, x + 4, y, y + 4), equal = std::equal(x, x + 4, y);
      EXPECT_EQ(r[i][14][1], equal);
      EXPECT_EQ(r[i][14][2], less) << "comparisons are lexicographic";
      EXPECT_EQ(r[i][14][3], !less);
      EXPECT_EQ(r[i][15][0], !equal);
      EXPECT_EQ(r[i][15][1], !less && !equal);
      EXPECT_EQ(r[i][15][2], less || equal);
      EXPECT_EQ(r[i][15][3], 4);
      EXPECT_EQ(r[i][16][0], y[3]);
      EXPECT_EQ(r[i][16][1], 1);
      x[2] = y[3];
      const int fives[4] = {5, 5, 5, 5};
      EXPECT_EQ(r[i][16][2], std::lexicographical_compare(x, x + 4, fives, fives + 4));
    }
  }
}

TEST(Vector, ElementsOfFixedPoint) {
  std::mt19937 random(2);
  // ap_fixed<8, 5, AP_RND, AP_SAT> in eighths.
  auto stored = [](double number) { return std::min(std::max(std::floor(number + 0.5), -128.0), 127.0); };
  int a[16][3], b[16][3], r[16][5];
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 48; ++i) {
      a[i / 3][i % 3] = static_cast<int>(random() % 256);
      b[i / 3][i % 3] = static_cast<int>(random() % 256);
    }
    fixed_vectors(a, b, r);
    for (int i = 0; i < 16; ++i) {
      double x[3], y[3];
      for (int k = 0; k < 3; ++k) {
        x[k] = a[i][k] < 128 ? a[i][k] : a[i][k] - 256;
        y[k] = b[i][k] < 128 ? b[i][k] : b[i][k] - 256;
        EXPECT_EQ(r[i][k], static_cast<int>(stored(stored(x[k] * y[k] / 8) + 4)) & 255);
      }
      EXPECT_EQ(r[i][3], static_cast<int>(stored(stored(x[0] + x[1]) + x[2])) & 255)
          << "a left fold, element by element";
      EXPECT_EQ(r[i][4], static_cast<int>(stored(stored(y[0] * y[1] / 8) * y[2] / 8)) & 255);
    }
  }
}

constexpr hls::vector<ap_fixed<12, 6>, 3> constant = {1, 2.5, ap_int<4>(3)};
static_assert((constant * 2).reduce_add() == 13 && constant[1] == 2.5 && constant < constant + 1, "constants");
static_assert(sizeof(hls::vector<short, 6>) == 12, "contiguous");

TEST(Stream, Order) {
  int in[32], facts[12];
  long long out[32];
  for (int i = 0; i < 32; ++i)
    in[i] = i * i * 1000003 - 5000000;
  streams(in, out, facts);
  for (int i = 0; i < 32; ++i)
    EXPECT_EQ(out[i], (static_cast<long long>(in[i]) + (i % 3 == 1)) * 3);
  const int expected[12] = {32, 1, 4, 1, 4, 1, in[0], 0, in[1] + in[2] + in[3], 3, 1, in[3]};
  for (int i = 0; i < 12; ++i)
    EXPECT_EQ(facts[i], expected[i]) << "fact " << i;
}

TEST(Stream, LikeAQueue) {
  std::mt19937 random(3);
  hls::stream<std::string> stream(std::string("words"));
  std::deque<std::string> queue;
  for (int step = 0; step < 20000; ++step) {
    if (random() % 5 < 3 && queue.size() < 500) {
      std::string word(random() % 30, static_cast<char>('a' + step % 26));
      stream.write(word);
      queue.push_back(word);
    } else {
      std::string word = "none";
      bool got = stream.read_nb(word);
      ASSERT_EQ(got, !queue.empty());
      ASSERT_EQ(word, queue.empty() ? "none" : queue.front());
      if (got)
        queue.pop_front();
    }
    ASSERT_EQ(stream.size(), queue.size());
    ASSERT_EQ(stream.empty(), queue.empty());
    ASSERT_FALSE(stream.full());
  }
}

TEST(Stream, Limits) {
  hls::stream<int, 2> bounded("pair");
  hls::stream<int> &base = bounded; // a parameter of type stream<int>& takes it, and it keeps its depth
  base.write(1);
  EXPECT_FALSE(base.full());
  base.write(2);
  EXPECT_TRUE(base.full());
  EXPECT_FALSE(base.write_nb(3));
  base.write(3); // natively there is always room
  EXPECT_EQ(base.size(), 3u);
  EXPECT_EQ(base.read(), 1);
  EXPECT_EQ(bounded.capacity(), 2u);
  EXPECT_EQ(hls::stream<int>().capacity(), 0x7fffffffu);
  EXPECT_STREQ(bounded.get_name(), "pair");
  hls::stream<int> none("input");
  EXPECT_DEATH((void)none.read(), "hls::stream 'input' is read while it is empty");
  hls::stream<int> unnamed;
  EXPECT_DEATH((void)unnamed.read(), "hls::stream 'stream' is read while it is empty");
}
static_assert(!std::is_copy_constructible<hls::stream<int>>::value, "streams are passed by reference");
static_assert(!std::is_copy_assignable<hls::stream<int, 3>>::value, "streams are passed by reference");
} // namespace
