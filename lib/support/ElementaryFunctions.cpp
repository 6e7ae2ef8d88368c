#include "support/ElementaryFunctions.h"

#include "hls/hls_math_binary32.h"

#include <bit>
#include <cstdint>
#include <map>

namespace allo::embedded {
const std::map<std::string, std::string> &elementaryText();
}

namespace allo::support {

const std::string &elementaryHeader() { return embedded::elementaryText().at(elementaryHeaderName); }

std::string elementaryLibrary() {
  // Plain C, which g++ takes as well; the names are the C library's.
  return std::string("#include \"") + elementaryHeaderName + R"("
#ifdef __cplusplus
extern "C" {
#endif
static unsigned int bits_of(float x) {
  unsigned int bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}
static float float_of(unsigned int bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}
float expf(float x) { return float_of(allo_exp_bits(bits_of(x))); }
float logf(float x) { return float_of(allo_log_bits(bits_of(x))); }
float powf(float x, float y) { return float_of(allo_pow_bits(bits_of(x), bits_of(y))); }
#ifdef __cplusplus
}
#endif
)";
}

} // namespace allo::support

extern "C" {
float allo_expf(float x) { return std::bit_cast<float>(allo_exp_bits(std::bit_cast<uint32_t>(x))); }
float allo_logf(float x) { return std::bit_cast<float>(allo_log_bits(std::bit_cast<uint32_t>(x))); }
float allo_powf(float x, float y) {
  return std::bit_cast<float>(allo_pow_bits(std::bit_cast<uint32_t>(x), std::bit_cast<uint32_t>(y)));
}
}
