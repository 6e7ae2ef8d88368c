// Constant tables as modules. A case statement is what Yosys turns into a block RAM or LUT ROM at once (array
// initialisation takes it minutes for ten thousand words); Verilator is quicker with a constant array, which Yosys 0.23
// does not read, so large tables are written both ways.
#include "target/rtl/model/Print.h"
#include "target/rtl/model/PrintExpression.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace allo::target::rtl::model;
using llvm::APInt;

constexpr size_t largeTable = 4096;

static unsigned addressWidth(const Rom &rom) { return std::max(1u, llvm::Log2_64_Ceil(rom.contents.size())); }

std::vector<Port> allo::target::rtl::model::portsOf(const Rom &rom) {
  std::vector<Port> ports{{true, 1, "clock", ""}};
  for (unsigned p = 0; p < rom.ports; ++p) {
    std::string number = std::to_string(p);
    ports.push_back({true, 1, "enable" + number, ""});
    ports.push_back({true, addressWidth(rom), "address" + number, ""});
    ports.push_back({false, rom.width, "q" + number, ""});
  }
  return ports;
}

// All ports as one vector, so that the table is written once.
static std::string joined(const char *name, unsigned ports) {
  std::string text = "{";
  for (unsigned p = ports; p-- > 0;)
    text += name + std::to_string(p) + (p ? ", " : "}");
  return text;
}

// The lines of a case statement over an address that assigns a word to `target`.
static std::string asCase(const Rom &rom, const std::string &address, const std::string &target) {
  unsigned width = addressWidth(rom);
  std::string text = "      case (" + address + ")\n";
  for (size_t i = 0; i < rom.contents.size(); ++i)
    text += "        " + ExpressionPrinter::literal(APInt(width, i)) + ": " + target +
            " <= " + ExpressionPrinter::literal(rom.contents[i]) + ";\n";
  return text + "        default: " + target + " <= " + ExpressionPrinter::literal(APInt::getZero(rom.width)) +
         ";\n      endcase\n";
}

static std::string asArray(const Rom &rom) {
  std::string text = "  localparam logic " + rangeOf(rom.width) + (rom.width > 1 ? " " : "") +
                     "CONTENTS [0:" + std::to_string(rom.contents.size() - 1) + "] = '{";
  size_t perLine = std::max<size_t>(1, 110 / (rom.width / 4 + 7));
  for (size_t i = 0; i < rom.contents.size(); ++i) {
    text += i % perLine == 0 ? "\n    " : " ";
    text += ExpressionPrinter::literal(rom.contents[i]) + (i + 1 < rom.contents.size() ? "," : "};\n");
  }
  return text;
}

static std::string arrayReads(const Rom &rom) {
  std::string text = "  always_ff @(posedge clock) begin\n";
  bool isFull = rom.contents.size() == size_t(1) << addressWidth(rom);
  for (unsigned p = 0; p < rom.ports; ++p) {
    std::string number = std::to_string(p), word = "CONTENTS[address" + number + "]";
    if (!isFull)
      word = "address" + number + " < " + ExpressionPrinter::literal(APInt(addressWidth(rom), rom.contents.size())) +
             " ? " + word + " : " + ExpressionPrinter::literal(APInt::getZero(rom.width));
    text += "    if (enable" + number + ") q" + number + " <= " + word + ";\n";
  }
  return text + "  end\n";
}

static std::string caseReads(const Rom &rom) {
  if (rom.ports == 1)
    return "  always_ff @(posedge clock)\n    if (enable0)\n" + asCase(rom, "address0", "q0");
  auto declare = [](const std::string &kind, unsigned width, const std::string &rest) {
    return "  " + kind + " " + rangeOf(width) + (width > 1 ? " " : "") + rest + ";\n";
  };
  std::string ports = std::to_string(rom.ports), width = std::to_string(rom.width);
  std::string text = declare("wire", rom.ports, "enable = " + joined("enable", rom.ports)) +
                     declare("wire", rom.ports * addressWidth(rom), "address = " + joined("address", rom.ports)) +
                     declare("wire", rom.ports * rom.width, "read");
  text += "  for (genvar port = 0; port < " + ports + "; port = port + 1) begin : reads\n  " +
          declare("logic", rom.width, "q") + "    always_ff @(posedge clock)\n      if (enable[port])\n";
  std::string addressBits = std::to_string(addressWidth(rom));
  text += asCase(rom, "address[port * " + addressBits + " +: " + addressBits + "]", "q") + "    assign read[port * " +
          width + " +: " + width + "] = q;\n  end\n";
  return text + statement("assign " + joined("q", rom.ports) + " = read;", 2);
}

std::string allo::target::rtl::model::printRom(const Rom &rom) {
  std::string text = commentLines(rom.comment, 0) + moduleHeader(rom.name, portsOf(rom));
  if (rom.contents.size() <= largeTable)
    text += caseReads(rom);
  else
    text += "`ifdef VERILATOR\n" + asArray(rom) + arrayReads(rom) + "`else\n" + caseReads(rom) + "`endif\n";
  return text + "endmodule\n";
}
