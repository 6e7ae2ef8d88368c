// Expressions as hash-consed nodes of 16 bytes: equal structure has one id, so that most comparisons are one compare.
// A node costs 16 bytes, 4 for its first user, 4 for its place in the source, and 7 to 14 where it is in the hash table
// (bytes() counts what is held). The first user of an operand is found through the operand and is in no table: most
// nodes of a sum have one user, and a look at a table of millions is a miss of the cache. Nodes stay until `keep` drops
// those that nobody refers to any more.
#pragma once

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo::verify {

using ExpressionId = uint32_t; // operands have smaller ids than what uses them
inline constexpr ExpressionId noExpression = 0;

// An integer of 1 … 32767 bits, or a floating-point format.
class ExpressionType {
public:
  static constexpr unsigned maximalWidth = 0x7fff;
  enum Format : uint16_t { half = 0x8000, brain, single, twice };
  constexpr ExpressionType() = default;
  constexpr ExpressionType(Format format) : code(format) {}
  static constexpr ExpressionType integer(unsigned width) {
    ExpressionType type;
    type.code = static_cast<uint16_t>(width);
    return type;
  }
  constexpr bool isFloating() const { return code & 0x8000; }
  constexpr unsigned width() const { return !isFloating() ? code : code == twice ? 64 : code == single ? 32 : 16; }
  const llvm::fltSemantics &semantics() const;
  constexpr uint64_t bitsOfOne() const { // 1.0
    return code == half ? 0x3c00 : code == brain ? 0x3f80 : code == single ? 0x3f800000 : 0x3ff0000000000000;
  }
  constexpr bool operator==(const ExpressionType &other) const = default;

private:
  friend class ExpressionStore;
  uint16_t code = 0;
};

enum class Opcode : uint8_t {
  Constant,  // a, b: the low and high half of the bits; wider than 64 bits: c is 1 + the number of its words
  Input,     // a: array, b: element
  Undefined, // a: name, b: element: what was never written, or lies outside
  Cut,       // a: number: a value that may be any
  // Integers. Shifts by the width or more give 0 (or the sign); divisions by 0 give all ones, remainders the dividend.
  Add,
  Multiply,
  DivideUnsigned,
  DivideSigned,
  RemainderUnsigned,
  RemainderSigned,
  And,
  Or,
  Xor,
  ShiftLeft,
  ShiftRight,
  ShiftRightSigned,
  Equal,
  LessUnsigned,
  LessSigned,
  Select, // a ? b : c
  ExtendZero,
  ExtendSign,
  Truncate,
  // Floating point, one operation with one rounding each.
  FloatAdd,
  FloatMultiply,
  FloatDivide,
  FloatRemainder,
  FloatNegate,
  FloatAbsolute,
  FloatCopySign,
  FloatMultiplyAdd,
  FloatSquareRoot,
  FloatFloor,
  FloatCeiling,
  FloatTruncate,
  FloatRound,
  FloatRoundEven,
  FloatCompare, // detail: arith's predicate
  FloatConvert, // to another format
  FromSigned,
  FromUnsigned,
  ToSigned, // saturates, NaN gives 0
  ToUnsigned,
  Bitcast,
  Elementary, // a, b: operands, c: the name of the function
  // Normal forms: the operands are `list`s.
  Sum,     // pairs of term and coefficient (a constant); the term 0 is the constant 1
  Product, // factors, sorted
  Conjunction,
  Disjunction,
  Difference, // exclusive or
  FloatSum,   // where additions may be reassociated
  FloatProduct,
};

struct Node {
  Opcode opcode;
  uint8_t detail;
  ExpressionType type;
  uint32_t a, b, c;
};
static_assert(sizeof(Node) == 16);

inline bool hasList(Opcode opcode) { return opcode >= Opcode::Sum; }
// How many of a, b, c are expressions.
unsigned operandCount(const Node &node);

class ExpressionStore {
public:
  ExpressionStore();

  const Node &operator[](ExpressionId id) const { return entry(id).node; }
  ExpressionType typeOf(ExpressionId id) const { return (*this)[id].type; }
  uint32_t placeOf(ExpressionId id) const { return places[id >> chunkBits][id & chunkMask]; }
  llvm::ArrayRef<uint32_t> list(ExpressionId id) const {
    return llvm::ArrayRef<uint32_t>(pool).slice((*this)[id].a, (*this)[id].b);
  }
  // Calls `visit` for every expression that the node is made of.
  template <typename Visitor> void forEachOperand(ExpressionId id, Visitor visit) const {
    const Node &node = (*this)[id];
    if (hasList(node.opcode)) {
      for (uint32_t i = 0; i < node.b; ++i)
        if (uint32_t operand = pool[node.a + i])
          visit(operand);
      return;
    }
    unsigned count = operandCount(node);
    const uint32_t operands[] = {node.a, node.b, node.c};
    for (unsigned i = 0; i < count; ++i)
      if (operands[i])
        visit(operands[i]);
  }

  ExpressionId node(Opcode opcode, ExpressionType type, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0,
                    uint8_t detail = 0);
  ExpressionId listNode(Opcode opcode, ExpressionType type, llvm::ArrayRef<uint32_t> operands);
  ExpressionId constant(ExpressionType type, const llvm::APInt &bits);
  ExpressionId constant(ExpressionType type, uint64_t bits); // of at most 64 bits, or zero-extended

  bool isConstant(ExpressionId id) const { return (*this)[id].opcode == Opcode::Constant; }
  llvm::APInt bitsOf(ExpressionId constant) const;
  bool isConstant(ExpressionId id, uint64_t bits) const;
  bool isAllOnes(ExpressionId id) const { return isConstant(id) && bitsOf(id).isAllOnes(); }

  uint32_t nameId(llvm::StringRef name);
  const std::string &name(uint32_t id) const { return names[id]; }

  void setPlace(uint32_t place) { currentPlace = place; } // of the nodes that are made from now on
  bool hasUndefined() const { return sawUndefined; }
  static constexpr size_t maximalSize = ~ExpressionId(0);
  size_t size() const { return count; }
  size_t bytes() const; // all that is held
  size_t mostExpressions() const { return std::max(mostCount, count); }
  size_t mostBytes() const { return std::max(mostHeld, bytes()); }

  // Marks what the marked expressions are made of, except for the operands of `cut` ones. Returns how many are marked.
  size_t markOperands(llvm::BitVector &marked, const llvm::BitVector &cut) const;
  // Drops the expressions that are not marked; cut ones become values that may be any. Returns the new ids by the old
  // ones; their order stays.
  std::vector<ExpressionId> keep(const llvm::BitVector &marked, const llvm::BitVector &cut);

private:
  static constexpr unsigned chunkBits = 18;
  static constexpr uint32_t chunkMask = (1u << chunkBits) - 1;

  // One line of the cache: the ids of nodes of one hash, and a byte of their hashes, so that few other nodes are read.
  struct alignas(64) Bucket {
    static constexpr unsigned size = 12;
    ExpressionId ids[size] = {};
    uint8_t tags[size] = {};
    uint8_t used = 0;
  };
  static_assert(sizeof(Bucket) == 64);

  struct Entry {
    Node node;
    ExpressionId firstUser; // of those whose newest operand this is
  };
  static_assert(sizeof(Entry) == 20);
  Entry &entry(ExpressionId id) const { return chunks[id >> chunkBits][id & chunkMask]; }

  struct Hash {
    uint64_t bucket;
    uint8_t tag;
  };
  Hash hashOf(const Node &node) const;
  ExpressionId newestOperand(const Node &node) const; // none of lists
  bool isSame(const Node &left, const Node &right) const;
  ExpressionId insert(const Node &node);
  ExpressionId append(const Node &node);
  void addToTable(ExpressionId id);
  void growTable();

  std::vector<std::unique_ptr<Entry[]>> chunks;
  std::vector<std::unique_ptr<uint32_t[]>> places;
  std::vector<Bucket> table;
  uint64_t bucketMask = 0;
  size_t inTable = 0;
  size_t count = 0, mostCount = 0, mostHeld = 0;
  uint32_t cuts = 0;
  uint32_t currentPlace = 0;
  bool sawUndefined = false;
  std::vector<uint32_t> pool; // of lists
  std::map<std::vector<uint64_t>, uint32_t> wideIds;
  std::vector<std::vector<uint64_t>> wide;
  std::map<std::string, uint32_t, std::less<>> nameIds;
  std::vector<std::string> names;
};

} // namespace allo::verify
