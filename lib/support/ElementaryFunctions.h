// exp, log and pow of binary32 as every path computes them (include/hls/hls_math_binary32.h).
#pragma once

#include <string>

namespace allo::support {

// The header's text, C and C++.
const std::string &elementaryHeader();
// A file that defines expf, logf and powf of the C library, to be linked before it; it includes the header by
// `elementaryHeaderName`.
std::string elementaryLibrary();
inline constexpr const char *elementaryHeaderName = "hls_math_binary32.h";

} // namespace allo::support

extern "C" {
float allo_expf(float x);
float allo_logf(float x);
float allo_powf(float x, float y);
}
