// Objects and arrays: made, initialised, copied, assigned.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "clang/AST/DeclCXX.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

std::string FunctionLowering::leafName(const View &view) const { return ir::nameOf(view.memory); }

View FunctionLowering::leafView(ArrayRef<int64_t> extents, CType kind, const std::string &name, Location location) {
  View view;
  view.memory = allocate(extents, kind, name, location);
  view.rest.assign(extents.begin(), extents.end());
  view.kind = kind;
  return view;
}

// Memories for a variable of the type: a scalar, an array, an object or an array of objects.
Binding FunctionLowering::makeObject(clang::QualType type, const std::string &name, clang::SourceLocation location) {
  Location place = unit.locationOf(location);
  std::optional<ArrayShape> shape = arrayShape(type, ast);
  if (!shape)
    refuse(location, "array '" + name + "' has an extent that is not a constant",
           "arrays in hardware have a fixed size: use a constant extent");
  auto allocateLeaf = [&](ArrayRef<int64_t> extents, CType kind, const std::string &leaf) {
    checkSize(extents, kind, leaf, location);
    return bindingOfView(leafView(extents, kind, leaf, place));
  };
  if (const clang::RecordDecl *record = recordOf(shape->element))
    return objectBinding(unit, record, shape->extents, name, location,
                         [&](const RecordLeaf &leaf) { return allocateLeaf(leaf.extents, leaf.kind, leaf.name); });
  CType kind = scalarKindOrRefuse(shape->element, location,
                                  shape->extents.empty() ? "variable '" + name + "'" : "an element of '" + name + "'");
  return allocateLeaf(shape->extents, kind, name);
}

void FunctionLowering::forEachElement(const Binding &array, Location location,
                                      llvm::function_ref<void(const Binding &, const Index &)> body) {
  bool isView = array.form == Binding::view;
  int64_t extent = isView ? array.memory.rest.front() : array.rest.front();
  std::string name;
  forEachLeaf(array, [&](const Binding &leaf) {
    if (name.empty() && leaf.form == Binding::view)
      name = leafName(leaf.memory);
  });
  auto loop = affine::AffineForOp::create(builder, location, 0, extent);
  ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), takeId(), name + ".init", 0, 0, false));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  Index index{domain.addOperand(loop.getInductionVar(), {0, extent - 1}), {}};
  if (!isView)
    return body(elementOf(array, index), index);
  Binding element = array;
  element.memory.indices.push_back(index);
  element.memory.rest.erase(element.memory.rest.begin());
  body(element, index);
}

void FunctionLowering::zeroView(const View &target, Location location) {
  if (target.isScalar())
    return store(constant(target.kind, 0, location), target, location);
  forEachElement(bindingOfView(target), location,
                 [&](const Binding &element, const Index &) { zeroView(element.memory, location); });
}

void FunctionLowering::zeroObject(const Binding &target, Location location) {
  forEachLeaf(target, [&](const Binding &leaf) {
    if (leaf.form == Binding::view)
      zeroView(leaf.memory, location);
  });
}

void FunctionLowering::copyView(const View &target, const View &origin, Location location) {
  if (target.isScalar())
    return store(load(origin, location), target, location);
  forEachElement(bindingOfView(target), location, [&](const Binding &element, const Index &index) {
    View from = origin;
    from.indices.push_back(index);
    from.rest.erase(from.rest.begin());
    copyView(element.memory, from, location);
  });
}

// All scalars are read before the first is written: both may be parts of one array.
void FunctionLowering::copyObject(const Binding &target, const Binding &origin, Location location) {
  SmallVector<std::pair<Value, View>> stores;
  auto collect = [&](auto &&self, Binding &to, const Binding &from) -> void {
    if (to.form == Binding::structure) {
      for (const Binding::Member &member : to.members)
        self(self, *member.binding, *from.member(member.declaration));
    } else if (to.form != Binding::view) {
      to = from; // what a reference or pointer names
    } else if (from.form == Binding::value) {
      stores.push_back({valueOf(from, location), to.memory});
    } else if (to.memory.isScalar()) {
      stores.push_back({load(from.memory, location), to.memory});
    } else {
      copyView(to.memory, from.memory, location);
    }
  };
  Binding copy = target; // its members are shared
  collect(collect, copy, origin);
  for (auto &[value, place] : stores)
    store(value, place, location);
}

namespace {
// The expression under what only wraps it.
const clang::Expr *bare(const clang::Expr *value) {
  while (true) {
    value = value->IgnoreParens();
    if (auto *full = llvm::dyn_cast<clang::FullExpr>(value))
      value = full->getSubExpr();
    else if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(value))
      value = temporary->getSubExpr();
    else if (auto *bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(value))
      value = bound->getSubExpr();
    else if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultInitExpr>(value))
      value = defaulted->getExpr();
    else if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultArgExpr>(value))
      value = defaulted->getExpr();
    else if (auto *substituted = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(value))
      value = substituted->getReplacement();
    else if (auto *literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(value))
      value = literal->getInitializer();
    else if (auto *opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(value); opaque && opaque->getSourceExpr())
      value = opaque->getSourceExpr();
    else if (auto *list = llvm::dyn_cast<clang::InitListExpr>(value); list && list->isTransparent())
      value = list->getInit(0);
    else if (auto *cast = llvm::dyn_cast<clang::CastExpr>(value);
             cast && (cast->getCastKind() == clang::CK_NoOp || cast->getCastKind() == clang::CK_ConstructorConversion ||
                      cast->getCastKind() == clang::CK_UserDefinedConversion ||
                      (cast->getCastKind() == clang::CK_LValueToRValue && recordOf(cast->getType()))))
      value = cast->getSubExpr();
    else
      return value;
  }
}

bool isTrivialCopy(const clang::CXXConstructExpr *construct) {
  return construct->getConstructor()->isCopyOrMoveConstructor() && construct->getConstructor()->isTrivial();
}
} // namespace

void FunctionLowering::initialise(const Binding &target, const clang::Expr *value) {
  Location location = at(value);
  bool isArray = !extentsIn(target).empty();
  if (target.form == Binding::view && !isArray)
    return store(emit(value), target.memory, location);
  const clang::Expr *inner = bare(value);
  if (llvm::isa<clang::ImplicitValueInitExpr, clang::CXXScalarValueInitExpr>(inner))
    return zeroObject(target, location);
  if (isArray)
    return initialiseArray(target, inner);
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner))
    return construct->getType()->isRecordType() ? this->construct(target, construct) : void();
  if (auto *inherited = llvm::dyn_cast<clang::CXXInheritedCtorInitExpr>(inner)) {
    // The constructor of a base, with the parameters of the one that inherits it.
    const clang::FunctionDecl *definition = nullptr;
    if (!frame.function || !inherited->getConstructor()->hasBody(definition))
      refuse(value->getExprLoc(), "this inherited constructor is not accepted", "write the constructor out");
    std::vector<Binding> given;
    for (const clang::ParmVarDecl *parameter : frame.function->parameters())
      given.push_back(bindings.at(parameter));
    mutations.add(definition);
    inlineBody(definition, given, target, nullptr, value);
    return;
  }
  if (auto *list = llvm::dyn_cast<clang::InitListExpr>(inner)) {
    if (list->getInitializedFieldInUnion())
      return initialise(*target.member(list->getInitializedFieldInUnion()), list->getInit(0));
    return initialiseFromList(target, recordOf(list->getType()), list->inits(), list->getBeginLoc());
  }
  if (auto *list = llvm::dyn_cast<clang::CXXParenListInitExpr>(inner))
    return initialiseFromList(target, recordOf(list->getType()), list->getInitExprs(), list->getBeginLoc());
  if (auto *lambda = llvm::dyn_cast<clang::LambdaExpr>(inner))
    return captureInto(target, lambda);
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(inner); call && call->isPRValue()) {
    emitCall(call, &target);
    return;
  }
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(inner)) {
    auto branch = scf::IfOp::create(builder, location, emitCondition(choice->getCond()), /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    initialise(target, choice->getTrueExpr());
    builder.setInsertionPointToStart(branch.elseBlock());
    initialise(target, choice->getFalseExpr());
    return;
  }
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(inner);
      binary && binary->getOpcode() == clang::BO_Comma && binary->isPRValue()) {
    emitIgnored(binary->getLHS());
    return initialise(target, binary->getRHS());
  }
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(inner);
      cast && cast->getType()->isRecordType() && cast->getCastKind() == clang::CK_LValueToRValueBitCast)
    refuse(value->getExprLoc(), "a bit cast of or to a class is not accepted", "cast its scalar members, one by one");
  if (inner->isGLValue() || llvm::isa<clang::CastExpr>(inner))
    return copyObject(target, placeOf(inner), location);
  refuse(value->getExprLoc(), "this value of a class is not accepted here", "name a variable of the class");
}

void FunctionLowering::initialiseFromList(const Binding &target, const clang::RecordDecl *record,
                                          ArrayRef<const clang::Expr *> values, clang::SourceLocation location) {
  // Members without a value in the list use the object in their default one.
  std::optional<Binding> outer = frame.object;
  size_t next = 0;
  auto initialiseMember = [&](Binding &member, const clang::FieldDecl *field) {
    const clang::Expr *value = next < values.size() ? values[next] : nullptr;
    ++next;
    if (value && llvm::isa<clang::CXXDefaultInitExpr>(value))
      frame.object = target;
    if (field && (field->getType()->isReferenceType() || field->getType()->isPointerType())) {
      if (value)
        member = referenceTo(field->getType(), value, field->getNameAsString());
    } else if (value) {
      initialise(member, value);
    } else {
      zeroObject(member, unit.locationOf(location));
    }
    frame.object = outer;
  };
  if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record))
    for (const clang::CXXBaseSpecifier &base : type->bases())
      initialiseMember(*target.member(base.getType()->getAsCXXRecordDecl()->getDefinition()), nullptr);
  for (const clang::FieldDecl *field : record->fields())
    if (!field->isUnnamedBitField())
      initialiseMember(*target.member(field), field);
}

void FunctionLowering::initialiseArray(const Binding &target, const clang::Expr *value) {
  Location location = at(value);
  int64_t extent = extentsIn(target).front();
  auto elementAt = [&](int64_t i) {
    Index index{getAffineConstantExpr(i, builder.getContext()), {}};
    if (target.form == Binding::structure)
      return elementOf(target, index);
    Binding element = target;
    element.memory.indices.push_back(index);
    element.memory.rest.erase(element.memory.rest.begin());
    return element;
  };
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(value)) { // each element by its own constructor
    if (construct->getConstructor()->isTrivial() && !construct->requiresZeroInitialization())
      return;
    return forEachElement(target, location, [&](const Binding &element, const Index &) {
      if (!element.rest.empty())
        initialiseArray(element, value);
      else
        this->construct(element, construct);
    });
  }
  if (auto *loop = llvm::dyn_cast<clang::ArrayInitLoopExpr>(value)) { // a copy, element by element
    Binding origin = placeOf(loop->getCommonExpr()->getSourceExpr());
    return copyObject(target, origin, location);
  }
  if (auto *literal = llvm::dyn_cast<clang::StringLiteral>(value)) {
    zeroObject(target, location);
    for (unsigned i = 0; i < literal->getLength() && i < extent; ++i) {
      View place = elementAt(i).memory;
      store(constant(place.kind, literal->getCodeUnit(i), location), place, location);
    }
    return;
  }
  auto *list = llvm::dyn_cast<clang::InitListExpr>(value);
  if (!list)
    return value->isGLValue() ? copyObject(target, placeOf(value), location)
                              : refuse(value->getExprLoc(), "this initial value of an array is not accepted",
                                       "use a list in braces, or a loop");
  if (list->isStringLiteralInit())
    return initialiseArray(target, list->getInit(0)->IgnoreParens());
  auto isZero = [&](const clang::Expr *element) {
    clang::Expr::EvalResult result;
    if (auto *inner = llvm::dyn_cast<clang::InitListExpr>(element))
      return inner->getNumInits() == 0;
    return llvm::isa<clang::ImplicitValueInitExpr>(element) ||
           (element->getType()->isIntegerType() && element->EvaluateAsInt(result, ast) && result.Val.getInt().isZero());
  };
  auto *filler = const_cast<clang::InitListExpr *>(list)->getArrayFiller();
  auto *made = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(filler);
  bool fillerIsZero = !filler || llvm::isa<clang::ImplicitValueInitExpr>(filler) ||
                      (made && made->getNumArgs() == 0 && hlsScalarType(made->getType()));
  // Zero first wherever the list is shorter than the array or mostly zeros, then the elements that are given.
  bool isPartial = list->getNumInits() < uint64_t(extent) && fillerIsZero;
  bool hasZero = target.form == Binding::view && llvm::any_of(list->inits(), isZero);
  if (isPartial || hasZero)
    zeroObject(target, location);
  for (unsigned i = 0; i < list->getNumInits(); ++i)
    if (!((isPartial || hasZero) && isZero(list->getInit(i))))
      initialise(elementAt(i), list->getInit(i));
  if (!fillerIsZero)
    for (int64_t i = list->getNumInits(); i < extent; ++i)
      initialise(elementAt(i), filler);
}

void FunctionLowering::construct(const Binding &target, const clang::CXXConstructExpr *value) {
  const clang::CXXConstructorDecl *constructor = value->getConstructor();
  Location location = at(value);
  if (isTrivialCopy(value))
    return initialise(target, value->getArg(0));
  if (value->requiresZeroInitialization())
    zeroObject(target, location);
  if (constructor->isTrivial())
    return;
  const clang::FunctionDecl *definition = nullptr;
  if (!constructor->hasBody(definition))
    refuse(value->getExprLoc(),
           "the constructor of '" + constructor->getParent()->getNameAsString() + "' has no body in this file",
           "include the file that defines it");
  inlineCall(definition, SmallVector<const clang::Expr *>(value->arguments()), target, nullptr, value);
}

// A closure: what it captures by copy is a value or a memory of its own, the rest is another name.
void FunctionLowering::captureInto(const Binding &closure, const clang::LambdaExpr *lambda) {
  auto value = lambda->capture_init_begin();
  auto field = lambda->getLambdaClass()->field_begin();
  for (const clang::LambdaCapture &capture : lambda->captures()) {
    Binding &member = *closure.member(*field);
    clang::QualType type = field->getType();
    const clang::Expr *initial = *value++;
    ++field;
    if (capture.capturesThis()) {
      member = *frame.object;
      if (capture.getCaptureKind() == clang::LCK_StarThis) {
        member = makeObject(type, "this", capture.getLocation());
        copyObject(member, *frame.object, at(lambda));
      }
    } else if (type->isReferenceType() || type->isPointerType()) {
      member = referenceTo(type, initial, capture.getCapturedVar()->getNameAsString());
    } else if (scalarKind(type) && !lambda->isMutable()) {
      member = {};
      member.form = Binding::value;
      member.memory.kind = *scalarKind(type);
      member.affine = affineOf(initial);
      member.scalar = emit(initial);
    } else {
      initialise(member, initial);
    }
  }
}

Binding FunctionLowering::objectOf(const clang::Expr *value) {
  const clang::Expr *inner = bare(value);
  bool names = inner->isGLValue() && !llvm::isa<clang::AbstractConditionalOperator>(inner);
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner); construct && isTrivialCopy(construct))
    return objectOf(construct->getArg(0));
  return names ? placeOf(inner) : temporaryOf(value);
}

void FunctionLowering::assignObject(const Binding &target, const clang::Expr *value) {
  // The value may read what is assigned, so it is computed in full before.
  copyObject(target, objectOf(value), at(value));
}

} // namespace allo::lang
