// The texts that the build puts into the program: the operator library and the devices' data, by file name.
#pragma once

#include <utility>
#include <vector>

namespace allo::target::rtl {
const std::vector<std::pair<const char *, const char *>> &embeddedFiles();
} // namespace allo::target::rtl
