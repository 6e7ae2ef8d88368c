// Arithmetic on integers of any width as IR, folded where the operands are constants.
#pragma once

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

#include <optional>

namespace allo::ir {

class BitMath {
public:
  BitMath(mlir::OpBuilder &builder, mlir::Location location) : builder(builder), location(location) {}

  static unsigned widthOf(mlir::Value value) { return value.getType().getIntOrFloatBitWidth(); }
  static std::optional<llvm::APInt> known(mlir::Value value);

  mlir::Value number(const llvm::APInt &value);
  mlir::Value number(unsigned width, int64_t value) {
    return number(llvm::APInt(width, static_cast<uint64_t>(value), true, true));
  }
  // Cut or extended.
  mlir::Value resized(mlir::Value value, unsigned width, bool isSigned);

  mlir::Value add(mlir::Value a, mlir::Value b) { return fold<mlir::arith::AddIOp>(a, b); }
  mlir::Value subtract(mlir::Value a, mlir::Value b) { return fold<mlir::arith::SubIOp>(a, b); }
  mlir::Value multiply(mlir::Value a, mlir::Value b) { return fold<mlir::arith::MulIOp>(a, b); }
  mlir::Value both(mlir::Value a, mlir::Value b) { return fold<mlir::arith::AndIOp>(a, b); }
  mlir::Value either(mlir::Value a, mlir::Value b) { return fold<mlir::arith::OrIOp>(a, b); }
  mlir::Value exclusive(mlir::Value a, mlir::Value b) { return fold<mlir::arith::XOrIOp>(a, b); }
  mlir::Value inverted(mlir::Value a) { return exclusive(a, number(widthOf(a), -1)); }
  mlir::Value negated(mlir::Value a) { return subtract(number(widthOf(a), 0), a); }
  mlir::Value compare(mlir::arith::CmpIPredicate predicate, mlir::Value a, mlir::Value b) {
    return builder.createOrFold<mlir::arith::CmpIOp>(location, predicate, a, b);
  }
  mlir::Value isZero(mlir::Value a) { return compare(mlir::arith::CmpIPredicate::eq, a, number(widthOf(a), 0)); }
  mlir::Value isNonZero(mlir::Value a) { return compare(mlir::arith::CmpIPredicate::ne, a, number(widthOf(a), 0)); }
  mlir::Value isNegative(mlir::Value a) { return compare(mlir::arith::CmpIPredicate::slt, a, number(widthOf(a), 0)); }
  mlir::Value choose(mlir::Value condition, mlir::Value a, mlir::Value b) {
    return builder.createOrFold<mlir::arith::SelectOp>(location, condition, a, b);
  }

  // By a distance that is known; 0 … the width and beyond.
  mlir::Value shiftedLeft(mlir::Value value, uint64_t distance);
  mlir::Value shiftedRight(mlir::Value value, uint64_t distance, bool isSigned);
  // By an unsigned distance of any width: beyond the value's width nothing, or the sign, is left.
  mlir::Value shiftedLeft(mlir::Value value, mlir::Value distance, bool isInside = false);
  mlir::Value shiftedRight(mlir::Value value, mlir::Value distance, bool isSigned, bool isInside = false);
  // Left by a signed distance, right where it is negative.
  mlir::Value shifted(mlir::Value value, mlir::Value distance, bool isSigned);

  mlir::Value bit(mlir::Value value, unsigned index); // i1
  mlir::Value reversed(mlir::Value value);
  mlir::Value parity(mlir::Value value); // i1
  mlir::Value leadingZeros(mlir::Value value, unsigned resultWidth);
  // The low `count` bits set, in a number of this width; all for a count beyond it.
  mlir::Value lowMask(unsigned width, mlir::Value count);

private:
  template <typename Op> mlir::Value fold(mlir::Value a, mlir::Value b) {
    return builder.createOrFold<Op>(location, a, b);
  }
  // The distance in the type of `value`, cut to what is inside; `outside` is set where it was not.
  mlir::Value insideDistance(mlir::Value value, mlir::Value distance, mlir::Value &outside);

  mlir::OpBuilder &builder;
  mlir::Location location;
};

} // namespace allo::ir
