// Element accesses keep their dimensions: one index per dimension instead of a linearised one.
//   memref.load %A[%i, %j] : memref<4x8xf32>
//   →  %p = llvm.getelementptr inbounds %A[%i, %j] : !llvm.array<8 x f32>; llvm.load %p
// LLVM's alias analysis compares A[i][j] and A[i][j - 1] index by index; in i * 8 + (j - 1) it sees unrelated values,
// and a load that was just done is done again.
#include "lower/Rewrites.h"

#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::lower {

namespace {
// The address of an element; `memory` is the converted memref.
Value elementAddress(ConversionPatternRewriter &rewriter, Location location, const LLVMTypeConverter &converter,
                     MemRefType type, Value memory, ValueRange indices) {
  Value base = MemRefDescriptor(memory).alignedPtr(rewriter, location);
  if (type.getRank() == 0)
    return base;
  Type stepped = converter.convertType(type.getElementType());
  for (int64_t extent : llvm::reverse(type.getShape().drop_front()))
    stepped = LLVM::LLVMArrayType::get(stepped, extent);
  return LLVM::GEPOp::create(rewriter, location, base.getType(), stepped, base, indices,
                             LLVM::GEPNoWrapFlags::inbounds);
}

struct LoadElement : ConvertOpToLLVMPattern<memref::LoadOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult matchAndRewrite(memref::LoadOp load, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = elementAddress(rewriter, load.getLoc(), *getTypeConverter(), load.getMemRefType(),
                                   adaptor.getMemref(), adaptor.getIndices());
    Type type = getTypeConverter()->convertType(load.getType());
    rewriter.replaceOpWithNewOp<LLVM::LoadOp>(load, type, address);
    return success();
  }
};

struct StoreElement : ConvertOpToLLVMPattern<memref::StoreOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;
  LogicalResult matchAndRewrite(memref::StoreOp store, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = elementAddress(rewriter, store.getLoc(), *getTypeConverter(), store.getMemRefType(),
                                   adaptor.getMemref(), adaptor.getIndices());
    rewriter.replaceOpWithNewOp<LLVM::StoreOp>(store, adaptor.getValue(), address);
    return success();
  }
};
} // namespace

void addElementAccessPatterns(const LLVMTypeConverter &converter, RewritePatternSet &patterns) {
  patterns.add<LoadElement, StoreElement>(converter, /*benefit=*/10);
}

} // namespace allo::lower
