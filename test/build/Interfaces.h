// Parameters made by hand, for tests that need no kernel.
#pragma once

#include "support/Interface.h"

#include "allo/error.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace allo::test {

inline ElementType element(ElementType::Kind kind, unsigned bytes, const char *spelling) {
  return {kind, bytes, spelling};
}
inline ElementType floatType() { return element(ElementType::floating, 4, "float"); }
inline ElementType doubleType() { return element(ElementType::floating, 8, "double"); }
inline ElementType intType() { return element(ElementType::signed_integer, 4, "int"); }
inline ElementType byteType() { return element(ElementType::unsigned_integer, 1, "unsigned char"); }

inline InterfaceParameter parameter(const char *name, ElementType type, std::vector<int64_t> shape, bool isConst) {
  InterfaceParameter result;
  result.kind = shape.empty() ? InterfaceParameter::reference : InterfaceParameter::array;
  result.name = name;
  result.type = type;
  result.shape = shape;
  result.is_const = isConst;
  result.bytes = type.bytes;
  for (int64_t extent : shape)
    result.bytes *= extent;
  return result;
}
inline InterfaceParameter scalar(const char *name, ElementType type) {
  InterfaceParameter result = parameter(name, type, {}, true);
  result.kind = InterfaceParameter::scalar;
  return result;
}
inline InterfaceParameter structure(const char *name, const char *spelling, std::vector<InterfaceField> fields,
                                    int64_t bytes, bool byReference) {
  InterfaceParameter result;
  result.kind = InterfaceParameter::structure;
  result.name = name;
  result.structure_spelling = spelling;
  result.fields = std::move(fields);
  result.bytes = bytes;
  result.by_reference = byReference;
  result.is_const = !byReference;
  return result;
}

// The message of the UserError that `action` throws, or "" when it throws none.
inline std::string refusal(const std::function<void()> &action) {
  try {
    action();
  } catch (const UserError &error) {
    return error.message();
  }
  return "";
}

} // namespace allo::test
