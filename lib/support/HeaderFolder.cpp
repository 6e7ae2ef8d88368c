#include "support/HeaderFolder.h"

#include <filesystem>

namespace allo::support {

std::string headerFolder() {
  std::error_code ignored;
  return std::filesystem::is_directory(ALLO_SOURCE_HEADERS, ignored) ? ALLO_SOURCE_HEADERS : ALLO_INSTALLED_HEADERS;
}

} // namespace allo::support
