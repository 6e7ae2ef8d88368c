// The HTML page of a result: one file, pictures inside it as SVG, no script, nothing fetched.
#include "llm/Document.h"

namespace allo::llm {

namespace {
const char *const style = R"(
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:2rem 0 .4rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;border-bottom:2px solid #9aa7b4;padding:.25rem .6rem}
td{border-bottom:1px solid #e3e8ed;padding:.2rem .6rem;font-variant-numeric:tabular-nums}
p.note{color:#566573;font-size:.85rem;margin:.3rem 0}figure{margin:1.5rem 0}
svg{max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#1d2733}
)";

std::string tableHtml(const Table &table) {
  std::string text = "<h2>" + escapedMarkup(table.title) + "</h2>\n<table><thead><tr>";
  for (const std::string &column : table.columns)
    text += "<th>" + escapedMarkup(column) + "</th>";
  text += "</tr></thead><tbody>\n";
  for (const auto &row : table.rows) {
    text += "<tr>";
    for (const std::string &cell : row)
      text += "<td>" + escapedMarkup(cell) + "</td>";
    text += "</tr>\n";
  }
  text += "</tbody></table>\n";
  return text + (table.note.empty() ? "" : "<p class=\"note\">" + escapedMarkup(table.note) + "</p>\n");
}
} // namespace

std::string escapedMarkup(const std::string &text) {
  std::string result;
  for (char c : text)
    result += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return result;
}

std::string documentHtml(const Document &document) {
  std::string text = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                     escapedMarkup(document.title) + "</title><style>" + style + "</style></head><body>\n<h1>" +
                     escapedMarkup(document.title) + "</h1>\n";
  for (const std::string &paragraph : document.paragraphs)
    text += "<p>" + escapedMarkup(paragraph) + "</p>\n";
  for (const BarChart &chart : document.bars)
    text += "<figure>" + barSvg(chart) + "</figure>\n";
  for (const PointChart &chart : document.points)
    text += "<figure>" + pointSvg(chart) + "</figure>\n";
  for (const Table &table : document.tables)
    text += tableHtml(table);
  return text + "</body></html>\n";
}

} // namespace allo::llm
