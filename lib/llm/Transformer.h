// A transformer as data: its layers and sizes, what it stores, and the work of each operator (Table 1 of the spatial
// paper, extended to grouped queries, gated feed-forward blocks and the language-model head).
#pragma once

#include "allo/units.hpp"
#include "llm/Precision.h"

#include "llvm/Support/JSON.h"

#include <array>
#include <string>
#include <vector>

namespace allo::llm {

// The matrix products of a layer, and the head after the last one.
enum class Operator { Query, Key, Value, Scores, Context, Projection, Up, Gate, Down, Head };
inline constexpr int operatorCount = 10;
inline constexpr std::array<Operator, operatorCount> allOperators = {
    Operator::Query,      Operator::Key, Operator::Value, Operator::Scores, Operator::Context,
    Operator::Projection, Operator::Up,  Operator::Gate,  Operator::Down,   Operator::Head};
const char *operatorName(Operator op); // "query"
inline bool isAttention(Operator op) { return op == Operator::Scores || op == Operator::Context; }

struct Transformer {
  std::string name, source;
  int64_t layers = 0, hidden = 0, feedForward = 0, heads = 0, kvHeads = 0, headSize = 0, vocabulary = 0, positions = 0;
  bool isDecoder = true, gated = false, tied = true;

  int64_t queryWidth() const { return heads * headSize; }
  int64_t cacheWidth() const { return kvHeads * headSize; } // of K, and of V
  bool has(Operator op) const;
  // Rows and columns of a weight matrix; 0 for scores and context, which have none.
  int64_t inputs(Operator op) const;
  int64_t outputs(Operator op) const;
  // Weights of one layer, or of the head.
  double weights(Operator op) const { return static_cast<double>(inputs(op)) * static_cast<double>(outputs(op)); }
  double layerWeights() const;
  // All parameters of matrices and embeddings (norms and biases, under 0.1 %, left out).
  double parameters() const;
  // Work in one layer on `tokens` new tokens that each see `context` tokens (Table 1: prefill l and l, decode 1 and
  // l + 1). Causal masking saves nothing, as in the paper.
  units::Macs work(Operator op, double tokens, double context) const;
  // One token's keys and values of one layer.
  units::Bits cachePerToken(const Precision &precision) const;
};

// Reads one entry of a model file in the project's form, or a config.json in the Hugging Face form. Throws UserError.
Transformer readTransformer(const llvm::json::Value &value, const std::string &file, const std::string &path = "");
Transformer readHuggingFace(const llvm::json::Value &value, const std::string &file, const std::string &name);

} // namespace allo::llm
