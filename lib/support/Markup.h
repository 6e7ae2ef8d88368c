// Pages and pictures as text: HTML in one file, without scripts and with nothing fetched, and SVG inside it.
#pragma once

#include <string>
#include <vector>

namespace allo::support {

std::string escapedMarkup(const std::string &text);

// `body` is markup.
std::string htmlPage(const std::string &title, const std::string &body);
// Cells are plain text. `note` stands below.
std::string htmlTable(const std::string &title, const std::vector<std::string> &columns,
                      const std::vector<std::vector<std::string>> &rows, const std::string &note = "");

// Of SVG. Places are in pixels, from the upper left corner. `more`: further attributes.
std::string svgNumber(double value);
std::string svgStart(double width, double height, const std::string &title); // with the title in the first 16 pixels
std::string svgText(double x, double y, const std::string &text, const char *anchor = "start",
                    const std::string &more = "");
std::string svgLine(double x1, double y1, double x2, double y2, const std::string &colour = "#c5ccd3");
std::string svgBox(double x, double y, double width, double height, const std::string &fill,
                   const std::string &more = "", const std::string &tip = "");

} // namespace allo::support
