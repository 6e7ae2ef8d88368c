#include "cli/LlmVerb.h"

#include "cli/CommandLine.h"
#include "support/TemporaryDirectory.h"

#include <CLI/CLI.hpp>
#include <llvm/Support/JSON.h>

#include <filesystem>
#include <iostream>

namespace allo::cli {

namespace {
void addCase(CLI::App *verb, LlmOptions &options) {
  llm::Request &request = options.request;
  verb->add_option("--device", request.device, "a device: u280, v80, a100 … (allo llm list), or a JSON file")
      ->type_name("D");
  verb->add_option("--model", request.model, "a model: gpt2-medium, llama2-7b …, a JSON file, or a config.json")
      ->type_name("M");
  verb->add_option("--precision", request.precision, "bits of weights, activations, cache: W4A8, W4A4KV8, INT8, FP16")
      ->type_name("P");
  verb->add_option("--prompt", request.prompt, "tokens in (default: 128)")->type_name("N");
  verb->add_option("--generated", request.generated, "tokens out (default: 128)")->type_name("N");
  verb->add_option("--batch", request.batch, "sequences at once (default: 1)")->type_name("N");
  verb->add_option("--devices", request.devices, "devices that share the model (default: 1)")->type_name("N");
  verb->add_option("--parameters", request.parameters, "parameters of the refined model from this JSON file")
      ->type_name("FILE");
  verb->add_option("--calibrate", request.calibrate,
                   "first fit the parameters to the measurements of this JSON file (the form of data/published), or to "
                   "'published'; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void addDesign(CLI::App *verb, LlmOptions &options) {
  llm::Request &request = options.request;
  verb->add_option("--design", request.designs, "a design as JSON, one of a stage; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option("--macs", options.macs, "M of the paper's balanced design (default: the largest that it allows)")
      ->type_name("N");
  verb->add_option("--resident", request.resident_layers, "C, layers on the device at once (default: 1)")
      ->type_name("N");
}

void addSearch(CLI::App *verb, LlmOptions &options) {
  llm::Request &request = options.request;
  verb->add_option("--objective", request.objective, "latency, throughput or energy (default: latency)")
      ->type_name("O");
  verb->add_option("--style", request.style, "only spatial, temporal or hybrid designs")->type_name("S");
  verb->add_option("--threads", request.threads, "threads; the result does not depend on them (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(1u, 256u));
}

void addOutput(CLI::App *verb, LlmOptions &options) {
  verb->add_flag("--json", options.json, "the result as JSON");
  verb->add_flag("--csv", options.csv, "the tables as CSV");
  verb->add_option("--html", options.html, "also write a page with pictures to this file")->type_name("FILE");
}

void addExport(CLI::App *verb, LlmOptions &options) {
  verb->add_option("-o,--output", options.output, "write the designs to DIR/prefill.json and DIR/decode.json")
      ->type_name("DIR");
}

void writeDesigns(const llm::Answer &answer, const std::string &folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw UserError("cannot write to " + folder + ": " + error.message());
  for (const std::string &design : answer.designs()) {
    bool prefill = design.find("\"stage\": \"prefill\"") != std::string::npos;
    support::writeFile(std::filesystem::path(folder) / (prefill ? "prefill.json" : "decode.json"), design);
  }
}

int show(const LlmOptions &options, const llm::Answer &answer) {
  if (!options.output.empty())
    writeDesigns(answer, options.output);
  if (!options.html.empty())
    support::writeFile(options.html, answer.html());
  std::cout << (options.json ? answer.json() : options.csv ? answer.csv() : answer.text());
  return good;
}

llm::Request requestOf(const LlmOptions &options) {
  llm::Request request = options.request;
  if (options.macs != 0)
    request.macs = options.macs;
  return request;
}

const char *const form =
    "Every figure is labelled: paper model (the equations of arXiv 2312.15159), refined model (with what they leave "
    "out, "
    "six parameters fitted to published figures), or bound. How far both are from published figures: "
    "docs/reference/llm-validation.md. Power is a stated rule, not measured.";
} // namespace

void addLlmVerbs(CLI::App &llmVerb, LlmOptions &options, const std::function<void(std::function<int()>)> &choose) {
  llmVerb.require_subcommand(1);
  llmVerb.footer(form);
  auto add = [&](const char *name, const char *description, std::function<llm::Answer()> action) {
    CLI::App *verb = llmVerb.add_subcommand(name, description);
    verb->footer("");
    verb->callback([&options, choose, action] { choose([&options, action] { return show(options, action()); }); });
    return verb;
  };
  CLI::App *estimate = add("estimate", "Latency, resources and power of a design by both models.",
                           [&options] { return llm::estimate(requestOf(options)); });
  CLI::App *search = add("search", "The best design of each stage under all constraints, and the Pareto set.",
                         [&options] { return llm::search(requestOf(options)); });
  CLI::App *compare = add("compare", "One request on several devices, FPGAs and GPUs.",
                          [&options] { return llm::compare(requestOf(options), options.devices); });
  CLI::App *sweep = add("sweep", "One request for several values of one of its parts.",
                        [&options] { return llm::sweep(requestOf(options), options.variable, options.values); });
  CLI::App *explain = add("explain", "A figure derived step by step, with equations and inputs.",
                          [&options] { return llm::explain(requestOf(options), options.figure); });
  CLI::App *list = add("list", "The devices and models that the tool comes with.", [] { return llm::catalogue(); });

  sweep->add_option("VARIABLE", options.variable, "prompt, generated, batch, devices, precision, model or device")
      ->required();
  sweep->add_option("VALUES", options.values, "its values")->required()->expected(1, 1000);
  explain->add_option("FIGURE", options.figure, "first_token, token, resources, or an operator: query, softmax, norm …")
      ->required();
  compare->add_option("DEVICES", options.devices, "devices, or JSON files of devices")->required()->expected(1, 1000);
  for (CLI::App *verb : {estimate, search, compare, sweep, explain})
    addCase(verb, options);
  for (CLI::App *verb : {estimate, explain})
    addDesign(verb, options);
  for (CLI::App *verb : {search, compare, sweep})
    addSearch(verb, options);
  search->add_option("--stage", options.request.stage, "only prefill or only decode")->type_name("S");
  for (CLI::App *verb : {estimate, search})
    addExport(verb, options);
  for (CLI::App *verb : {estimate, search, compare, sweep, explain, list})
    addOutput(verb, options);
}

} // namespace allo::cli
