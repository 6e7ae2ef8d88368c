// allo llm compare and sweep: one request on several devices, or for several values of one of its parts.
#include "llm/Case.h"
#include "llm/Catalogue.h"

#include <charconv>
#include <cmath>

namespace allo::llm {

using namespace units;

namespace {
// The best designs on an FPGA, the roofline on a GPU; what does not fit gives the reason.
struct Row {
  std::string label, reason;
  std::optional<Figures> figures;
  Bounds prefillBound, decodeBound;
  bool isGpu = false;
};

Case bestCase(const Request &request) {
  Case of = inputsOf(request);
  if (of.device.isGpu || !request.designs.empty() || request.macs)
    return caseOf(request);
  for (Phase phase : {Phase::Prefill, Phase::Decode}) {
    if (phase == Phase::Decode && !of.model.isDecoder)
      continue;
    SearchOptions options;
    options.phase = phase;
    options.tokens = of.prompt();
    options.generated = of.generated();
    options.objective = objectiveOf(request.objective);
    options.batch = static_cast<double>(request.batch);
    options.devices = static_cast<double>(request.devices);
    options.threads = request.threads;
    if (!request.style.empty())
      options.style = styleOf(request.style);
    SearchResult result = search(of.setting(), options);
    if (!result.best)
      throw UserError(std::string("does not fit: ") +
                      remedy(of.setting(), result.closest->design, result.closestDemands) + " would");
    (phase == Phase::Prefill ? of.prefill : of.decode) = result.best->design;
  }
  return of;
}

Row rowOf(const Request &request, const std::string &label) {
  Row row;
  row.label = label;
  inputsOf(request); // errors of the input are errors; what does not fit is a row
  try {
    Case of = bestCase(request);
    row.isGpu = of.device.isGpu;
    row.figures = figuresOf(of);
    row.prefillBound = boundsOf(of, Phase::Prefill);
    row.decodeBound = boundsOf(of, Phase::Decode);
  } catch (const UserError &error) {
    row.reason = error.message();
  }
  return row;
}

Table rowsTable(const std::string &first, const std::vector<Row> &rows) {
  Table table{"Refined model; on FPGAs the best design of each stage, on GPUs the roofline with kernel starts",
              {first, "first token", "tok/s", "end to end", "W", "J/token", "bound of tok/s", "share of it", ""},
              {},
              "W and J/token: a stated rule, not measured; bound: weights and cache at the full rate of the memory"};
  for (const Row &row : rows) {
    if (!row.figures) {
      table.rows.push_back({row.label, "", "", "", "", "", "", "", row.reason});
      continue;
    }
    const Figures &figures = *row.figures;
    bool decodes = figures.token > Seconds();
    double bound = decodes ? seconds(1) / row.decodeBound.least() : 0;
    table.rows.push_back({row.label, timeText(figures.first_token),
                          decodes ? shortNumber(figures.tokens_per_second) : "", timeText(figures.end_to_end),
                          shortNumber(figures.power.value()), shortNumber(figures.energy_per_token.value()),
                          decodes ? shortNumber(bound) : "",
                          decodes ? percentText(seconds(1) / figures.token / bound) : ""});
  }
  return table;
}

llvm::json::Array rowsJson(const std::vector<Row> &rows) {
  llvm::json::Array array;
  for (const Row &row : rows) {
    llvm::json::Object object{{"label", row.label}};
    if (row.figures) {
      object["figures"] = figuresJson(*row.figures);
      object["bound_token_ms"] = in_milliseconds(row.decodeBound.least());
      object["bound_first_token_ms"] = in_milliseconds(row.prefillBound.least());
    } else {
      object["does_not_fit"] = row.reason;
    }
    array.push_back(std::move(object));
  }
  return array;
}

BarChart barsOf(const std::string &title, const std::string &unit, const std::vector<Row> &rows,
                double (*value)(const Figures &)) {
  BarChart chart{title, unit, {}, 0};
  for (const Row &row : rows)
    if (row.figures)
      chart.bars.push_back({row.label, {{"refined model", value(*row.figures)}}});
  return chart;
}

Answer answerOf(const std::string &title, const std::string &first, const std::vector<Row> &rows) {
  auto document = std::make_shared<Document>();
  document->title = title;
  document->tables.push_back(rowsTable(first, rows));
  document->bars.push_back(
      barsOf("Tokens per second", "tok/s", rows, [](const Figures &each) { return each.tokens_per_second; }));
  document->bars.push_back(
      barsOf("First token", "ms", rows, [](const Figures &each) { return in_milliseconds(each.first_token); }));
  document->bars.push_back(
      barsOf("Energy", "J/token", rows, [](const Figures &each) { return each.energy_per_token.value(); }));
  document->data["rows"] = rowsJson(rows);
  for (const Row &row : rows)
    if (row.figures)
      return Answer(document, *row.figures);
  return Answer(document);
}

int64_t countOf(const std::string &variable, const std::string &text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0)
    throw UserError("sweep of " + variable + ": '" + text + "' is not a positive whole number");
  return value;
}

void set(Request &request, const std::string &variable, const std::string &value) {
  if (variable == "device")
    request.device = value;
  else if (variable == "model")
    request.model = value;
  else if (variable == "precision")
    request.precision = value;
  else if (variable == "prompt")
    request.prompt = countOf(variable, value);
  else if (variable == "generated")
    request.generated = countOf(variable, value);
  else if (variable == "batch")
    request.batch = countOf(variable, value);
  else if (variable == "devices")
    request.devices = countOf(variable, value);
  else
    throw UserError("there is nothing called '" + variable + "' to sweep", {},
                    "device, model, precision, prompt, generated, batch or devices");
}
} // namespace

Answer compare(const Request &request, const std::vector<std::string> &devices) {
  if (devices.empty())
    throw UserError("there is no device to compare");
  std::vector<Row> rows;
  for (const std::string &device : devices) {
    Request each = request;
    each.device = device;
    Device known = deviceOf(device);
    if (known.isGpu && each.precision.rfind("W4", 0) == 0) // GPUs of the table have no 4-bit arithmetic for it
      each.precision = "W8A8";
    rows.push_back(rowOf(each, known.name + (each.precision != request.precision ? " (" + each.precision + ")" : "")));
  }
  return answerOf(request.model + ", " + request.precision + ", " + std::to_string(request.prompt) + " tokens in, " +
                      std::to_string(request.generated) + " out, on several devices",
                  "device", rows);
}

Answer sweep(const Request &request, const std::string &variable, const std::vector<std::string> &values) {
  if (values.empty())
    throw UserError("there is no value to sweep");
  std::vector<Row> rows;
  for (const std::string &value : values) {
    Request each = request;
    set(each, variable, value);
    rows.push_back(rowOf(each, value));
  }
  return answerOf(request.model + " on " + request.device + ", " + request.precision + ", by " + variable, variable,
                  rows);
}

} // namespace allo::llm
