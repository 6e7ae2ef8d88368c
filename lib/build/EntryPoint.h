// The text around an untouched source that makes its kernel callable in the form of docs/decisions/0010.
#pragma once

#include "lang/Frontend.h"
#include "support/Interface.h"

#include <string>
#include <vector>

namespace allo::build {

// Includes the source by its absolute path and defines allo_entry and, when `init` is not empty, allo_initialise.
std::string entryPointText(const lang::Source &source, const std::string &top, const Interface &interface,
                           const std::string &init);

} // namespace allo::build
