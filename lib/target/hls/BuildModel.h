// From legal IR to the C model.
#pragma once

#include "target/hls/CModel.h"

#include "mlir/IR/BuiltinOps.h"

namespace allo::target::hls {

model::TranslationUnit buildModel(mlir::ModuleOp legal);

} // namespace allo::target::hls
