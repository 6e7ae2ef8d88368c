// Parameters of functions that stay functions: which arguments each becomes, and what it is in the body.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

// Only the top's parameters have no call that says how long they are.
std::optional<int64_t> FunctionLowering::extentOption(const clang::ParmVarDecl *parameter) const {
  auto found = unit.source.options.extents.find(parameter->getNameAsString());
  if (found == unit.source.options.extents.end() || !unit.isTop(parameter->getDeclContext()))
    return std::nullopt;
  return found->second;
}

bool FunctionLowering::isSingle(const clang::ParmVarDecl *parameter, unsigned depth) const {
  clang::QualType type = parameter->getType();
  if (type->isReferenceType())
    return !type->getPointeeType()->isArrayType();
  // A pointer without declared extents that is only dereferenced is a pointer to one object.
  if (!type->isPointerType() || parameter->getOriginalType()->isArrayType() || type->getPointeeType()->isArrayType())
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
        subscripted |= isParameter(access->getBase()) && !isZero(access->getIdx());
      if (auto *sum = llvm::dyn_cast<clang::BinaryOperator>(statement); sum && sum->getType()->isPointerType())
        subscripted |= isParameter(sum->getLHS()) || isParameter(sum->getRHS());
      if (auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
        for (unsigned i = 0; i < call->getNumArgs(); ++i) {
          auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(call->getArg(i)->IgnoreParenImpCasts());
          if (reference && reference->getDecl() == parameter)
            forwarded |= !isSingleIn(call->getDirectCallee(), i);
        }
      for (const clang::Stmt *child : statement->children())
        visit(child);
    }
    // The pointer itself: p[i], not p->member[i].
    bool isParameter(const clang::Expr *expression) const {
      expression = expression->IgnoreParenCasts();
      if (auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(expression))
        return isParameter(choice->getTrueExpr()) || isParameter(choice->getFalseExpr());
      auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
      return reference && reference->getDecl() == parameter;
    }
    // Whether the function that takes the pointer on sees one object too.
    bool isSingleIn(const clang::FunctionDecl *callee, unsigned position) const {
      const clang::FunctionDecl *definition = nullptr;
      return callee && callee->hasBody(definition) && position < definition->getNumParams() &&
             lowering.isSingle(definition->getParamDecl(position), depth + 1);
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
std::string nameOrNumber(const clang::ParmVarDecl *parameter) {
  return parameter->getName().empty() ? "argument" + std::to_string(parameter->getFunctionScopeIndex() + 1)
                                      : parameter->getNameAsString();
}

clang::QualType referredType(clang::QualType type) {
  return type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : type;
}
} // namespace

// One object that the function does not write comes as the values of its scalars.
bool FunctionLowering::isPassedAsValues(const clang::ParmVarDecl *parameter) const {
  clang::QualType type = parameter->getType(), referred = referredType(type);
  if (referred == type)
    return true;
  bool isScalarPointer = type->isPointerType() && scalarKind(referred); // a rank-0 memory, so that the caller's is seen
  return isSingle(parameter) && referred.isConstQualified() && !isScalarPointer;
}

// The class, extents and scalar kind of what the parameter names.
FunctionLowering::Parameter FunctionLowering::parameterOf(const clang::ParmVarDecl *parameter, const CallShape &shape) {
  clang::QualType type = parameter->getType(), referred = referredType(type);
  clang::SourceLocation place = parameter->getLocation();
  Parameter result;
  result.name = nameOrNumber(parameter);
  if (type->isFunctionPointerType() || type->isFunctionReferenceType())
    refuse(place, "parameter '" + result.name + "' is a pointer to a function, which is not accepted",
           "call the function by its name, or make it a template parameter");
  if (type->isMemberPointerType())
    refuse(place, "parameter '" + result.name + "' is a pointer to a member, which is not accepted",
           "pass the member's value, or a lambda");
  result.asValues = isPassedAsValues(parameter);
  result.isConst = result.asValues || ast.getBaseElementType(referred).isConstQualified();
  clang::QualType element = referred;
  if (!result.asValues && !isSingle(parameter)) {
    result.isArray = true;
    std::optional<ArrayShape> known = parameterShape(parameter, shape.extents);
    if (!known) {
      if (type->isPointerType() && !scalarKind(referred) && !referred->isArrayType() && !recordOf(referred))
        scalarKindOrRefuse(type, place, "parameter '" + result.name + "'");
      if (arrayShape(referred, ast))
        refuse(place, "the extent of array parameter '" + result.name + "' is not known",
               "declare it (float " + result.name + "[64]) or give --extent " + result.name + "=N");
      refuse(place, "array parameter '" + result.name + "' has an extent that is not a constant",
             "give constant extents: arrays in hardware have a fixed size");
    }
    result.extents = known->extents;
    element = known->element;
    result.isConst = element.isConstQualified();
  }
  result.record = recordOf(element);
  if (result.record && !isPlainData(result.record, ast))
    refuse(place, "parameter '" + result.name + "' has a class with references, pointers or a union",
           "pass its scalars and arrays as parameters of their own");
  if (!result.record)
    result.kind =
        scalarKindOrRefuse(element, place, (result.isArray ? "an element of '" : "parameter '") + result.name + "'");
  return result;
}

void FunctionLowering::declareParameters(const CallShapes &shapes) {
  MLIRContext *context = builder.getContext();
  SmallVector<Type> types;
  SmallVector<SmallVector<NamedAttribute>> attributes;
  auto add = [&](Type type, const std::string &name, CType kind, bool isConst) {
    types.push_back(type);
    auto variable = ir::VariableAttr::get(context, takeId(), name, ir::CTypeAttr::get(context, kind), isConst);
    attributes.push_back({NamedAttribute(StringAttr::get(context, ir::varAttrName), variable)});
  };
  auto addLeaves = [&](const clang::RecordDecl *record, ArrayRef<int64_t> extents, const Parameter &parameter,
                       unsigned position, clang::SourceLocation location) {
    std::string spelled = clang::QualType(ast.getCanonicalTagType(record)).getAsString(ast.getPrintingPolicy());
    int64_t bytes = ast.getASTRecordLayout(record).getSize().getQuantity();
    for (const RecordLeaf &leaf : leavesOfRecord(unit, record, extents, parameter.name, location)) {
      if (leaf.bitField && function->hasAttr(ir::topAttrName))
        refuse(location,
               "'" + parameter.name + "' has the bit-field '" + leaf.path + "', which an interface cannot have",
               "give the member a whole type in what the top takes or returns");
      checkSize(leaf.extents, leaf.kind, leaf.name, location);
      Type element = ir::elementType(context, leaf.kind);
      bool asValue = parameter.asValues && leaf.extents.empty();
      add(asValue ? element : Type(MemRefType::get(leaf.extents, element)), leaf.name, leaf.kind, parameter.isConst);
      attributes.back().push_back(
          NamedAttribute(StringAttr::get(context, ir::fieldAttrName),
                         ir::FieldAttr::get(context, position, parameter.name, spelled, leaf.path, leaf.offset, bytes,
                                            !parameter.isConst, leaf.strides)));
    }
  };
  for (unsigned i = 0; i < source->getNumParams(); ++i) {
    const clang::ParmVarDecl *declared = source->getParamDecl(i);
    CallShape shape = i < shapes.size() ? shapes[i] : CallShape();
    if (streamOf(declared)) {
      std::string name = nameOrNumber(declared);
      if (!shape.stream)
        refuse(declared->getLocation(), "parameter '" + name + "' of the top is a stream, which is not accepted yet",
               "take an array, and write its elements to a local stream in a loop");
      add(shape.stream, name, cast<ir::StreamType>(shape.stream).getElements().front().getValue(), false);
      for (size_t d = 0; d < shape.outer.size(); ++d)
        add(builder.getI32Type(), name + ".at" + std::to_string(d), CKind::Int, true);
      continue;
    }
    Parameter parameter = parameterOf(declared, shape);
    SmallVector<int64_t> extents(shape.outer);
    extents.append(parameter.extents);
    if (parameter.record) {
      unsigned before = types.size();
      addLeaves(parameter.record, extents, parameter, i, declared->getLocation());
      if (types.size() == before && function->hasAttr(ir::topAttrName))
        refuse(declared->getLocation(), "parameter '" + parameter.name + "' has no members",
               "leave it out: an interface carries data");
    } else if (parameter.asValues) {
      add(ir::elementType(context, parameter.kind), parameter.name, parameter.kind, true);
    } else {
      checkSize(extents, parameter.kind, parameter.name, declared->getLocation());
      add(MemRefType::get(extents, ir::elementType(context, parameter.kind)), parameter.name, parameter.kind,
          parameter.isConst);
    }
    for (size_t d = 0; d < shape.outer.size(); ++d)
      add(builder.getI32Type(), parameter.name + ".at" + std::to_string(d), CKind::Int, true);
    if (shape.hasOffset)
      add(builder.getI32Type(), parameter.name + ".offset", CKind::Int, true);
  }
  // A class is returned through one memory for each member, after the parameters of the source.
  if (const clang::RecordDecl *record = recordOf(source->getReturnType())) {
    Parameter result;
    result.name = "return";
    result.isConst = false;
    if (!isPlainData(record, ast))
      refuse(source->getLocation(), "the result has a class with references, pointers or a union",
             "return its scalars in a plain struct");
    addLeaves(record, {}, result, source->getNumParams(), source->getLocation());
  }
  SmallVector<Type> results;
  if (frame.returnKind)
    results.push_back(ir::elementType(context, *frame.returnKind));
  function.setFunctionType(FunctionType::get(context, types, results));
  SmallVector<Location> locations(types.size(), function.getLoc());
  function.getBody().emplaceBlock().addArguments(types, locations);
  for (unsigned i = 0; i < types.size(); ++i)
    function.setArgAttrs(i, attributes[i]);
  if (frame.returnKind)
    function.setResultAttr(0, ir::ctypeAttrName, ir::CTypeAttr::get(context, *frame.returnKind));
}

Value FunctionLowering::takeArgument() { return function.getArgument(nextArgument++); }

Binding FunctionLowering::bindMemory(Value memory, CType kind) {
  View view;
  view.memory = memory;
  view.kind = kind;
  ArrayRef<int64_t> shape = cast<MemRefType>(memory.getType()).getShape();
  view.rest.assign(shape.begin(), shape.end());
  return bindingOfView(view);
}

void FunctionLowering::bindParameter(const clang::ParmVarDecl *declared, const CallShape &shape) {
  if (shape.stream) {
    Binding &streams = bindings[declared] = bindStream(takeArgument());
    for (int64_t extent : shape.outer) {
      Value index = arith::IndexCastOp::create(builder, function.getLoc(), builder.getIndexType(), takeArgument());
      streams.memory.indices.push_back({domain.addOperand(index, {0, extent - 1}), {}});
      streams.memory.rest.erase(streams.memory.rest.begin());
    }
    return;
  }
  Parameter parameter = parameterOf(declared, shape);
  bool isAssigned = mutations.contains(declared);
  auto bindLeaf = [&](CType kind, const std::string &name) {
    Value argument = takeArgument();
    if (isa<MemRefType>(argument.getType())) {
      Binding memory = bindMemory(argument, kind);
      if (!parameter.asValues || !isAssigned || declared->getType()->isReferenceType())
        return memory;
      // The function writes its own copy.
      Binding copy = bindingOfView(leafView(memory.memory.rest, kind, name, function.getLoc()));
      copyView(copy.memory, memory.memory, function.getLoc());
      return copy;
    }
    Binding binding;
    binding.form = Binding::value;
    binding.memory.kind = kind;
    binding.scalar = argument;
    if (!isAssigned)
      return binding;
    Binding variable = bindingOfView(leafView({}, kind, name, function.getLoc()));
    store(argument, variable.memory, function.getLoc());
    return variable;
  };
  Binding binding;
  if (parameter.record) {
    SmallVector<int64_t> extents(shape.outer);
    extents.append(parameter.extents);
    binding = objectBinding(unit, parameter.record, extents, parameter.name, declared->getLocation(),
                            [&](const RecordLeaf &leaf) { return bindLeaf(leaf.kind, leaf.name); });
  } else {
    binding = bindLeaf(parameter.kind, parameter.name);
  }
  auto takeIndex = [&](int64_t extent) {
    Value number = takeArgument();
    Value index = arith::IndexCastOp::create(builder, function.getLoc(), builder.getIndexType(), number);
    return Index{domain.addOperand(index, {0, extent - 1}), {}};
  };
  for (int64_t extent : shape.outer) {
    Index index = takeIndex(extent);
    if (binding.form == Binding::structure) {
      binding = elementOf(binding, index);
    } else {
      binding.memory.indices.push_back(index);
      binding.memory.rest.erase(binding.memory.rest.begin());
    }
  }
  Address &address = binding.form == Binding::structure ? binding.address : binding.memory.address;
  if (shape.hasOffset)
    address.offset = takeIndex(parameter.extents.front());
  else if (!parameter.isArray && declared->getType()->isPointerType() && binding.form != Binding::value)
    address.ofWhole = true;
  bindings[declared] = binding;
}

} // namespace allo::lang
