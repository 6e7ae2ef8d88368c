// Published measurements as data, what each model says to them, and which of them were fitted (data/published).
#pragma once

#include "llm/RefinedModel.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace allo::llm {

enum class Quantity {
  OperatorCycles,
  OperatorMilliseconds,
  StageCycles,
  StageMilliseconds,
  PrefillMilliseconds,
  DecodeMilliseconds,
  DecodeTokensPerSecond,
  EndToEndMilliseconds,
  EndToEndTokensPerSecond,
  BandwidthShare
};

// One published figure: a quantity of a design of a prompt, of one of single tokens, or of both.
struct PublishedPoint {
  std::string id;
  Quantity quantity = Quantity::PrefillMilliseconds;
  std::string prefill, decode; // names of designs
  std::string part;            // the operator or the stage
  double tokens = 0, generated = 0;
  double value = 0;
};
const char *unitOf(Quantity quantity);

struct Publication {
  std::string title, source;
  std::vector<Design> designs;
  std::vector<PublishedPoint> points;
};
Publication readPublication(const llvm::json::Value &value, const std::string &file);

// Which points are inputs, fitted, tested, baselines or left out; decided and committed before anything was fitted.
struct Split {
  std::set<std::string> identify, fit, test, baseline;
  std::map<std::string, std::string> excluded;
  std::vector<std::pair<std::string, std::string>> notModelled; // what, reason
};

// A parameter that a publication leaves out, as each model finds it from its point.
struct Identified {
  std::string design, parameter, point;
  double paper = 0, refined = 0;
};

// Publications with the devices and models that their designs name.
class Measurements {
public:
  static const Measurements &published();
  // A user's file in the form of data/published.
  explicit Measurements(std::vector<Publication> publications);

  const std::vector<Publication> &publications() const { return publications_; }
  const Split &split() const { return split_; }
  const PublishedPoint &point(const std::string &id) const; // throws UserError
  // What the refined model says under `parameters`; what the paper's equations say, where they speak of it.
  double refined(const PublishedPoint &point, const Parameters &parameters) const;
  std::optional<double> paper(const PublishedPoint &point) const;
  std::vector<Identified> identified(const Parameters &parameters) const;

private:
  struct Known {
    Design design;
    Transformer model;
    Device device;
    Precision precision;
  };
  const Known &known(const std::string &name) const;
  void checkPoint(const PublishedPoint &point) const;
  // A design with its model and device, and with what its publication leaves out found from its point.
  struct Resolved {
    const Known *known = nullptr; // null: the point has no design of this phase
    Design changed;               // where something was identified
    bool isChanged = false;
    const Design &design() const { return isChanged ? changed : known->design; }
  };
  double refinedOf(const PublishedPoint &point, const Resolved &prefill, const Resolved &decode,
                   const Parameters &parameters) const;
  std::optional<double> paperOf(const PublishedPoint &point, const Resolved &prefill, const Resolved &decode) const;
  template <typename Predict> Resolved resolve(const std::string &name, Predict predict) const;

  std::vector<Publication> publications_;
  std::map<std::string, Known> designs_;
  std::map<std::string, PublishedPoint> points_;
  Split split_;
};

// (model - published) / published.
inline double relativeError(double model, double published) { return model / published - 1; }

} // namespace allo::llm
