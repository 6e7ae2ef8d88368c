// The texts that the build puts into the program: the operator library and the devices' data, by file name.
#pragma once

#include <map>
#include <string>

namespace allo::embedded {
const std::map<std::string, std::string> &operator_library();
}

namespace allo::target::rtl {
inline const std::map<std::string, std::string> &embeddedFiles() { return embedded::operator_library(); }
} // namespace allo::target::rtl
