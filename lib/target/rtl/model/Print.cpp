// Modules as text. Plain SystemVerilog that Verilator, Yosys and Icarus Verilog read alike.
#include "target/rtl/model/Print.h"
#include "target/rtl/model/PrintExpression.h"

#include "allo/error.hpp"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>

using namespace allo::target::rtl::model;

constexpr size_t lineLength = 120;

std::string allo::target::rtl::model::rangeOf(unsigned width) {
  return width == 1 ? "" : "[" + std::to_string(width - 1) + ":0]";
}

std::string allo::target::rtl::model::commentLines(const std::string &comment, unsigned indent) {
  std::string text;
  llvm::StringRef rest = comment;
  while (!rest.empty()) {
    auto [line, after] = rest.split('\n');
    text += std::string(indent, ' ') + "// " + line.str() + "\n";
    rest = after;
  }
  return text;
}

std::string allo::target::rtl::model::statement(const std::string &text, unsigned indent, const std::string &comment) {
  std::string lines;
  llvm::StringRef rest = text;
  unsigned depth = indent;
  while (!rest.empty()) {
    auto [line, after] = rest.split('\n');
    size_t room = lineLength - depth;
    if (line.size() > room) {
      size_t blank = line.rfind(' ', room);
      if (blank == llvm::StringRef::npos || blank == 0)
        blank = line.find(' ', room);
      if (blank != llvm::StringRef::npos) {
        lines += std::string(depth, ' ') + line.take_front(blank).str() + "\n";
        depth = indent + 4;
        rest = rest.drop_front(blank + 1);
        continue;
      }
    }
    lines += std::string(depth, ' ') + line.str() + "\n";
    depth = indent + 4;
    rest = after;
  }
  if (comment.empty())
    return lines;
  bool fits = std::count(lines.begin(), lines.end(), '\n') == 1 && lines.size() + comment.size() + 4 < lineLength &&
              comment.find('\n') == std::string::npos;
  if (!fits)
    return commentLines(comment, indent) + lines;
  lines.pop_back();
  return lines + "  // " + comment + "\n";
}

// A comment behind a declaration, on its line whatever is in it.
static std::string trailing(std::string comment, size_t blanks) {
  std::replace(comment.begin(), comment.end(), '\n', ' ');
  return comment.empty() ? "" : std::string(blanks, ' ') + "// " + comment;
}

std::string allo::target::rtl::model::moduleHeader(const std::string &name, const std::vector<Port> &ports) {
  size_t rangeWidth = 0, nameWidth = 0;
  for (const Port &port : ports) {
    rangeWidth = std::max(rangeWidth, rangeOf(port.width).size());
    nameWidth = std::max(nameWidth, port.name.size() + 1);
  }
  std::string text = "module " + name + " (\n";
  for (size_t i = 0; i < ports.size(); ++i) {
    const Port &port = ports[i];
    std::string range = rangeOf(port.width);
    std::string line = port.isInput ? "  input  logic " : "  output logic ";
    line += range + std::string(rangeWidth - range.size() + (rangeWidth ? 1 : 0), ' ') + port.name;
    line += i + 1 < ports.size() ? "," : "";
    line += trailing(port.comment, nameWidth - port.name.size() - (i + 1 < ports.size() ? 1 : 0) + 2);
    text += line + "\n";
  }
  return text + ");\n";
}

namespace {

// Registers of a section that share an enable.
struct RegisterGroup {
  Value enable; // null: always
  llvm::SmallVector<const Register *, 4> registers;
};

std::vector<RegisterGroup> groupsOf(const Section &section, bool withReset) {
  std::vector<RegisterGroup> groups;
  for (const Register &reg : section.registers) {
    if (reg.reset.has_value() != withReset)
      continue;
    bool isAlways = !reg.enable || (reg.enable->isConstant() && !reg.enable->bits.isZero());
    Value enable = isAlways ? nullptr : reg.enable;
    bool joins = !groups.empty() && (groups.back().enable == enable ||
                                     (enable && groups.back().enable && isSame(groups.back().enable, enable)));
    if (!joins)
      groups.push_back({enable, {}});
    groups.back().registers.push_back(&reg);
  }
  return groups;
}

// Widths of the ports of what a netlist may instantiate.
class PortTable {
public:
  explicit PortTable(const Netlist &netlist) {
    for (const Module &module : netlist.modules)
      for (const Signal &signal : module.signals)
        if (signal.kind == Signal::output)
          widths_[module.name + "." + signal.name] = signal.width;
    for (const Rom &rom : netlist.roms)
      for (const Port &port : portsOf(rom))
        widths_[rom.name + "." + port.name] = port.width;
  }
  unsigned widthOf(const Instance &instance, const std::string &port) const {
    auto known = widths_.find(instance.module + "." + port);
    if (known != widths_.end())
      return known->second;
    if (auto ports = externalPorts(instance))
      for (const ExternalPort &external : *ports)
        if (external.name == port)
          return external.width;
    throw allo::InternalError("RTL model: module '" + instance.module + "' has no port '" + port + "'");
  }

private:
  llvm::StringMap<unsigned> widths_;
};

class ModulePrinter {
public:
  ModulePrinter(const Module &module, const PortTable &ports) : module_(module), ports_(ports), expressions_(module) {}
  std::string print();

private:
  void countUses();
  std::string header() const;
  std::string declarations() const;
  void printSection(const Section &section);
  void printAssignment(const Assignment &assignment);
  void printRegisters(const Section &section);
  std::string updates(const std::vector<RegisterGroup> &groups, unsigned indent);
  void printInstance(const Instance &instance);
  std::string connection(const Instance &instance, const Connection &connection);
  std::string value(const Value &value, const std::string &target);
  std::string takeWires();

  const Module &module_;
  const PortTable &ports_;
  ExpressionPrinter expressions_;
  std::vector<std::string> wires_; // needed by what is being printed
  std::string text_;
};

void ModulePrinter::countUses() {
  for (const Section &section : module_.sections) {
    for (const Assignment &assignment : section.assignments)
      expressions_.countUse(assignment.value);
    for (bool withReset : {true, false})
      for (const RegisterGroup &group : groupsOf(section, withReset)) {
        if (group.enable)
          expressions_.countUse(group.enable);
        for (const Register *reg : group.registers)
          expressions_.countUse(reg->next);
      }
    for (const Instance &instance : section.instances)
      for (const Connection &connection : instance.connections)
        if (connection.input)
          expressions_.countUse(connection.input);
  }
  for (const Section &section : module_.sections)
    for (const Assignment &assignment : section.assignments)
      expressions_.setDriven(assignment.target, assignment.value);
}

std::string ModulePrinter::header() const {
  std::vector<Port> ports;
  for (const Signal &signal : module_.signals)
    if (signal.kind == Signal::input || signal.kind == Signal::output)
      ports.push_back({signal.kind == Signal::input, signal.width, signal.name, signal.comment});
  return commentLines(module_.comment, 0) + moduleHeader(module_.name, ports);
}

std::string ModulePrinter::declarations() const {
  size_t rangeWidth = 0;
  auto isInner = [](const Signal &signal) { return signal.kind == Signal::wire || signal.kind == Signal::reg; };
  for (const Signal &signal : module_.signals)
    if (isInner(signal))
      rangeWidth = std::max(rangeWidth, rangeOf(signal.width).size());
  std::string text, line; // signals of one width that need no comment share a line
  unsigned width = 0;
  auto finishLine = [&] {
    text += line.empty() ? "" : line + ";\n";
    line.clear();
  };
  for (const Signal &signal : module_.signals) {
    if (!isInner(signal))
      continue;
    bool joins = !line.empty() && signal.width == width && signal.comment.empty() &&
                 line.size() + signal.name.size() + 3 <= lineLength;
    if (joins) {
      line += ", " + signal.name;
      continue;
    }
    finishLine();
    width = signal.width;
    std::string range = rangeOf(width);
    line = "  logic " + range + std::string(rangeWidth - range.size() + (rangeWidth ? 1 : 0), ' ') + signal.name;
    if (signal.comment.empty())
      continue;
    text += line + ";" + trailing(signal.comment, 2) + "\n";
    line.clear();
  }
  finishLine();
  return text;
}

std::string ModulePrinter::value(const Value &value, const std::string &target) {
  return expressions_.print(value, target, wires_);
}

std::string ModulePrinter::takeWires() {
  std::string text;
  for (const std::string &wire : wires_)
    text += statement(wire, 2);
  wires_.clear();
  return text;
}

void ModulePrinter::printAssignment(const Assignment &assignment) {
  std::string driver = expressions_.printDriver(assignment.target, assignment.value, wires_);
  text_ += takeWires();
  text_ += statement("assign " + module_.signals[assignment.target].name + " = " + driver + ";", 2, assignment.comment);
}

std::string ModulePrinter::updates(const std::vector<RegisterGroup> &groups, unsigned indent) {
  std::string text;
  for (const RegisterGroup &group : groups) {
    std::string condition;
    if (group.enable)
      condition = value(group.enable, module_.signals[group.registers.front()->target].name + "_enable");
    bool isBlock = group.enable && group.registers.size() > 1;
    if (isBlock)
      text += statement("if (" + condition + ") begin", indent);
    unsigned inner = isBlock ? indent + 2 : indent;
    std::string line; // registers that only hand on what another holds share a line
    auto finishLine = [&] {
      text += line.empty() ? "" : statement(line, inner);
      line.clear();
    };
    for (const Register *reg : group.registers) {
      const std::string &name = module_.signals[reg->target].name;
      std::string update = name + " <= " + value(reg->next, name + "_next") + ";";
      if (group.enable && !isBlock)
        update = "if (" + condition + ") " + update;
      bool carriesOn = reg->next->kind == Expression::signal && reg->comment.empty() &&
                       module_.signals[reg->next->signalId].kind == Signal::reg;
      if (!carriesOn || line.size() + update.size() + 1 > lineLength - inner)
        finishLine();
      if (carriesOn)
        line += (line.empty() ? "" : " ") + update;
      else
        text += statement(update, inner, reg->comment);
    }
    finishLine();
    if (isBlock)
      text += std::string(indent, ' ') + "end\n";
  }
  return text;
}

void ModulePrinter::printRegisters(const Section &section) {
  std::vector<RegisterGroup> withReset = groupsOf(section, true), others = groupsOf(section, false);
  if (withReset.empty() && others.empty())
    return;
  expressions_.markRead(module_.clock);
  std::string body;
  if (!withReset.empty()) {
    expressions_.markRead(module_.reset);
    body += "    if (" + module_.signals[module_.reset].name + ") begin\n";
    for (const RegisterGroup &group : withReset)
      for (const Register *reg : group.registers)
        body +=
            statement(module_.signals[reg->target].name + " <= " + ExpressionPrinter::literal(*reg->reset) + ";", 6);
    body += "    end else begin\n" + updates(withReset, 6) + "    end\n";
  }
  body += updates(others, 4);
  text_ += takeWires();
  text_ += "  always_ff @(posedge " + module_.signals[module_.clock].name + ") begin\n" + body + "  end\n";
}

std::string ModulePrinter::connection(const Instance &instance, const Connection &connection) {
  if (connection.input)
    return value(connection.input, instance.name + "_" + connection.port);
  if (connection.output)
    return module_.signals[*connection.output].name;
  std::string name = expressions_.freshName("unused_" + instance.name + "_" + connection.port);
  std::string range = rangeOf(ports_.widthOf(instance, connection.port));
  wires_.push_back("wire " + range + (range.empty() ? "" : " ") + name + ";");
  return name;
}

void ModulePrinter::printInstance(const Instance &instance) {
  std::string parameters;
  auto add = [&](const std::string &name, const std::string &value) {
    parameters += (parameters.empty() ? "" : ", ") + ("." + name) + "(" + value + ")";
  };
  for (auto &[name, number] : instance.parameters)
    add(name, std::to_string(number));
  for (auto &[name, content] : instance.textParameters)
    add(name, "\"" + content + "\"");
  size_t width = 0;
  for (const Connection &wired : instance.connections)
    width = std::max(width, wired.port.size());
  std::string body;
  for (const Connection &wired : instance.connections) {
    bool isLast = &wired == &instance.connections.back();
    std::string padding(width - wired.port.size(), ' ');
    body += statement("." + wired.port + padding + " (" + connection(instance, wired) + ")" + (isLast ? "" : ","), 4);
  }
  text_ += commentLines(instance.comment, 2) + takeWires();
  text_ +=
      statement(instance.module + (parameters.empty() ? " " : " #(" + parameters + ") ") + instance.name + " (", 2);
  text_ += body + "  );\n";
}

void ModulePrinter::printSection(const Section &section) {
  if (section.assignments.empty() && section.registers.empty() && section.instances.empty())
    return;
  text_ += "\n" + commentLines(section.comment, 2);
  for (const Instance &instance : section.instances)
    printInstance(instance);
  for (const Assignment &assignment : section.assignments)
    printAssignment(assignment);
  printRegisters(section);
}

std::string ModulePrinter::print() {
  countUses();
  for (const Section &section : module_.sections)
    printSection(section);
  std::string inner = declarations();
  std::string text = header() + (inner.empty() ? "" : "\n") + inner + text_;
  if (std::vector<std::string> unread = expressions_.unreadBits(); !unread.empty()) {
    std::string list = "1'b0";
    for (const std::string &bits : unread)
      list += ", " + bits;
    text += "\n  // Bits that nothing reads.\n";
    text += statement("wire " + expressions_.freshName("unused") + " = &{" + list + "};", 2);
  }
  return text + "endmodule\n";
}

} // namespace

std::map<std::string, std::string> allo::target::rtl::model::print(const Netlist &netlist) {
  std::map<std::string, std::string> files;
  PortTable ports(netlist);
  for (const Module &module : netlist.modules)
    files[module.name + ".sv"] = ModulePrinter(module, ports).print();
  for (const Rom &rom : netlist.roms)
    files[rom.name + ".sv"] = printRom(rom);
  return files;
}
