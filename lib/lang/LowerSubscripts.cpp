// Elements: what a subscript names, through an array or through a pointer into one.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace allo::lang {

Index FunctionLowering::sumOf(const Index &left, const Index &right, Location location) {
  if (left.affine && right.affine)
    return {left.affine + right.affine, {}};
  Value sum = arith::AddIOp::create(builder, location, materialise(left, location), materialise(right, location));
  return {{}, sum};
}

namespace {
void replaceSubscripts(Binding &binding, llvm::function_ref<void(View &)> step) {
  if (binding.form == Binding::view)
    step(binding.memory);
  for (Binding::Member &member : binding.members)
    replaceSubscripts(*member.binding, step);
}
} // namespace

// The subscripts of an element that a pointer names. Behind the last element of a row comes the first one of the next,
// so that `&A[0][0]` reaches all of A: one number over all of the extents, taken apart again.
SmallVector<Index> FunctionLowering::acrossRows(ArrayRef<Index> outer, const Index &last, ArrayRef<int64_t> extents,
                                                const clang::Expr *source) {
  Location location = at(source);
  SmallVector<Index> all(outer), result(extents.size());
  all.push_back(last);
  if (llvm::all_of(all, [](const Index &index) { return bool(index.affine); })) {
    AffineExpr flat = getAffineConstantExpr(0, builder.getContext());
    int64_t total = 1;
    for (auto [index, extent] : llvm::zip(all, extents)) {
      flat = flat * extent + index.affine;
      total *= extent;
    }
    AffineDomain::Interval range = domain.intervalOf(flat);
    if ((range.low >= total || range.high < 0) && !domain.provesUnreachable())
      refuse(source->getExprLoc(),
             "this element is outside the array, which has " + std::to_string(total) + " elements in all",
             "a pointer reaches the array that it was made from");
    for (size_t i = extents.size(); i-- > 1;) {
      result[i].affine = flat % extents[i];
      flat = flat.floorDiv(extents[i]);
    }
    result[0].affine = flat;
    return result;
  }
  Type type = builder.getI32Type(); // an array has at most 2^30 bytes
  auto number = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(builder, location, builder.getIntegerAttr(type, value));
  };
  Value flat;
  for (auto [index, extent] : llvm::zip(all, extents)) {
    Value next = arith::IndexCastOp::create(builder, location, type, materialise(index, location));
    flat = flat ? arith::AddIOp::create(builder, location,
                                        arith::MulIOp::create(builder, location, flat, number(extent)), next)
                : next;
  }
  for (size_t i = extents.size(); i-- > 0;) {
    Value part = i ? Value(arith::RemUIOp::create(builder, location, flat, number(extents[i]))) : flat;
    result[i].value = arith::IndexCastUIOp::create(builder, location, builder.getIndexType(), part);
    if (i)
      flat = arith::DivUIOp::create(builder, location, flat, number(extents[i]));
  }
  return result;
}

// `throughPointer`: the array is named by a pointer, which may leave the row that it was made from.
Binding FunctionLowering::subscript(const Binding &base, Index index, const clang::Expr *source, bool throughPointer) {
  bool isView = base.form == Binding::view, isObject = base.form == Binding::structure;
  const Address &address = isView ? base.memory.address : base.address;
  const SmallVector<int64_t> &rest = isView ? base.memory.rest : base.rest;
  auto known = index.affine ? dyn_cast<AffineConstantExpr>(index.affine) : AffineConstantExpr();
  if (base.form == Binding::value && known && known.getValue() == 0)
    return base;
  if ((isView || isObject) && (address.ofWhole || rest.empty()) && !address.offset && known && known.getValue() == 0) {
    Binding whole = base; // p[0] of a pointer to x
    (isView ? whole.memory.address : whole.address) = {};
    return whole;
  }
  if ((!isView && !isObject) || rest.empty() || address.ofWhole)
    refuse(source->getExprLoc(), "this is one object and cannot be subscripted",
           "subscript an array, or a pointer into one");
  throughPointer |= address.offset.has_value();
  if (address.offset)
    index = sumOf(*address.offset, index, at(source));
  int64_t extent = rest.front();
  const View *leaf = isView ? &base.memory : nullptr;
  if (isObject)
    forEachLeaf(base, [&](const Binding &each) {
      if (!leaf && each.form == Binding::view)
        leaf = &each.memory;
    });
  bool mayLeaveRow =
      throughPointer && leaf && !leaf->indices.empty() &&
      !(index.affine && domain.provesAtLeast(index.affine, 0) && domain.provesAtMost(index.affine, extent - 1));
  if (mayLeaveRow) {
    SmallVector<int64_t> extents(cast<MemRefType>(leaf->memory.getType()).getShape().take_front(leaf->indices.size()));
    extents.push_back(extent);
    SmallVector<Index> indices = acrossRows(leaf->indices, index, extents, source);
    auto step = [&](View &view) {
      view.indices = indices;
      view.rest.erase(view.rest.begin());
    };
    Binding element = isObject ? cloned(base) : base;
    addressIn(element) = {};
    if (isObject)
      element.rest.erase(element.rest.begin());
    replaceSubscripts(element, step);
    return element;
  }
  if (index.affine) {
    AffineDomain::Interval range = domain.intervalOf(index.affine);
    if ((range.low >= extent || range.high < 0) && !domain.provesUnreachable()) {
      std::string value = range.low == range.high ? "index " + std::to_string(static_cast<int64_t>(range.low))
                                                  : std::string("every value of this index");
      refuse(source->getExprLoc(), value + " is outside the array, whose extent here is " + std::to_string(extent),
             "valid indices are 0 to " + std::to_string(extent - 1));
    }
  }
  if (isObject)
    return elementOf(base, index);
  Binding element = base;
  element.memory.address = {};
  element.memory.indices.push_back(index);
  element.memory.rest.erase(element.memory.rest.begin());
  return element;
}

Binding FunctionLowering::pointee(const Binding &pointer, const clang::Expr *source) {
  return subscript(pointer, {getAffineConstantExpr(0, builder.getContext()), {}}, source, /*throughPointer=*/true);
}

// A pointer plus a number of elements.
Binding FunctionLowering::moved(Binding pointer, Index distance, const clang::Expr *source) {
  Address &address = addressIn(pointer);
  if (pointer.form == Binding::value || address.ofWhole || extentsIn(pointer).empty())
    refuse(source->getExprLoc(), "this pointer names one object, so nothing can be added to it",
           "make it a pointer into an array: &A[i]");
  address.offset = address.offset ? sumOf(*address.offset, distance, at(source)) : distance;
  return pointer;
}

} // namespace allo::lang
