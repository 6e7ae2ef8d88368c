// What names of the source are in the IR: values, places in memory, and objects of classes, which are trees of both.
#pragma once

#include "lang/Types.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/Value.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <optional>

namespace clang {
class Decl;
class RecordDecl;
} // namespace clang

namespace allo::lang {

// One subscript: an affine expression over the function's domain, or a value of index type.
struct Index {
  mlir::AffineExpr affine;
  mlir::Value value;
};

// What a pointer may be beside the place that it names. `&x` names all of x: `*p` and `p[0]` are x. `&A[i]` and `A + i`
// name an element: the offset i is added to the next subscript.
struct Address {
  bool ofWhole = false;
  std::optional<Index> offset;
};

// A memory, or a part of it named by leading subscripts. A view without remaining extents is a scalar place.
struct View {
  mlir::Value memory;
  llvm::SmallVector<Index> indices;
  llvm::SmallVector<int64_t> rest; // extents that are not subscripted yet
  ir::CType kind = ir::CKind::Int;
  std::optional<ir::CType> stored; // what the memory holds where it is not `kind`: the same bits (unions, bit casts)
  unsigned bitField = 0;           // bits that a store keeps; 0: all
  Address address;
  bool isScalar() const { return rest.empty(); }
};

// What a variable or an lvalue of the source is in the IR.
struct Binding {
  enum Kind { none, value, view, structure, poisoned } form = none;
  mlir::Value scalar;      // value: null where only `affine` is known
  mlir::AffineExpr affine; // value: its affine expression, if it has one
  mlir::Value index;       // value: the same as an index, if it is the variable of an scf.for
  View memory;             // view
  // structure: an object, or an array of objects while `rest` is not empty. Every scalar leaf is one memory over all
  // objects; its first subscripts are those of the objects around it.
  const clang::RecordDecl *record = nullptr;
  llvm::SmallVector<int64_t> rest;
  Address address;
  struct Member {
    const clang::Decl *declaration; // the field, or the class of a base
    std::shared_ptr<Binding> binding;
  };
  llvm::SmallVector<Member> members;
  std::shared_ptr<Binding> derived; // the object that this one was named as a base of

  Binding *member(const clang::Decl *declaration) const {
    for (const Member &each : members)
      if (each.declaration == declaration)
        return each.binding.get();
    return nullptr;
  }
};

// The address and the extents of what a view or a structure names.
inline Address &addressIn(Binding &binding) {
  return binding.form == Binding::view ? binding.memory.address : binding.address;
}
inline const Address &addressIn(const Binding &binding) {
  return binding.form == Binding::view ? binding.memory.address : binding.address;
}
inline const llvm::SmallVector<int64_t> &extentsIn(const Binding &binding) {
  return binding.form == Binding::view ? binding.memory.rest : binding.rest;
}

// Every scalar or array leaf of a binding, in the order of declaration.
void forEachLeaf(const Binding &binding, llvm::function_ref<void(const Binding &)> visit);

// A copy whose leaves share nothing with the original.
Binding cloned(const Binding &binding);

// The object at a subscript of an array of objects. An offset of its address is not applied here.
Binding elementOf(const Binding &objects, const Index &index);

// The place of a flag: a rank-0 bool.
inline View flagView(mlir::Value flag) {
  View view;
  view.memory = flag;
  view.kind = ir::CKind::Bool;
  return view;
}

inline Binding bindingOfView(View view) {
  Binding binding;
  binding.form = Binding::view;
  binding.memory = std::move(view);
  return binding;
}

} // namespace allo::lang
