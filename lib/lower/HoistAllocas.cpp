// Moves local memories to the entry of their function, large ones to the heap, and gives scalars a value from the
// start.
//   for … { %x = memref.alloca() : memref<f32>; … }  →  %x = memref.alloca(); for … { store 0, %x; … }
//   %t = memref.alloca() : memref<512x512xf64>       →  %t = memref.alloc() {alignment = 64}; …; memref.dealloc %t;
//   return
// An alloca in a loop would take new stack in every iteration. The zero where a scalar is declared keeps two
// iterations apart once their memory is one (LLVM drops it where the scalar is written first) and makes what is read
// without being written the same everywhere. An array beyond the limit is the user's error.
#include "lower/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace allo::lower {

namespace {
int64_t bytesOf(MemRefType type) {
  int64_t bytes = (type.getElementTypeBitWidth() + 7) / 8;
  for (int64_t extent : type.getShape())
    if (__builtin_mul_overflow(bytes, extent, &bytes))
      return INT64_MAX;
  return bytes;
}

std::string readable(int64_t bytes) {
  if (bytes >= int64_t(1) << 30)
    return llvm::formatv("{0:f2} GiB", bytes / double(int64_t(1) << 30)).str();
  if (bytes < 1 << 20)
    return std::to_string(bytes) + " bytes";
  return llvm::formatv("{0:f2} MiB", bytes / double(1 << 20)).str();
}

void refuse(memref::AllocaOp alloca, int64_t bytes, int64_t total, const Options &options) {
  std::string message = llvm::formatv("array '{0}' takes {1}", ir::nameOf(alloca), readable(bytes)).str();
  if (bytes <= options.arrayBytes)
    message += llvm::formatv(", with the arrays before it {0}", readable(total)).str();
  message += llvm::formatv("; the local arrays of one function may take {0}", readable(options.arrayBytes)).str();
  throw UserError(message, ir::placeOf(alloca.getLoc()), "make the array smaller, or pass it as a parameter");
}

void storeZero(memref::AllocaOp alloca) {
  OpBuilder builder(alloca->getContext());
  builder.setInsertionPointAfter(alloca);
  Type element = alloca.getType().getElementType();
  Value zero = arith::ConstantOp::create(builder, alloca.getLoc(), builder.getZeroAttr(element));
  memref::StoreOp::create(builder, alloca.getLoc(), zero, alloca, ValueRange{});
}

void moveToHeap(memref::AllocaOp alloca, func::FuncOp function) {
  OpBuilder builder(alloca);
  auto alignment = builder.getI64IntegerAttr(64);
  auto heap = memref::AllocOp::create(builder, alloca.getLoc(), alloca.getType(), alignment);
  alloca.getResult().replaceAllUsesWith(heap.getResult());
  builder.setInsertionPoint(function.getBody().front().getTerminator());
  memref::DeallocOp::create(builder, alloca.getLoc(), heap);
  alloca.erase();
}

void hoistIn(func::FuncOp function, const Options &options) {
  Block &entry = function.getBody().front();
  int64_t total = 0, frame = 0;
  SmallVector<memref::AllocaOp> allocas;
  function.walk([&](memref::AllocaOp alloca) { allocas.push_back(alloca); });
  for (memref::AllocaOp alloca : allocas) {
    int64_t bytes = bytesOf(alloca.getType());
    if (__builtin_add_overflow(total, bytes, &total) || total > options.arrayBytes)
      refuse(alloca, bytes, total, options);
    if (alloca.getType().getRank() == 0)
      storeZero(alloca);
    else
      alloca.setAlignment(64); // whole vectors without crossing a cache line
    alloca->moveBefore(&entry, entry.begin());
    if (bytes > options.stackBytes || frame + bytes > options.frameBytes)
      moveToHeap(alloca, function);
    else
      frame += bytes;
  }
}
} // namespace

void hoistAllocas(ModuleOp module, const Options &options) {
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isDeclaration())
      hoistIn(function, options);
}

} // namespace allo::lower
