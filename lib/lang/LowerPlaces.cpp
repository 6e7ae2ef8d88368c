// Lvalues: every access is resolved to its root memory and composed subscripts (docs/decisions/0008).
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "clang/AST/ExprCXX.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

Binding &FunctionLowering::bindingOf(const clang::ValueDecl *variable, clang::SourceLocation location) {
  auto found = bindings.find(variable);
  if (found != bindings.end())
    return found->second;
  auto *declared = llvm::dyn_cast<clang::VarDecl>(variable);
  if (declared && declared->hasGlobalStorage()) {
    // A constant table or constant scalar of the file; lowered where it is first used.
    lowerDeclaration(declared);
    return bindings.at(variable);
  }
  refuse(location, "'" + variable->getNameAsString() + "' is not a variable that a kernel can use here",
         "use parameters, locals and constants only");
}

std::optional<Binding> FunctionLowering::bindingOf(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression))
    if (cast->getCastKind() == clang::CK_NoOp || cast->getCastKind() == clang::CK_LValueToRValue)
      return bindingOf(cast->getSubExpr());
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression))
    return bindingOf(temporary->getSubExpr());
  if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
    if (!llvm::isa<clang::VarDecl>(reference->getDecl()))
      return std::nullopt;
    return bindingOf(reference->getDecl(), expression->getExprLoc());
  }
  if (auto *member = llvm::dyn_cast<clang::MemberExpr>(expression)) {
    std::optional<Binding> base = bindingOf(member->getBase());
    auto *field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
    if (!base || base->form != Binding::structure || !field || !base->members.count(field))
      return std::nullopt;
    return *base->members.at(field);
  }
  // `*p` of a pointer that names a struct.
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
    if (unary->getOpcode() == clang::UO_Deref || unary->getOpcode() == clang::UO_AddrOf)
      return bindingOf(unary->getSubExpr());
  return std::nullopt;
}

View FunctionLowering::subscript(const View &base, Index index, const clang::Expr *source) {
  if (base.rest.empty())
    refuse(source->getExprLoc(), "this is a scalar and cannot be subscripted");
  if (index.affine) {
    int64_t extent = base.rest.front();
    AffineDomain::Interval range = domain.intervalOf(index.affine);
    if ((range.low >= extent || range.high < 0) && !domain.provesUnreachable()) {
      std::string value = range.low == range.high ? "index " + std::to_string(static_cast<int64_t>(range.low))
                                                  : std::string("every value of this index");
      refuse(source->getExprLoc(), value + " is outside the array, whose extent here is " + std::to_string(extent),
             "valid indices are 0 to " + std::to_string(extent - 1));
    }
  }
  View view = base;
  view.indices.push_back(index);
  view.rest.erase(view.rest.begin());
  return view;
}

Index FunctionLowering::indexOf(const clang::Expr *expression) {
  {
    llvm::SaveAndRestore assume(sizesMayBeAssumed, true);
    if (AffineExpr affine = affineOf(expression))
      return {affine, {}};
  }
  const clang::Expr *inner = expression->IgnoreParens();
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(inner))
    if (cast->getCastKind() == clang::CK_LValueToRValue)
      if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(cast->getSubExpr()->IgnoreParens())) {
        auto bound = bindings.find(reference->getDecl());
        if (bound != bindings.end() && bound->second.index)
          return {{}, bound->second.index};
      }
  Value value = emit(expression);
  Location location = at(expression);
  Type index = builder.getIndexType();
  if (ir::isSigned(kindOf(expression)))
    return {{}, arith::IndexCastOp::create(builder, location, index, value)};
  return {{}, arith::IndexCastUIOp::create(builder, location, index, value)};
}

View FunctionLowering::viewOf(const clang::Expr *expression) {
  const clang::Expr *inner = expression->IgnoreParens();
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(inner)) {
    switch (cast->getCastKind()) {
    case clang::CK_ArrayToPointerDecay:
    case clang::CK_LValueToRValue:
    case clang::CK_NoOp:
      return viewOf(cast->getSubExpr());
    default:
      refuse(inner->getExprLoc(), "this cast makes a pointer that is not a view of an array",
             "index the array itself instead");
    }
  }
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(inner))
    return viewOf(temporary->getSubExpr());
  if (auto *access = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner)) {
    View base = viewOf(access->getBase());
    Index index = indexOf(access->getIdx());
    auto known = index.affine ? dyn_cast<AffineConstantExpr>(index.affine) : AffineConstantExpr();
    if (base.isScalar() && known && known.getValue() == 0)
      return base; // p[0] of a pointer to a scalar
    return subscript(base, index, access->getIdx());
  }
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) {
    if (unary->getOpcode() == clang::UO_Deref) {
      View base = viewOf(unary->getSubExpr());
      if (base.isScalar())
        return base; // a pointer to a scalar is the scalar's place
      return subscript(base, {getAffineConstantExpr(0, builder.getContext()), {}}, unary->getSubExpr());
    }
    if (unary->getOpcode() == clang::UO_AddrOf) {
      // &A[i][0] names the row i: the last subscript is dropped when it is 0.
      View view = viewOf(unary->getSubExpr());
      auto *access = llvm::dyn_cast<clang::ArraySubscriptExpr>(unary->getSubExpr()->IgnoreParens());
      if (!access)
        return view;
      Index last = view.indices.back();
      auto constant = last.affine ? dyn_cast<AffineConstantExpr>(last.affine) : AffineConstantExpr();
      if (!constant || constant.getValue() != 0)
        refuse(unary->getExprLoc(), "the address of an element that is not the first of its row is pointer arithmetic",
               "take the address of element 0 and add the offset to the subscripts");
      View base = viewOf(access->getBase());
      return base;
    }
    if (unary->isIncrementDecrementOp() && unary->getType()->isPointerType())
      refuse(unary->getExprLoc(), "pointer arithmetic is not accepted", "index the array instead");
    if (unary->isIncrementDecrementOp() && unary->isPrefix()) {
      View target = viewOf(unary->getSubExpr());
      emitIncrement(unary, target, false);
      return target;
    }
  }
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(inner)) {
    if (binary->getType()->isPointerType())
      refuse(binary->getOperatorLoc(), "pointer arithmetic is not accepted", "index the array instead");
    View target;
    if (auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(binary)) {
      emitCompoundAssignment(compound, target);
      return target;
    }
    if (binary->getOpcode() == clang::BO_Assign) {
      emitAssignment(binary, target);
      return target;
    }
    if (binary->getOpcode() == clang::BO_Comma) {
      emitIgnored(binary->getLHS());
      return viewOf(binary->getRHS());
    }
  }
  std::optional<Binding> binding = bindingOf(inner);
  if (binding && binding->form == Binding::view)
    return binding->memory;
  refuse(inner->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

Value FunctionLowering::materialise(const Index &index, Location location) {
  if (index.value)
    return index.value;
  if (auto constant = dyn_cast<AffineConstantExpr>(index.affine))
    return arith::ConstantIndexOp::create(builder, location, constant.getValue());
  AffineDomain::MapAndOperands map = domain.mapOf({index.affine});
  if (map.map.getNumResults() == 1 && map.operands.size() == 1 && map.map.isIdentity())
    return map.operands.front();
  return affine::AffineApplyOp::create(builder, location, map.map, map.operands);
}

Value FunctionLowering::load(const View &place, Location location) {
  if (llvm::all_of(place.indices, [](const Index &index) { return bool(index.affine); })) {
    SmallVector<AffineExpr> expressions;
    for (const Index &index : place.indices)
      expressions.push_back(index.affine);
    AffineDomain::MapAndOperands map = domain.mapOf(expressions);
    return affine::AffineLoadOp::create(builder, location, place.memory, map.map, map.operands);
  }
  SmallVector<Value> indices;
  for (const Index &index : place.indices)
    indices.push_back(materialise(index, location));
  return memref::LoadOp::create(builder, location, place.memory, indices);
}

void FunctionLowering::store(Value value, const View &place, Location location) {
  if (llvm::all_of(place.indices, [](const Index &index) { return bool(index.affine); })) {
    SmallVector<AffineExpr> expressions;
    for (const Index &index : place.indices)
      expressions.push_back(index.affine);
    AffineDomain::MapAndOperands map = domain.mapOf(expressions);
    affine::AffineStoreOp::create(builder, location, value, place.memory, map.map, map.operands);
    return;
  }
  SmallVector<Value> indices;
  for (const Index &index : place.indices)
    indices.push_back(materialise(index, location));
  memref::StoreOp::create(builder, location, value, place.memory, indices);
}

Value FunctionLowering::indexToKind(Value index, CType kind, Location location) {
  return arith::IndexCastOp::create(builder, location, ir::elementType(builder.getContext(), kind), index);
}

} // namespace allo::lang
