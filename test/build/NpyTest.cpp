// .npy files: what NumPy writes is read, what is written is what NumPy reads, and bad files are refused by name.
#include "Interfaces.h"

#include "support/Npy.h"
#include "support/TemporaryDirectory.h"

#include <cstring>

using namespace allo;
using namespace allo::support;
using namespace allo::test;

namespace {

class Npy : public testing::Test {
protected:
  std::filesystem::path file(const std::string &name) const { return directory_.path() / name; }

  // A file with this header and these bytes of elements, format version 1.0 as numpy.save writes it.
  std::filesystem::path write(const std::string &header, size_t bytes) const {
    std::string text("\x93NUMPY\1\0", 8);
    text += static_cast<char>(header.size() & 255);
    text += static_cast<char>(header.size() >> 8);
    text += header + std::string(bytes, '\1');
    writeFile(file("A.npy"), text);
    return file("A.npy");
  }
  std::string refused(const std::string &header, size_t bytes) const {
    std::filesystem::path path = write(header, bytes);
    std::string message = refusal([&] { readNpy(path); }), start = "cannot use " + path.string() + ": ";
    EXPECT_EQ(message.substr(0, start.size()), start);
    return message.size() > start.size() ? message.substr(start.size()) : "";
  }

  TemporaryDirectory directory_;
};

TEST_F(Npy, RoundTripOfEveryScalarType) {
  for (auto [kind, bytes, code] :
       {std::tuple(ElementType::boolean, 1U, "|b1"), std::tuple(ElementType::signed_integer, 1U, "|i1"),
        std::tuple(ElementType::signed_integer, 2U, "<i2"), std::tuple(ElementType::unsigned_integer, 4U, "<u4"),
        std::tuple(ElementType::unsigned_integer, 8U, "<u8"), std::tuple(ElementType::floating, 4U, "<f4"),
        std::tuple(ElementType::floating, 8U, "<f8")}) {
    NpyType type = npyTypeOf(element(kind, bytes, ""));
    EXPECT_EQ(dtypeOf(type), code);
    std::vector<char> data(6 * bytes);
    for (size_t i = 0; i < data.size(); ++i)
      data[i] = static_cast<char>(37 * i + 5);
    writeNpy(file("x.npy"), type, {2, 3}, data.data());
    NpyArray array = readNpy(file("x.npy"));
    EXPECT_TRUE(array.type == type);
    EXPECT_EQ(array.shape, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(array.data, data);
  }
}

TEST_F(Npy, WritesTheBytesThatNumPyWrites) {
  float values[2] = {1, -2};
  writeNpy(file("x.npy"), npyTypeOf(floatType()), {2}, values);
  std::string text = readFile(file("x.npy"));
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  ASSERT_EQ(text.size(), 128U + 8U);
  EXPECT_EQ(text.substr(0, 10), std::string("\x93NUMPY\1\0\x76\0", 10));
  EXPECT_EQ(text.substr(10, 118), header + std::string(117 - header.size(), ' ') + "\n");
  EXPECT_EQ(text.substr(128), std::string(reinterpret_cast<char *>(values), 8));
}

TEST_F(Npy, ScalarsHaveNoDimension) {
  int value = -5;
  writeNpy(file("n.npy"), npyTypeOf(intType()), {}, &value);
  NpyArray array = readNpy(file("n.npy"));
  EXPECT_TRUE(array.shape.empty());
  EXPECT_EQ(std::memcmp(array.data.data(), &value, 4), 0);
}

TEST_F(Npy, StructuresKeepFieldsAndPadding) {
  NpyType type{{}, {{"tag", byteType(), 0}, {"value", doubleType(), 8}, {"n", intType(), 16}}, 24};
  EXPECT_EQ(dtypeOf(type), "[('tag', '|u1'), ('', '|V7'), ('value', '<f8'), ('n', '<i4'), ('', '|V4')]");
  std::vector<char> data(48, 3);
  writeNpy(file("s.npy"), type, {2}, data.data());
  NpyArray array = readNpy(file("s.npy"));
  EXPECT_TRUE(array.type == type);
  EXPECT_EQ(array.data, data);
}

TEST_F(Npy, ReadsVersionTwo) {
  std::string header = "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }\n";
  std::string text("\x93NUMPY\2\0", 8);
  text += static_cast<char>(header.size());
  text += std::string(3, '\0') + header + std::string("\7\0\0\0", 4);
  writeFile(file("x.npy"), text);
  EXPECT_EQ(readNpy(file("x.npy")).data[0], 7);
}

TEST_F(Npy, RefusesWhatIsNotOne) {
  writeFile(file("A.npy"), "hello, this is text");
  EXPECT_EQ(refusal([&] { readNpy(file("A.npy")); }),
            "cannot use " + file("A.npy").string() + ": it is not a .npy file (the signature \\x93NUMPY is missing)");
  EXPECT_EQ(refusal([&] { readNpy(file("missing.npy")); }),
            "cannot read " + file("missing.npy").string() + ": No such file or directory");
}

TEST_F(Npy, RefusesTruncatedAndLongFiles) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
  EXPECT_EQ(refused(header, 23), "it is truncated: 23 bytes of elements where its header announces 24");
  EXPECT_EQ(refused(header, 25), "it is longer than its header says: 25 bytes of elements instead of 24");
  std::filesystem::path path = write(header, 24);
  EXPECT_EQ(readNpy(path).data.size(), 24U);
  for (size_t length : {7U, 9U, 30U}) {
    std::string text = readFile(path).substr(0, length);
    writeFile(file("short.npy"), text);
    EXPECT_NE(refusal([&] { readNpy(file("short.npy")); }), "") << length;
  }
}

TEST_F(Npy, RefusesOrderAndTypes) {
  EXPECT_EQ(refused("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", 24),
            "its elements are in Fortran order (column-major)");
  EXPECT_EQ(refused("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }\n", 8),
            "its elements are big-endian ('>f4')");
  EXPECT_EQ(refused("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }\n", 16),
            "elements of type '<c8' are not accepted (bool, integers of 1 to 8 bytes, f2, f4, f8, and V16, V32 … are)");
  EXPECT_EQ(refused("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n", 16),
            "its type '|O' is not one of NumPy's scalar types");
  EXPECT_EQ(refused("{'descr': [('x', '<f4', (2,))], 'fortran_order': False, 'shape': (2,), }\n", 16),
            "field 'x' is an array, which is not accepted");
}

TEST_F(Npy, RefusesMalformedHeaders) {
  EXPECT_EQ(refused("{'descr': '<f4', 'fortran_order': False}\n", 0), "its header lacks 'descr' or 'shape'");
  EXPECT_EQ(refused("{'descr': '<f4', 'shape': (99999999999, 99999999999)}\n", 0),
            "its shape (99999999999, 99999999999) is too large");
  EXPECT_EQ(refused("{'descr': '<f4', 'shape': (-1,)}\n", 0), "its header has a shape that is not a tuple of extents");
  EXPECT_EQ(refused("{'descr'", 0), "its header is malformed at character 8 (':' expected)");
  EXPECT_EQ(refused("", 0), "its header is malformed at character 0 ('{' expected)");
}

} // namespace
