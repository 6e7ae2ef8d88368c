// A leaf is one memory over all objects of an array of objects: members of different names never share a memory, and
// the subscripts of an access stay apart (docs/decisions/0018).
#include "lang/Records.h"

#include "lang/HlsIntrinsics.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"

using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

const clang::RecordDecl *recordOf(clang::QualType type) {
  if (type.isNull() || scalarKind(type) || hlsStream(type))
    return nullptr;
  const clang::RecordDecl *record = type->getAsRecordDecl();
  return record ? record->getDefinition() : nullptr;
}

const clang::RecordDecl *referredRecordOf(clang::QualType type) {
  if (type->isReferenceType() || type->isPointerType())
    type = type->getPointeeType();
  return recordOf(type);
}

void refuseUnusableClass(ModuleLowering &unit, const clang::RecordDecl *record, clang::SourceLocation location) {
  auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (!type)
    return;
  std::string name = "'" + record->getNameAsString() + "'";
  if (type->isInStdNamespace() && record->getName() == "complex")
    unit.refuse(location, "std::complex is not accepted: its arithmetic is the compiler's own",
                "write a struct with the two parts and the operators that are needed");
  if (type->isPolymorphic() || type->getNumVBases())
    unit.refuse(location, "class " + name + " has virtual functions or bases, which are not accepted",
                "choose the function by a template parameter, or by a switch over a tag");
  for (const clang::FieldDecl *field : record->fields())
    if (hlsStream(unit.ast.getBaseElementType(field->getType())))
      unit.refuse(location, "class " + name + " has the stream '" + field->getNameAsString() + "' as a member",
                  "make the stream a variable of its own, and pass it by reference");
  if (!type->hasTrivialDestructor())
    unit.refuse(location, "class " + name + " has a destructor, which is not accepted",
                "drop the destructor: memory in hardware is not released");
}

namespace {
bool isArrayOfScalars(clang::QualType type, const clang::ASTContext &ast) {
  std::optional<ArrayShape> shape = arrayShape(type, ast);
  return shape && scalarKind(shape->element);
}

// Union members are the same bits of one memory; only scalars of one size do not depend on the order of bytes.
const clang::FieldDecl *unionCarrier(ModuleLowering &unit, const clang::RecordDecl *record) {
  const clang::FieldDecl *first = nullptr;
  for (const clang::FieldDecl *field : record->fields()) {
    std::optional<CType> kind = scalarKind(field->getType());
    std::optional<CType> before = first ? scalarKind(first->getType()) : kind;
    if (!kind || *kind == CKind::Bool || field->isBitField() || ir::bitWidth(*kind) != ir::bitWidth(*before))
      unit.refuse(field->getLocation(),
                  "union member '" + field->getNameAsString() + "' is not a scalar of the size of the others",
                  "use scalars of one size, or shifts and masks of an unsigned integer");
    if (!first)
      first = field;
  }
  return first;
}

class ObjectBuilder {
public:
  ObjectBuilder(ModuleLowering &unit, llvm::function_ref<Binding(const RecordLeaf &)> memoryOf)
      : unit(unit), memoryOf(memoryOf) {}

  // `place` describes the object (or the array of objects) as if it were a leaf.
  Binding object(const clang::RecordDecl *record, const RecordLeaf &place, llvm::ArrayRef<int64_t> extents) {
    refuseUnusableClass(unit, record, place.location);
    Binding made;
    made.form = Binding::structure;
    made.record = record;
    made.rest.assign(extents.begin(), extents.end());
    const clang::ASTRecordLayout &layout = unit.ast.getASTRecordLayout(record);
    if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record))
      for (const clang::CXXBaseSpecifier &base : type->bases()) {
        const clang::CXXRecordDecl *baseRecord = base.getType()->getAsCXXRecordDecl()->getDefinition();
        RecordLeaf inner = place;
        inner.offset += layout.getBaseClassOffset(baseRecord).getQuantity();
        add(made, baseRecord, object(baseRecord, inner, {}));
      }
    if (record->isUnion())
      return unionObject(record, place, std::move(made));
    for (const clang::FieldDecl *field : record->fields())
      add(made, field, member(field, place, layout.getFieldOffset(field->getFieldIndex()) / 8));
    return made;
  }

  // `place` grown by the extents of an array whose innermost element has `bytes` bytes.
  static RecordLeaf arrayOf(RecordLeaf place, llvm::ArrayRef<int64_t> extents, int64_t bytes) {
    for (size_t i = 0; i < extents.size(); ++i) {
      int64_t stride = bytes;
      for (int64_t inner : extents.drop_front(i + 1))
        stride *= inner;
      place.extents.push_back(extents[i]);
      place.strides.push_back(stride);
      place.path += "[]";
    }
    return place;
  }

private:
  static void add(Binding &object, const clang::Decl *declaration, Binding member) {
    object.members.push_back({declaration, std::make_shared<Binding>(std::move(member))});
  }

  Binding member(const clang::FieldDecl *field, const RecordLeaf &place, int64_t offset) {
    clang::QualType type = field->getType();
    if (type->isReferenceType() || type->isPointerType())
      return {}; // bound where it is initialised
    std::optional<ArrayShape> shape = arrayShape(type, unit.ast);
    std::string name = field->getNameAsString();
    if (!shape || (shape->extents.empty() && !scalarKind(type) && !recordOf(type)) ||
        (!scalarKind(shape->element) && !recordOf(shape->element)))
      unit.refuse(field->getLocation(),
                  "member '" + name + "' has the type '" + type.getAsString(unit.ast.getPrintingPolicy()) +
                      "', which is not accepted",
                  "use scalars, arrays with constant extents, and classes of them");
    RecordLeaf inner = place;
    inner.offset += offset;
    if (!name.empty()) {
      inner.name += "." + name;
      inner.path += (inner.path.empty() ? "" : ".") + name;
    }
    inner.bitField = field->isBitField() ? field->getBitWidthValue() : 0;
    inner = arrayOf(inner, shape->extents, unit.ast.getTypeSizeInChars(shape->element).getQuantity());
    if (const clang::RecordDecl *record = recordOf(shape->element))
      return object(record, inner, shape->extents);
    inner.kind = *scalarKind(shape->element);
    Binding leaf = memoryOf(inner);
    leaf.memory.bitField = inner.bitField;
    return leaf;
  }

  Binding unionObject(const clang::RecordDecl *record, const RecordLeaf &place, Binding made) {
    const clang::FieldDecl *carrier = unionCarrier(unit, record);
    if (!carrier)
      return made;
    Binding memory = member(carrier, place, 0);
    for (const clang::FieldDecl *field : record->fields()) {
      Binding view = memory;
      view.memory.stored = memory.memory.kind;
      view.memory.kind = *scalarKind(field->getType());
      add(made, field, field == carrier ? memory : view);
    }
    return made;
  }

  ModuleLowering &unit;
  llvm::function_ref<Binding(const RecordLeaf &)> memoryOf;
};
} // namespace

bool isPlainData(const clang::RecordDecl *record, const clang::ASTContext &ast) {
  if (record->isUnion())
    return false;
  if (auto *type = llvm::dyn_cast<clang::CXXRecordDecl>(record)) {
    if (type->isLambda())
      return false;
    for (const clang::CXXBaseSpecifier &base : type->bases())
      if (!isPlainData(base.getType()->getAsCXXRecordDecl()->getDefinition(), ast))
        return false;
  }
  for (const clang::FieldDecl *field : record->fields()) {
    if (field->getType()->isReferenceType() || field->getType()->isPointerType())
      return false;
    if (isArrayOfScalars(field->getType(), ast))
      continue;
    const clang::RecordDecl *inner = recordOf(ast.getBaseElementType(field->getType()));
    if (inner && !isPlainData(inner, ast))
      return false;
  }
  return true;
}

Binding objectBinding(ModuleLowering &unit, const clang::RecordDecl *record, llvm::ArrayRef<int64_t> extents,
                      const std::string &name, clang::SourceLocation location,
                      llvm::function_ref<Binding(const RecordLeaf &)> memoryOf) {
  RecordLeaf place;
  place.name = name;
  place.location = location;
  int64_t bytes = unit.ast.getASTRecordLayout(record).getSize().getQuantity();
  return ObjectBuilder(unit, memoryOf).object(record, ObjectBuilder::arrayOf(place, extents, bytes), extents);
}

llvm::SmallVector<RecordLeaf> leavesOfRecord(ModuleLowering &unit, const clang::RecordDecl *record,
                                             llvm::ArrayRef<int64_t> extents, const std::string &name,
                                             clang::SourceLocation location) {
  llvm::SmallVector<RecordLeaf> leaves;
  objectBinding(unit, record, extents, name, location, [&](const RecordLeaf &leaf) {
    leaves.push_back(leaf);
    Binding view;
    view.form = Binding::view;
    view.memory.kind = leaf.kind;
    return view;
  });
  return leaves;
}

} // namespace allo::lang
