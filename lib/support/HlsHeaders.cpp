#include "support/HlsHeaders.h"

#include <dlfcn.h>
#include <filesystem>

namespace fs = std::filesystem;

namespace allo::support {

namespace {
std::string find() {
  Dl_info library;
  std::error_code ignored;
  if (dladdr(reinterpret_cast<void *>(&hlsIncludeDirectory), &library) && library.dli_fname) {
    fs::path folder = fs::canonical(library.dli_fname, ignored).parent_path();
    // lib, lib64 or lib/x86_64-linux-gnu below the prefix.
    for (int level = 0; level < 2 && !folder.empty(); ++level) {
      folder = folder.parent_path();
      if (fs::path headers = folder / ALLO_INSTALLED_HEADERS; fs::exists(headers / "ap_int.h", ignored))
        return headers;
    }
  }
  return ALLO_HLS_HEADERS;
}
} // namespace

const std::string &hlsIncludeDirectory() {
  static const std::string directory = find();
  return directory;
}

} // namespace allo::support
