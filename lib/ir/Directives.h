// Recorded directives: what a schedule says to HLS tools and reports and the IR has no other place for (stream depths,
// dataflow …). The dictionary `allo.directives`, from the directive's word to its options as text, on a loop, a memory,
// a function or a function's argument.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

#include <string>
#include <utility>
#include <vector>

namespace allo::ir {

inline constexpr llvm::StringLiteral directivesAttrName = "allo.directives";

// Word and options ("depth=16 type=fifo", "" for none), ordered by word.
using Directive = std::pair<std::string, std::string>;
std::vector<Directive> directivesOf(mlir::Operation *op);
std::vector<Directive> directivesOf(mlir::Value memory); // of an alloca, a get_global or a function's argument

// The options of one directive; null where it is not recorded.
mlir::StringAttr directiveOf(mlir::Operation *op, llvm::StringRef word);
mlir::StringAttr directiveOf(mlir::Value memory, llvm::StringRef word);

void setDirective(mlir::Operation *op, llvm::StringRef word, llvm::StringRef options);
void setDirective(mlir::Value memory, llvm::StringRef word, llvm::StringRef options);

// The value of `name=value` in the options of a directive; empty where there is none.
std::string optionOf(llvm::StringRef options, llvm::StringRef name);

} // namespace allo::ir
