#include "support/ElementaryFunctions.h"

#include "hls/detail/math_atan.h"
#include "hls/detail/math_erf.h"
#include "hls/detail/math_gamma.h"
#include "hls/detail/math_parts.h"
#include "hls/detail/math_root.h"
#include "hls/hls_math_binary32.h"

#include <bit>
#include <cstdint>

namespace allo::support {

namespace {
// Which functions have a text of their own on bit patterns, in which file.
const char *patternHeader(const std::string &name, bool isDouble) {
  if (name == "nextafter")
    return "detail/math_parts.h";
  if (!isDouble && (name == "exp" || name == "log" || name == "pow"))
    return "hls_math_binary32.h";
  return nullptr;
}

std::string patternFunction(const std::string &name, bool isDouble) {
  if (name == "nextafter")
    return isDouble ? "allo_nextafter_binary64" : "allo_nextafter_binary32";
  return "allo_" + name + "_bits";
}

// "allo_to_binary32(allo_pow(allo_from_binary32(x), allo_from_binary32(y)))"
std::string callText(const ElementaryFunction &function, bool isDouble) {
  std::string name = function.name, suffix = isDouble ? "64" : "32";
  bool hasSecond = function.shape != ElementaryFunction::unary && function.shape != ElementaryFunction::toInteger;
  if (patternHeader(name, isDouble))
    return patternFunction(name, isDouble) + (hasSecond ? "(x, y)" : "(x)");
  std::string call = "allo_" + name + "(allo_from_binary" + suffix + "(x)";
  if (hasSecond)
    call += function.shape == ElementaryFunction::withInteger ? ", y" : ", allo_from_binary" + suffix + "(y)";
  call += ")";
  bool givesInteger =
      function.shape == ElementaryFunction::toInteger || function.shape == ElementaryFunction::binaryToInteger;
  return givesInteger ? call : "allo_to_binary" + suffix + "(" + call + ")";
}

// The parameters with `real` for the floating type or its pattern.
std::string parametersText(const ElementaryFunction &function, const std::string &real) {
  switch (function.shape) {
  case ElementaryFunction::binary:
  case ElementaryFunction::binaryToInteger:
    return real + " x, " + real + " y";
  case ElementaryFunction::withInteger:
    return real + " x, int y";
  default:
    return real + " x";
  }
}

// The bits of these types in C and C++.
const char *const libraryStart = R"(#ifdef __cplusplus
extern "C" {
#endif
static inline unsigned int bits_of_float(float x) {
  unsigned int bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}
static inline float float_of_bits(unsigned int bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}
static inline unsigned long long bits_of_double(double x) {
  unsigned long long bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}
static inline double double_of_bits(unsigned long long bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}
)";
} // namespace

const std::vector<ElementaryFunction> &elementaryFunctions() {
  static const std::vector<ElementaryFunction> list = {
#define ALLO_ELEMENTARY(name, header, shape, origin)                                                                   \
  {#name, #header, ElementaryFunction::shape, ElementaryFunction::origin},
#define ALLO_ELEMENTARY_BITS ALLO_ELEMENTARY
#include "support/ElementaryList.def"
#undef ALLO_ELEMENTARY_BITS
#undef ALLO_ELEMENTARY
  };
  return list;
}

const ElementaryFunction *findElementary(std::string_view name) {
  for (const ElementaryFunction &function : elementaryFunctions())
    if (name == function.name)
      return &function;
  return nullptr;
}

ElementaryText elementaryText(const ElementaryFunction &function, bool isDouble) {
  ElementaryText result;
  const char *pattern = patternHeader(function.name, isDouble);
  std::string header = pattern ? pattern : std::string("detail/math_") + function.header + ".h";
  result.text = "#include \"" + header + "\"\n";
  if (pattern) {
    result.function = patternFunction(function.name, isDouble);
    return result;
  }
  result.function = std::string("allo_") + function.name + (isDouble ? "_binary64" : "_binary32");
  std::string bits = isDouble ? "unsigned long long" : "unsigned int";
  bool givesInteger =
      function.shape == ElementaryFunction::toInteger || function.shape == ElementaryFunction::binaryToInteger;
  result.text += "static inline " + (givesInteger ? "int" : bits) + " " + result.function + "(" +
                 parametersText(function, bits) + ") { return " + callText(function, isDouble) + "; }\n";
  return result;
}

std::map<std::string, std::string> elementaryLibrary(const std::set<std::string> &used, const std::string &extension) {
  std::set<std::string> names = used;
  bool hasCircle = used.count("sin") || used.count("cos");
  if (hasCircle)
    names.insert({"sin", "cos"});
  std::string includes, definitions;
  for (const ElementaryFunction &function : elementaryFunctions()) {
    if (!names.count(function.name) || function.origin != ElementaryFunction::library)
      continue;
    for (bool isDouble : {false, true}) {
      ElementaryText text = elementaryText(function, isDouble);
      includes += text.text;
      std::string real = isDouble ? "double" : "float", second;
      if (function.shape == ElementaryFunction::binary)
        second = ", bits_of_" + real + "(y)";
      definitions += real + " " + function.name + (isDouble ? "" : "f") + "(" + parametersText(function, real) +
                     ") { return " + real + "_of_bits(" + text.function + "(bits_of_" + real + "(x)" + second +
                     ")); }\n";
    }
  }
  if (hasCircle)
    definitions += R"(void sincosf(float x, float *s, float *c) {
  *s = float_of_bits(allo_sin_binary32(bits_of_float(x)));
  *c = float_of_bits(allo_cos_binary32(bits_of_float(x)));
}
void sincos(double x, double *s, double *c) {
  *s = double_of_bits(allo_sin_binary64(bits_of_double(x)));
  *c = double_of_bits(allo_cos_binary64(bits_of_double(x)));
}
)";
  return {{"allo_elementary" + extension, includes + libraryStart + definitions + "#ifdef __cplusplus\n}\n#endif\n"}};
}

std::string elementarySymbol(const ElementaryFunction &function, bool isDouble) {
  return std::string("allo_library_") + function.name + (isDouble ? "" : "f");
}

//===-- For cpu ---------------------------------------------------------------------------------------------------===//

namespace {
allo_wide decode(float x) { return allo_from_binary32(std::bit_cast<uint32_t>(x)); }
allo_wide decode(double x) { return allo_from_binary64(std::bit_cast<uint64_t>(x)); }
template <typename Real> Real encode(allo_wide x) {
  if constexpr (sizeof(Real) == 4)
    return std::bit_cast<float>(allo_to_binary32(x));
  else
    return std::bit_cast<double>(static_cast<uint64_t>(allo_to_binary64(x)));
}

template <auto function, typename Real> Real unary(Real x) { return encode<Real>(function(decode(x))); }
template <auto function, typename Real> Real binary(Real x, Real y) {
  return encode<Real>(function(decode(x), decode(y)));
}
template <auto function, typename Real> Real withInteger(Real x, int y) { return encode<Real>(function(decode(x), y)); }
template <auto function, typename Real> int toInteger(Real x) { return function(decode(x)); }
template <auto function, typename Real> int binaryToInteger(Real x, Real y) { return function(decode(x), decode(y)); }

// Those that are written on bit patterns.
float expOfFloat(float x) { return std::bit_cast<float>(allo_exp_bits(std::bit_cast<uint32_t>(x))); }
float logOfFloat(float x) { return std::bit_cast<float>(allo_log_bits(std::bit_cast<uint32_t>(x))); }
float powOfFloat(float x, float y) {
  return std::bit_cast<float>(allo_pow_bits(std::bit_cast<uint32_t>(x), std::bit_cast<uint32_t>(y)));
}
float nextOfFloat(float x, float y) {
  return std::bit_cast<float>(allo_nextafter_binary32(std::bit_cast<uint32_t>(x), std::bit_cast<uint32_t>(y)));
}
double nextOfDouble(double x, double y) {
  uint64_t bits = allo_nextafter_binary64(std::bit_cast<uint64_t>(x), std::bit_cast<uint64_t>(y));
  return std::bit_cast<double>(bits);
}
} // namespace

std::map<std::string, void *> elementaryAddresses() {
  std::map<std::string, void *> addresses;
#define ALLO_ELEMENTARY(name, header, shape, origin)                                                                   \
  addresses["allo_library_" #name] = reinterpret_cast<void *>(&shape<allo_##name, double>);                            \
  addresses["allo_library_" #name "f"] = reinterpret_cast<void *>(&shape<allo_##name, float>);
#define ALLO_ELEMENTARY_BITS(name, header, shape, origin)
#include "support/ElementaryList.def"
#undef ALLO_ELEMENTARY_BITS
#undef ALLO_ELEMENTARY
  addresses["allo_library_expf"] = reinterpret_cast<void *>(&expOfFloat);
  addresses["allo_library_logf"] = reinterpret_cast<void *>(&logOfFloat);
  addresses["allo_library_powf"] = reinterpret_cast<void *>(&powOfFloat);
  addresses["allo_library_nextafterf"] = reinterpret_cast<void *>(&nextOfFloat);
  addresses["allo_library_nextafter"] = reinterpret_cast<void *>(&nextOfDouble);
  return addresses;
}

} // namespace allo::support
