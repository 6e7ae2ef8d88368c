// Format: "\x93NUMPY", version, header length (2 or 4 bytes), a Python dictionary, the elements.
#include "support/Npy.h"

#include "allo/error.hpp"
#include "support/TemporaryDirectory.h"

#include <cstring>
#include <fstream>

namespace allo::support {

namespace {

//===-- Types -----------------------------------------------------------------------------------------------------===//

// NumPy has no integers above 64 bits, which are opaque bytes here, and no bfloat16, which is the integer of its bits.
std::string codeOf(const ElementType &element) {
  if (element.bytes > 8)
    return "|V" + std::to_string(element.bytes);
  const char *kind = element.kind == ElementType::boolean          ? "b"
                     : element.kind == ElementType::signed_integer ? "i"
                     : element.kind == ElementType::floating       ? "f"
                                                                   : "u";
  return (element.bytes == 1 ? "|" : "<") + std::string(kind) + std::to_string(element.bytes);
}

std::string cSpelling(ElementType::Kind kind, unsigned bytes) {
  switch (kind) {
  case ElementType::boolean:
    return "bool";
  case ElementType::floating:
    return bytes == 2 ? "half" : bytes == 4 ? "float" : "double";
  default:
    std::string name = bytes == 1 ? "signed char" : bytes == 2 ? "short" : bytes == 4 ? "int" : "long";
    if (kind == ElementType::signed_integer)
      return name;
    return bytes == 1 ? "unsigned char" : "unsigned " + name;
  }
}

// The scalar of a code such as "<f4"; throws a reason without the file's name.
ElementType elementOf(const std::string &code) {
  auto refuse = [&](const std::string &why) -> ElementType { throw why; };
  if (code.size() < 3)
    return refuse("its type '" + code + "' is not one of NumPy's scalar types");
  unsigned bytes = static_cast<unsigned>(std::atoi(code.c_str() + 2));
  if (code[0] == '>' && bytes > 1)
    return refuse("its elements are big-endian ('" + code + "')");
  ElementType element;
  element.bytes = bytes;
  bool known = true;
  switch (code[1]) {
  case 'b':
    element.kind = ElementType::boolean;
    known = bytes == 1;
    break;
  case 'i':
  case 'u':
    element.kind = code[1] == 'i' ? ElementType::signed_integer : ElementType::unsigned_integer;
    known = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    break;
  case 'f':
    element.kind = ElementType::floating;
    known = bytes == 2 || bytes == 4 || bytes == 8;
    break;
  case 'V':
    element.kind = ElementType::unsigned_integer;
    known = bytes >= 16 && bytes % 16 == 0;
    break;
  default:
    known = false;
  }
  if (!known)
    return refuse("elements of type '" + code +
                  "' are not accepted (bool, integers of 1 to 8 bytes, f2, f4, f8, and V16, V32 … are)");
  element.spelling = cSpelling(element.kind, bytes);
  return element;
}

//===-- The header's dictionary -----------------------------------------------------------------------------------===//

// Reads the Python literal {'descr': …, 'fortran_order': …, 'shape': (…)}. Throws std::string.
class HeaderReader {
public:
  HeaderReader(const std::string &text) : text_(text) {}

  void read(NpyArray &array) {
    bool haveType = false, haveShape = false;
    expect('{');
    while (!accept('}')) {
      std::string key = string();
      expect(':');
      if (key == "descr")
        array.type = type(), haveType = true;
      else if (key == "fortran_order")
        fortran_ = word() == "True";
      else if (key == "shape")
        array.shape = shape(), haveShape = true;
      else
        throw "its header has the unknown entry '" + key + "'";
      accept(',');
    }
    if (!haveType || !haveShape)
      throw std::string("its header lacks 'descr' or 'shape'");
    if (fortran_ && array.shape.size() > 1)
      throw std::string("its elements are in Fortran order (column-major)");
  }

private:
  void skipSpace() {
    while (position_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[position_])))
      ++position_;
  }
  bool accept(char c) {
    skipSpace();
    if (position_ >= text_.size() || text_[position_] != c)
      return false;
    ++position_;
    return true;
  }
  void expect(char c) {
    if (!accept(c))
      throw std::string("its header is malformed at character ") + std::to_string(position_) + " ('" + c +
          "' expected)";
  }
  std::string string() {
    skipSpace();
    char quote = position_ < text_.size() ? text_[position_] : 0;
    size_t end = quote == '\'' || quote == '"' ? text_.find(quote, position_ + 1) : std::string::npos;
    if (end == std::string::npos)
      throw "its header is malformed at character " + std::to_string(position_) + " (a string expected)";
    std::string value = text_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return value;
  }
  std::string word() {
    skipSpace();
    size_t start = position_;
    while (position_ < text_.size() && std::isalnum(static_cast<unsigned char>(text_[position_])))
      ++position_;
    return text_.substr(start, position_ - start);
  }
  std::vector<int64_t> shape() {
    std::vector<int64_t> extents;
    expect('(');
    while (!accept(')')) {
      std::string number = word();
      if (number.empty() || number.size() > 18 || number.find_first_not_of("0123456789L") != std::string::npos)
        throw std::string("its header has a shape that is not a tuple of extents");
      extents.push_back(std::stoll(number));
      accept(',');
    }
    return extents;
  }
  NpyType type() {
    if (!accept('['))
      return npyTypeOf(elementOf(string()));
    NpyType structure;
    while (!accept(']')) {
      expect('(');
      std::string name = string();
      expect(',');
      skipSpace();
      if (position_ < text_.size() && text_[position_] == '[')
        throw std::string("structures within structures are not accepted");
      std::string code = string();
      if (accept(','))
        if (!accept(')'))
          throw "field '" + name + "' is an array, which is not accepted";
      if (text_[position_ - 1] != ')')
        expect(')');
      accept(',');
      if (code.size() > 2 && code[1] == 'V' && name.empty()) {
        structure.bytes += std::atoi(code.c_str() + 2);
        continue;
      }
      ElementType element = elementOf(code);
      structure.fields.push_back({name, element, structure.bytes});
      structure.bytes += element.bytes;
    }
    if (structure.fields.empty())
      throw std::string("its structures have no fields");
    return structure;
  }

  const std::string &text_;
  size_t position_ = 0;
  bool fortran_ = false;
};

int64_t elementCount(const std::vector<int64_t> &shape, int64_t elementBytes) {
  int64_t count = 1;
  for (int64_t extent : shape)
    if (__builtin_mul_overflow(count, extent, &count))
      throw "its shape " + shapeText(shape) + " is too large";
  int64_t bytes;
  if (__builtin_mul_overflow(count, elementBytes, &bytes))
    throw "its shape " + shapeText(shape) + " is too large";
  return count;
}

NpyArray parse(std::string &text) {
  if (text.size() < 10 || text.compare(0, 6, "\x93NUMPY") != 0)
    throw std::string("it is not a .npy file (the signature \\x93NUMPY is missing)");
  unsigned major = static_cast<unsigned char>(text[6]);
  if (major < 1 || major > 3)
    throw "its format version " + std::to_string(major) + " is unknown (1 to 3 are accepted)";
  size_t lengthBytes = major == 1 ? 2 : 4, length = 0;
  if (text.size() < 8 + lengthBytes)
    throw std::string("it is truncated in its header");
  for (size_t i = 0; i < lengthBytes; ++i)
    length |= static_cast<size_t>(static_cast<unsigned char>(text[8 + i])) << (8 * i);
  size_t start = 8 + lengthBytes + length;
  if (text.size() < start)
    throw std::string("it is truncated in its header");
  NpyArray array;
  HeaderReader(text.substr(8 + lengthBytes, length)).read(array);
  size_t bytes = static_cast<size_t>(elementCount(array.shape, array.type.bytes) * array.type.bytes);
  if (text.size() - start < bytes)
    throw "it is truncated: " + std::to_string(text.size() - start) + " bytes of elements where its header announces " +
        std::to_string(bytes);
  if (text.size() - start > bytes)
    throw "it is longer than its header says: " + std::to_string(text.size() - start) +
        " bytes of elements instead of " + std::to_string(bytes);
  array.data.assign(text.begin() + static_cast<std::ptrdiff_t>(start), text.end());
  return array;
}

std::string hintFor(const std::string &reason) {
  if (reason.find("Fortran") != std::string::npos)
    return "save it with numpy.save(file, numpy.ascontiguousarray(array))";
  if (reason.find("big-endian") != std::string::npos)
    return "save it with numpy.save(file, array.astype(array.dtype.newbyteorder('<')))";
  return {};
}
} // namespace

bool NpyType::operator==(const NpyType &other) const {
  if (bytes != other.bytes || fields.size() != other.fields.size())
    return false;
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name != other.fields[i].name || fields[i].offset != other.fields[i].offset ||
        codeOf(fields[i].type) != codeOf(other.fields[i].type))
      return false;
  return !fields.empty() || codeOf(scalar) == codeOf(other.scalar);
}

NpyType npyTypeOf(const ElementType &element) { return {element, {}, element.bytes}; }

NpyType npyTypeOf(const InterfaceParameter &parameter) {
  if (parameter.fields.empty())
    return npyTypeOf(parameter.type);
  int64_t elements = 1;
  for (int64_t extent : parameter.shape)
    elements *= extent;
  return {{}, parameter.fields, parameter.bytes / elements};
}

std::string dtypeOf(const NpyType &type) {
  if (type.fields.empty())
    return codeOf(type.scalar);
  std::string text;
  int64_t end = 0;
  auto add = [&](const std::string &name, const std::string &code) {
    text += (text.empty() ? "('" : ", ('") + name + "', '" + code + "')";
  };
  for (const InterfaceField &field : type.fields) {
    if (field.offset > end)
      add("", "|V" + std::to_string(field.offset - end));
    add(field.name, codeOf(field.type));
    end = field.offset + field.type.bytes;
  }
  if (type.bytes > end)
    add("", "|V" + std::to_string(type.bytes - end));
  return "[" + text + "]";
}

std::string shapeText(const std::vector<int64_t> &shape) {
  std::string text;
  for (int64_t extent : shape)
    text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "(" + text + (shape.size() == 1 ? ",)" : ")");
}

NpyArray readNpy(const std::filesystem::path &file) {
  std::string text = readFile(file);
  try {
    return parse(text);
  } catch (const std::string &reason) {
    throw UserError("cannot use " + file.string() + ": " + reason, {}, hintFor(reason));
  }
}

void writeNpy(const std::filesystem::path &file, const NpyType &type, const std::vector<int64_t> &shape,
              const void *data) {
  std::string descr = dtypeOf(type);
  if (type.fields.empty())
    descr = "'" + descr + "'";
  std::string header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shapeText(shape) + ", }";
  size_t lengthBytes = header.size() + 64 < 65536 ? 2 : 4;
  size_t prefix = 8 + lengthBytes; // padded so that the elements start at a multiple of 64
  header.append(63 - (prefix + header.size()) % 64, ' ');
  header += '\n';
  std::string text = std::string("\x93NUMPY") + (lengthBytes == 2 ? '\1' : '\2') + '\0';
  for (size_t i = 0; i < lengthBytes; ++i)
    text += static_cast<char>(header.size() >> (8 * i));
  text += header;
  size_t bytes = static_cast<size_t>(elementCount(shape, type.bytes) * type.bytes);
  text.append(static_cast<const char *>(data), bytes);
  writeFile(file, text);
}

} // namespace allo::support
