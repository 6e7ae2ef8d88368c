// Nonsense in: every refusal says where and why, and no text at all brings the readers or the models down.
#include "allo/error.hpp"
#include "allo/llm.hpp"
#include "llm/Case.h"
#include "llm/Catalogue.h"
#include "llm/JsonReader.h"
#include "llm/Published.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>

using namespace allo::llm;

namespace {
std::string refusal(const std::function<void()> &action) {
  try {
    action();
  } catch (const allo::UserError &error) {
    return error.what();
  }
  return "nothing was refused";
}
template <typename Action> void expectRefusal(Action action, const std::string &text) {
  std::string got = refusal(action);
  EXPECT_NE(got.find(text), std::string::npos) << "wanted: " << text << "\ngot: " << got;
}
auto model(const std::string &text) {
  return [text] { readTransformer(parseJson(text, "m.json"), "m.json"); };
}
auto config(const std::string &text) {
  return [text] { readHuggingFace(parseJson(text, "config.json"), "config.json", "m"); };
}
auto device(const std::string &text) {
  return [text] { readDevice(parseJson(text, "d.json"), "d.json"); };
}
auto design(const std::string &text) {
  return [text] { readDesign(parseJson(text, "x.json"), "x.json"); };
}

TEST(BadInput, MalformedJsonHasLineAndColumn) {
  expectRefusal(model("{\n  \"name\": \"x\",\n  \"layers\" 3\n}"), "m.json:3:");
  expectRefusal(model(""), "m.json:1:1: error: malformed JSON");
  expectRefusal(model("{\"a\": 1,}"), "malformed JSON");
  expectRefusal(model(std::string(100, '[')), "nested more than 64 deep");
  expectRefusal(model("[]"), "m.json: an object is needed, not a list");
}

TEST(BadInput, Models) {
  expectRefusal(model("{}"), "m.json: name: the field is missing");
  expectRefusal(model(R"({"name": "x", "layers": 0})"), "layers: 0 is not from 1 to 100000");
  expectRefusal(model(R"({"name": "x", "layers": -3})"), "layers: -3 is not from 1");
  expectRefusal(model(R"({"name": "x", "layers": 1.5})"), "layers: a whole number is needed, not 1.5");
  expectRefusal(model(R"({"name": "x", "layers": "two"})"), "layers: a number is needed, not a text");
  expectRefusal(model(R"({"name": "x", "layers": 1e300})"), "layers: 1e+300 is not from 1");
  expectRefusal(model(R"({"name": "x", "layers": 2, "hidden": 10, "feed_forward": 8, "heads": 3})"),
                "head_size: the field is missing, and heads do not divide hidden");
  expectRefusal(model(R"({"name": "x", "layers": 2, "hidden": 12, "feed_forward": 8, "heads": 3, "kv_heads": 2})"),
                "3 heads cannot share 2 heads of keys and values");
  expectRefusal(model(R"({"name": "x", "layers": 2, "hidden": 12, "feed_forward": 8, "heads": 3, "colour": 2})"),
                "colour: there is no such field");
  expectRefusal(config("{}"), "num_hidden_layers or n_layer or num_layers: the field is missing");
  expectRefusal(config(R"({"num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 2, "vocab_size": 3})"),
                "intermediate_size: the field is missing");
  const std::string sizes = R"({"num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 2, "vocab_size": 3,
    "intermediate_size": 8, )";
  expectRefusal(config(sizes + R"("num_local_experts": 8})"),
                "num_local_experts: a mixture of experts is not modelled");
  expectRefusal(config(sizes + R"("n_routed_experts": 64})"), "n_routed_experts: a mixture of experts");
  expectRefusal(config(sizes + R"("is_encoder_decoder": true})"), "a model of an encoder and a decoder");
  expectRefusal(config(sizes + R"("kv_lora_rank": 512})"), "latent attention is not modelled");
  expectRefusal(config(R"({"text_config": {"hidden_size": 8}})"), "config.json: text_config: num_hidden_layers");
}

TEST(BadInput, Devices) {
  const std::string memory = R"("memory": {"kind": "hbm", "gigabytes": [8, "s"], "gigabytes_per_second": [460, "s"]})";
  const std::string start = R"({"name": "d", "kind": "fpga", "sources": {"s": "mine"}, )";
  expectRefusal(device(R"({"name": "d", "kind": "asic"})"), "kind: 'asic' is not fpga or gpu");
  expectRefusal(device(start + R"("memory": {"kind": "hbm", "gigabytes": 8}})"),
                "memory.gigabytes: a figure and its source are needed: [123, \"key\"]");
  expectRefusal(device(start + R"("memory": {"kind": "hbm", "gigabytes": [8, "t"]}})"),
                "memory.gigabytes: there is no source 't' in \"sources\"");
  expectRefusal(device(start + R"("memory": {"kind": "hbm", "gigabytes": [0, "s"]}})"),
                "memory.gigabytes: 0 is not from");
  expectRefusal(device(start + R"("memory": {"kind": "tape", "gigabytes": [8, "s"]}})"),
                "'tape' is not hbm, ddr or gddr");
  expectRefusal(device(start + memory + R"(, "power_w": [10, "s"]})"), "d.json: lut: the field is missing");
  expectRefusal(device(start + memory + R"(, "power_w": [10, "s"], "idle_w": [11, "s"]})"), "it is more than power_w");
  expectRefusal(device(start + memory + R"(, "power_w": [10, "s"], "lut": [5, "s"], "ff": [5, "s"], "bram": [5, "s"],
    "clock_mhz": [100, "s"], "shell": {"lut": [6, "s"]}})"),
                "shell: it takes more than the device has");
}

TEST(BadInput, Designs) {
  const std::string start = R"({"name": "d", "device": "u280", "model": "gpt2-medium", "precision": "W8A8", )";
  const std::string lanes =
      R"("lanes": {"softmax": 1, "norm": 1, "activation": 1, "residual": 1, "keys": 1, "values": 1})";
  expectRefusal(design(start + R"("stage": "both"})"), "stage: 'both' is not prefill or decode");
  expectRefusal(design(start + R"("stage": "decode", "clock_mhz": 0})"), "clock_mhz: 0 is not from 1 to 5000");
  expectRefusal(design(start + R"("stage": "decode", "clock_mhz": 100, "stages": [], "arrays": {}, )" + lanes + "}"),
                "stages: there is no stage");
  std::string stages =
      R"("stage": "decode", "clock_mhz": 100, "stages": [{"name": "s", "mode": "dataflow", "operators": )";
  expectRefusal(design(start + stages + R"(["matmul"]}], "arrays": {}, )" + lanes + "}"), "there is no such operator");
  expectRefusal(design(start + stages + R"([]}], "arrays": {}, )" + lanes + "}"), "a list of operators is needed");
  expectRefusal(design(start + stages + R"(["query"]}], "arrays": {}, )" + lanes + "}"),
                "stage 's' has the operator query, which has no array");
  expectRefusal(
      design(start + stages + R"(["query"]}], "arrays": {"query": {"rows": 0, "columns": 1}}, )" + lanes + "}"),
      "arrays.query.rows: 0 is not from 1");
}

TEST(BadInput, Requests) {
  auto with = [](auto change) {
    return [change] {
      Request request;
      change(request);
      estimate(request);
    };
  };
  expectRefusal(with([](Request &r) { r.device = "u281"; }), "there is no device 'u281'");
  expectRefusal(with([](Request &r) { r.model = "gpt5"; }), "there is no model 'gpt5'");
  expectRefusal(with([](Request &r) { r.precision = "W4A"; }), "unknown quantisation 'W4A'");
  expectRefusal(with([](Request &r) { r.prompt = 0; }), "--prompt 0 is not from 1");
  expectRefusal(with([](Request &r) { r.generated = -5; }), "--generated -5 is not from 1");
  expectRefusal(with([](Request &r) { r.batch = 0; }), "--batch 0");
  expectRefusal(with([](Request &r) { r.macs = 0; }), "--macs 0");
  expectRefusal(with([](Request &r) { r.resident_layers = 25; }), "the model has 24 layers");
  expectRefusal(with([](Request &r) {
                  r.model = "llama2-70b";
                  r.prompt = 100000;
                }),
                "no balanced design of 'llama2-70b' fits 'u280'");
  expectRefusal(with([](Request &r) { r.designs = {"/nowhere/design.json"}; }), "design.json");
  expectRefusal([] { sweep(Request(), "colour", {"red"}); }, "there is nothing called 'colour' to sweep");
  expectRefusal([] { sweep(Request(), "batch", {"x"}); }, "'x' is not a positive whole number");
  expectRefusal([] { sweep(Request(), "batch", {"99999999999999999999"}); }, "is not a positive whole number");
  expectRefusal([] { compare(Request(), {}); }, "there is no device to compare");
  Request request;
  request.objective = "beauty";
  expectRefusal([&] { search(request); }, "there is no objective 'beauty'");
  request.objective = "latency";
  request.style = "baroque";
  expectRefusal([&] { search(request); }, "there is no style 'baroque'");
  request.style = "";
  request.stage = "both";
  expectRefusal([&] { search(request); }, "there is no stage 'both'");
}

TEST(BadInput, Measurements) {
  auto read = [](const std::string &point) {
    return [point] {
      std::string text = R"({"title": "t", "source": "s", "designs": [], "points": [)" + point + "]}";
      Measurements measurements({readPublication(parseJson(text, "p.json"), "p.json")});
    };
  };
  expectRefusal(read(R"({"id": "a", "kind": "speed"})"), "there is no quantity 'speed'");
  expectRefusal(read(R"({"id": "a", "kind": "prefill_ms", "tokens": 1, "value": 2})"), "prefill: the field is missing");
  expectRefusal(read(R"({"id": "a", "kind": "prefill_ms", "prefill": "none", "tokens": 1, "value": 2})"),
                "there is no design 'none'");
  expectRefusal(read(R"({"id": "a", "kind": "prefill_ms", "prefill": "bert-u280", "tokens": 1, "value": 0})"),
                "value: 0 is not from");
  expectRefusal(
      read(
          R"({"id": "a", "kind": "operator_cycles", "prefill": "bert-u280", "operator": "gate", "tokens": 1, "value": 1})"),
      "names 'gate', which the design 'bert-u280' has not");
  // A measurement of a published design needs no design of its own.
  EXPECT_EQ(refusal(read(R"({"id": "a", "kind": "prefill_ms", "prefill": "bert-u280", "tokens": 512, "value": 240})")),
            "nothing was refused");
}

// Texts that are almost right.
class Mutator {
public:
  explicit Mutator(unsigned seed) : random_(seed) {}
  std::string mutate(std::string text) {
    static const char *const words[] = {
        "0",       "-1", "1e308",    "1e-308",           "null",    "true", "[]", "{}", "\"\"",
        "1048577", ",",  "\"macs\"", "9007199254740993", "\\u0000", "0.5",  "[[", "}"};
    for (size_t count = 1 + random_() % 2; count > 0 && !text.empty(); --count) {
      size_t at = random_() % text.size();
      switch (random_() % 5) {
      case 0:
        text[at] = static_cast<char>(random_() % 256);
        break;
      case 1:
        text.erase(at, 1 + random_() % 8);
        break;
      case 2:
        text.insert(at, words[random_() % std::size(words)]);
        break;
      case 3: { // a number becomes another
        size_t digit = text.find_first_of("0123456789", at);
        if (digit != std::string::npos)
          text.replace(digit, text.find_first_not_of("0123456789.", digit) - digit,
                       words[random_() % std::size(words)]);
        break;
      }
      default:
        text.insert(at, text.substr(random_() % text.size(), random_() % 40));
      }
    }
    return text;
  }

private:
  std::mt19937 random_;
};

std::string sampleDevice(const char *name) {
  std::ifstream file(std::string(ALLO_DATA) + "/devices/" + name + ".json");
  return {std::istreambuf_iterator<char>(file), {}};
}
std::string sampleDesign() {
  Case of = caseOf(Request());
  return Answer(std::make_shared<Document>(Document{"", {}, {}, {}, {}, {}, {designJson(*of.decode)}})).designs()[0];
}

TEST(Fuzz, ReadersRefuseOrAcceptAndModelsStayFinite) {
  const std::string deviceText = sampleDevice("u280"), engineText = sampleDevice("vck5000");
  ASSERT_FALSE(deviceText.empty());
  const std::string designText = sampleDesign();
  const std::string modelText =
      R"({"name": "m", "layers": 2, "hidden": 64, "feed_forward": 256, "heads": 4, "kv_heads": 2,
    "head_size": 16, "vocabulary": 100, "positions": 32, "kind": "decoder", "gated": true, "tied": false})";
  const std::string configText = R"({"model_type": "llama", "hidden_size": 64, "intermediate_size": 256,
    "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 100, "head_dim": 16})";
  size_t accepted = 0, refused = 0;
  for (unsigned seed = 0; seed < 6000; ++seed) {
    Mutator mutator(seed);
    try {
      bool changeDevice = seed % 4 == 0, changeDesign = seed % 4 == 1, changeModel = seed % 4 == 2;
      std::string text = seed % 8 < 4 ? deviceText : engineText;
      Device device = readDevice(parseJson(changeDevice ? mutator.mutate(text) : text, "d"), "d");
      Transformer model = readTransformer(parseJson(changeModel ? mutator.mutate(modelText) : modelText, "m"), "m");
      if (seed % 4 == 3)
        model = readHuggingFace(parseJson(mutator.mutate(configText), "c"), "c", "m");
      Design design = readDesign(parseJson(changeDesign ? mutator.mutate(designText) : designText, "x"), "x");
      ++accepted;
      Setting setting{model, device, precisionOf("W8A8"), fittedParameters()};
      Candidate candidate = evaluate(setting, design, 16, 16);
      EXPECT_TRUE(std::isfinite(candidate.time.value()) && candidate.time.value() >= 0) << seed;
      EXPECT_TRUE(std::isfinite(candidate.energy.value())) << seed;
      DemandList demands = demandsOf(setting, resourcesOf(setting, design, 16));
      for (double needed : demands.needed)
        EXPECT_TRUE(std::isfinite(needed) && needed >= 0) << seed;
      remedy(setting, design, demands);
    } catch (const allo::UserError &error) {
      EXPECT_NE(std::string(error.what()), "");
      ++refused;
    }
  }
  EXPECT_GT(accepted, 200u);
  EXPECT_GT(refused, 1000u);
}

TEST(Fuzz, MeasurementsAndParameters) {
  const std::string text = R"({"title": "t", "source": "s", "designs": [{"name": "g", "device": "a100", "model":
    "gpt2-small", "precision": "FP16", "stage": "decode", "kernels_per_layer": 20}], "points": [{"id": "a", "kind":
    "decode_ms", "decode": "g", "tokens": 4, "generated": 4, "value": 9}, {"id": "b", "kind": "operator_cycles",
    "prefill": "bert-u280", "operator": "up", "tokens": 4, "value": 9}]})";
  const std::string parameters = R"({"array_tile_cycles": 7, "row_tile_cycles": 1, "row_pass_cycles": 5,
    "start_microseconds": 15, "hbm_share": 0.7, "ddr_share": 0.9})";
  size_t accepted = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Mutator mutator(seed);
    try {
      Parameters read = readParameters(parseJson(mutator.mutate(parameters), "p"), "p");
      ++accepted;
      EXPECT_TRUE(std::isfinite(read.hbmShare));
    } catch (const allo::UserError &) {
    }
    if (seed % 10 != 0) // catalogues are read for each
      continue;
    try {
      Measurements measurements({readPublication(parseJson(mutator.mutate(text), "m"), "m")});
      for (const Publication &publication : measurements.publications())
        for (const PublishedPoint &point : publication.points)
          EXPECT_TRUE(std::isfinite(measurements.refined(point, fittedParameters()))) << seed;
    } catch (const allo::UserError &) {
    }
  }
  EXPECT_GT(accepted, 50u);
}
} // namespace
