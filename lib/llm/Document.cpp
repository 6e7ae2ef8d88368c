#include "llm/Document.h"

#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace allo::llm {

namespace {
std::string format(const char *form, double value) {
  char text[64];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

// Characters, not bytes: continuation bytes of UTF-8 take no column.
size_t widthOf(const std::string &text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool looksNumeric(const std::string &text) {
  return text.empty() || text[0] == '-' || text[0] == '+' || (text[0] >= '0' && text[0] <= '9');
}

std::string tableText(const Table &table) {
  std::vector<size_t> widths;
  std::vector<bool> right;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t width = widthOf(table.columns[i]);
    bool numeric = i > 0;
    for (const auto &row : table.rows) {
      width = std::max(width, i < row.size() ? widthOf(row[i]) : 0);
      numeric = numeric && (i >= row.size() || looksNumeric(row[i]));
    }
    widths.push_back(width);
    right.push_back(numeric);
  }
  auto line = [&](const std::vector<std::string> &cells) {
    std::string text = " ";
    for (size_t i = 0; i < widths.size(); ++i) {
      std::string cell = i < cells.size() ? cells[i] : "";
      std::string pad(widths[i] - std::min(widths[i], widthOf(cell)), ' ');
      text += " " + (right[i] ? pad + cell : cell + pad) + " ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = table.title + "\n" + line(table.columns);
  for (const auto &row : table.rows)
    text += line(row);
  return text + (table.note.empty() ? "" : "  " + table.note + "\n");
}

std::string csvCell(const std::string &text) {
  if (text.find_first_of(",\"\n") == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}
} // namespace

std::string shortNumber(double value) {
  if (value == 0)
    return "0";
  double size = std::abs(value);
  if (size >= 1e6 || size < 1e-3)
    return format("%.3g", value);
  return size >= 100 ? format("%.0f", value) : size >= 10 ? format("%.1f", value) : format("%.3g", value);
}

std::string wholeNumber(double value) {
  std::string text = format("%.0f", value);
  size_t first = text[0] == '-' ? 1 : 0;
  for (size_t end = text.size(); end > first + 3; end -= 3)
    text.insert(end - 3, ",");
  return text;
}

std::string timeText(units::Seconds time) {
  double value = time.value();
  if (value >= 1)
    return format("%.3g s", value);
  return value >= 1e-3 ? format("%.4g ms", value * 1e3) : format("%.3g us", value * 1e6);
}

std::string percentText(double share) { return format(share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100); }

std::string documentText(const Document &document) {
  std::string text = document.title + "\n";
  for (const std::string &paragraph : document.paragraphs)
    text += "  " + paragraph + "\n";
  for (const Table &table : document.tables)
    text += "\n" + tableText(table);
  return text;
}

std::string documentCsv(const Document &document) {
  std::string text;
  for (const Table &table : document.tables) {
    text += text.empty() ? "" : "\n";
    auto line = [&](const std::vector<std::string> &cells) {
      for (size_t i = 0; i < cells.size(); ++i)
        text += (i ? "," : "") + csvCell(cells[i]);
      text += "\n";
    };
    line(table.columns);
    for (const auto &row : table.rows)
      line(row);
  }
  return text;
}

Answer::Answer(std::shared_ptr<const Document> document, Figures figures)
    : document_(std::move(document)), figures_(figures) {}
std::string Answer::text() const { return documentText(*document_); }
std::string Answer::csv() const { return documentCsv(*document_); }
std::string Answer::html() const { return documentHtml(*document_); }
std::string Answer::json() const {
  return llvm::formatv("{0:2}", llvm::json::Value(llvm::json::Object(document_->data))).str() + "\n";
}
std::vector<std::string> Answer::designs() const {
  std::vector<std::string> result;
  for (const llvm::json::Value &design : document_->designs)
    result.push_back(llvm::formatv("{0:2}", design).str() + "\n");
  return result;
}

} // namespace allo::llm
