// See Memories.h; the files are embedded by CMake.
#include "target/rtl/memories/Memories.h"

namespace allo::embedded {
const std::map<std::string, std::string> &memory_library();
}

const std::map<std::string, std::string> &allo::target::rtl::memorySources() { return embedded::memory_library(); }
