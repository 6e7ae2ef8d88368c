// separateParts: a function that uses only the part of an array that its integer parameters choose gets that part.
//
//   void pe(int a[4][16], int p) { … a[p][i] … }   pe(a, 2)   ->   void pe(int a[1][16], int p) { … a[0][i] … }
//                                                                  pe(part of a at 2, 2)
//
// Only in dimensions that are partitioned completely, where a part is banks of its own: then processing elements share
// no port, and each has as many ports as its part has banks, not as the array has. The part is a
// builtin.unrealized_conversion_cast of the array and the index in each dimension of the attribute `dims`. It comes
// last: nothing that follows memories from name to name looks through it but the graph's builder.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/CallOrder.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
class Part {
public:
  Part(func::FuncOp function, ArrayRef<func::CallOp> calls) : function_(function), calls_(calls) {}

  void run() {
    for (BlockArgument argument : function_.getArguments())
      if (auto type = dyn_cast<MemRefType>(argument.getType()))
        if (auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace()))
          separate(argument, type, memory);
  }

private:
  void separate(BlockArgument array, MemRefType type, ir::MemoryAttr memory) {
    SmallVector<int64_t> dims, shape(type.getShape());
    SmallVector<AffineExpr> indices;
    for (int64_t dim = 0; dim < type.getRank(); ++dim) {
      if (shape[dim] == 1 || !isComplete(memory, dim))
        continue;
      AffineExpr index = fixedIndex(array, dim);
      if (!index || !llvm::all_of(calls_, [&](func::CallOp call) { return valueAt(call, index).has_value(); }))
        continue;
      dims.push_back(dim);
      indices.push_back(index);
    }
    if (dims.empty())
      return;
    for (int64_t dim : dims)
      shape[dim] = 1;
    auto part = MemRefType::get(shape, type.getElementType(), type.getLayout(), type.getMemorySpace());
    for (func::CallOp call : calls_)
      passPart(call, array.getArgNumber(), part, dims, indices);
    array.setType(part);
    function_.setType(FunctionType::get(function_.getContext(), function_.getBody().front().getArgumentTypes(),
                                        function_.getResultTypes()));
    for (Operation *user : llvm::make_early_inc_range(array.getUsers()))
      useFirst(user, array, dims);
  }

  static bool isComplete(ir::MemoryAttr memory, int64_t dim) {
    ArrayRef<ir::PartitionAttr> partitions = memory.getPartitions();
    return dim < static_cast<int64_t>(partitions.size()) && partitions[dim].getKind() == ir::PartitionKind::Complete;
  }

  // The index that all uses have in a dimension, over the numbers of integer parameters; null where there is none.
  AffineExpr fixedIndex(BlockArgument array, int64_t dim) {
    AffineExpr fixed;
    for (Operation *user : array.getUsers()) {
      AffineExpr index = indexOf(user, array, dim);
      if (!index || (fixed && fixed != index))
        return {};
      fixed = index;
    }
    return fixed;
  }

  AffineExpr indexOf(Operation *user, BlockArgument array, int64_t dim) {
    if (auto load = dyn_cast<affine::AffineLoadOp>(user))
      return overParameters(load.getAffineMap().getSubMap({unsigned(dim)}), load.getMapOperands());
    if (auto store = dyn_cast<affine::AffineStoreOp>(user))
      return overParameters(store.getAffineMap().getSubMap({unsigned(dim)}), store.getMapOperands());
    AffineMap identity = AffineMap::getMultiDimIdentityMap(1, function_.getContext());
    if (auto load = dyn_cast<memref::LoadOp>(user))
      return overParameters(identity, load.getIndices()[dim]);
    if (auto store = dyn_cast<memref::StoreOp>(user))
      return overParameters(identity, store.getIndices()[dim]);
    if (auto cast = dyn_cast<UnrealizedConversionCastOp>(user)) // handed on to a function that takes a part
      for (auto [place, index] : llvm::zip(dimsOf(cast), cast.getInputs().drop_front()))
        if (place == dim)
          return overParameters(identity, index);
    return {};
  }

  AffineExpr overParameters(AffineMap map, ValueRange values) {
    SmallVector<Value> operands(values);
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands); // without operands of other dimensions
    SmallVector<AffineExpr> replacements;
    for (Value operand : operands) {
      std::optional<int64_t> constant = getConstantIntValue(operand);
      auto cast = operand.getDefiningOp<arith::IndexCastOp>();
      auto parameter = dyn_cast<BlockArgument>(cast ? cast.getIn() : operand);
      bool isParameter = parameter && parameter.getOwner() == &function_.getBody().front();
      if (!constant && !isParameter)
        return {};
      replacements.push_back(constant ? getAffineConstantExpr(*constant, function_.getContext())
                                      : getAffineDimExpr(parameter.getArgNumber(), function_.getContext()));
    }
    ArrayRef<AffineExpr> all = replacements;
    return map.getResult(0).replaceDimsAndSymbols(all.take_front(map.getNumDims()), all.drop_front(map.getNumDims()));
  }

  std::optional<int64_t> valueAt(func::CallOp call, AffineExpr index) {
    SmallVector<AffineExpr> parameters;
    for (Value operand : call.getOperands()) {
      std::optional<int64_t> constant = getConstantIntValue(operand);
      unsigned number = parameters.size();
      if (!constant && index.isFunctionOfDim(number))
        return std::nullopt;
      parameters.push_back(getAffineConstantExpr(constant.value_or(0), function_.getContext()));
    }
    auto constant = dyn_cast<AffineConstantExpr>(index.replaceDims(parameters));
    if (!constant)
      return std::nullopt;
    return constant.getValue();
  }

  void passPart(func::CallOp call, unsigned argument, MemRefType part, ArrayRef<int64_t> dims,
                ArrayRef<AffineExpr> indices) {
    OpBuilder builder(call);
    SmallVector<Value> inputs{call.getOperand(argument)};
    for (AffineExpr index : indices)
      inputs.push_back(arith::ConstantIndexOp::create(builder, call.getLoc(), *valueAt(call, index)));
    auto cast = UnrealizedConversionCastOp::create(builder, call.getLoc(), part, inputs);
    cast->setAttr(dimsAttribute, builder.getDenseI64ArrayAttr(dims));
    call.setOperand(argument, cast.getResult(0));
  }

  // In the part the index is 0.
  void useFirst(Operation *user, BlockArgument array, ArrayRef<int64_t> dims) {
    auto rewritten = [&](AffineMap map) {
      for (int64_t dim : dims)
        map = replaceResult(map, dim);
      return map;
    };
    if (auto load = dyn_cast<affine::AffineLoadOp>(user)) {
      user->setAttr(load.getMapAttrStrName(), AffineMapAttr::get(rewritten(load.getAffineMap())));
    } else if (auto store = dyn_cast<affine::AffineStoreOp>(user)) {
      user->setAttr(store.getMapAttrStrName(), AffineMapAttr::get(rewritten(store.getAffineMap())));
    } else {
      OpBuilder builder(user);
      Value zero = arith::ConstantIndexOp::create(builder, user->getLoc(), 0);
      if (auto load = dyn_cast<memref::LoadOp>(user))
        for (int64_t dim : dims)
          load.getIndicesMutable()[dim].set(zero);
      else if (auto store = dyn_cast<memref::StoreOp>(user))
        for (int64_t dim : dims)
          store.getIndicesMutable()[dim].set(zero);
      else
        for (auto [number, dim] : llvm::enumerate(dimsOf(cast<UnrealizedConversionCastOp>(user))))
          if (llvm::is_contained(dims, dim))
            user->setOperand(number + 1, zero);
    }
  }

  static AffineMap replaceResult(AffineMap map, int64_t dim) {
    SmallVector<AffineExpr> results(map.getResults());
    results[dim] = getAffineConstantExpr(0, map.getContext());
    return AffineMap::get(map.getNumDims(), map.getNumSymbols(), results, map.getContext());
  }

  func::FuncOp function_;
  ArrayRef<func::CallOp> calls_;
};

} // namespace

ArrayRef<int64_t> dimsOf(UnrealizedConversionCastOp part) {
  return part->getAttrOfType<DenseI64ArrayAttr>(dimsAttribute).asArrayRef();
}

void separateParts(ModuleOp module) {
  for (Operation *op : ir::calleesFirst(module)) {
    auto function = cast<func::FuncOp>(op);
    SmallVector<func::CallOp> calls;
    module.walk([&](func::CallOp call) {
      if (call.getCallee() == function.getSymName())
        calls.push_back(call);
    });
    if (!calls.empty())
      Part(function, calls).run();
  }
}

} // namespace allo::target::rtl::legal
