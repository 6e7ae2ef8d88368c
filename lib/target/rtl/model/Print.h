// The parts of the printer.
#pragma once

#include "target/rtl/model/Model.h"

#include <string>
#include <vector>

namespace allo::target::rtl::model {

// "[31:0]"; empty for one bit.
std::string rangeOf(unsigned width);
// The lines of a comment, each as "// …" after `indent` blanks.
std::string commentLines(const std::string &comment, unsigned indent);
// A statement, broken at blanks where it is too long for a line; '\n' in it begins an indented line.
std::string statement(const std::string &text, unsigned indent, const std::string &comment = "");

struct Port {
  bool isInput;
  unsigned width;
  std::string name, comment;
};
// "module NAME (ports);", aligned.
std::string moduleHeader(const std::string &name, const std::vector<Port> &ports);

std::vector<Port> portsOf(const Rom &rom);
std::string printRom(const Rom &rom);

} // namespace allo::target::rtl::model
