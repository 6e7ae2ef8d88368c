// retype: gives an array, a scalar, a stream or a parameter another element type. Values are converted where they are
// stored and back where they are loaded; a type that may not hold what is stored is refused with the store and its
// range.
#include "analysis/SameArray.h"
#include "analysis/TypeRange.h"
#include "analysis/ValueRange.h"
#include "ir/Convert.h"
#include "schedule/CallSites.h"
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"
#include "schedule/TableValues.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using allo::ir::CType;

namespace allo::schedule {

namespace {
constexpr const char *property = "type";
constexpr int64_t resultOfFunction = -2; // in the place of an id, for who set the type of a result

class Retyping {
public:
  Retyping(StepContext &context, const ArrayArgument &array, CType to)
      : context_(context), array_(array), to_(to), from_(array.variable.getType().getValue()) {}
  // Of the result of `function`.
  Retyping(StepContext &context, func::FuncOp function, CType from, CType to)
      : context_(context), function_(function), to_(to), from_(from) {}

  // A result is stored by the function's return and loaded by its calls.
  void runOnResult() {
    Operation *end = function_.getBody().front().getTerminator();
    stored_.push_back(&end->getOpOperand(0));
    for (func::CallOp call : callsOf(context_.module(), function_.getSymName()))
      loaded_.push_back(call->getResult(0));
    if (!analysis::holdsEvery(to_, from_) && context_.choice("loss") == "refused")
      checkStores();
    MLIRContext *mlirContext = function_.getContext();
    function_.setFunctionType(
        FunctionType::get(mlirContext, function_.getArgumentTypes(), ir::elementType(mlirContext, to_)));
    function_.setResultAttr(0, ir::ctypeAttrName, ir::CTypeAttr::get(mlirContext, to_));
    convertStored(*stored_.front());
    for (OpResult loaded : loaded_)
      convertLoaded(loaded);
    context_.noteSetBy(function_, resultOfFunction, property);
  }

  void run() {
    findMemories();
    for (Value memory : memories_)
      for (OpOperand &use : memory.getUses())
        addUse(use);
    if (memories_.empty())
      addCalls();
    if (!analysis::holdsEvery(to_, from_) && context_.choice("loss") == "refused")
      checkStores();
    convertTables();
    setTypes();
    for (OpOperand *stored : stored_)
      convertStored(*stored);
    for (OpResult loaded : loaded_)
      convertLoaded(loaded);
  }

private:
  void findMemories() {
    if (isa<MemRefType, ir::StreamType>(array_.memory.getType()))
      memories_ = sameArray(context_.module(), array_.memory);
    SmallVector<Value> all = memories_;
    all.push_back(array_.memory);
    for (Value memory : all)
      if (isa<BlockArgument>(memory) && functionOf(memory) == context_.top())
        context_.refuseAt(locationOf(memory),
                          "'" + ir::nameOf(memory) + "' is a parameter of the top, whose type the callers know",
                          "change it in the source, or retype a copy that buffer_at makes");
    if (auto stream = dyn_cast<ir::StreamType>(array_.memory.getType()); stream && stream.getElements().size() != 1)
      context_.refuse("an element of " + context_.describe(array_.memory) + " has several scalars",
                      "retype streams of scalars");
  }

  void addUse(OpOperand &use) {
    Operation *op = use.getOwner();
    if (isa<affine::AffineStoreOp, memref::StoreOp>(op)) {
      stored_.push_back(&op->getOpOperand(0));
    } else if (isa<affine::AffineLoadOp, memref::LoadOp>(op)) {
      loaded_.push_back(op->getResult(0));
    } else if (auto write = dyn_cast<ir::StreamWriteOp>(op)) {
      stored_.push_back(&*write.getValuesMutable().begin());
    } else if (auto write = dyn_cast<ir::StreamTryWriteOp>(op)) {
      stored_.push_back(&*write.getValuesMutable().begin());
    } else if (auto read = dyn_cast<ir::StreamReadOp>(op)) {
      loaded_.push_back(read->getResult(0));
    } else if (auto read = dyn_cast<ir::StreamTryReadOp>(op)) {
      loaded_.push_back(read->getResult(1));
    } else if (!isa<func::CallOp, ir::StreamEmptyOp, ir::StreamFullOp, ir::StreamSizeOp>(op)) {
      context_.refuseAt(op->getLoc(), context_.describe(array_.memory) + " is used by " +
                                          op->getName().getStringRef().str() + ", which knows its type");
    }
  }

  // The values that callers pass for a parameter.
  void addCalls() {
    auto argument = cast<BlockArgument>(array_.memory);
    context_.module().walk([&](func::CallOp call) {
      if (call.getCallee() == func::FuncOp(array_.function).getSymName())
        stored_.push_back(&call->getOpOperand(argument.getArgNumber()));
    });
  }

  //===-- What may be lost ----------------------------------------------------------------------------------------===//

  bool survives(TypedAttr constant) const {
    TypedAttr there = ir::convertConstant(constant, from_, to_);
    return there && ir::convertConstant(there, to_, from_) == constant;
  }

  // What the value that is stored may lose; empty when nothing.
  std::string lossOf(OpOperand &stored, analysis::ValueRanges &ranges) const {
    Operation *op = stored.getOwner();
    std::string verb = isa<func::ReturnOp>(op) ? "gives " : "stores ";
    Attribute constant;
    if (matchPattern(stored.get(), m_Constant(&constant)))
      return survives(cast<TypedAttr>(constant)) ? "" : verb + "a constant that is no value of the type";
    if (ir::isFloating(from_))
      return verb + "any " + ir::spelling(from_);
    ConstantIntRanges range = ranges.at(stored.get(), op);
    if (isa<affine::AffineStoreOp, memref::StoreOp>(op)) // sums are bounded by what the memory ever holds
      range = range.intersection(ranges.ofMemory(op->getOperand(1)));
    return analysis::holds(to_, from_, range) ? "" : verb + analysis::rangeText(from_, range);
  }

  void checkStores() {
    analysis::ValueRanges ranges(context_.module());
    SmallVector<std::pair<Location, std::string>> losses;
    forEachTable(context_.module(), memories_, [&](memref::GlobalOp, DenseElementsAttr values) {
      for (auto [i, value] : llvm::enumerate(values.getValues<Attribute>()))
        if (!survives(cast<TypedAttr>(value))) {
          losses.push_back({locationOf(array_.memory),
                            "the initial value of element " + std::to_string(i) + " is none of its values"});
          return;
        }
    });
    for (OpOperand *stored : stored_) {
      Operation *op = stored->getOwner();
      if (std::string loss = lossOf(*stored, ranges); !loss.empty()) {
        unsigned line = ir::placeOf(op->getLoc()).line;
        const char *what = isa<func::CallOp>(op) ? "the call" : isa<func::ReturnOp>(op) ? "the return" : "the store";
        losses.push_back({op->getLoc(), what + (" on line " + std::to_string(line) + " " + loss)});
      }
    }
    if (losses.empty())
      return;
    std::vector<Note> notes;
    for (const auto &[location, text] : llvm::drop_begin(losses))
      notes.push_back({ir::placeOf(location), text});
    context_.refuseIllegal("cannot prove that " + ir::spelling(to_) + " holds what is stored, because " +
                               losses.front().second + "; the type " + analysis::capacityText(to_),
                           "take a type that holds it, or add loss=accepted to round and wrap as C++ does", notes);
  }

  //===-- The rewrite ---------------------------------------------------------------------------------------------===//

  void convertTables() {
    Type element = ir::elementType(context_.module().getContext(), to_);
    forEachTable(context_.module(), memories_, [&](memref::GlobalOp global, DenseElementsAttr values) {
      llvm::DenseMap<Attribute, Attribute> known;
      SmallVector<Attribute> converted;
      for (Attribute value : values.getValues<Attribute>()) {
        Attribute &result = known[value];
        if (!result)
          result = ir::convertConstant(cast<TypedAttr>(value), from_, to_);
        if (!result)
          context_.refuse("an initial value of " + context_.describe(array_.memory) + " is beyond " + ir::spelling(to_),
                          "change the table in the source");
        converted.push_back(result);
      }
      auto type = cast<ShapedType>(values.getType());
      global.setInitialValueAttr(DenseElementsAttr::get(type.clone(element), converted));
    });
  }

  Type retyped(Type type) const {
    MLIRContext *context = context_.module().getContext();
    if (auto stream = dyn_cast<ir::StreamType>(type))
      return ir::StreamType::get(context, {ir::CTypeAttr::get(context, to_)}, stream.getDepth(), stream.getExtents());
    Type element = ir::elementType(context, to_);
    if (auto memory = dyn_cast<MemRefType>(type))
      return MemRefType::get(memory.getShape(), element, memory.getLayout(), memory.getMemorySpace());
    return element;
  }

  void setTypes() {
    SmallVector<Value> all = memories_;
    if (all.empty())
      all.push_back(array_.memory);
    for (Value memory : all)
      setType(memory);
  }

  void setType(Value memory) {
    ir::VariableAttr old = ir::variableOf(memory);
    MLIRContext *context = memory.getContext();
    auto variable =
        ir::VariableAttr::get(context, old.getId(), old.getName(), ir::CTypeAttr::get(context, to_), old.getIsConst());
    auto function = cast<func::FuncOp>(functionOf(memory));
    memory.setType(retyped(memory.getType()));
    if (auto argument = dyn_cast<BlockArgument>(memory)) {
      function.setArgAttr(argument.getArgNumber(), ir::varAttrName, variable);
      function.setFunctionType(
          FunctionType::get(context, function.getBody().front().getArgumentTypes(), function.getResultTypes()));
      if (memories_.empty())
        convertParameter(argument);
    } else {
      memory.getDefiningOp()->setAttr(ir::varAttrName, variable);
      if (auto fetch = memory.getDefiningOp<memref::GetGlobalOp>())
        if (auto global = context_.module().lookupSymbol<memref::GlobalOp>(fetch.getName()))
          global.setType(cast<MemRefType>(memory.getType()));
    }
    context_.noteSetBy(function, variable.getId(), property);
  }

  void convertStored(OpOperand &stored) {
    OpBuilder builder(stored.getOwner());
    stored.set(ir::convert(builder, stored.getOwner()->getLoc(), stored.get(), from_, to_));
  }

  // What used the value gets it in the old type.
  void convertUses(Value value, OpBuilder &builder, Location location) {
    SmallVector<OpOperand *> uses;
    for (OpOperand &use : value.getUses())
      uses.push_back(&use);
    if (uses.empty())
      return;
    Value old = ir::convert(builder, location, value, to_, from_);
    for (OpOperand *use : uses)
      use->set(old);
  }

  void convertLoaded(OpResult loaded) {
    loaded.setType(ir::elementType(loaded.getContext(), to_));
    OpBuilder builder(loaded.getContext());
    builder.setInsertionPointAfter(loaded.getOwner());
    convertUses(loaded, builder, loaded.getOwner()->getLoc());
  }

  void convertParameter(BlockArgument argument) {
    OpBuilder builder = OpBuilder::atBlockBegin(argument.getOwner());
    convertUses(argument, builder, argument.getOwner()->getParentOp()->getLoc());
  }

  StepContext &context_;
  ArrayArgument array_;
  func::FuncOp function_; // of a result
  CType to_, from_;
  SmallVector<Value> memories_;     // none: a parameter that is a plain value
  SmallVector<OpOperand *> stored_; // the values that go in: of stores, writes to streams, calls
  SmallVector<OpResult> loaded_;    // those that come out
};

CType requestedType(StepContext &context) {
  std::string written = context.name("type");
  StringRef text = StringRef(written).trim();
  if (text.consume_front("("))
    text.consume_back(")");
  std::optional<CType> type = ir::parseSpelling(text);
  if (!type)
    context.refuse("'" + text.str() + "' is no scalar type",
                   "write a type as C++ does: short, ap_int<12>, ap_fixed<16, 8, AP_RND, AP_SAT>, half");
  return *type;
}

void refusePresent(StepContext &context, const std::string &name, CType present, CType wanted,
                   const std::string &step) {
  if (present == wanted)
    context.refuse(name + " has the type " + ir::spelling(present) + " already" +
                   (step.empty() ? "" : ", by '" + step + "'"));
}

void retypeResult(StepContext &context) {
  func::FuncOp function = context.function("function");
  std::string name = "the result of '" + function.getSymName().str() + "'";
  CType type = requestedType(context);
  if (function.isExternal() || function.getNumResults() != 1)
    context.refuse("'" + function.getSymName().str() + "' gives no scalar", "name a function that returns one");
  if (function == context.top())
    context.refuse(name + " is in the interface of the top, whose type the callers know", "change it in the source");
  auto present = function.getResultAttrOfType<ir::CTypeAttr>(0, ir::ctypeAttrName);
  if (!present)
    throw InternalError(name + " has no C type");
  refusePresent(context, name, present.getValue(), type, context.setBy(function, resultOfFunction, property));
  Retyping(context, function, present.getValue(), type).runOnResult();
}

void apply(StepContext &context) {
  if (context.isGiven("variable") == context.isGiven("function"))
    context.refuse("it is about one variable or about the result of one function",
                   "write 'retype VARIABLE type=…' or 'retype function=NAME type=…'");
  if (context.isGiven("function"))
    return retypeResult(context);
  ArrayArgument array = context.array("variable");
  CType type = requestedType(context);
  refusePresent(context, context.describe(array.memory), array.variable.getType().getValue(), type,
                context.setBy(array.function, array.variable.getId(), property));
  Retyping(context, array, type).run();
}
} // namespace

extern const Primitive retypePrimitive = {
    "retype",
    {{ParameterKind::Array, "variable", "the array, scalar variable, stream or parameter of an inner function", false,
      ""},
     {ParameterKind::Function, "function", "the function whose result it is, in place of a variable", true, ""},
     {ParameterKind::Text, "type", "the new type of its elements as C++ spells it, in parentheses where it has blanks",
      true},
     {ParameterKind::Choice,
      "loss",
      "accepted: values that the type does not hold are rounded and wrapped",
      true,
      "refused",
      {"refused", "accepted"}}},
    {.meaning =
         "The variable has elements of the new type, here and in every function that it reaches: what is stored is "
         "converted to the new type, what is loaded back to the old one, as C++ converts. Arithmetic stays as it was; "
         "only what is kept between a store and a load, and its width in memories, streams and ports, is of the new "
         "type. With `function=` it is what a function gives back that has the new type. Initial values of tables and "
         "static variables are converted too.",
     .legality =
         "Free where the new type holds every value of the old one. Otherwise every store is looked at: constants and "
         "tables by value, integers by the range that interval analysis proves over operations, loops, branches, "
         "calls and memories (sums by how often they are added to). Where a store is not proved to fit, the step is "
         "refused with the store and its range; `loss=accepted` or `unchecked` takes it. From floating to narrower "
         "floating, fixed point or integers only constants can be proved. Parameters of the top keep their types: the "
         "callers and the native kernel know them.",
     .cost = "Memories, registers, FIFOs and ports of the variable get the width of the new type, here 8 bits instead "
             "of 32. Between integers the conversions are wires; from and to floating or fixed point they are "
             "operators, at every access. Arithmetic keeps its width, though the rtl target drops bits that are known "
             "to be zero or never used. The proof takes the time of a range analysis of the whole program.",
     .before = R"(void example(const int a[8], int b[8]) {
  int sums[8];
  for (int i = 0; i < 8; ++i)
    sums[i] = a[i] & 255;
  for (int j = 0; j < 8; ++j)
    b[j] = sums[j] * 3;
})",
     .after = R"(#include <ap_int.h>

void example(const int a[8], int b[8]) {
  ap_uint<8> sums[8];
  for (int i = 0; i < 8; ++i)
    sums[i] = a[i] & 255;
  for (int j = 0; j < 8; ++j)
    b[j] = int(sums[j]) * 3;
})",
     .errors = {{"'integer' is no scalar type", "no type of C, C++ or HLS is spelled so"},
                {"'sums' (line 2) has the type short already, by 'retype sums type=short'", "nothing to change"},
                {"'A' is a parameter of the top, whose type the callers know",
                 "the variable, or an array that is passed for it, is in the interface"},
                {"an element of 's' (line 3) has several scalars", "a stream of a struct"},
                {"'f' gives no scalar", "function= names a function without a result"},
                {"the result of 'work' is in the interface of the top, whose type the callers know",
                 "function= names the top"},
                {"it is about one variable or about the result of one function", "both, or neither, in one step"},
                {"cannot prove that short holds what is stored, because the store on line 7 stores -2147483648 to "
                 "2147483647; the type holds -32768 to 32767",
                 "a narrower type, and a store that is not proved to fit; notes name the other stores"},
                {"an initial value of 'T' (line 1) is beyond short",
                 "a table of floating numbers, which no integer is"}},
     .example = "retype sums type=ap_uint<8>",
     .method = "s.retype(\"sums\", \"ap_uint<8>\")"},
    apply,
};

} // namespace allo::schedule
