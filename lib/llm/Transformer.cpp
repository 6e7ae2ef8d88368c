#include "llm/Transformer.h"

#include "llm/JsonReader.h"

namespace allo::llm {

using namespace units;

const char *operatorName(Operator op) {
  static const char *const names[] = {"query",      "key", "value", "scores", "context",
                                      "projection", "up",  "gate",  "down",   "head"};
  return names[static_cast<int>(op)];
}

bool Transformer::has(Operator op) const {
  return op == Operator::Gate ? gated : op == Operator::Head ? isDecoder && vocabulary > 0 : true;
}

int64_t Transformer::inputs(Operator op) const {
  switch (op) {
  case Operator::Query:
  case Operator::Key:
  case Operator::Value:
  case Operator::Up:
  case Operator::Gate:
  case Operator::Head:
    return hidden;
  case Operator::Projection:
    return queryWidth();
  case Operator::Down:
    return feedForward;
  case Operator::Scores:
  case Operator::Context:
    break;
  }
  return 0;
}

int64_t Transformer::outputs(Operator op) const {
  switch (op) {
  case Operator::Query:
    return queryWidth();
  case Operator::Key:
  case Operator::Value:
    return cacheWidth();
  case Operator::Projection:
  case Operator::Down:
    return hidden;
  case Operator::Up:
  case Operator::Gate:
    return feedForward;
  case Operator::Head:
    return vocabulary;
  case Operator::Scores:
  case Operator::Context:
    break;
  }
  return 0;
}

double Transformer::layerWeights() const {
  double sum = 0;
  for (Operator op : allOperators)
    if (op != Operator::Head && has(op))
      sum += weights(op);
  return sum;
}

double Transformer::parameters() const {
  double embedding = static_cast<double>(vocabulary) * static_cast<double>(hidden);
  return static_cast<double>(layers) * layerWeights() + embedding * (tied || !isDecoder ? 1 : 2);
}

Macs Transformer::work(Operator op, double tokens, double context) const {
  if (!has(op))
    return macs(0);
  if (isAttention(op))
    return macs(tokens * context * static_cast<double>(queryWidth()));
  return macs(tokens * weights(op));
}

Bits Transformer::cachePerToken(const Precision &precision) const {
  return 2.0 * static_cast<double>(cacheWidth()) * precision.cache();
}

namespace {
void checkSizes(const Transformer &model, JsonReader &reader) {
  if (model.heads % model.kvHeads != 0)
    reader.refuse("", std::to_string(model.heads) + " heads cannot share " + std::to_string(model.kvHeads) +
                          " heads of keys and values");
}
const int64_t largest = 1 << 24;
} // namespace

Transformer readTransformer(const llvm::json::Value &value, const std::string &file, const std::string &path) {
  JsonReader reader(value, file, path);
  Transformer model;
  model.name = reader.text("name");
  model.source = reader.text("source", "");
  model.layers = reader.integer("layers", 1, 100000);
  model.hidden = reader.integer("hidden", 1, largest);
  model.feedForward = reader.integer("feed_forward", 1, largest);
  model.heads = reader.integer("heads", 1, 65536);
  model.kvHeads = reader.integer("kv_heads", 1, 65536, model.heads);
  if (!reader.has("head_size") && model.hidden % model.heads != 0)
    reader.refuse("head_size", "the field is missing, and heads do not divide hidden");
  model.headSize = reader.integer("head_size", 1, 65536, std::max<int64_t>(1, model.hidden / model.heads));
  model.vocabulary = reader.integer("vocabulary", 0, largest, 0);
  model.positions = reader.integer("positions", 1, 100000000, 2048);
  std::string kind = reader.text("kind", "decoder");
  if (kind != "decoder" && kind != "encoder")
    reader.refuse("kind", "'" + kind + "' is not decoder or encoder");
  model.isDecoder = kind == "decoder";
  model.gated = reader.flag("gated", false);
  model.tied = reader.flag("tied", true);
  reader.finish();
  checkSizes(model, reader);
  return model;
}

namespace {
// A field that families of models spell differently.
class Spellings {
public:
  explicit Spellings(JsonReader &reader) : reader_(reader) {}
  std::string find(std::initializer_list<const char *> names) const {
    for (const char *name : names)
      if (reader_.has(name))
        return name;
    return "";
  }
  int64_t need(std::initializer_list<const char *> names, int64_t most) {
    std::string name = find(names);
    if (!name.empty())
      return reader_.integer(name, 1, most);
    std::string all;
    for (const char *each : names)
      all += (all.empty() ? "" : " or ") + std::string(each);
    reader_.refuse(all, "the field is missing");
  }
  int64_t get(std::initializer_list<const char *> names, int64_t most, int64_t fallback) {
    std::string name = find(names);
    return name.empty() ? fallback : reader_.integer(name, 1, most);
  }

private:
  JsonReader &reader_;
};

// What these models do not describe is refused, not taken for something else.
void refuseOtherShapes(JsonReader &reader, const Spellings &fields) {
  if (std::string experts = fields.find({"num_local_experts", "n_routed_experts", "num_experts"}); !experts.empty())
    if (reader.integer(experts, 0, 65536) > 1)
      reader.refuse(experts, "a mixture of experts is not modelled: which of them a token takes is not in the file");
  if (reader.flag("is_encoder_decoder", false))
    reader.refuse("is_encoder_decoder", "a model of an encoder and a decoder is not modelled");
  if (!fields.find({"kv_lora_rank"}).empty())
    reader.refuse("kv_lora_rank", "latent attention is not modelled: its cache has another size");
}

bool usesGate(JsonReader &reader, const std::string &type) {
  if (reader.has("inner_hidden_size")) // the first ChatGLM; its successors share its name
    return false;
  for (const char *family : {"llama", "mistral", "mixtral", "qwen", "gemma", "chatglm", "phi3", "internlm", "baichuan"})
    if (type.rfind(family, 0) == 0)
      return true;
  std::string activation = reader.text("hidden_act", reader.text("activation_function", ""));
  return activation == "silu" || activation == "swiglu" || reader.text("feed_forward_proj", "").rfind("gated", 0) == 0;
}
} // namespace

Transformer readHuggingFace(const llvm::json::Value &value, const std::string &file, const std::string &name) {
  // A model of text and pictures keeps what is said of its text apart.
  const llvm::json::Object *object = value.getAsObject();
  if (const llvm::json::Value *text = object ? object->get("text_config") : nullptr; text && text->getAsObject())
    return readHuggingFace(*text, file + ": text_config", name);
  JsonReader reader(value, file);
  Spellings fields(reader);
  refuseOtherShapes(reader, fields);
  Transformer model;
  model.name = name;
  model.source = file;
  std::string type = reader.text("model_type", "");
  model.layers = fields.need({"num_hidden_layers", "n_layer", "num_layers"}, 100000);
  model.hidden = fields.need({"hidden_size", "n_embd", "d_model"}, largest);
  model.heads = fields.need({"num_attention_heads", "n_head"}, 65536);
  bool multiQuery = reader.flag("multi_query", false) || reader.flag("multi_query_attention", false);
  model.kvHeads = fields.get({"num_key_value_heads", "num_kv_heads", "multi_query_group_num", "n_head_kv"}, 65536,
                             multiQuery ? 1 : model.heads);
  if (type == "falcon" && multiQuery && !reader.flag("new_decoder_architecture", false))
    model.kvHeads = 1;                             // whatever number of groups is named
  if (!reader.flag("multi_query_attention", true)) // ChatGLM names the groups even where it has none
    model.kvHeads = model.heads;
  if (fields.find({"head_dim", "kv_channels"}).empty() && model.hidden % model.heads != 0)
    reader.refuse("head_dim", "the field is missing, and heads do not divide hidden_size");
  model.headSize = fields.get({"head_dim", "kv_channels"}, 65536, std::max<int64_t>(1, model.hidden / model.heads));
  const auto innerNames = {"intermediate_size", "ffn_hidden_size", "inner_hidden_size", "ffn_dim", "n_inner"};
  const bool fourfold = !fields.find({"n_embd"}).empty() || type == "falcon" || type == "bloom";
  if (fields.find(innerNames).empty() && !fourfold)
    reader.refuse("intermediate_size", "the field is missing");
  model.feedForward = fields.get(innerNames, largest, 4 * model.hidden);
  if (type == "qwen") // the first Qwen counts both halves of its gated block; its successors do not
    model.feedForward = std::max<int64_t>(1, model.feedForward / 2);
  model.vocabulary = fields.need({"vocab_size", "padded_vocab_size"}, largest);
  model.positions = fields.get({"max_position_embeddings", "n_positions", "seq_length", "max_sequence_length", "n_ctx"},
                               100000000, 2048);
  model.isDecoder = type.find("bert") == std::string::npos && type != "electra";
  model.gated = usesGate(reader, type);
  bool untiedByDefault = type.rfind("qwen", 0) == 0;
  for (const char *family : {"llama", "mistral", "chatglm", "phi", "phi3", "gpt_neox", "gptj"})
    untiedByDefault |= type == family;
  model.tied = reader.flag("tie_word_embeddings", !untiedByDefault);
  checkSizes(model, reader);
  return model;
}

} // namespace allo::llm
