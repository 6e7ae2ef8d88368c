// The test bench of a design and the program that drives it under Verilator: the memories and registers outside of the
// kernel as SystemVerilog, a fixed C++ program that fills them, starts the kernel, counts cycles and gathers what it
// wrote, and a description that tells that program which argument is which memory.
#pragma once

#include "support/Interface.h"
#include "target/rtl/Graph.h"
#include "target/rtl/model/Model.h"

#include <map>
#include <string>

namespace allo::target::rtl {

struct Harness {
  // allo_bench.sv: the top module for Verilator. allo_bench.vlt: which signals stay visible.
  std::map<std::string, std::string> files;
  // What the program reads at run time, one line each:
  //   array SLOT VARIABLE ELEMENT_BYTES WIDTH SIGNED {EXTENT KIND BANKS DEPTH}…   (KIND: n, b, c)
  //   input SLOT OFFSET BYTES VARIABLE WIDTH
  //   output SLOT OFFSET BYTES VARIABLE WIDTH SIGNED
  std::string description;
};

constexpr const char *benchModule = "allo_bench";

// `netlist`: its last module is the top, whose ports are those of docs/decisions/0014. Throws InternalError for a port
// that belongs to nothing, or one that is missing.
Harness makeHarness(const Graph &graph, const model::Netlist &netlist, const Interface &interface);

// A controller's register that held something when a design got stuck.
struct ActiveState {
  std::string instance; // "gemm.u_row"
  std::string signal;
  uint64_t value = 0;
  std::string comment; // of the signal: what it controls, with its source line
};
// Of a scope that Verilator names ("TOP.allo_bench.kernel.u_row").
ActiveState activeState(const model::Netlist &netlist, const std::string &scope, const std::string &signal,
                        uint64_t value);

// The texts of allo_driver.cpp and of allo_model.h, through which it sees a model.
extern const char *const driverText, *const modelText;

} // namespace allo::target::rtl
