// Elements as lanes of words (docs/decisions/0025): where an element lies, and its bits in the word.
#pragma once

#include "ir/CTypes.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/Builders.h"

namespace allo::schedule {

// Words of `factor` elements of one type. Lane 0 is in the low bits.
struct WordShape {
  ir::CType element;
  int64_t factor;

  unsigned elementBits() const { return ir::bitWidth(element); }
  unsigned bits() const { return static_cast<unsigned>(elementBits() * factor); }
  ir::CType type() const { return ir::CType::integer(bits(), false); }
  int64_t wordsFor(int64_t elements) const { return (elements + factor - 1) / factor; }
};

// The index of an element as word and lane: index == factor * word + lane, 0 <= lane < factor.
struct AffineLane {
  mlir::AffineExpr word;
  mlir::AffineExpr lane;
};
// `operands` are those of the map that `index` is a result of. Ranges of loop variables keep divisions out of the
// expressions where they can.
AffineLane laneOf(mlir::AffineExpr index, unsigned dimensions, mlir::ValueRange operands, int64_t factor);

// Word and lane of an index that is no affine expression; the lane is an integer.
struct ComputedLane {
  mlir::Value word; // an index
  mlir::Value lane;
};
ComputedLane laneOf(mlir::OpBuilder &builder, mlir::Location location, mlir::Value index, int64_t factor);

// The operations on words where `builder` stands.
class WordMath {
public:
  WordMath(mlir::OpBuilder &builder, mlir::Location location, const WordShape &shape)
      : builder_(builder), location_(location), shape_(shape) {}

  // How far the lane is from the low end, as a number of the word's width.
  mlir::Value distance(int64_t lane);
  mlir::Value distance(mlir::Value lane); // an index or an integer
  mlir::Value distance(mlir::AffineExpr lane, unsigned dimensions, mlir::ValueRange operands);

  mlir::Value element(mlir::Value word, mlir::Value distance);
  mlir::Value withElement(mlir::Value word, mlir::Value element, mlir::Value distance);
  mlir::Value wordOf(llvm::ArrayRef<mlir::Value> elements); // lane 0 first
  mlir::Value zero();

private:
  mlir::Value bitsOf(mlir::Value element); // as wide as the word

  mlir::OpBuilder &builder_;
  mlir::Location location_;
  const WordShape &shape_;
};

} // namespace allo::schedule
