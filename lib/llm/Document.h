// A result as tables and pictures, from which text, CSV, JSON and HTML are made.
#pragma once

#include "allo/llm.hpp"

#include "llvm/Support/JSON.h"

#include <string>
#include <vector>

namespace allo::llm {

struct Table {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::string note; // below it
};

// Bars of parts on one scale; or, where `limit` is set, shares of it.
struct BarChart {
  std::string title, unit;
  struct Part {
    std::string name;
    double value = 0;
  };
  struct Bar {
    std::string label;
    std::vector<Part> parts;
  };
  std::vector<Bar> bars;
  double limit = 0; // a line here; 0: none
};

struct PointChart {
  std::string title, across, up; // labels of the axes
  bool logarithmic = false;      // both
  struct Series {
    std::string name;
    bool isLine = false;
    std::vector<std::pair<double, double>> points;
  };
  std::vector<Series> series;
};

struct Document {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<Table> tables;
  std::vector<BarChart> bars;
  std::vector<PointChart> points;
  llvm::json::Object data; // for programs
  std::vector<llvm::json::Value> designs;
};

std::string documentText(const Document &document);
std::string documentCsv(const Document &document); // tables, an empty line between them
std::string documentHtml(const Document &document);
std::string barSvg(const BarChart &chart);
std::string pointSvg(const PointChart &chart);

// Numbers for people: "4.92", "1,234,567", "12.3 ms".
std::string shortNumber(double value);
std::string wholeNumber(double value);
std::string timeText(units::Seconds time);
std::string percentText(double share);

} // namespace allo::llm
