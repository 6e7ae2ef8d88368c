// Pragmas in the source are the steps that they stand for: the same design either way.
#pragma once

#include "Random.h"

#include "allo/schedule.hpp"

#include <filesystem>
#include <string>

namespace allo::fuzz {

// Applies random directives to `plain`, the kernel `top` of `source` without any, and writes the same directives as
// pragmas into the source. Throws Failure when the two ways do not give the same IR.
void checkPragmas(const std::string &source, const std::string &top, const Schedule &plain, Random &random,
                  const std::filesystem::path &file);

} // namespace allo::fuzz
