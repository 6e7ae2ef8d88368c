#include "build/HardwareText.h"

#include "build/ReportFormat.h"
#include "build/SimulatedRun.h"

#include <cmath>
#include <cstdio>

namespace allo {

std::string CycleRange::text() const {
  if (!most)
    return "at least " + std::to_string(least);
  if (is_exact())
    return std::to_string(least);
  return std::to_string(least) + " to " + std::to_string(*most);
}

namespace build {

namespace {
std::string count(double value) { return std::to_string(std::llround(value)); }

Row resourceCells(const Resources &resources) {
  return {count(resources.lut), count(resources.ff), count(resources.dsp), count(resources.bram),
          count(resources.uram)};
}

void append(Row &row, const Row &more) { row.insert(row.end(), more.begin(), more.end()); }

std::string loopTable(const std::vector<HardwareLoop> &loops) {
  std::vector<Row> rows = {
      {"hardware loop", "function", "II", "asked", "iteration", "trips", "cycles", "limited by", "source"}};
  for (const HardwareLoop &loop : loops)
    rows.push_back({std::string(2 * static_cast<size_t>(loop.depth), ' ') + loop.name, loop.function,
                    loop.interval ? std::to_string(loop.interval) : "-",
                    loop.requested_interval ? std::to_string(loop.requested_interval) : "-",
                    std::to_string(loop.iteration_cycles), loop.trips.text(), loop.cycles.text(),
                    loop.limiter.empty() ? "-" : loop.limiter, placeText(loop.place)});
  std::string text = table(rows);
  for (const HardwareLoop &loop : loops)
    if (!loop.limited_by.empty())
      text += "  loop " + loop.name + ": " + loop.limited_by + "\n";
  return text;
}

// The one that stood still least holds up the others.
std::string processTable(const HardwareReport &hardware) {
  const std::vector<HardwareProcess> &processes = hardware.processes;
  if (processes.empty())
    return "";
  std::vector<Row> rows = {{"process", "times", "cycles", "busy", "stalled on", "source"}};
  for (const HardwareProcess &process : processes)
    rows.push_back({process.path, std::to_string(process.times), std::to_string(process.cycles),
                    std::to_string(process.busy), stallsText(process), placeText(process.place)});
  return "\n" + table(rows) + "  critical: " + criticalOf(hardware)->path + "\n";
}

std::string streamTable(const std::vector<HardwareStream> &streams) {
  std::vector<Row> rows = {{"stream", "depth", "elements", "peak", "left over", "source"}};
  for (const HardwareStream &stream : streams)
    rows.push_back({stream.name, std::to_string(stream.depth), std::to_string(stream.elements),
                    std::to_string(stream.peak), std::to_string(stream.left_over), placeText(stream.place)});
  return rows.size() > 1 ? "\n" + table(rows) : "";
}

std::string operatorTable(const std::vector<HardwareModule> &modules) {
  std::vector<Row> rows = {
      {"operator (estimated)", "module", "units", "latency", "LUT", "FF", "DSP", "BRAM18", "URAM"}};
  for (const HardwareModule &module : modules)
    for (const HardwareOperator &one : module.operators) {
      rows.push_back({one.name, module.name, std::to_string(one.count), std::to_string(one.latency)});
      append(rows.back(), resourceCells(one.estimated));
    }
  return rows.size() > 1 ? "\n" + table(rows) : "";
}

std::string memoryTable(const std::vector<HardwareModule> &modules) {
  std::vector<Row> rows = {{"memory (estimated)", "module", "kind", "banks", "depth", "bits", "copies", "LUT", "FF",
                            "DSP", "BRAM18", "URAM", "source"}};
  for (const HardwareModule &module : modules)
    for (const HardwareMemory &memory : module.memories) {
      rows.push_back({memory.name, module.name, memory.style, std::to_string(memory.banks),
                      std::to_string(memory.depth), std::to_string(memory.width), std::to_string(memory.copies)});
      append(rows.back(), resourceCells(memory.estimated));
      rows.back().push_back(placeText(memory.place));
    }
  return rows.size() > 1 ? "\n" + table(rows) : "";
}

std::string difference(double estimated, double synthesised) {
  if (estimated == 0 || synthesised == 0)
    return estimated == synthesised ? "0 %" : "-";
  char text[32];
  std::snprintf(text, sizeof text, "%+.0f %%", (synthesised / estimated - 1) * 100);
  return text;
}

std::string areaTable(const HardwareReport &hardware) {
  std::vector<Row> rows = {{"area", "instances", "LUT", "FF", "DSP", "BRAM18", "URAM"}};
  for (const HardwareModule &module : hardware.modules) {
    rows.push_back({module.name + ", estimated", std::to_string(module.instances)});
    append(rows.back(), resourceCells(module.estimated));
  }
  rows.push_back({"whole design, estimated", ""});
  append(rows.back(), resourceCells(hardware.estimated));
  if (!hardware.synthesis.empty()) {
    const Resources &estimated = hardware.estimated, &synthesised = hardware.synthesised;
    rows.push_back({"whole design, synthesised by " + hardware.synthesis, ""});
    append(rows.back(), resourceCells(synthesised));
    rows.push_back({"difference", "", difference(estimated.lut, synthesised.lut),
                    difference(estimated.ff, synthesised.ff), difference(estimated.dsp, synthesised.dsp),
                    difference(estimated.bram, synthesised.bram), difference(estimated.uram, synthesised.uram)});
  }
  std::string text = "\n" + table(rows);
  return hardware.synthesis_note.empty() ? text : text + "  " + hardware.synthesis_note + "\n";
}

llvm::json::Value rangeJson(const CycleRange &range) {
  llvm::json::Object object{{"least", range.least}};
  object["most"] = range.most ? llvm::json::Value(*range.most) : llvm::json::Value(nullptr);
  return object;
}

llvm::json::Value resourcesJson(const Resources &resources) {
  return llvm::json::Object{{"lut", std::llround(resources.lut)},
                            {"ff", std::llround(resources.ff)},
                            {"dsp", std::llround(resources.dsp)},
                            {"bram18", std::llround(resources.bram)},
                            {"uram", std::llround(resources.uram)}};
}

llvm::json::Value loopJson(const HardwareLoop &loop) {
  return llvm::json::Object{{"function", loop.function},
                            {"path", loop.path},
                            {"name", loop.name},
                            {"source", placeJson(loop.place)},
                            {"depth", loop.depth},
                            {"requested_interval", loop.requested_interval},
                            {"interval", loop.interval},
                            {"limiter", loop.limiter},
                            {"limited_by", loop.limited_by},
                            {"iteration_cycles", loop.iteration_cycles},
                            {"trips", rangeJson(loop.trips)},
                            {"cycles", rangeJson(loop.cycles)}};
}

llvm::json::Value processJson(const HardwareProcess &process) {
  llvm::json::Object stalls;
  for (const auto &[stream, cycles] : process.stalls)
    stalls[stream] = cycles;
  auto partJson = [](const HardwareProcess::Part &part) {
    return llvm::json::Array{part.present, part.reading, part.writing};
  };
  return llvm::json::Object{{"path", process.path},
                            {"source", placeJson(process.place)},
                            {"times", process.times},
                            {"cycles", process.cycles},
                            {"busy", process.busy},
                            {"stalls", std::move(stalls)},
                            {"timeline", arrayOf(process.timeline, partJson)}};
}

llvm::json::Value endJson(const std::optional<std::string> &path) {
  return path ? llvm::json::Value(*path) : llvm::json::Value(nullptr);
}

llvm::json::Value streamJson(const HardwareStream &stream) {
  return llvm::json::Object{{"name", stream.name},
                            {"source", placeJson(stream.place)},
                            {"depth", stream.depth},
                            {"elements", stream.elements},
                            {"peak", stream.peak},
                            {"left_over", stream.left_over},
                            {"producer", endJson(stream.producer)},
                            {"consumer", endJson(stream.consumer)},
                            {"occupancies", llvm::json::Array(stream.occupancies)}};
}

llvm::json::Value moduleJson(const HardwareModule &module) {
  return llvm::json::Object{
      {"name", module.name},
      {"function", module.function},
      {"instances", module.instances},
      {"operators", arrayOf(module.operators,
                            [](const HardwareOperator &one) {
                              return llvm::json::Object{{"name", one.name},
                                                        {"count", one.count},
                                                        {"latency", one.latency},
                                                        {"estimated", resourcesJson(one.estimated)}};
                            })},
      {"memories", arrayOf(module.memories,
                           [](const HardwareMemory &memory) {
                             return llvm::json::Object{{"name", memory.name},
                                                       {"style", memory.style},
                                                       {"banks", memory.banks},
                                                       {"depth", memory.depth},
                                                       {"width", memory.width},
                                                       {"copies", memory.copies},
                                                       {"source", placeJson(memory.place)},
                                                       {"estimated", resourcesJson(memory.estimated)}};
                           })},
      {"estimated", resourcesJson(module.estimated)}};
}
} // namespace

std::string hardwareText(const HardwareReport &hardware) {
  char clock[32];
  std::snprintf(clock, sizeof clock, "%g", hardware.clock_ns);
  std::string text = "hardware for " + hardware.device + " at " + clock +
                     " ns\n  cycles of a call: " + hardware.cycles.text() +
                     (hardware.simulated ? ", simulated: " + std::to_string(*hardware.simulated) : "") + "\n";
  if (!hardware.loops.empty())
    text += "\n" + loopTable(hardware.loops);
  text += processTable(hardware) + streamTable(shownStreams(hardware));
  if (hardware.modules.empty()) // nothing was generated
    return text;
  return text + operatorTable(hardware.modules) + memoryTable(hardware.modules) + areaTable(hardware);
}

llvm::json::Value hardwareJson(const HardwareReport &hardware) {
  llvm::json::Object object{{"device", hardware.device},
                            {"clock_ns", hardware.clock_ns},
                            {"cycles", rangeJson(hardware.cycles)},
                            {"loops", arrayOf(hardware.loops, loopJson)},
                            {"processes", arrayOf(hardware.processes, processJson)},
                            {"timeline_cycles", hardware.timeline_cycles},
                            {"streams", arrayOf(hardware.streams, streamJson)},
                            {"modules", arrayOf(hardware.modules, moduleJson)},
                            {"estimated", resourcesJson(hardware.estimated)}};
  object["simulated"] = hardware.simulated ? llvm::json::Value(*hardware.simulated) : llvm::json::Value(nullptr);
  object["synthesis"] = nullptr;
  if (!hardware.synthesis.empty())
    object["synthesis"] = llvm::json::Object{{"tool", hardware.synthesis},
                                             {"synthesised", resourcesJson(hardware.synthesised)},
                                             {"note", hardware.synthesis_note}};
  return object;
}

} // namespace build
} // namespace allo
