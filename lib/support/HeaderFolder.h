// Where ap_int.h, hls_math.h and the other headers of HLS are, for the parse of a kernel and for the compilers that run
// it.
#pragma once

#include <string>

namespace allo::support {

std::string headerFolder();

} // namespace allo::support
