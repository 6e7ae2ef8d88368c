// Pictures: bars of parts, and points or lines over two axes.
#include "llm/Document.h"
#include "support/Markup.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace allo::llm {

using support::escapedMarkup;
using support::svgBox;
using support::svgLine;
using support::svgNumber;
using support::svgStart;
using support::svgText;

namespace {
const char *const colours[] = {"#3b6ea8", "#d98032", "#4c9a6a", "#b5484f", "#7d68a8", "#8a6d57", "#c277a8", "#7f8890",
                               "#b0a93a", "#3fa3b0", "#1f3f66", "#e3b089", "#5c8f2f", "#a06cd5", "#d4b106", "#636b2f"};

std::string colourOf(size_t index) { return colours[index % std::size(colours)]; }

// A round step that cuts `range` into about five.
double stepOf(double range) {
  double raw = range / 5, power = std::pow(10, std::floor(std::log10(raw)));
  for (double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power)
      return factor * power;
  return 10 * power;
}
} // namespace

std::string barSvg(const BarChart &chart) {
  const double width = 900, left = 210, right = 70, rowHeight = 26, top = 30;
  std::map<std::string, size_t> names;
  std::vector<std::string> order;
  double most = chart.limit;
  for (const BarChart::Bar &bar : chart.bars) {
    double sum = 0;
    for (const BarChart::Part &part : bar.parts) {
      sum += std::max(0.0, part.value);
      if (names.emplace(part.name, order.size()).second)
        order.push_back(part.name);
    }
    most = std::max(most, sum);
  }
  most = most > 0 ? most : 1;
  const double bottom = top + rowHeight * static_cast<double>(chart.bars.size());
  // Bars of one part each say what they are beside them.
  const bool parted = order.size() > 1 && std::any_of(chart.bars.begin(), chart.bars.end(),
                                                      [](const BarChart::Bar &bar) { return bar.parts.size() > 1; });
  const double legend = parted ? 20 * std::ceil(static_cast<double>(order.size()) / 6) : 0;
  std::string text = svgStart(width, bottom + 30 + legend, chart.title);
  auto across = [&](double value) { return left + (width - left - right) * value / most; };
  for (double tick = 0; tick <= most * 1.0001; tick += stepOf(most)) {
    text += svgLine(across(tick), top, across(tick), bottom);
    text += svgText(across(tick), bottom + 15, shortNumber(tick) + (tick == 0 ? " " + chart.unit : ""), "middle");
  }
  double y = top;
  for (const BarChart::Bar &bar : chart.bars) {
    text += svgText(left - 8, y + 17, bar.label, "end");
    double sum = 0;
    for (const BarChart::Part &part : bar.parts) {
      double value = std::max(0.0, part.value);
      text += svgBox(across(sum), y + 4, across(sum + value) - across(sum), rowHeight - 8, colourOf(names[part.name]),
                     "", part.name + " " + shortNumber(value) + " " + chart.unit);
      sum += value;
    }
    text += svgText(across(sum) + 5, y + 17, shortNumber(sum));
    y += rowHeight;
  }
  if (chart.limit > 0)
    text += svgLine(across(chart.limit), top - 4, across(chart.limit), bottom, "#b5484f");
  for (size_t i = 0; i < order.size() && parted; ++i) {
    double x = left + 110 * static_cast<double>(i % 6),
           rowTop = bottom + 24 + 20 * std::floor(static_cast<double>(i) / 6);
    text += svgBox(x, rowTop, 11, 11, colourOf(i)) + svgText(x + 15, rowTop + 10, order[i]);
  }
  return text + "</svg>";
}

namespace {
// One axis: from values to picture coordinates, with its ticks.
struct Axis {
  double least, most, from, to;
  bool logarithmic;
  double place(double value) const {
    double low = logarithmic ? std::log10(least) : least, high = logarithmic ? std::log10(most) : most;
    double at = logarithmic ? std::log10(std::max(value, least)) : value;
    return from + (to - from) * (at - low) / (high > low ? high - low : 1);
  }
  std::vector<double> ticks() const {
    std::vector<double> result;
    if (logarithmic) {
      for (double power = std::floor(std::log10(least)); power <= std::ceil(std::log10(most)); ++power)
        if (double value = std::pow(10, power); value >= least * 0.999 && value <= most * 1.001)
          result.push_back(value);
    } else {
      double step = stepOf(most - least);
      for (double value = std::ceil(least / step) * step; value <= most * 1.0001; value += step)
        result.push_back(value);
    }
    return result;
  }
};

Axis axisOf(const PointChart &chart, bool across, double from, double to) {
  double least = 1e300, most = -1e300;
  for (const PointChart::Series &series : chart.series)
    for (const auto &[x, y] : series.points) {
      least = std::min(least, across ? x : y);
      most = std::max(most, across ? x : y);
    }
  if (least > most)
    least = most = 1;
  if (chart.logarithmic)
    return {std::max(1e-12, least) / 1.3, std::max(1e-12, most) * 1.3, from, to, true};
  double room = most > least ? (most - least) * 0.06 : std::max(1e-9, std::abs(most)) * 0.1;
  return {std::max(0.0, least - room), most + room, from, to, false};
}
} // namespace

std::string pointSvg(const PointChart &chart) {
  const double width = 900, height = 400, left = 80, right = 190, top = 34, bottom = height - 50;
  Axis x = axisOf(chart, true, left, width - right), y = axisOf(chart, false, bottom, top);
  std::string text = svgStart(width, height, chart.title);
  for (double tick : x.ticks())
    text += svgLine(x.place(tick), top, x.place(tick), bottom, "#e3e8ed") +
            svgText(x.place(tick), bottom + 16, shortNumber(tick), "middle");
  for (double tick : y.ticks())
    text += svgLine(left, y.place(tick), width - right, y.place(tick), "#e3e8ed") +
            svgText(left - 6, y.place(tick) + 4, shortNumber(tick), "end");
  text += svgLine(left, bottom, width - right, bottom, "#566573") + svgLine(left, top, left, bottom, "#566573");
  text += svgText((left + width - right) / 2, height - 12, chart.across, "middle");
  text += "<text transform=\"translate(16 " + svgNumber((top + bottom) / 2) +
          ") rotate(-90)\" text-anchor=\"middle\">" + escapedMarkup(chart.up) + "</text>";
  for (size_t i = 0; i < chart.series.size(); ++i) {
    const PointChart::Series &series = chart.series[i];
    std::string colour = colourOf(i);
    if (series.isLine) {
      text += "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" points=\"";
      for (const auto &[across, up] : series.points)
        text += svgNumber(x.place(across)) + "," + svgNumber(y.place(up)) + " ";
      text += "\"/>";
    } else {
      for (const auto &[across, up] : series.points)
        text += "<circle cx=\"" + svgNumber(x.place(across)) + "\" cy=\"" + svgNumber(y.place(up)) +
                "\" r=\"4\" fill=\"" + colour + "\"><title>" +
                escapedMarkup(series.name + ": " + shortNumber(across) + ", " + shortNumber(up)) + "</title></circle>";
    }
    double row = top + 8 + 20 * static_cast<double>(i);
    text += svgBox(width - right + 14, row - 9, 11, 11, colour) + svgText(width - right + 30, row + 1, series.name);
  }
  return text + "</svg>";
}

} // namespace allo::llm
