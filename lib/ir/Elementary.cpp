#include "ir/Elementary.h"

#include "ir/AlloDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::ir {

llvm::StringRef elementaryNameOf(Operation *op) {
  using Name = llvm::StringRef;
  return llvm::TypeSwitch<Operation *, Name>(op)
      .Case([](ElementaryOp elementary) { return elementary.getFunction(); })
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
      .Case([](math::RsqrtOp) -> Name { return "rsqrt"; })
      .Case([](math::ErfOp) -> Name { return "erf"; })
      .Case([](math::ErfcOp) -> Name { return "erfc"; })
      .Default([](Operation *) -> Name { return {}; });
}

} // namespace allo::ir
