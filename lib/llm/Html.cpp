// The HTML page of a result.
#include "llm/Document.h"
#include "support/Markup.h"

namespace allo::llm {

std::string documentHtml(const Document &document) {
  std::string body;
  for (const std::string &paragraph : document.paragraphs)
    body += "<p>" + support::escapedMarkup(paragraph) + "</p>\n";
  for (const BarChart &chart : document.bars)
    body += "<figure>" + barSvg(chart) + "</figure>\n";
  for (const PointChart &chart : document.points)
    body += "<figure>" + pointSvg(chart) + "</figure>\n";
  for (const Table &table : document.tables)
    body += support::htmlTable(table.title, table.columns, table.rows, table.note);
  return support::htmlPage(document.title, body);
}

} // namespace allo::llm
