// The symbolic execution of register code: control flow is followed where it is known, and where a condition depends on
// data both sides are executed and what they wrote is merged.
#pragma once

#include "verify/Code.h"
#include "verify/Expressions.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <chrono>
#include <deque>
#include <functional>

namespace allo::verify {

struct Memory {
  const MemoryShape *shape = nullptr;
  std::vector<ExpressionId> cells; // 0: never written
};

struct Stream {
  const StreamShape *shape = nullptr;
  std::vector<std::deque<std::vector<ExpressionId>>> queues;
};

// What the program does wrong whatever its inputs are.
struct Fault {
  std::string message;
  SourcePlace place;
};

// What was taken to hold. The results are those of inputs for which every condition is true.
struct Assumption {
  enum Kind { inBounds, loopBound, assertion } kind;
  ExpressionId condition;
  std::string text;
  uint32_t place;
};

// Parameters that the bounds of a loop depend on and that had no number.
struct NeedsSizes {
  std::vector<uint32_t> parameters;
};

// A condition on data that decides whether elements of streams move. It is followed one way at a time.
struct Decision {
  ExpressionId condition;
  bool value;
  uint32_t place;
};

// A way is needed, and none is given.
struct NeedsWays {};

struct PrintedText {
  ExpressionId condition; // under which it is printed
  uint32_t format;
  std::vector<ExpressionId> values;
  bool operator==(const PrintedText &) const = default;
};

struct ExecutionLimits {
  int64_t loopBound = 64;          // iterations of a loop whose end depends on data
  int64_t selectedElements = 4096; // that a subscript which depends on data may mean
  int64_t operations = int64_t(1) << 36;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::vector<Decision> known;             // that hold from the start
  std::vector<Decision> *way = nullptr;    // the decisions to follow; further ones are added, as true
  uint32_t parameters = 1;                 // of the top
  std::vector<bool> isScalarParameter;     // those are given numbers where the bounds of a loop depend on them
  std::function<void(int64_t)> onProgress; // operations since it was told last
};

// The value of an index: a number, or an expression of 64 bits.
class IndexValue {
public:
  IndexValue(int64_t number) : number(number) {}
  static IndexValue of(ExpressionId expression) { return IndexValue(symbolic + static_cast<int64_t>(expression)); }
  bool isSymbolic() const { return number < symbolic + (int64_t(1) << 32); }
  ExpressionId expression() const { return static_cast<ExpressionId>(number - symbolic); }
  int64_t number;

private:
  static constexpr int64_t symbolic = std::numeric_limits<int64_t>::min();
};

class Execution {
public:
  struct Argument {
    ExpressionId value = noExpression;
    Memory *memory = nullptr;
  };

  Execution(const CompiledProgram &program, Expressions &expressions, const PlaceTable &places,
            const ExecutionLimits &limits);

  // One call of the top; state stays from call to call. Returns the results. Throws NotDecided and Fault.
  std::vector<ExpressionId> call(const std::vector<Argument> &arguments);

  const std::vector<Assumption> &assumptions() const { return assumed; }
  const std::vector<PrintedText> &printed() const { return texts; }
  void tellProgress(); // of the operations that were not told yet
  // Called again and again between two operations, where no condition that depends on data is open: with 1 or 2 after
  // an iteration of a loop with so many loops around it, itself counted, and with `anywhere`.
  static constexpr unsigned anywhere = 3;
  void whenAtRest(std::function<void(unsigned)> visit) { atRest = std::move(visit); }
  // Every expression that the execution refers to; `visit` may give it another id. To be called at rest.
  void forEachExpression(llvm::function_ref<void(ExpressionId &)> visit);
  // Those in memories.
  void forEachCell(llvm::function_ref<void(ExpressionId &)> visit);

private:
  struct Frame {
    std::vector<ExpressionId> values;
    std::vector<int64_t> indices;
    std::vector<Memory *> memories;
    std::vector<Stream *> streams;
    std::vector<Memory> ownMemories;
    std::vector<Stream> ownStreams;
    bool isActive = false;
  };
  struct Write {
    Memory *memory;
    int64_t cell;
    ExpressionId value;
  };

  void run(const Code &code, Frame &frame, uint32_t begin, uint32_t end);
  void lookAtLimits();
  void compute(const Instruction &instruction, Frame &frame);
  ExpressionId combined(Action action, const Instruction &instruction, ExpressionId a, ExpressionId b);
  void computeIndex(const Instruction &instruction, Frame &frame);
  void runLoop(const Code &code, Frame &frame, uint32_t at);
  void needSizes(ExpressionId bound) const; // throws NeedsSizes where it depends on scalar parameters
  void runUnknownLoop(const Code &code, Frame &frame, uint32_t at, IndexValue low, IndexValue high, int64_t step);
  bool follow(ExpressionId condition, const Instruction &branch); // the way in which the condition is decided
  void suppose(const Decision &decision);
  void runWhile(const Code &code, Frame &frame, uint32_t at);
  void runBranch(const Code &code, Frame &frame, uint32_t at, ExpressionId condition);
  void runCall(const Code &code, Frame &frame, const Instruction &instruction);
  void runStream(const Code &code, Frame &frame, const Instruction &instruction);
  std::deque<std::vector<ExpressionId>> &queueOf(const Code &code, Frame &frame, const Instruction &instruction);
  void print(const Code &code, Frame &frame, const Instruction &instruction);

  // Indices.
  IndexValue valueOf(const IndexFunction &function, const Frame &frame);
  IndexValue outermost(const Code &code, const Frame &frame, uint32_t first, uint32_t count, bool isGreatest);
  ExpressionId expressionOf(mlir::AffineExpr expression, const IndexFunction &function, const Frame &frame);
  ExpressionId expressionOf(IndexValue value) {
    return value.isSymbolic() ? value.expression()
                              : expressions.constant(indexType, static_cast<uint64_t>(value.number));
  }
  IndexValue indexOf(ExpressionId expression) const;
  ExpressionId conditionOf(const Code &code, Frame &frame, const Instruction &instruction);

  // Memories.
  ExpressionId read(const Code &code, Frame &frame, const Instruction &instruction);
  void write(const Code &code, Frame &frame, const Instruction &instruction);
  // The element where all subscripts are numbers inside the extents.
  std::optional<int64_t> knownCell(const Code &code, Frame &frame, const Instruction &instruction,
                                   const Memory &memory);
  // Calls `visit(cell, condition)` for every element that the subscripts may mean; the condition 0 means: this one.
  void forEachCell(const Code &code, Frame &frame, const Instruction &instruction, const Memory &memory,
                   const std::function<void(int64_t, ExpressionId)> &visit);
  bool isInside(const Memory &memory, const Instruction &instruction, size_t dimension, IndexValue index);
  void set(Memory &memory, int64_t cell, ExpressionId value);
  ExpressionId get(Memory &memory, int64_t cell);
  ExpressionId undefined(const Memory &memory, int64_t cell);

  // Conditions.
  bool isConditional() const { return depth != 0; }
  std::vector<Write> takeBack(size_t mark);
  void merge(ExpressionId condition, const std::vector<Write> &onTrue, const std::vector<Write> &onFalse);
  void assume(Assumption::Kind kind, ExpressionId condition, std::string text, uint32_t place);
  // What is known of conditions inside: the parts of `condition`, which is `value`.
  void addFacts(ExpressionId condition, bool value);
  // The value where the facts hold: `c ? x : y` is x where c is known to be true.
  ExpressionId underFacts(ExpressionId value, unsigned deep = 6);
  // A region under a condition; returns what it wrote, taken back.
  std::vector<Write> runUnder(ExpressionId condition, const std::function<void()> &body);

  [[noreturn]] void giveUp(std::string reason, const Instruction &instruction, std::string hint = {}) const {
    throw NotDecided{std::move(reason), places[instruction.place], std::move(hint)};
  }

  static constexpr ExpressionType indexType = ExpressionType::integer(64);
  const CompiledProgram &program;
  Expressions &expressions;
  const PlaceTable &places;
  const ExecutionLimits &limits;
  std::vector<Frame> frames; // one a function: there is no recursion
  std::vector<Memory> globals;
  std::vector<Memory *> interface; // what the parameters of the top are
  std::function<void(unsigned)> atRest;
  unsigned loops = 0;      // around
  size_t nextDecision = 0; // of the way
  std::vector<Write> log;  // the values before the writes, where there is a condition
  unsigned depth = 0;      // of conditions
  ExpressionId path;       // all conditions around
  llvm::DenseMap<ExpressionId, bool> facts;
  std::vector<ExpressionId> factOrder; // in which they were added
  std::vector<Assumption> assumed;
  std::vector<PrintedText> texts;
  llvm::DenseSet<ExpressionId> assumedConditions;
  int64_t operationCount = 0, toldOperations = 0, nextLook = 0;
};

} // namespace allo::verify
