#include "build/ReportFormat.h"

#include <algorithm>
#include <filesystem>

namespace allo::build {

namespace {
size_t widthOf(const std::string &text) { // code points, as names may hold more than ASCII
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
} // namespace

std::string table(const std::vector<Row> &rows) {
  std::vector<size_t> widths(rows.front().size());
  for (const Row &row : rows)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], widthOf(row[i]));
  std::string text;
  for (const Row &row : rows) {
    std::string line = "  ";
    for (size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - widthOf(row[i]) + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string placeText(const SourcePlace &place) {
  return place.known() ? std::filesystem::path(place.file).filename().string() + ":" + std::to_string(place.line) : "";
}

llvm::json::Value placeJson(const SourcePlace &place) {
  if (!place.known())
    return nullptr;
  return llvm::json::Object{{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

} // namespace allo::build
