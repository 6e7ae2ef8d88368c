// Arguments, arrays, and accesses: which bank, which address in it.
#include "target/rtl/graph/FunctionBuilder.h"

#include "analysis/BankChoice.h"
#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "support/Interface.h"
#include "target/rtl/graph/MemoryOf.h"
#include "target/rtl/legalise/Rewrites.h"

using namespace mlir;

namespace allo::target::rtl {

FunctionBuilder::FunctionBuilder(func::FuncOp source, const Graph &graph, const Device &device, bool flushToZero)
    : source_(source), graph_(graph), device_(device), flushToZero_(flushToZero) {
  function.name = source.getSymName().str();
  function.isTop = source->hasAttr(ir::topAttrName);
  function.place = ir::placeOf(source.getLoc());
  function.blocks.emplace_back();
  for (analysis::Access &access : analysis::collectAccesses(source)) {
    access.memory = rootOf(access.memory);
    std::vector<analysis::Access> &ofArray = accessesOf_[access.memory];
    if (!isa<func::CallOp>(access.op))
      records.positions[access.op] = ofArray.size();
    ofArray.push_back(std::move(access));
  }
}

void FunctionBuilder::build() {
  records.function = source_;
  addArguments();
  visitBlock(source_.front());
  auto terminator = cast<func::ReturnOp>(source_.front().getTerminator());
  for (auto [i, value] : llvm::enumerate(terminator.getOperands())) {
    Function::Output output;
    auto name = source_.getResultAttrOfType<StringAttr>(i, resultNameAttribute);
    output.name = name ? name.getValue().str() : "return";
    if (auto type = source_.getResultAttrOfType<ir::CTypeAttr>(i, ir::ctypeAttrName))
      output.isSigned = ir::isSigned(type.getValue());
    output.width = widthOf(value.getType());
    output.value = fullNode(value);
    function.outputs.push_back(output);
  }
}

//===-- Arguments and arrays --------------------------------------------------------------------------------------===//

void FunctionBuilder::addArguments() {
  for (auto [i, argument] : llvm::enumerate(source_.getArguments())) {
    if (isa<MemRefType>(argument.getType())) {
      Memory memory = parameterMemory(argument, i, ir::placeOf(argument.getLoc()));
      addMemory(argument, std::move(memory));
      continue;
    }
    if (isa<ir::StreamType>(argument.getType())) {
      addStream(argument, i);
      continue;
    }
    Argument added;
    added.width = widthOf(argument.getType());
    added.place = ir::placeOf(argument.getLoc());
    added.name = "argument" + std::to_string(i);
    if (ir::VariableAttr variable = ir::variableOf(argument)) {
      added.name = variable.getName().str();
      added.isSigned = ir::isSigned(variable.getType().getValue());
    }
    Node node;
    node.kind = NodeKind::argument;
    node.width = added.width;
    node.index = function.arguments.size();
    node.name = added.name;
    node.place = added.place;
    IntegerRange range = IntegerRange::ofWidth(added.width);
    // Callers check this (support/Interface.h).
    if (source_.getArgAttr(i, ir::sizeAttrName))
      range = range.intersectedWith(-maximalSize, maximalSize);
    function.arguments.push_back(added);
    NodeId id = table_.append(std::move(node), range);
    define(argument, id);
    if (isa<IntegerType, IndexType>(argument.getType()) && widthOf(argument.getType()) <= 64)
      formsOfValues_[argument] = forms_.of(id);
  }
}

// Of the names that a table has in the function, the first one seen.
Value FunctionBuilder::rootOf(Value array) {
  if (auto part = array.getDefiningOp<UnrealizedConversionCastOp>())
    return rootOf(part.getOperand(0));
  if (auto table = array.getDefiningOp<memref::GetGlobalOp>())
    return tableRoots_.try_emplace(table.getName().str(), array).first->second;
  return array;
}

void FunctionBuilder::addMemory(Value array) {
  auto table = array.getDefiningOp<memref::GetGlobalOp>();
  if (table)
    if (auto known = tables_.find(table.getName().str()); known != tables_.end()) {
      memories_[array] = known->second;
      return;
    }
  MemoryUse use;
  llvm::DenseMap<Operation *, unsigned>
      stores; // by the operation that holds the region: only the largest number counts
  auto addUsers = [&](Value of) {
    for (Operation *user : of.getUsers()) {
      use.isPassedToCalls |= isa<func::CallOp>(user);
      if (isa<affine::AffineStoreOp, memref::StoreOp>(user))
        use.stores = std::max(use.stores, ++stores[user->getParentOp()]);
    }
  };
  addUsers(array);
  if (table) // its other names
    source_.walk([&](memref::GetGlobalOp other) {
      if (other != table && other.getName() == table.getName())
        addUsers(other);
    });
  Memory memory =
      table ? tableMemory(table, use, device_, table_.place) : localMemory(array, use, device_, table_.place);
  addMemory(array, std::move(memory));
  if (table)
    tables_[table.getName().str()] = memories_[array];
}

void FunctionBuilder::addMemory(Value array, Memory memory) {
  if (unsigned number = memoryNames_[memory.name]++)
    memory.name += "_" + std::to_string(number + 1);
  memories_[array] = function.memories.size();
  ArrayRecord &record = records.arrays.emplace_back();
  record.root = array;
  record.accesses = std::move(accessesOf_[rootOf(array)]);
  if (memory.bankCount() > 1)
    record.banks = std::make_unique<analysis::BankChoice>(record.accesses, cutsOf(memory));
  function.memories.push_back(std::move(memory));
}

//===-- Accesses --------------------------------------------------------------------------------------------------===//

std::vector<LinearForm> FunctionBuilder::indexOf(Operation *op) {
  std::vector<LinearForm> index;
  auto addAffine = [&](AffineMap map, ValueRange operands) {
    llvm::SmallVector<LinearForm> dims, symbols;
    for (auto [i, operand] : llvm::enumerate(operands))
      (i < map.getNumDims() ? dims : symbols).push_back(formOf(operand));
    for (AffineExpr expression : map.getResults())
      index.push_back(forms_.of(expression, dims, symbols));
  };
  auto addPlain = [&](ValueRange indices) {
    for (Value value : indices)
      index.push_back(formOf(value));
  };
  if (auto load = dyn_cast<affine::AffineLoadOp>(op))
    addAffine(load.getAffineMap(), load.getMapOperands());
  else if (auto store = dyn_cast<affine::AffineStoreOp>(op))
    addAffine(store.getAffineMap(), store.getMapOperands());
  else if (auto load = dyn_cast<memref::LoadOp>(op))
    addPlain(load.getIndices());
  else
    addPlain(cast<memref::StoreOp>(op).getIndices());
  return index;
}

std::vector<analysis::DimensionCut> cutsOf(const Memory &memory) {
  std::vector<analysis::DimensionCut> cuts;
  for (const MemoryDimension &dimension : memory.dimensions) {
    analysis::DimensionCut cut;
    cut.kind = static_cast<analysis::DimensionCut::Kind>(dimension.kind);
    cut.parts = dimension.banks;
    cut.depth = dimension.depth;
    cuts.push_back(cut);
  }
  return cuts;
}
static_assert(int(analysis::DimensionCut::complete) == int(MemoryDimension::complete) &&
              int(analysis::DimensionCut::cyclic) == int(MemoryDimension::cyclic) &&
              int(analysis::DimensionCut::block) == int(MemoryDimension::block));

namespace {
// The values of a range among 0 … count - 1.
std::vector<int64_t> valuesOf(IntegerRange range, int64_t count) {
  range = range.isKnown ? range.intersectedWith(0, count - 1) : IntegerRange::interval(0, count - 1);
  if (!range.isWithin(0, count - 1))
    range = IntegerRange::interval(0, count - 1);
  std::vector<int64_t> values;
  for (int64_t value = range.low; value <= range.high; value += std::max<int64_t>(1, range.stride))
    values.push_back(value);
  return values;
}
} // namespace

// An access happens only inside of its array: bits above the extent need not be looked at, and the parts of a row-major
// address lie side by side.
LinearForm FunctionBuilder::bounded(const LinearForm &form, int64_t extent) {
  if (extent == 1)
    return LinearForm();
  if (forms_.range(form).isWithin(0, extent - 1))
    return form;
  return forms_.of(table_.fromUnsigned(forms_.node(form, indexWidth(extent)), 64));
}

void FunctionBuilder::locate(Node &access, std::vector<LinearForm> &index, Operation *op) {
  const Memory &memory = function.memories[access.memory];
  const ArrayRecord &array = records.arrays[access.memory];
  std::vector<std::vector<int64_t>> parts;
  if (array.banks)
    parts = array.banks->partsOf(records.positions.lookup(op));
  LinearForm bank, address;
  std::vector<unsigned> banks{0};
  for (unsigned d = 0; d < memory.dimensions.size(); ++d) {
    const MemoryDimension dimension = memory.dimensions[d];
    LinearForm part, offset = index[d];
    IntegerRange within = IntegerRange::interval(0, dimension.extent - 1);
    if (dimension.kind == MemoryDimension::cyclic) {
      Quotient split = forms_.divide(index[d], dimension.banks, within);
      part = split.remainder, offset = split.quotient;
    } else if (dimension.kind == MemoryDimension::block) {
      Quotient split = forms_.divide(index[d], dimension.depth, within);
      part = split.quotient, offset = split.remainder;
    } else if (dimension.kind == MemoryDimension::complete) {
      part = index[d], offset = LinearForm();
    }
    std::vector<int64_t> values = valuesOf(forms_.range(part), dimension.banks);
    if (!parts.empty())
      std::erase_if(values, [&](int64_t value) { return !llvm::is_contained(parts[d], value); });
    if (values.empty()) // under a condition that never holds: any will do
      values.push_back(0);
    if (values.size() == 1) { // known: the offset needs no division
      part = LinearForm();
      part.constant = values[0];
      if (dimension.kind == MemoryDimension::block) {
        offset = index[d];
        offset.constant -= values[0] * dimension.depth;
      }
    }
    address =
        address.times(dimension.depth).plus(memory.dimensions.size() > 1 ? bounded(offset, dimension.depth) : offset);
    bank = bank.times(dimension.banks).plus(part);
    std::vector<unsigned> combined;
    for (unsigned outer : banks)
      for (int64_t value : values)
        combined.push_back(outer * dimension.banks + value);
    banks = std::move(combined);
  }
  access.banks.assign(banks.begin(), banks.end());
  if (banks.size() > 1)
    access.operands.push_back(forms_.node(bank, indexWidth(memory.bankCount())));
  access.operands.push_back(memory.bankDepth() == 1 ? table_.constant(1, 0)
                                                    : forms_.node(address, indexWidth(memory.bankDepth())));
}

void FunctionBuilder::visitAccess(Operation *op) {
  bool isStore = isa<affine::AffineStoreOp, memref::StoreOp>(op);
  Value array = op->getOperand(isStore ? 1 : 0);
  auto memory = memories_.find(array);
  if (memory == memories_.end())
    throw InternalError("an access to an array that is not declared", table_.place);
  Node node;
  node.kind = isStore ? NodeKind::store : NodeKind::load;
  node.memory = memory->second;
  node.block = table_.block;
  node.predicate = predicate_;
  node.place = table_.place;
  const std::string &name = function.memories[memory->second].name;
  if (isStore)
    node.operands.push_back(fullNode(op->getOperand(0)));
  else
    node.name = name;
  if (isStore && !function.memories[memory->second].contents.empty())
    throw UserError("the constant table '" + name + "' is written", table_.place);
  AccessRecord record;
  record.op = op;
  record.index = indexOf(op);
  for (const LinearForm &form : record.index)
    record.ranges.push_back(forms_.range(form));
  locate(node, record.index, op);
  if (!isStore)
    node.width = function.memories[memory->second].width;
  record.node = table_.append(std::move(node));
  if (!isStore)
    define(op->getResult(0), record.node);
  records.accesses.push_back(std::move(record));
}

} // namespace allo::target::rtl
