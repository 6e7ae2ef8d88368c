// compose: puts a kernel that was scheduled alone, and the functions below it that its schedule changed, in the place
// of the unscheduled ones. Callers' arrays take the layouts of its parameters. At some of its calls only, the scheduled
// functions get names of their own, and the other calls keep the unscheduled ones.
//
//   gemm(X, V, H); gemm(H, W, Y);   -> gemm#2(X, V, H); gemm(H, W, Y);      with at=1#1
//                                   -> gemm#2(X, V, H); gemm#3(H, W, Y);    and another schedule at=1#2
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "schedule/CallSites.h"
#include "schedule/FunctionCopy.h"
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"
#include "schedule/SeparateArray.h"
#include "schedule/StepContext.h"
#include "schedule/TableNames.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace allo::schedule {

namespace {
void checkIsCalled(StepContext &context, const std::string &kernel) {
  func::FuncOp top = context.top();
  if (top.getSymName() == kernel)
    context.refuseAt(top.getLoc(), "a schedule cannot compose its own top", "apply the steps to it directly");
  if (context.state().function(kernel))
    return;
  std::vector<std::string> functions;
  for (auto function : context.module().getOps<func::FuncOp>())
    if (function != top)
      functions.push_back(withLine(function.getSymName().str(), function.getLoc()));
  context.refuseAt(top.getLoc(), "'" + kernel + "' is not called in '" + top.getSymName().str() + "'",
                   functions.empty() ? "it calls no functions"
                                     : "the functions it calls are " + llvm::join(functions, ", "));
}

// The kernel that was scheduled must be the kernel that this program began with.
void checkSameSource(StepContext &context, const TableNames &tables, const std::string &kernel) {
  const ComposedKernel &composed = *context.composed();
  for (auto function : composed.unscheduled.moduleOp().getOps<func::FuncOp>()) {
    func::FuncOp own = composed.ownUnscheduled.function(function.getSymName());
    if (own && sameText(own, *tables.translated(function)))
      continue;
    context.refuseAt(function.getLoc(),
                     "the source of '" + function.getSymName().str() + "' is not the one that the schedule of '" +
                         kernel + "' began with",
                     "customize '" + kernel + "' again from the program as it is now");
  }
}

// A copy that an earlier step made of the function would stay as it is.
void refuseCopies(StepContext &context, StringRef symbol) {
  for (auto function : context.module().getOps<func::FuncOp>())
    if (auto origin = function->getAttrOfType<StringAttr>(ir::copyOfAttrName); origin && origin.getValue() == symbol)
      context.refuseAt(function.getLoc(),
                       "'" + symbol.str() + "' was copied here for some of its calls, as '" +
                           function.getSymName().str() + "', by '" +
                           context.state().changedBy.lookup(function.getSymName()) + "'",
                       "compose a kernel before other steps change it");
}

bool callsOneOf(func::FuncOp function, llvm::function_ref<bool(StringRef)> isOne) {
  return function
      .walk(
          [&](func::CallOp call) { return isOne(call.getCallee()) ? WalkResult::interrupt() : WalkResult::advance(); })
      .wasInterrupted();
}

// Whether `own` is the function as the schedule of the kernel left it: a layout that only the arrays of callers here
// asked for does no harm.
bool isThere(const TableNames &tables, func::FuncOp own, func::FuncOp scheduled) {
  OwningOpRef<func::FuncOp> wanted = tables.translated(scheduled);
  if (!sameButInterfaceLayouts(own, *wanted))
    return false;
  for (auto [here, there] : llvm::zip_equal(own.getArguments(), wanted->getArguments())) {
    auto type = dyn_cast<MemRefType>(there.getType());
    if (!type || here.getType() == type)
      continue;
    for (auto [ownPart, part] : llvm::zip(partitionsOf(cast<MemRefType>(here.getType())), partitionsOf(type)))
      if (part.getKind() != ir::PartitionKind::None && part != ownPart)
        return false;
    if (storageOf(type) != ir::StorageKind::Auto && storageOf(type) != storageOf(cast<MemRefType>(here.getType())))
      return false;
  }
  return true;
}

// What comes in.
struct Arrivals {
  SmallVector<func::FuncOp> functions; // of the scheduled kernel
  std::set<std::string> besides;       // those of them beside which the function here stays
};

// The functions of the scheduled kernel that its schedule changed and that this program does not have like that yet.
// What another composed schedule made of a function stays for its own callers; the version of this one comes besides,
// and so do the functions below the kernel that call it.
Arrivals arrivalsOf(StepContext &context, const TableNames &tables, const std::string &kernel, bool isEverywhere) {
  Arrivals arrivals;
  std::set<std::string> settled;
  auto settle = [&](func::FuncOp function) {
    std::string symbol = function.getSymName().str();
    func::FuncOp before = context.composed()->unscheduled.function(symbol);
    bool isChanged = !before || !sameText(before, function);
    bool callsNew = callsOneOf(function, [&](StringRef callee) { return arrivals.besides.count(callee.str()) != 0; });
    if (settled.count(symbol) || (!isChanged && !callsNew))
      return false;
    refuseCopies(context, symbol);
    func::FuncOp own = context.state().function(symbol);
    auto changed = context.state().changedBy.find(symbol);
    func::FuncOp fromSource = context.composed()->ownFromSource.function(symbol);
    // What only pragmas changed, the schedule of the kernel began with too.
    bool isFromSource = own && fromSource && sameButInterfaceLayouts(own, fromSource);
    if (own && before && !isFromSource && changed != context.state().changedBy.end()) {
      if (!callsNew && isThere(tables, own, function))
        return false;
      bool isComposed = StringRef(changed->second).starts_with("compose ");
      if (!isComposed || (symbol == kernel && isEverywhere))
        context.refuseAt(own.getLoc(), "'" + symbol + "' was already changed here by '" + changed->second + "'",
                         isComposed ? "name the calls that get another version of it with at="
                                    : "compose a kernel before other steps change it");
      arrivals.besides.insert(symbol);
    } else if (!isChanged && symbol != kernel) {
      arrivals.besides.insert(symbol);
    }
    settled.insert(symbol);
    arrivals.functions.push_back(function);
    return true;
  };
  for (bool grows = true; grows;) {
    grows = false;
    for (auto function : context.composed()->scheduled.moduleOp().getOps<func::FuncOp>())
      grows |= settle(function);
  }
  return arrivals;
}

// Names of the functions that come in, by their names in the schedule of the kernel.
using Symbols = std::map<std::string, std::string>;

void addCopySymbol(StepContext &context, Symbols &symbols, const std::string &symbol) {
  symbols[symbol] = copySymbol(context.module(), symbol, [&](StringRef candidate) {
    return llvm::any_of(symbols, [&](const auto &entry) { return candidate == entry.second; });
  });
}

// In the places of the functions here. A function that the kernel's schedule made may be here already, or have the name
// of another one.
Symbols symbolsInPlace(StepContext &context, const TableNames &tables, Arrivals &arrivals) {
  std::set<std::string> present, renamed = arrivals.besides;
  for (func::FuncOp function : arrivals.functions) {
    std::string symbol = function.getSymName().str();
    func::FuncOp own = context.state().function(symbol);
    if (!own || context.composed()->unscheduled.function(symbol))
      continue;
    (isThere(tables, own, function) ? present : renamed).insert(symbol);
  }
  for (bool changes = true; changes;) { // one that calls a function of another name is another function
    changes = false;
    for (func::FuncOp function : arrivals.functions)
      if (std::string symbol = function.getSymName().str();
          present.count(symbol) &&
          callsOneOf(function, [&](StringRef callee) { return renamed.count(callee.str()) != 0; })) {
        present.erase(symbol);
        changes = renamed.insert(symbol).second;
      }
  }
  llvm::erase_if(arrivals.functions,
                 [&](func::FuncOp function) { return present.count(function.getSymName().str()) != 0; });
  Symbols symbols;
  for (func::FuncOp function : arrivals.functions)
    if (std::string symbol = function.getSymName().str(); !renamed.count(symbol))
      symbols[symbol] = symbol;
  for (func::FuncOp function : arrivals.functions)
    if (std::string symbol = function.getSymName().str(); renamed.count(symbol))
      addCopySymbol(context, symbols, symbol);
  return symbols;
}

// As copies for some calls: the functions that change and those that call one that is copied.
Symbols symbolsOfCopies(StepContext &context, SmallVector<func::FuncOp> &functions) {
  Symbols symbols;
  for (func::FuncOp function : functions)
    addCopySymbol(context, symbols, function.getSymName().str());
  for (bool grows = true; grows;) {
    grows = false;
    for (auto function : context.composed()->scheduled.moduleOp().getOps<func::FuncOp>()) {
      std::string symbol = function.getSymName().str();
      if (symbols.count(symbol) ||
          !callsOneOf(function, [&](StringRef callee) { return symbols.count(callee.str()) != 0; }))
        continue;
      addCopySymbol(context, symbols, symbol);
      functions.push_back(function);
      grows = true;
    }
  }
  return symbols;
}

void refuseSecondStreams(StepContext &context, ArrayRef<func::FuncOp> functions, const Symbols &symbols) {
  for (func::FuncOp function : functions)
    function.walk([&](ir::StreamCreateOp stream) {
      if (std::string symbol = function.getSymName().str(); stream.getIsStatic() && symbols.at(symbol) != symbol)
        context.refuseAt(stream.getLoc(),
                         "'" + symbol + "' has the static stream '" + ir::nameOf(stream.getStream()) +
                             "', which would be there twice",
                         "compose at all calls");
    });
}

void insertFunction(StepContext &context, const TableNames &tables, func::FuncOp scheduled, const Symbols &symbols) {
  std::string symbol = scheduled.getSymName().str();
  const std::string &name = symbols.at(symbol);
  func::FuncOp replacement = tables.translated(scheduled).release();
  replacement->removeAttr(ir::topAttrName);
  replacement.setVisibility(SymbolTable::Visibility::Private);
  replacement.setSymName(name);
  replacement.walk([&](func::CallOp call) {
    if (auto found = symbols.find(call.getCallee().str()); found != symbols.end())
      call.setCallee(found->second);
  });
  func::FuncOp own = context.state().function(symbol);
  context.module().insert(own ? own.getOperation() : context.top().getOperation(), replacement);
  if (name != symbol)
    return context.state().adoptCopy(symbol, name, context.composed()->scheduled);
  if (own)
    own.erase();
  context.state().adoptFunction(symbol, context.composed()->scheduled, context.text());
}

// One layout for all memories of an array: each dimension as whoever partitioned it wants it.
void unify(StepContext &context, ArrayRef<Value> memories) {
  auto type = cast<MemRefType>(memories.front().getType());
  SmallVector<ir::PartitionAttr> merged = partitionsOf(withLayout(type, {}, ir::StorageKind::Auto));
  SmallVector<Value> owners(merged.size());
  ir::StorageKind storage = ir::StorageKind::Auto;
  for (Value memory : memories) {
    auto memoryType = cast<MemRefType>(memory.getType());
    if (storage == ir::StorageKind::Auto)
      storage = storageOf(memoryType);
    for (auto [i, partition] : llvm::enumerate(partitionsOf(memoryType))) {
      if (partition.getKind() == ir::PartitionKind::None || partition == merged[i])
        continue;
      std::string property = "dim " + std::to_string(i + 1);
      if (owners[i])
        context.refuseAt(locationOf(memory),
                         "dimension " + std::to_string(i + 1) + " of " + context.describe(owners[i]) + " is " +
                             partitionText(merged[i]) + " by " + setterOf(context, owners[i], property) + ", but " +
                             context.describe(memory) + " is " + partitionText(partition) + " by " +
                             setterOf(context, memory, property) +
                             ", and the two are one array: " + joinedBy(context, owners[i], memory),
                         "give them one layout");
      merged[i] = partition;
      owners[i] = memory;
    }
  }
  setType(context.module(), memories, withLayout(type, merged, storage));
  std::set<unsigned> reshaped;
  for (Value memory : memories)
    reshaped.merge(ir::reshapedDimensions(memory));
  ir::setReshaped(memories, reshaped);
  for (Value memory : memories)
    for (auto [i, owner] : llvm::enumerate(owners)) {
      if (!owner || owner == memory)
        continue;
      std::string property = "dim " + std::to_string(i + 1);
      auto from = cast<func::FuncOp>(functionOf(owner)), to = cast<func::FuncOp>(functionOf(memory));
      context.state().setBy[{to.getSymName().str(), ir::variableOf(memory).getId(), property}] =
          context.setBy(from, ir::variableOf(owner).getId(), property);
    }
}

std::string typeOf(Value memory) { return ir::spelling(ir::variableOf(memory).getType().getValue()); }

// Arrays and parameters that a `retype` of the kernel gave other elements than the rest of this program has.
void refuseOtherElements(StepContext &context, ArrayRef<Value> memories) {
  const char *hint = "compose the kernel without that retype, and retype the variable here afterwards";
  for (Value memory : memories) {
    if (cast<MemRefType>(memory.getType()).getElementType() !=
        cast<MemRefType>(memories.front().getType()).getElementType())
      context.refuseAt(locationOf(memory),
                       context.describe(memories.front()) + " has elements of type " + typeOf(memories.front()) +
                           " by " + setterOf(context, memories.front(), "type") + ", but " + context.describe(memory) +
                           " of type " + typeOf(memory) + " by " + setterOf(context, memory, "type"),
                       hint);
    auto fetch = memory.getDefiningOp<memref::GetGlobalOp>();
    auto global = fetch ? context.module().lookupSymbol<memref::GlobalOp>(fetch.getName()) : memref::GlobalOp();
    if (global && global.getType().getElementType() != fetch.getType().getElementType())
      context.refuseAt(locationOf(memory),
                       context.describe(memory) + " has elements of type " + typeOf(memory) + " by " +
                           setterOf(context, memory, "type") + ", which this program does not have",
                       hint);
  }
}

void refuseOtherScalars(StepContext &context) {
  context.module().walk([&](func::CallOp call) {
    auto callee = context.state().function(call.getCallee());
    if (!callee)
      return;
    for (auto [operand, argument] : llvm::zip(call.getOperands(), callee.getArguments()))
      if (!isa<MemRefType>(argument.getType()) && operand.getType() != argument.getType())
        context.refuseAt(call.getLoc(),
                         "the call passes another type than " + context.describe(argument) + " has by " +
                             setterOf(context, argument, "type"),
                         "compose the kernel without that retype, and retype the parameter here afterwards");
  });
}

// Every array of the program that has different layouts on the two sides of a call or in two uses of a table.
void unifyAll(StepContext &context) {
  refuseOtherScalars(context);
  llvm::SetVector<Value> arrays;
  for (auto function : context.module().getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    for (BlockArgument argument : function.getArguments())
      if (isa<MemRefType>(argument.getType()))
        arrays.insert(argument);
    function.walk([&](memref::GetGlobalOp fetch) { arrays.insert(fetch.getResult()); });
  }
  while (!arrays.empty()) {
    SmallVector<Value> memories = sameArray(context.module(), arrays.front());
    refuseOtherElements(context, memories);
    bool agree = llvm::all_of(memories, [&](Value memory) { return memory.getType() == memories.front().getType(); });
    if (!agree || arrays.front().getDefiningOp<memref::GetGlobalOp>())
      unify(context, memories);
    for (Value memory : memories)
      arrays.remove(memory);
  }
}

[[noreturn]] void refuseWithoutSchedule(StepContext &context, const std::string &kernel) {
  std::string version = std::to_string(context.integer("version"));
  context.refuseAt(context.top().getLoc(),
                   version == "1" ? "there is no schedule of '" + kernel + "' to compose"
                                  : "there is no version " + version + " of the schedule of '" + kernel + "'",
                   "write a section 'kernel " + kernel + (version == "1" ? "" : " version=" + version) +
                       "' with its steps before this one, or call compose(schedule)");
}

void apply(StepContext &context) {
  std::string kernel = context.kernel("kernel");
  if (!context.composed())
    refuseWithoutSchedule(context, kernel);
  if (context.composed()->scheduled.moduleOp()->getContext() != context.module().getContext())
    context.refuseAt(context.top().getLoc(), "the schedule of '" + kernel + "' belongs to another program");
  checkIsCalled(context, kernel);
  TableNames tables(context.composed()->unscheduled.moduleOp(), context.composed()->ownUnscheduled.moduleOp());
  checkSameSource(context, tables, kernel);
  bool isCounted = context.name("at").find('#') != std::string::npos; // among the calls that are left
  if (!isCounted && llvm::is_contained(context.state().steps, context.text()))
    context.refuseAt(context.state().function(kernel).getLoc(), "'" + kernel + "' was already composed",
                     "undo that step to compose another schedule of it");
  SmallVector<func::CallOp> calls = namedCalls(context, kernel, context.name("at"));
  bool isEverywhere = calls.size() == callsOf(context.module(), kernel).size();
  Arrivals arrivals = arrivalsOf(context, tables, kernel, isEverywhere);
  Symbols symbols =
      isEverywhere ? symbolsInPlace(context, tables, arrivals) : symbolsOfCopies(context, arrivals.functions);
  refuseSecondStreams(context, arrivals.functions, symbols);
  if (auto copy = symbols.find(kernel); !isEverywhere && copy != symbols.end())
    for (func::CallOp call : calls)
      call.setCallee(copy->second);
  for (func::FuncOp function : arrivals.functions)
    insertFunction(context, tables, function, symbols);
  eraseUncalled(context.module());
  unifyAll(context);
}
} // namespace

extern const Primitive composePrimitive = {
    "compose",
    {{ParameterKind::Kernel, "kernel", "the kernel, scheduled in an earlier section of the script or by the argument"},
     {ParameterKind::Integer,
      "version",
      "which of several schedules of the kernel, by the heading of its section",
      true,
      "1",
      {},
      1},
     {ParameterKind::Text, "at",
      "its calls, by line: `12,14`; `12#2` is the second call on line 12, `#3` the third of all", true, "all"}},
    {.meaning =
         "Replaces a kernel that this program calls, at all its call sites, by the version of a schedule that was "
         "made of it alone; the functions below it that the schedule changed come with it. The hierarchy stays, "
         "and callers' arrays take the layouts of the kernel's parameters. With `at`, only the named calls get the "
         "scheduled version, which is a function of its own then (`gemm#2`) like every function below it that comes "
         "along; the other calls keep the function as it is, and may be composed later, with another schedule too: a "
         "script writes it under `kernel gemm version=2`, the trace numbers schedules in the order in which they are "
         "composed. A function below the kernel that two composed schedules changed differently is there in both "
         "versions. `kernel gemm<*>` writes one section for all instances of a template, and `compose gemm<*>` "
         "composes "
         "those that are called. State is passed to a function as an argument, so that no copy doubles it.",
     .legality = "The kernel is called here, its source is the one the schedule began with, no step changed it here "
                 "before, and the layouts of its parameters agree with those of the arrays they meet.",
     .cost = "That of the steps that come along. With `at`, functions exist twice in hardware: the named calls have "
             "theirs, the others the one without the schedule, and no instance is shared between the two.",
     .before = R"(void scale(const int A[16], int B[16]) {
  for (int i = 0; i < 16; ++i)
    B[i] = A[i] * 3;
}

void example(const int X[16], int Y[16]) {
  int H[16];
  scale(X, H);
  scale(H, Y);
})",
     .after = R"(void scale(const int A[16], int B[16]) {
#pragma HLS array_partition variable=A dim=1 type=cyclic factor=2
  for (int i = 0; i < 16; ++i) {
#pragma HLS unroll factor=4
    B[i] = A[i] * 3;
  }
}

void example(const int X[16], int Y[16]) {
  int H[16];
  scale(X, H);
  scale(H, Y);
})",
     .errors = {{"'gemm' is not called in 'two_layers'", "the kernel is not below this top"},
                {"there is no schedule of 'gemm' to compose", "no earlier section of that kernel in the script"},
                {"a schedule cannot compose its own top", "the kernel is the top itself"},
                {"the source of 'gemm' is not the one that the schedule of 'gemm' began with",
                 "the program changed since the kernel was scheduled"},
                {"'gemm' was already changed here by 'unroll gemm:j'", "steps of this schedule, or an earlier compose"},
                {"'gemm' was already composed", "the same step again"},
                {"there is no call of 'gemm' at 13", "`at` names a line without a call of the kernel"},
                {"there are 2 calls of 'gemm' at 12", "several on the line, or in several functions"},
                {"'x' is not the place of a call: write a line, a line with #2, or #2", "`at` has something else"},
                {"the call at 12 is named twice", "`at` names one call twice"},
                {"there is no version 2 of the schedule of 'gemm'", "no section `kernel gemm version=2` before"},
                {"'gemm' was already changed here by 'compose gemm'", "another version at all its calls: use `at`"},
                {"'gemm' has the static stream 'q', which would be there twice", "`at` leaves calls as they are"},
                {"dimension 2 of 'gemm:B' is cyclic factor=4 by 'gemm: partition B dim=2 kind=cyclic factor=4', but "
                 "'W' is block factor=2 by 'partition W dim=2 kind=block factor=2'",
                 "the two sides of a call want different layouts"}},
     .example =
         "kernel scale\n  unroll i factor=4\n  partition A dim=1 kind=cyclic factor=2\nkernel example\n  compose scale",
     .method = "top.compose(s)"},
    apply,
};

} // namespace allo::schedule
