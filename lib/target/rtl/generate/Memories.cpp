// Loads and stores: which bank, which port, when; and what every port sees from all who share it.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/Support/MathExtras.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

std::vector<llvm::APInt> contentsOf(const Memory &memory) {
  std::vector<llvm::APInt> cells(memory.bankCount() * memory.bankDepth(), llvm::APInt(memory.width, 0));
  std::vector<int64_t> index(memory.dimensions.size(), 0);
  for (const llvm::APInt &value : memory.contents) {
    auto [bank, address] = memory.bankAndAddress(index);
    cells[bank * memory.bankDepth() + address] = value;
    for (size_t d = index.size(); d-- > 0;) {
      if (++index[d] < memory.dimensions[d].extent)
        break;
      index[d] = 0;
    }
  }
  return cells;
}

unsigned FunctionGenerator::addressWidth(MemoryId memory) const {
  return std::max(1u, llvm::Log2_64_Ceil(function.memories[memory].bankDepth()));
}

bool FunctionGenerator::isRegisters(MemoryId number) const {
  const Memory &memory = function.memories[number];
  if (memory.isParameter)
    return memory.readLatency == 0;
  return memory.readLatency == 0 && memory.style != MemoryStyle::lutRam;
}

// A balanced tree of choices; index selects, values beyond the end may be anything.
Value FunctionGenerator::select(llvm::ArrayRef<Value> choices, Value index) {
  std::vector<Value> level(choices.begin(), choices.end());
  for (unsigned bit = 0; level.size() > 1; ++bit) {
    Value choose = bit < index->width ? slice(index, bit, 1) : constant(1, 0);
    std::vector<Value> next;
    for (size_t i = 0; i < level.size(); i += 2)
      next.push_back(i + 1 < level.size() ? model::select(choose, level[i + 1], level[i]) : level[i]);
    level = std::move(next);
  }
  return level.front();
}

const std::vector<llvm::APInt> &FunctionGenerator::tableOf(MemoryId number) {
  auto [entry, isNew] = tables.try_emplace(number);
  if (isNew)
    entry->second = contentsOf(function.memories[number]);
  return entry->second;
}

Value FunctionGenerator::registerElement(MemoryId number, int64_t element) {
  const Memory &memory = function.memories[number];
  if (memory.isParameter)
    return read(portQs.at({number, static_cast<unsigned>(element), 0}));
  if (!memory.contents.empty())
    return model::constant(tableOf(number)[element]);
  return read(elements.at({number, element}));
}

Value FunctionGenerator::portQ(const PortKey &key) {
  auto [entry, isNew] = portQs.try_emplace(key, 0);
  if (isNew) {
    const Memory &memory = function.memories[key.memory];
    entry->second =
        wire(memory.width, bankPrefix(memory.name, memory.bankCount(), key.bank) + "_q" + std::to_string(key.port));
  }
  return read(entry->second);
}

Value FunctionGenerator::load(NodeId id) {
  const Node &node = function.nodes[id];
  const Memory &memory = function.memories[node.memory];
  bool isDynamic = node.operands.size() > 1;
  Value address = valueAt(node.operands.back(), node.block, node.time);
  int64_t depth = memory.bankDepth();
  if (isRegisters(node.memory)) {
    // Every element of every bank that the access may touch, by bank, then address.
    std::vector<Value> byBank(memory.bankCount());
    for (unsigned bank : node.banks) {
      std::vector<Value> cells;
      if (depth > 1 && address->kind == K::constant)
        cells.push_back(registerElement(node.memory, bank * depth + address->bits.getLimitedValue(depth - 1)));
      else
        for (int64_t offset = 0; offset < depth; ++offset)
          cells.push_back(registerElement(node.memory, bank * depth + offset));
      byBank[bank] = cells.size() == 1 ? cells[0] : select(cells, address);
    }
    for (Value &bank : byBank) // banks that are never chosen
      if (!bank)
        bank = byBank[node.banks[0]];
    return isDynamic ? select(byBank, valueAt(node.operands[0], node.block, node.time)) : byBank[node.banks[0]];
  }
  Value enable = activeAt(node.block, node.time);
  if (node.predicate != noId)
    enable = binary(K::bitAnd, enable, valueAt(node.predicate, node.block, node.time));
  Value bank = isDynamic ? valueAt(node.operands[0], node.block, node.time) : nullptr;
  std::vector<Value> byBank(isDynamic ? memory.bankCount() : 1);
  for (size_t i = 0; i < node.banks.size(); ++i) {
    PortKey key{node.memory, node.banks[i], node.ports[i]};
    Value mine =
        isDynamic ? binary(K::bitAnd, enable, binary(K::equal, bank, constant(bank->width, node.banks[i]))) : enable;
    portUses[key].push_back({mine, resize(address, addressWidth(node.memory), false), nullptr, nullptr});
    byBank[isDynamic ? node.banks[i] : 0] = portQ(key);
  }
  if (!isDynamic)
    return byBank[0];
  for (Value &value : byBank)
    if (!value)
      value = byBank[node.banks[0]];
  return select(byBank, valueAt(node.operands[0], node.block, node.time + node.latency));
}

void FunctionGenerator::store(NodeId id) {
  const Node &node = function.nodes[id];
  const Memory &memory = function.memories[node.memory];
  bool isDynamic = node.operands.size() > 2;
  Value data = valueAt(node.operands[0], node.block, node.time);
  Value address = valueAt(node.operands.back(), node.block, node.time);
  Value enable = activeAt(node.block, node.time);
  if (node.predicate != noId)
    enable = binary(K::bitAnd, enable, valueAt(node.predicate, node.block, node.time));
  for (size_t i = 0; i < node.banks.size(); ++i) {
    unsigned number = node.banks[i];
    Value mine = enable;
    if (isDynamic) {
      Value bank = valueAt(node.operands[1], node.block, node.time);
      mine = binary(K::bitAnd, enable, binary(K::equal, bank, constant(bank->width, number)));
    }
    if (isRegisters(node.memory)) {
      int64_t depth = memory.bankDepth();
      for (int64_t offset = 0; offset < depth; ++offset) {
        Value cell =
            depth == 1 ? mine : binary(K::bitAnd, mine, binary(K::equal, address, constant(address->width, offset)));
        elementWrites[{node.memory, number * depth + offset}].push_back({cell, data});
      }
      continue;
    }
    portUses[{node.memory, number, node.ports[i]}].push_back(
        {mine, resize(address, addressWidth(node.memory), false), mine, data});
  }
}

// All users of a port as one; at most one is enabled in a cycle.
FunctionGenerator::PortUse FunctionGenerator::mergedUse(const PortKey &key) {
  const std::vector<PortUse> &uses = portUses[key];
  PortUse merged;
  llvm::SmallVector<Value> enables, writes;
  for (size_t i = uses.size(); i-- > 0;) {
    const PortUse &use = uses[i];
    enables.push_back(use.enable);
    merged.address = !merged.address ? use.address : model::select(use.enable, use.address, merged.address);
    if (!use.write)
      continue;
    writes.push_back(use.write);
    merged.data = !merged.data ? use.data : model::select(use.write, use.data, merged.data);
  }
  merged.enable = orOf(enables);
  if (!writes.empty())
    merged.write = orOf(writes);
  return merged;
}

void FunctionGenerator::finishPort(const PortKey &key, const PortUsage &usage, Section &section) {
  const ExternalSignals &signals = externals.at(key);
  PortUse use = mergedUse(key);
  if (signals.address)
    assign(section, *signals.address, use.address ? use.address : constant(addressWidth(key.memory), 0));
  if (signals.ce)
    assign(section, *signals.ce, use.enable);
  if (!usage.writes)
    return;
  assign(section, *signals.we, use.write);
  assign(section, *signals.d, use.data);
}

void FunctionGenerator::finishRegisters(MemoryId number, Section &section) {
  const Memory &memory = function.memories[number];
  int64_t count = memory.bankCount() * memory.bankDepth();
  for (int64_t element = 0; element < count; ++element) {
    Value enable, data;
    auto writes = elementWrites.find({number, element});
    if (writes == elementWrites.end()) {
      // State whose only store can never be reached keeps what the reset made it.
      if (auto cell = elements.find({number, element}); cell != elements.end())
        section.registers.push_back({cell->second, read(cell->second), nullptr, resetOf(number, element), ""});
      continue;
    }
    llvm::SmallVector<Value> enables;
    for (size_t i = writes->second.size(); i-- > 0;) {
      const ElementWrite &write = writes->second[i];
      enables.push_back(write.enable);
      data = !data ? write.data : model::select(write.enable, write.data, data);
    }
    enable = orOf(enables);
    if (memory.isParameter) {
      const ExternalSignals &signals = externals.at({number, static_cast<unsigned>(element), 0});
      assign(section, *signals.we, enable);
      assign(section, *signals.d, data);
      continue;
    }
    if (auto cell = elements.find({number, element}); cell != elements.end())
      section.registers.push_back({cell->second, data, enable, resetOf(number, element), ""});
  }
}

// State starts from its initial value.
std::optional<llvm::APInt> FunctionGenerator::resetOf(MemoryId number, int64_t element) const {
  const Memory &memory = function.memories[number];
  if (memory.initial.empty())
    return std::nullopt;
  Memory filled = memory;
  filled.contents = memory.initial;
  return contentsOf(filled)[element];
}

void FunctionGenerator::finishMemories() {
  for (MemoryId number = 0; number < function.memories.size(); ++number) {
    const Memory &memory = function.memories[number];
    Section &section = memorySection;
    if (isRegisters(number)) {
      finishRegisters(number, section);
      continue;
    }
    if (memory.isParameter) {
      for (auto entry = usedPorts.lower_bound({number, 0, 0});
           entry != usedPorts.end() && entry->first.memory == number; ++entry)
        finishPort(entry->first, entry->second, section);
      continue;
    }
    for (unsigned bank = 0; bank < memory.bankCount(); ++bank) {
      auto first = usedPorts.lower_bound({number, bank, 0});
      if (first == usedPorts.end() || first->first.memory != number || first->first.bank != bank)
        continue;
      if (!memory.contents.empty())
        finishRom(number, bank, section);
      else if (memory.style == MemoryStyle::lutRam)
        finishLutRam(number, bank, section);
      else
        finishRam(number, bank, section);
    }
  }
}

} // namespace allo::target::rtl::generation
