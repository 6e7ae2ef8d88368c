// dataflow: the loops and calls of a body are tasks that may run at the same time, joined by arrays and streams with
// one producer and one consumer each. A directive: the program keeps its order.
#include "schedule/LoopBand.h"

#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"
#include "schedule/TaskChannels.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace allo::schedule {

namespace {

std::string lineOf(Operation *op) { return std::to_string(ir::placeOf(op->getLoc()).line); }

// What tasks do with one memory or stream.
struct Uses {
  llvm::SmallVector<size_t> writers, readers; // positions of tasks
};

class Region {
public:
  Region(StepContext &context, Operation *place)
      : context_(context), place_(place), body_(&place->getRegion(0).front()) {}

  void check() {
    collectTasks();
    if (tasks_.size() < 2)
      context_.refuse(tasks_.empty() ? "there is no task in the body"
                                     : "there is one task only in the body, " + taskText(0) +
                                           ", so nothing can run at the same time",
                      "a task is a loop or a call that stands directly in the body");
    for (size_t task = 0; task < tasks_.size(); ++task)
      tasks_[task]->walk([&](Operation *op) {
        for (Value operand : op->getOperands())
          if (isa<MemRefType, ir::StreamType>(operand.getType()) && !tasks_[task]->isAncestor(ownerOf(operand)))
            note(task, operand, op);
      });
    TaskList list{place_, tasks_, {}};
    for (size_t task = 0; task < tasks_.size(); ++task)
      list.names.push_back(taskText(task));
    SmallVector<Value> streamArrays;
    for (auto &[memory, uses] : uses_) {
      auto type = dyn_cast<ir::StreamType>(memory.getType());
      if (type && !type.getExtents().empty())
        streamArrays.push_back(memory);
      else
        checkMemory(memory, uses);
    }
    checkStreamArrays(context_, list, streamArrays);
    for (Operation *task : tasks_)
      if (isSpatial(task))
        checkGridBanks(context_, gridAround(task));
  }

private:
  static Operation *ownerOf(Value value) {
    Operation *definition = value.getDefiningOp();
    return definition ? definition : value.getParentBlock()->getParentOp();
  }

  std::string taskText(size_t task) const {
    if (auto call = dyn_cast<func::CallOp>(tasks_[task]))
      return "the call of " + call.getCallee().str() + " on line " + lineOf(call);
    return (isSpatial(tasks_[task]) ? "the grid " : "the loop ") + context_.describe(tasks_[task]);
  }

  void collectTasks() {
    for (Operation &op : *body_) {
      if (ir::isLoop(&op) || isa<func::CallOp>(op)) {
        tasks_.push_back(&op);
        continue;
      }
      bool isDeclaration = isa<memref::AllocaOp, memref::GetGlobalOp, ir::StreamCreateOp, ir::ConsoleOp>(op);
      if (isDeclaration || op.hasTrait<OpTrait::IsTerminator>() || isMemoryEffectFree(&op))
        continue;
      context_.refuseAt(op.getLoc(),
                        "the statement on line " + lineOf(&op) +
                            " stands between the tasks: it is neither a loop nor "
                            "a call nor a declaration",
                        "move it into one of the tasks, or into a function of its own");
    }
  }

  // Whether anything below the use reads or writes: through the parameters of callees.
  void follow(Value memory, Operation *user, bool &reads, bool &writes) {
    if (isa<affine::AffineLoadOp, memref::LoadOp, ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamEmptyOp,
            ir::StreamSizeOp>(user)) {
      reads = true;
    } else if (isa<affine::AffineStoreOp, memref::StoreOp, ir::StreamWriteOp, ir::StreamTryWriteOp, ir::StreamFullOp>(
                   user)) {
      writes = true;
    } else if (auto call = dyn_cast<func::CallOp>(user)) {
      auto callee = context_.module().lookupSymbol<func::FuncOp>(call.getCallee());
      for (auto [index, operand] : llvm::enumerate(call.getOperands()))
        if (operand == memory) {
          if (!callee || callee.isExternal()) {
            reads = writes = true;
            continue;
          }
          Value parameter = callee.getArgument(index);
          for (Operation *inner : parameter.getUsers())
            follow(parameter, inner, reads, writes);
        }
    } else {
      reads = writes = true;
    }
  }

  void note(size_t task, Value memory, Operation *user) {
    bool reads = false, writes = false;
    follow(memory, user, reads, writes);
    Uses &uses = uses_[memory];
    if (reads && !llvm::is_contained(uses.readers, task))
      uses.readers.push_back(task);
    if (writes && !llvm::is_contained(uses.writers, task))
      uses.writers.push_back(task);
  }

  void checkMemory(Value memory, const Uses &uses) {
    auto fetched = memory.getDefiningOp<memref::GetGlobalOp>();
    if (uses.writers.empty() && (fetched || isLocal(memory)))
      return; // a table; or never written
    std::string name = context_.describe(memory);
    if (uses.writers.size() > 1)
      context_.refuseIllegal(name + " is written by " + taskText(uses.writers[0]) + " and by " +
                                 taskText(uses.writers[1]),
                             "an array or stream between tasks has one producer");
    llvm::SmallVector<size_t> readers;
    for (size_t reader : uses.readers)
      if (!llvm::is_contained(uses.writers, reader))
        readers.push_back(reader);
    if (readers.size() > 1)
      context_.refuseIllegal(name + " is read by " + taskText(readers[0]) + " and by " + taskText(readers[1]),
                             "an array or stream between tasks has one consumer; copy it for a second one");
    if (uses.writers.size() != 1 || readers.size() != 1)
      return;
    if (!isLocal(memory))
      context_.refuseIllegal(name + " is written by " + taskText(uses.writers[0]) + " and read by " +
                                 taskText(readers[0]) + ", but it is declared outside of the body",
                             "tasks pass data through arrays and streams that are declared in the body");
    else if (readers[0] < uses.writers[0])
      context_.refuseIllegal(name + " is read by " + taskText(readers[0]) + " before " + taskText(uses.writers[0]) +
                                 " writes it",
                             "data goes forward only, from a task to a later one");
  }

  bool isLocal(Value memory) const {
    Operation *definition = memory.getDefiningOp();
    return definition && definition->getBlock() == body_ && !isa<memref::GetGlobalOp>(definition);
  }

  StepContext &context_;
  Operation *place_;
  Block *body_;
  SmallVector<Operation *> tasks_;
  llvm::MapVector<Value, Uses> uses_;
};

void apply(StepContext &context) {
  if (context.isGiven("loop") && context.isGiven("function"))
    context.refuse("it stands on one loop or function, not on both", "write one step for each");
  Operation *loop = context.isGiven("loop") ? context.loop("loop") : nullptr;
  func::FuncOp function = context.isGiven("function") ? context.function("function") : context.top();
  Operation *place = loop ? loop : function.getOperation();
  std::string name = loop ? context.describe(loop) : "'" + function.getSymName().str() + "'";
  if (ir::directiveOf(place, "dataflow"))
    context.refuse(name + " is a dataflow region already", "a directive is set once; undo the step that set it");
  if (loop && !isa<affine::AffineForOp, scf::ForOp>(loop))
    context.refuse(name + " is not a counted loop, so its iterations cannot overlap",
                   "dataflow stands on functions and on counted loops");
  if (loop && (ir::loopOf(loop).getPipeline() || ir::loopOf(loop).getUnroll()))
    context.refuse(name + " is pipelined or unrolled, which takes its tasks apart", "choose one of the two");
  Region(context, place).check();
  ir::setDirective(place, "dataflow", "");
}

} // namespace

extern const Primitive dataflowPrimitive = {
    "dataflow",
    {{ParameterKind::Loop, "loop", "the loop whose body it is about", true, ""},
     {ParameterKind::Function, "function", "the function whose body it is about; without either: the top", true, ""}},
    {.meaning = "Says that the tasks of a body, its loops and calls, may run at the same time, each as soon as its "
                "data is there. The hls target prints the pragma. The cpu target runs the tasks one after the other, "
                "and so does the rtl target, which says in a note that it makes no use of the directive. The meaning "
                "of the program does not change.",
     .legality =
         "Directly in the body stand only declarations, loops and calls, at least two of the latter. What tasks share "
         "has one producer and one consumer, is declared in the body, and goes forward; a producer may read what it "
         "writes. An array of the caller is used by one task (constant tables by any number). Data may pass by tasks "
         "in between, as HLS tools accept it: the channel has to have room for it. Of an array of streams, each stream "
         "is looked at by itself. A grid of processing elements is one task; no two of its elements may use one bank "
         "of "
         "an array, so that what they write needs complete partition. Loops of other forms than counted "
         "ones, and pipelined or unrolled ones, are refused.",
     .cost = "In an HLS tool each task becomes a process of its own with control of its own, and each array between "
             "two tasks a double buffer of twice its memory (a stream: a FIFO). A call takes as long as before; with "
             "further data, one starts every time that the longest task takes, instead of the sum of all. Operators "
             "are not shared between tasks.",
     .before = R"(void load(const int A[8], int t[8]) {
  for (int i = 0; i < 8; ++i)
    t[i] = A[i] + 1;
}

void store(const int t[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = t[i] * 2;
}

void example(const int A[8], int B[8]) {
  int t[8];
  load(A, t);
  store(t, B);
})",
     .after = R"(void load(const int A[8], int t[8]) {
  for (int i = 0; i < 8; ++i)
    t[i] = A[i] + 1;
}

void store(const int t[8], int B[8]) {
  for (int i = 0; i < 8; ++i)
    B[i] = t[i] * 2;
}

void example(const int A[8], int B[8]) {
#pragma HLS dataflow
  int t[8];
  load(A, t);
  store(t, B);
})",
     .errors =
         {{"'t' is written by the loop 'i' (line 3) and by the loop 'j' (line 5)", "two producers"},
          {"'t' is read by the loop 'j' (line 5) and by the loop 'k' (line 7)", "two consumers"},
          {"'t' is read by the loop 'i' (line 3) before the loop 'j' (line 5) writes it", "feedback"},
          {"'B' is written by the loop 'i' (line 3) and read by the loop 'j' (line 5), but it is declared "
           "outside of the body",
           "data passes through an array of the caller"},
          {"the statement on line 4 stands between the tasks: it is neither a loop nor a call nor a declaration",
           "code outside of the tasks"},
          {"there is one task only in the body, the loop 'i' (line 3), so nothing can run at the same time",
           "nothing to overlap"},
          {"the stream lane[2] is written by the grid 'i' (line 3) and by the loop 'k' (line 5)",
           "one stream of an array has two producers"},
          {"two elements of the grid 'i' use one memory of 'C' (line 2): C[0][0] is written at (i=0, j=0) on line "
           "7 and C[0][1] is written at (i=0, j=1) on line 7",
           "an array that elements of a grid share without a bank for each"},
          {"'i' is a dataflow region already", "a directive is set once"},
          {"'t' is not a counted loop, so its iterations cannot overlap", "a while loop"},
          {"'i' is pipelined or unrolled, which takes its tasks apart", "other directives on the loop"},
          {"it stands on one loop or function, not on both", "two objects in one step"}},
     .example = "dataflow",
     .method = "s.dataflow()"},
    apply,
};

} // namespace allo::schedule
