// The manual as text: pages of primitives, and the command line's reference.
#pragma once

#include "schedule/Primitive.h"

#include <string>

namespace CLI {
class App;
}

namespace allo::cli {

// "split LOOP factor=INTEGER"
std::string synopsis(const schedule::Primitive &primitive);

// A page for the terminal.
std::string primitiveText(const schedule::Primitive &primitive);

// The pages of docs/reference.
std::string primitivesPage();
std::string operatorsPage();
std::string commandLinePage(const CLI::App &tool);

} // namespace allo::cli
