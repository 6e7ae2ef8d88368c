// The search for the cheapest depths, on sets of depths that are known: against trying all of them.
#include "build/LeastDepths.h"

#include "gtest/gtest.h"

#include <random>

using namespace allo::build;

namespace {
using Depths = std::vector<int64_t>;

// Depths do when they are at least as deep as one of these.
struct Known {
  std::vector<Depths> corners;
  bool operator()(llvm::ArrayRef<int64_t> depths) const {
    for (const Depths &corner : corners) {
      bool isWithin = true;
      for (size_t place = 0; place < corner.size(); ++place)
        isWithin &= corner[place] <= depths[place];
      if (isWithin)
        return true;
    }
    return false;
  }
};

int64_t cost(const Depths &depths, const Depths &weights) {
  int64_t sum = 0;
  for (size_t place = 0; place < depths.size(); ++place)
    sum += depths[place] * weights[place];
  return sum;
}

TEST(LeastDepthsTest, CheapestCornerOfManyDimensions) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    size_t dimensions = 1 + random() % 4;
    Known known;
    Depths weights, enough(dimensions, 1);
    for (size_t place = 0; place < dimensions; ++place)
      weights.push_back(1 + static_cast<int64_t>(random() % 40));
    for (size_t corners = 1 + random() % 5; corners > 0; --corners) {
      Depths corner;
      for (size_t place = 0; place < dimensions; ++place) {
        corner.push_back(1 + static_cast<int64_t>(random() % 9));
        enough[place] = std::max(enough[place], corner.back());
      }
      known.corners.push_back(corner);
    }
    int64_t best = INT64_MAX;
    for (const Depths &corner : known.corners)
      best = std::min(best, cost(corner, weights));
    LeastDepths found = leastDepths({weights, enough, known, 60});
    EXPECT_TRUE(known(found.depths));
    EXPECT_TRUE(found.isLeast);
    EXPECT_EQ(cost(found.depths, weights), best);
  }
}

TEST(LeastDepthsTest, OneTrialWhereTheLeastOfEachDoTogether) {
  int64_t trials = 0;
  LeastDepths found = leastDepths({{32, 8},
                                   {1000, 1},
                                   [&](llvm::ArrayRef<int64_t> depths) {
                                     ++trials;
                                     return depths[0] >= 513;
                                   },
                                   60});
  EXPECT_EQ(found.depths, (Depths{513, 1}));
  EXPECT_TRUE(found.isLeast);
  EXPECT_EQ(found.trials, trials);
  EXPECT_LE(trials, 11); // of 1000 by halves
}

TEST(LeastDepthsTest, WithoutTimeDepthsThatWillDo) {
  Known known{{{3, 5}, {5, 3}}};
  LeastDepths found = leastDepths({{1, 1}, {9, 9}, known, -1});
  EXPECT_TRUE(known(found.depths));
  EXPECT_FALSE(found.isLeast);
}

TEST(LeastDepthsTest, NoStreams) {
  LeastDepths found = leastDepths({{}, {}, [](llvm::ArrayRef<int64_t>) { return true; }, 60});
  EXPECT_TRUE(found.depths.empty());
  EXPECT_TRUE(found.isLeast);
}
} // namespace
