#include "support/Markup.h"

#include <cstdio>

namespace allo::support {

namespace {
const char *const style = R"(
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:2rem 0 .4rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;border-bottom:2px solid #9aa7b4;padding:.25rem .6rem}
td{border-bottom:1px solid #e3e8ed;padding:.2rem .6rem;font-variant-numeric:tabular-nums}
p.note{color:#566573;font-size:.85rem;margin:.3rem 0}figure{margin:1.5rem 0}
svg{max-width:100%;height:auto}figure.wide{overflow-x:auto}figure.wide svg{max-width:none}svg text{font:12px system-ui,sans-serif;fill:#1d2733}
)";
} // namespace

std::string escapedMarkup(const std::string &text) {
  std::string result;
  for (char c : text)
    result += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return result;
}

std::string htmlPage(const std::string &title, const std::string &body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escapedMarkup(title) +
         "</title><style>" + style + "</style></head><body>\n<h1>" + escapedMarkup(title) + "</h1>\n" + body +
         "</body></html>\n";
}

std::string htmlTable(const std::string &title, const std::vector<std::string> &columns,
                      const std::vector<std::vector<std::string>> &rows, const std::string &note) {
  std::string text = "<h2>" + escapedMarkup(title) + "</h2>\n<table><thead><tr>";
  for (const std::string &column : columns)
    text += "<th>" + escapedMarkup(column) + "</th>";
  text += "</tr></thead><tbody>\n";
  for (const auto &row : rows) {
    text += "<tr>";
    for (const std::string &cell : row)
      text += "<td>" + escapedMarkup(cell) + "</td>";
    text += "</tr>\n";
  }
  text += "</tbody></table>\n";
  return text + (note.empty() ? "" : "<p class=\"note\">" + escapedMarkup(note) + "</p>\n");
}

//===-- SVG -------------------------------------------------------------------------------------------------------===//

std::string svgNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string svgText(double x, double y, const std::string &text, const char *anchor, const std::string &more) {
  return "<text x=\"" + svgNumber(x) + "\" y=\"" + svgNumber(y) + "\" text-anchor=\"" + anchor + "\" " + more + ">" +
         escapedMarkup(text) + "</text>";
}

std::string svgLine(double x1, double y1, double x2, double y2, const std::string &colour) {
  return "<line x1=\"" + svgNumber(x1) + "\" y1=\"" + svgNumber(y1) + "\" x2=\"" + svgNumber(x2) + "\" y2=\"" +
         svgNumber(y2) + "\" stroke=\"" + colour + "\"/>";
}

std::string svgStart(double width, double height, const std::string &title) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + svgNumber(width) + " " + svgNumber(height) +
         "\" width=\"" + svgNumber(width) + "\" role=\"img\" aria-label=\"" + escapedMarkup(title) + "\">" +
         svgText(0, 16, title, "start", "font-weight=\"600\"");
}

std::string svgBox(double x, double y, double width, double height, const std::string &fill, const std::string &more,
                   const std::string &tip) {
  std::string box = "<rect x=\"" + svgNumber(x) + "\" y=\"" + svgNumber(y) + "\" width=\"" + svgNumber(width) +
                    "\" height=\"" + svgNumber(height) + "\" fill=\"" + fill + "\" " + more;
  return tip.empty() ? box + "/>" : box + "><title>" + escapedMarkup(tip) + "</title></rect>";
}

} // namespace allo::support
