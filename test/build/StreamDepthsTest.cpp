// The depths of streams as a user of the library asks for them.
#include "Interfaces.h"

#include "allo/allo.hpp"
#include "support/TemporaryDirectory.h"

using namespace allo;
using namespace allo::test;

namespace {
class StreamDepthsTest : public testing::Test {
protected:
  Schedule scheduled() const {
    support::writeFile(directory_.path() / "late.cpp", "#include <hls_stream.h>\n"
                                                       "static void first(const int a[32], hls::stream<int> &plain,\n"
                                                       "                  hls::stream<int> &sums) {\n"
                                                       "  int sum = 0;\n"
                                                       "  for (int i = 0; i < 32; ++i) {\n"
                                                       "    plain.write(a[i]);\n"
                                                       "    sum += a[i];\n"
                                                       "  }\n"
                                                       "  sums.write(sum);\n"
                                                       "}\n"
                                                       "static void second(hls::stream<int> &plain,\n"
                                                       "                   hls::stream<int> &sums, int b[32]) {\n"
                                                       "  int sum = sums.read();\n"
                                                       "  for (int i = 0; i < 32; ++i)\n"
                                                       "    b[i] = sum - plain.read();\n"
                                                       "}\n"
                                                       "void late(const int a[32], int b[32]) {\n"
                                                       "  hls::stream<int> plain, sums;\n"
                                                       "  first(a, plain, sums);\n"
                                                       "  second(plain, sums, b);\n"
                                                       "}\n");
    Schedule schedule = parse((directory_.path() / "late.cpp").string()).customize("late");
    schedule.dataflow();
    return schedule;
  }
  support::TemporaryDirectory directory_;
};

TEST_F(StreamDepthsTest, RoomForWhatComesBeforeTheSum) {
  Schedule schedule = scheduled();
  std::vector<int> a(32, 3), b(32, -1);
  StreamDepths depths = stream_depths(schedule, {a, b});
  EXPECT_EQ(depths.kernel, "late");
  EXPECT_FALSE(depths.before); // two places each
  EXPECT_EQ(depths.cycles, depths.unlimited);
  EXPECT_TRUE(depths.is_least);
  EXPECT_TRUE(depths.for_all_inputs);
  ASSERT_EQ(depths.streams.size(), 2u);
  EXPECT_EQ(depths.streams[0].streams, std::vector<std::string>{"plain"});
  EXPECT_EQ(depths.streams[0].elements, 32);
  EXPECT_EQ(depths.streams[0].before, 2);
  EXPECT_EQ(depths.streams[1].depth, 1);
  EXPECT_EQ(depths.bits_of_all_elements(), 32 * 33);
  EXPECT_EQ(depths.bits(), 32 * (depths.streams[0].depth + 1));
  EXPECT_EQ(b, std::vector<int>(32, -1)); // the arguments stay as they are

  schedule.replay("kernel late\n" + depths.script());
  Artifact artifact = schedule.build(sim());
  EXPECT_EQ(artifact(a, b).cycles(), depths.cycles);
  EXPECT_EQ(b, std::vector<int>(32, 93));
}

TEST_F(StreamDepthsTest, ArgumentsAreChecked) {
  std::vector<int> a(32, 3);
  EXPECT_EQ(refusal([&] { stream_depths(scheduled(), {a}); }), "late takes 2 arguments (a, b), 1 were given");
}
} // namespace
