// pack: neighbouring elements of an array become one wide word.
//   short t[8]; … t[i] …           with `pack t factor=4`   becomes
//   ap_uint<64> t[2]; … t[i / 4].range(16 * (i % 4) + 15, 16 * (i % 4)) …
// A store of an element loads the word, changes its lane and stores it, unless all lanes are written together. Streams
// move words: schedule/StreamWords.h.
#include "schedule/StreamWords.h"
#include "schedule/WordGroups.h"

#include "ir/Directives.h"
#include "schedule/Layouts.h"
#include "schedule/LoopBand.h"
#include "schedule/Primitive.h"
#include "schedule/SeparateArray.h"
#include "schedule/TableValues.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {

class Packing {
public:
  Packing(StepContext &context, const ArrayArgument &array)
      : context_(context), array_(array), type_(cast<MemRefType>(array.memory.getType())),
        shape_{array.variable.getType().getValue(), context.integer("factor")},
        dimension_(context.isGiven("dim") ? context.integer("dim") - 1 : type_.getRank() - 1) {}

  void run() {
    checkShape();
    separateFromTop();
    memories_ = sameArray(context_.module(), array_.memory);
    for (Value memory : memories_)
      checkMemory(memory);
    MemRefType words = wordsType();
    groups_ = storesOfWholeWords(memories_, dimension_, shape_.factor);
    SmallVector<Operation *> accesses;
    llvm::SetVector<Operation *> functions;
    for (Value memory : memories_) {
      functions.insert(functionOf(memory));
      for (Operation *user : memory.getUsers())
        if (!isa<func::CallOp>(user))
          accesses.push_back(user);
    }
    packTables(words);
    setType(context_.module(), memories_, words);
    for (Value memory : memories_)
      setVariable(memory);
    llvm::SmallPtrSet<Operation *, 8> grouped;
    for (const WordGroup &group : groups_) {
      grouped.insert(group.operations.begin(), group.operations.end());
      group.loop ? storeAfterLoop(group) : storeTogether(group);
    }
    for (Operation *access : accesses)
      if (!grouped.contains(access))
        rewriteAccess(access);
    for (const WordGroup &group : groups_)
      for (Operation *store : group.operations)
        store->erase();
    for (Operation *function : functions)
      refuseBrokenParallel(context_, function);
  }

private:
  std::string name() const { return context_.describe(array_.memory); }
  int64_t extent() const { return type_.getDimSize(dimension_); }

  //===-- What is refused -----------------------------------------------------------------------------------------===//

  void checkShape() {
    if (type_.getRank() == 0)
      context_.refuse(name() + " is a scalar, which is a word already", "name an array or a stream");
    if (dimension_ >= type_.getRank())
      context_.refuse("there is no dimension " + std::to_string(dimension_ + 1) + ": " + name() + " has " +
                          std::to_string(type_.getRank()),
                      "dimensions count from 1; without dim= it is the last one");
    if (type_.isDynamicDim(dimension_))
      context_.refuse("dimension " + std::to_string(dimension_ + 1) + " of " + name() + " has no constant extent",
                      "give the array its extent");
    if (shape_.factor > extent())
      context_.refuse("factor " + std::to_string(shape_.factor) + " is larger than the extent of dimension " +
                          std::to_string(dimension_ + 1) + " of " + name() + ", " + std::to_string(extent()),
                      extent() > 1 ? "factors from 2 to " + std::to_string(extent()) + " are possible"
                                   : "there is nothing to pack in this dimension");
    refuseWideWord(context_, shape_);
  }

  bool isOfTop(Value memory) const { return isa<BlockArgument>(memory) && functionOf(memory) == context_.top(); }

  // A function that is called with a parameter of the top at other calls is copied for them.
  void separateFromTop() {
    if (llvm::none_of(sameArray(context_.module(), array_.memory), [&](Value memory) { return isOfTop(memory); }))
      return;
    for (Value memory : inseparable(context_.module(), array_.memory))
      if (isOfTop(memory))
        context_.refuseAt(locationOf(memory),
                          "'" + ir::nameOf(memory) + "' is a parameter of the top, whose type the callers know" +
                              (memory == array_.memory ? "" : ": " + joinedBy(context_, array_.memory, memory)),
                          "pack a copy that buffer_at makes");
    separateArray(context_, array_.memory);
  }

  void checkMemory(Value memory) {
    for (Operation *user : memory.getUsers())
      if (!isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp, func::CallOp>(user))
        context_.refuseAt(user->getLoc(), context_.describe(memory) + " is used by " +
                                              user->getName().getStringRef().str() + ", which knows its elements");
    if (ir::reshapedDimensions(memory).count(dimension_ + 1))
      context_.refuse("dimension " + std::to_string(dimension_ + 1) + " of " + context_.describe(memory) +
                          " is reshaped (" + partitionText(partitionsOf(type_)[dimension_]) + ") by " +
                          setterOf(context_, memory, "dim " + std::to_string(dimension_ + 1)) +
                          ", so its banks are parts of one word already",
                      "undo one of the two steps");
    for (const ir::Directive &directive : ir::directivesOf(memory))
      if (ir::wordOf(directive) != ir::reshapeDirective)
        context_.refuse(context_.describe(memory) + " has the directive " + ir::wordOf(directive).str() +
                            ", which is about its elements",
                        "pack it first, then set the directive");
    std::string variable = "variable=%" + std::to_string(ir::variableOf(memory).getId());
    for (Operation *loop : ir::loopsOf(cast<func::FuncOp>(functionOf(memory))))
      for (const ir::Directive &directive : ir::directivesOf(loop))
        if ((directive.second + " ").find(variable + " ") != std::string::npos)
          context_.refuse("the loop " + context_.describe(loop) + " has the directive " + ir::wordOf(directive).str() +
                              " about the elements of " + context_.describe(memory),
                          "pack the array first, then set the directive");
  }

  // The layout of the dimension in words: banks hold whole words, or the step is refused.
  ir::PartitionAttr packedPartition() {
    ir::PartitionAttr present = partitionsOf(type_)[dimension_];
    MLIRContext *context = type_.getContext();
    int64_t banks = present.getFactor(), factor = shape_.factor;
    switch (present.getKind()) {
    case ir::PartitionKind::None:
    case ir::PartitionKind::Complete:
      return present;
    case ir::PartitionKind::Cyclic: // element i in bank i mod banks
      if (banks % factor == 0)
        return banks == factor ? ir::PartitionAttr::get(context, ir::PartitionKind::None, 1)
                               : ir::PartitionAttr::get(context, ir::PartitionKind::Cyclic, banks / factor);
      break;
    case ir::PartitionKind::Block: // element i in bank i / depth
      if (banks == 1 || ((extent() + banks - 1) / banks) % factor == 0)
        return present;
      break;
    }
    context_.refuse("dimension " + std::to_string(dimension_ + 1) + " of " + name() + " is partitioned (" +
                        partitionText(present) + ") by " +
                        setterOf(context_, array_.memory, "dim " + std::to_string(dimension_ + 1)) + ", and words of " +
                        std::to_string(factor) + " elements would lie in several banks",
                    "undo that step, pack, then partition the words");
  }

  //===-- Types and initial values --------------------------------------------------------------------------------===//

  MemRefType wordsType() {
    SmallVector<ir::PartitionAttr> partitions = partitionsOf(type_);
    partitions[dimension_] = packedPartition();
    SmallVector<int64_t> shape(type_.getShape());
    shape[dimension_] = shape_.wordsFor(extent());
    auto words = MemRefType::get(shape, ir::elementType(type_.getContext(), shape_.type()));
    return withLayout(words, partitions, storageOf(type_));
  }

  void setVariable(Value memory) { setVariableType(context_, memory, shape_.type()); }

  static llvm::APInt bitsOf(Attribute value) {
    if (auto number = dyn_cast<FloatAttr>(value))
      return number.getValue().bitcastToAPInt();
    return cast<IntegerAttr>(value).getValue();
  }

  // The words of a table row by row; lanes behind the last element are zero.
  DenseElementsAttr packedValues(DenseElementsAttr values, MemRefType words) const {
    int64_t inner = 1, outer = 1;
    for (int64_t i = 0; i < type_.getRank(); ++i)
      (i < dimension_ ? outer : inner) *= i == dimension_ ? 1 : type_.getDimSize(i);
    int64_t count = words.getDimSize(dimension_);
    SmallVector<llvm::APInt> packed(words.getNumElements(), llvm::APInt(shape_.bits(), 0));
    auto elements = values.getValues<Attribute>();
    for (int64_t block = 0; block < outer; ++block)
      for (int64_t i = 0; i < extent(); ++i)
        for (int64_t column = 0; column < inner; ++column) {
          llvm::APInt bits = bitsOf(elements[(block * extent() + i) * inner + column]);
          packed[(block * count + i / shape_.factor) * inner + column].insertBits(
              bits, static_cast<unsigned>(i % shape_.factor) * shape_.elementBits());
        }
    return DenseElementsAttr::get(RankedTensorType::get(words.getShape(), words.getElementType()), packed);
  }

  void packTables(MemRefType words) {
    forEachTable(context_.module(), memories_, [&](memref::GlobalOp global, DenseElementsAttr values) {
      global.setInitialValueAttr(packedValues(values, words));
    });
  }

  //===-- Accesses ------------------------------------------------------------------------------------------------===//

  void rewriteAccess(Operation *access) {
    if (auto load = dyn_cast<affine::AffineLoadOp>(access))
      return rewriteAffine(access, load.getMemRef(), load.getAffineMap(), load.getMapOperands());
    if (auto store = dyn_cast<affine::AffineStoreOp>(access))
      return rewriteAffine(access, store.getMemRef(), store.getAffineMap(), store.getMapOperands());
    if (auto load = dyn_cast<memref::LoadOp>(access))
      return rewritePlain(access, load.getMemRef(), load.getIndices());
    if (auto store = dyn_cast<memref::StoreOp>(access))
      rewritePlain(access, store.getMemRef(), store.getIndices());
  }

  void rewriteAffine(Operation *access, Value memory, AffineMap map, ValueRange mapOperands) {
    SmallVector<Value> operands(mapOperands);
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands);
    AffineLane lane = laneOf(map.getResult(dimension_), map.getNumDims(), operands, shape_.factor);
    SmallVector<AffineExpr> indices(map.getResults());
    indices[dimension_] = lane.word;
    auto words = AffineMap::get(map.getNumDims(), map.getNumSymbols(), indices, map.getContext());
    OpBuilder builder(access);
    WordMath math(builder, access->getLoc(), shape_);
    Value distance = math.distance(lane.lane, map.getNumDims(), operands);
    Value word = affine::AffineLoadOp::create(builder, access->getLoc(), memory, words, operands);
    if (access->getNumResults() != 0)
      return replaceLoad(access, math.element(word, distance));
    Value changed = math.withElement(word, access->getOperand(0), distance);
    affine::AffineStoreOp::create(builder, access->getLoc(), changed, memory, words, operands);
    access->erase();
  }

  void rewritePlain(Operation *access, Value memory, ValueRange elementIndices) {
    SmallVector<Value> indices(elementIndices);
    OpBuilder builder(access);
    ComputedLane lane = laneOf(builder, access->getLoc(), indices[dimension_], shape_.factor);
    indices[dimension_] = lane.word;
    WordMath math(builder, access->getLoc(), shape_);
    Value distance = math.distance(lane.lane);
    Value word = memref::LoadOp::create(builder, access->getLoc(), memory, indices);
    if (access->getNumResults() != 0)
      return replaceLoad(access, math.element(word, distance));
    Value changed = math.withElement(word, access->getOperand(0), distance);
    memref::StoreOp::create(builder, access->getLoc(), changed, memory, indices);
    access->erase();
  }

  static void replaceLoad(Operation *load, Value value) {
    load->getResult(0).replaceAllUsesWith(value);
    load->erase();
  }

  // The stores stay until every group is rewritten: they hold the memory and the values.
  void storeTogether(const WordGroup &group) {
    Operation *last = *llvm::max_element(
        group.operations, [](Operation *left, Operation *right) { return left->isBeforeInBlock(right); });
    OpBuilder builder(last);
    SmallVector<Value> elements;
    for (Operation *store : group.operations)
      elements.push_back(store->getOperand(0));
    storeWord(builder, group, WordMath(builder, last->getLoc(), shape_).wordOf(elements));
  }

  void storeAfterLoop(const WordGroup &group) {
    Operation *store = group.operations.front();
    WordVariable variable(context_, group.loop,
                          ir::nameOf(affine::AffineStoreOp(cast<affine::AffineStoreOp>(store)).getMemRef()) + ".word",
                          shape_);
    OpBuilder builder(store);
    WordMath math(builder, store->getLoc(), shape_);
    variable.set(builder, math.withElement(variable.get(builder), store->getOperand(0),
                                           math.distance(group.lane.lane, group.dimensions, group.operands)));
    builder.setInsertionPointAfter(group.loop);
    storeWord(builder, group, variable.get(builder));
  }

  void storeWord(OpBuilder &builder, const WordGroup &group, Value word) {
    auto store = cast<affine::AffineStoreOp>(group.operations.front());
    auto map = AffineMap::get(group.dimensions, static_cast<unsigned>(group.operands.size()) - group.dimensions,
                              group.indices, builder.getContext());
    SmallVector<Value> operands = group.operands;
    affine::canonicalizeMapAndOperands(&map, &operands); // without the loop's variable
    affine::AffineStoreOp::create(builder, store.getLoc(), word, store.getMemRef(), map, operands);
  }

  StepContext &context_;
  const ArrayArgument &array_;
  MemRefType type_;
  WordShape shape_;
  int64_t dimension_;
  SmallVector<Value> memories_;
  std::vector<WordGroup> groups_;
};

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  if (isa<ir::StreamType>(array.memory.getType()))
    return packStream(context, array);
  if (!isa<MemRefType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is a scalar, which is a word already",
                   "name an array or a stream");
  Packing(context, array).run();
}

} // namespace

extern const Primitive packPrimitive = {
    "pack",
    {{ParameterKind::Array, "array", "the local array, table, state, stream or parameter of an inner function"},
     {ParameterKind::Integer, "factor", "the elements in one word", true, {}, {}, 2},
     {ParameterKind::Integer,
      "dim",
      "the dimension of which neighbours become one word, from 1; without it the last",
      true,
      "",
      {},
      1}},
    {.meaning =
         "Neighbouring elements become one word: an extent of N becomes ceil(N / factor) words, lane 0 in the low "
         "bits. "
         "A load takes its lane out of the word. A store loads the word, changes its lane and stores it; where all "
         "lanes of a word are written together, by neighbouring stores or by all iterations of an innermost loop of "
         "`factor` iterations, the word is stored once and not loaded. Elements of every scalar type are packed by "
         "their bits. The array is the same in every function that it reaches. A stream moves words: each group of "
         "`factor` reads or writes becomes one. What comes after the step sees words: partition, buffer_at, to.",
     .legality =
         "Always possible for arrays but for parameters of the top, whose types the callers know; a function that is "
         "called with one of these and with the array is copied. A dimension that is partitioned keeps its banks "
         "where they hold whole words (complete; cyclic by a multiple of the factor; block of a multiple), else the "
         "step is refused, as it is with directives about elements. Two lanes of one word are one element to every "
         "analysis: a loop over lanes that runs in parallel is refused. For a stream, every operation is one of a "
         "group: a loop of `factor` iterations with the operation directly in it, or `factor` operations in one "
         "block that no other operation on the stream comes between.",
     .cost = "One access of a memory moves `factor` elements, so that a loop over the lanes of one word needs one port "
             "for one cycle once the word is in a register (buffer_at of the word around that loop, which reads it "
             "once). A memory of the same bits is wider and less deep, which suits block RAMs up to their widest "
             "form. A lane that varies costs a multiplexer of the word; one that is constant, as after unrolling, "
             "costs nothing. Single stores of lanes cost a load more than before.",
     .before =
         "void example(const short A[64], short B[64]) {\n  short t[64];\n  for (int i = 0; i < 16; ++i)\n    for "
         "(int j = 0; j < 4; ++j)\n      t[4 * i + j] = A[4 * i + j];\n  for (int k = 0; k < 64; ++k)\n    B[k] = "
         "t[63 - k];\n}",
     .after = "#include <ap_int.h>\nvoid example(const short A[64], short B[64]) {\n  ap_uint<64> t[16];\n  for (int i "
              "= 0; i < 16; ++i) {\n    ap_uint<64> word = 0;\n    for (int j = 0; j < 4; ++j)\n      word.range(16 * "
              "j + 15, 16 * j) = A[4 * i + j];\n    t[i] = word;\n  }\n  for (int k = 0; k < 64; ++k) {\n    "
              "ap_uint<64> word = t[(63 - k) / 4];\n    int lane = (63 - k) % 4;\n    B[k] = word.range(16 * lane + "
              "15, 16 * lane);\n  }\n}",
     .errors =
         {{"'s' (line 3) is a scalar, which is a word already", "not an array"},
          {"there is no dimension 3: 't' (line 3) has 2", "dim= beyond the array"},
          {"factor 9 is larger than the extent of dimension 1 of 't' (line 3), 8", "one word would not be full"},
          {"a word of 512 elements of short would have 8192 bits, and words have up to 4096", "the widest integer"},
          {"'A' is a parameter of the top, whose type the callers know",
           "the array, or one that it is passed for, is in the interface"},
          {"dimension 1 of 't' (line 3) is partitioned (cyclic factor=3) by 'partition t kind=cyclic factor=3', and "
           "words of 2 elements would lie in several banks",
           "an earlier layout that words do not fit"},
          {"dimension 1 of 't' (line 3) is reshaped (cyclic factor=2) by 'reshape t kind=cyclic factor=2', so its "
           "banks are parts of one word already",
           "both steps on one dimension"},
          {"'t' (line 3) has the directive reset, which is about its elements", "a recorded directive on the array"},
          {"the loop 'i' (line 5) has the directive dependence about the elements of 't' (line 3)",
           "a claim that words may break"},
          {"the loop 'j' (line 6) is parallel and would not be any more: …", "iterations that write lanes of one word"},
          {"an element of 's' (line 4) has several scalars", "a stream of a struct"},
          {"line 9 asks how many elements 's' (line 4) holds, which words do not tell",
           "empty, full, size, and reads and writes that may fail"},
          {"the read of 's' (line 4) on line 9 is not one of a group of 4 without another operation on it between",
           "a stream whose elements do not come in groups"}},
     .example = "pack t factor=4",
     .method = "s.pack(\"t\", 4)"},
    apply,
};

} // namespace allo::schedule
