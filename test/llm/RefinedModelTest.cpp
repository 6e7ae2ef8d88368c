// The refined model: hand-computed stages, and properties that hold for every design.
#include "Toy.h"
#include "llm/Catalogue.h"
#include "llm/ChannelMapping.h"
#include "llm/Resources.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

using namespace allo::llm;
using namespace allo::units;

namespace {
const Parameters plain{2, 1, 3, 10, 0.5, 0.5}; // round numbers: tiles 2 and 1, passes 3, starts 10 us, half the rate

Design toyDesign(Phase phase) {
  Design design;
  design.name = "toy";
  design.phase = phase;
  design.clockMegahertz = 250;
  design.stages = stagesOf(Style::Spatial, toyModel());
  for (Operator op : allOperators)
    if (toyModel().has(op) && op != Operator::Head)
      design.array(op) = {2, 4};
  design.lanes = {2, 2, 2, 2, 1, 1};
  return design;
}

class Refined : public testing::Test {
protected:
  Transformer model = toyModel();
  Device device = toyDevice(80);
  Setting setting{model, device, precisionOf("W8A8"), plain};
};

TEST_F(Refined, PromptSteps) {
  Design design = toyDesign(Phase::Prefill);
  auto cycles = [&](Step step) { return stepCycles(setting, design, step, 8, 8).value(); };
  EXPECT_EQ(cycles(Step::Query), 4 * 4 * (16 + 2));     // ceil(8/2) ceil(16/4) (16 + tile)
  EXPECT_EQ(cycles(Step::Up), 4 * 16 * (16 + 2));       // 64 outputs
  EXPECT_EQ(cycles(Step::Down), 4 * 4 * (64 + 2));      // 64 inputs
  EXPECT_EQ(cycles(Step::Scores), 2 * 4 * 2 * (8 + 2)); // 2 heads, 8 keys, 8 wide
  EXPECT_EQ(cycles(Step::Context), 2 * 4 * 2 * (8 + 2));
  EXPECT_EQ(cycles(Step::Softmax), 3 * 8 * 8 * 2 / 2);
  EXPECT_EQ(cycles(Step::Norm), 3 * 8 * 16 / 2);
  EXPECT_EQ(cycles(Step::Activation), 8 * 64 / 2);
  EXPECT_EQ(cycles(Step::Residual), 8 * (8 + 1));     // 8 blocks of 16, 2 lanes
  EXPECT_EQ(cycles(Step::ValuesWrite), 8 * (16 + 1)); // one lane
  EXPECT_EQ(cycles(Step::Gate), 0);
}

TEST_F(Refined, RaggedEdgesArePaidFor) {
  Design design = toyDesign(Phase::Prefill);
  EXPECT_EQ(stepCycles(setting, design, Step::Query, 7, 7), stepCycles(setting, design, Step::Query, 8, 8));
  EXPECT_GT(stepCycles(setting, design, Step::Query, 9, 9), stepCycles(setting, design, Step::Query, 8, 8));
}

TEST_F(Refined, TokenSteps) {
  Design design = toyDesign(Phase::Decode);
  auto cycles = [&](Step step) { return stepCycles(setting, design, step, 1, 8).value(); };
  EXPECT_EQ(cycles(Step::Query), 8 * (4 + 1));  // 16 outputs in twos, 16 inputs in fours
  EXPECT_EQ(cycles(Step::Scores), 8 * (2 + 1)); // 2 heads of 8 keys in twos, 8 wide in fours
  design.array(Operator::Scores) = {2, 8};
  EXPECT_EQ(cycles(Step::Scores), 8); // one step: no loop to enter
  design.array(Operator::Down) = {1, 8, true};
  EXPECT_EQ(cycles(Step::Down), 64 * (2 + 1)); // 64 inputs, 16 outputs in eights
}

TEST_F(Refined, StagesFollowEachOtherAndStart) {
  Design design = toyDesign(Phase::Prefill);
  Cost cost = costOf(setting, design, 8, 8);
  ASSERT_EQ(cost.stageCount, 3);
  EXPECT_EQ(cost.stages[0].longest.value(), 288);
  EXPECT_EQ(cost.stages[1].longest.value(), 288); // projection
  EXPECT_EQ(cost.stages[1].fill.value(), 8 * 17); // values, before attention starts
  EXPECT_EQ(cost.stages[2].longest.value(), 4 * 16 * 18);
  double cycles = 288 + 288 + 136 + 1152;
  EXPECT_NEAR(cost.layer.value(), cycles / 250e6 + 3 * 10e-6, 1e-12);
  EXPECT_NEAR(cost.total.value(), 4 * cost.layer.value(), 1e-15);
}

TEST_F(Refined, SequencesAddUpAndMemoryBindsEachOperator) {
  Design design = toyDesign(Phase::Decode);
  design.stages = {{"all", false, {Step::Query, Step::Key}}};
  EXPECT_NEAR(costOf(setting, design, 1, 8).layer.value(), 2 * 40 / 250e6 + 10e-6, 1e-14);
  Device slow = toyDevice(0.01); // 256 weights of 8 bits at half of 80 Mb/s: 51.2 us each
  Setting bound{model, slow, precisionOf("W8A8"), plain};
  EXPECT_NEAR(costOf(bound, design, 1, 8).layer.value(), 2 * 51.2e-6 + 10e-6, 1e-12);
  EXPECT_EQ(costOf(bound, design, 1, 8).limit, Limit::Memory);
}

// Four channels for three equal streams: 2, 1 and 1, so that two of them take as long as with three channels.
TEST_F(Refined, OperatorsThatRunAtOnceHaveWholeChannels) {
  using Counts = llvm::SmallVector<double, 8>;
  EXPECT_EQ(channelsFor({bits(9), bits(9), bits(9)}, 4), (Counts{2, 1, 1}));
  EXPECT_EQ(channelsFor({bits(8), bits(0), bits(1), bits(1)}, 10), (Counts{8, 0, 1, 1}));
  EXPECT_EQ(channelsFor({bits(1), bits(1000)}, 2), (Counts{1, 1}));
  EXPECT_EQ(channelsFor({bits(1), bits(1), bits(1)}, 2), (Counts{0, 0, 0})); // shared
  EXPECT_NEAR(channelTime({bits(9), bits(9), bits(9)}, 4, BitsPerSecond(4)).value(), 9, 1e-12);
  EXPECT_NEAR(channelTime({bits(9), bits(9), bits(9)}, 3, BitsPerSecond(3)).value(), 9, 1e-12);
  EXPECT_NEAR(channelTime({bits(1), bits(1), bits(1)}, 2, BitsPerSecond(2)).value(), 1.5, 1e-12);

  Device slow = toyDevice(0.01);
  slow.channels = 4;
  Setting bound{model, slow, precisionOf("W8A8"), plain};
  Design design =
      toyDesign(Phase::Decode); // query, key and value at once: 256 weights of 8 bits each, 10 Mb/s a channel
  EXPECT_NEAR(costOf(bound, design, 1, 8).stages[0].memory.value(), 256 * 8 / 10e6, 1e-12);
  design.memoryShare = 0.75; // three channels of the same rate: the same
  EXPECT_NEAR(costOf(bound, design, 1, 8).stages[0].memory.value(), 256 * 8 / 10e6, 1e-12);
}

// No sharing out of whole channels is better: all of up to five streams over up to nine channels.
TEST_F(Refined, ChannelsAreSharedOutBest) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<Bits> traffic(1 + random() % 5);
    for (Bits &each : traffic)
      each = bits(1 + random() % 40);
    const int channels = static_cast<int>(traffic.size() + random() % 5);
    double least = std::numeric_limits<double>::infinity();
    std::vector<int> counts(traffic.size(), 1);
    auto visit = [&](auto &&self, size_t at, int left) -> void {
      if (at + 1 == traffic.size()) {
        counts[at] = left;
        double most = 0;
        for (size_t i = 0; i < traffic.size(); ++i)
          most = std::max(most, traffic[i].value() / counts[i]);
        least = std::min(least, most);
        return;
      }
      for (counts[at] = 1; counts[at] <= left - static_cast<int>(traffic.size() - at - 1); ++counts[at])
        self(self, at + 1, left - counts[at]);
    };
    visit(visit, 0, channels);
    EXPECT_NEAR(channelTime(traffic, channels, BitsPerSecond(channels)).value(), least, 1e-9);
  }
}

TEST_F(Refined, HeadIsPaidOnce) {
  Design design = toyDesign(Phase::Decode);
  Seconds without = costOf(setting, design, 1, 8).total;
  design.array(Operator::Head) = {2, 4};
  Cost with = costOf(setting, design, 1, 8);
  EXPECT_NEAR((with.total - without).value(), 50 * (4 + 1) / 250e6 + 10e-6, 1e-12); // 100 words
}

// 8 arrays of 2 x 4, of which that of `up` is 4 x 4.
TEST_F(Refined, SequencesShareAnArray) {
  Design design = toyDesign(Phase::Decode);
  design.array(Operator::Up) = {4, 4};
  design.array(Operator::Head) = {4, 4}; // one of the others
  EXPECT_EQ(multipliersOf(design), 7 * 8 + 16);
  design.stages = stagesOf(Style::Temporal, model);
  EXPECT_EQ(multipliersOf(design), 16);
  design.stages = stagesOf(Style::Hybrid, model);
  EXPECT_EQ(multipliersOf(design), 16 + 2 * 8); // and those of attention
}

// Off chip: (3,072 weights of 4 layers + a table of 100 x 16) of 8 bits, keys and values of 8 tokens in 4 layers.
TEST_F(Refined, MemoryHoldsEmbeddingsAndHead) {
  Design design = toyDesign(Phase::Decode);
  const double cache = 8 * 4 * 32 * 8;
  EXPECT_EQ(resourcesOf(setting, design, 8).memoryBits, (4 * 3072 + 1600) * 8 + cache);
  design.array(Operator::Head) = {2, 4};
  EXPECT_EQ(resourcesOf(setting, design, 8).memoryBits, (4 * 3072 + 1600) * 8 + cache); // tied: the same table
  model.tied = false;
  EXPECT_EQ(resourcesOf(setting, design, 8).memoryBits, (4 * 3072 + 3200) * 8 + cache);
}

TEST_F(Refined, GpuIsARooflineWithStarts) {
  Device gpu = deviceOf("a100");
  Transformer gpt = modelOf("gpt2-medium");
  Setting onGpu{gpt, gpu, precisionOf("FP16"), plain};
  Cost cost = gpuCost(onGpu, 24, 1, 1, 1);
  double weights = 24 * 12.0 * 1024 * 1024 + 50257.0 * 1024, cache = 24 * 2.0 * 1024;
  EXPECT_NEAR(cost.total.value(), (weights + cache) * 2 / 1935e9 + 24 * 24 * 10e-6, 1e-9);
}

TEST_F(Refined, TokenByTokenPromptsAreDecoded) {
  Design design = toyDesign(Phase::Decode);
  design.tokenByToken = true;
  Seconds sum;
  for (int context = 1; context <= 7; ++context)
    sum += costOf(setting, design, 1, context).total;
  EXPECT_NEAR(refinedPrefill(setting, design, 7) / sum, 1, 0.01);
}

// Random designs of random models on random devices.
class RandomSetting {
public:
  explicit RandomSetting(unsigned seed) : random_(seed) {
    std::vector<Transformer> models = knownModels();
    std::vector<Device> devices = knownDevices();
    std::erase_if(devices, [](const Device &each) { return each.isGpu; });
    model = models[pick(models.size())];
    device = devices[pick(devices.size())];
    const char *precisions[] = {"W4A8", "W8A8", "FP16", "W4A4KV8"};
    precision = precisionOf(precisions[pick(4)]);
    design.phase = pick(2) || !model.isDecoder ? Phase::Prefill : Phase::Decode;
    design.stages = stagesOf(static_cast<Style>(pick(3)), model);
    for (Operator op : allOperators)
      if (model.has(op))
        design.array(op) = {power(6), power(8), pick(4) == 0};
    design.lanes = {power(6), power(6), power(6), power(6), power(6), power(6)};
    design.clockMegahertz = 100 + static_cast<double>(pick(300));
    design.cacheOnChip = pick(2);
    design.weightsOnChip = pick(4) == 0;
    design.batch = power(4);
    tokens = 1 + static_cast<double>(pick(1000));
  }
  Setting setting() const { return {model, device, precision, fittedParameters()}; }
  Seconds time(const Setting &of, const Design &own, double length) const {
    return costOf(of, own, own.phase == Phase::Prefill ? length : 1, length).total;
  }
  size_t pick(size_t count) { return random_() % count; }
  double power(size_t most) { return static_cast<double>(1 << pick(most)); }

  Transformer model;
  Device device;
  Precision precision;
  Design design;
  double tokens = 1;

private:
  std::mt19937 random_;
};

TEST(RefinedProperties, HoldForRandomDesigns) {
  for (unsigned seed = 0; seed < 600; ++seed) {
    RandomSetting random(seed);
    Setting setting = random.setting();
    const Design &design = random.design;
    Seconds base = random.time(setting, design, random.tokens);
    SCOPED_TRACE(seed);
    ASSERT_GT(base, Seconds());

    Device faster = random.device;
    faster.memoryRate *= 1.5;
    EXPECT_LE(random.time({random.model, faster, random.precision, setting.parameters}, design, random.tokens), base);
    EXPECT_GE(random.time(setting, design, random.tokens + 1), base);
    EXPECT_GE(random.time(setting, design, random.tokens * 2), base);
    Design other = design;
    other.clockMegahertz *= 2;
    EXPECT_LE(random.time(setting, other, random.tokens), base);
    other = design;
    for (ArrayShape &array : other.arrays)
      array.columns *= 2;
    EXPECT_LE(random.time(setting, other, random.tokens), base * 1.0000001);
    other = design;
    other.lanes.softmax *= 2;
    other.lanes.norm *= 2;
    EXPECT_LE(random.time(setting, other, random.tokens), base);
    for (const ParameterInfo &info : parameterInfos()) {
      Parameters worse = setting.parameters;
      bool isShare = info.most == 1;
      worse.*info.member *= isShare ? 0.8 : 1.25;
      EXPECT_GE(random.time({random.model, random.device, random.precision, worse}, design, random.tokens), base)
          << info.name;
    }
    // No refined time is below the bound of memory and multipliers that were given.
    Cost cost = costOf(setting, design, design.phase == Phase::Prefill ? random.tokens : 1, random.tokens);
    EXPECT_GE(cost.total, Seconds(cost.traffic / random.device.memoryRate));
    double macs = 0;
    for (const ArrayShape &array : design.arrays)
      macs += array.macs();
    EXPECT_GE(cost.total.value() * 1.0000001, cost.work.value() / macs / design.clockMegahertz / 1e6);
    // More of anything takes no fewer resources.
    ResourceUse use = resourcesOf(setting, design, random.tokens), more = resourcesOf(setting, other, random.tokens);
    EXPECT_GE(more.fabric.lut, use.fabric.lut);
    EXPECT_GE(resourcesOf(setting, design, random.tokens * 2).onChipBits, use.onChipBits);
  }
}

TEST(RefinedProperties, MoreDevicesNeverSlowTheProducts) {
  for (double devices : {1.0, 2.0, 4.0, 8.0}) {
    Transformer model = modelOf("llama2-7b");
    Device device = deviceOf("u280");
    Setting setting{model, device, precisionOf("W4A8"), fittedParameters()};
    Design design;
    design.phase = Phase::Decode;
    design.clockMegahertz = 250;
    design.stages = stagesOf(Style::Temporal, model);
    for (Operator op : allOperators)
      design.array(op) = {16, 64};
    design.tensorParallel = devices;
    Seconds time = costOf(setting, design, 1, 128).total;
    design.tensorParallel = devices * 2;
    EXPECT_LT(costOf(setting, design, 1, 128).total, time);
  }
}
} // namespace
