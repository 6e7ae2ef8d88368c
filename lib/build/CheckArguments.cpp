// Arrays must fit exactly. Scalars are converted as a C++ call would, except where the value would change: an integer
// out of range, or a fraction given to an integer parameter.
#include "build/CheckArguments.h"

#include "allo/error.hpp"
#include "build/ArgumentSet.h"
#include "build/ElementValues.h"
#include "support/Npy.h"

#include <cmath>
#include <limits>

namespace allo::build {

ElementKind publicKind(const ElementType &type) {
  switch (type.kind) {
  case ElementType::boolean:
    return ElementKind::boolean;
  case ElementType::signed_integer:
    return ElementKind::signed_integer;
  case ElementType::unsigned_integer:
    return ElementKind::unsigned_integer;
  case ElementType::floating:
  case ElementType::brain_floating:
    return ElementKind::floating;
  }
  throw InternalError("an element type of an unknown kind");
}

namespace {

std::string typeText(ElementKind kind, size_t bytes) {
  switch (kind) {
  case ElementKind::boolean:
    return "bool";
  case ElementKind::floating:
    return bytes == 4 ? "float" : bytes == 8 ? "double" : "long double";
  case ElementKind::structure:
    return "a structure of " + std::to_string(bytes) + " bytes";
  default:
    return (kind == ElementKind::signed_integer ? "a signed integer of " : "an unsigned integer of ") +
           std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  }
}

class Checker {
public:
  Checker(const Interface &interface, const std::vector<Argument> &arguments)
      : interface_(interface), arguments_(arguments) {}

  CheckedArguments check() {
    if (arguments_.size() != interface_.parameters.size())
      throw UserError(interface_.kernel + " takes " + std::to_string(interface_.parameters.size()) + " arguments (" +
                      namesOf(interface_) + "), " + std::to_string(arguments_.size()) + " were given");
    for (const InterfaceParameter &parameter : interface_.parameters)
      checked_.scalars.emplace_back(std::max(parameter.type.bytes, 8u));
    for (size_t i = 0; i < arguments_.size(); ++i)
      checked_.pointers.push_back(checkOne(i));
    checkOverlap();
    return std::move(checked_);
  }

private:
  [[noreturn]] void refuse(size_t i, const std::string &why, const std::string &hint = {}) const {
    throw UserError("argument " + std::to_string(i + 1) + " of " + interface_.kernel + " ('" +
                        declarationOf(interface_.parameters[i]) + "') " + why,
                    {}, hint);
  }

  void *checkOne(size_t i) {
    const InterfaceParameter &parameter = interface_.parameters[i];
    const Argument &argument = arguments_[i];
    if (parameter.kind == InterfaceParameter::scalar)
      return convertScalar(i);
    checkShape(i);
    bool isStructure = parameter.kind == InterfaceParameter::structure;
    ElementKind kind = isStructure ? ElementKind::structure : publicKind(parameter.type);
    size_t bytes = isStructure ? static_cast<size_t>(parameter.bytes / elementsOf(parameter)) : parameter.type.bytes;
    // In C++ the types of HLS are classes.
    if (!isStructure && isClass(parameter.type) && argument.kind() == ElementKind::structure)
      kind = ElementKind::structure;
    if (argument.kind() != kind || argument.element_bytes() != bytes)
      refuse(i, "was given elements of another type: " + typeText(argument.kind(), argument.element_bytes()) +
                    " instead of " + typeText(kind, bytes));
    if (isOutput(parameter) && !argument.writable())
      refuse(i, "may be written by the kernel, but the argument is const or a temporary",
             "pass a variable, or declare the parameter const if the kernel only reads it");
    if (!argument.data() && elementsOf(parameter) > 0)
      refuse(i, "was given a null pointer");
    return const_cast<void *>(argument.data());
  }

  static bool isClass(const ElementType &type) {
    return type.is_arbitrary || type.kind == ElementType::brain_floating || (isFloating(type) && type.bytes == 2);
  }

  void checkShape(size_t i) const {
    const std::vector<int64_t> &expected = interface_.parameters[i].shape, &given = arguments_[i].shape();
    if (given.size() != expected.size()) {
      std::string what = given.empty() ? "a scalar" : "an array of rank " + std::to_string(given.size());
      std::string hint;
      if (!expected.empty() && !given.empty())
        hint = "give the memory its shape: allo::view(pointer, {" +
               support::shapeText(expected).substr(1, support::shapeText(expected).size() - 2) + "})";
      refuse(i,
             "was given " + what + " instead of " +
                 (expected.empty() ? std::string("a scalar") : "an array of rank " + std::to_string(expected.size())),
             hint);
    }
    for (size_t d = 0; d < given.size(); ++d)
      if (given[d] != expected[d])
        refuse(i, "was given an array of shape " + support::shapeText(given) + " instead of " +
                      support::shapeText(expected) + ": dimension " + std::to_string(d + 1) + " differs");
  }

  template <typename T> static T load(const Argument &argument) {
    T value;
    std::memcpy(&value, argument.data(), sizeof value);
    return value;
  }
  static int64_t loadSigned(const Argument &argument) {
    switch (argument.element_bytes()) {
    case 1:
      return load<int8_t>(argument);
    case 2:
      return load<int16_t>(argument);
    case 4:
      return load<int32_t>(argument);
    default:
      return load<int64_t>(argument);
    }
  }
  static uint64_t loadUnsigned(const Argument &argument) {
    switch (argument.element_bytes()) {
    case 1:
      return load<uint8_t>(argument);
    case 2:
      return load<uint16_t>(argument);
    case 4:
      return load<uint32_t>(argument);
    default:
      return load<uint64_t>(argument);
    }
  }

  void *convertScalar(size_t i) {
    const Argument &argument = arguments_[i];
    if (!argument.shape().empty())
      refuse(i, "is a scalar, but an array was given");
    if (isClass(interface_.parameters[i].type) && argument.kind() == ElementKind::structure &&
        argument.element_bytes() == interface_.parameters[i].type.bytes)
      return const_cast<void *>(argument.data());
    if (argument.kind() == ElementKind::structure || argument.element_bytes() > 8)
      refuse(i, "is a scalar, but " + typeText(argument.kind(), argument.element_bytes()) + " was given");
    if (argument.kind() == ElementKind::floating)
      store(i, argument.element_bytes() == 4 ? load<float>(argument) : load<double>(argument));
    else if (argument.kind() == ElementKind::signed_integer)
      store(i, loadSigned(argument));
    else
      store(i, loadUnsigned(argument));
    return checked_.scalars[i].data();
  }

  template <typename From> void store(size_t i, From value) {
    const ElementType &type = interface_.parameters[i].type;
    char *to = checked_.scalars[i].data();
    if (isFloating(type)) {
      // A long would round twice through double; C++ rounds it once.
      float single = static_cast<float>(value);
      type.bytes == 4 ? std::memcpy(to, &single, 4)
                      : (storeFloat(type, llvm::APFloat(static_cast<double>(value)), to), nullptr);
      return;
    }
    if (type.fraction)
      refuse(i, "is fixed point, but a built-in number was given", "pass a value of type " + type.spelling);
    if constexpr (std::is_floating_point_v<From>) {
      refuse(i, "is an integer, but a floating-point value was given", "convert it where you call");
    } else {
      if (!fits(type, value))
        refuse(i, "cannot hold the value " + std::to_string(value));
      if (interface_.parameters[i].is_size && !isSize(value))
        refuse(i, "is a size, and " + std::to_string(value) + " is beyond 2^30");
      storeInteger(type, llvm::APInt(64, static_cast<uint64_t>(value), value < 0), to);
    }
  }

  template <typename From> static bool isSize(From value) {
    return value < 0 ? static_cast<int64_t>(value) >= -maximalSize
                     : static_cast<uint64_t>(value) <= static_cast<uint64_t>(maximalSize);
  }

  template <typename From> static bool fits(const ElementType &type, From value) {
    unsigned bits = std::min(type.width(), 64u + (type.kind == ElementType::signed_integer));
    bool isSigned = type.kind == ElementType::signed_integer;
    if (value < 0) {
      return isSigned && (bits > 64 || static_cast<int64_t>(value) >= -(int64_t(1) << (bits - 1)));
    }
    uint64_t high = std::numeric_limits<uint64_t>::max() >> (64 - bits + (isSigned ? 1 : 0));
    return static_cast<uint64_t>(value) <= high;
  }

  // Arrays that are only read may share memory; one that may be written shares it with no other.
  void checkOverlap() const {
    auto isMemory = [&](size_t i) { return interface_.parameters[i].kind != InterfaceParameter::scalar; };
    for (size_t j = 0; j < arguments_.size(); ++j)
      for (size_t i = 0; i < j; ++i) {
        const InterfaceParameter &first = interface_.parameters[i], &second = interface_.parameters[j];
        if (!isMemory(i) || !isMemory(j) || (!isOutput(first) && !isOutput(second)))
          continue;
        auto *a = static_cast<const char *>(checked_.pointers[i]), *b = static_cast<const char *>(checked_.pointers[j]);
        if (a < b + second.bytes && b < a + first.bytes)
          throw UserError("arguments " + std::to_string(i + 1) + " and " + std::to_string(j + 1) + " of " +
                              interface_.kernel + " ('" + first.name + "' and '" + second.name + "') overlap in memory",
                          {}, "array parameters are distinct memories in hardware: pass a copy");
      }
  }

  const Interface &interface_;
  const std::vector<Argument> &arguments_;
  CheckedArguments checked_;
};
} // namespace

CheckedArguments checkArguments(const Interface &interface, const std::vector<Argument> &arguments) {
  return Checker(interface, arguments).check();
}

} // namespace allo::build
