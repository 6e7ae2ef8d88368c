// The validation page of the documentation, and the same as JSON.
#include "llm/Validation.h"

#include "allo/llm.hpp"

#include "llm/Catalogue.h"
#include "llm/JsonReader.h"

#include <cmath>
#include <cstdio>

namespace allo::llm {

namespace {
std::string format(const char *form, double value) {
  char text[64];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

std::string percent(double error) {
  std::string text = format("%+.1f %%", 100 * error);
  return text == "-0.0 %" ? "+0.0 %" : text;
}
std::string share(double error) { return format("%.1f %%", 100 * error); }

// Four digits that carry meaning, thousands separated in cycles.
std::string figureText(const PublishedPoint &point, double value) {
  std::string unit = unitOf(point.quantity);
  std::string text = unit == "cycles" ? format("%.0f", value) : format("%.4g", value);
  if (unit == "cycles")
    for (size_t end = text.size(); end > 3; end -= 3)
      text.insert(end - 3, ",");
  return text + (unit.empty() ? "" : " " + unit);
}

std::string summaryRow(const char *what, const ErrorSummary &refined, const ErrorSummary *paper = nullptr) {
  std::string text = std::string("| ") + what + " | " + std::to_string(refined.count) + " | " + share(refined.median) +
                     " | " + share(refined.worst) + " (" + refined.worstPoint + ") | ";
  if (paper)
    text += share(paper->median) + " / " + share(paper->worst) + " of " + std::to_string(paper->count);
  return text + " |\n";
}

// Explanations of misses, by the point: data, so that a miss without one is seen.
std::string explanationOf(const std::string &id) {
  llvm::json::Value value = parseJson(dataFile("explanations.json"), "explanations.json");
  for (const auto &[key, text] : *value.getAsObject())
    if (id.rfind(key.str(), 0) == 0)
      return text.getAsString()->str();
  return "";
}

std::string missesText(const Validation &validation) {
  std::string text = "\n## Misses\n\nEvery point whose refined figure is off by more than 10 %, inputs apart.\n\n"
                     "| point | error | why |\n| --- | --- | --- |\n";
  for (const ValidationRow &row : validation.rows) {
    double error = relativeError(row.refined, row.point->value);
    if (row.set == "input" || std::abs(error) <= 0.10)
      continue;
    std::string why = explanationOf(row.point->id);
    text += "| " + row.point->id +
            (row.set == "baseline"   ? " (baseline)"
             : row.set == "excluded" ? " (excluded)"
                                     : "") +
            " | " + percent(error) + " | " + (why.empty() ? "not explained" : why) + " |\n";
  }
  return text;
}

// The points of fit and test that are off by more than `most`.
std::string beyond(const Validation &validation, double most) {
  std::string text;
  size_t count = 0;
  for (const ValidationRow &row : validation.rows)
    if ((row.set == "fit" || row.set == "test") && std::abs(relativeError(row.refined, row.point->value)) > most) {
      text += (count++ ? ", " : "") + row.point->id;
    }
  return std::to_string(count) + " of " + std::to_string(validation.all.count) + " points (" + text + ")";
}

std::string parametersText(const Parameters &parameters) {
  std::string text =
      "## The six parameters\n\nOne value each for all designs, devices and models; fitted to the points "
      "marked `fit` by `allo llm estimate --calibrate published`.\n\n"
      "| parameter | value | meaning |\n| --- | --- | --- |\n";
  for (const ParameterInfo &info : parameterInfos())
    text += std::string("| `") + info.name + "` | " + numberText(parameters.*info.member) + " " + info.unit + " | " +
            info.meaning + " |\n";
  return text;
}

std::string leftOutText(const Split &split) {
  std::string text = "\n## Left out, and why\n\nDecided in `data/published/split.json` before anything was fitted.\n\n"
                     "| figure | reason |\n| --- | --- |\n";
  for (const auto &[id, reason] : split.excluded)
    text += "| " + id + " | " + reason + " |\n";
  for (const auto &[what, reason] : split.notModelled)
    text += "| " + what + " | " + reason + " |\n";
  return text;
}

std::string pointsText(const Validation &validation) {
  std::string text =
      "\n## Every point\n\n`input`: the point from which an unpublished figure of the design (the factor on "
      "its assumed arrays, or the bits it stores for a weight) was identified, separately for each "
      "model; it says nothing about the model's quality. The paper's equations are silent on nonlinear "
      "operators and on GPUs.\n";
  size_t row = 0;
  for (const Publication &publication : Measurements::published().publications()) {
    text += "\n### " + publication.title + "\n\nSource: " + publication.source +
            ".\n\n| point | set | published | paper model | refined model |\n| --- | --- | --- | --- | --- |\n";
    for (const PublishedPoint &point : publication.points) {
      const ValidationRow &each = validation.rows[row++];
      text += "| " + point.id + " | " + each.set + " | " + figureText(point, point.value) + " | ";
      if (each.paper)
        text += figureText(point, *each.paper) + " (" + percent(relativeError(*each.paper, point.value)) + ")";
      text +=
          " | " + figureText(point, each.refined) + " (" + percent(relativeError(each.refined, point.value)) + ") |\n";
    }
  }
  return text;
}
} // namespace

std::string validationPage() {
  const Parameters &parameters = fittedParameters();
  Validation validation = validate(parameters);
  std::string text =
      "# How far the models are from published figures\n\nGenerated from the sources by `./run docs`. The "
      "models are described in [the guide](../guide/llm.md). Errors are (model - published) / "
      "published; summaries are of their sizes.\n\n"
      "| points | count | refined: median | refined: worst | paper model: median / worst |\n"
      "| --- | --- | --- | --- | --- |\n";
  text += summaryRow("all of fit and test", validation.all, &validation.paperAll);
  text += summaryRow("fit", validation.fit);
  text += summaryRow("test", validation.test);
  text += summaryRow("cycles and times of operators and stages", validation.reports);
  text +=
      summaryRow("whole systems: latencies, rates, shares of bandwidth", validation.boards, &validation.paperBoards);
  text += summaryRow("designs of which nothing was identified", validation.unidentified);
  text += summaryRow("fit, each point predicted without itself", validation.leaveOneOut);
  text += summaryRow("fit and test, each publication predicted without itself", validation.leavePublicationOut);
  text += summaryRow("GPU baselines", validation.baseline);
  text += "\nThe targets are a median of 10 % and a worst of 25 % over all of fit and test: " +
          std::string(validation.all.median <= 0.10 ? "the median is met" : "the median is missed") + ", " +
          (validation.all.worst <= 0.25 ? "the worst is met" : "the worst is missed by " + beyond(validation, 0.25)) +
          ".\n\n";
  return text + parametersText(parameters) + identifiedText(parameters) + missesText(validation) +
         leftOutText(Measurements::published().split()) + assumptionsText() + pointsText(validation);
}

std::string validation_page() { return validationPage(); }

llvm::json::Value validationJson(const Validation &validation) {
  using llvm::json::Object;
  auto summary = [](const ErrorSummary &errors) {
    return Object{{"count", static_cast<int64_t>(errors.count)},
                  {"median", errors.median},
                  {"worst", errors.worst},
                  {"worst_point", errors.worstPoint}};
  };
  llvm::json::Array rows;
  for (const ValidationRow &row : validation.rows) {
    Object object{{"point", row.point->id},
                  {"set", row.set},
                  {"unit", unitOf(row.point->quantity)},
                  {"published", row.point->value},
                  {"refined", row.refined}};
    if (row.paper)
      object["paper"] = *row.paper;
    rows.push_back(std::move(object));
  }
  return Object{{"all", summary(validation.all)},
                {"fit", summary(validation.fit)},
                {"test", summary(validation.test)},
                {"reports", summary(validation.reports)},
                {"systems", summary(validation.boards)},
                {"without_identification", summary(validation.unidentified)},
                {"leave_one_out", summary(validation.leaveOneOut)},
                {"leave_publication_out", summary(validation.leavePublicationOut)},
                {"baseline", summary(validation.baseline)},
                {"paper", summary(validation.paperAll)},
                {"points", std::move(rows)}};
}

} // namespace allo::llm
