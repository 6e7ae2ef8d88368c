// An accelerator design as the models see it: which operators run where, on arrays of which shape, and how they are
// ordered. Read from and written to JSON (data/schemas/design.schema.json), the form that the kernel library consumes.
#pragma once

#include "llm/Transformer.h"

#include <array>
#include <string>
#include <vector>

namespace allo::llm {

// What a stage does: the matrix products (the values of Operator), then the passes over vectors.
enum class Step {
  Query,
  Key,
  Value,
  Scores,
  Context,
  Projection,
  Up,
  Gate,
  Down,
  Head,
  KeysWrite,
  ValuesWrite,
  Softmax,
  Norm,
  Activation,
  Residual
};
inline constexpr int stepCount = 16;
inline bool isMatrix(Step step) { return static_cast<int>(step) < operatorCount; }
inline Operator operatorOf(Step step) { return static_cast<Operator>(static_cast<int>(step)); }
inline Step stepOf(Operator op) { return static_cast<Step>(static_cast<int>(op)); }
const char *stepName(Step step); // "query", "keys_write"

// An array of rows x columns multiply-accumulators. For a prompt: `rows` tokens by `columns` outputs, each over all
// inputs. For one token: `rows` outputs at once, each over `columns` inputs a cycle, or, in input order, `rows` inputs
// at once, each into `columns` outputs a cycle.
struct ArrayShape {
  double rows = 0, columns = 0;
  bool inputOrder = false;
  double macs() const { return rows * columns; }
};

// Elements a cycle of the passes over vectors.
struct VectorLanes {
  double softmax = 1, norm = 1, activation = 1, residual = 1, keys = 1, values = 1;
};

// What runs at once (dataflow: connected by streams) or one after the other (sequence: on shared arrays). A stage is
// started by the one before it, and stages of a layer do not overlap.
struct Stage {
  std::string name;
  bool isDataflow = true;
  std::vector<Step> steps;
};

enum class Phase { Prefill, Decode };

// A parameter that a publication leaves out, found from one published point.
struct Identification {
  std::string parameter; // "macs" or "stored_weight_bits"; empty: nothing is identified
  std::string point;
  std::string of; // the design of that point, where it is another one
};

struct Design {
  std::string name, device, model, precision;
  Phase phase = Phase::Prefill;
  double clockMegahertz = 0;
  std::vector<Stage> stages;
  std::array<ArrayShape, operatorCount> arrays{};
  VectorLanes lanes;
  double residentLayers = 1, tensorParallel = 1, pipelineParallel = 1, batch = 1;
  double memoryShare = 1;    // of the channels that weights come through
  bool tokenByToken = false; // a prompt is decoded, one token after the other
  bool cacheOnChip = false, weightsOnChip = false;
  double storedWeightBits = 0; // with indices and scales; 0: those of the precision
  double kernelsPerLayer = 0;  // GPU: dependent kernel starts
  Identification identify;
  double arrayScale = 1; // identified: the share of the arrays that works

  const ArrayShape &array(Operator op) const { return arrays[static_cast<size_t>(op)]; }
  ArrayShape &array(Operator op) { return arrays[static_cast<size_t>(op)]; }
  bool hasHead() const { return array(Operator::Head).rows > 0; }
  double weightBits(const Precision &of) const { return storedWeightBits > 0 ? storedWeightBits : of.weightBits; }
};

// Reads a design; checks it against nothing but its schema. Throws UserError.
Design readDesign(const llvm::json::Value &value, const std::string &file, const std::string &path = "");
llvm::json::Value designJson(const Design &design);

// The three ways to order the operators of a layer.
enum class Style { Spatial, Temporal, Hybrid };
const char *styleName(Style style);
Style styleOf(const std::string &name);
std::vector<Stage> stagesOf(Style style, const Transformer &model);

} // namespace allo::llm
