// buffer_at: inside a loop, a local buffer stands for the part of an array that one iteration touches.
//   for i { for j { C[i][j] += … } }   with `buffer_at C axis=i as=row`   becomes
//   for i { row[N]; for row.in { row[j] = C[i][j] } for j { row[j] += … } for row.out { C[i][j] = row[j] } }
#include "schedule/LoopBand.h"

#include "ir/Naming.h"
#include "schedule/ArrayBuffer.h"
#include "schedule/Primitive.h"

using namespace mlir;

namespace allo::schedule {

namespace {

using analysis::Access;
using analysis::DimensionRange;
using analysis::Footprint;

void refusePlace(const StepContext &context, const ArrayArgument &array, affine::AffineForOp axis) {
  refuseForeignArray(context, array, axis);
  for (Operation *loop = axis; loop && !isa<func::FuncOp>(loop); loop = loop->getParentOp())
    if (ir::LoopAttr directives = ir::loopOf(loop); directives && directives.getPipeline())
      context.refuseAt(loop->getLoc(), "the copy loops would be inside the pipelined loop " + context.describe(loop),
                       "buffer the array first, then pipeline a loop inside " + context.address(axis));
}

// The rewrite, for one array in one loop.
class Buffering {
public:
  Buffering(StepContext &context, const ArrayArgument &array, affine::AffineForOp axis, const Footprint &footprint)
      : context_(context), array_(array), axis_(axis), footprint_(footprint) {
    AffineExpr one = getAffineConstantExpr(1, axis.getContext()); // a count that may be 0 needs its copy loop
    for (auto [index, range] : llvm::enumerate(footprint.dimensions))
      if (range.extent > 1 || range.startsBefore || range.endsBehind || range.count != one)
        kept_.push_back(index);
  }

  ir::VariableAttr run(ArrayRef<Access> accesses) {
    ir::VariableAttr variable = allocate();
    for (const Access &access : accesses)
      redirectToBuffer(access, buffer_, kept_, footprint_);
    if (footprint_.needsCopyIn)
      copy(true, variable.getName().str() + ".in");
    if (footprint_.isWritten)
      copy(false, variable.getName().str() + ".out");
    return variable;
  }

private:
  ir::VariableAttr allocate() {
    SmallVector<int64_t> shape;
    for (unsigned dimension : kept_)
      shape.push_back(footprint_.dimensions[dimension].extent);
    auto type = MemRefType::get(shape, cast<MemRefType>(array_.memory.getType()).getElementType());
    OpBuilder builder(axis_.getBody(), axis_.getBody()->begin());
    buffer_ = memref::AllocaOp::create(builder, axis_.getLoc(), type);
    auto variable = ir::VariableAttr::get(axis_.getContext(), context_.freshId(array_.function),
                                          bufferName(context_, array_, "_buffer"), array_.variable.getType(), false);
    buffer_->setAttr(ir::varAttrName, variable);
    return variable;
  }

  // A loop over the elements of one dimension, clipped to the array.
  affine::AffineForOp copyLoop(OpBuilder &builder, unsigned dimension, const std::string &name) {
    const DimensionRange &range = footprint_.dimensions[dimension];
    MLIRContext *context = axis_.getContext();
    auto loop = affine::AffineForOp::create(builder, axis_.getLoc(), 0, range.extent);
    ir::setLoop(loop, ir::LoopAttr::get(context, context_.freshId(array_.function), name, 0, 0, false));
    SmallVector<AffineExpr> lower{getAffineConstantExpr(0, context)}, upper{range.count};
    if (range.startsBefore)
      lower.push_back(simplifyAffineExpr(-range.start, footprint_.values.size(), 0));
    if (range.endsBehind)
      upper.push_back(getAffineConstantExpr(arrayType().getDimSize(dimension), context) - range.start);
    auto set = [&](ArrayRef<AffineExpr> expressions, bool isLower) {
      AffineMap map = AffineMap::get(footprint_.values.size(), 0, expressions, context);
      SmallVector<Value> operands(footprint_.values);
      affine::canonicalizeMapAndOperands(&map, &operands);
      isLower ? loop.setLowerBound(operands, map) : loop.setUpperBound(operands, map);
    };
    set(lower, true);
    set(upper, false);
    builder.setInsertionPointToStart(loop.getBody());
    return loop;
  }

  void copy(bool isIn, const std::string &name) {
    OpBuilder builder(axis_.getContext());
    if (isIn)
      builder.setInsertionPointAfter(buffer_);
    else
      builder.setInsertionPoint(axis_.getBody()->getTerminator());
    Value array = arrayHere(context_, array_, builder);
    SmallVector<Value> operands(footprint_.values), variables;
    SmallVector<AffineExpr> indices;
    for (auto [dimension, range] : llvm::enumerate(footprint_.dimensions)) {
      indices.push_back(range.start);
      if (!llvm::is_contained(kept_, dimension))
        continue;
      variables.push_back(copyLoop(builder, dimension, name).getInductionVar());
      indices.back() = indices.back() + getAffineDimExpr(operands.size(), axis_.getContext());
      operands.push_back(variables.back());
    }
    AffineMap map = AffineMap::get(operands.size(), 0, indices, axis_.getContext());
    affine::canonicalizeMapAndOperands(&map, &operands);
    Location location = axis_.getLoc();
    if (isIn) {
      Value value = affine::AffineLoadOp::create(builder, location, array, map, operands);
      affine::AffineStoreOp::create(builder, location, value, buffer_, variables);
    } else {
      Value value = affine::AffineLoadOp::create(builder, location, buffer_, variables);
      affine::AffineStoreOp::create(builder, location, value, array, map, operands);
    }
  }

  MemRefType arrayType() const { return cast<MemRefType>(array_.memory.getType()); }

  StepContext &context_;
  const ArrayArgument &array_;
  affine::AffineForOp axis_;
  const Footprint &footprint_;
  SmallVector<unsigned> kept_; // dimensions of the array that the buffer has
  memref::AllocaOp buffer_;
};

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  affine::AffineForOp axis = affineLoop(context, context.loop("axis"));
  refusePlace(context, array, axis);
  std::vector<Access> accesses = affineAccesses(context, array, axis);
  Footprint footprint = analysis::footprintOf(accesses, axis, cast<MemRefType>(array.memory.getType()).getShape());
  if (footprint.isEmpty)
    context.refuseAt(axis.getLoc(), "no access to the array " + context.describe(array.memory) + " in the loop " +
                                        context.describe(axis) + " ever runs");
  ir::VariableAttr variable = Buffering(context, array, axis, footprint).run(accesses);
  context.addResult(array.function, variable);
}

} // namespace

extern const Primitive bufferAtPrimitive = {
    "buffer_at",
    {{ParameterKind::Array, "array", "the array"},
     {ParameterKind::Loop, "axis", "the loop inside which the buffer lives", true},
     {ParameterKind::Name, "as", "the buffer's name; without it ARRAY_buffer", true, ""}},
    {.meaning =
         "Inside one iteration of the loop, a local buffer stands for the part of the array that the iteration "
         "touches. Its extent in each dimension is the largest number of elements between the first and the last that "
         "any iteration touches; dimensions of which every iteration touches one element are dropped (a buffer without "
         "dimensions is a scalar). "
         "Where an element is read before the iteration writes it, or not all elements between the first and the last "
         "are surely written, the part is copied in first by loops named `NAME.in`; where anything is written, it is "
         "copied back at the end by loops named `NAME.out` (one a dimension: `NAME.in#2` is that of the second). "
         "Accesses outside the loop stay as they are.",
     .legality = "All accesses to the array inside the loop have affine indices; no call inside the loop takes the "
                 "array; the loop and the loops around it are not pipelined.",
     .cost = "A memory of the size of the part, and one iteration of the copy loops for each element that is moved in "
             "or out, in each iteration of the axis; these cycles come on top. It gains where an element is used more "
             "often than it is moved, where the outside memory is slow or has one port, and because the buffer can "
             "have banks of its own. A buffer without dimensions is a register.",
     .before = R"(void example(const float A[8][8], const float B[8][8], float C[8][8]) {
  for (int i = 0; i < 8; ++i)
    for (int k = 0; k < 8; ++k)
      for (int j = 0; j < 8; ++j)
        C[i][j] += A[i][k] * B[k][j];
})",
     .after = R"(void example(const float A[8][8], const float B[8][8], float C[8][8]) {
  for (int i = 0; i < 8; ++i) {
    float row[8];
    for (int j = 0; j < 8; ++j) // row.in
      row[j] = C[i][j];
    for (int k = 0; k < 8; ++k)
      for (int j = 0; j < 8; ++j)
        row[j] += A[i][k] * B[k][j];
    for (int j = 0; j < 8; ++j) // row.out
      C[i][j] = row[j];
  }
})",
     .errors = {{"the array 'C' is not accessed in the loop 'i'", "nothing to buffer"},
                {"no access to the array 'C' in the loop 'i' ever runs", "they are in loops without iterations"},
                {"the write to H on line 4 is not affine", "an index that is not affine"},
                {"the call of f on line 4 takes the array 'C' inside the loop 'i'",
                 "the callee's accesses are unknown"},
                {"the array 't' is declared inside the loop 'i'", "it is local to the iteration already"},
                {"the copy loops would be inside the pipelined loop 'i'", "a pipelined loop at or around the axis"},
                {"there is a variable 'row' already", "the name is taken"}},
     .example = "buffer_at C axis=i as=row",
     .method = "s.buffer_at(\"C\", \"i\", \"row\")"},
    apply,
};

} // namespace allo::schedule
