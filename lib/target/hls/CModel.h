// A C++ translation unit as data: what the printer prints and nothing else. Every decision (types, casts, names,
// temporaries, pragmas) is taken by the time this exists.
#pragma once

#include "ir/AlloDialect.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace allo::target::hls::model {

using Type = ir::CType;
using ir::CKind;

struct Expression;
using ExpressionPointer = std::shared_ptr<const Expression>;

struct Expression {
  enum Kind {
    name,      // text
    literal,   // text; `value` for integers
    member,    // operands[0] . text
    unary,     // text operands[0]
    binary,    // operands[0] text operands[1]
    ternary,   // operands[0] ? operands[1] : operands[2]
    subscript, // operands[0] [operands[1]] [operands[2]] …
    path,      // text with a [] for every subscript to come: p[].q[].x, which is no value by itself
    call,      // text(operands…)
    method,    // operands[0] . text(operands[1] …)
    cast,      // (type) operands[0]
  };
  Kind kind;
  Type type; // of an array: of its elements
  std::string text;
  std::vector<ExpressionPointer> operands;
  int64_t value = 0;
};

// Directives, as the design states them; a vendor's table spells them.
struct Pipeline {
  int64_t interval;
};
struct Unroll {
  int64_t factor; // -1: fully
};
struct ArrayPartition {
  std::string variable;
  unsigned dimension; // from 1
  ir::PartitionKind kind;
  int64_t factor;
  bool isReshape = false; // the banks are parts of one word
};
struct BindStorage {
  std::string variable;
  ir::StorageKind kind;
};
struct Recorded { // what the source or the schedule says in the words of the tool
  std::string word;
  std::string variable; // empty: where it stands
  std::string options;
};
using Pragma = std::variant<Pipeline, Unroll, ArrayPartition, BindStorage, Recorded>;

struct Statement;
using Block = std::vector<Statement>;

struct Declaration {
  Type type;
  std::string structure; // its name, when it is one
  std::string name;
  std::vector<int64_t> extents;
  bool isConst = false;
  bool isStatic = false;
  bool isStream = false;                   // made with its name, where it is not an array of them
  ExpressionPointer initial;               // of a scalar, or null
  std::vector<ExpressionPointer> elements; // of an array, row-major; empty: none; one for many: zeros
};
struct Assignment {
  ExpressionPointer target;
  std::string op; // "=", "+=" …
  ExpressionPointer value;
};
struct Evaluation { // a call for its effect
  ExpressionPointer value;
  bool isForSoftware = false; // not for synthesis
};
struct Discard { // (void)name;
  std::string name;
};
struct For {
  std::string label;
  Type type;
  std::string variable;
  ExpressionPointer lower, condition, step;
  std::vector<Pragma> pragmas;
  std::shared_ptr<Block> body;
  std::string comment;
};
struct While {
  std::string label;
  ExpressionPointer condition; // null: for ever
  bool testsLast = false;      // do … while
  std::vector<Pragma> pragmas;
  std::shared_ptr<Block> body;
  std::string comment;
};
struct If {
  ExpressionPointer condition;
  std::shared_ptr<Block> thenBlock, elseBlock; // elseBlock may be null
};
struct Break {};
struct Return {
  ExpressionPointer value; // or null
};
struct Comment {
  std::string text;
};
struct Statement {
  std::variant<Declaration, Assignment, Evaluation, Discard, For, While, If, Break, Return, Comment, Pragma> node;
};

struct Member { // of a struct: a scalar, or a nested struct when `members` is not empty; or an array of either
  std::string name;
  Type type = CKind::Int;
  std::vector<Member> members;
  std::vector<int64_t> extents;
};
struct Structure {
  std::string name;
  std::vector<Member> members;
};

struct Parameter {
  std::string name;
  Type type = CKind::Int;
  std::string structure; // its name, when it is one
  std::vector<int64_t> extents;
  bool isConst = false;
  bool isReference = false;
  int64_t bytes = 0; // of a structure
};

struct Function {
  std::string name;
  std::optional<Type> result;
  std::string resultStructure; // its name, when it is one
  int64_t resultBytes = 0;
  std::vector<Parameter> parameters;
  Block body;
  std::string comment; // the source line
  bool isTop = false;
};

// The inline functions that emitted code may need; each is printed only where it is used.
enum class Support {
  saturate,
  floorDivide,
  floorModulo,
  ceilDivide,
  sameBits,
  fromBits,
  builtin128,
  frexpFraction,
  frexpExponent,
  remquoQuotient
};

struct TranslationUnit {
  std::string origin; // the source file
  std::vector<std::string> includes;
  std::vector<std::string> typeHeaders; // of the types of the interface too
  std::vector<Support> support;
  std::vector<Structure> structures;
  std::vector<Declaration> tables;
  std::vector<Function> functions; // callees first, the top last
  int64_t stackBytes = 0;          // of all local arrays together
  const Function &top() const { return functions.back(); }
};

} // namespace allo::target::hls::model
