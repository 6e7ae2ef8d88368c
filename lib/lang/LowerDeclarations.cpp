// Parameters, locals, structs and views: how each variable of the source becomes a value or a memory.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecordLayout.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

CType FunctionLowering::scalarKindOrRefuse(clang::QualType type, clang::SourceLocation location,
                                           const std::string &what) {
  if (std::optional<CType> kind = scalarKind(type))
    return *kind;
  std::string spelled = type.getAsString(ast.getPrintingPolicy());
  if (type->isPointerType())
    refuse(location, what + " is a pointer ('" + spelled + "') that is not a view of an array",
           "index the array itself, or name a row of it: float *row = A[i]");
  if (type->isRecordType())
    refuse(location, what + " has the type '" + spelled + "', which is not accepted here",
           "use a struct of scalars, member by member");
  refuse(location, what + " has the type '" + spelled + "', which is not accepted",
         "use bool, the integers char to long long, float or double");
}

// Only the top's parameters have no call that says how long they are.
std::optional<int64_t> FunctionLowering::extentOption(const clang::ParmVarDecl *parameter) const {
  auto found = unit.source.options.extents.find(parameter->getNameAsString());
  if (found == unit.source.options.extents.end() || !unit.isTop(parameter->getDeclContext()))
    return std::nullopt;
  return found->second;
}

bool FunctionLowering::isScalarReference(const clang::ParmVarDecl *parameter, unsigned depth) const {
  clang::QualType type = parameter->getType();
  if (type->isReferenceType())
    return scalarKind(type->getPointeeType()).has_value() && !type->getPointeeType().isConstQualified();
  // A pointer without declared extents that is only dereferenced is a pointer to one scalar.
  if (!type->isPointerType() || parameter->getOriginalType()->isArrayType() || !scalarKind(type->getPointeeType()))
    return false;
  if (extentOption(parameter))
    return false;
  if (depth > 32) // recursion, refused later
    return false;
  struct Visitor {
    const FunctionLowering &lowering;
    const clang::ParmVarDecl *parameter;
    unsigned depth;
    bool subscripted = false;
    void visit(const clang::Stmt *statement) {
      if (!statement)
        return;
      if (auto *access = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement))
        subscripted |= rootVariable(access->getBase()) == parameter && !isZero(access->getIdx());
      if (auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
        for (unsigned i = 0; i < call->getNumArgs(); ++i) {
          auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(call->getArg(i)->IgnoreParenImpCasts());
          if (reference && reference->getDecl() == parameter)
            forwarded |= !isScalarIn(call->getDirectCallee(), i);
        }
      for (const clang::Stmt *child : statement->children())
        visit(child);
    }
    // Whether the function that takes the pointer on sees one scalar too.
    bool isScalarIn(const clang::FunctionDecl *callee, unsigned position) const {
      const clang::FunctionDecl *definition = nullptr;
      return callee && callee->hasBody(definition) && position < definition->getNumParams() &&
             lowering.isScalarReference(definition->getParamDecl(position), depth + 1);
    }
    static bool isZero(const clang::Expr *index) {
      auto *literal = llvm::dyn_cast<clang::IntegerLiteral>(index->IgnoreParenImpCasts());
      return literal && literal->getValue() == 0;
    }
    bool forwarded = false;
  } visitor{*this, parameter, depth};
  const auto *owner = llvm::cast<clang::FunctionDecl>(parameter->getDeclContext());
  visitor.visit(owner->getBody());
  return !visitor.subscripted && !visitor.forwarded;
}

std::optional<ArrayShape> FunctionLowering::parameterShape(const clang::ParmVarDecl *parameter,
                                                           ArrayRef<int64_t> callShape) const {
  clang::QualType type = parameter->getType();
  ArrayShape shape;
  clang::QualType rest;
  if (type->isReferenceType()) {
    std::optional<ArrayShape> referred = arrayShape(type->getPointeeType(), ast);
    return referred;
  }
  rest = type->getPointeeType();
  std::optional<ArrayShape> inner = arrayShape(rest, ast);
  if (!inner)
    return std::nullopt;
  // The first extent: what the caller passes, what the option says, or what the declaration says.
  int64_t first = 0;
  if (auto *constant =
          llvm::dyn_cast_or_null<clang::ConstantArrayType>(ast.getAsArrayType(parameter->getOriginalType())))
    first = constant->getSize().getLimitedValue(std::numeric_limits<int64_t>::max());
  if (std::optional<int64_t> extent = extentOption(parameter)) {
    if (first > 0 && first != *extent)
      refuse(parameter->getLocation(),
             "--extent gives '" + parameter->getNameAsString() + "' " + std::to_string(*extent) +
                 " elements, but it is declared with " + std::to_string(first),
             "--extent is for pointers and arrays without a first extent");
    first = *extent;
  }
  if (!callShape.empty())
    first = std::max(first, callShape.front());
  if (first <= 0)
    return std::nullopt;
  shape.extents.push_back(first);
  shape.extents.append(inner->extents.begin(), inner->extents.end());
  shape.element = inner->element;
  return shape;
}

namespace {
ir::VariableAttr variableAttr(MLIRContext *context, int64_t id, const std::string &name, CType kind, bool isConst) {
  return ir::VariableAttr::get(context, id, name, ir::CTypeAttr::get(context, kind), isConst);
}

const clang::RecordDecl *recordOf(clang::QualType type) {
  if (type->isReferenceType() || type->isPointerType())
    type = type->getPointeeType();
  const clang::RecordDecl *record = type->getAsRecordDecl();
  return record ? record->getDefinition() : nullptr;
}

std::string nameOrNumber(const clang::ParmVarDecl *parameter) {
  return parameter->getName().empty() ? "argument" + std::to_string(parameter->getFunctionScopeIndex() + 1)
                                      : parameter->getNameAsString();
}
} // namespace

void FunctionLowering::refuseBitField(const clang::FieldDecl *field) const {
  if (field->isBitField())
    refuse(field->getLocation(), "member '" + field->getNameAsString() + "' is a bit-field, which is not accepted yet",
           "give it a type of its own and mask it where it is assigned");
}

void FunctionLowering::checkSize(ArrayRef<int64_t> extents, CType kind, const clang::NamedDecl *variable) {
  __int128 bytes = ir::byteSize(kind);
  for (int64_t extent : extents) {
    if (extent <= 0)
      refuse(variable->getLocation(), "array '" + variable->getNameAsString() + "' has no elements",
             "give every extent at least 1");
    bytes *= extent;
    if (bytes > (__int128(1) << 30))
      refuse(variable->getLocation(),
             "array '" + variable->getNameAsString() + "' is larger than 1 GiB, the limit for one array",
             "use smaller extents, or process the data in tiles");
  }
}

void FunctionLowering::declareParameters(const CallShapes &shapes) {
  MLIRContext *context = builder.getContext();
  SmallVector<Type> types;
  SmallVector<SmallVector<NamedAttribute>> attributes;
  auto add = [&](Type type, const std::string &name, CType kind, bool isConst) {
    types.push_back(type);
    attributes.push_back({NamedAttribute(StringAttr::get(context, ir::varAttrName),
                                         variableAttr(context, takeId(), name, kind, isConst))});
  };
  for (unsigned i = 0; i < source->getNumParams(); ++i) {
    const clang::ParmVarDecl *parameter = source->getParamDecl(i);
    clang::QualType type = parameter->getType();
    std::string name = nameOrNumber(parameter);
    clang::SourceLocation place = parameter->getLocation();
    if (type->isFunctionPointerType() || type->isFunctionReferenceType())
      refuse(place, "parameter '" + name + "' is a pointer to a function, which is not accepted",
             "call the function by its name, or make it a template parameter");
    bool isIndirect = type->isReferenceType() || type->isPointerType();
    if (const clang::RecordDecl *record = recordOf(type)) {
      if (type->isPointerType() && parameter->getOriginalType()->isArrayType())
        refuse(place, "arrays of structs are not accepted yet", "use one array per member");
      const clang::ASTRecordLayout &layout = ast.getASTRecordLayout(record);
      std::string spelled = clang::QualType(ast.getCanonicalTagType(record)).getAsString(ast.getPrintingPolicy());
      bool writes = isIndirect && !type->getPointeeType().isConstQualified();
      for (const clang::FieldDecl *field : record->fields()) {
        refuseBitField(field);
        CType kind =
            scalarKindOrRefuse(field->getType(), field->getLocation(), "member '" + field->getNameAsString() + "'");
        Type element = ir::elementType(context, kind);
        add(writes ? Type(MemRefType::get({}, element)) : element, name + "." + field->getNameAsString(), kind,
            !writes);
        int64_t offset = layout.getFieldOffset(field->getFieldIndex()) / 8;
        attributes.back().push_back(
            NamedAttribute(StringAttr::get(context, ir::fieldAttrName),
                           ir::FieldAttr::get(context, i, name, spelled, field->getNameAsString(), offset,
                                              layout.getSize().getQuantity(), writes)));
      }
      continue;
    }
    if (!isIndirect ||
        (type->isReferenceType() && scalarKind(type->getPointeeType()) && type->getPointeeType().isConstQualified())) {
      CType kind = scalarKindOrRefuse(type.getNonReferenceType(), place, "parameter '" + name + "'");
      add(ir::elementType(context, kind), name, kind, true);
      continue;
    }
    if (isScalarReference(parameter)) {
      CType kind = *scalarKind(type->getPointeeType());
      add(MemRefType::get({}, ir::elementType(context, kind)), name, kind, type->getPointeeType().isConstQualified());
      continue;
    }
    std::optional<ArrayShape> shape =
        parameterShape(parameter, i < shapes.size() ? ArrayRef<int64_t>(shapes[i]) : ArrayRef<int64_t>());
    if (!shape) {
      if (type->isPointerType() && !scalarKind(type->getPointeeType()) && !type->getPointeeType()->isArrayType())
        scalarKindOrRefuse(type, place, "parameter '" + name + "'");
      if (arrayShape(type->getPointeeType(), ast))
        refuse(place, "the extent of array parameter '" + name + "' is not known",
               "declare it (float " + name + "[64]) or give --extent " + name + "=N");
      refuse(place, "array parameter '" + name + "' has an extent that is not a constant",
             "give constant extents: arrays in hardware have a fixed size");
    }
    CType kind = scalarKindOrRefuse(shape->element, place, "an element of '" + name + "'");
    checkSize(shape->extents, kind, parameter);
    add(MemRefType::get(shape->extents, ir::elementType(context, kind)), name, kind, shape->element.isConstQualified());
  }
  // A struct is returned through one memory for each member, after the parameters of the source.
  if (const clang::RecordDecl *record = source->getReturnType()->getAsRecordDecl())
    for (const clang::FieldDecl *field : record->fields()) {
      refuseBitField(field);
      CType kind =
          scalarKindOrRefuse(field->getType(), field->getLocation(), "member '" + field->getNameAsString() + "'");
      add(MemRefType::get({}, ir::elementType(context, kind)), "return." + field->getNameAsString(), kind, false);
    }
  SmallVector<Type> results;
  if (returnKind)
    results.push_back(ir::elementType(context, *returnKind));
  function.setFunctionType(FunctionType::get(context, types, results));
  SmallVector<Location> locations;
  for (unsigned i = 0; i < types.size(); ++i)
    locations.push_back(function.getLoc());
  function.getBody().emplaceBlock().addArguments(types, locations);
  for (unsigned i = 0; i < types.size(); ++i)
    function.setArgAttrs(i, attributes[i]);
  if (returnKind)
    function.setResultAttr(0, ir::ctypeAttrName, ir::CTypeAttr::get(context, *returnKind));
}

void FunctionLowering::bindParameter(const clang::ParmVarDecl *parameter, ArrayRef<Value> arguments) {
  auto bindScalar = [&](Value argument, CType kind, const std::string &name, bool assigned) {
    Binding binding;
    if (!assigned) {
      binding.form = Binding::value;
      binding.scalar = argument;
      return binding;
    }
    binding.form = Binding::view;
    binding.memory.memory = allocate({}, kind, name, function.getLoc());
    binding.memory.kind = kind;
    store(argument, binding.memory, function.getLoc());
    return binding;
  };
  auto bindMemory = [&](Value argument, CType kind) {
    Binding binding;
    binding.form = Binding::view;
    binding.memory.memory = argument;
    binding.memory.kind = kind;
    ArrayRef<int64_t> shape = cast<MemRefType>(argument.getType()).getShape();
    binding.memory.rest.assign(shape.begin(), shape.end());
    return binding;
  };
  std::string name = nameOrNumber(parameter);
  auto bind = [&](Value argument, const std::string &part) {
    CType kind = ir::variableOf(argument).getType().getValue();
    return isa<MemRefType>(argument.getType()) ? bindMemory(argument, kind)
                                               : bindScalar(argument, kind, part, mutations.contains(parameter));
  };
  if (const clang::RecordDecl *record = recordOf(parameter->getType())) {
    Binding structure;
    structure.form = Binding::structure;
    for (const clang::FieldDecl *field : record->fields()) {
      structure.members[field] =
          std::make_shared<Binding>(bind(arguments.front(), name + "." + field->getNameAsString()));
      arguments = arguments.drop_front();
    }
    bindings[parameter] = structure;
    return;
  }
  bindings[parameter] = bind(arguments.front(), name);
}

Value FunctionLowering::allocate(ArrayRef<int64_t> extents, CType kind, const std::string &name, Location location) {
  auto type = MemRefType::get(extents, ir::elementType(builder.getContext(), kind));
  auto memory = memref::AllocaOp::create(builder, location, type);
  memory->setAttr(ir::varAttrName, variableAttr(builder.getContext(), takeId(), name, kind, false));
  return memory;
}

Value FunctionLowering::allocateFlag(const std::string &name, Location location) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&function.getBody().front());
  return allocate({}, CKind::Bool, name, location);
}

void FunctionLowering::lowerDeclaration(const clang::VarDecl *variable) {
  clang::QualType type = variable->getType();
  clang::SourceLocation place = variable->getLocation();
  std::string name = variable->getNameAsString();
  if (variable->hasGlobalStorage()) {
    // Constants of the file and of the function; anything that keeps a value from call to call is state.
    std::optional<ArrayShape> shape = arrayShape(type, ast);
    clang::QualType element = ast.getBaseElementType(type);
    if (!element.isConstQualified())
      refuse(place, "'" + name + "' keeps its value from call to call, which is not accepted yet",
             "make it const, or pass it as a parameter");
    if (shape && !shape->extents.empty()) {
      if (!lowerTable(variable, *shape))
        refuse(place, "the initial value of '" + name + "' is not a constant", "initialise the table with constants");
      return;
    }
    const clang::APValue *value = variable->evaluateValue();
    CType kind = scalarKindOrRefuse(type, place, "'" + name + "'");
    if (!value)
      refuse(place, "the value of '" + name + "' is not a constant", "initialise it with a constant expression");
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&function.getBody().front());
    Binding binding;
    binding.form = Binding::value;
    binding.scalar = constantOf(*value, kind, place);
    if (value->isInt() && value->getInt().isRepresentableByInt64() && value->getInt().getSignificantBits() <= 63)
      binding.affine = getAffineConstantExpr(value->getInt().getExtValue(), builder.getContext());
    bindings[variable] = binding;
    return;
  }
  if (type->isReferenceType() || type->isPointerType()) {
    if (!lowerAlias(variable))
      refuse(place, "'" + name + "' is a pointer that is not a view of an array",
             "index the array itself, or name a row of it: float *row = A[i]");
    return;
  }
  if (const clang::RecordDecl *record = recordOf(type)) {
    if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record); type && type->isLambda())
      refuse(place, "lambdas are not accepted yet", "write a function or a function template");
    return lowerStruct(variable, record);
  }
  if (type->isArrayType())
    return lowerArray(variable);
  CType kind = scalarKindOrRefuse(type, place, "variable '" + name + "'");
  const clang::Expr *value = variable->getInit();
  Location location = unit.locationOf(place);
  if (declaredAhead.contains(variable)) {
    if (value)
      store(emit(value), bindings.at(variable).memory, location);
    return;
  }
  Binding binding;
  if (value && !mutations.contains(variable)) {
    binding.form = Binding::value;
    binding.affine = affineOf(value);
    binding.scalar = emit(value);
    // The value keeps its name in its location, for targets that print it.
    if (Operation *defining = binding.scalar.getDefiningOp(); defining && !isa<NameLoc>(defining->getLoc()))
      defining->setLoc(NameLoc::get(builder.getStringAttr(name), defining->getLoc()));
    bindings[variable] = binding;
    return;
  }
  binding.form = Binding::view;
  binding.memory.memory = allocate({}, kind, name, location);
  binding.memory.kind = kind;
  if (value)
    store(emit(value), binding.memory, location);
  bindings[variable] = binding;
}

bool FunctionLowering::lowerAlias(const clang::VarDecl *variable) {
  const clang::Expr *value = variable->getInit();
  if (!value)
    return false;
  clang::QualType type = variable->getType();
  const clang::Expr *inner = value->IgnoreParens();
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(inner))
    inner = full->getSubExpr();
  if (recordOf(type)) {
    std::optional<Binding> structure = bindingOf(inner->IgnoreImpCasts());
    if (!structure || structure->form != Binding::structure)
      return false;
    bindings[variable] = *structure;
    return true;
  }
  Binding binding;
  // A reference to a temporary, which may be a conversion of what is named, is a variable of its own.
  if (llvm::isa<clang::MaterializeTemporaryExpr>(inner) && type->isReferenceType() &&
      scalarKind(type->getPointeeType())) {
    binding.form = Binding::view;
    binding.memory.kind = *scalarKind(type->getPointeeType());
    binding.memory.memory =
        allocate({}, binding.memory.kind, variable->getNameAsString(), unit.locationOf(variable->getLocation()));
    store(emit(inner), binding.memory, at(inner));
    bindings[variable] = binding;
    return true;
  }
  if (llvm::isa<clang::CXXNewExpr>(inner->IgnoreImpCasts()))
    refuse(inner->getExprLoc(), "dynamic allocation (new, delete) is not accepted",
           "declare a local array with constant extents");
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(inner->IgnoreParenCasts())) {
    emitCall(call); // refuses malloc and the like with their own words
    return false;
  }
  const clang::Expr *bound = inner->IgnoreParenImpCasts();
  if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(bound)) {
    Binding &target = bindingOf(reference->getDecl(), bound->getExprLoc());
    if (target.form == Binding::value) {
      bindings[variable] = target;
      return true;
    }
  }
  binding.form = Binding::view;
  binding.memory = viewOf(bound);
  bindings[variable] = binding;
  return true;
}

Binding FunctionLowering::makeStruct(const clang::RecordDecl *record, const std::string &name,
                                     clang::SourceLocation location) {
  if (record->isUnion())
    refuse(location, "unions are not accepted yet", "use a struct");
  if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record); type && (type->getNumBases() || type->isPolymorphic()))
    refuse(location, "classes with bases or virtual functions are not accepted", "use a plain struct of scalars");
  Binding structure;
  structure.form = Binding::structure;
  if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record); type && !type->hasTrivialDestructor())
    refuse(location, "classes with a destructor are not accepted", "use a plain struct of scalars");
  for (const clang::FieldDecl *field : record->fields()) {
    refuseBitField(field);
    Binding member;
    std::string path = name + "." + field->getNameAsString();
    member.form = Binding::view;
    member.memory.kind =
        scalarKindOrRefuse(field->getType(), field->getLocation(), "member '" + field->getNameAsString() + "'");
    member.memory.memory = allocate({}, member.memory.kind, path, unit.locationOf(location));
    structure.members[field] = std::make_shared<Binding>(member);
  }
  return structure;
}

void FunctionLowering::lowerStruct(const clang::VarDecl *variable, const clang::RecordDecl *record) {
  Binding structure = makeStruct(record, variable->getNameAsString(), variable->getLocation());
  bindings[variable] = structure;
  const clang::Expr *value = variable->getInit();
  if (!value)
    return;
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(value->IgnoreImplicit());
      construct && construct->getNumArgs() == 0 && construct->getConstructor()->isTrivial())
    return;
  assignStruct(structure, value);
}

namespace {
// A copy that the program defines itself is a call, not a copy of the members.
bool isOwnCopy(const clang::Expr *expression) {
  while (auto *full = llvm::dyn_cast<clang::FullExpr>(expression))
    expression = full->getSubExpr();
  auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(expression->IgnoreParens());
  return construct && construct->getConstructor()->isCopyOrMoveConstructor() &&
         !construct->getConstructor()->isTrivial();
}
} // namespace

Binding FunctionLowering::structOf(const clang::Expr *expression) {
  if (isOwnCopy(expression))
    refuse(expression->getExprLoc(), "copy constructors of the program's own are not accepted",
           "use a plain struct of scalars, and a function for what the copy changes");
  if (std::optional<Binding> binding = bindingOf(expression->IgnoreParenImpCasts());
      binding && binding->form == Binding::structure)
    return *binding;
  const clang::Expr *inner = expression->IgnoreUnlessSpelledInSource();
  const clang::RecordDecl *record = recordOf(expression->getType());
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner);
      construct && construct->getNumArgs() == 1 && construct->getConstructor()->isCopyOrMoveConstructor() &&
      construct->getConstructor()->isTrivial())
    return structOf(construct->getArg(0));
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(inner); call && record) {
    Binding temporary = makeStruct(record, "result", expression->getExprLoc());
    emitCall(call, &temporary);
    return temporary;
  }
  if (llvm::isa<clang::InitListExpr, clang::CXXFunctionalCastExpr, clang::CompoundLiteralExpr>(inner) && record) {
    Binding temporary = makeStruct(record, "temporary", expression->getExprLoc());
    assignStruct(temporary, inner);
    return temporary;
  }
  if (std::optional<Binding> binding = bindingOf(inner); binding && binding->form == Binding::structure)
    return *binding;
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(inner); choice && record) {
    Binding temporary = makeStruct(record, "chosen", expression->getExprLoc());
    auto branch = scf::IfOp::create(builder, at(choice), emitCondition(choice->getCond()), /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    assignStruct(temporary, choice->getTrueExpr());
    builder.setInsertionPointToStart(branch.elseBlock());
    assignStruct(temporary, choice->getFalseExpr());
    return temporary;
  }
  refuse(expression->getExprLoc(), "this struct value is not accepted here", "name a struct variable");
}

void FunctionLowering::assignStruct(const Binding &target, const clang::Expr *value) {
  const clang::Expr *inner = isOwnCopy(value) ? value : value->IgnoreUnlessSpelledInSource();
  if (auto *literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(inner))
    inner = literal->getInitializer();
  if (auto *cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(inner))
    inner = cast->getSubExpr()->IgnoreUnlessSpelledInSource();
  Location location = at(value);
  if (auto *list = llvm::dyn_cast<clang::InitListExpr>(inner)) {
    const clang::RecordDecl *record = recordOf(list->getType());
    SmallVector<std::pair<Value, View>> stores; // every value is computed before any member changes
    unsigned i = 0;
    for (const clang::FieldDecl *field : record->fields()) {
      const View &place = target.members.at(field)->memory;
      Value member = i < list->getNumInits() ? emit(list->getInit(i)) : constant(place.kind, 0, location);
      stores.push_back({member, place});
      ++i;
    }
    for (auto &[member, place] : stores)
      store(member, place, location);
    return;
  }
  Binding origin = structOf(value);
  for (auto &[field, member] : target.members) {
    const Binding &from = *origin.members.at(field);
    if (member->form != Binding::view)
      refuse(value->getExprLoc(), "a struct that is never assigned elsewhere cannot be assigned here");
    store(from.form == Binding::view ? load(from.memory, location) : from.scalar, member->memory, location);
  }
}

} // namespace allo::lang
