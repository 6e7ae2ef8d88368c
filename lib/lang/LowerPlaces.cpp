// Lvalues, pointers and objects: every access is resolved to its root memory and composed subscripts
// (docs/decisions/0008).
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "clang/AST/DeclCXX.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

Binding &FunctionLowering::bindingOf(const clang::ValueDecl *variable, clang::SourceLocation location) {
  if (auto captured = frame.captured.find(variable); captured != frame.captured.end())
    return captured->second;
  auto found = bindings.find(variable);
  if (found != bindings.end()) {
    if (found->second.form == Binding::poisoned)
      throw Poisoned();
    return found->second;
  }
  if (auto *part = llvm::dyn_cast<clang::BindingDecl>(variable))
    return bindings[variable] =
               part->getHoldingVar() ? bindingOf(part->getHoldingVar(), location) : placeOf(part->getBinding());
  auto *declared = llvm::dyn_cast<clang::VarDecl>(variable);
  if (declared && declared->hasGlobalStorage()) {
    // A table or constant of the file; lowered where it is first used.
    const clang::VarDecl *definition = declared->getDefinition() ? declared->getDefinition() : declared;
    if (!bindings.count(definition))
      lowerGlobal(definition);
    return bindings[variable] = bindings.at(definition);
  }
  refuse(location, "'" + variable->getNameAsString() + "' is not a variable that a kernel can use here",
         "use parameters, locals and globals only");
}

const Binding *FunctionLowering::knownBinding(const clang::Expr *expression) {
  auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParens());
  if (!reference)
    return nullptr;
  if (auto captured = frame.captured.find(reference->getDecl()); captured != frame.captured.end())
    return &captured->second;
  auto bound = bindings.find(reference->getDecl());
  return bound == bindings.end() ? nullptr : &bound->second;
}

Binding FunctionLowering::addressOf(const clang::Expr *place) {
  place = place->IgnoreParens();
  if (auto *access = llvm::dyn_cast<clang::ArraySubscriptExpr>(place)) {
    Binding base = placeOf(access->getBase());
    if (addressIn(base).ofWhole || extentsIn(base).empty())
      return base;
    // The first element of a row is the row itself, however it is used.
    Index index = indexOf(access->getIdx());
    auto known = index.affine ? dyn_cast<AffineConstantExpr>(index.affine) : AffineConstantExpr();
    return known && known.getValue() == 0 ? base : moved(base, index, access->getIdx());
  }
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(place); unary && unary->getOpcode() == clang::UO_Deref)
    return placeOf(unary->getSubExpr());
  if (auto *pointer = llvm::dyn_cast<clang::DeclRefExpr>(place); pointer && movingPointer(pointer->getDecl()))
    refuse(place->getExprLoc(), "the address of a pointer that moves is not accepted", "use the pointer itself");
  Binding whole = placeOf(place);
  if (whole.form == Binding::value)
    whole = bindingOfView(viewOf(place));
  addressIn(whole).ofWhole = true;
  return whole;
}

Binding FunctionLowering::placeOfCast(const clang::CastExpr *cast) {
  const clang::Expr *inner = cast->getSubExpr();
  switch (cast->getCastKind()) {
  case clang::CK_ArrayToPointerDecay:
  case clang::CK_LValueToRValue:
  case clang::CK_NoOp:
  case clang::CK_UserDefinedConversion:
  case clang::CK_ConstructorConversion:
    return cast->getType()->isRecordType() && cast->isPRValue() && !inner->isGLValue() ? temporaryOf(cast)
                                                                                       : placeOf(inner);
  case clang::CK_UncheckedDerivedToBase:
  case clang::CK_DerivedToBase: {
    Binding object = placeOf(inner);
    if (object.form != Binding::structure) // an ap_int is its base
      return object;
    for (const clang::CXXBaseSpecifier *step : cast->path()) {
      Binding *base = object.member(step->getType()->getAsCXXRecordDecl()->getDefinition());
      if (!base)
        throw InternalError("a base class is not part of its object", unit.placeOf(cast->getExprLoc()));
      Binding part = *base;
      part.derived = std::make_shared<Binding>(object);
      part.address = object.address;
      object = part;
    }
    return object;
  }
  case clang::CK_BaseToDerived: {
    Binding object = placeOf(inner);
    for (unsigned i = 0; i < cast->path_size(); ++i) {
      if (!object.derived)
        refuse(cast->getExprLoc(), "this cast to a derived class names no object of it", "name the object itself");
      Binding whole = *object.derived;
      whole.address = object.address;
      object = whole;
    }
    return object;
  }
  case clang::CK_BitCast:
  case clang::CK_LValueBitCast: {
    clang::QualType from = inner->getType(), to = cast->getType();
    if (from->isPointerType() && to->isPointerType()) {
      from = from->getPointeeType();
      to = to->getPointeeType();
    }
    if (from->isVoidType())
      return placeOf(inner);
    std::optional<CType> source = scalarKind(from), target = scalarKind(to);
    if (!source || !target || ir::bitWidth(*source) != ir::bitWidth(*target) || *source == CKind::Bool)
      refuse(cast->getExprLoc(),
             "this cast reads memory of type '" + from.getAsString(ast.getPrintingPolicy()) + "' as '" +
                 to.getAsString(ast.getPrintingPolicy()) + "', which is not a scalar of the same size",
             "cast between scalars of one size, or take the value apart with shifts and masks");
    Binding place = placeOf(inner);
    if (place.form == Binding::value)
      place = bindingOfView(viewOf(inner));
    place.memory.stored = place.memory.stored ? *place.memory.stored : place.memory.kind;
    place.memory.kind = *target;
    return place;
  }
  case clang::CK_NullToPointer:
    refuse(cast->getExprLoc(), "a null pointer is not accepted", "pass a flag that says whether there is an object");
  case clang::CK_Dynamic:
    refuse(cast->getExprLoc(), "dynamic_cast is not accepted", "use a template parameter, or a tag and a switch");
  default:
    refuse(cast->getExprLoc(), "this cast makes a pointer that is not a view of an array",
           "index the array itself instead");
  }
}

Binding FunctionLowering::placeOfUnary(const clang::UnaryOperator *op) {
  switch (op->getOpcode()) {
  case clang::UO_Deref:
    return pointee(placeOf(op->getSubExpr()), op->getSubExpr());
  case clang::UO_AddrOf:
    return addressOf(op->getSubExpr());
  case clang::UO_PreInc:
  case clang::UO_PreDec: {
    if (op->getType()->isPointerType())
      return movePointer(op);
    View target = placeToWrite(op->getSubExpr());
    emitIncrement(op, target, false);
    return bindingOfView(target);
  }
  case clang::UO_PostInc:
  case clang::UO_PostDec:
    if (op->getType()->isPointerType())
      return movePointer(op);
    break;
  case clang::UO_Extension:
    return placeOf(op->getSubExpr());
  default:
    break;
  }
  refuse(op->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

Binding FunctionLowering::placeOfBinary(const clang::BinaryOperator *op) {
  if (op->getOpcode() == clang::BO_Comma) {
    emitIgnored(op->getLHS());
    return placeOf(op->getRHS());
  }
  if (op->isPtrMemOp())
    refuse(op->getOperatorLoc(), "a pointer to a member is not accepted", "name the member, or write a lambda");
  if (op->isAssignmentOp() && op->getLHS()->getType()->isPointerType())
    return movePointer(op);
  if (op->getType()->isPointerType() && op->isAdditiveOp()) {
    bool pointerOnLeft = op->getLHS()->getType()->isPointerType();
    const clang::Expr *distance = pointerOnLeft ? op->getRHS() : op->getLHS();
    Binding pointer = placeOf(pointerOnLeft ? op->getLHS() : op->getRHS());
    Index index = indexOf(distance);
    if (op->getOpcode() == clang::BO_Sub) {
      if (index.affine)
        index.affine = -index.affine;
      else
        index.value =
            arith::SubIOp::create(builder, at(op), arith::ConstantIndexOp::create(builder, at(op), 0), index.value);
    }
    return moved(pointer, index, distance);
  }
  View target;
  if (auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(op)) {
    emitCompoundAssignment(compound, target);
    return bindingOfView(target);
  }
  if (op->getOpcode() == clang::BO_Assign) {
    if (recordOf(op->getType())) {
      Binding object = placeOf(op->getLHS());
      assignObject(object, op->getRHS());
      return object;
    }
    emitAssignment(op, target);
    return bindingOfView(target);
  }
  refuse(op->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

Binding FunctionLowering::placeOfMember(const clang::MemberExpr *member) {
  if (auto *variable = llvm::dyn_cast<clang::VarDecl>(member->getMemberDecl())) // static
    return bindingOf(variable, member->getExprLoc());
  auto *field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
  Binding base = placeOf(member->getBase());
  if (member->isArrow())
    base = pointee(base, member->getBase());
  Binding *found = field ? base.member(field) : nullptr;
  if (!found || !base.rest.empty())
    throw InternalError("a member is not part of its object", unit.placeOf(member->getExprLoc()));
  if (found->form == Binding::none)
    refuse(member->getExprLoc(), "member '" + field->getNameAsString() + "' is used before it names anything",
           "bind the reference or pointer where the object is made");
  return *found;
}

// A temporary object, array or scalar with the value of the expression.
Binding FunctionLowering::temporaryOf(const clang::Expr *expression) {
  Binding temporary = makeObject(expression->getType(), "temporary", expression->getExprLoc());
  initialise(temporary, expression);
  return temporary;
}

namespace {
// Whether the base of a subscript is a pointer: not an array, nor a parameter that is declared as one of known extent.
bool isThroughPointer(const clang::Expr *base) {
  base = base->IgnoreParens();
  auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(base);
  if (cast && cast->getCastKind() == clang::CK_ArrayToPointerDecay)
    return false;
  auto *named = llvm::dyn_cast<clang::DeclRefExpr>(base->IgnoreParenImpCasts());
  auto *parameter = named ? llvm::dyn_cast<clang::ParmVarDecl>(named->getDecl()) : nullptr;
  return !parameter || !parameter->getOriginalType()->isConstantArrayType();
}

// Whether evaluating the expression ends the program, as what std::array::at says of an index outside does.
bool neverReturns(const clang::Expr *expression) {
  auto *comma = llvm::dyn_cast<clang::BinaryOperator>(expression->IgnoreParens());
  auto *call = comma && comma->getOpcode() == clang::BO_Comma
                   ? llvm::dyn_cast<clang::CallExpr>(comma->getLHS()->IgnoreParens())
                   : nullptr;
  return call && call->getDirectCallee() && call->getDirectCallee()->isNoReturn();
}
} // namespace

Binding FunctionLowering::placeOf(const clang::Expr *expression) {
  expression = expression->IgnoreParens();
  if (std::optional<HlsOperation> operation = hlsOperation(expression))
    return bindingOfView(hlsPlace(*operation));
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(expression))
    return placeOf(full->getSubExpr());
  if (auto *substituted = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expression))
    return placeOf(substituted->getReplacement());
  if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression))
    return placeOf(defaulted->getExpr());
  if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expression))
    return placeOf(defaulted->getExpr());
  if (auto *bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression))
    return placeOf(bound->getSubExpr());
  if (auto *opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression)) {
    if (auto known = opaquePlaces.find(opaque); known != opaquePlaces.end())
      return known->second;
    if (opaque->getSourceExpr())
      return placeOf(opaque->getSourceExpr());
  }
  if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression))
    return temporary->getSubExpr()->getType()->isPointerType() ? placeOf(temporary->getSubExpr())
                                                               : temporaryOf(temporary->getSubExpr());
  if (auto *cast = llvm::dyn_cast<clang::CastExpr>(expression))
    return placeOfCast(cast);
  if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
    return movingPointer(reference->getDecl()) ? whereItIs(reference->getDecl(), expression)
                                               : bindingOf(reference->getDecl(), expression->getExprLoc());
  if (auto *member = llvm::dyn_cast<clang::MemberExpr>(expression))
    return placeOfMember(member);
  if (auto *access = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) {
    Binding base = placeOf(access->getBase());
    return subscript(base, indexOf(access->getIdx()), access->getIdx(), isThroughPointer(access->getBase()));
  }
  if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
    return placeOfUnary(unary);
  if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
    return placeOfBinary(binary);
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression))
    return placeOfCall(call);
  if (llvm::isa<clang::CXXThisExpr>(expression)) {
    if (!frame.object)
      throw InternalError("'this' is not bound", unit.placeOf(expression->getExprLoc()));
    Binding object = *frame.object;
    addressIn(object).ofWhole = true;
    return object;
  }
  if (auto *literal = llvm::dyn_cast<clang::StringLiteral>(expression))
    return stringTable(literal);
  if (auto *literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(expression))
    return temporaryOf(literal->getInitializer());
  if (auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(expression)) {
    bool known = false;
    if (!choice->getCond()->isValueDependent() && choice->getCond()->EvaluateAsBooleanCondition(known, ast))
      return placeOf(known ? choice->getTrueExpr() : choice->getFalseExpr());
    if (choice->isPRValue() && recordOf(choice->getType()))
      return temporaryOf(choice);
    if (neverReturns(choice->getFalseExpr()))
      return placeOf(choice->getTrueExpr());
    refuse(choice->getExprLoc(), "this expression names one of two places, which is known only when it runs",
           "branch with if, and name one place in each branch");
  }
  if (llvm::isa<clang::CXXNewExpr>(expression))
    emit(expression); // refused there
  if (expression->isPRValue() && (recordOf(expression->getType()) || expression->getType()->isArrayType()))
    return temporaryOf(expression);
  refuse(expression->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

Binding FunctionLowering::placeOfCall(const clang::CallExpr *call) {
  bool givesPlace = call->isGLValue() || call->getType()->isPointerType();
  if (!givesPlace)
    return temporaryOf(call);
  if (std::optional<HlsOperation> operation = streamOperation(call))
    emitStream(*operation, nullptr); // its name, refused there
  if (auto *operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
      operation && operation->isAssignmentOp() && operation->getNumArgs() == 2)
    if (auto *method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(operation->getDirectCallee());
        method && method->isTrivial()) {
      Binding target = placeOf(operation->getArg(0));
      assignObject(target, operation->getArg(1));
      return target;
    }
  const clang::FunctionDecl *definition = definitionOf(call);
  if (const clang::FunctionDecl *callee = call->getDirectCallee(); !definition && callee && call->getNumArgs() == 1) {
    // What only names its argument, and what an iterator is.
    static const llvm::StringRef names[] = {"std::move", "std::forward", "std::as_const", "std::addressof"};
    std::string name = callee->getQualifiedNameAsString();
    if (name == "std::addressof" || name == "std::__addressof")
      return addressOf(call->getArg(0));
    if (llvm::is_contained(names, name))
      return placeOf(call->getArg(0));
  }
  bool isMinimum =
      definition && definition->isInStdNamespace() && definition->getDeclName().isIdentifier() &&
      (definition->getName() == "min" || definition->getName() == "max" || definition->getName() == "clamp") &&
      scalarKind(call->getType());
  if (!definition || isMinimum) { // of the library, without a body that we read
    Binding result;
    result.form = Binding::value;
    result.scalar = emitCall(call);
    result.memory.kind = kindOf(call);
    return result;
  }
  Inlined inlined = inlineCallExpr(call, definition, nullptr);
  if (!inlined.place)
    refuse(call->getExprLoc(), "this call gives no place");
  return *inlined.place;
}

View FunctionLowering::placeToWrite(const clang::Expr *expression) {
  Binding place = placeOf(expression);
  if (place.form == Binding::value)
    throw InternalError("a variable that is written was taken for a constant", unit.placeOf(expression->getExprLoc()));
  if (place.form == Binding::view)
    return place.memory;
  refuse(expression->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

View FunctionLowering::viewOf(const clang::Expr *expression) {
  Binding place = placeOf(expression);
  if (place.form == Binding::view)
    return place.memory;
  if (place.form == Binding::value)
    return spilled(place, at(expression));
  refuse(expression->getExprLoc(), "this expression is not an array element or variable that a kernel can access",
         "use variables, subscripts and members only");
}

Value FunctionLowering::valueOf(const Binding &place, Location location) {
  if (place.form == Binding::value)
    return place.scalar ? place.scalar
                        : indexToKind(materialise({place.affine, {}}, location), place.memory.kind, location);
  return load(place.memory, location);
}

// The same bits as another scalar type of the same size.
Value FunctionLowering::sameBits(Value value, CType from, CType to, Location location) {
  Type type = ir::elementType(builder.getContext(), to);
  if (type == value.getType() || from == to)
    return value;
  return arith::BitcastOp::create(builder, location, type, value);
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
      if (const Binding *known = knownBinding(cast->getSubExpr()); known && known->index)
        return {{}, known->index};
  Value value = emit(expression);
  Location location = at(expression);
  Type index = builder.getIndexType();
  if (ir::isSigned(kindOf(expression)))
    return {{}, arith::IndexCastOp::create(builder, location, index, value)};
  return {{}, arith::IndexCastUIOp::create(builder, location, index, value)};
}

View FunctionLowering::pointedPlace(const clang::Expr *pointer) {
  Binding place = pointee(placeOf(pointer), pointer);
  while (place.form == Binding::view && !place.memory.isScalar()) // rows
    place = pointee(place, pointer);
  if (place.form == Binding::value)
    return spilled(place, at(pointer));
  if (place.form != Binding::view)
    throw InternalError("a pointer of the library names no variable", unit.placeOf(pointer->getExprLoc()));
  return place.memory;
}

// A constant, where a memory is wanted.
View FunctionLowering::spilled(const Binding &value, Location location) {
  View memory = leafView({}, value.memory.kind, "temporary", location);
  store(valueOf(value, location), memory, location);
  return memory;
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
  if (place.stored) {
    View memory = place;
    memory.stored.reset();
    return sameBits(load(memory, location), *place.stored, place.kind, location);
  }
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
  if (place.stored) {
    View memory = place;
    memory.stored.reset();
    return store(sameBits(value, place.kind, *place.stored, location), memory, location);
  }
  if (unsigned bits = place.bitField; bits && place.kind != CKind::Bool && bits < ir::bitWidth(place.kind)) {
    Value distance = constant(place.kind, ir::bitWidth(place.kind) - bits, location);
    value = arith::ShLIOp::create(builder, location, value, distance);
    value = ir::isSigned(place.kind) ? Value(arith::ShRSIOp::create(builder, location, value, distance))
                                     : Value(arith::ShRUIOp::create(builder, location, value, distance));
  }
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
