// A request with everything it names read and checked: what all verbs start from.
#pragma once

#include "allo/error.hpp"
#include "allo/llm.hpp"
#include "llm/Document.h"
#include "llm/PaperModel.h"
#include "llm/Search.h"

#include <optional>

namespace allo::llm {

struct Case {
  Request request;
  Transformer model;
  Device device;
  Precision precision;
  Parameters parameters;
  std::optional<Design> prefill, decode; // none on a GPU
  units::MacsPerCycle paperMacs;         // M of the balanced design; 0 where designs were given
  std::string origin;                    // where the designs are from

  Setting setting() const { return {model, device, precision, parameters}; }
  double prompt() const { return static_cast<double>(request.prompt); }
  double generated() const { return static_cast<double>(request.generated); }
  units::Hertz clock() const;
};

// Reads devices, models, precision and parameters (calibrated where that is asked for). Throws UserError.
Case inputsOf(const Request &request);
// The same with designs: those of the request's files, or the paper's balanced ones.
Case caseOf(const Request &request);

// A design of the paper's M_i: in prefill arrays of 8 or 16 rows, in decode rows of at most 64 lanes, 16 lanes for
// vectors, a stage for each region.
Design designOf(const paper::Parallelism &parallelism, const Transformer &model, Phase phase);
paper::Parallelism parallelismOf(const Design &design);

// The weights (and cache) of one token at the memory's full rate, and the work at the full rate of the device's
// multipliers: what no design passes.
struct Bounds {
  units::Seconds memory, compute;
  units::Seconds least() const { return memory > compute ? memory : compute; }
};
Bounds boundsOf(const Case &of, Phase phase);

// The refined figures of a case in short.
Figures figuresOf(const Case &of);
llvm::json::Object figuresJson(const Figures &figures);

// Pictures of a case.
PointChart rooflineChart(const Case &of);
BarChart latencyChart(const Case &of);
BarChart resourceChart(const Case &of);
BarChart sensitivityChart(const Case &of);

} // namespace allo::llm
