// Code that may crash or never end, in a process of its own that says what it finds while it runs.
#pragma once

#include <functional>
#include <string>

namespace allo::mutation {

struct Ended {
  std::string text;     // all that was said, up to the end or the accident
  std::string accident; // "crash" or "endless"; empty where it ended well
};

using Say = std::function<void(const std::string &)>;

Ended isolated(unsigned seconds, const std::function<void(const Say &)> &body);

} // namespace allo::mutation
