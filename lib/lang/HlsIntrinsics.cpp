#include "lang/HlsIntrinsics.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
constexpr llvm::StringLiteral prefix = "hls.";

llvm::StringRef annotationOf(const clang::Decl *declaration) {
  for (const auto *attribute : declaration->specific_attrs<clang::AnnotateAttr>())
    if (attribute->getAnnotation().starts_with(prefix))
      return attribute->getAnnotation().drop_front(prefix.size());
  return {};
}
} // namespace

llvm::StringRef hlsAnnotation(const clang::Decl *declaration) {
  if (!declaration)
    return {};
  if (llvm::StringRef own = annotationOf(declaration); !own.empty())
    return own;
  // A declaration made from a template has the attributes of its pattern, also before it is completed.
  if (auto *record = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(declaration))
    return annotationOf(record->getSpecializedTemplate()->getTemplatedDecl());
  if (auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(declaration))
    if (clang::InheritedConstructor inherited = constructor->getInheritedConstructor())
      return hlsAnnotation(inherited.getConstructor());
  if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(declaration))
    if (const clang::FunctionDecl *pattern = function->getTemplateInstantiationPattern();
        pattern && pattern != function)
      return annotationOf(pattern);
  return {};
}

namespace {
llvm::SmallVector<llvm::APSInt> integersOf(const clang::ClassTemplateSpecializationDecl *record) {
  llvm::SmallVector<llvm::APSInt> integers;
  for (const clang::TemplateArgument &argument : record->getTemplateArgs().asArray())
    if (argument.getKind() == clang::TemplateArgument::Integral)
      integers.push_back(argument.getAsIntegral());
  return integers;
}

// The mode that a value of ap_q_mode or ap_o_mode names: its enumerator is "AP_" and what the IR calls it.
template <typename Mode>
std::optional<Mode> modeOf(const clang::TemplateArgument &argument, std::optional<Mode> (*symbolize)(llvm::StringRef)) {
  auto *type = argument.getIntegralType()->getAs<clang::EnumType>();
  if (!type)
    return std::nullopt;
  for (const clang::EnumConstantDecl *constant : type->getDecl()->getDefinitionOrSelf()->enumerators())
    if (llvm::APSInt::isSameValue(constant->getInitVal(), argument.getAsIntegral()))
      if (llvm::StringRef name = constant->getName(); name.consume_front("AP_") || name.consume_front("SC_"))
        return symbolize(name.lower());
  return std::nullopt;
}

// template <int W, int I, bool S, ap_q_mode Q, ap_o_mode O, int N>
std::optional<CType> fixedType(const clang::ClassTemplateSpecializationDecl *record) {
  llvm::ArrayRef<clang::TemplateArgument> arguments = record->getTemplateArgs().asArray();
  if (arguments.size() != 6)
    return std::nullopt;
  auto quantisation = modeOf<ir::Quantisation>(arguments[3], &ir::symbolizeQuantisation);
  auto overflow = modeOf<ir::Overflow>(arguments[4], &ir::symbolizeOverflow);
  if (!quantisation || !overflow)
    return std::nullopt;
  auto width = static_cast<unsigned>(arguments[0].getAsIntegral().getExtValue());
  // The modes that do not wrap ignore saturated bits, and there are no more of them than bits.
  bool wraps = *overflow == ir::Overflow::Wrap || *overflow == ir::Overflow::WrapSM;
  auto saturated = static_cast<unsigned>(arguments[5].getAsIntegral().getExtValue());
  return CType::fixed(width, static_cast<int>(arguments[1].getAsIntegral().getExtValue()),
                      !arguments[2].getAsIntegral().isZero(), *quantisation, *overflow,
                      wraps ? std::min(saturated, width) : 0);
}

// The annotated class that the type is, or is derived from.
const clang::CXXRecordDecl *annotatedClass(clang::QualType type, llvm::StringRef &annotation) {
  if (type.isNull())
    return nullptr;
  const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
  while (record) {
    annotation = hlsAnnotation(record);
    if (!annotation.empty())
      return record;
    const clang::CXXRecordDecl *definition = record->getDefinition();
    if (!definition || definition->getNumBases() != 1 || definition->isDependentType())
      return nullptr;
    record = definition->bases_begin()->getType()->getAsCXXRecordDecl();
  }
  return nullptr;
}
} // namespace

std::optional<CType> hlsScalarType(clang::QualType type) {
  llvm::StringRef annotation;
  const clang::CXXRecordDecl *record = annotatedClass(type, annotation);
  if (!record)
    return std::nullopt;
  if (annotation == "half")
    return CType(CKind::Half);
  if (annotation == "bfloat16")
    return CType(CKind::BFloat16);
  auto *specialization = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
  if (!specialization)
    return std::nullopt;
  if (annotation == "fixed")
    return fixedType(specialization);
  if (annotation != "integer")
    return std::nullopt;
  llvm::SmallVector<llvm::APSInt> arguments = integersOf(specialization);
  return CType::integer(static_cast<unsigned>(arguments[0].getExtValue()), !arguments[1].isZero());
}

std::optional<unsigned> hlsReferenceWidth(clang::QualType type) {
  llvm::StringRef annotation;
  const clang::CXXRecordDecl *record = annotatedClass(type, annotation);
  auto *specialization = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  if (!specialization)
    return std::nullopt;
  if (annotation == "bit")
    return 1;
  llvm::SmallVector<llvm::APSInt> arguments = integersOf(specialization);
  if (annotation == "range")
    return static_cast<unsigned>(arguments[0].getExtValue());
  if (annotation == "concat")
    return static_cast<unsigned>(arguments[0].getExtValue() + arguments[1].getExtValue());
  return std::nullopt;
}

std::optional<HlsStream> hlsStream(clang::QualType type) {
  if (type.isNull())
    return std::nullopt;
  auto *record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  if (!record || hlsAnnotation(record) != "stream")
    return std::nullopt;
  const clang::TemplateArgumentList &arguments = record->getTemplateArgs();
  return HlsStream{arguments[0].getAsType(), arguments[1].getAsIntegral().getExtValue()};
}

namespace {
HlsOperation annotatedOperation(const clang::Expr *expression) {
  HlsOperation operation;
  operation.source = expression;
  if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(expression)) {
    operation.name = hlsAnnotation(construct->getConstructor());
    for (const clang::Expr *argument : construct->arguments())
      operation.operands.push_back(argument);
    bool isCopy = construct->getConstructor()->isCopyOrMoveConstructor();
    if (operation.name.empty() && isCopy && hlsScalarType(construct->getType()))
      operation.name = "convert";
  } else if (auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    operation.name = hlsAnnotation(callee);
    auto *method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(callee);
    bool isAssignment = method && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator());
    if (operation.name.empty() && isAssignment && hlsScalarType(call->getType().getNonReferenceType()))
      operation.name = "assign";
    if (auto *member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
      operation.operands.push_back(member->getImplicitObjectArgument());
      operation.objectIsPointer = operation.operands.front()->getType()->isPointerType();
    }
    for (const clang::Expr *argument : call->arguments())
      operation.operands.push_back(argument);
  }
  return operation;
}
} // namespace

std::optional<HlsOperation> streamOperation(const clang::Expr *expression) {
  HlsOperation operation = annotatedOperation(expression);
  if (!operation.name.starts_with("stream."))
    return std::nullopt;
  return operation;
}

std::optional<HlsOperation> hlsOperation(const clang::Expr *expression) {
  HlsOperation operation = annotatedOperation(expression);
  // Functions of <cmath> are calls (LowerMath), streams are objects (LowerStreams).
  if (operation.name.empty() || operation.name == "math" || operation.name.starts_with("stream."))
    return std::nullopt;
  return operation;
}

bool hlsWrites(llvm::StringRef name) {
  return name.starts_with("assign") || name.starts_with("preinc") || name.starts_with("predec") ||
         name.starts_with("postinc") || name.starts_with("postdec") || name.starts_with("stream.");
}

const clang::Expr *withoutWrappers(const clang::Expr *expression) {
  while (true) {
    const clang::Expr *inner = expression->IgnoreParens();
    if (auto *full = llvm::dyn_cast<clang::FullExpr>(inner))
      inner = full->getSubExpr();
    else if (auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(inner))
      inner = temporary->getSubExpr();
    else if (auto *bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(inner))
      inner = bound->getSubExpr();
    else if (auto *substituted = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(inner))
      inner = substituted->getReplacement();
    else if (auto *cast = llvm::dyn_cast<clang::CastExpr>(inner)) {
      clang::CastKind kind = cast->getCastKind();
      if (kind != clang::CK_NoOp && kind != clang::CK_DerivedToBase && kind != clang::CK_UncheckedDerivedToBase &&
          kind != clang::CK_ConstructorConversion && kind != clang::CK_UserDefinedConversion)
        return inner;
      inner = cast->getSubExpr();
    } else if (auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(inner)) {
      if (!construct->getConstructor()->isCopyOrMoveConstructor() || !hlsReferenceWidth(construct->getType()))
        return inner;
      inner = construct->getArg(0);
    } else if (inner == expression) {
      return expression;
    }
    expression = inner;
  }
}

} // namespace allo::lang
