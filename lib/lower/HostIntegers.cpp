// Stores integers of any width in the bytes that the host has them in (docs/decisions/0017), sign- or zero-extended.
//   %v = memref.load %m[%i] : memref<8xi17>  →  %b = memref.load %m[%i] : memref<8xi32>; %v = arith.trunci %b
//   memref.store %v, %m[%i] : memref<8xi17>  →  %b = arith.extsi %v; memref.store %b, %m[%i] : memref<8xi32>
// A boolean is a byte of 0 or 1: LLVM does not vectorise loops over i1 in memory, and defines such a load only for
// bytes that it stored itself. The sign is that of the variable's C type, which becomes that of the wider integer.
#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "lower/Rewrites.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::lower {

namespace {
unsigned hostWidth(Type element) { return 8 * ir::byteSizeOfInteger(element.getIntOrFloatBitWidth()); }

bool isPadded(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return memref && memref.getElementType().isInteger() &&
         hostWidth(memref.getElementType()) != memref.getElementTypeBitWidth();
}

MemRefType padded(MemRefType type) {
  if (!isPadded(type))
    return type;
  return MemRefType::get(type.getShape(), IntegerType::get(type.getContext(), hostWidth(type.getElementType())),
                         type.getLayout(), type.getMemorySpace());
}

bool isSignedMemory(Value memory) {
  ir::VariableAttr variable = ir::variableOf(memory);
  return variable && ir::isSigned(variable.getType().getValue());
}

// The same variable as the integer that holds it.
ir::VariableAttr onHost(ir::VariableAttr variable) {
  ir::CType type = variable.getType().getValue();
  ir::CType wide = ir::CType::integer(8 * ir::byteSize(type), ir::isSigned(type));
  MLIRContext *context = variable.getContext();
  return ir::VariableAttr::get(context, variable.getId(), variable.getName(), ir::CTypeAttr::get(context, wide),
                               variable.getIsConst());
}

void rewriteLoad(Operation *load) {
  OpBuilder builder(load->getContext());
  builder.setInsertionPointAfter(load);
  Value value = load->getResult(0);
  Type narrow = value.getType();
  value.setType(builder.getIntegerType(hostWidth(narrow)));
  Operation *cut;
  if (narrow.isInteger(1)) {
    Value zero = arith::ConstantIntOp::create(builder, load->getLoc(), 0, 8);
    cut = arith::CmpIOp::create(builder, load->getLoc(), arith::CmpIPredicate::ne, value, zero);
  } else {
    cut = arith::TruncIOp::create(builder, load->getLoc(), narrow, value);
  }
  value.replaceAllUsesExcept(cut->getResult(0), cut);
}

void rewriteStore(Operation *store, Value memory, OpOperand &operand) {
  OpBuilder builder(store);
  Value value = operand.get();
  Type wide = builder.getIntegerType(hostWidth(value.getType()));
  operand.set(isSignedMemory(memory) ? Value(arith::ExtSIOp::create(builder, store->getLoc(), wide, value))
                                     : Value(arith::ExtUIOp::create(builder, store->getLoc(), wide, value)));
}

void rewriteGlobal(memref::GlobalOp global, bool isSigned) {
  auto values = dyn_cast_or_null<DenseElementsAttr>(global.getInitialValueAttr());
  if (!values)
    return;
  unsigned width = hostWidth(global.getType().getElementType());
  SmallVector<APInt> wide;
  for (const APInt &value : values.getValues<APInt>())
    wide.push_back(isSigned ? value.sext(width) : value.zext(width));
  auto shaped = RankedTensorType::get(global.getType().getShape(), IntegerType::get(global.getContext(), width));
  global.setInitialValueAttr(DenseElementsAttr::get(shaped, wide));
}
} // namespace

void hostIntegers(ModuleOp module) {
  llvm::DenseMap<StringAttr, bool> signs; // of tables
  module.walk([&](memref::GetGlobalOp use) { signs[use.getNameAttr().getAttr()] |= isSignedMemory(use.getResult()); });
  module.walk([&](Operation *op) {
    if (auto load = dyn_cast<memref::LoadOp>(op); load && isPadded(load.getMemRefType()))
      rewriteLoad(op);
    else if (auto load = dyn_cast<affine::AffineLoadOp>(op); load && isPadded(load.getMemRefType()))
      rewriteLoad(op);
    else if (auto store = dyn_cast<memref::StoreOp>(op); store && isPadded(store.getMemRefType()))
      rewriteStore(op, store.getMemRef(), store.getValueMutable());
    else if (auto store = dyn_cast<affine::AffineStoreOp>(op); store && isPadded(store.getMemRefType()))
      rewriteStore(op, store.getMemRef(), op->getOpOperand(0));
    else if (auto global = dyn_cast<memref::GlobalOp>(op); global && isPadded(global.getType()))
      rewriteGlobal(global, signs.lookup(global.getSymNameAttr()));
  });
  module.walk([&](Operation *op) {
    for (Value memory : op->getResults())
      if (ir::VariableAttr variable = isPadded(memory.getType()) ? ir::variableOf(memory) : ir::VariableAttr())
        op->setAttr(ir::varAttrName, onHost(variable));
    if (auto function = dyn_cast<func::FuncOp>(op))
      for (unsigned i = 0; i < function.getNumArguments(); ++i)
        if (auto variable = function.getArgAttrOfType<ir::VariableAttr>(i, ir::varAttrName);
            variable && isPadded(function.getArgumentTypes()[i]))
          function.setArgAttr(i, ir::varAttrName, onHost(variable));
  });
  // Unused parameters change too, so that all types agree.
  changeMemoryTypes(module, padded);
}

} // namespace allo::lower
