#include "target/rtl/graph/MemoryOf.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/SymbolTable.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace allo::target::rtl {

//===-- Memory ----------------------------------------------------------------------------------------------------===//

int64_t Memory::bankCount() const {
  int64_t count = 1;
  for (const MemoryDimension &dimension : dimensions)
    count *= dimension.banks;
  return count;
}

int64_t Memory::bankDepth() const {
  int64_t depth = 1;
  for (const MemoryDimension &dimension : dimensions)
    depth *= dimension.depth;
  return depth;
}

bool Memory::hasEqualPorts() const {
  return readLatency != 0 && ports == 2 && copies == 1 && style != MemoryStyle::lutRam;
}

std::pair<int64_t, int64_t> Memory::bankAndAddress(llvm::ArrayRef<int64_t> index) const {
  int64_t bank = 0, address = 0;
  for (auto [dimension, i] : llvm::zip_equal(dimensions, index)) {
    int64_t part = 0, offset = i;
    if (dimension.kind == MemoryDimension::cyclic)
      part = i % dimension.banks, offset = i / dimension.banks;
    else if (dimension.kind == MemoryDimension::block)
      part = i / dimension.depth, offset = i % dimension.depth;
    else if (dimension.kind == MemoryDimension::complete)
      part = i, offset = 0;
    bank = bank * dimension.banks + part;
    address = address * dimension.depth + offset;
  }
  return {bank, address};
}

//===-- Layout and style ------------------------------------------------------------------------------------------===//

namespace {
// A bank is small when it fits in so much LUTRAM: below it a block RAM would be nearly empty.
constexpr int64_t smallBankBits = 1024, smallBankDepth = 64;
// From here on a bank fills an ultra RAM (288 Kbit) well.
constexpr int64_t largeBankBits = 256 * 1024;
// A table with 2^24 elements is 2 MiB of text in the generated file.
constexpr int64_t largestRegisterCount = 1 << 16;

MemoryDimension dimensionOf(int64_t extent, ir::PartitionAttr partition) {
  MemoryDimension result;
  result.extent = extent;
  result.depth = extent;
  if (!partition || partition.getKind() == ir::PartitionKind::None)
    return result;
  int64_t factor = partition.getKind() == ir::PartitionKind::Complete ? extent : partition.getFactor();
  factor = std::min(factor, extent);
  if (factor == extent) {
    result.kind = MemoryDimension::complete;
  } else if (factor > 1) {
    result.kind = partition.getKind() == ir::PartitionKind::Block ? MemoryDimension::block : MemoryDimension::cyclic;
  }
  result.depth = (extent + factor - 1) / factor;
  // A block partition may leave its last parts empty (10 elements in 4 parts of 3: the fourth holds one; 9 in 4: none).
  result.banks = result.kind == MemoryDimension::block ? (extent + result.depth - 1) / result.depth : factor;
  return result;
}

ir::StorageKind storageOf(MemRefType type) {
  auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  return memory ? memory.getStorage() : ir::StorageKind::Auto;
}

void setStyle(Memory &memory, MemoryStyle style, const Device &device, bool isPassedToCalls) {
  memory.style = style;
  switch (style) {
  case MemoryStyle::registers:
    memory.readLatency = 0;
    memory.ports = memory.writePorts = 1;
    return;
  case MemoryStyle::lutRam:
    // A module reads the arrays it is given, and tables, with latency 1.
    memory.readLatency = isPassedToCalls || !memory.contents.empty() ? 1 : device.lutRam().readLatency;
    memory.writePorts = 1;
    return;
  default:
    memory.readLatency = isPassedToCalls || !memory.contents.empty() ? 1 : device.blockRam().readLatency;
  }
}

MemoryStyle automaticStyle(const Memory &memory, const MemoryUse &use, const Device &device) {
  int64_t depth = memory.bankDepth(), bits = depth * memory.width;
  // LUTRAM has one write port for each bank; unrolled stores go to different banks, or the interval tells.
  bool writesThroughOnePort = use.stores <= memory.bankCount() && !use.isPassedToCalls;
  if ((depth <= smallBankDepth || bits <= smallBankBits) && writesThroughOnePort)
    return MemoryStyle::lutRam;
  if (bits >= largeBankBits && memory.contents.empty() && device.capacity().uram > 0)
    return MemoryStyle::ultraRam;
  return MemoryStyle::blockRam;
}

MemoryStyle styleOf(const Memory &memory, ir::StorageKind storage, const MemoryUse &use, const Device &device) {
  if (memory.bankDepth() == 1)
    return MemoryStyle::registers;
  switch (storage) {
  case ir::StorageKind::Register:
    return use.isPassedToCalls ? MemoryStyle::lutRam : MemoryStyle::registers;
  case ir::StorageKind::LUTRAM:
    return MemoryStyle::lutRam;
  case ir::StorageKind::BRAM:
    return MemoryStyle::blockRam;
  case ir::StorageKind::URAM:
    return MemoryStyle::ultraRam;
  case ir::StorageKind::Auto:
    return automaticStyle(memory, use, device);
  case ir::StorageKind::HBM:
    break;
  }
  throw UserError("'" + memory.name + "' is a local array and cannot be in HBM", memory.place,
                  "make it a parameter of the top, or give it another storage");
}

void checkRegisters(const Memory &memory) {
  int64_t count = memory.bankCount() * (memory.style == MemoryStyle::registers ? memory.bankDepth() : 1);
  if (count > largestRegisterCount)
    throw UserError("'" + memory.name + "' would be " + std::to_string(count) +
                        (memory.style == MemoryStyle::registers ? " registers" : " banks") + "; at most " +
                        std::to_string(largestRegisterCount) + " can be made",
                    memory.place, "partition it by a smaller factor");
}
} // namespace

Memory memoryOf(Value array, const SourcePlace &place) {
  auto type = cast<MemRefType>(array.getType());
  Memory memory;
  memory.place = place;
  if (ir::VariableAttr variable = ir::variableOf(array)) {
    memory.name = variable.getName().str();
    memory.elementType = ir::spelling(variable.getType().getValue());
  } else {
    memory.name = "memory";
  }
  if (!type.hasStaticShape())
    throw UserError("the extents of '" + memory.name + "' are not constants: hardware needs its size", place,
                    "give it constant extents, the largest that are used");
  memory.width = type.getElementTypeBitWidth();
  auto layout = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  for (auto [i, extent] : llvm::enumerate(type.getShape()))
    memory.dimensions.push_back(dimensionOf(extent, layout ? layout.getPartitions()[i] : ir::PartitionAttr()));
  return memory;
}

Memory parameterMemory(Value array, unsigned parameter, const SourcePlace &place) {
  Memory memory = memoryOf(array, place);
  memory.isParameter = true;
  memory.parameter = parameter;
  memory.style = MemoryStyle::external;
  bool isRegisters = memory.bankDepth() == 1;
  memory.readLatency = isRegisters ? 0 : 1;
  memory.ports = memory.writePorts = isRegisters ? 1 : 2;
  checkRegisters(memory);
  return memory;
}

Memory localMemory(Value array, const MemoryUse &use, const Device &device, const SourcePlace &place) {
  Memory memory = memoryOf(array, place);
  setStyle(memory, styleOf(memory, storageOf(cast<MemRefType>(array.getType())), use, device), device,
           use.isPassedToCalls);
  checkRegisters(memory);
  return memory;
}

Memory tableMemory(memref::GetGlobalOp table, const MemoryUse &use, const Device &device, const SourcePlace &place) {
  Memory memory = memoryOf(table, place);
  auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(table, table.getNameAttr());
  auto values =
      global && global.getInitialValue() ? dyn_cast<DenseElementsAttr>(*global.getInitialValue()) : DenseElementsAttr();
  if (!values)
    throw InternalError("global '" + memory.name + "' has no initial value", place);
  // State with more than one element in a bank is set by the first run after a reset (legalise/InitialiseState.cpp).
  std::vector<llvm::APInt> &target = global.getConstant() ? memory.contents : memory.initial;
  target.reserve(values.getNumElements());
  if (isa<FloatType>(values.getElementType()))
    for (const llvm::APFloat &value : values.getValues<llvm::APFloat>())
      target.push_back(value.bitcastToAPInt());
  else
    for (const llvm::APInt &value : values.getValues<llvm::APInt>())
      target.push_back(value);
  setStyle(memory, styleOf(memory, storageOf(table.getType()), use, device), device, use.isPassedToCalls);
  checkRegisters(memory);
  return memory;
}

void checkCapacity(const Graph &graph, const Device &device) {
  int64_t total = 0;
  const Memory *largest = nullptr;
  auto bitsOf = [](const Memory &memory) { return memory.bankCount() * memory.bankDepth() * memory.width; };
  for (const Function &function : graph.functions)
    for (const Memory &memory : function.memories) {
      if (memory.isParameter)
        continue;
      total += bitsOf(memory);
      if (!largest || bitsOf(memory) > bitsOf(*largest))
        largest = &memory;
    }
  if (!largest || total <= device.onChipBits())
    return;
  throw UserError("the arrays inside the design take " + std::to_string(total / 8) + " bytes, " +
                      std::to_string(bitsOf(*largest) / 8) + " of them '" + largest->name + "'; " + device.name() +
                      " has " + std::to_string(device.onChipBits() / 8) + " bytes of memory on the chip",
                  largest->place, "make '" + largest->name + "' a parameter of the top, or buffer only a part of it");
}

} // namespace allo::target::rtl
