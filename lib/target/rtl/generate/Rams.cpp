// Memories inside the module: RAMs of the memory library by the roles of their ports, ROMs, LUT RAM.
#include "target/rtl/generate/FunctionGenerator.h"

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

namespace {
Instance ramInstance(const Memory &memory, const std::string &module, const std::string &name, Value clock) {
  Instance instance;
  instance.module = module;
  instance.name = name;
  instance.parameters = {{"WIDTH", memory.width}, {"DEPTH", memory.bankDepth()}};
  if (memory.style != MemoryStyle::lutRam)
    instance.textParameters = {{"STYLE", memory.style == MemoryStyle::ultraRam ? "ultra" : "block"}};
  instance.connections.push_back({"clock", clock, std::nullopt});
  if (memory.place.known())
    instance.comment = memory.elementType + " " + memory.name + ", line " + std::to_string(memory.place.line);
  return instance;
}
} // namespace

void FunctionGenerator::finishRam(MemoryId number, unsigned bank, Section &section) {
  const Memory &memory = function.memories[number];
  unsigned width = addressWidth(number);
  auto input = [](Instance &instance, const std::string &port, Value value) {
    instance.connections.push_back({port, value, std::nullopt});
  };
  for (unsigned copy = 0; copy < memory.copies; ++copy) {
    std::string name = bankPrefix(memory.name, memory.bankCount(), bank);
    name += memory.copies > 1 ? "_copy" + std::to_string(copy) + "_ram" : "_ram";
    PortUse uses[2];
    std::optional<SignalId> qs[2];
    bool isUsed[2] = {false, false};
    for (unsigned port = 0; port < 2; ++port) {
      PortKey key{number, bank, copy * memory.ports + port};
      // Writes of a duplicated memory are bound to port 0 of the first copy and reach all.
      PortKey source = memory.copies > 1 && port == 0 ? PortKey{number, bank, 0} : key;
      if (!portUses.contains(source))
        continue;
      uses[port] = mergedUse(source);
      if (memory.copies > 1 && port == 0 && copy > 0 && !uses[0].write)
        continue;
      isUsed[port] = true;
      if (auto q = portQs.find(key); q != portQs.end())
        qs[port] = q->second;
    }
    bool writes0 = uses[0].write != nullptr, writes1 = uses[1].write != nullptr;
    bool isSimple = isUsed[0] && isUsed[1] && writes0 && !qs[0] && !writes1;
    if (!isUsed[0] && !isUsed[1])
      continue;
    if (isSimple) {
      Instance ram = ramInstance(memory, "allo_ram_sdp", module.uniqueName(name), read(module.clock));
      input(ram, "write_enable", uses[0].write);
      input(ram, "write_address", uses[0].address);
      input(ram, "write_data", uses[0].data);
      input(ram, "read_enable", uses[1].enable);
      input(ram, "read_address", uses[1].address);
      ram.connections.push_back({"q", nullptr, qs[1]});
      section.instances.push_back(std::move(ram));
      continue;
    }
    auto orZero = [&](Value value, unsigned bits) { return value ? value : constant(bits, 0); };
    if (isUsed[0] != isUsed[1]) {
      unsigned port = isUsed[0] ? 0 : 1;
      Instance ram = ramInstance(memory, "allo_ram_sp", module.uniqueName(name), read(module.clock));
      input(ram, "enable", uses[port].enable);
      input(ram, "write", orZero(uses[port].write, 1));
      input(ram, "address", uses[port].address);
      input(ram, "data", orZero(uses[port].data, memory.width));
      ram.connections.push_back({"q", nullptr, qs[port]});
      section.instances.push_back(std::move(ram));
      continue;
    }
    Instance ram = ramInstance(memory, "allo_ram_tdp", module.uniqueName(name), read(module.clock));
    for (unsigned port = 0; port < 2; ++port) {
      std::string digit = std::to_string(port);
      input(ram, "enable" + digit, uses[port].enable);
      input(ram, "write" + digit, orZero(uses[port].write, 1));
      input(ram, "address" + digit, uses[port].address ? uses[port].address : constant(width, 0));
      input(ram, "data" + digit, orZero(uses[port].data, memory.width));
      ram.connections.push_back({"q" + digit, nullptr, qs[port]});
    }
    section.instances.push_back(std::move(ram));
  }
}

void FunctionGenerator::finishLutRam(MemoryId number, unsigned bank, Section &section) {
  const Memory &memory = function.memories[number];
  PortUse write;
  if (portUses.contains({number, bank, 0}))
    write = mergedUse({number, bank, 0});
  for (unsigned copy = 0; copy < memory.copies; ++copy)
    for (unsigned port = 0; port < memory.ports; ++port) {
      PortKey key{number, bank, copy * memory.ports + port};
      if (!portUses.contains(key) || !portQs.contains(key)) // port 0 writes; a call may read there too
        continue;
      PortUse use = mergedUse(key);
      std::string base = bankPrefix(memory.name, memory.bankCount(), bank);
      Instance ram = ramInstance(memory, "allo_ram_lut", module.uniqueName(base + "_ram" + std::to_string(copy)),
                                 read(module.clock));
      auto input = [&](const std::string &name, Value value) {
        ram.connections.push_back({name, value, std::nullopt});
      };
      input("write_enable", write.write ? write.write : constant(1, 0));
      input("write_address", write.address ? write.address : constant(addressWidth(number), 0));
      input("write_data", write.data ? write.data : constant(memory.width, 0));
      input("read_address", use.address);
      SignalId q = portQs.at(key);
      if (memory.readLatency == 0) {
        ram.connections.push_back({"q", nullptr, q});
      } else { // registered
        SignalId raw = wire(memory.width, base + "_raw" + std::to_string(copy));
        ram.connections.push_back({"q", nullptr, raw});
        SignalId kept = module.add(Signal::reg, memory.width, base + "_kept" + std::to_string(copy));
        section.registers.push_back({kept, read(raw), use.enable, std::nullopt, ""});
        assign(section, q, read(kept));
      }
      section.instances.push_back(std::move(ram));
    }
}

void FunctionGenerator::finishRom(MemoryId number, unsigned bank, Section &section) {
  const Memory &memory = function.memories[number];
  int64_t depth = memory.bankDepth();
  const std::vector<llvm::APInt> &cells = tableOf(number);
  Instance instance;
  instance.name = module.uniqueName(bankPrefix(memory.name, memory.bankCount(), bank) + "_rom");
  Rom rom;
  // Two tables of one name (of different scopes) are two modules.
  rom.name = legalName(module.name + "_" + instance.name);
  rom.width = memory.width;
  rom.contents.assign(cells.begin() + bank * depth, cells.begin() + (bank + 1) * depth);
  rom.comment = "const " + memory.elementType + " " + memory.name;
  if (memory.place.known())
    rom.comment += ", line " + std::to_string(memory.place.line);
  instance.module = rom.name;
  instance.connections.push_back({"clock", read(module.clock), std::nullopt});
  unsigned ports = 0;
  for (auto entry = usedPorts.lower_bound({number, bank, 0});
       entry != usedPorts.end() && entry->first.memory == number && entry->first.bank == bank; ++entry) {
    if (!portUses.contains(entry->first))
      continue;
    PortUse use = mergedUse(entry->first);
    std::string digit = std::to_string(ports++);
    instance.connections.push_back({"enable" + digit, use.enable, std::nullopt});
    instance.connections.push_back({"address" + digit, use.address, std::nullopt});
    instance.connections.push_back({"q" + digit, nullptr, portQs.at(entry->first)});
  }
  rom.ports = ports;
  netlist.roms.push_back(std::move(rom));
  section.instances.push_back(std::move(instance));
}

} // namespace allo::target::rtl::generation
