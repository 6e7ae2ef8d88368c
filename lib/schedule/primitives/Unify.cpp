// unify: two functions of one signature become one, with a mode that chooses.
//
//   f(A, B); g(B, C);   ->   h(0, A, B); h(1, B, C);
//   void h(unsigned char mode, …) { for (i) if (mode == 0) { the body of f's loop } else { that of g's } }
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/LineOf.h"
#include "schedule/CallSites.h"
#include "schedule/FreshIds.h"
#include "schedule/FunctionCopy.h"
#include "schedule/Layouts.h"
#include "schedule/LoopBand.h"
#include "schedule/Primitive.h"
#include "schedule/SeparateArray.h"
#include "schedule/UnifiedBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {
constexpr int64_t mostModes = 256;
const char *const sameSignature = "the two functions need the same parameters and result";

std::string quoted(func::FuncOp function) { return "'" + function.getSymName().str() + "'"; }
// One of the two functions: its calls, its modes, and which of its parameters are the source's.
struct Member {
  func::FuncOp function;
  SmallVector<func::CallOp> calls;
  bool hasMode = false; // its first parameter is one, a constant at every call
  int64_t modes = 1;
  unsigned own = 0; // parameters before its state

  unsigned first() const { return hasMode ? 1 : 0; }
  unsigned count() const { return func::FuncOp(function).getNumArguments() - first(); }
  BlockArgument parameter(unsigned i) const { return func::FuncOp(function).getArgument(first() + i); }
  std::string text(unsigned i) const { return "'" + ir::nameOf(parameter(i)) + "' of " + quoted(function); }
};

class Unification {
public:
  Unification(StepContext &context, func::FuncOp first, func::FuncOp second)
      : context_(context), name_(context.name("as")), first_(memberOf(first)), second_(memberOf(second)) {}

  void run() {
    checkFunctions();
    countOwnParameters();
    for (unsigned i = 0; i < first_.own; ++i)
      checkParameter(i);
    checkResults();
    // What one function writes the other may read: a layout then goes on to parameters that were looked at before.
    for (bool hasChanged = true; hasChanged;) {
      hasChanged = false;
      for (unsigned i = 0; i < first_.own; ++i)
        hasChanged |= unifyLayouts(i);
    }
    for (unsigned i = 0; i < first_.own; ++i)
      unifyConst(i);
    llvm::SetVector<Operation *> callers;
    for (Member *member : {&first_, &second_})
      for (func::CallOp call : member->calls)
        callers.insert(call->getParentOfType<func::FuncOp>());
    func::FuncOp unified = makeFunction();
    redirect(first_, second_, unified, 0);
    redirect(second_, first_, unified, first_.modes);
    takeOverObjects(unified);
    first_.function.erase();
    second_.function.erase();
    refuseBrokenParallel(context_, unified);
    for (Operation *caller : callers)
      refuseBrokenParallel(context_, caller);
  }

private:
  Member memberOf(func::FuncOp function) {
    Member member{function, callsOf(context_.module(), function.getSymName())};
    if (function.getNumArguments() == 0 || member.calls.empty())
      return member;
    ir::VariableAttr variable = ir::variableOf(function.getArgument(0));
    if (!variable || variable.getName() != "mode" || variable.getType().getValue() != ir::CType(ir::CKind::UChar))
      return member;
    int64_t last = 0;
    for (func::CallOp call : member.calls) {
      APInt value;
      if (!matchPattern(call.getOperand(0), m_ConstantInt(&value)))
        return member;
      last = std::max(last, static_cast<int64_t>(value.getZExtValue()));
    }
    member.hasMode = true;
    member.modes = last + 1;
    return member;
  }

  //===-- What is refused -----------------------------------------------------------------------------------------===//

  void checkFunctions() {
    func::FuncOp first = first_.function, second = second_.function;
    if (first == second)
      context_.refuse(quoted(first) + " would be unified with itself", "name two functions");
    for (const Member *member : {&first_, &second_}) {
      if (member->function == context_.top())
        context_.refuse(quoted(member->function) + " is the top, whose interface stays as it is",
                        "name functions that are called");
      if (func::FuncOp(member->function).isExternal())
        context_.refuse(quoted(member->function) + " has no body here");
      for (const ir::Directive &directive : ir::directivesOf(func::FuncOp(member->function).getOperation()))
        if (ir::wordOf(directive) != "inline" ||
            first->getAttr(ir::directivesAttrName) != second->getAttr(ir::directivesAttrName))
          context_.refuse(quoted(member->function) + " has the directive " + ir::wordOf(directive).str() +
                              ", which is about all that it does",
                          "unify first, then set the directive");
    }
    for (auto [caller, callee] : {std::pair(first, second), std::pair(second, first)})
      if (reaches(context_, caller, callee.getSymName()))
        context_.refuse(quoted(caller) + " calls " + quoted(callee) + ", so it would call itself",
                        "inline the call in " + quoted(caller) + " first");
    if (first_.modes + second_.modes > mostModes)
      context_.refuse("there would be " + std::to_string(first_.modes + second_.modes) + " modes",
                      "a function has up to " + std::to_string(mostModes));
    refuseTakenSymbol(context_, name_);
  }

  static bool isAlike(Type first, Type second) {
    auto left = dyn_cast<MemRefType>(first), right = dyn_cast<MemRefType>(second);
    if (left && right)
      return left.getShape() == right.getShape() && left.getElementType() == right.getElementType();
    return first == second;
  }

  bool fits(unsigned i) const {
    ir::VariableAttr own = ir::variableOf(first_.parameter(i)), other = ir::variableOf(second_.parameter(i));
    return own.getType() == other.getType() && isAlike(first_.parameter(i).getType(), second_.parameter(i).getType());
  }

  // The memory of the top that a parameter stands for at every call: then it is state. Null where it is another one.
  Value stateOf(Value memory) const {
    if (auto fetch = memory.getDefiningOp<memref::GetGlobalOp>()) {
      auto global = context_.module().lookupSymbol<memref::GlobalOp>(fetch.getName());
      return global && !global.getConstant() ? memory : Value();
    }
    if (auto stream = memory.getDefiningOp<ir::StreamCreateOp>())
      return stream.getIsStatic() ? memory : Value();
    auto argument = dyn_cast<BlockArgument>(memory);
    if (!argument || functionOf(memory) == context_.top() || !isa<func::FuncOp>(argument.getOwner()->getParentOp()))
      return {};
    Value state;
    for (func::CallOp call : callsOf(context_.module(), cast<func::FuncOp>(functionOf(memory)).getSymName())) {
      Value passed = stateOf(call.getOperand(argument.getArgNumber()));
      if (!passed || (state && !isSameState(state, passed)))
        return {};
      state = passed;
    }
    return state;
  }

  static bool isSameState(Value left, Value right) {
    auto one = left.getDefiningOp<memref::GetGlobalOp>(), other = right.getDefiningOp<memref::GetGlobalOp>();
    return left == right || (one && other && one.getName() == other.getName());
  }

  // Parameters match as far as they can; what is left over has to be state, which callers pass behind all others.
  void countOwnParameters() {
    unsigned common = 0, most = std::min(first_.count(), second_.count());
    while (common < most && fits(common))
      ++common;
    auto isState = [&](const Member &member) {
      for (unsigned i = common; i < member.count(); ++i)
        if (!stateOf(member.parameter(i)))
          return false;
      return true;
    };
    if (isState(first_) && isState(second_)) {
      first_.own = second_.own = common;
      return;
    }
    if (first_.count() != second_.count())
      context_.refuse(quoted(first_.function) + " has " + std::to_string(first_.count()) + " parameters, but " +
                          quoted(second_.function) + " has " + std::to_string(second_.count()),
                      sameSignature);
    first_.own = second_.own = first_.count();
  }

  static std::string typeText(Value parameter) {
    Type type = parameter.getType();
    std::string text = ir::spelling(ir::variableOf(parameter).getType().getValue());
    if (auto memory = dyn_cast<MemRefType>(type)) {
      for (int64_t extent : memory.getShape())
        text += "[" + std::to_string(extent) + "]";
      return memory.getRank() == 0 ? "a reference to " + text : text;
    }
    if (auto stream = dyn_cast<ir::StreamType>(type))
      return "a stream of " + text + " with depth " + std::to_string(stream.getDepth());
    return text;
  }

  void checkParameter(unsigned i) {
    if (!fits(i))
      context_.refuse("parameter " + std::to_string(i + 1) + ", " + first_.text(i) + ", is " +
                          typeText(first_.parameter(i)) + ", but " + second_.text(i) + " is " +
                          typeText(second_.parameter(i)),
                      sameSignature);
  }

  void checkResults() {
    func::FuncOp first = first_.function, second = second_.function;
    if (first.getResultTypes() != second.getResultTypes() || first.getResAttrsAttr() != second.getResAttrsAttr())
      context_.refuse("the results of " + quoted(first) + " and " + quoted(second) + " have different types",
                      sameSignature);
  }

  //===-- Parameters that become one ------------------------------------------------------------------------------===//

  std::string layoutText(const Member &member, unsigned i, unsigned dimension) const {
    auto type = cast<MemRefType>(member.parameter(i).getType());
    bool isReshaped = ir::reshapedDimensions(member.parameter(i)).count(dimension + 1) != 0;
    return std::string(isReshaped ? "reshaped (" : "partitioned (") + partitionText(partitionsOf(type)[dimension]) +
           ") by " + setterOf(context_, member.parameter(i), "dim " + std::to_string(dimension + 1));
  }

  // A dimension that only one of the two lays out is laid out so for both. Whether that changed anything.
  bool unifyLayouts(unsigned i) {
    auto own = dyn_cast<MemRefType>(first_.parameter(i).getType());
    auto other = dyn_cast<MemRefType>(second_.parameter(i).getType());
    if (!own)
      return false;
    std::set<unsigned> ownWords = ir::reshapedDimensions(first_.parameter(i)),
                       otherWords = ir::reshapedDimensions(second_.parameter(i)), words = ownWords;
    words.insert(otherWords.begin(), otherWords.end());
    SmallVector<ir::PartitionAttr> partitions = partitionsOf(own), others = partitionsOf(other);
    auto isNone = [](ir::PartitionAttr partition) { return partition.getKind() == ir::PartitionKind::None; };
    for (unsigned dimension = 0; dimension < partitions.size(); ++dimension) {
      bool isSame = partitions[dimension] == others[dimension] &&
                    ownWords.count(dimension + 1) == otherWords.count(dimension + 1);
      if (!isSame && !isNone(partitions[dimension]) && !isNone(others[dimension]))
        context_.refuse("dimension " + std::to_string(dimension + 1) + " of " + first_.text(i) + " is " +
                            layoutText(first_, i, dimension) + ", and of " + second_.text(i) + " " +
                            layoutText(second_, i, dimension),
                        "give the two one layout, or undo one of the steps");
      if (isNone(partitions[dimension]))
        partitions[dimension] = others[dimension];
    }
    ir::StorageKind storage = storageOf(own), otherStorage = storageOf(other);
    if (storage != otherStorage && storage != ir::StorageKind::Auto && otherStorage != ir::StorageKind::Auto)
      context_.refuse(first_.text(i) + " is bound to " + ir::stringifyStorageKind(storage).str() + " by " +
                          setterOf(context_, first_.parameter(i), "storage") + ", and " + second_.text(i) + " to " +
                          ir::stringifyStorageKind(otherStorage).str() + " by " +
                          setterOf(context_, second_.parameter(i), "storage"),
                      "bind both to one kind, or undo one of the steps");
    MemRefType type = withLayout(own, partitions, storage == ir::StorageKind::Auto ? otherStorage : storage);
    bool hasChanged = false;
    for (Member *member : {&first_, &second_})
      if (member->parameter(i).getType() != type || ir::reshapedDimensions(member->parameter(i)) != words) {
        setLayout(member->parameter(i), type, words);
        hasChanged = true;
      }
    return hasChanged;
  }

  void setLayout(Value parameter, MemRefType type, const std::set<unsigned> &words) {
    SmallVector<ir::PartitionAttr> present = partitionsOf(cast<MemRefType>(parameter.getType())),
                                   wanted = partitionsOf(type);
    SmallVector<Value> memories = sameArray(context_.module(), parameter);
    setType(context_.module(), memories, type);
    ir::setReshaped(memories, words);
    for (Value memory : memories)
      for (unsigned dimension = 0; dimension < wanted.size(); ++dimension)
        if (present[dimension] != wanted[dimension])
          context_.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(),
                             "dim " + std::to_string(dimension + 1));
  }

  // What one of the two writes, the new function may write: no call may pass what is constant.
  void unifyConst(unsigned i) {
    if (!isa<MemRefType>(first_.parameter(i).getType()))
      return;
    bool own = ir::variableOf(first_.parameter(i)).getIsConst(),
         other = ir::variableOf(second_.parameter(i)).getIsConst();
    if (own == other)
      return;
    const Member &reader = own ? first_ : second_, &writer = own ? second_ : first_;
    makeWritable(reader.parameter(i), [&](Value constant, func::CallOp call) {
      context_.refuseAt(call.getLoc(),
                        writer.text(i) + " may be written, but the call on line " + ir::lineOf(call) + " passes '" +
                            context_.address(constant) + "', which is constant, as " + reader.text(i),
                        "copy what is passed with buffer_at, or declare the parameter const where it is only read");
    });
  }

  void makeWritable(Value memory, llvm::function_ref<void(Value, func::CallOp)> refuse) {
    ir::VariableAttr variable = ir::variableOf(memory);
    auto argument = cast<BlockArgument>(memory);
    auto function = cast<func::FuncOp>(functionOf(memory));
    function.setArgAttr(
        argument.getArgNumber(), ir::varAttrName,
        ir::VariableAttr::get(memory.getContext(), variable.getId(), variable.getName(), variable.getType(), false));
    for (func::CallOp call : callsOf(context_.module(), function.getSymName())) {
      Value passed = call.getOperand(argument.getArgNumber());
      ir::VariableAttr known = ir::variableOf(passed);
      if (!known || !known.getIsConst())
        continue;
      if (!isa<BlockArgument>(passed) || functionOf(passed) == context_.top())
        refuse(passed, call);
      makeWritable(passed, refuse);
    }
  }

  //===-- The function --------------------------------------------------------------------------------------------===//

  // State of the second that the first has too is one parameter.
  std::optional<unsigned> sharedState(unsigned i) const {
    Value state = stateOf(second_.parameter(i));
    for (unsigned own = first_.own; own < first_.count(); ++own)
      if (isSameState(stateOf(first_.parameter(own)), state))
        return own;
    return std::nullopt;
  }

  func::FuncOp makeFunction() {
    OpBuilder builder(first_.function);
    Location location = first_.function.getLoc();
    SmallVector<Type> types{builder.getI8Type()};
    SmallVector<Location> locations{location};
    auto addType = [&](Value parameter) {
      types.push_back(parameter.getType());
      locations.push_back(parameter.getLoc());
    };
    for (unsigned i = 0; i < first_.count(); ++i)
      addType(first_.parameter(i));
    for (unsigned i = second_.own; i < second_.count(); ++i)
      if (!sharedState(i))
        addType(second_.parameter(i));
    auto unified = func::FuncOp::create(builder, location, name_,
                                        builder.getFunctionType(types, first_.function.getResultTypes()));
    unified.setVisibility(SymbolTable::Visibility::Private);
    if (Attribute directives = first_.function->getAttr(ir::directivesAttrName)) // `inline off` of both
      unified->setAttr(ir::directivesAttrName, directives);
    if (ArrayAttr results = first_.function.getResAttrsAttr())
      unified.setResAttrsAttr(results);
    Block *body = builder.createBlock(&unified.getBody(), {}, types, locations);
    unified.setArgAttr(0, ir::varAttrName,
                       ir::VariableAttr::get(builder.getContext(), context_.freshId(unified), "mode",
                                             ir::CTypeAttr::get(builder.getContext(), ir::CKind::UChar), false));
    sides_[0].function = first_.function;
    sides_[1].function = second_.function;
    for (unsigned i = 0; i < first_.count(); ++i)
      nameParameter(unified, i + 1, first_.parameter(i), sides_[0]);
    unsigned next = first_.count() + 1;
    for (unsigned i = 0; i < second_.count(); ++i) {
      std::optional<unsigned> shared = i < second_.own ? std::optional(i) : sharedState(i);
      if (shared)
        shareParameter(unified, *shared + 1, second_.parameter(i));
      else
        nameParameter(unified, next++, second_.parameter(i), sides_[1]);
    }
    builder.setInsertionPointToStart(body);
    mapModes(builder, unified);
    UnifiedBody(context_, unified, unified.getArgument(0), first_.modes - 1, sides_[0], sides_[1]).build();
    return unified;
  }

  // The modes of a function that had some already.
  void mapModes(OpBuilder &builder, func::FuncOp unified) {
    Value mode = unified.getArgument(0);
    if (first_.hasMode)
      sides_[0].values.map(first_.function.getArgument(0), mode);
    if (!second_.hasMode)
      return;
    Value before = arith::ConstantOp::create(builder, unified.getLoc(), builder.getI8IntegerAttr(first_.modes));
    sides_[1].values.map(second_.function.getArgument(0),
                         arith::SubIOp::create(builder, unified.getLoc(), mode, before).getResult());
  }

  void nameParameter(func::FuncOp unified, unsigned index, BlockArgument from, UnifiedBody::Side &side) {
    ir::VariableAttr known = ir::variableOf(from);
    int64_t id = context_.freshId(unified);
    unified.setArgAttr(
        index, ir::varAttrName,
        ir::VariableAttr::get(known.getContext(), id, known.getName(), known.getType(), known.getIsConst()));
    if (Attribute directives = side.function.getArgAttr(from.getArgNumber(), ir::directivesAttrName))
      unified.setArgAttr(index, ir::directivesAttrName, directives);
    side.ids[known.getId()] = id;
    side.values.map(from, unified.getArgument(index));
    copySetBy(context_, {side.function.getSymName().str(), known.getId()}, {name_, id});
  }

  void shareParameter(func::FuncOp unified, unsigned index, BlockArgument from) {
    int64_t id = ir::variableOf(unified.getArgument(index)).getId();
    sides_[1].ids[ir::variableOf(from).getId()] = id;
    sides_[1].values.map(from, unified.getArgument(index));
    copySetBy(context_, {second_.function.getSymName().str(), ir::variableOf(from).getId()}, {name_, id});
  }

  //===-- The calls -----------------------------------------------------------------------------------------------===//

  // The state of `owner`, for a call of the other function.
  Value stateAt(func::CallOp call, const Member &owner, unsigned i) {
    auto caller = call->getParentOfType<func::FuncOp>();
    Value state = stateOf(owner.parameter(i));
    if (caller == context_.top()) // its memories are fetched where it begins
      return state;
    for (BlockArgument argument : caller.getArguments())
      if (Value known = stateOf(argument); known && isSameState(known, state))
        return argument;
    context_.refuseAt(call.getLoc(),
                      "the call on line " + ir::lineOf(call) + " stands in " + quoted(caller) +
                          ", which does not have the state " + owner.text(i),
                      "inline " + quoted(caller) + " first, so that the calls of both stand in one function");
  }

  // Calls of `member` become calls of the new function with its modes, from `firstMode` on.
  void redirect(const Member &member, const Member &other, func::FuncOp unified, int64_t firstMode) {
    bool isFirst = firstMode == 0;
    for (func::CallOp call : member.calls) {
      OpBuilder builder(call);
      int64_t mode = firstMode;
      APInt known;
      if (member.hasMode && matchPattern(call.getOperand(0), m_ConstantInt(&known)))
        mode += static_cast<int64_t>(known.getZExtValue());
      SmallVector<Value> operands{
          arith::ConstantOp::create(builder, call.getLoc(), builder.getI8IntegerAttr(static_cast<int8_t>(mode)))};
      auto own = [&](const Member &from, unsigned i) {
        return &from == &member ? call.getOperand(from.first() + i) : stateAt(call, from, i);
      };
      for (unsigned i = 0; i < first_.own; ++i)
        operands.push_back(own(member, i));
      for (unsigned i = first_.own; i < first_.count(); ++i)
        operands.push_back(own(first_, i));
      for (unsigned i = second_.own; i < second_.count(); ++i)
        if (!sharedState(i))
          operands.push_back(own(second_, i));
      refuseOverlap(call, operands, isFirst ? second_ : other);
      auto replacement = func::CallOp::create(builder, call.getLoc(), unified, operands);
      call.replaceAllUsesWith(replacement.getResults());
      replacements_.push_back({call, replacement});
    }
  }

  // Arrays of one call are distinct: what is passed may be the state of the other function.
  void refuseOverlap(func::CallOp call, ArrayRef<Value> operands, const Member &other) {
    for (size_t i = 0; i < operands.size(); ++i)
      for (size_t k = i + 1; k < operands.size(); ++k)
        if (isa<MemRefType, ir::StreamType>(operands[i].getType()) && isSameState(operands[i], operands[k]))
          context_.refuseAt(call.getLoc(),
                            "the call on line " + ir::lineOf(call) + " would pass '" + context_.address(operands[i]) +
                                "' twice, since it is state of " + quoted(other.function) + " too",
                            "arrays that are passed to one function have to be distinct");
  }

  // Handles of the two functions' objects mean what they became; of two that became one, the first's.
  void takeOverObjects(func::FuncOp unified) {
    for (auto [call, replacement] : replacements_)
      call->erase();
    auto &identities = context_.state().identities;
    for (const UnifiedBody::Side &side : sides_)
      for (auto [from, to] : side.ids) {
        ObjectKey key{unified.getSymName().str(), to};
        if (!identities.count(key))
          if (auto node = identities.extract({func::FuncOp(side.function).getSymName().str(), from})) {
            node.key() = key;
            identities.insert(std::move(node));
          }
      }
  }

  StepContext &context_;
  std::string name_;
  Member first_, second_;
  UnifiedBody::Side sides_[2];
  SmallVector<std::pair<func::CallOp, func::CallOp>> replacements_;
};

void apply(StepContext &context) { Unification(context, context.function("function"), context.function("with")).run(); }

} // namespace

extern const Primitive unifyPrimitive = {
    "unify",
    {{ParameterKind::Function, "function", "the function of mode 0"},
     {ParameterKind::Function, "with", "the function of mode 1", true},
     {ParameterKind::Name, "as", "the new function", true}},
    {.meaning =
         "Two functions become one, whose first parameter `mode` says which of the two it is: their calls become calls "
         "of it with a constant mode. Loops with equal bounds and directives at the same place are one loop, with the "
         "two bodies under conditions of the mode inside; statements at the begin of a body that are the same are "
         "there once; local arrays of one type are one array. All other statements stand under `if (mode == 0) … else "
         "…`. Parameters have the names of the first function, and a layout that only one of the two has; state of "
         "both is passed. A function that `unify` made is unified with a further one: its modes stay, the further "
         "one's follow.",
     .legality =
         "The two have the same number of parameters, with the same C types and extents in order, and the same result; "
         "layouts do not contradict each other. A parameter that one of the two writes is no constant at any call of "
         "the other. Neither calls the other, and neither is the top. State that only one has must be known where the "
         "other is called. Parallel loops of the new function and of the callers are checked again, since a call may "
         "write what either function writes.",
     .cost = "One module in hardware in place of two: the shared loops have one controller, and operators, registers "
             "and local memories are used in either mode, at the price of multiplexers and of calls that can no longer "
             "run at the same time. A gain where bodies are large and alike, a loss for small ones.",
     .before = "void grow(const int A[16], int B[16]) {\n  for (int i = 0; i < 16; ++i)\n    B[i] = A[i] * A[i] + "
               "1;\n}\nvoid fade(const int A[16], int B[16]) {\n  for (int i = 0; i < 16; ++i)\n    B[i] = A[i] * 3;\n}"
               "\nvoid example(const int A[16], int B[16]) {\n  int t[16];\n  grow(A, t);\n  fade(t, B);\n}",
     .after =
         "void change(unsigned char mode, const int A[16], int B[16]) {\n  for (int i = 0; i < 16; ++i) {\n    int "
         "x = A[i];\n    if (mode == 0)\n      B[i] = x * A[i] + 1;\n    else\n      B[i] = x * 3;\n  }\n}\nvoid "
         "example(const int A[16], int B[16]) {\n  int t[16];\n  change(0, A, t);\n  change(1, t, B);\n}",
     .errors =
         {{"'f' would be unified with itself", "the same function twice"},
          {"'work' is the top, whose interface stays as it is", "the schedule's own kernel"},
          {"'f' calls 'g', so it would call itself", "directly or through other functions"},
          {"'f' has 2 parameters, but 'g' has 3", "signatures of different length"},
          {"parameter 1, 'A' of 'f', is int[8], but 'X' of 'g' is int[16]", "different types or extents"},
          {"the results of 'f' and 'g' have different types", "one returns something else"},
          {"there is a function 'h' (line 3) already", "the name is taken"},
          {"'f' has the directive dataflow, which is about all that it does", "a directive on one of the functions"},
          {"dimension 1 of 'A' of 'f' is partitioned (cyclic factor=2) by 'partition f:A kind=cyclic factor=2', and of "
           "'A' of 'g' partitioned (block factor=2) by 'partition g:A kind=block factor=2'",
           "layouts that contradict each other"},
          {"'A' of 'f' is bound to bram by 'bind_storage f:A impl=bram', and 'A' of 'g' to lutram by 'bind_storage "
           "g:A impl=lutram'",
           "kinds of memory that contradict each other"},
          {"'B' of 'g' may be written, but the call on line 9 passes 'table', which is constant, as 'B' of 'f'",
           "const at a call of the function that only reads"},
          {"the call on line 7 stands in 'outer', which does not have the state 'count' of 'g'",
           "state of one that a caller of the other does not know"},
          {"the call on line 9 would pass 'sums' twice, since it is state of 'g' too",
           "state that is passed as an array"},
          {"there would be 257 modes", "more than a mode of 8 bits tells apart"}},
     .example = "unify grow with=fade as=change",
     .method = "s.unify(\"grow\", \"fade\", \"change\")"},
    apply,
};

} // namespace allo::schedule
