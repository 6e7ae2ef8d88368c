#include "build/ArgumentSet.h"

namespace allo::build {

ArgumentSet::ArgumentSet(const Interface &interface) : interface(interface) {
  for (const InterfaceParameter &parameter : interface.parameters)
    buffers.emplace_back(static_cast<size_t>(parameter.bytes));
  if (interface.result)
    result.resize(interface.result->bytes);
  if (interface.resultStructure)
    result.resize(static_cast<size_t>(interface.resultStructure->bytes));
}

std::vector<void *> ArgumentSet::pointers() {
  std::vector<void *> pointers;
  for (std::vector<char> &buffer : buffers)
    pointers.push_back(buffer.data());
  return pointers;
}

std::string declarationOf(const InterfaceParameter &parameter) {
  std::string text =
      parameter.kind == InterfaceParameter::structure ? parameter.structure_spelling : parameter.type.spelling;
  bool isArray = !parameter.shape.empty();
  bool isReference = !isArray && (parameter.kind == InterfaceParameter::reference || parameter.by_reference);
  if (parameter.is_const && (isArray || isReference))
    text = "const " + text;
  text += isReference ? " &" : " ";
  text += parameter.name;
  for (int64_t extent : parameter.shape)
    text += "[" + std::to_string(extent) + "]";
  return text;
}

bool isOutput(const InterfaceParameter &parameter) {
  if (parameter.kind == InterfaceParameter::structure)
    return parameter.by_reference && !parameter.is_const;
  return parameter.kind != InterfaceParameter::scalar && !parameter.is_const;
}

int64_t elementsOf(const InterfaceParameter &parameter) {
  int64_t count = 1;
  for (int64_t extent : parameter.shape)
    count *= extent;
  return count;
}

int positionOf(const Interface &interface, const std::string &name) {
  for (size_t i = 0; i < interface.parameters.size(); ++i)
    if (interface.parameters[i].name == name)
      return static_cast<int>(i);
  return -1;
}

std::string namesOf(const Interface &interface) {
  std::string names;
  for (const InterfaceParameter &parameter : interface.parameters)
    names += (names.empty() ? "" : ", ") + parameter.name;
  return names.empty() ? "none" : names;
}

} // namespace allo::build
