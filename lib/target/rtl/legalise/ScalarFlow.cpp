#include "target/rtl/legalise/ScalarFlow.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;

namespace allo::target::rtl::legal {

bool isStore(Operation *op) { return isa<affine::AffineStoreOp, memref::StoreOp>(op); }
bool isLoad(Operation *op) { return isa<affine::AffineLoadOp, memref::LoadOp>(op); }

Value memoryOf(Operation *access) { return access->getOperand(isStore(access) ? 1 : 0); }

VariableList sorted(const VariableSet &set) {
  VariableList list(set.begin(), set.end());
  llvm::sort(list);
  return list;
}

namespace {
constexpr int64_t mostElements = 64; // of an array that becomes values without having been partitioned completely

bool isComplete(MemRefType type) {
  auto layout = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  return layout && !layout.getPartitions().empty() && llvm::all_of(layout.getPartitions(), [](ir::PartitionAttr part) {
           return part.getKind() == ir::PartitionKind::Complete;
         });
}

std::string elementName(Value memory, int64_t element) {
  auto type = cast<MemRefType>(memory.getType());
  std::string indices;
  for (int64_t extent : llvm::reverse(type.getShape())) {
    indices = "[" + std::to_string(element % extent) + "]" + indices;
    element /= extent;
  }
  return ir::nameOf(memory) + indices;
}

void insertAll(VariableSet &into, const VariableSet &from) { into.insert(from.begin(), from.end()); }

void insertMissing(VariableSet &into, const VariableSet &from, const VariableSet &without) {
  for (unsigned variable : from)
    if (!without.contains(variable))
      into.insert(variable);
}
} // namespace

bool isSmall(MemRefType type) {
  return type.hasStaticShape() && (type.getNumElements() <= mostElements || isComplete(type));
}

std::optional<int64_t> constantElement(Operation *access) {
  auto type = cast<MemRefType>(memoryOf(access).getType());
  SmallVector<int64_t> indices;
  auto fromMap = [&](AffineMap map, ValueRange range) {
    SmallVector<Value> operands(range);
    affine::fullyComposeAffineMapAndOperands(&map, &operands);
    affine::canonicalizeMapAndOperands(&map, &operands); // constants among the operands become part of the map
    for (AffineExpr expression : map.getResults()) {
      auto constant = dyn_cast<AffineConstantExpr>(expression);
      if (!constant)
        return false;
      indices.push_back(constant.getValue());
    }
    return true;
  };
  if (auto load = dyn_cast<affine::AffineLoadOp>(access)) {
    if (!fromMap(load.getAffineMap(), load.getMapOperands()))
      return std::nullopt;
  } else if (auto store = dyn_cast<affine::AffineStoreOp>(access)) {
    if (!fromMap(store.getAffineMap(), store.getMapOperands()))
      return std::nullopt;
  } else {
    for (Value index : access->getOperands().drop_front(isStore(access) ? 2 : 1)) {
      std::optional<int64_t> constant = getConstantIntValue(index);
      if (!constant)
        return std::nullopt;
      indices.push_back(*constant);
    }
  }
  int64_t element = 0;
  for (auto [index, extent] : llvm::zip_equal(indices, type.getShape())) {
    if (index < 0 || index >= extent)
      return std::nullopt;
    element = element * extent + index;
  }
  return element;
}

ScalarFlow::ScalarFlow(func::FuncOp function, Scope scope) {
  if (scope == Scope::references) {
    for (BlockArgument argument : function.getArguments())
      if (auto type = dyn_cast<MemRefType>(argument.getType()); type && type.getRank() == 0)
        addMemory(argument);
  } else {
    function.walk<WalkOrder::PreOrder>([&](memref::AllocaOp alloca) { addMemory(alloca); });
  }
  summarise(function.getBody());
}

void ScalarFlow::addMemory(Value memory) {
  auto type = cast<MemRefType>(memory.getType());
  if (!isSmall(type))
    return;
  SmallVector<std::pair<Operation *, int64_t>> found;
  for (OpOperand &use : memory.getUses()) {
    Operation *user = use.getOwner();
    bool isAccess = isLoad(user) || (isStore(user) && use.getOperandNumber() == 1);
    std::optional<int64_t> element;
    if (isAccess)
      element = type.getRank() == 0 ? 0 : constantElement(user);
    if (!element)
      return;
    found.emplace_back(user, *element);
  }
  llvm::DenseMap<int64_t, unsigned> numbers;
  SmallVector<int64_t> used;
  for (auto [user, element] : found)
    if (numbers.try_emplace(element, 0).second)
      used.push_back(element);
  llvm::sort(used);
  SmallVector<unsigned, 1> held;
  for (int64_t element : used) {
    numbers[element] = variables_.size();
    held.push_back(variables_.size());
    variables_.push_back({memory, type.getElementType(), elementName(memory, element)});
  }
  for (auto [user, element] : found)
    accesses_[user] = numbers[element];
  if (Operation *alloca = memory.getDefiningOp())
    held_[alloca] = std::move(held);
}

std::optional<unsigned> ScalarFlow::accessed(Operation *op) const {
  auto found = accesses_.find(op);
  return found == accesses_.end() ? std::nullopt : std::optional<unsigned>(found->second);
}

ArrayRef<unsigned> ScalarFlow::heldBy(Operation *alloca) const {
  auto found = held_.find(alloca);
  return found == held_.end() ? ArrayRef<unsigned>() : ArrayRef<unsigned>(found->second);
}

void ScalarFlow::summarise(Region &region) {
  ScalarUse use;
  if (!region.empty()) {
    VariableList own;
    for (Operation &op : region.front()) {
      if (std::optional<unsigned> variable = accessed(&op)) {
        if (isStore(&op)) {
          use.written.insert(*variable);
          use.surely.insert(*variable);
        } else if (!use.surely.contains(*variable)) {
          use.exposed.insert(*variable);
        }
      } else if (op.getNumRegions() != 0) {
        summarise(&op);
        const ScalarUse &inner = of(&op);
        insertMissing(use.exposed, inner.exposed, use.surely);
        insertAll(use.written, inner.written);
        insertAll(use.surely, inner.surely);
      } else {
        llvm::append_range(own, heldBy(&op));
      }
    }
    for (unsigned variable : own) {
      use.exposed.erase(variable);
      use.written.erase(variable);
      use.surely.erase(variable);
    }
  }
  regions_[&region] = std::move(use);
}

void ScalarFlow::summarise(Operation *op) {
  for (Region &region : op->getRegions())
    summarise(region);
  ScalarUse use = of(op->getRegion(0));
  if (isa<scf::IfOp, affine::AffineIfOp>(op)) {
    const ScalarUse &other = of(op->getRegion(1));
    insertAll(use.exposed, other.exposed);
    insertAll(use.written, other.written);
    VariableSet both;
    for (unsigned variable : use.surely)
      if (other.surely.contains(variable))
        both.insert(variable);
    use.surely = std::move(both);
  } else if (isa<scf::WhileOp>(op)) {
    const ScalarUse &body = of(op->getRegion(1)); // runs after the condition, which runs at least once
    insertMissing(use.exposed, body.exposed, use.surely);
    insertAll(use.written, body.written);
  } else if (std::optional<int64_t> count = analysis::tripCount(op); !count || *count == 0) {
    use.surely.clear();
  }
  operations_[op] = std::move(use);
}

} // namespace allo::target::rtl::legal
