// Functions of <cmath> become calls of the library that the native kernel calls, so that the bits are the same.
//   math.exp %x : f64   →  func.call @exp(%x)
//   math.exp %x : f32   →  func.call @allo_expf(%x)   (exp, log and pow of binary32 are our own on every path)
//   math.powf %x, 2.0   →  arith.mulf %x, %x        (gcc and clang do it at every level, and it is not always pow's
//   result)
// What is one instruction or exact by definition (sqrt, fabs, floor, fma …) stays and becomes an LLVM intrinsic.
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::lower {

namespace {
// The library's name for doubles, or empty for what LLVM does itself.
llvm::StringRef libraryName(Operation *op) {
  using Name = llvm::StringRef;
  return llvm::TypeSwitch<Operation *, Name>(op)
      .Case([](math::ExpOp) -> Name { return "exp"; })
      .Case([](math::Exp2Op) -> Name { return "exp2"; })
      .Case([](math::ExpM1Op) -> Name { return "expm1"; })
      .Case([](math::LogOp) -> Name { return "log"; })
      .Case([](math::Log2Op) -> Name { return "log2"; })
      .Case([](math::Log10Op) -> Name { return "log10"; })
      .Case([](math::Log1pOp) -> Name { return "log1p"; })
      .Case([](math::PowFOp) -> Name { return "pow"; })
      .Case([](math::SinOp) -> Name { return "sin"; })
      .Case([](math::CosOp) -> Name { return "cos"; })
      .Case([](math::TanOp) -> Name { return "tan"; })
      .Case([](math::AsinOp) -> Name { return "asin"; })
      .Case([](math::AcosOp) -> Name { return "acos"; })
      .Case([](math::AtanOp) -> Name { return "atan"; })
      .Case([](math::Atan2Op) -> Name { return "atan2"; })
      .Case([](math::SinhOp) -> Name { return "sinh"; })
      .Case([](math::CoshOp) -> Name { return "cosh"; })
      .Case([](math::TanhOp) -> Name { return "tanh"; })
      .Case([](math::AsinhOp) -> Name { return "asinh"; })
      .Case([](math::AcoshOp) -> Name { return "acosh"; })
      .Case([](math::AtanhOp) -> Name { return "atanh"; })
      .Case([](math::CbrtOp) -> Name { return "cbrt"; })
      .Case([](math::ErfOp) -> Name { return "erf"; })
      .Case([](math::ErfcOp) -> Name { return "erfc"; })
      .Default([](Operation *) -> Name { return {}; });
}

bool isTwo(Value value) {
  FloatAttr constant;
  return matchPattern(value, m_Constant(&constant)) && constant.getValueAsDouble() == 2.0;
}

func::FuncOp declaration(ModuleOp module, Operation *op, llvm::StringRef name) {
  if (auto function = module.lookupSymbol<func::FuncOp>(name))
    return function;
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  auto type = builder.getFunctionType(op->getOperandTypes(), op->getResultTypes());
  auto function = func::FuncOp::create(builder, op->getLoc(), name, type);
  function.setPrivate();
  return function;
}
} // namespace

void libraryMath(ModuleOp module) {
  module.walk([&](Operation *op) {
    llvm::StringRef name = libraryName(op);
    if (name.empty())
      return;
    OpBuilder builder(op);
    Value result;
    if (isa<math::PowFOp>(op) && isTwo(op->getOperand(1))) {
      result = arith::MulFOp::create(builder, op->getLoc(), op->getOperand(0), op->getOperand(0));
    } else {
      bool isSingle = op->getResult(0).getType().isF32();
      std::string symbol = name.str() + (isSingle ? "f" : "");
      if (isSingle && isa<math::ExpOp, math::LogOp, math::PowFOp>(op))
        symbol = "allo_" + symbol;
      func::FuncOp callee = declaration(module, op, symbol);
      result = func::CallOp::create(builder, op->getLoc(), callee, op->getOperands()).getResult(0);
    }
    op->getResult(0).replaceAllUsesWith(result);
    op->erase();
  });
}

} // namespace allo::lower
