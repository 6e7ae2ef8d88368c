// Identifiers: legal in SystemVerilog, harmless in the C++ that Verilator makes of them, unique in their module.
#include "target/rtl/model/Model.h"

#include "allo/error.hpp"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace allo::target::rtl::model;

// IEEE 1800-2017, annex B.
static const char *const systemVerilogKeywords =
    "accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before begin bind "
    "bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking cmos config "
    "const constraint context continue cover covergroup coverpoint cross deassign default defparam design disable "
    "dist do edge else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup "
    "endinterface endmodule endpackage endprimitive endprogram endproperty endsequence endspecify endtable endtask "
    "enum event eventually expect export extends extern final first_match for force foreach forever fork forkjoin "
    "function generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import "
    "incdir include initial inout input inside instance int integer interconnect interface intersect join join_any "
    "join_none large let liblist library local localparam logic longint macromodule matches medium modport module "
    "nand negedge nettype new nexttime nmos nor noshowcancelled not notif0 notif1 null or output package packed "
    "parameter pmos posedge primitive priority program property protected pull0 pull1 pulldown pullup "
    "pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase randsequence rcmos real realtime ref reg "
    "reject_on release repeat restrict return rnmos rpmos rtran rtranif0 rtranif1 s_always s_eventually s_nexttime "
    "s_until s_until_with scalared sequence shortint shortreal showcancelled signed small soft solve specify "
    "specparam static string strong strong0 strong1 struct super supply0 supply1 sync_accept_on sync_reject_on table "
    "tagged task this throughout time timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 triand trior trireg "
    "type typedef union unique unique0 unsigned until until_with untyped use uwire var vectored virtual void wait "
    "wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor";

// Words of C++, its library's macros and Verilator's model class: Verilator warns of them or would have to rename them.
static const char *const cppWords =
    "alignas alignof and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool catch char char8_t "
    "char16_t char32_t co_await co_return co_yield compl concept const_cast consteval constexpr constinit decltype "
    "delete double dynamic_cast explicit export false float friend goto inline long main module mutable namespace "
    "noexcept not_eq nullptr operator or_eq private public register reinterpret_cast requires short sizeof "
    "static_assert static_cast std switch synchronized template thread_local throw true try typeid typename using "
    "volatile wchar_t xor_eq errno NULL EOF assert stdin stdout stderr max min abort exit eval trace name contextp "
    "emit near far windows override uint vluint final init clk_gate TOP";

static const llvm::StringSet<> &reservedWords() {
  static const llvm::StringSet<> words = [] {
    llvm::StringSet<> result;
    llvm::SmallVector<llvm::StringRef, 0> list;
    llvm::StringRef(systemVerilogKeywords).split(list, ' ');
    llvm::StringRef(cppWords).split(list, ' ');
    result.insert(list.begin(), list.end());
    return result;
  }();
  return words;
}

std::string allo::target::rtl::model::legalName(const std::string &name) {
  std::string legal;
  for (char c : name) {
    bool isWordCharacter = llvm::isAlnum(c); // of ASCII only
    if (isWordCharacter)
      legal += c;
    else if (!legal.empty() && legal.back() != '_')
      legal += '_';
  }
  while (!legal.empty() && legal.back() == '_')
    legal.pop_back();
  if (legal.empty())
    return "unnamed";
  if (llvm::isDigit(legal.front()))
    legal = "n" + legal;
  return reservedWords().contains(legal) ? legal + "_s" : legal;
}

bool allo::target::rtl::model::isLegalName(const std::string &name) {
  if (name.empty() || !(llvm::isAlpha(name.front()) || name.front() == '_') || reservedWords().contains(name))
    return false;
  return llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

std::string Module::uniqueName(const std::string &name) {
  std::string base = legalName(name);
  unsigned &next = taken_[base];
  if (next == 0) {
    next = 1;
    return base;
  }
  for (;;) {
    std::string candidate = base + "_" + std::to_string(next++);
    if (taken_.emplace(candidate, 1).second)
      return candidate;
  }
}

SignalId Module::add(Signal::Kind kind, unsigned width, const std::string &signalName,
                     const std::string &signalComment) {
  if (width == 0)
    throw InternalError("RTL model: signal '" + signalName + "' of module '" + name + "' has no bits");
  signals.push_back({uniqueName(signalName), kind, width, signalComment});
  return SignalId(signals.size() - 1);
}
