// A program as the register code that the symbolic execution runs: flat instructions over numbered slots, subscripts
// and bounds as linear functions. Regions follow the instruction that owns them.
#pragma once

#include "verify/ExpressionStore.h"

#include "allo/error.hpp"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AffineExpr.h"

#include "llvm/ADT/SmallVector.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allo::verify {

// What the verification cannot decide; not an error of the user's.
struct NotDecided {
  std::string reason;
  SourcePlace place;
  std::string hint;
};

// A subscript or bound: constant + sum of factor * slot where it is linear, else `expression` over `operands`.
struct IndexFunction {
  int64_t constant = 0;
  llvm::SmallVector<std::pair<int64_t, uint32_t>, 3> terms; // factor, slot of an index
  bool isLinear = true;
  mlir::AffineExpr expression;
  llvm::SmallVector<uint32_t, 4> operands; // dimensions, then symbols
  unsigned dimensions = 0;
};

enum class Action : uint8_t {
  Compute,         // result = opcode(a, b, c)
  Subtract,        // result = a - b
  FloatSubtract,   // result = a - b
  Compare,         // result = opcode(a, b); detail: 1 swapped, 2 negated
  LeastOrGreatest, // of a and b; detail: 1 greatest, 2 signed
  Copy,            // result = a
  ToIndex,         // index result = integer a; detail: signed
  FromIndex,       // integer result = index a
  IndexCompute,    // any of the above on indices: detail is the action
  IndexSelect,     // index result = a ? b : c
  CopyIndex,
  Apply,      // index result = the function; several: detail 0 the least, 1 the greatest
  Load,       // result = memory a [functions]
  Store,      // memory a [functions] = b
  Allocate,   // memory result
  Global,     // memory result = global a
  For,        // index variable: result
  If,         // condition a
  AffineIf,   // functions >= 0 (or == 0)
  While,      // first the region of the condition, whose value is in a
  Call,       // function a
  NewStream,  // stream result
  StreamRead, // values to the slots of `list`
  StreamTryRead,
  StreamWrite,
  StreamTryWrite,
  StreamEmpty,
  StreamFull,
  StreamSize,
  Print,
  Assert,
};

struct Instruction {
  Action action = Action::Copy;
  Opcode opcode = Opcode::Add;
  uint8_t detail = 0;
  bool touchesStreams = false; // one with regions: whether something in them moves elements of a stream
  ExpressionType type;
  uint32_t result = 0, a = 0, b = 0, c = 0;
  uint32_t place = 0;
  uint32_t functions = 0, functionCount = 0; // in `Code::functions`
  uint32_t list = 0, listCount = 0;          // in `Code::slots`
  uint32_t middle = 0, end = 0;              // of its regions
};

// A slot: of an integer or floating value, an index, a memory or a stream, by the type of the value.
enum class SlotKind : uint8_t { Value, Index, Memory, Stream };
struct SlotReference {
  SlotKind kind;
  uint32_t slot;
};

struct MemoryShape {
  std::string name;
  ExpressionType type;
  std::vector<int64_t> extents;
  int64_t elements = 1;
};

struct StreamShape {
  std::string name;
  int64_t depth = 0, count = 1;
  std::vector<int64_t> extents;
  bool isStatic = false;
  std::vector<ExpressionType> types; // of the scalars of an element
};

struct Code {
  std::string name;
  std::vector<Instruction> instructions;
  std::vector<IndexFunction> functions;
  std::vector<uint8_t> isEquality; // of the functions of an affine if
  std::vector<uint32_t> slots;     // lists of operands and results
  std::vector<SlotKind> kinds;     // of the entries of `slots`
  std::vector<SlotReference> arguments, results;
  std::vector<MemoryShape> memories; // by the result of Allocate
  std::vector<StreamShape> streams;
  std::vector<std::pair<uint32_t, ExpressionId>> constants;
  std::vector<std::pair<uint32_t, int64_t>> indexConstants;
  bool touchesStreams = false;
  uint32_t values = 0, indices = 0, memorySlots = 0, streamSlots = 0;
};

struct Global {
  MemoryShape shape;
  std::vector<ExpressionId> initial; // 0 where there is none
  bool isConstant = false;
};

// Places of the sources of all programs that are compared.
class PlaceTable {
public:
  uint32_t add(mlir::Location location);
  const SourcePlace &operator[](uint32_t id) const { return places[id]; }

private:
  std::vector<SourcePlace> places{SourcePlace()};
  std::map<std::pair<std::string, std::pair<unsigned, unsigned>>, uint32_t> ids;
};

struct CompiledProgram {
  std::vector<Code> functions;
  uint32_t top = 0;
  std::vector<Global> globals;
  bool hasState = false;
};

// Compiles the top of a module and what it calls. Throws NotDecided for an operation without a meaning here.
CompiledProgram compile(mlir::ModuleOp module, class Expressions &expressions, PlaceTable &places);

// The type of an expression for a value of this type. Throws NotDecided.
ExpressionType expressionTypeOf(mlir::Type type);

} // namespace allo::verify
