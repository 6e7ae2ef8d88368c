// A design between the IR and hardware: functions of nested blocks of nodes (operations, memory accesses, loops, calls)
// with their dependences. Built from the legal IR, filled in by allocation, scheduling and binding, read by the
// generator of the RTL model, by the latency evaluation and by the report.
#pragma once

#include "allo/error.hpp"
#include "target/rtl/Operators.h"

#include "llvm/ADT/APInt.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace allo::target::rtl {

using NodeId = unsigned;
using BlockId = unsigned;
using MemoryId = unsigned;
using StreamId = unsigned;
constexpr unsigned noId = ~0u;

//===-- Memories --------------------------------------------------------------------------------------------------===//

enum class MemoryStyle { registers, lutRam, blockRam, ultraRam, external };

struct MemoryDimension {
  int64_t extent = 1;
  enum Kind { none, block, cyclic, complete } kind = none;
  int64_t banks = 1; // parts of this dimension
  int64_t depth = 1; // elements of this dimension in one part
};

// One array. Bank number: row-major over the parts of the dimensions; address in the bank: row-major over the depths.
// cyclic: part = i mod banks, offset = i div banks; block: part = i div depth, offset = i mod depth.
struct Memory {
  std::string name;
  std::string elementType; // in C, for comments
  unsigned width = 0;
  std::vector<MemoryDimension> dimensions;
  MemoryStyle style = MemoryStyle::blockRam;
  bool isParameter = false;
  unsigned parameter = 0;            // its argument number in the function
  std::vector<llvm::APInt> contents; // of a constant table, row-major over the array; empty otherwise
  std::vector<llvm::APInt> initial;  // of state that is one element a bank: what a reset makes it; like contents
  unsigned readLatency = 1;          // 0 for registers
  unsigned ports = 2;                // that can read and write, per bank; registers: one write, any number of reads
  unsigned writePorts = 2;           // of these, how many can write: 1 for registers and LUTRAM
  unsigned copies = 1;               // for read bandwidth: every copy gets every write
  SourcePlace place;

  int64_t bankCount() const;
  int64_t bankDepth() const;
  // Every bank is one element in registers: read at any time, by any number of accesses.
  bool isScalarBanks() const { return readLatency == 0 && bankDepth() == 1; }
  // Two ports, each for reads and writes: it does not matter which one an access has.
  bool hasEqualPorts() const;
  // Of an element, by its indices.
  std::pair<int64_t, int64_t> bankAndAddress(llvm::ArrayRef<int64_t> index) const;
};

//===-- Streams ---------------------------------------------------------------------------------------------------===//

// A FIFO, or an array of FIFOs (element numbers are row-major). What is written in cycle t can be read from t + 1 on; a
// place that is read in t can be written from t + 1 on.
struct Stream {
  std::string name;
  std::string elementType;      // in C, for comments
  unsigned width = 0;           // bits of an element: its scalars side by side, the first one lowest
  int64_t depth = 2;            // places of each FIFO
  std::vector<int64_t> extents; // of an array of streams
  bool isParameter = false;
  unsigned parameter = 0; // its argument number in the function
  SourcePlace place;
  std::optional<unsigned> declaration; // the attribute allo.declaration of what declares it

  int64_t count() const; // FIFOs
};

enum class StreamAction {
  read,     // waits for an element
  write,    // waits for a place; operand 0: the element
  tryRead,  // value: the element below, above it one bit that says whether there was one
  tryWrite, // operand 0: the element; value: whether there was a place
  empty,    // value: one bit
  full,     // value: one bit
  size,     // value: how many elements it holds
  clear,    // a new, empty stream: at the start of its scope
};
bool waits(StreamAction action); // read and write

// Some FIFOs of a stream: all of them (an array given to a call), one, or one that is chosen when the design runs.
struct StreamPlace {
  StreamId stream = noId;
  llvm::SmallVector<unsigned, 2> elements; // those that it may be, ascending
  // Where there are several to choose from, the number of the one it is. Of a stream node it is the last operand too.
  NodeId select = noId;
};

//===-- Nodes -----------------------------------------------------------------------------------------------------===//

enum class NodeKind {
  constant,  // bits
  argument,  // index: scalar argument of the function
  counter,   // index: dimension of the loop around
  carried,   // operands: {value before the loop (from outside), value of the iteration before}; see Child::carried
  operation, // operatorKey over operands
  load,      // operands: {address} or {bank, address} when dynamic
  store,     // operands: {value, address} or {value, bank, address}
  stream,    // action on `fifo`; operands: {element} of writes
  child,     // a loop, branch or call: child; operands: all values of its block that it and what is in it use
  result,    // operands: {child}; index: which result of the child
  slice,     // operands: {value}; bits index … index + width - 1
  concat,    // operands: most significant first
};

struct Node {
  NodeKind kind = NodeKind::constant;
  unsigned width = 0; // of the value; 0: none
  llvm::SmallVector<NodeId, 3> operands;
  BlockId block = 0; // where it is executed
  NodeId predicate =
      noId; // store, load, stream, child: acts only when this 1-bit value is true (of the block or around it)
  OperatorKey operatorKey; // operation
  unsigned index = 0;      // argument, counter, result, slice
  unsigned child = noId;   // child: number in Function::children
  llvm::APInt bits;        // constant
  std::string name;        // of the source variable it holds, when known
  SourcePlace place;

  // Accesses.
  MemoryId memory = noId;
  llvm::SmallVector<unsigned, 2>
      banks;      // those it may touch, ascending; one: known. Dynamic: bank operand gives the number
  int group = -1; // accesses of one block and group in the same cycle never touch one bank twice

  // stream
  StreamAction action = StreamAction::read;
  StreamPlace fifo;
  bool isEntry = false; // filled by scheduling: decides when an iteration enters its pipeline (docs/decisions/0030)

  // Filled by scheduling and binding.
  int64_t time = 0;                     // cycle of the block's iteration in which it starts (of a child: its start)
  int64_t waitTime = 0;                 // child: the step that waits for it
  unsigned latency = 0;                 // the value is there in cycle time + latency
  double arrival = 0;                   // ns after the edge, in that cycle
  int unit = -1;                        // operation: number in Function::units; -1: written inline
  llvm::SmallVector<unsigned, 2> ports; // access: the port of each bank in `banks`
};

// to.time + interval * distance >= from.time + separation. Of a child as `from` the time is its waitTime, or its start
// (`fromStart`). Only between accesses, stream operations and children of one block; separation is 1 from a store to
// what comes after it in the block, 0 from a load to a store, 0 to the start of a child (its first access is a cycle
// later) and 1 from the wait of one to an access. Pipelined bodies only have distances above 0.
struct OrderEdge {
  NodeId from = 0, to = 0;
  int64_t distance = 0;
  int64_t separation = 1;
  MemoryId memory = noId; // through which
  StreamId stream = noId; // or through which stream
  bool fromStart = false;
};

// Integer nodes are as narrow as the values they can have: an address of a bank of depth d is ceil(log2 d) bits, at
// least 1 (0 of one bit for a bank of one element), a bank number likewise. Operands of an integer operation are as
// wide as its result, of a comparison as OperatorKey::operandWidth; of a product they may be narrower: signed values of
// which the product is taken modulo 2^width. The count of a shift is ceil(log2 width) bits, without sign. Nodes that
// one controller runs: a straight sequence, or the pipelined body of a loop. All nodes of a block are in the arena of
// its function; a node may use values of the blocks around it, which do not change while the block runs.
struct Block {
  BlockId parent = noId;     // the block of the child that runs this one
  unsigned child = noId;     // that child; noId for the body of the function
  std::vector<NodeId> nodes; // executed here, in source order (operands first)
  std::vector<OrderEdge> orders;

  // Filled by scheduling. A sequence has interval == depth: one iteration at a time.
  bool isPipelined = false;
  int64_t depth = 1; // cycles of an iteration, each wait counted as one
  int64_t interval = 1;
};

//===-- Loops, branches, calls ------------------------------------------------------------------------------------===//

// constant + Σ coefficient · value, then divided (rounded down) by divisor. A value is an outer counter of the same
// loop or a node outside of the loop.
struct LinearBound {
  int64_t constant = 0;
  struct Term {
    bool isCounter = false;
    unsigned index = 0; // counter: dimension; else a NodeId (signed value)
    int64_t coefficient = 1;
  };
  std::vector<Term> terms;
  int64_t divisor = 1;
};

// One dimension of a counted loop. Signed values of `width` bits, enough for the value after the last, too (not for an
// upper bound that is always cut by another, or one below the first value).
struct Counter {
  std::string name;
  unsigned width = 32;
  std::vector<LinearBound> lower; // the greatest of them
  std::vector<LinearBound> upper; // exclusive; the least of them
  int64_t step = 1;
};

struct Result { // of a branch
  unsigned width = 0;
  NodeId thenValue = noId, elseValue = noId;
  std::string name;
};

struct Child {
  enum Kind { loop, branch, call } kind = loop;
  NodeId node = noId; // the child node
  std::string name;   // "i", "i_j" for flattened nests, "if_line12", the callee
  std::string path;   // the loop's address, for the report; of a flattened nest: of its innermost loop
  SourcePlace place;

  // loop. Counted: counters, outermost first, every dimension inside runs at least once for every value that the outer
  // counters take (legalisation sees to it); a loop whose first dimension may be empty runs zero iterations then.
  // While: no counters; `condition` decides whether the iteration, and any further one, takes place: nodes with effects
  // of the iteration carry it in their predicate.
  std::vector<Counter> counters;
  NodeId condition = noId;
  std::vector<NodeId>
      carried; // result k of the loop is the last value of carried k (before the loop: when it runs zero times)
  std::vector<int64_t> sourceLoops; // ids of the loops of the source that it runs
  // While: result k is the value that `next` of carried k has in the last evaluated iteration, the one whose condition
  // is false included (so a value that scf.condition forwards has a carried of its own, with that value as next). A
  // sequence is left at the end of step `exitStep` when the condition is false there: the step in which the condition
  // and all values with a result node are known. Filled by scheduling. A pipelined one runs its last iteration through.
  int64_t exitStep = 0;
  int64_t requestedInterval = 0; // 0: not pipelined
  BlockId body = noId;
  std::string limiter;     // why the interval is above the one asked for, for people
  std::string limiterKind; // "recurrence", "ports", "operators", "call", "control"; empty: not limited

  // branch
  NodeId decision = noId; // 1 bit, in the block of the node
  BlockId thenBlock = noId, elseBlock = noId;
  std::vector<Result> results;

  // call
  unsigned callee = noId;         // number in Graph::functions
  std::vector<NodeId> scalars;    // by the callee's scalar arguments
  std::vector<MemoryId> memories; // by the callee's memory parameters
  // By the callee's memory parameters, which bank of the memory given each of its banks is; empty: the same.
  std::vector<llvm::SmallVector<unsigned, 2>> banks;
  std::vector<StreamPlace> streams; // by the callee's stream parameters
  std::set<MemoryId> swapped;       // memory parameters whose port 0 is port 1 of the memory given, and the reverse
  int unit = -1;                    // binding: number of the instance

  // Of the memory given, for a port of the callee's memory parameter.
  unsigned portOf(MemoryId parameter, unsigned port) const { return swapped.contains(parameter) ? 1 - port : port; }
  unsigned bankOf(MemoryId parameter, unsigned bank) const {
    return banks[parameter].empty() ? bank : banks[parameter][bank];
  }
};

struct Argument {
  std::string name;
  unsigned width = 0;
  bool isSigned = true;
  SourcePlace place;
  int field =
      -1; // top: of a structure parameter: number of the argument in the source interface is in Function::interface
};

// Hardware that operations share: two operations may have one unit if they never start in the same cycles.
struct Unit {
  OperatorKey key;
  OperatorData data;
  std::vector<NodeId> users;
};

struct Function {
  std::string name;
  std::string signature; // of the source, for the comment
  SourcePlace place;
  bool isTop = false;
  std::vector<Argument> arguments; // scalars
  std::vector<Memory> memories;    // parameters first, in their order
  std::vector<Stream> streams;     // parameters first, in their order
  std::vector<Node> nodes;         // arena
  std::vector<Block> blocks;       // arena; [0] is the body
  std::vector<Child> children;     // arena
  struct Output {
    std::string name; // "return", or the reference parameter
    unsigned width = 0;
    NodeId value = noId;
    bool isSigned = true;
  };
  std::vector<Output> outputs;
  std::vector<Unit> units;
};

// A parameter of the source's interface (support/Interface.h) and what it became.
struct TopParameter {
  std::string name;
  int memory = -1;     // arrays of scalars
  struct MemberArray { // of a structure, or of an array of structures
    int memory;
    int64_t offset; // in bytes, of its first element
    int64_t elementBytes;
    bool isSigned;
    std::vector<int64_t> strides; // in bytes, by dimension
  };
  std::vector<MemberArray> members;
  std::vector<std::pair<int64_t, int>> inputs; // scalars: (byte offset in the parameter, number in Function::arguments)
  std::vector<std::pair<int64_t, int>> outputs; // references: (byte offset, number in Function::outputs)
};

struct Graph {
  std::vector<Function> functions;      // callees before their callers, the top last
  std::vector<TopParameter> parameters; // of the top, in the order of the source
  int resultOutput = -1;                // the top's output that is its result
  const Function &top() const { return functions.back(); }
};

} // namespace allo::target::rtl
