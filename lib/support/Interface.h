// The parameters of a kernel as its caller sees them: what arguments are checked against, whatever the target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo {

// A scalar element: what NumPy calls kind and size. `spelling` is the C type.
struct ElementType {
  enum Kind { boolean, signed_integer, unsigned_integer, floating } kind = signed_integer;
  unsigned bytes = 4;
  std::string spelling = "int";
  bool operator==(const ElementType &other) const { return kind == other.kind && bytes == other.bytes; }
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
