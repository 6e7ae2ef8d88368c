// Stores booleans as bytes of 0 or 1.
//   %v = memref.load %m[%i] : memref<8xi1>  →  %b = memref.load %m[%i] : memref<8xi8>; %v = arith.cmpi ne, %b, 0
//   memref.store %v, %m[%i] : memref<8xi1>  →  %b = arith.extui %v; memref.store %b, %m[%i] : memref<8xi8>
// LLVM does not vectorise loops over i1 in memory, and defines such a load only for bytes that it stored itself.
#include "lower/Rewrites.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

namespace {
void rewriteLoad(memref::LoadOp load) {
  OpBuilder builder(load->getContext());
  builder.setInsertionPointAfter(load);
  Location location = load.getLoc();
  load.getResult().setType(builder.getI8Type());
  Value zero = arith::ConstantIntOp::create(builder, location, 0, 8);
  auto set = arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ne, load.getResult(), zero);
  load.getResult().replaceAllUsesExcept(set.getResult(), set);
}

void rewriteStore(memref::StoreOp store) {
  OpBuilder builder(store);
  Value byte = arith::ExtUIOp::create(builder, store.getLoc(), builder.getI8Type(), store.getValueToStore());
  store.getValueMutable().assign(byte);
}

void rewriteGlobal(memref::GlobalOp global) {
  auto values = dyn_cast_or_null<DenseElementsAttr>(global.getInitialValueAttr());
  if (!values)
    return;
  Type byte = IntegerType::get(global.getContext(), 8);
  SmallVector<APInt> bytes;
  for (bool value : values.getValues<bool>())
    bytes.push_back(APInt(8, value));
  auto shaped = RankedTensorType::get(global.getType().getShape(), byte);
  global.setInitialValueAttr(DenseElementsAttr::get(shaped, bytes));
}
} // namespace

void booleanBytes(ModuleOp module) {
  Type byte = IntegerType::get(module.getContext(), 8);
  auto isBoolean = [](Type type) {
    auto memref = dyn_cast<MemRefType>(type);
    return memref && memref.getElementType().isInteger(1);
  };
  module.walk([&](Operation *op) {
    if (auto load = dyn_cast<memref::LoadOp>(op); load && isBoolean(load.getMemRefType()))
      rewriteLoad(load);
    else if (auto store = dyn_cast<memref::StoreOp>(op); store && isBoolean(store.getMemRefType()))
      rewriteStore(store);
    else if (auto global = dyn_cast<memref::GlobalOp>(op); global && isBoolean(global.getType()))
      rewriteGlobal(global);
  });
  // Unused boolean parameters change too, so that all types agree.
  changeMemoryTypes(module,
                    [&](MemRefType type) { return isBoolean(type) ? MemRefType::get(type.getShape(), byte) : type; });
}

} // namespace allo::lower
