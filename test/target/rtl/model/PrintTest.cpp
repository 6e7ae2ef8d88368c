// What modules and ROMs look like as text.
#include "allo/error.hpp"
#include "target/rtl/model/Model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

using namespace allo::target::rtl::model;
using llvm::APInt;

namespace {

struct ModuleTest : testing::Test {
  Module module;
  Section section;

  ModuleTest() {
    module.name = "unit";
    module.clock = module.add(Signal::input, 1, "ap_clk");
    module.reset = module.add(Signal::input, 1, "ap_rst");
  }
  Value in(const std::string &name, unsigned width) { return read(module, module.add(Signal::input, width, name)); }
  SignalId out(const std::string &name, unsigned width) { return module.add(Signal::output, width, name); }
  SignalId assign(const std::string &name, Value value) {
    SignalId target = out(name, value->width);
    section.assignments.push_back({target, std::move(value), ""});
    return target;
  }
  std::string text() {
    Netlist netlist;
    netlist.modules.push_back(module);
    netlist.modules.back().sections.push_back(section);
    return print(netlist).at("unit.sv");
  }
  // The text after the declarations.
  std::string body() {
    std::string all = text();
    return all.substr(all.find(");\n") + 3);
  }
};

TEST_F(ModuleTest, WholeModule) {
  module.comment = "unit.cpp:12: int unit(int a)";
  Value a = in("a", 32), go = in("go", 1);
  SignalId sum = module.add(Signal::reg, 32, "sum", "the running total");
  SignalId last = module.add(Signal::reg, 32, "last");
  SignalId ready = module.add(Signal::reg, 1, "ready");
  section.comment = "unit.cpp:14: sum += a";
  section.registers.push_back({sum, binary(Expression::add, read(module, sum), a), go, APInt(32, 0), ""});
  section.registers.push_back({last, a, go, std::nullopt, "kept for the next call"});
  section.registers.push_back({ready, go, nullptr, APInt(1, 0), ""});
  assign("result", read(module, sum));
  module.signals.back().comment = "valid with ap_done";
  EXPECT_EQ(text(), R"(// unit.cpp:12: int unit(int a)
module unit (
  input  logic        ap_clk,
  input  logic        ap_rst,
  input  logic [31:0] a,
  input  logic        go,
  output logic [31:0] result   // valid with ap_done
);

  logic [31:0] sum;  // the running total
  logic [31:0] last;
  logic        ready;

  // unit.cpp:14: sum += a
  assign result = sum;
  always_ff @(posedge ap_clk) begin
    if (ap_rst) begin
      sum <= 32'd0;
      ready <= 1'b0;
    end else begin
      if (go) sum <= sum + a;
      ready <= go;
    end
    if (go) last <= a;  // kept for the next call
  end

  // Bits that nothing reads.
  wire unused = &{1'b0, last, ready};
endmodule
)");
}

TEST_F(ModuleTest, RegistersWithOneEnableShareABlock) {
  Value a = in("a", 8), go = in("go", 1);
  SignalId x = module.add(Signal::reg, 8, "x"), y = module.add(Signal::reg, 8, "y");
  section.registers.push_back({x, a, go, std::nullopt, ""});
  section.registers.push_back({y, read(module, x), go, std::nullopt, ""});
  assign("o", read(module, y));
  EXPECT_NE(body().find("    if (go) begin\n      x <= a;\n      y <= x;\n    end\n"), std::string::npos) << body();
}

TEST_F(ModuleTest, ParenthesesWhereReadersWantThem) {
  Value a = in("a", 8), b = in("b", 8), c = in("c", 8), p = in("p", 1), q = in("q", 1);
  using E = Expression;
  assign("o1", binary(E::sub, binary(E::add, a, b), binary(E::mul, b, c)));
  assign("o2", binary(E::sub, a, binary(E::sub, b, c)));
  assign("o3", binary(E::bitOr, binary(E::bitAnd, p, unary(E::bitNot, q)), binary(E::equal, a, constant(8, 3))));
  assign("o4", select(binary(E::lessSigned, a, b), unary(E::bitNot, a), constant(8, 255)));
  assign("o5", extend(slice(binary(E::add, a, c), 4, 3), 8, true));
  assign("o6", orOf({p, q, binary(E::lessUnsigned, a, b)}));
  std::string text = body();
  for (const char *line :
       {"assign o1 = a + b - b * c;", "assign o2 = a - (b - c);", "assign o3 = (p & !q) | (a == 8'd3);",
        "assign o4 = $signed(a) < $signed(b) ? ~a : 8'hff;", "wire [2:0] o5_part = 3'((a + c) >> 4);",
        "assign o5 = {{5{o5_part[2]}}, o5_part};", "assign o6 = p | q | (a < b);"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

TEST_F(ModuleTest, SharedExpressionBecomesAWire) {
  Value a = in("a", 8), b = in("b", 8);
  using E = Expression;
  Value shared = binary(E::mul, binary(E::add, a, b), b);
  assign("o1", binary(E::add, shared, a));
  assign("o2", binary(E::sub, slice(shared, 0, 4), slice(a, 0, 4)));
  std::string text = body();
  EXPECT_NE(text.find("  wire [7:0] o1_part = (a + b) * b;\n  assign o1 = o1_part + a;\n"
                      "  assign o2 = o1_part[3:0] - a[3:0];\n"),
            std::string::npos)
      << text;
}

TEST_F(ModuleTest, SharedExpressionThatASignalHoldsIsReadThere) {
  Value a = in("a", 8), b = in("b", 8);
  using E = Expression;
  Value shared = binary(E::mul, binary(E::add, a, b), b);
  assign("o1", binary(E::add, shared, a));
  assign("o2", shared);
  std::string text = body();
  EXPECT_NE(text.find("  assign o1 = o2 + a;\n  assign o2 = (a + b) * b;\n"), std::string::npos) << text;
}

TEST_F(ModuleTest, SlicesOfExpressionsStandAlone) {
  Value a = in("a", 8), b = in("b", 8);
  Value low = slice(binary(Expression::add, a, b), 0, 4);
  assign("o1", low);
  assign("o2", concat({constant(2, 1), low}));
  std::string text = body();
  EXPECT_NE(text.find("  wire [3:0] o1_part = 4'(a + b);\n  assign o1 = o1_part;\n  assign o2 = {2'd1, o1_part};\n"),
            std::string::npos)
      << text;
}

TEST_F(ModuleTest, SelectionChainsAreLines) {
  Value a = in("a", 2), x = in("x", 8);
  using E = Expression;
  Value chain = x;
  for (unsigned i = 0; i < 3; ++i)
    chain = select(binary(E::equal, a, constant(2, i)), constant(8, 7 * i), chain);
  assign("o", chain);
  EXPECT_NE(body().find("  assign o = a == 2'd2 ? 8'd14\n      : a == 2'd1 ? 8'd7\n      : a == 2'd0 ? 8'd0 : x;\n"),
            std::string::npos)
      << body();
}

TEST_F(ModuleTest, UnreadBitsAreNamed) {
  Value a = in("a", 16), b = in("b", 3);
  assign("o", concat({slice(a, 8, 4), slice(a, 0, 2)}));
  EXPECT_NE(body().find("wire unused = &{1'b0, ap_clk, ap_rst, a[15:12], a[7:2], b};"), std::string::npos) << body();
}

TEST_F(ModuleTest, InstancesWithOpenOutputs) {
  Value a = in("a", 32), b = in("b", 32);
  SignalId sum = module.add(Signal::wire, 32, "sum");
  Instance adder{"allo_fadd",
                 "adder",
                 {{"EXPONENT", 8}, {"MANTISSA", 23}},
                 {},
                 {{"clock", read(module, module.clock), {}},
                  {"enable", constant(1, 1), {}},
                  {"a", binary(Expression::bitXor, a, b), {}},
                  {"b", b, {}},
                  {"result", nullptr, sum}},
                 "unit.cpp:3: a + b"};
  section.instances.push_back(adder);
  adder.name = "other";
  adder.comment = "";
  adder.textParameters = {{"STYLE", "block"}};
  adder.connections.back() = {"result", nullptr, std::nullopt};
  section.instances.push_back(adder);
  assign("o", read(module, sum));
  EXPECT_NE(body().find(R"(  // unit.cpp:3: a + b
  allo_fadd #(.EXPONENT(8), .MANTISSA(23)) adder (
    .clock  (ap_clk),
    .enable (1'b1),
    .a      (a ^ b),
    .b      (b),
    .result (sum)
  );
  wire [31:0] unused_other_result;
  allo_fadd #(.EXPONENT(8), .MANTISSA(23), .STYLE("block")) other (
)"),
            std::string::npos)
      << body();
}

TEST_F(ModuleTest, TextGrowsWithExpressionsAndNotWithPaths) {
  Value x = in("x", 32);
  for (unsigned i = 0; i < 200; ++i) // 2^200 paths
    x = binary(Expression::add, binary(Expression::mul, x, x), x);
  assign("o", x);
  EXPECT_LT(text().size(), 20000u);
}

TEST_F(ModuleTest, DeepExpressionsNeedNoDeepStack) {
  Value x = in("x", 32), a = in("a", 32);
  for (unsigned i = 0; i < 200000; ++i)
    x = binary(i % 2 ? Expression::sub : Expression::bitXor, a, x);
  assign("o", x);
  EXPECT_GT(text().size(), 1000000u);
}

TEST_F(ModuleTest, LargeModulesPrintInLinearTime) {
  Value a = in("a", 32), go = in("go", 1);
  std::vector<Value> values{a};
  for (unsigned i = 0; i < 4096; ++i) {
    SignalId sum = module.add(Signal::wire, 32, "sum");
    Instance adder{"allo_fadd", module.uniqueName("adder"), {{"EXPONENT", 8}, {"MANTISSA", 23}}, {}, {}, ""};
    adder.connections = {{"clock", read(module, module.clock), {}},
                         {"enable", constant(1, 1), {}},
                         {"a", values.back(), {}},
                         {"b", a, {}},
                         {"result", nullptr, sum}};
    section.instances.push_back(adder);
    values.push_back(read(module, sum));
    for (unsigned k = 0; k < 24; ++k) {
      SignalId stage = module.add(Signal::reg, 32, "stage");
      section.registers.push_back({stage, values.back(), go, std::nullopt, ""});
      values.push_back(read(module, stage));
    }
  }
  assign("o", values.back());
  Netlist netlist;
  netlist.modules.push_back(std::move(module));
  netlist.modules.back().sections.push_back(std::move(section));
  auto start = std::chrono::steady_clock::now();
  std::string printed = print(netlist).at("unit.sv");
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("milliseconds", int(seconds * 1000));
  std::cout << printed.size() << " bytes in " << seconds << " s\n";
  EXPECT_EQ(std::count(printed.begin(), printed.end(), '('), 4096 * 9 + 3);
  EXPECT_LT(seconds, 3.0);
}

TEST(LiteralTest, RomsAreCases) {
  Netlist netlist;
  netlist.roms.push_back({"weights", 8, 1, {APInt(8, 3), APInt(8, 255), APInt(8, 16)}, "weights.cpp:3"});
  EXPECT_EQ(print(netlist).at("weights.sv"), R"(// weights.cpp:3
module weights (
  input  logic       clock,
  input  logic       enable0,
  input  logic [1:0] address0,
  output logic [7:0] q0
);
  always_ff @(posedge clock)
    if (enable0)
      case (address0)
        2'd0: q0 <= 8'd3;
        2'd1: q0 <= 8'hff;
        2'd2: q0 <= 8'd16;
        default: q0 <= 8'd0;
      endcase
endmodule
)");
}

} // namespace
