// The functions of hls_math as every path computes them: one text, include/hls/detail/math_*.h (docs/decisions/0015).
// The native kernel and the emitted HLS C++ link it before the C library, cpu calls it inside this library, RTL
// compiles it like a kernel.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace allo::support {

struct ElementaryFunction {
  enum Shape {
    unary,           // real -> real
    binary,          // real, real -> real
    withInteger,     // real, int -> real
    toInteger,       // real -> int
    binaryToInteger, // real, real -> int
  };
  const char *name;   // in `allo.elementary` and, with the prefix allo_, in the text
  const char *header; // math_HEADER.h
  Shape shape;
  // Who has the function: `library` functions replace the C library's, where theirs are not exact; `exact` ones give
  // the same there; `own` ones are only in the namespace hls.
  enum Origin { library, exact, own } origin;
};

// In a fixed order.
const std::vector<ElementaryFunction> &elementaryFunctions();
// Null when there is no function of that name.
const ElementaryFunction *findElementary(std::string_view name);

// Files to compile before the C library, for the functions `used`; a kernel that uses sin or cos also gets sincos,
// which GCC makes of them. They include headers of headerFolder(); `extension` is ".c" or ".cpp".
std::map<std::string, std::string> elementaryLibrary(const std::set<std::string> &used, const std::string &extension);

// A C text that defines the function on bit patterns, and its name: what RTL compiles.
struct ElementaryText {
  std::string text;
  std::string function; // "allo_sin_binary32"
};
ElementaryText elementaryText(const ElementaryFunction &function, bool isDouble);

// The symbol that cpu calls ("allo_sinf"), and the addresses of all of them.
std::string elementarySymbol(const ElementaryFunction &function, bool isDouble);
std::map<std::string, void *> elementaryAddresses();

} // namespace allo::support
