// Identifiers: sanitising, the words that C++ and its library have taken, uniqueness by scope.
#include "target/hls/Names.h"

#include "llvm/ADT/StringExtras.h"

namespace allo::target::hls {

namespace {
// Keywords of C++ (alternative tokens included) and C, and names of the C library that emitted files may see as
// functions or macros.
const llvm::StringSet<> &taken() {
  static const llvm::StringSet<> words = {"alignas",
                                          "alignof",
                                          "and",
                                          "and_eq",
                                          "asm",
                                          "auto",
                                          "bitand",
                                          "bitor",
                                          "bool",
                                          "break",
                                          "case",
                                          "catch",
                                          "char",
                                          "char8_t",
                                          "char16_t",
                                          "char32_t",
                                          "class",
                                          "co_await",
                                          "co_return",
                                          "co_yield",
                                          "compl",
                                          "concept",
                                          "const",
                                          "const_cast",
                                          "consteval",
                                          "constexpr",
                                          "constinit",
                                          "continue",
                                          "decltype",
                                          "default",
                                          "delete",
                                          "do",
                                          "double",
                                          "dynamic_cast",
                                          "else",
                                          "enum",
                                          "explicit",
                                          "export",
                                          "extern",
                                          "false",
                                          "float",
                                          "for",
                                          "friend",
                                          "goto",
                                          "if",
                                          "inline",
                                          "int",
                                          "long",
                                          "mutable",
                                          "namespace",
                                          "new",
                                          "noexcept",
                                          "not",
                                          "not_eq",
                                          "nullptr",
                                          "operator",
                                          "or",
                                          "or_eq",
                                          "private",
                                          "protected",
                                          "public",
                                          "register",
                                          "reinterpret_cast",
                                          "requires",
                                          "restrict",
                                          "return",
                                          "short",
                                          "signed",
                                          "sizeof",
                                          "static",
                                          "static_assert",
                                          "static_cast",
                                          "struct",
                                          "switch",
                                          "template",
                                          "this",
                                          "thread_local",
                                          "throw",
                                          "true",
                                          "try",
                                          "typedef",
                                          "typeid",
                                          "typename",
                                          "union",
                                          "unsigned",
                                          "using",
                                          "virtual",
                                          "void",
                                          "volatile",
                                          "wchar_t",
                                          "while",
                                          "xor",
                                          "xor_eq",
                                          "std",
                                          "main",
                                          "abort",
                                          "abs",
                                          "acos",
                                          "acosh",
                                          "asin",
                                          "asinh",
                                          "atan",
                                          "atan2",
                                          "atanh",
                                          "atof",
                                          "atoi",
                                          "bsearch",
                                          "calloc",
                                          "cbrt",
                                          "ceil",
                                          "copysign",
                                          "cos",
                                          "cosh",
                                          "div",
                                          "drem",
                                          "erf",
                                          "erfc",
                                          "exit",
                                          "exp",
                                          "exp10",
                                          "exp2",
                                          "expm1",
                                          "fabs",
                                          "fdim",
                                          "floor",
                                          "fma",
                                          "fmax",
                                          "fmin",
                                          "fmod",
                                          "free",
                                          "frexp",
                                          "gamma",
                                          "hypot",
                                          "ilogb",
                                          "isinf",
                                          "isnan",
                                          "j0",
                                          "j1",
                                          "jn",
                                          "labs",
                                          "ldexp",
                                          "lgamma",
                                          "llabs",
                                          "llrint",
                                          "llround",
                                          "log",
                                          "log10",
                                          "log1p",
                                          "log2",
                                          "logb",
                                          "lrint",
                                          "lround",
                                          "malloc",
                                          "memcpy",
                                          "modf",
                                          "nan",
                                          "nearbyint",
                                          "pow",
                                          "qsort",
                                          "rand",
                                          "random",
                                          "remainder",
                                          "remquo",
                                          "rint",
                                          "round",
                                          "scalb",
                                          "select",
                                          "significand",
                                          "signgam",
                                          "sin",
                                          "sincos",
                                          "sinh",
                                          "sqrt",
                                          "strtol",
                                          "system",
                                          "tan",
                                          "tanh",
                                          "tgamma",
                                          "trunc",
                                          "y0",
                                          "y1",
                                          "yn",
                                          "INFINITY",
                                          "NAN",
                                          "NULL",
                                          "HUGE_VAL",
                                          "EOF",
                                          "assert",
                                          "saturate",
                                          "same_bits",
                                          "floor_divide",
                                          "floor_modulo",
                                          "ceil_divide",
                                          "unix",
                                          "linux"};
  return words;
}
} // namespace

std::string identifierFor(llvm::StringRef name) {
  std::string text;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (llvm::isAlnum(c))
      text += c;
    else if (c == '-' && i + 1 < name.size() && llvm::isDigit(name[i + 1]))
      text += text.empty() || text.back() == '_' ? "minus" : "_minus";
    else if (!text.empty() && text.back() != '_')
      text += '_';
  }
  while (!text.empty() && text.back() == '_')
    text.pop_back();
  if (text.empty() || llvm::isDigit(text.front()))
    text = "v" + text;
  if (text == "while" || text == "do" || text == "for")
    return text + "_loop";
  return taken().contains(text) ? text + "_" : text;
}

Names::Names() { enter(); }

bool Names::visible(llvm::StringRef name) const {
  for (const llvm::StringSet<> &scope : scopes)
    if (scope.contains(name))
      return true;
  return false;
}

std::string Names::declare(llvm::StringRef name) {
  std::string base = identifierFor(name), text = base;
  for (int number = 2; visible(text); ++number)
    text = base + "_" + std::to_string(number);
  scopes.back().insert(text);
  return text;
}

} // namespace allo::target::hls
