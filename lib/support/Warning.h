// Warnings as compilers print them.
#pragma once

#include "allo/error.hpp"

namespace allo::support {

// file:line:column, the text, the line of the source, a caret.
std::string warningText(const Note &warning);

} // namespace allo::support
