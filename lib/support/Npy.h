// NumPy's .npy files: one array of scalars or of structures, dense, row-major, little-endian.
#pragma once

#include "support/Interface.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allo::support {

// The element of an array: a scalar (no fields), or a structure of scalar fields, padding allowed between them.
struct NpyType {
  ElementType scalar;
  std::vector<InterfaceField> fields;
  int64_t bytes = 0; // of one element
  bool operator==(const NpyType &other) const;
};

struct NpyArray {
  NpyType type;
  std::vector<int64_t> shape; // empty: one scalar
  std::vector<char> data;
};

// The type of a parameter's elements.
NpyType npyTypeOf(const InterfaceParameter &parameter);
NpyType npyTypeOf(const ElementType &element);

// As NumPy writes it: "<f4", "|b1", "[('x', '<f4'), ('', '|V4'), ('y', '<f8')]".
std::string dtypeOf(const NpyType &type);

// "(32, 64)", "()", "(5,)"
std::string shapeText(const std::vector<int64_t> &shape);

// Throws UserError that names the file: not a .npy, an unsupported type, Fortran order, truncated …
NpyArray readNpy(const std::filesystem::path &file);
void writeNpy(const std::filesystem::path &file, const NpyType &type, const std::vector<int64_t> &shape,
              const void *data);

} // namespace allo::support
