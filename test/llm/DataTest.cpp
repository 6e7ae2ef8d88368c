// Devices and models: what the files say, and config.json of Hugging Face.
#include "llm/Catalogue.h"
#include "llm/JsonReader.h"
#include "llm/Published.h"

#include <gtest/gtest.h>

#include <set>

using namespace allo::llm;
using namespace allo::units;

namespace {
TEST(Devices, AreThere) {
  std::set<std::string> names;
  for (const Device &device : knownDevices())
    names.insert(device.name);
  for (const char *name : {"u280", "u55c", "u50", "vck5000", "v80", "vhk158", "stratix10nx", "kv260", "zcu104", "a100",
                           "h100", "h200", "rtx2080ti", "mi210"})
    EXPECT_TRUE(names.count(name)) << name;
}

TEST(Devices, FiguresOfU280) {
  Device device = deviceOf("u280");
  EXPECT_EQ(device.fabric.lut, 1303680);
  EXPECT_EQ(device.fabric.lut / device.regions, 434560); // of one region, as the reports say
  EXPECT_EQ(device.usable().bram, 2016 - 197);
  EXPECT_EQ(device.memoryRate, gigabytes_per_second(460));
  // 41 MB of SRAM: 2,016 x 36 Kb and 960 x 288 Kb
  EXPECT_NEAR(in_bytes(device.onChip()) / 1e6, 44.7, 0.1);
  EXPECT_EQ(device.peakMacs(precisionOf("W8A8"), device.clock).value(), 18048);
  EXPECT_EQ(device.peakMacs(precisionOf("W4A4"), device.clock).value(), 36096);
  EXPECT_EQ(device.peakMacs(precisionOf("FP16"), device.clock).value(), 3008);
}

// Every figure says where it is from, or that it is an assumption; none is only recalled.
TEST(Devices, NothingIsFromMemory) {
  for (const Device &device : knownDevices())
    for (const auto &[key, text] : device.sources) {
      EXPECT_NE(key, "memory") << device.name;
      EXPECT_EQ(text.find("from memory"), std::string::npos) << device.name;
      EXPECT_NE(key, "unverified") << device.name;
      EXPECT_EQ(text.find("recalled"), std::string::npos) << device.name;
      if (key == "assumed")
        EXPECT_EQ(text.rfind("assumption", 0), 0u) << device.name;
    }
  for (const Transformer &model : knownModels()) {
    EXPECT_FALSE(model.source.empty()) << model.name;
    EXPECT_EQ(model.source.find("from memory"), std::string::npos) << model.name;
  }
}

TEST(Models, ParametersAreThoseOfTheirNames) {
  auto millions = [](const char *name) { return modelOf(name).parameters() / 1e6; };
  EXPECT_NEAR(millions("bert-base"), 110, 3); // 108.4 without positions and norms
  EXPECT_NEAR(millions("gpt2-small"), 124, 2);
  EXPECT_NEAR(millions("gpt2-medium"), 355, 3);
  EXPECT_NEAR(millions("gpt2-xl"), 1558, 6);
  EXPECT_NEAR(millions("opt-6.7b"), 6700, 100);
  EXPECT_NEAR(millions("llama2-7b"), 6738, 10);
  EXPECT_NEAR(millions("llama2-70b"), 68977, 100);
  EXPECT_NEAR(millions("llama3-8b"), 8030, 10);
  EXPECT_NEAR(millions("llama3.2-1b"), 1236, 5);
  EXPECT_NEAR(millions("tinyllama-1.1b"), 1100, 5);
  EXPECT_NEAR(millions("chatglm2-6b"), 6244, 20);
  EXPECT_NEAR(millions("qwen2-0.5b"), 494, 3);
  EXPECT_NEAR(millions("qwen2-7b"), 7615, 10);
  EXPECT_NEAR(millions("gemma3-1b"), 1000, 5);
}

TEST(Models, GroupedQueriesShareKeysAndValues) {
  Transformer model = modelOf("llama3-8b"); // 32 heads, 8 of keys and values, 128 wide
  EXPECT_EQ(model.cachePerToken(precisionOf("W4A8")), bits(2 * 1024 * 8));
  EXPECT_EQ(model.work(Operator::Key, 1, 1).value(), 4096.0 * 1024);
  EXPECT_EQ(model.work(Operator::Scores, 1, 10).value(), 10.0 * 4096);
}

Transformer fromConfig(const char *text) {
  return readHuggingFace(parseJson(text, "config.json"), "config.json", "mine");
}

TEST(HuggingFace, Llama) {
  Transformer model = fromConfig(R"({"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336,
    "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
    "max_position_embeddings": 8192, "hidden_act": "silu", "tie_word_embeddings": false, "torch_dtype": "bfloat16"})");
  Transformer known = modelOf("llama3-8b");
  EXPECT_EQ(model.parameters(), known.parameters());
  EXPECT_TRUE(model.gated);
  EXPECT_FALSE(model.tied);
  EXPECT_EQ(model.kvHeads, 8);
}

TEST(HuggingFace, Gpt2HasItsOwnNamesAndDefaults) {
  Transformer model = fromConfig(R"({"model_type": "gpt2", "n_embd": 1024, "n_layer": 24, "n_head": 16,
    "n_inner": null, "n_positions": 1024, "vocab_size": 50257, "activation_function": "gelu_new"})");
  EXPECT_EQ(model.feedForward, 4096);
  EXPECT_EQ(model.parameters(), modelOf("gpt2-medium").parameters());
  EXPECT_TRUE(model.tied);
  EXPECT_FALSE(model.gated);
}

TEST(HuggingFace, ChatGlmAndMultiQuery) {
  Transformer model = fromConfig(R"({"model_type": "chatglm", "hidden_size": 4096, "ffn_hidden_size": 13696,
    "num_layers": 28, "num_attention_heads": 32, "multi_query_attention": true, "multi_query_group_num": 2,
    "kv_channels": 128, "padded_vocab_size": 65024, "seq_length": 32768})");
  EXPECT_EQ(model.kvHeads, 2);
  EXPECT_EQ(model.parameters(), modelOf("chatglm2-6b").parameters());
  EXPECT_EQ(fromConfig(R"({"model_type": "falcon", "hidden_size": 64, "num_hidden_layers": 2, "multi_query": true,
    "num_attention_heads": 4, "intermediate_size": 256, "vocab_size": 10})")
                .kvHeads,
            1);
}

TEST(HuggingFace, FirstQwenCountsBothHalvesOfItsGatedBlock) {
  Transformer model = fromConfig(R"({"model_type": "qwen", "hidden_size": 4096, "intermediate_size": 22016,
    "num_hidden_layers": 32, "num_attention_heads": 32, "kv_channels": 128, "seq_length": 8192, "vocab_size": 151936,
    "tie_word_embeddings": false})");
  EXPECT_TRUE(model.gated);
  EXPECT_EQ(model.feedForward, 11008);
  EXPECT_EQ(model.parameters(), modelOf("qwen-7b").parameters());
}

TEST(HuggingFace, FirstChatGlmIsNotGated) {
  Transformer model = fromConfig(R"({"model_type": "chatglm", "hidden_size": 4096, "inner_hidden_size": 16384,
    "num_layers": 28, "num_attention_heads": 32, "max_sequence_length": 2048, "vocab_size": 130528})");
  EXPECT_FALSE(model.gated);
  EXPECT_EQ(model.parameters(), modelOf("chatglm-6b").parameters());
}

TEST(HuggingFace, FalconSharesOrGroupsItsHeadsAndIsFourTimesAsWideInside) {
  const std::string start = R"({"model_type": "falcon", "hidden_size": 4544, "num_hidden_layers": 32,
    "num_attention_heads": 71, "vocab_size": 65024, )";
  Transformer shared = fromConfig((start + R"("multi_query": true})").c_str());
  EXPECT_EQ(shared.kvHeads, 1);
  EXPECT_EQ(shared.feedForward, 4 * 4544);
  EXPECT_EQ(fromConfig(R"({"model_type": "falcon", "hidden_size": 8192, "num_hidden_layers": 60, "num_kv_heads": 8,
    "num_attention_heads": 128, "vocab_size": 65024})")
                .kvHeads,
            8);
}

TEST(HuggingFace, TheTextOfAModelOfTextAndPictures) {
  Transformer model = fromConfig(R"({"model_type": "gemma3", "vision_config": {"hidden_size": 1152}, "text_config":
    {"model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34,
    "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "vocab_size": 262208}})");
  EXPECT_EQ(model.hidden, 2560);
  EXPECT_EQ(model.kvHeads, 4);
  EXPECT_TRUE(model.gated);
  EXPECT_TRUE(model.tied);
}

TEST(HuggingFace, EncodersGenerateNothing) {
  Transformer model = fromConfig(R"({"model_type": "bert", "hidden_size": 768, "intermediate_size": 3072,
    "num_hidden_layers": 12, "num_attention_heads": 12, "vocab_size": 30522})");
  EXPECT_FALSE(model.isDecoder);
  EXPECT_FALSE(model.has(Operator::Head));
}

TEST(Precisions, AreRead) {
  EXPECT_EQ(precisionOf("w4a8").weightBits, 4);
  EXPECT_EQ(precisionOf("W4A4KV8").cacheBits, 8);
  EXPECT_EQ(precisionOf("W4A8").cacheBits, 8);
  EXPECT_EQ(precisionOf("W4A16").isFloating, true);
  EXPECT_EQ(precisionOf("BF16").weightBits, 16);
  for (const char *bad : {"", "W", "W4", "W0A8", "W4A", "W33A8", "W4A8X", "A8W4", "W4A8KV", "FP8", "W-4A8", "W4A8KV8 "})
    EXPECT_THROW(precisionOf(bad), allo::UserError) << bad;
}

TEST(Published, EveryPointIsInOneSet) {
  const Measurements &measurements = Measurements::published();
  const Split &split = measurements.split();
  size_t points = 0;
  for (const Publication &publication : measurements.publications())
    for (const PublishedPoint &point : publication.points) {
      ++points;
      EXPECT_EQ(split.identify.count(point.id) + split.fit.count(point.id) + split.test.count(point.id) +
                    split.baseline.count(point.id) + split.excluded.count(point.id),
                1u)
          << point.id;
    }
  EXPECT_EQ(points, split.identify.size() + split.fit.size() + split.test.size() + split.baseline.size() +
                        split.excluded.size());
}
} // namespace
