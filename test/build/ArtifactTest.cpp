// The library as its user calls it: parse, customize, build, call.
#include "Interfaces.h"

#include "allo/allo.hpp"
#include "support/TemporaryDirectory.h"

#include <array>
#include <vector>

using namespace allo;
using namespace allo::test;

namespace {

class ArtifactTest : public testing::Test {
protected:
  Program program() const {
    support::writeFile(directory_.path() / "kernels.cpp",
                       "template <typename T, int M, int N>\n"
                       "T scale(const T A[M][N], T B[M][N], T factor, int &count) {\n"
                       "  T sum = 0;\n"
                       "  for (int i = 0; i < M; ++i)\n"
                       "    for (int j = 0; j < N; ++j) {\n"
                       "      B[i][j] = A[i][j] * factor;\n"
                       "      sum += B[i][j];\n"
                       "      count += 1;\n"
                       "    }\n"
                       "  return sum;\n"
                       "}\n"
                       "struct Point { float x; int n; };\n"
                       "Point counted(Point by) {\n"
                       "  static Point sum = {1.5f, 2};\n"
                       "  sum.x += by.x;\n"
                       "  sum.n += by.n;\n"
                       "  return sum;\n"
                       "}\n"
                       "void move(Point p, Point &q) { q.x = p.x + 1; q.n = p.n - 1; }\n"
                       "void touch(bool flags[3], const long values[3]) {\n"
                       "  for (int i = 0; i < 3; ++i) flags[i] = values[i] > 4;\n"
                       "}\n");
    return parse((directory_.path() / "kernels.cpp").string());
  }
  support::TemporaryDirectory directory_;
};

void callScale(const Artifact &artifact) {
  const std::array<std::array<int, 3>, 2> A = {{{1, 2, 3}, {4, 5, 6}}};
  std::vector<std::array<int, 3>> B(2);
  int count = 10;
  Run run = artifact(A, B, 3, count);
  EXPECT_EQ(B[1][2], 18);
  EXPECT_EQ(count, 16);
  EXPECT_EQ(run.result<int>(), 63);
  EXPECT_GE(run.seconds(), 0);
  EXPECT_EQ(refusal([&] { run.result<float>(); }),
            "the result of scale<int, 2, 3> has another type than the one asked for");
  EXPECT_NE(refusal([&] { artifact(B, B, 3, count); }).find("overlap in memory"), std::string::npos);
  EXPECT_EQ(refusal([&] { artifact(A, B, 3); }),
            "scale<int, 2, 3> takes 4 arguments (A, B, factor, count), 3 were given");
}

struct Point {
  float x;
  int n;
};

TEST_F(ArtifactTest, KeepsStateFromCallToCall) {
  Schedule schedule = program().customize("counted");
  Artifact artifact = schedule.build(cpu());
  Point by = {0.5f, 3};
  EXPECT_EQ(artifact(by).result<Point>().n, 5);
  Point second = artifact(by).result<Point>();
  EXPECT_EQ(second.n, 8);
  EXPECT_EQ(second.x, 2.5f);
  Artifact fresh = schedule.build(cpu());
  EXPECT_EQ(fresh(by).result<Point>().n, 5);
  Artifact emitted = schedule.build(vitis_hls());
  EXPECT_EQ(emitted(by).result<Point>().n, 5);
  EXPECT_EQ(refusal([&] { emitted(by); }),
            "counted keeps values from call to call, and each run on " + emitted.report().target + " starts anew");
}

TEST_F(ArtifactTest, CallsOnCpu) {
  Schedule schedule = program().customize("scale<int, 2, 3>");
  Artifact artifact = schedule.build(cpu());
  callScale(artifact);
  EXPECT_EQ(artifact.report().top, "scale<int, 2, 3>");
  EXPECT_EQ(artifact.report().target, "cpu");
  ASSERT_EQ(artifact.report().loops.size(), 2U);
  EXPECT_EQ(artifact.report().loops[1].path, "j");
  EXPECT_EQ(artifact.report().loops[1].trip_count, 3);
}

TEST_F(ArtifactTest, PathsOfTheReportAddressTheirLoops) {
  Schedule schedule = program().customize("scale<int, 2, 3>");
  schedule.split("j", 2);
  schedule.buffer_at("B", "i");
  Artifact artifact = schedule.build(cpu());
  for (const LoopReport &loop : artifact.report().loops)
    EXPECT_EQ(schedule.loop(loop.path).name(), loop.name) << loop.path;
}

TEST_F(ArtifactTest, CallsTheEmittedCodeAndWritesIt) {
  Schedule schedule = program().customize("scale<int, 2, 3>");
  schedule.unroll("j");
  std::string folder = (directory_.path() / "hls").string();
  Artifact artifact = schedule.build(vitis_hls({.part = "xcu280-fsvh2892-2L-e", .clock_ns = 5, .directory = folder}));
  callScale(artifact);
  EXPECT_EQ(support::readFile(folder + "/kernel.cpp"), artifact.files().at("kernel.cpp"));
  EXPECT_EQ(artifact.report().steps, std::vector<std::string>{"unroll j"});
}

TEST_F(ArtifactTest, StructuresBooleansAndKernelsWithoutResult) {
  struct Point {
    float x;
    int n;
  };
  Program source = program();
  Artifact move = source.customize("move").build(cpu());
  Point q{};
  allo::Run run = move(Point{1.5f, 7}, q);
  EXPECT_EQ(q.x, 2.5f);
  EXPECT_EQ(q.n, 6);
  EXPECT_EQ(refusal([&] { run.result<int>(); }), "move returns nothing");
  bool flags[3] = {true, true, false};
  const long values[3] = {1, 5, 9};
  source.customize("touch").build(cpu())(flags, values);
  EXPECT_FALSE(flags[0]);
  EXPECT_TRUE(flags[1] && flags[2]);
}

} // namespace
