// The parameters of a kernel as its caller sees them: what arguments are checked against, whatever the target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo {

// A scalar element: what NumPy calls kind and size. `spelling` is the C type. Integers of any width lie in memory as
// docs/decisions/0017 says, fixed point as the integer of its bits.
struct ElementType {
  enum Kind { boolean, signed_integer, unsigned_integer, floating, brain_floating } kind = signed_integer;
  unsigned bytes = 4;
  std::string spelling = "int";
  unsigned bits = 0;         // of the value, where they do not fill the bytes; 0: they do
  int fraction = 0;          // value = integer * 2^-fraction
  bool is_arbitrary = false; // of a type with a width of its own: all its bits count, there are no usual values
  bool isInteger() const { return kind == signed_integer || kind == unsigned_integer || kind == boolean; }
  unsigned width() const { return kind == boolean ? 1 : bits ? bits : 8 * bytes; }
  bool operator==(const ElementType &other) const {
    return kind == other.kind && bytes == other.bytes && width() == other.width() && fraction == other.fraction;
  }
};

// A scalar of a structure: a member at any depth, or an element of an array in it ("q[2].x").
struct InterfaceField {
  std::string name;
  ElementType type;
  int64_t offset = 0;
};

// The largest magnitude of a parameter that loop bounds and subscripts depend on (docs/decisions/0007). Callers check
// it.
inline constexpr int64_t maximalSize = int64_t(1) << 30;

struct InterfaceParameter {
  enum Kind { scalar, reference, array, structure } kind = scalar;
  std::string name;
  ElementType type;                   // of the scalar or the elements
  std::vector<int64_t> shape;         // arrays, of scalars or of structures
  bool is_const = false;              // never written
  bool is_size = false;               // bounds or subscripts need it to be a size: at most `maximalSize` in magnitude
  std::vector<InterfaceField> fields; // structures only, by offset
  std::string structure_spelling;
  bool by_reference = false; // structures: written by the kernel
  int64_t bytes = 0;         // of the whole argument
};

struct Interface {
  std::string kernel;
  std::vector<InterfaceParameter> parameters;
  std::optional<ElementType> result;
  std::optional<InterfaceParameter> resultStructure; // where the result is one
};

} // namespace allo
