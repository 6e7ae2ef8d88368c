// The search: the same result for any number of threads, nothing that does not fit, nothing better left out.
#include "llm/Search.h"
#include "allo/error.hpp"
#include "llm/Catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace allo::llm;
using namespace allo::units;

namespace {
class Searching : public testing::Test {
protected:
  SearchResult run(const char *deviceName, const char *modelName, const char *precision, SearchOptions options) {
    device = deviceOf(deviceName);
    model = modelOf(modelName);
    return search(Setting{model, device, precisionOf(precision), fittedParameters()}, options);
  }
  Device device;
  Transformer model;
};

SearchOptions small(Phase phase = Phase::Decode) {
  SearchOptions options;
  options.phase = phase;
  options.style = Style::Hybrid; // a part of the space, for speed
  return options;
}

TEST_F(Searching, ThreadsDoNotMatter) {
  SearchOptions options = small();
  SearchResult one = run("u280", "gpt2-medium", "W4A8", options);
  for (unsigned threads : {2u, 3u, 7u}) {
    options.threads = threads;
    SearchResult many = run("u280", "gpt2-medium", "W4A8", options);
    EXPECT_EQ(many.points, one.points);
    EXPECT_EQ(many.feasible, one.feasible);
    ASSERT_TRUE(one.best && many.best);
    EXPECT_EQ(many.best->index, one.best->index);
    ASSERT_EQ(many.pareto.size(), one.pareto.size());
    for (size_t i = 0; i < one.pareto.size(); ++i)
      EXPECT_EQ(many.pareto[i].index, one.pareto[i].index);
    EXPECT_EQ(many.binding, one.binding);
  }
}

TEST_F(Searching, ResultsFitAndNoneOfThemIsDominated) {
  SearchResult result = run("u280", "gpt2-medium", "W8A8", small());
  ASSERT_TRUE(result.best);
  ASSERT_FALSE(result.pareto.empty());
  Setting setting{model, device, precisionOf("W8A8"), fittedParameters()};
  for (const Candidate &candidate : result.pareto) {
    EXPECT_TRUE(demandsOf(setting, resourcesOf(setting, candidate.design, 256)).fits());
    EXPECT_GE(candidate.time, result.best->time);
    for (const Candidate &other : result.pareto)
      EXPECT_FALSE(other.time < candidate.time && other.logicShare < candidate.logicShare);
  }
  EXPECT_EQ(result.pareto.front().time, result.best->time);
}

TEST_F(Searching, ObjectivesDiffer) {
  SearchOptions options = small();
  options.batch = 4;
  SearchResult latency = run("u280", "gpt2-medium", "W4A8", options);
  options.objective = Objective::Energy;
  SearchResult energy = run("u280", "gpt2-medium", "W4A8", options);
  ASSERT_TRUE(latency.best && energy.best);
  EXPECT_LE(energy.best->energy, latency.best->energy);
  EXPECT_LE(latency.best->time, energy.best->time);
}

TEST_F(Searching, SaysWhatBinds) {
  SearchResult result = run("u280", "gpt2-medium", "W4A8", small());
  ASSERT_TRUE(result.best);
  ASSERT_FALSE(result.binding.empty());
  for (const auto &[resource, time] : result.binding)
    EXPECT_LT(time, result.best->time);
  // With ten times the logic and blocks the same search is faster.
  device.fabric.lut *= 10;
  device.fabric.ff *= 10;
  device.fabric.bram *= 10;
  SearchResult larger = search(Setting{model, device, precisionOf("W4A8"), fittedParameters()}, small());
  ASSERT_TRUE(larger.best);
  EXPECT_LT(larger.best->time, result.best->time);
}

TEST_F(Searching, WhatDoesNotFitSaysByHowMuch) {
  SearchResult result = run("u280", "llama2-70b", "W8A8", small());
  EXPECT_FALSE(result.best);
  EXPECT_EQ(result.feasible, 0u);
  ASSERT_TRUE(result.closest);
  EXPECT_EQ(result.closestDemands.tightest(), Resource::Memory);
  EXPECT_NEAR(result.closestDemands.needed[static_cast<size_t>(Resource::Memory)] / 8e9, 69.0, 0.2);
  Setting setting{model, device, precisionOf("W8A8"), fittedParameters()};
  EXPECT_NE(remedy(setting, result.closest->design, result.closestDemands).find("9 devices"), std::string::npos);
  // ... and with as many as it says (16 divide the heads) it does.
  SearchOptions options = small();
  options.devices = 16;
  EXPECT_TRUE(run("u280", "llama2-70b", "W8A8", options).best);
}

// What is said to make a model fit makes it fit, and nothing less does.
TEST_F(Searching, RemediesAreTrue) {
  for (double tokens : {256.0, 4096.0}) {
    SearchOptions options = small();
    options.tokens = tokens;
    SearchResult result = run("u280", "llama2-13b", "W8A8", options);
    ASSERT_TRUE(result.closest);
    Setting setting{model, device, precisionOf("W8A8"), fittedParameters()};
    std::string text = remedy(setting, result.closest->design, result.closestDemands);
    size_t at = text.find("weights of at most ");
    ASSERT_NE(at, std::string::npos) << text;
    double bits = std::stod(text.substr(at + 19));
    auto memoryFits = [&](double weightBits) {
      Design design = result.closest->design;
      design.storedWeightBits = weightBits;
      double longest = options.tokens + options.generated;
      return demandsOf(setting, resourcesOf(setting, design, longest)).share(Resource::Memory) <= 1;
    };
    EXPECT_TRUE(memoryFits(bits)) << text;
    EXPECT_FALSE(memoryFits(bits + 0.1)) << text;
  }
}

TEST_F(Searching, SeveralDevicesAreFaster) {
  SearchOptions options = small();
  Seconds before = run("u280", "llama2-7b", "W4A8", options).best->time;
  for (double devices : {2.0, 4.0}) {
    options.devices = devices;
    SearchResult result = run("u280", "llama2-7b", "W4A8", options);
    ASSERT_TRUE(result.best);
    EXPECT_EQ(result.best->design.tensorParallel * result.best->design.pipelineParallel, devices);
    EXPECT_LT(result.best->time, before);
    before = result.best->time;
  }
}

TEST_F(Searching, RefusesWhatHasNoDesign) {
  EXPECT_THROW(run("a100", "gpt2-medium", "W8A8", small()), allo::UserError);
  EXPECT_THROW(run("u280", "bert-base", "W8A8", small()), allo::UserError);
  SearchOptions options = small();
  options.devices = 7; // neither 16 heads nor ... 24 layers over 7: as a pipeline it is possible
  EXPECT_NO_THROW(run("u280", "gpt2-medium", "W8A8", options));
  options.devices = 101;
  EXPECT_THROW(run("u280", "gpt2-medium", "W8A8", options), allo::UserError);
}

TEST_F(Searching, TheWholeSpaceHasAMillionDesigns) {
  SearchOptions options;
  SearchResult result = run("u280", "gpt2-medium", "W4A8", options);
  EXPECT_GE(result.points, 1000000u);
}
} // namespace
