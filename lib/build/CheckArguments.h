// The check of a call's arguments against the kernel's parameters, before anything runs.
#pragma once

#include "allo/argument.hpp"
#include "support/Interface.h"

#include <array>
#include <vector>

namespace allo::build {

// Arguments in the form of docs/decisions/0010: pointers to the caller's memory, or to converted scalars kept here.
struct CheckedArguments {
  std::vector<void *> pointers;
  std::vector<std::vector<char>> scalars;
};

// The kind of an element as the public interface names it.
ElementKind publicKind(const ElementType &type);

// Throws UserError for a wrong number, shape, element type, for const memory that the kernel writes, for overlap.
CheckedArguments checkArguments(const Interface &interface, const std::vector<Argument> &arguments);

} // namespace allo::build
