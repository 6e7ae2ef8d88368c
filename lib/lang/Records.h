// Classes taken apart: which objects a kernel may have, and the scalar leaves that they are in memory and in the IR.
#pragma once

#include "lang/Binding.h"
#include "lang/ModuleLowering.h"

#include "clang/AST/Type.h"

namespace clang {
class FieldDecl;
} // namespace clang

namespace allo::lang {

// The class of a type that is neither scalar nor array, complete and without qualifiers; null for others. `objectOf`
// looks through one reference or pointer.
const clang::RecordDecl *recordOf(clang::QualType type);
const clang::RecordDecl *referredRecordOf(clang::QualType type);

// A scalar member, or an array of scalars, at any depth of an object or of an array of objects.
struct RecordLeaf {
  std::string name;                   // of the memory: "p.q.x"
  std::string path;                   // inside the variable, with a [] for every subscript: "[].q.x[]"
  llvm::SmallVector<int64_t> extents; // of the memory, those of the objects around it first
  llvm::SmallVector<int64_t> strides; // in bytes, for each extent
  int64_t offset = 0;                 // in bytes, of the first element
  ir::CType kind = ir::CKind::Int;
  unsigned bitField = 0;
  clang::SourceLocation location;
};

// Why a kernel cannot have objects of the class, as an error at `location`.
void refuseUnusableClass(ModuleLowering &unit, const clang::RecordDecl *record, clang::SourceLocation location);

// Whether an object is its scalars: no references, pointers or unions at any depth. Only those cross kept calls and the
// interface of a top.
bool isPlainData(const clang::RecordDecl *record, const clang::ASTContext &ast);

// The binding of an object, or of an array of them where `extents` are given. `memoryOf` says what each leaf is.
// References and pointers start unbound.
Binding objectBinding(ModuleLowering &unit, const clang::RecordDecl *record, llvm::ArrayRef<int64_t> extents,
                      const std::string &name, clang::SourceLocation location,
                      llvm::function_ref<Binding(const RecordLeaf &)> memoryOf);

// The leaves alone.
llvm::SmallVector<RecordLeaf> leavesOfRecord(ModuleLowering &unit, const clang::RecordDecl *record,
                                             llvm::ArrayRef<int64_t> extents, const std::string &name,
                                             clang::SourceLocation location);

} // namespace allo::lang
