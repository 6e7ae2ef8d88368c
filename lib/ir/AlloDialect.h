// The allo dialect: names, C types, layouts, directives, streams. Declared in AlloDialect.td.
#pragma once

#include "ir/CType.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "ir/AlloDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "ir/AlloAttributes.h.inc"

#define GET_TYPEDEF_CLASSES
#include "ir/AlloTypes.h.inc"

#define GET_OP_CLASSES
#include "ir/AlloOps.h.inc"

namespace allo::ir {

// Names of the discardable attributes.
inline constexpr llvm::StringLiteral loopAttrName = "allo.loop";   // LoopAttr on loops
inline constexpr llvm::StringLiteral varAttrName = "allo.var";     // VariableAttr on memories and arguments
inline constexpr llvm::StringLiteral fieldAttrName = "allo.field"; // FieldAttr on arguments made from a struct
inline constexpr llvm::StringLiteral resultName = "return";        // what such arguments of a result are called
inline constexpr llvm::StringLiteral sizeAttrName =
    "allo.size"; // unit attribute on integer arguments of the top (0007)
inline constexpr llvm::StringLiteral ctypeAttrName = "allo.ctype"; // CTypeAttr on function results
inline constexpr llvm::StringLiteral topAttrName = "allo.top";     // unit attribute on the top function

// Names of discardable attributes of the RTL target's legal form (lib/target/rtl/legalise/Rewrites.h).
inline constexpr llvm::StringLiteral copyOfAttrName = "allo.copy_of";  // string, on functions: the symbol it began as
inline constexpr llvm::StringLiteral flattenAttrName = "allo.flatten"; // unit, on loops
inline constexpr llvm::StringLiteral limitAttrName = "allo.limit";     // string, on loops
inline constexpr llvm::StringLiteral resultNamesAttrName = "allo.result_names"; // strings, on loops and branches
inline constexpr llvm::StringLiteral parameterAttrName = "allo.parameter";      // [parameter, offset], of the top
inline constexpr llvm::StringLiteral resultNameAttrName = "allo.result_name";   // string, on results of functions

// Registers every dialect of the system in `context` and loads them.
void loadDialects(mlir::MLIRContext &context);

} // namespace allo::ir
