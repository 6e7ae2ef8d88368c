// See ToolFailure.h.
#include "build/ToolFailure.h"

#include "allo/error.hpp"

#include <cstdlib>
#include <unistd.h>

namespace fs = std::filesystem;

namespace allo::build {

fs::path keepToolLog(const std::string &tool, const std::string &text) {
  std::error_code error;
  std::string word = tool.substr(0, tool.find(' ')) == "the" ? "simulation" : tool;
  std::string pattern = (fs::temp_directory_path(error) / ("allo-" + word + "-XXXXXX.log")).string();
  int file = mkstemps(pattern.data(), 4);
  if (file < 0)
    return {};
  size_t written = 0;
  while (written < text.size()) {
    ssize_t now = write(file, text.data() + written, text.size() - written);
    if (now <= 0)
      break;
    written += size_t(now);
  }
  close(file);
  if (written == text.size())
    return pattern;
  fs::remove(pattern, error);
  return {};
}

void failTool(const std::string &tool, const support::ProcessResult &result) {
  std::string text = result.output + result.error;
  fs::path log = keepToolLog(tool, text);
  std::string place = log.empty() ? "; its log could not be kept" : "; its log is " + log.string();
  if (text.find("No space left on device") != std::string::npos)
    throw UserError(tool + " found no space left on the device of " + fs::temp_directory_path().string() + place, {},
                    "free some space there, or set TMPDIR to another folder");
  if (result.timedOut)
    throw UserError(tool + " " + result.ending() + place, {}, "allow it more time");
  if (result.signal)
    throw UserError(tool + " " + result.ending() + place, {},
                    "it may have run out of memory, or somebody ended it; run again");
  std::string said = support::firstLines(result.error.empty() ? result.output : result.error, 6);
  throw InternalError(tool + " " + result.ending() + " on the design that was made" + place +
                      (said.empty() ? "" : ":\n" + said));
}

} // namespace allo::build
