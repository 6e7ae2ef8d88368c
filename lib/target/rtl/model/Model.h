// Hardware as data: modules, signals, registers, memories, instances. What the printer prints and nothing else; every
// decision is taken by the time this exists. `verify` checks it.
#pragma once

#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allo::target::rtl::model {

using SignalId = unsigned;

struct Expression;
using Value = std::shared_ptr<const Expression>;

// A bit vector. Every expression knows its width; the makers below check operands and fold constants.
struct Expression {
  enum Kind {
    constant,
    signal,
    bitNot,
    bitAnd,
    bitOr,
    bitXor,
    add,
    sub,
    mul,
    shl,
    shrs,
    shru, // the second operand is the count; counts beyond the width follow Verilog
    equal,
    notEqual,
    lessSigned,
    lessEqualSigned,
    lessUnsigned,
    lessEqualUnsigned,
    reduceOr,
    reduceAnd,
    select, // condition, then, else
    concat, // most significant first
    slice,  // bits low … low + width - 1
    signExtend,
    zeroExtend,
  };
  Kind kind;
  unsigned width;
  llvm::SmallVector<Value, 3> operands;
  llvm::APInt bits;      // constant
  SignalId signalId = 0; // signal
  unsigned low = 0;      // slice

  Expression(Kind kind, unsigned width) : kind(kind), width(width) {}
  ~Expression(); // not recursive: chains may be long
  Expression(const Expression &) = delete;
  Expression &operator=(const Expression &) = delete;
  bool isConstant() const { return kind == constant; }
};

// The makers throw InternalError for operands whose widths do not fit.
Value constant(unsigned width, uint64_t bits);
Value constant(llvm::APInt bits);
Value read(const struct Module &module, SignalId signal);
Value unary(Expression::Kind kind, Value operand);
Value binary(Expression::Kind kind, Value left,
             Value right); // equal widths but of shift counts; a comparison gives 1 bit
Value select(Value condition, Value thenValue, Value elseValue);
Value concat(llvm::ArrayRef<Value> parts);
Value slice(Value operand, unsigned low, unsigned width);
Value extend(Value operand, unsigned width, bool isSigned);    // to a width not smaller
Value resize(Value operand, unsigned width, bool isSigned);    // extend or truncate
Value orOf(llvm::ArrayRef<Value> values, unsigned width = 1);  // 0 for none
Value andOf(llvm::ArrayRef<Value> values, unsigned width = 1); // all ones for none

// What an expression of this kind, width and low bit is for these values of its operands: what the makers fold with and
// what the printed text means.
llvm::APInt evaluate(const Expression &expression, llvm::ArrayRef<llvm::APInt> operands);
// The same expression at a glance (a bounded look), so that it may be taken for one.
bool isSame(const Value &left, const Value &right);

struct Signal {
  enum Kind { input, output, wire, reg };
  std::string name; // unique in the module, not a keyword: Module::add sees to it
  Kind kind = wire;
  unsigned width = 1;
  std::string comment; // printed beside the declaration
};

// Drives a wire or output.
struct Assignment {
  SignalId target;
  Value value;
  std::string comment;
};

// A register: on the clock edge, if reset (when it has a reset value) then that, else if `enable` (null: always)
// `next`.
struct Register {
  SignalId target;
  Value next;
  Value enable;
  std::optional<llvm::APInt> reset;
  std::string comment;
};

struct Connection {
  std::string port;
  Value input;                    // of an input port; null for outputs
  std::optional<SignalId> output; // of an output port: the wire it drives; neither: left open
};

struct Instance {
  std::string module;
  std::string name;
  std::vector<std::pair<std::string, int64_t>> parameters;
  std::vector<std::pair<std::string, std::string>> textParameters; // printed quoted: STYLE = "block"
  std::vector<Connection> connections;
  std::string comment;
};

// A section of the printed module: assignments and registers that belong together, with a comment that names the
// source.
struct Section {
  std::string comment;
  std::vector<Assignment> assignments;
  std::vector<Register> registers;
  std::vector<Instance> instances;
};

struct Module {
  std::string name;
  std::string comment;         // source file, line and signature
  std::vector<Signal> signals; // ports in their order first
  std::vector<Section> sections;
  SignalId clock = 0, reset = 0;

  // Adds a signal under a name made legal and unique from `name`.
  SignalId add(Signal::Kind kind, unsigned width, const std::string &name, const std::string &comment = "");
  // Reserves such a name for something that is not a signal: an instance.
  std::string uniqueName(const std::string &name);

private:
  std::map<std::string, unsigned> taken_;
};

// An identifier that is legal in SystemVerilog and neither a keyword nor a word of C++ (Verilator makes C++ of it),
// from any text: letters, digits and single underscores stay.
std::string legalName(const std::string &name);
bool isLegalName(const std::string &name);

// A memory with constant contents; printed as a module of its own. Ports: clock, {enable,address,q}{0..ports-1}; read
// latency 1.
struct Rom {
  std::string name;
  unsigned width = 0;
  unsigned ports = 1;
  std::vector<llvm::APInt> contents;
  std::string comment;
};

struct Netlist {
  std::vector<Module> modules; // instantiated ones before their users, the top last
  std::vector<Rom> roms;
};

// Ports of the modules that the model does not contain: the operator and memory libraries. Widths may depend on the
// parameters.
struct ExternalPort {
  std::string name;
  bool isInput;
  unsigned width;
};
std::optional<std::vector<ExternalPort>> externalPorts(const Instance &instance);

// The first thing that is wrong: widths, drivers (none, several), combinational loops (through instances of modules of
// the netlist and combinational externals too), names, unknown modules or ports; nothing when all is right.
std::string verify(const Netlist &netlist);

// One file for each module and ROM: "gemm.sv" -> text. Deterministic, lint-clean under verilator -Wall.
std::map<std::string, std::string> print(const Netlist &netlist);

} // namespace allo::target::rtl::model
