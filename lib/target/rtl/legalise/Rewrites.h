// The rewrites that bring a scheduled design into the form that the graph is built from; Legalise.cpp is the list that
// says their order and why. The legal form:
//   - only functions that the top reaches; calls only outside of pipelined loops (inside, the callee is inlined; where
//     that is impossible the loop keeps the call and is not pipelined, with a note);
//   - `unroll` directives are carried out, and so are all loops inside a pipelined loop, when their trip counts allow;
//   - no rank-0 memory: loops and branches (affine.for, affine.if, scf.for, scf.if, scf.while) carry scalars as values;
//   a reference
//     parameter is a scalar argument (when it may be read before it is written) and one more result;
//   - accesses and bounds stay affine where they were (affine.load/store/for/if/apply/min/max), with names, ids and
//   places;
//   - nests that run as one pipeline are perfect: each outer loop holds exactly the next loop, carries the same values
//     and has the unit attribute `allo.flatten`; bounds are such that no inner loop is ever empty.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include <set>
#include <string>
#include <vector>

namespace allo::target::rtl {

// Discardable attributes of the legal form.
inline constexpr llvm::StringLiteral flattenAttribute = ir::flattenAttrName; // unit, on an outer loop of a nest
// String, on a loop: why it cannot be pipelined as asked.
inline constexpr llvm::StringLiteral limitAttribute = ir::limitAttrName;
// On arguments and (as result attribute) results of the top: index of the source parameter it belongs to, and the byte
// offset in it; -1 for the kernel's own result. A struct or reference parameter has several.
inline constexpr llvm::StringLiteral parameterAttribute =
    ir::parameterAttrName; // DenseI64ArrayAttr [parameter, offset]
// On results of functions: "return", or the name of the reference parameter.
inline constexpr llvm::StringLiteral resultNameAttribute = ir::resultNameAttrName;
// On loops and branches: for each result the name of its variable, or "". A carried value has the name as NameLoc of
// its block argument, a value stored to a variable as NameLoc of the operation.
inline constexpr llvm::StringLiteral resultNamesAttribute = ir::resultNamesAttrName;

// Of scf.while, after promoteScalars: the first results and body arguments are the carried values, in their order;
// further ones are values that only the condition's region makes.

namespace legal {

// In this order (file of the same name each):
void dropUnreached(mlir::ModuleOp module);
void refuseSoftware(mlir::ModuleOp module);
void initialiseState(mlir::ModuleOp module);           // the first run after a reset writes the initial values
void markParameters(mlir::ModuleOp module);            // parameterAttribute, before arguments change
void expandElementaryFunctions(mlir::ModuleOp module); // exp, log and pow of binary32 as calls of our algorithm
void inlineIntoPipelines(mlir::ModuleOp module);       // calls inside pipelined loops
void unrollLoops(mlir::ModuleOp module);               // directives, and everything inside pipelined loops
void specialiseCalls(mlir::ModuleOp module);           // conditions that the constants of a call decide
void normaliseSteps(mlir::ModuleOp module);            // loops of constant bounds count from 0 by 1
void forwardStores(mlir::ModuleOp module);             // a load of what was just stored; equal loads; dead stores
void replaceInvariantElements(
    mlir::ModuleOp module); // M[f] fixed during an innermost loop: load before, scalar inside, store after
// Makes a nest around a pipelined loop perfect: what stands before and after the inner loop moves into it, under "first
// iteration" and "last iteration". `keep`: ids of loops whose nest is to be left as it is.
void foldNests(mlir::ModuleOp module, const std::set<int64_t> &keep);
// Bounds without empty inner loops; sets flattenAttribute. `keep` as above: such nests are not flattened either.
void trimNests(mlir::ModuleOp module, const std::set<int64_t> &keep);
void promoteScalars(mlir::ModuleOp module); // rank-0 memories become values
void promoteReferences(
    mlir::ModuleOp module);           // rank-0 memory arguments become arguments and results (before promoteScalars)
void simplify(mlir::ModuleOp module); // canonical forms, common values, decided branches, dead code
void hoistInvariants(mlir::ModuleOp module); // pure operations out of loops and flattened nests
void expandOperators(mlir::ModuleOp module); // operations without hardware of their own
void separateParts(mlir::ModuleOp module);   // of completely partitioned arrays, for calls that need no more
void checkHardware(mlir::ModuleOp module);   // UserError for what hardware cannot hold

// The list that Legalise.cpp runs.
struct Rewrite {
  const char *name;
  void (*run)(mlir::ModuleOp module) = nullptr;
  void (*runKeeping)(mlir::ModuleOp module, const std::set<int64_t> &keep) = nullptr; // in its place
};
const std::vector<Rewrite> &rewrites();
void apply(mlir::ModuleOp module, const Rewrite &rewrite, bool verifies, const std::set<int64_t> &keep = {});

// The dimensions in which a part of an array (a builtin.unrealized_conversion_cast of it and the indices) is chosen.
inline constexpr llvm::StringLiteral dimsAttribute = "dims";
llvm::ArrayRef<int64_t> dimsOf(mlir::UnrealizedConversionCastOp part);

// Parts of simplify.
bool dropImpliedConditions(mlir::func::FuncOp function); // of affine.if
bool simplifyBranches(mlir::func::FuncOp function);
void removeDead(mlir::func::FuncOp function);

} // namespace legal
} // namespace allo::target::rtl
