// Locals, globals, references and views: how each variable of the source becomes a value or a memory.
#include "lang/BitReference.h"
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinAttributes.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/DiagnosticAST.h"

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
           "name a scalar member of it");
  if (auto *precise = type->getAs<clang::BitIntType>()) {
    std::string instead = precise->isSigned() ? "ap_int<" : "ap_uint<";
    instead += std::to_string(precise->getNumBits()) + ">";
    refuse(location, what + " has the type '" + spelled + "', which is not accepted",
           "use " + instead + " of ap_int.h");
  }
  refuse(location, what + " has the type '" + spelled + "', which is not accepted",
         "use bool, the integers char to long long, float or double");
}

void FunctionLowering::checkSize(ArrayRef<int64_t> extents, CType kind, const std::string &name,
                                 clang::SourceLocation location) {
  __int128 bytes = ir::byteSize(kind);
  for (int64_t extent : extents) {
    if (extent <= 0)
      refuse(location, "array '" + name + "' has no elements", "give every extent at least 1");
    bytes *= extent;
    if (bytes > (__int128(1) << 30))
      refuse(location, "array '" + name + "' is larger than 1 GiB, the limit for one array",
             "use smaller extents, or process the data in tiles");
  }
}

Value FunctionLowering::allocate(ArrayRef<int64_t> extents, CType kind, const std::string &name, Location location) {
  auto type = MemRefType::get(extents, ir::elementType(builder.getContext(), kind));
  auto memory = memref::AllocaOp::create(builder, location, type);
  memory->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), takeId(), name,
                                                         ir::CTypeAttr::get(builder.getContext(), kind), false));
  return memory;
}

Value FunctionLowering::allocateFlag(const std::string &name, Location location) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&function.getBody().front());
  return allocate({}, CKind::Bool, name, location);
}

namespace {
// A variable that only its parts have names for is called after them.
std::string nameOf(const clang::VarDecl *variable) {
  auto *parts = llvm::dyn_cast<clang::DecompositionDecl>(variable);
  if (!parts)
    return variable->getNameAsString();
  std::string name;
  for (const clang::BindingDecl *part : parts->bindings())
    name += (name.empty() ? "" : "_") + part->getNameAsString();
  return name;
}
} // namespace

void FunctionLowering::lowerDeclaration(const clang::VarDecl *variable) {
  clang::QualType type = variable->getType();
  std::string name = nameOf(variable);
  if (variable->getTLSKind() != clang::VarDecl::TLS_None)
    refuse(variable->getLocation(), "'" + name + "' is thread_local, which is not accepted",
           "hardware has no threads: make it a local or static variable");
  if (variable->hasGlobalStorage()) {
    if (!bindings.count(variable))
      lowerGlobal(variable);
    return initialiseOnce(variable);
  }
  if (declareStream(variable))
    return;
  if (type->isPointerType() && mutations.moves(variable)) {
    letMove(variable, variable->getInit() ? std::optional(referenceTo(type, variable->getInit(), name)) : std::nullopt);
  } else if (type->isReferenceType() || type->isPointerType()) {
    if (!variable->getInit())
      refuse(variable->getLocation(), "'" + name + "' is a pointer that is not a view of an array",
             "index the array itself, or name a row of it: float *row = A[i]");
    bindings[variable] = referenceTo(type, variable->getInit(), name);
  } else if (hlsReferenceWidth(type)) {
    namedBits[variable] = std::make_shared<BitReference>(bitReference(variable->getInit()));
  } else if (scalarKind(type)) {
    lowerScalar(variable);
  } else {
    const clang::Expr *value = variable->getInit();
    const clang::APValue *constant = ast.getBaseElementType(type).isConstQualified() && value && type->isArrayType()
                                         ? variable->evaluateValue()
                                         : nullptr;
    if (constant && constant->isArray()) {
      bindings[variable] = constantBinding(variable, type, *constant, name, variable->getLocation());
    } else if (const clang::RecordDecl *record = recordOf(type); record && llvm::isa<clang::CXXRecordDecl>(record) &&
                                                                 llvm::cast<clang::CXXRecordDecl>(record)->isLambda() &&
                                                                 value && value->isGLValue()) {
      bindings[variable] = placeOf(value);
    } else {
      Binding object = makeObject(type, name, variable->getLocation());
      bindings[variable] = object;
      if (value)
        initialise(object, value);
    }
  }
  if (auto *parts = llvm::dyn_cast<clang::DecompositionDecl>(variable))
    bindParts(parts);
}

void FunctionLowering::bindParts(const clang::DecompositionDecl *parts) {
  for (const clang::BindingDecl *part : parts->bindings())
    if (const clang::VarDecl *holder = part->getHoldingVar()) // std::get of a pair or tuple
      bindings[part] = bindings[holder] = referenceTo(holder->getType(), holder->getInit(), part->getNameAsString());
    else
      bindings[part] = placeOf(part->getBinding());
}

void FunctionLowering::lowerScalar(const clang::VarDecl *variable) {
  std::string name = variable->getNameAsString();
  CType kind = *scalarKind(variable->getType());
  const clang::Expr *value = variable->getInit();
  if (auto *construct = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(value);
      construct && construct->getNumArgs() == 0 && !construct->requiresZeroInitialization())
    value = nullptr; // left uninitialised, as a C number is
  Location location = unit.locationOf(variable->getLocation());
  if (declaredAhead.contains(variable)) {
    if (value)
      store(emit(value), bindings.at(variable).memory, location);
    return;
  }
  Binding binding;
  if (value && !mutations.contains(variable)) {
    binding.form = Binding::value;
    binding.memory.kind = kind;
    binding.affine = affineOf(value);
    binding.scalar = emit(value);
    // The value keeps its name in its location, for targets that print it.
    if (Operation *defining = binding.scalar.getDefiningOp(); defining && !isa<NameLoc>(defining->getLoc()))
      defining->setLoc(NameLoc::get(builder.getStringAttr(name), defining->getLoc()));
    bindings[variable] = binding;
    return;
  }
  binding = bindingOfView(leafView({}, kind, name, location));
  if (value)
    store(emit(value), binding.memory, location);
  bindings[variable] = binding;
}

namespace {
// The value of a union as one of its first member, which holds the bits.
clang::APValue carriedBy(const clang::APValue &value, const clang::FieldDecl *carrier, const clang::ASTContext &ast) {
  CType type = *scalarKind(carrier->getType());
  llvm::APInt bits(ir::bitWidth(type), 0);
  if (value.getUnionField() && value.getUnionValue().isInt())
    bits = value.getUnionValue().getInt();
  else if (value.getUnionField() && value.getUnionValue().isFloat())
    bits = value.getUnionValue().getFloat().bitcastToAPInt();
  if (ir::isFloating(type))
    return clang::APValue(llvm::APFloat(ast.getFloatTypeSemantics(carrier->getType()), bits));
  return clang::APValue(llvm::APSInt(bits, !ir::isSigned(type)));
}

// The scalars of a constant in the order of its leaves, and for each leaf in row-major order.
void flattenConstant(const clang::APValue &value, const clang::ASTContext &ast,
                     SmallVectorImpl<SmallVector<clang::APValue>> &leaves, size_t &next,
                     const clang::RecordDecl *record) {
  if (value.isArray()) { // every element continues the same leaves
    unsigned given = value.getArrayInitializedElts();
    size_t first = next;
    for (unsigned i = 0; i < value.getArraySize(); ++i) {
      next = first;
      flattenConstant(i < given ? value.getArrayInitializedElt(i) : value.getArrayFiller(), ast, leaves, next, record);
    }
    return;
  }
  if (value.isUnion() && record) {
    flattenConstant(carriedBy(value, *record->field_begin(), ast), ast, leaves, next, nullptr);
    return;
  }
  if (value.isStruct() && record) {
    unsigned base = 0;
    if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record))
      for (const clang::CXXBaseSpecifier &each : type->bases())
        flattenConstant(value.getStructBase(base++), ast, leaves, next,
                        each.getType()->getAsCXXRecordDecl()->getDefinition());
    for (const clang::FieldDecl *field : record->fields())
      flattenConstant(value.getStructField(field->getFieldIndex()), ast, leaves, next,
                      recordOf(ast.getBaseElementType(field->getType())));
    return;
  }
  if (leaves.size() <= next)
    leaves.resize(next + 1);
  leaves[next++].push_back(value);
}
} // namespace

// The initial value where the constructor leaves members out: those of a static variable are zero before it runs.
static bool isPartlyInitialised(const clang::VarDecl *variable, const clang::ASTContext &ast, clang::APValue &value) {
  SmallVector<clang::PartialDiagnosticAt> notes;
  variable->getInit()->EvaluateAsInitializer(value, ast, variable, notes, /*IsConstantInitializer=*/false);
  return value.hasValue() && !notes.empty() &&
         notes.front().second.getDiagID() == clang::diag::note_constexpr_uninitialized;
}

// Constants of the file and of the function; anything that keeps a value from call to call is state.
void FunctionLowering::lowerGlobal(const clang::VarDecl *variable) {
  clang::QualType type = variable->getType();
  clang::SourceLocation place = variable->getLocation();
  std::string name = variable->getNameAsString();
  if (variable->getTLSKind() != clang::VarDecl::TLS_None)
    refuse(place, "'" + name + "' is thread_local, which is not accepted",
           "hardware has no threads: make it a local or static variable");
  if (type->isReferenceType() || type->isPointerType()) {
    if (!variable->getInit() || (type->isPointerType() && !type.isConstQualified()))
      refuse(place, "'" + name + "' is a pointer that is not a view of an array", "name the array itself");
    bindings[variable] = referenceTo(type, variable->getInit(), name);
    return;
  }
  if (declareStream(variable))
    return;
  bool isState = !ast.getBaseElementType(type).isConstQualified() && !variable->isConstexpr();
  const clang::APValue *value = variable->getInit() ? variable->evaluateValue() : nullptr;
  if (isState) {
    clang::APValue partial;
    if (variable->getInit() && !value && isPartlyInitialised(variable, ast, partial))
      value = &partial;
    if (variable->getInit() && !value && !variable->isStaticLocal())
      refuse(place, "the initial value of '" + name + "', which keeps its value from call to call, is not a constant",
             "initialise it with a constant expression, and set it in the first call by a flag");
    bindings[variable] = stateBinding(variable, value);
    return;
  }
  if (!value)
    refuse(place, "the initial value of '" + name + "' is not a constant", "initialise it with a constant expression");
  bindings[variable] = constantBinding(variable, type, *value, name, place);
}

// A static local whose initial value is not a constant gets it in the first call that comes to the declaration.
void FunctionLowering::initialiseOnce(const clang::VarDecl *variable) {
  clang::QualType type = variable->getType();
  clang::APValue partial;
  bool isState = !ast.getBaseElementType(type).isConstQualified() && !variable->isConstexpr();
  if (!variable->isStaticLocal() || !isState || !variable->getInit() || variable->evaluateValue() ||
      isPartlyInitialised(variable, ast, partial) || type->isReferenceType() || type->isPointerType() ||
      hlsStream(ast.getBaseElementType(type)))
    return;
  Location location = unit.locationOf(variable->getLocation());
  const clang::VarDecl *mark = unit.initialisationMark(variable);
  View isMade = bindingOf(mark, variable->getLocation()).memory;
  Value first = arith::XOrIOp::create(builder, location, load(isMade, location), constant(CKind::Bool, 1, location));
  auto branch = scf::IfOp::create(builder, location, first, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  store(constant(CKind::Bool, 1, location), isMade, location);
  initialise(bindings.at(variable), variable->getInit());
}

// Memory of the top, which keeps its contents from call to call; in other functions, arguments that the caller passes.
Binding FunctionLowering::stateBinding(const clang::VarDecl *variable, const clang::APValue *value) {
  clang::QualType type = variable->getType();
  std::string name = variable->getNameAsString(), id = std::to_string(reinterpret_cast<uintptr_t>(variable));
  clang::SourceLocation place = variable->getLocation();
  std::optional<ArrayShape> shape = arrayShape(type, ast);
  const clang::RecordDecl *record = recordOf(shape->element);
  SmallVector<SmallVector<clang::APValue>> values;
  size_t next = 0;
  if (value && value->hasValue())
    flattenConstant(*value, ast, values, next, record);
  next = 0;
  bool isTop = function->hasAttr(ir::topAttrName);
  if (!isTop)
    unit.stateArguments[function].push_back(variable);
  auto leaf = [&](const RecordLeaf &leaf) {
    ArrayRef<clang::APValue> initial = value && value->hasValue() ? values[next] : ArrayRef<clang::APValue>();
    ++next;
    checkSize(leaf.extents, leaf.kind, leaf.name, place);
    auto memory = MemRefType::get(leaf.extents, ir::elementType(builder.getContext(), leaf.kind));
    auto named = ir::VariableAttr::get(builder.getContext(), takeId(), leaf.name,
                                       ir::CTypeAttr::get(builder.getContext(), leaf.kind), false);
    if (!isTop) {
      unsigned position = function.getNumArguments();
      if (failed(function.insertArgument(position, memory,
                                         builder.getDictionaryAttr(builder.getNamedAttr(ir::varAttrName, named)),
                                         unit.locationOf(place))))
        throw InternalError("an argument for state cannot be added");
      return bindMemory(function.getArgument(position), leaf.kind);
    }
    memref::GlobalOp global = unit.globalFor(id + leaf.name, leaf.name, place, memory,
                                             elementsOf(memory, leaf.kind, initial, leaf.name, place), false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&function.getBody().front());
    auto fetched = memref::GetGlobalOp::create(builder, unit.locationOf(place), memory, global.getSymName());
    fetched->setAttr(ir::varAttrName, named);
    return bindMemory(fetched, leaf.kind);
  };
  if (record)
    return objectBinding(unit, record, shape->extents, name, place, leaf);
  RecordLeaf whole;
  whole.name = name;
  whole.extents = shape->extents;
  whole.kind = scalarKindOrRefuse(shape->element, place,
                                  shape->extents.empty() ? "'" + name + "'" : "an element of '" + name + "'");
  return leaf(whole);
}

// Whether nothing has been written to any part of it.
static bool holdsNothing(const clang::APValue &value) {
  if (value.isStruct()) {
    for (unsigned i = 0; i < value.getStructNumBases(); ++i)
      if (!holdsNothing(value.getStructBase(i)))
        return false;
    for (unsigned i = 0; i < value.getStructNumFields(); ++i)
      if (!holdsNothing(value.getStructField(i)))
        return false;
    return true;
  }
  if (value.isArray()) {
    for (unsigned i = 0; i < value.getArrayInitializedElts(); ++i)
      if (!holdsNothing(value.getArrayInitializedElt(i)))
        return false;
    return !value.hasArrayFiller() || holdsNothing(value.getArrayFiller());
  }
  return value.isIndeterminate() || value.isAbsent();
}

// The initial values of a global; zeros where none are given.
DenseElementsAttr FunctionLowering::elementsOf(MemRefType type, CType kind, ArrayRef<clang::APValue> values,
                                               const std::string &name, clang::SourceLocation location) {
  auto tensor = RankedTensorType::get(type.getShape(), type.getElementType());
  if (values.empty())
    return DenseElementsAttr::get(tensor, cast<TypedAttr>(builder.getZeroAttr(type.getElementType())));
  SmallVector<Attribute> numbers;
  for (const clang::APValue &number : values) {
    if (TypedAttr attribute = attributeOf(number, kind))
      numbers.push_back(attribute);
    else if (holdsNothing(number))
      numbers.push_back(builder.getZeroAttr(type.getElementType()));
    else
      refuse(location, "the initial value of '" + name + "' is not a constant", "initialise the table with constants");
  }
  return DenseElementsAttr::get(tensor, numbers);
}

Binding FunctionLowering::constantBinding(const void *key, clang::QualType type, const clang::APValue &value,
                                          const std::string &name, clang::SourceLocation location) {
  std::optional<ArrayShape> shape = arrayShape(type, ast);
  const clang::RecordDecl *record = recordOf(shape->element);
  std::string id = std::to_string(reinterpret_cast<uintptr_t>(key));
  SmallVector<SmallVector<clang::APValue>> values;
  size_t next = 0;
  flattenConstant(value, ast, values, next, record);
  if (!record) {
    CType kind = scalarKindOrRefuse(shape->element, location,
                                    shape->extents.empty() ? "'" + name + "'" : "an element of '" + name + "'");
    return tableBinding(id, shape->extents, kind, values.front(), name, location);
  }
  next = 0;
  return objectBinding(unit, record, shape->extents, name, location, [&](const RecordLeaf &leaf) {
    return tableBinding(id + leaf.name, leaf.extents, leaf.kind, values[next++], leaf.name, location);
  });
}

Binding FunctionLowering::tableBinding(const std::string &key, ArrayRef<int64_t> extents, CType kind,
                                       ArrayRef<clang::APValue> elements, const std::string &name,
                                       clang::SourceLocation location) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&function.getBody().front());
  Binding binding;
  if (extents.empty()) {
    const clang::APValue &value = elements.front();
    binding.form = Binding::value;
    binding.memory.kind = kind;
    binding.scalar = constantOf(value, kind, location);
    if (value.isInt() && value.getInt().isRepresentableByInt64() && value.getInt().getSignificantBits() <= 63)
      binding.affine = getAffineConstantExpr(value.getInt().getExtValue(), builder.getContext());
    return binding;
  }
  checkSize(extents, kind, name, location);
  auto type = MemRefType::get(extents, ir::elementType(builder.getContext(), kind));
  memref::GlobalOp global =
      unit.globalFor(key, name, location, type, elementsOf(type, kind, elements, name, location), true);
  auto table = memref::GetGlobalOp::create(builder, unit.locationOf(location), type, global.getSymName());
  table->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), takeId(), name,
                                                        ir::CTypeAttr::get(builder.getContext(), kind), true));
  return bindMemory(table, kind);
}

Binding FunctionLowering::stringTable(const clang::StringLiteral *literal) {
  std::optional<ArrayShape> shape = arrayShape(literal->getType(), ast);
  CType kind = scalarKindOrRefuse(shape->element, literal->getBeginLoc(), "a character");
  SmallVector<clang::APValue> elements;
  for (int64_t i = 0; i < shape->extents.front(); ++i) {
    uint64_t unit = i < literal->getLength() ? literal->getCodeUnit(i) : 0;
    elements.push_back(clang::APValue(llvm::APSInt(llvm::APInt(ir::bitWidth(kind), unit, false, true), true)));
  }
  return tableBinding(std::to_string(reinterpret_cast<uintptr_t>(literal)), shape->extents, kind, elements, "text",
                      literal->getBeginLoc());
}

Binding FunctionLowering::referenceTo(clang::QualType type, const clang::Expr *value, const std::string &name) {
  const clang::Expr *inner = value->IgnoreParens();
  while (true) {
    if (auto *full = llvm::dyn_cast<clang::FullExpr>(inner))
      inner = full->getSubExpr()->IgnoreParens();
    else if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultArgExpr>(inner))
      inner = defaulted->getExpr()->IgnoreParens();
    else if (auto *defaulted = llvm::dyn_cast<clang::CXXDefaultInitExpr>(inner))
      inner = defaulted->getExpr()->IgnoreParens();
    else
      break;
  }
  if (type->isPointerType())
    return placeOf(inner);
  clang::QualType referred = type->getPointeeType();
  if (auto *pointer = llvm::dyn_cast<clang::DeclRefExpr>(inner); pointer && movingPointer(pointer->getDecl()))
    refuse(value->getExprLoc(), "a reference to a pointer that moves is not accepted", "use the pointer itself");
  std::optional<CType> kind = scalarKind(referred);
  bool isChoice = llvm::isa<clang::AbstractConditionalOperator>(inner) && referred.isConstQualified();
  if (kind && (llvm::isa<clang::MaterializeTemporaryExpr>(inner) || inner->isPRValue() || isChoice)) {
    // A reference to a temporary, which may be a conversion of what is named, is a variable of its own.
    if (!referred.isConstQualified()) {
      Binding temporary = bindingOfView(leafView({}, *kind, name, at(inner)));
      store(emit(inner), temporary.memory, at(inner));
      return temporary;
    }
    Binding binding;
    binding.form = Binding::value;
    binding.memory.kind = *kind;
    binding.affine = affineOf(inner);
    binding.scalar = emit(inner);
    return binding;
  }
  return referred.isConstQualified() && recordOf(referred) ? objectOf(inner) : placeOf(inner);
}

} // namespace allo::lang
