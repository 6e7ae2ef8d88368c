// Builds expressions and simplifies them on the way by rules that look at a node and its operands: cheap enough for
// tens of millions. What needs a look at whole sums and products is left to NormalForm.
#pragma once

#include "verify/Fold.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>

namespace allo::verify {

class Expressions : public ExpressionStore {
public:
  static constexpr ExpressionType boolean() { return ExpressionType::integer(1); }

  // Of the store; what is remembered of expressions by their ids goes with them.
  std::vector<ExpressionId> keep(const llvm::BitVector &marked, const llvm::BitVector &cut) {
    fields.clear();
    return ExpressionStore::keep(marked, cut);
  }

  // Any operation by its opcode, simplified. `type` is that of the result.
  ExpressionId make(Opcode opcode, ExpressionType type, ExpressionId a, ExpressionId b = 0, ExpressionId c = 0,
                    uint8_t detail = 0);

  ExpressionId add(ExpressionId a, ExpressionId b) { return make(Opcode::Add, typeOf(a), a, b); }
  ExpressionId multiply(ExpressionId a, ExpressionId b) { return make(Opcode::Multiply, typeOf(a), a, b); }
  ExpressionId subtract(ExpressionId a, ExpressionId b) { return add(a, negate(b)); }
  ExpressionId negate(ExpressionId a) { return multiply(a, allOnes(typeOf(a))); }
  ExpressionId invert(ExpressionId a) { return make(Opcode::Xor, typeOf(a), a, allOnes(typeOf(a))); }
  ExpressionId both(ExpressionId a, ExpressionId b) { return make(Opcode::And, typeOf(a), a, b); }
  ExpressionId either(ExpressionId a, ExpressionId b) { return make(Opcode::Or, typeOf(a), a, b); }
  ExpressionId equal(ExpressionId a, ExpressionId b) { return make(Opcode::Equal, boolean(), a, b); }
  ExpressionId less(ExpressionId a, ExpressionId b, bool isSigned) {
    return make(isSigned ? Opcode::LessSigned : Opcode::LessUnsigned, boolean(), a, b);
  }
  ExpressionId select(ExpressionId condition, ExpressionId a, ExpressionId b) {
    return make(Opcode::Select, typeOf(a), condition, a, b);
  }
  // Cut or extended to `width` bits.
  ExpressionId resized(ExpressionId a, unsigned width, bool isSigned);
  ExpressionId truth(bool value) { return constant(boolean(), value); }
  ExpressionId allOnes(ExpressionType type) { return constant(type, llvm::APInt::getAllOnes(type.width())); }
  ExpressionId zero(ExpressionType type) { return constant(type, uint64_t(0)); }

private:
  ExpressionId makeAdd(ExpressionId a, ExpressionId b);
  ExpressionId makeMultiply(ExpressionId a, ExpressionId b);
  ExpressionId makeDivision(Opcode opcode, ExpressionId a, ExpressionId b);
  ExpressionId makeBitwise(Opcode opcode, ExpressionId a, ExpressionId b);
  ExpressionId exactQuotient(Opcode opcode, const Node &product, unsigned distance);
  ExpressionId makeShift(Opcode opcode, ExpressionId a, ExpressionId b);
  ExpressionId makeComparison(Opcode opcode, ExpressionId a, ExpressionId b);
  ExpressionId makeSelect(ExpressionId condition, ExpressionId a, ExpressionId b);
  ExpressionId makeExtension(Opcode opcode, ExpressionType type, ExpressionId a);
  ExpressionId makeTruncation(ExpressionType type, ExpressionId a);
  ExpressionId makeFloating(Opcode opcode, ExpressionType type, ExpressionId a, ExpressionId b, ExpressionId c,
                            uint8_t detail);
  // By how many bits a product shifts its operand to the left without losing one, or 0.
  unsigned shiftedLeft(const Node &product, bool isSigned) const;
  bool areExclusive(ExpressionId left, ExpressionId right) const; // one operand equal to two constants
  // Constants last, else by id.
  void order(ExpressionId &a, ExpressionId &b) const;
  // Whether `negative` is -1 times `positive`.
  bool isNegation(ExpressionId negative, ExpressionId positive) const;
  ExpressionId invertedOf(ExpressionId a) const; // x of x ^ ones, or none
  // Fields of words.
  using FieldFinder = llvm::function_ref<ExpressionId(ExpressionId, unsigned offset, unsigned width)>;
  llvm::APInt possibleOnes(ExpressionId a, unsigned depth) const; // bits that may be one; looks so many operands deep
  // a & mask with the mask at the operands that it divides, or none.
  ExpressionId masked(ExpressionId a, const llvm::APInt &mask, unsigned depth = 64);
  ExpressionId plainField(ExpressionId a, unsigned offset, unsigned width);
  // Bits of `a` by what they were made of, or none where nothing is known of them.
  ExpressionId fieldOf(ExpressionId a, unsigned offset, unsigned width);
  ExpressionId lowField(ExpressionId a, unsigned width);
  ExpressionId innerField(const Node &node, unsigned offset, unsigned width, FieldFinder within);
  // Lanes at a computed distance, or none where the index may have many values.
  using LaneMaker = llvm::function_ref<ExpressionId(ExpressionId here, const llvm::APInt &bits)>;
  // What `make` makes of the word and the distance for each value of the index; `otherwise` for no value of it.
  ExpressionId splitByIndex(ExpressionId word, ExpressionId distance, ExpressionId otherwise, LaneMaker make);
  ExpressionId loadedLane(ExpressionType type, ExpressionId word, ExpressionId distance);
  ExpressionId storedLane(ExpressionId a, ExpressionId b); // a | b
  ExpressionId withLane(ExpressionId word, const llvm::APInt &mask, ExpressionId element, ExpressionId distance);
  ExpressionId splitLane(const Node &node); // where it changes a lane
  // condition ? changed : word, where the condition says which word an index means.
  ExpressionId lanesOfWord(ExpressionId condition, ExpressionId changed, ExpressionId word);
  struct ClearedLane {
    ExpressionId word;
    llvm::APInt mask;
    ExpressionId distance;
  };
  std::optional<ClearedLane> clearedLane(const Node &node) const;
  ExpressionId indexOfLane(ExpressionId distance, ExpressionId word) const;
  ExpressionId indexOfWord(ExpressionId condition) const;
  bool isFew(ExpressionId index) const;
  // What `a` is, and which branch of it is taken, where an index has a value; the former if it depends on nothing else.
  std::optional<llvm::APInt> valueAt(ExpressionId a, ExpressionId index, const llvm::APInt &value,
                                     unsigned depth) const;
  ExpressionId branchAt(ExpressionId a, ExpressionId index, const llvm::APInt &value) const;
  // Conversions.
  using ConversionSearch = llvm::DenseMap<ExpressionId, ExpressionId>;
  ExpressionId makeConversion(Opcode opcode, ExpressionType type, ExpressionId a);
  ExpressionId makeBitcast(ExpressionType type, ExpressionId a, ConversionSearch &search);
  ExpressionId makeFromInteger(Opcode opcode, ExpressionType type, ExpressionId a);
  ExpressionId simplerConversion(Opcode opcode, ExpressionType type, ExpressionId a, ConversionSearch &search);
  ExpressionId makeFloatCompare(uint8_t detail, ExpressionId a, ExpressionId b);
  ExpressionId simplerCompare(uint8_t detail, ExpressionId a, ExpressionId whole, ConversionSearch &search);
  unsigned signedBits(ExpressionId integer) const; // that hold all its values
  bool isExact(const Node &from) const;            // whether a conversion of an integer to floating point never rounds
  unsigned significantBits(ExpressionId integer) const; // beyond which an unsigned number has zeros only
  // A number that `a`, at most 64 bits and unsigned, does not exceed; looks so many operands deep.
  uint64_t upperBound(ExpressionId a, unsigned depth = 4) const;

  llvm::DenseMap<std::pair<ExpressionId, std::pair<unsigned, unsigned>>, ExpressionId> fields; // by offset and width
  unsigned fieldSteps = 0; // that are left for one field
};

} // namespace allo::verify
