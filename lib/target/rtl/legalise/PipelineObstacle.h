// Why a loop cannot be a pipeline: what is inside has to become straight code, so every loop must unroll to a number of
// copies that is known and bearable.
#pragma once

#include "mlir/IR/Operation.h"

#include <optional>
#include <string>

namespace allo::target::rtl::legal {

// Copied operations that one pipelined or unrolled loop may become.
constexpr int64_t mostCopiedOperations = 65536;

struct Obstacle {
  mlir::Operation *op = nullptr;
  std::string text; // "loop 'k' (kernel.c:12) has no constant trip count", to be put after "its" or "whose"
};

// The first obstacle inside `loop`, other than calls.
std::optional<Obstacle> pipelineObstacle(mlir::Operation *loop);

// Constant values of index type through arith operations on constants.
std::optional<int64_t> constantOf(mlir::Value value);

// Iterations of a counted loop when constant.
std::optional<int64_t> constantTripCount(mlir::Operation *loop);

// "'k' (kernel.c:12)"
std::string describeLoop(mlir::Operation *loop);
std::string describePlace(mlir::Operation *op); // "kernel.c:12"

} // namespace allo::target::rtl::legal
