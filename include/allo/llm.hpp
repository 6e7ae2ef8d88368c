// The analytical model of spatial LLM accelerators: how fast, how large and how hungry a design on a device is for a
// model, by the equations of the paper (arXiv 2312.15159) and by the refined model, whose distance from published
// figures is in docs/reference/llm-validation.md. Every figure that comes out says which of the two it is from.
#pragma once

#include "allo/units.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace allo::llm {

struct Request {
  std::string device = "u280";       // a known name, or the path of a JSON file
  std::string model = "gpt2-medium"; // a known name, or the path of a JSON file or config.json
  std::string precision = "W8A8";    // "W4A8", "W4A4KV8", "FP16" …
  int64_t prompt = 128, generated = 128;
  int64_t batch = 1;
  int64_t devices = 1;
  int64_t resident_layers = 1;        // C of the paper; estimate without designs
  std::optional<int64_t> macs;        // M of the paper; none: the largest that it allows
  std::vector<std::string> designs;   // files of designs to estimate, one of a stage
  std::string objective = "latency";  // search: latency, throughput, energy
  std::string style;                  // search: spatial, temporal, hybrid; empty: all
  std::string stage;                  // search: prefill, decode; empty: both
  unsigned threads = 1;               // search
  std::string parameters;             // a file of parameters; empty: those that come with the tool
  std::vector<std::string> calibrate; // files of measurements that the parameters are fitted to first; "published"
};

// What the refined model says in short.
struct Figures {
  units::Seconds first_token, token, end_to_end;
  double tokens_per_second = 0; // while generating
  units::Watts power;
  units::Joules energy_per_token;
  bool fits = true;
};

struct Document; // tables and pictures

// A result in every form that the tool prints.
class Answer {
public:
  explicit Answer(std::shared_ptr<const Document> document, Figures figures = {});
  const Figures &figures() const { return figures_; }
  std::string text() const;
  std::string csv() const;
  std::string json() const;
  std::string html() const; // one page with vector pictures that needs no other file

  // The designs that were chosen, as JSON in the form of data/schemas/design.schema.json.
  std::vector<std::string> designs() const;

private:
  std::shared_ptr<const Document> document_;
  Figures figures_;
};

// All throw UserError.
Answer estimate(const Request &request);
Answer search(const Request &request);
// The same request on several devices; on FPGAs the best design for the objective, on GPUs the roofline.
Answer compare(const Request &request, const std::vector<std::string> &devices);
// The request for each value of one of: prompt, generated, batch, devices, precision, model, device.
Answer sweep(const Request &request, const std::string &variable, const std::vector<std::string> &values);
// One figure step by step: first_token, token, resources, or an operator ("query", "softmax" …).
Answer explain(const Request &request, const std::string &figure);

// What is known, for lists.
Answer catalogue();
// docs/reference/llm-validation.md
std::string validation_page();

} // namespace allo::llm
