// Where ap_int.h and the other headers of HLS lie.
#pragma once

#include <string>

namespace allo::support {

// The folder that every parse, the oracle and the run of emitted HLS C++ have on their include path: that of the
// installation which this library belongs to, else that of the source tree.
const std::string &hlsIncludeDirectory();

} // namespace allo::support
