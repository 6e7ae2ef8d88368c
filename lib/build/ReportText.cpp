// A report as a table for people and as JSON for programs.
#include "allo/report.hpp"

#include "build/Compare.h"
#include "build/HardwareText.h"
#include "build/ReportFormat.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <ostream>

namespace allo {

namespace {
using build::arrayOf;
using build::placeJson;
using build::placeText;
using build::Row;
using build::table;

template <typename Values> std::string joined(const Values &values, const std::string &separator) {
  std::string text;
  for (const auto &value : values)
    text += (text.empty() ? "" : separator) + value;
  return text;
}

std::string extents(const std::vector<int64_t> &shape) {
  std::string text;
  for (int64_t extent : shape)
    text += "[" + std::to_string(extent) + "]";
  return text;
}

std::string loopTable(const std::vector<LoopReport> &loops) {
  std::vector<Row> rows = {{"loop", "function", "trips", "directives", "source"}};
  for (const LoopReport &loop : loops)
    rows.push_back({std::string(static_cast<size_t>(2 * loop.depth), ' ') + loop.name, loop.function,
                    loop.trip_count ? std::to_string(*loop.trip_count) : "varies", joined(loop.directives(), ", "),
                    placeText(loop.place)});
  return table(rows);
}

std::string arrayTable(const std::vector<ArrayReport> &arrays) {
  std::vector<Row> rows = {{"array", "function", "type", "layout", "source"}};
  for (const ArrayReport &array : arrays)
    rows.push_back({array.name, array.function, array.type + " " + extents(array.shape),
                    array.layout.empty() ? "one bank" : array.layout, placeText(array.place)});
  return table(rows);
}

std::string secondsText(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, seconds < 1 ? "%.3f ms" : "%.3f s", seconds < 1 ? seconds * 1e3 : seconds);
  return text;
}

// The verdict where the schedule may reorder floating-point updates.
std::string deviationText(const Report &report) {
  const Deviation &deviation = *report.deviation;
  char relative[32];
  std::snprintf(relative, sizeof relative, "%.3g", deviation.relative);
  std::string largest = std::string("the largest relative difference is ") + relative + ", of " + deviation.element +
                        ", which is " + deviation.actual + ", native gives " + deviation.expected + "\n";
  if (!deviation.beyond.empty())
    return "not equal to the native kernel: " + deviation.beyond + " differs by more than rounding; " + largest;
  std::string text;
  if (report.target != "cpu")
    text = "equal to the scheduled program on the cpu, bit for bit\n";
  std::string which = joined(report.reassociated, ", ");
  return text + (deviation.element.empty()
                     ? "equal to the native kernel, bit for bit, though updates of " + which + " may be reordered\n"
                     : "equal to the native kernel up to the order of updates of " + which + ": " + largest);
}

std::string conclusionOf(const Report &report) {
  if (!report.equal)
    return "";
  if (!report.mismatches.empty()) {
    bool isNative = report.reassociated.empty() || report.deviation;
    std::string text =
        isNative ? "not equal to the native kernel:\n" : "not equal to the scheduled program on the cpu:\n";
    for (const Mismatch &mismatch : report.mismatches)
      text += "  " + build::elementName(mismatch) + " is " + mismatch.actual +
              (isNative ? ", native gives " : ", the cpu gives ") + mismatch.expected + "; " +
              std::to_string(mismatch.count) + " of " + std::to_string(mismatch.elements) + " elements differ\n";
    return text;
  }
  if (report.deviation && !report.deviation->beyond.empty())
    return deviationText(report);
  if (!*report.equal)
    return "the comparison shows nothing: " + report.vacuous + " (--allow-vacuous accepts it)\n";
  if (report.deviation)
    return deviationText(report);
  std::string text = "equal to the native kernel, bit for bit";
  return text + (report.vacuous.empty() ? "\n" : ", but " + report.vacuous + "\n");
}

llvm::json::Value loopJson(const LoopReport &loop) {
  llvm::json::Object object{{"function", loop.function},
                            {"name", loop.name},
                            {"path", loop.path},
                            {"depth", loop.depth},
                            {"source", placeJson(loop.place)}};
  object["trip_count"] = loop.trip_count ? llvm::json::Value(*loop.trip_count) : llvm::json::Value(nullptr);
  object["directives"] = llvm::json::Array(loop.directives());
  return object;
}

llvm::json::Value arrayJson(const ArrayReport &array) {
  return llvm::json::Object{{"function", array.function},
                            {"name", array.name},
                            {"type", array.type},
                            {"shape", llvm::json::Array(array.shape)},
                            {"parameter", array.is_parameter},
                            {"layout", array.layout},
                            {"source", placeJson(array.place)}};
}

llvm::json::Value deviationJson(const Deviation &deviation) {
  llvm::json::Object object{{"element", deviation.element},
                            {"expected", deviation.expected},
                            {"actual", deviation.actual},
                            {"beyond", deviation.beyond}};
  object["relative"] =
      std::isfinite(deviation.relative) ? llvm::json::Value(deviation.relative) : llvm::json::Value("infinite");
  return object;
}

llvm::json::Value mismatchJson(const Mismatch &mismatch) {
  return llvm::json::Object{{"output", mismatch.output},    {"index", llvm::json::Array(mismatch.index)},
                            {"field", mismatch.field},      {"expected", mismatch.expected},
                            {"actual", mismatch.actual},    {"count", mismatch.count},
                            {"elements", mismatch.elements}};
}

} // namespace

std::vector<std::string> LoopReport::directives() const {
  std::vector<std::string> texts;
  if (pipeline)
    texts.push_back("pipeline ii=" + std::to_string(pipeline));
  if (unroll)
    texts.push_back(unroll < 0 ? "unroll" : "unroll factor=" + std::to_string(unroll));
  if (parallel)
    texts.push_back("parallel");
  texts.insert(texts.end(), recorded.begin(), recorded.end());
  return texts;
}

std::string Report::text() const {
  std::string text = top + (file.empty() ? "" : " of " + file) + (target.empty() ? "" : " for " + target) + "\n";
  if (!steps.empty()) {
    text += "\nsteps\n";
    for (const std::string &step : steps)
      text += (step.rfind("kernel ", 0) == 0 ? "  " : "    ") + step + "\n";
  }
  if (!unchecked.empty()) {
    text += "\nunchecked: the schedule's author answers for\n";
    for (const std::string &step : unchecked)
      text += "    " + step + "\n";
  }
  if (!reassociated.empty())
    text += "\nreassociated: the schedule may reorder floating-point updates of " + joined(reassociated, ", ") + "\n";
  if (!loops.empty())
    text += "\n" + loopTable(loops);
  if (!arrays.empty())
    text += "\n" + arrayTable(arrays);
  if (hardware)
    text += "\n" + build::hardwareText(*hardware);
  if (!timings.empty()) {
    text += "\ntimings\n";
    std::vector<Row> rows;
    for (const auto &[name, seconds] : timings)
      rows.push_back({name, secondsText(seconds)});
    text += table(rows);
  }
  for (const std::string &note : notes)
    text += "\nnote: " + note;
  if (!notes.empty())
    text += "\n";
  std::string conclusion = conclusionOf(*this);
  return conclusion.empty() ? text : text + "\n" + conclusion;
}

std::string Report::json() const {
  llvm::json::Object object{{"file", file}, {"top", top}, {"target", target}};
  object["equal"] = equal ? llvm::json::Value(*equal) : llvm::json::Value(nullptr);
  object["vacuous"] = vacuous.empty() ? llvm::json::Value(nullptr) : llvm::json::Value(vacuous);
  object["mismatches"] = arrayOf(mismatches, mismatchJson);
  object["steps"] = llvm::json::Array(steps);
  object["unchecked"] = llvm::json::Array(unchecked);
  object["reassociated"] = llvm::json::Array(reassociated);
  object["deviation"] = deviation ? deviationJson(*deviation) : llvm::json::Value(nullptr);
  object["loops"] = arrayOf(loops, loopJson);
  object["arrays"] = arrayOf(arrays, arrayJson);
  if (hardware)
    object["hardware"] = build::hardwareJson(*hardware);
  object["notes"] = llvm::json::Array(notes);
  object["verdict"] = verdict.empty() ? llvm::json::Value(nullptr) : llvm::json::Value(verdict);
  object["warnings"] = arrayOf(warnings, [](const Note &warning) {
    return llvm::json::Object{{"message", warning.message}, {"source", placeJson(warning.place)}};
  });
  llvm::json::Object seconds;
  for (const auto &[name, value] : timings)
    seconds[name] = value;
  object["timings"] = std::move(seconds);
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::formatv("{0:2}", llvm::json::Value(std::move(object)));
  return text + "\n";
}

std::ostream &operator<<(std::ostream &stream, const Report &report) { return stream << report.text(); }

} // namespace allo
