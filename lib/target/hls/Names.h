// Identifiers of the emitted code: close to the source's names, legal in C++, unique where they are visible.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"

#include <string>
#include <vector>

namespace allo::target::hls {

// The nearest C++ identifier: "gemm<float, 32, 64>" -> gemm_float_32_64, "j.outer" -> j_outer, "while" -> while_loop.
std::string identifierFor(llvm::StringRef name);

// Names in nested scopes. A declared name differs from every name visible where it is declared, so that nothing
// shadows.
class Names {
public:
  Names();
  void enter() { scopes.emplace_back(); }
  void leave() { scopes.pop_back(); }
  std::string declare(llvm::StringRef name); // the identifier, with _2, _3 … appended where it is taken

private:
  bool visible(llvm::StringRef name) const;
  std::vector<llvm::StringSet<>> scopes;
};

} // namespace allo::target::hls
