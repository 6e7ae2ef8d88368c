// What to tell when a tool that we call fails. Its log stays, and is named.
#pragma once

#include "support/Process.h"

#include <filesystem>
#include <string>

namespace allo::build {

// Where the text is kept: a file under the system's folder for temporary files; empty when it cannot be written.
std::filesystem::path keepToolLog(const std::string &tool, const std::string &text);

// Throws UserError for a tool that was ended, ran out of time or of disk, InternalError for one that refused what we
// made.
[[noreturn]] void failTool(const std::string &tool, const support::ProcessResult &result);

} // namespace allo::build
