// The public face of the proof, and its text.
#include "allo/verify.hpp"

#include "allo/schedule.hpp"
#include "schedule/Implementation.h"
#include "verify/Verification.h"
#include "verify/Verify.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

namespace allo {

namespace {
std::string at(const SourcePlace &place) {
  return place.known() ? "   (" + place.file + ":" + std::to_string(place.line) + ")" : "";
}

std::string elementText(const Difference &difference) {
  std::string text = difference.output;
  for (int64_t i : difference.index)
    text += "[" + std::to_string(i) + "]";
  if (difference.call > 1)
    text += " of call " + std::to_string(difference.call);
  return text;
}

llvm::json::Object placeJson(const SourcePlace &place) {
  return llvm::json::Object{{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

// The first state of a schedule that differs from the reference, given that the last one does.
void findStep(verify::Verification &verification, const Schedule::Implementation &design, Verdict &verdict) {
  size_t same = 0, different = design.history.size() - 1;
  if (different == 0 || verification.isDifferent(design.history[0]->moduleOp()))
    return;
  while (different - same > 1) {
    size_t middle = (same + different) / 2;
    (verification.isDifferent(design.history[middle]->moduleOp()) ? different : same) = middle;
  }
  verdict.difference->step = static_cast<int64_t>(different);
  verdict.difference->step_text = design.history[different]->steps.back();
}

Verdict compare(const Schedule::Implementation &design, const Schedule::Implementation &reference, bool isSource,
                const VerifyOptions &options) {
  mlir::ModuleOp source = isSource ? reference.history.front()->moduleOp() : reference.module();
  verify::Verification verification(source, options);
  Verdict verdict = verification.compareWith(design.module());
  if (!isSource)
    verdict.against = reference.kernel;
  for (const schedule::Insistence &insistence : design.state().insisted)
    verdict.unchecked.push_back(insistence.step + " (" + insistence.reason + ")");
  if (verdict.kind == Verdict::different)
    findStep(verification, design, verdict);
  return verdict;
}
} // namespace

Verdict verify::verdictOn(const Schedule &design, const VerifyOptions &options) {
  return compare(design.implementation(), design.implementation(), true, options);
}

Verdict verify::verdictOn(const Schedule &design, const Schedule &reference, const VerifyOptions &options) {
  return compare(design.implementation(), reference.implementation(), false, options);
}

std::string Verdict::text() const {
  std::string text = std::string(word()) + ": " + kernel;
  text += against.empty() ? " under its schedule and its source" : " and " + against;
  if (kind == equal)
    text += ", " + std::to_string(elements) + " elements of outputs and arrays";
  text += "\n";
  if (!reason.empty())
    text += "  reason: " + reason + at(place) + "\n";
  if (difference) {
    text += "  first: " + elementText(*difference) + "\n";
    text += "    expected " + difference->expected_expression + at(difference->expected_place) + "\n";
    text += "    actual   " + difference->actual_expression + at(difference->actual_place) + "\n";
    if (!difference->expected.empty())
      text += "  values: " + difference->expected + " expected, " + difference->actual + " given, for";
    for (size_t i = 0; i < difference->inputs.size(); ++i)
      text += (i ? ", " : " ") + difference->inputs[i].first + " = " + difference->inputs[i].second;
    if (!difference->expected.empty())
      text += "\n";
    if (difference->step)
      text += "  step: " + std::to_string(*difference->step) + ", " + difference->step_text + "\n";
  }
  for (const std::string &assumption : assumptions)
    text += "  assumed: " + assumption + "\n";
  for (const std::string &step : unchecked)
    text += "  unchecked: " + step + "\n";
  for (const std::string &note : notes)
    text += "  note: " + note + "\n";
  if (!hint.empty())
    text += "  hint: " + hint + "\n";
  return text;
}

std::string Verdict::json() const {
  using llvm::json::Array;
  using llvm::json::Object;
  Object object{{"verdict", word()},
                {"kernel", kernel},
                {"elements", elements},
                {"operations", operations},
                {"expressions", expressions},
                {"bytes", bytes},
                {"solved", solved},
                {"seconds", seconds},
                {"assumptions", Array(assumptions)},
                {"notes", Array(notes)},
                {"unchecked", Array(unchecked)}};
  if (!against.empty())
    object["against"] = against;
  if (!reason.empty())
    object["reason"] = reason;
  if (!hint.empty())
    object["hint"] = hint;
  if (place.known())
    object["place"] = placeJson(place);
  if (difference) {
    Array inputs;
    for (const auto &[name, value] : difference->inputs)
      inputs.push_back(Object{{"name", name}, {"value", value}});
    Object entry{{"output", difference->output},
                 {"index", Array(difference->index)},
                 {"call", difference->call},
                 {"expected_expression", difference->expected_expression},
                 {"actual_expression", difference->actual_expression},
                 {"expected", difference->expected},
                 {"actual", difference->actual},
                 {"inputs", std::move(inputs)}};
    if (difference->expected_place.known())
      entry["expected_place"] = placeJson(difference->expected_place);
    if (difference->actual_place.known())
      entry["actual_place"] = placeJson(difference->actual_place);
    if (difference->step) {
      entry["step"] = *difference->step;
      entry["step_text"] = difference->step_text;
    }
    object["difference"] = std::move(entry);
  }
  return llvm::formatv("{0:2}\n", llvm::json::Value(std::move(object))).str();
}

} // namespace allo
