#include "build/SimulationPage.h"

#include "build/DataflowPicture.h"
#include "build/ReportFormat.h"
#include "build/SimulatedRun.h"
#include "build/TimelinePicture.h"
#include "support/Markup.h"

#include <cmath>

namespace allo::build {

using support::escapedMarkup;
using support::htmlTable;

namespace {
std::string share(int64_t part, int64_t all) {
  return all > 0 ? std::to_string(std::lround(100.0 * static_cast<double>(part) / static_cast<double>(all))) + " %"
                 : "-";
}

std::string processTable(const HardwareReport &hardware) {
  std::vector<Row> rows;
  for (const HardwareProcess &process : hardware.processes)
    rows.push_back({process.path, std::to_string(process.times), std::to_string(process.cycles),
                    std::to_string(process.busy), share(process.busy, process.cycles), stallsText(process),
                    placeText(process.place)});
  const HardwareProcess *critical = criticalOf(hardware);
  return htmlTable("Processes", {"process", "times", "cycles", "busy", "", "stalled on", "source"}, rows,
                   critical ? "Critical is " + critical->path + ": it stood still least while it was there." : "");
}

// "1: 17, 2: 7": after 17 writes it held one element.
std::string occupancyText(const HardwareStream &stream) {
  constexpr size_t most = 8;
  std::vector<std::string> parts;
  for (size_t held = 0; held < stream.occupancies.size(); ++held)
    if (stream.occupancies[held] > 0)
      parts.push_back(std::to_string(held) + ": " + std::to_string(stream.occupancies[held]));
  size_t first = parts.size() > most ? parts.size() - most : 0;
  std::string text = first > 0 ? "…" : "";
  for (size_t number = first; number < parts.size(); ++number)
    text += (text.empty() ? "" : ", ") + parts[number];
  return text;
}

std::string streamTable(const HardwareReport &hardware) {
  std::vector<Row> rows;
  for (const HardwareStream &stream : shownStreams(hardware))
    rows.push_back({stream.name, std::to_string(stream.depth), std::to_string(stream.elements),
                    std::to_string(stream.peak), occupancyText(stream), std::to_string(stream.left_over),
                    placeText(stream.place)});
  return htmlTable(
      "Streams", {"stream", "depth", "elements", "peak", "occupancy", "left over", "source"}, rows,
      "Occupancy: after how many writes the stream held so many elements. Of an array: the most, or the sum.");
}
} // namespace

std::string simulationPage(const Report &report) {
  const HardwareReport &hardware = *report.hardware;
  std::string body = "<p>" + std::to_string(hardware.simulated.value_or(0)) +
                     " cycles, simulated from the scheduled "
                     "design (" +
                     escapedMarkup(hardware.device) + " at " + support::svgNumber(hardware.clock_ns) + " ns)";
  if (report.equal)
    body += *report.equal ? "; equal to the native kernel, bit for bit" : "; it differs from the native kernel";
  body += ".</p>\n";
  if (std::string picture = dataflowSvg(hardware); !picture.empty())
    body += "<figure class=\"wide\">" + picture +
            "</figure>\n<p class=\"note\">An arrow is a stream, or an array of so many, with the most elements it held "
            "and its depth: the redder, the fuller after writes. A box is a process: the bluer, the busier.</p>\n";
  if (std::string picture = timelineSvg(hardware); !picture.empty())
    body += "<figure>" + picture + "</figure>\n";
  if (!hardware.processes.empty())
    body += processTable(hardware);
  if (!hardware.streams.empty())
    body += streamTable(hardware);
  for (const std::string &note : report.notes)
    body += "<p class=\"note\">" + escapedMarkup(note) + "</p>\n";
  return support::htmlPage(report.top + " on sim", body);
}

} // namespace allo::build
