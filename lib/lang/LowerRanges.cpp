// Range-based for: over arrays, over classes whose begin and end are pointers into one array, and over iterators.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"

using namespace mlir;
using allo::ir::CKind;

namespace allo::lang {

namespace {
// The constant that a pointer's offset is, 0 without one.
std::optional<int64_t> constantOffset(const Binding &pointer) {
  if (addressIn(pointer).ofWhole)
    return std::nullopt;
  if (!addressIn(pointer).offset)
    return 0;
  AffineExpr offset = addressIn(pointer).offset->affine;
  auto constant = offset ? dyn_cast<AffineConstantExpr>(offset) : AffineConstantExpr();
  return constant ? std::optional(constant.getValue()) : std::nullopt;
}
} // namespace

void FunctionLowering::lowerRangeFor(const clang::CXXForRangeStmt *loop) {
  if (loop->getInit())
    lowerStatement(loop->getInit());
  const clang::VarDecl *range =
      loop->getRangeStmt() ? llvm::cast<clang::VarDecl>(loop->getRangeStmt()->getSingleDecl()) : nullptr;
  auto *list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(range->getInit()->IgnoreImplicit());
  if (list) { // for (int k : {1, 2, 3})
    Binding values = makeObject(list->getSubExpr()->getType().getUnqualifiedType(), "range", list->getExprLoc());
    initialise(values, list->getSubExpr());
    return lowerElements(loop, values, 0, extentsIn(values).front());
  }
  bindings[range] = referenceTo(range->getType(), range->getInit(), "range");
  if (range->getType()->getPointeeType()->isArrayType())
    return lowerElements(loop, bindings[range], 0, extentsIn(bindings[range]).front());
  const auto *begin = llvm::cast<clang::VarDecl>(loop->getBeginStmt()->getSingleDecl());
  const auto *end = llvm::cast<clang::VarDecl>(loop->getEndStmt()->getSingleDecl());
  if (!begin->getType()->isPointerType())
    return lowerIterators(loop);
  Binding first = placeOf(begin->getInit()), last = placeOf(end->getInit());
  std::optional<int64_t> from = constantOffset(first), to = constantOffset(last);
  if (!from || !to || extentsIn(first).empty())
    refuse(loop->getRangeInit()->getExprLoc(), "the number of elements of this range is not a constant",
           "write a for loop over the index");
  addressIn(first) = {};
  lowerElements(loop, first, *from, *to - *from);
}

// Elements first … first + count of an array.
void FunctionLowering::lowerElements(const clang::CXXForRangeStmt *loop, const Binding &array, int64_t first,
                                     int64_t count) {
  Location location = at(loop);
  const clang::VarDecl *variable = loop->getLoopVariable();
  auto bindElement = [&](const Index &index) {
    Binding element = subscript(array, index, loop->getRangeInit());
    clang::QualType type = variable->getType();
    if (type->isReferenceType() &&
        (!scalarKind(type->getPointeeType()) ||
         ast.hasSameUnqualifiedType(type->getPointeeType(), variable->getInit()->getType()))) {
      bindings[variable] = element;
    } else {
      // The variable's own initial value reads `*__begin`.
      const auto *begin = llvm::cast<clang::VarDecl>(loop->getBeginStmt()->getSingleDecl());
      Binding pointer = element;
      addressIn(pointer).ofWhole = true;
      bindings[begin] = pointer;
      if (type->isReferenceType())
        bindings[variable] = referenceTo(type, variable->getInit(), variable->getNameAsString());
      else
        lowerDeclaration(variable);
    }
    if (auto *parts = llvm::dyn_cast<clang::DecompositionDecl>(variable)) {
      for (const clang::BindingDecl *part : parts->bindings())
        bindings.erase(part);
      bindParts(parts);
    }
  };
  Leaves leaves = leavesOf(loop->getBody());
  std::string name = variable->getNameAsString();
  if (name.empty())
    name = "range";
  if (count <= 0)
    return;
  if (!leaves.byBreak && !leaves.byReturn) {
    auto op = affine::AffineForOp::create(builder, location, first, first + count);
    nameLoop(op, name);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(op.getBody()->getTerminator());
    bindElement({domain.addOperand(op.getInductionVar(), {first, first + count - 1}), {}});
    return lowerLoopBody(loop->getBody(), {});
  }
  View counter = leafView({}, CKind::Int, name + ".index", location);
  store(constant(CKind::Int, first, location), counter, location);
  WhileLoop made = makeWhile(loop, loop->getBody(), name);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(&made.op.getBefore().front());
  Value more = emitComparison(clang::BO_LT, load(counter, location), constant(CKind::Int, first + count, location),
                              CKind::Int, location);
  Value ended = load(flagView(made.exit), location);
  Value goesOn = arith::XOrIOp::create(builder, location, ended, constant(CKind::Bool, 1, location));
  scf::ConditionOp::create(builder, location, arith::AndIOp::create(builder, location, more, goesOn), ValueRange());
  builder.setInsertionPointToEnd(&made.op.getAfter().front());
  Value position = load(counter, location);
  bindElement({{}, arith::IndexCastOp::create(builder, location, builder.getIndexType(), position)});
  lowerLoopBody(loop->getBody(), made.exit);
  Value next = arith::AddIOp::create(builder, location, position, constant(CKind::Int, 1, location));
  store(next, counter, location);
  scf::YieldOp::create(builder, location);
}

// for (auto i = begin, e = end; i != e; ++i)
void FunctionLowering::lowerIterators(const clang::CXXForRangeStmt *loop) {
  Location location = at(loop);
  lowerStatement(loop->getBeginStmt());
  lowerStatement(loop->getEndStmt());
  WhileLoop made = makeWhile(loop, loop->getBody(), loop->getLoopVariable()->getNameAsString());
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(&made.op.getBefore().front());
  emitLoopCondition(loop->getCond(), nullptr, made.exit, location);
  builder.setInsertionPointToEnd(&made.op.getAfter().front());
  lowerDeclaration(loop->getLoopVariable());
  lowerLoopBody(loop->getBody(), made.exit);
  emitIgnored(loop->getInc());
  scf::YieldOp::create(builder, location);
}

} // namespace allo::lang
