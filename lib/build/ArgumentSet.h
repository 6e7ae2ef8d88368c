// The arguments of one run, owned: one buffer per parameter of the kernel and one for its result.
#pragma once

#include "support/Interface.h"

#include <string>
#include <vector>

namespace allo::build {

struct ArgumentSet {
  explicit ArgumentSet(const Interface &interface);

  // In the form of docs/decisions/0010. Valid until a buffer is resized.
  std::vector<void *> pointers();
  void *resultPointer() { return result.empty() ? nullptr : result.data(); }

  Interface interface;
  std::vector<std::vector<char>> buffers;
  std::vector<char> result;
  std::string printed; // by the run that wrote the buffers
};

// "float A[32][64]", "int n", "float &sum": a parameter as C++ declares it.
std::string declarationOf(const InterfaceParameter &parameter);

// Whether the kernel may write the parameter.
bool isOutput(const InterfaceParameter &parameter);

// The number of elements of a parameter (1 for scalars and structures).
int64_t elementsOf(const InterfaceParameter &parameter);

// The position of the parameter of that name, or -1.
int positionOf(const Interface &interface, const std::string &name);

// "A, B, C", for messages.
std::string namesOf(const Interface &interface);

} // namespace allo::build
