// Recorded directives: what a schedule says to HLS tools and reports and the IR has no other place for (stream depths,
// dataflow …). The dictionary `allo.directives`, from the directive's word to its options as text, on a loop, a memory,
// a function or a function's argument.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace allo::ir {

inline constexpr llvm::StringLiteral directivesAttrName = "allo.directives";

// The dimensions of an array whose banks are parts of one word ("dim=1 dim=2"); their kind and factor are in its type.
inline constexpr llvm::StringLiteral reshapeDirective = "array_reshape";

// Word and options ("depth=16 type=fifo", "" for none), ordered by word.
using Directive = std::pair<std::string, std::string>;
std::vector<Directive> directivesOf(mlir::Operation *op);
std::vector<Directive> directivesOf(mlir::Value memory); // of an alloca, a get_global or a function's argument

// The options of one directive; null where it is not recorded.
mlir::StringAttr directiveOf(mlir::Operation *op, llvm::StringRef word);
mlir::StringAttr directiveOf(mlir::Value memory, llvm::StringRef word);

void setDirective(mlir::Operation *op, llvm::StringRef word, llvm::StringRef options);
void setDirective(mlir::Value memory, llvm::StringRef word, llvm::StringRef options);

// Dimensions, from 1, whose banks are the parts of one wide word (the primitive `reshape`).
std::set<unsigned> reshapedDimensions(mlir::Value memory);
void setReshaped(llvm::ArrayRef<mlir::Value> memories, const std::set<unsigned> &dimensions);

// A directive may stand several times at one place: its key is "word.more" then, and "%7" in its options is the
// variable of id 7 of the same function. These give its word, and its options with names in the place of ids; nothing
// where `nameOf` knows no name. What tools do not read (unchecked=yes) is left out with `forTools`.
llvm::StringRef wordOf(const Directive &directive);
std::optional<std::string> optionsOf(const Directive &directive, llvm::function_ref<std::string(int64_t)> nameOf,
                                     bool forTools);

// The value of `name=value` in the options of a directive; empty where there is none.
std::string optionOf(llvm::StringRef options, llvm::StringRef name);

} // namespace allo::ir
