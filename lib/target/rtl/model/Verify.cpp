// The verifier: modules in their order, each with what came before it.
#include "target/rtl/model/Verify.h"
#include "target/rtl/model/Print.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"

using namespace allo::target::rtl::model;

std::optional<llvm::StringMap<ExternalPort>> allo::target::rtl::model::portsOf(const Instance &instance,
                                                                               const KnownModules &known) {
  if (auto found = known.find(instance.module); found != known.end())
    return found->second.ports;
  auto external = externalPorts(instance);
  if (!external)
    return std::nullopt;
  llvm::StringMap<ExternalPort> ports;
  for (const ExternalPort &port : *external)
    ports.insert({port.name, port});
  return ports;
}

namespace {

std::string bitsOf(unsigned width) { return std::to_string(width) + (width == 1 ? " bit" : " bits"); }

const char *kindName(Signal::Kind kind) {
  switch (kind) {
  case Signal::input:
    return "input";
  case Signal::output:
    return "output";
  case Signal::wire:
    return "wire";
  case Signal::reg:
    return "register";
  }
  return "signal";
}

class ModuleVerifier {
public:
  ModuleVerifier(const Module &module, const KnownModules &known)
      : module_(module), known_(known), drivers_(module.signals.size()) {}

  std::string run() {
    verifyNames();
    for (const Section &section : module_.sections) {
      for (const Assignment &assignment : section.assignments)
        verifyAssignment(assignment);
      for (const Register &reg : section.registers)
        verifyRegister(reg);
      for (const Instance &instance : section.instances)
        verifyInstance(instance);
    }
    verifyDrivers();
    return error_;
  }

private:
  void fail(const std::string &message) {
    if (error_.empty())
      error_ = "module '" + module_.name + "': " + message;
  }
  void verifyNames();
  void verifyAssignment(const Assignment &assignment);
  void verifyRegister(const Register &reg);
  void verifyControl(SignalId signal, const char *role);
  void verifyInstance(const Instance &instance);
  void verifyConnection(const Instance &instance, const Connection &connection, const ExternalPort &port);
  void verifyDrivers();
  void verifyValue(const Value &value, unsigned width, const std::string &user);
  std::string expressionError(const Expression &expression) const;
  std::string describe(SignalId signal) const {
    return kindName(module_.signals[signal].kind) + (" '" + module_.signals[signal].name + "'");
  }
  bool isSignal(SignalId signal, const std::string &user) {
    if (signal < module_.signals.size())
      return true;
    fail(user + " names signal number " + std::to_string(signal) + ", which does not exist");
    return false;
  }

  const Module &module_;
  const KnownModules &known_;
  std::vector<unsigned> drivers_;
  llvm::DenseSet<const Expression *> verified_;
  std::string error_;
};

void ModuleVerifier::verifyNames() {
  llvm::StringSet<> names;
  auto take = [&](const std::string &name, const char *what) {
    if (!isLegalName(name))
      fail("'" + name + "' is no legal name of " + what);
    else if (!names.insert(name).second)
      fail("the name '" + name + "' is used twice");
  };
  for (const Signal &signal : module_.signals) {
    take(signal.name, "a signal");
    if (signal.width == 0)
      fail("signal '" + signal.name + "' has no bits");
  }
  for (const Section &section : module_.sections)
    for (const Instance &instance : section.instances)
      take(instance.name, "an instance");
}

void ModuleVerifier::verifyAssignment(const Assignment &assignment) {
  if (!isSignal(assignment.target, "an assignment"))
    return;
  const Signal &target = module_.signals[assignment.target];
  if (target.kind == Signal::reg)
    fail(describe(assignment.target) + " is assigned like a wire");
  ++drivers_[assignment.target];
  verifyValue(assignment.value, target.width, describe(assignment.target));
}

void ModuleVerifier::verifyControl(SignalId signal, const char *role) {
  if (!isSignal(signal, role))
    return;
  if (module_.signals[signal].width != 1 || module_.signals[signal].kind == Signal::output)
    fail(std::string("the ") + role + " '" + module_.signals[signal].name + "' is not an input of 1 bit");
}

void ModuleVerifier::verifyRegister(const Register &reg) {
  if (!isSignal(reg.target, "a register"))
    return;
  const Signal &target = module_.signals[reg.target];
  if (target.kind != Signal::reg)
    fail(describe(reg.target) + " is driven like a register");
  ++drivers_[reg.target];
  verifyControl(module_.clock, "clock");
  verifyValue(reg.next, target.width, describe(reg.target));
  if (reg.enable)
    verifyValue(reg.enable, 1, "the enable of " + describe(reg.target));
  if (!reg.reset)
    return;
  verifyControl(module_.reset, "reset");
  if (reg.reset->getBitWidth() != target.width)
    fail("the reset value of " + describe(reg.target) + " has " + bitsOf(reg.reset->getBitWidth()) + ", the register " +
         bitsOf(target.width));
}

void ModuleVerifier::verifyInstance(const Instance &instance) {
  std::string name = "instance '" + instance.name + "'";
  auto ports = portsOf(instance, known_);
  if (!ports)
    return fail(name + " is of '" + instance.module + "', which is neither in the library nor defined before");
  llvm::StringSet<> connected;
  for (const Connection &connection : instance.connections) {
    auto port = ports->find(connection.port);
    if (port == ports->end())
      return fail(name + ": '" + instance.module + "' has no port '" + connection.port + "'");
    if (!connected.insert(connection.port).second)
      return fail(name + ": port '" + connection.port + "' is connected twice");
    verifyConnection(instance, connection, port->second);
  }
  if (connected.size() == ports->size())
    return;
  std::set<std::string> missing; // in a fixed order
  for (auto &entry : *ports)
    if (!connected.contains(entry.getKey()))
      missing.insert(entry.getKey().str());
  fail(name + ": port '" + *missing.begin() + "' of '" + instance.module + "' is not connected");
}

void ModuleVerifier::verifyConnection(const Instance &instance, const Connection &connection,
                                      const ExternalPort &port) {
  std::string name = "port '" + port.name + "' of instance '" + instance.name + "'";
  if (port.isInput) {
    if (connection.output)
      return fail(name + " is an input and drives a signal");
    return verifyValue(connection.input, port.width, name);
  }
  if (connection.input)
    return fail(name + " is an output and is given a value");
  if (!connection.output || !isSignal(*connection.output, name))
    return;
  const Signal &target = module_.signals[*connection.output];
  if (target.kind == Signal::reg)
    fail(name + " drives " + describe(*connection.output));
  if (target.width != port.width)
    fail(name + " has " + bitsOf(port.width) + ", " + describe(*connection.output) + " " + bitsOf(target.width));
  ++drivers_[*connection.output];
}

void ModuleVerifier::verifyDrivers() {
  for (SignalId signal = 0; signal < module_.signals.size(); ++signal) {
    unsigned count = drivers_[signal];
    if (module_.signals[signal].kind == Signal::input) {
      if (count > 0)
        fail(describe(signal) + " is driven");
    } else if (count != 1) {
      fail(describe(signal) + (count == 0 ? " has no driver" : " has " + std::to_string(count) + " drivers"));
    }
  }
}

void ModuleVerifier::verifyValue(const Value &value, unsigned width, const std::string &user) {
  if (!value)
    return fail(user + " has no value");
  if (value->width != width)
    fail(user + " has " + bitsOf(width) + ", its value " + bitsOf(value->width));
  std::vector<const Expression *> work{value.get()};
  while (!work.empty()) {
    const Expression *expression = work.back();
    work.pop_back();
    if (!verified_.insert(expression).second)
      continue;
    std::string reason = expressionError(*expression);
    if (!reason.empty())
      return fail("in the value of " + user + ": " + reason);
    for (const Value &operand : expression->operands)
      work.push_back(operand.get());
  }
}

// Widths as the makers would have it.
std::string ModuleVerifier::expressionError(const Expression &expression) const {
  auto &x = expression.operands;
  for (const Value &operand : x)
    if (!operand)
      return "a null operand";
  auto hasOperands = [&](size_t count) { return x.size() == count; };
  std::string misfit = "an expression of " + bitsOf(expression.width) + " whose operands do not fit";
  auto check = [&](bool fits) { return fits ? std::string() : misfit; };
  switch (expression.kind) {
  case Expression::constant:
    return check(hasOperands(0) && expression.bits.getBitWidth() == expression.width);
  case Expression::signal:
    if (expression.signalId >= module_.signals.size())
      return "signal number " + std::to_string(expression.signalId) + " does not exist";
    if (module_.signals[expression.signalId].width != expression.width)
      return describe(expression.signalId) + " is read as " + bitsOf(expression.width);
    return "";
  case Expression::bitNot:
    return check(hasOperands(1) && x[0]->width == expression.width);
  case Expression::reduceOr:
  case Expression::reduceAnd:
    return check(hasOperands(1) && expression.width == 1);
  case Expression::select:
    return check(hasOperands(3) && x[0]->width == 1 && x[1]->width == expression.width &&
                 x[2]->width == expression.width);
  case Expression::concat: {
    uint64_t width = 0;
    for (const Value &operand : x)
      width += operand->width;
    return check(width == expression.width);
  }
  case Expression::slice:
    return check(hasOperands(1) && uint64_t(expression.low) + expression.width <= x[0]->width && expression.width > 0);
  case Expression::signExtend:
  case Expression::zeroExtend:
    return check(hasOperands(1) && x[0]->width <= expression.width);
  case Expression::shl:
  case Expression::shrs:
  case Expression::shru:
    return check(hasOperands(2) && x[0]->width == expression.width);
  default:
    break;
  }
  bool isComparison = expression.kind >= Expression::equal && expression.kind <= Expression::lessEqualUnsigned;
  return check(hasOperands(2) && x[0]->width == x[1]->width && expression.width == (isComparison ? 1 : x[0]->width));
}

std::string verifyRom(const Rom &rom) {
  std::string name = "ROM '" + rom.name + "': ";
  if (rom.width == 0 || rom.ports == 0 || rom.contents.empty())
    return name + "it has no " + (rom.width == 0 ? "width" : rom.ports == 0 ? "ports" : "contents");
  for (size_t i = 0; i < rom.contents.size(); ++i)
    if (rom.contents[i].getBitWidth() != rom.width)
      return name + "word " + std::to_string(i) + " has " + bitsOf(rom.contents[i].getBitWidth()) + ", the ROM " +
             bitsOf(rom.width);
  return "";
}

// A name that a module or ROM may have: legal, not taken by an earlier one, not of the library.
std::string verifyModuleName(const std::string &name, const KnownModules &known) {
  if (!isLegalName(name))
    return "'" + name + "' is no legal name of a module";
  Instance instance;
  instance.module = name;
  if (known.contains(name) || externalPorts(instance))
    return "there are two modules '" + name + "'";
  return "";
}

} // namespace

std::string allo::target::rtl::model::verifyModule(const Module &module, const KnownModules &known) {
  return ModuleVerifier(module, known).run();
}

std::string allo::target::rtl::model::verify(const Netlist &netlist) {
  KnownModules known;
  for (const Rom &rom : netlist.roms) {
    if (std::string error = verifyModuleName(rom.name, known); !error.empty())
      return error;
    if (std::string error = verifyRom(rom); !error.empty())
      return error;
    for (const Port &port : portsOf(rom))
      known[rom.name].ports.insert({port.name, {port.name, port.isInput, port.width}});
  }
  for (const Module &module : netlist.modules) {
    if (std::string error = verifyModuleName(module.name, known); !error.empty())
      return error;
    if (std::string error = verifyModule(module, known); !error.empty())
      return error;
    std::set<std::pair<std::string, std::string>> paths;
    if (std::string error = findLoop(module, known, paths); !error.empty())
      return error;
    KnownModule &entry = known[module.name];
    entry.paths = std::move(paths);
    for (const Signal &signal : module.signals)
      if (signal.kind == Signal::input || signal.kind == Signal::output)
        entry.ports.insert({signal.name, {signal.name, signal.kind == Signal::input, signal.width}});
  }
  return "";
}
