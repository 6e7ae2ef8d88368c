#include "build/TimelinePicture.h"

#include "build/DataflowPicture.h"
#include "support/Markup.h"

#include <algorithm>

namespace allo::build {

using support::svgBox;
using support::svgLine;
using support::svgStart;
using support::svgText;

namespace {
constexpr double width = 900, left = 190, right = 20, top = 52, rowHeight = 30;
const char *const ran = "#4c9a6a", *const read = "#e0b23c", *const wrote = "#b5484f";

std::string legend() {
  std::string text;
  double x = left;
  for (auto [colour, name] : {std::pair(ran, "runs"), {read, "waits to read"}, {wrote, "waits to write"}}) {
    text += svgBox(x, 26, 11, 11, colour) + svgText(x + 16, 36, name);
    x += 130;
  }
  return text;
}

// A round number of cycles that cuts `all` into no more than ten.
int64_t tickOf(int64_t all) {
  for (int64_t power = 1;; power *= 10)
    for (int64_t factor : {1, 2, 5})
      if (all <= 10 * factor * power)
        return factor * power;
}
} // namespace

std::string timelineSvg(const HardwareReport &hardware) {
  if (hardware.processes.empty())
    return "";
  size_t parts = 1;
  for (const HardwareProcess &process : hardware.processes)
    parts = std::max(parts, process.timeline.size());
  int64_t all = static_cast<int64_t>(parts) * hardware.timeline_cycles;
  double bottom = top + rowHeight * static_cast<double>(hardware.processes.size());
  auto across = [&](int64_t cycle) {
    return left + (width - left - right) * static_cast<double>(cycle) / static_cast<double>(all);
  };
  std::string text = svgStart(width, bottom + 40, "What each process did when") + legend();
  for (int64_t tick = 0; tick <= all; tick += tickOf(all))
    text += svgLine(across(tick), top, across(tick), bottom) +
            svgText(across(tick), bottom + 16, std::to_string(tick), "middle");
  text += svgText((left + width - right) / 2, bottom + 34, "cycle", "middle");
  double y = top;
  for (const HardwareProcess &process : hardware.processes) {
    text += svgText(left - 8, y + 20, shortPath(process.path), "end");
    // Of many runs at the same time, as in a grid, the shares are those of all of them.
    int64_t atOnce = 1;
    for (const HardwareProcess::Part &part : process.timeline)
      atOnce = std::max(atOnce, (part.present + hardware.timeline_cycles - 1) / hardware.timeline_cycles);
    double room = rowHeight - 8, perCycle = room / static_cast<double>(atOnce * hardware.timeline_cycles);
    for (size_t number = 0; number < process.timeline.size(); ++number) {
      const HardwareProcess::Part &part = process.timeline[number];
      int64_t from = static_cast<int64_t>(number) * hardware.timeline_cycles;
      double x = across(from), wide = across(from + hardware.timeline_cycles) - x, base = y + rowHeight - 4;
      int64_t reads = std::min(part.reading, part.present), writes = std::min(part.writing, part.present - reads);
      for (auto [cycles, colour] : {std::pair(part.present - reads - writes, ran), {reads, read}, {writes, wrote}}) {
        double high = perCycle * static_cast<double>(cycles);
        if (cycles > 0)
          text += svgBox(x, base - high, wide + 0.2, high, colour);
        base -= high;
      }
    }
    y += rowHeight;
  }
  return text + "</svg>";
}

} // namespace allo::build
