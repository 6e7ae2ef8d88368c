// Every defect that the verifier knows, and that it takes what is right.
#include "target/rtl/model/Model.h"

#include <gtest/gtest.h>

#include <chrono>

using namespace allo::target::rtl::model;
using llvm::APInt;
using E = Expression;

namespace {

struct VerifyTest : testing::Test {
  Netlist netlist;
  Module module;
  Section section;
  SignalId a, o;

  VerifyTest() {
    module.name = "unit";
    module.clock = module.add(Signal::input, 1, "ap_clk");
    module.reset = module.add(Signal::input, 1, "ap_rst");
    a = module.add(Signal::input, 8, "a");
    o = module.add(Signal::output, 8, "o");
  }
  Value get(SignalId signal) { return read(module, signal); }
  void assign(SignalId target, Value value) { section.assignments.push_back({target, std::move(value), ""}); }
  Instance &instance(const std::string &of, const std::string &name, std::vector<Connection> connections) {
    section.instances.push_back({of, name, {}, {}, std::move(connections), ""});
    return section.instances.back();
  }
  std::string result() {
    Netlist all = netlist;
    all.modules.push_back(module);
    all.modules.back().sections.push_back(section);
    return verify(all);
  }
};

TEST_F(VerifyTest, Right) {
  SignalId r = module.add(Signal::reg, 8, "r");
  section.registers.push_back({r, binary(E::add, get(r), get(a)), constant(1, 1), APInt(8, 3), ""});
  assign(o, get(r));
  EXPECT_EQ(result(), "");
}

TEST_F(VerifyTest, NoDriver) { EXPECT_EQ(result(), "module 'unit': output 'o' has no driver"); }

TEST_F(VerifyTest, TwoDrivers) {
  assign(o, get(a));
  assign(o, constant(8, 0));
  EXPECT_EQ(result(), "module 'unit': output 'o' has 2 drivers");
}

TEST_F(VerifyTest, DrivenInput) {
  assign(o, get(a));
  assign(a, constant(8, 0));
  EXPECT_EQ(result(), "module 'unit': input 'a' is driven");
}

TEST_F(VerifyTest, WidthOfAValue) {
  assign(o, constant(4, 0));
  EXPECT_EQ(result(), "module 'unit': output 'o' has 8 bits, its value 4 bits");
}

TEST_F(VerifyTest, WidthInsideAnExpression) {
  auto odd = std::make_shared<Expression>(E::add, 8);
  odd->operands = {get(a), constant(4, 1)};
  assign(o, odd);
  EXPECT_EQ(result(), "module 'unit': in the value of output 'o': an expression of 8 bits whose operands do not fit");
}

TEST_F(VerifyTest, SignalOfAnotherModule) {
  Module other;
  for (unsigned i = 0; i < 20; ++i)
    other.add(Signal::wire, 8, "w");
  assign(o, read(other, 12));
  EXPECT_EQ(result(), "module 'unit': in the value of output 'o': signal number 12 does not exist");
}

TEST_F(VerifyTest, SignalReadWithAnotherWidth) {
  Module other;
  other.add(Signal::wire, 8, "w");
  assign(o, read(other, 0));
  EXPECT_EQ(result(), "module 'unit': in the value of output 'o': input 'ap_clk' is read as 8 bits");
}

TEST_F(VerifyTest, Registers) {
  assign(o, get(a));
  SignalId r = module.add(Signal::reg, 8, "r");
  EXPECT_EQ(result(), "module 'unit': register 'r' has no driver");
  section.registers.push_back({r, get(a), get(a), std::nullopt, ""});
  EXPECT_EQ(result(), "module 'unit': the enable of register 'r' has 1 bit, its value 8 bits");
  section.registers.back() = {r, get(a), nullptr, APInt(4, 0), ""};
  EXPECT_EQ(result(), "module 'unit': the reset value of register 'r' has 4 bits, the register 8 bits");
  section.registers.back() = {r, nullptr, nullptr, std::nullopt, ""};
  EXPECT_EQ(result(), "module 'unit': register 'r' has no value");
  section.registers.clear();
  assign(r, get(a));
  EXPECT_EQ(result(), "module 'unit': register 'r' is assigned like a wire");
  section.assignments.pop_back();
  section.registers.push_back({o, get(a), nullptr, std::nullopt, ""});
  EXPECT_EQ(result(), "module 'unit': output 'o' is driven like a register");
}

TEST_F(VerifyTest, ClockAndReset) {
  assign(o, get(a));
  SignalId r = module.add(Signal::reg, 8, "r");
  section.registers.push_back({r, get(a), nullptr, APInt(8, 0), ""});
  module.reset = a;
  EXPECT_EQ(result(), "module 'unit': the reset 'a' is not an input of 1 bit");
  module.clock = a;
  EXPECT_EQ(result(), "module 'unit': the clock 'a' is not an input of 1 bit");
}

TEST_F(VerifyTest, Names) {
  assign(o, get(a));
  module.signals[a].name = "always";
  EXPECT_EQ(result(), "module 'unit': 'always' is no legal name of a signal");
  module.signals[a].name = "o";
  EXPECT_EQ(result(), "module 'unit': the name 'o' is used twice");
  module.signals[a].name = "a";
  module.name = "a b";
  EXPECT_EQ(result(), "'a b' is no legal name of a module");
  module.name = "allo_fadd";
  EXPECT_EQ(result(), "there are two modules 'allo_fadd'");
}

TEST_F(VerifyTest, Instances) {
  std::vector<Connection> connections{{"clock", get(module.clock), {}},
                                      {"enable", constant(1, 1), {}},
                                      {"a", get(a), {}},
                                      {"b", get(a), {}},
                                      {"result", nullptr, o}};
  Instance &mul = instance("allo_mul", "product", connections);
  mul.parameters = {{"WIDTH", 8}};
  EXPECT_EQ(result(), "");
  mul.connections[2].input = constant(4, 0);
  EXPECT_EQ(result(), "module 'unit': port 'a' of instance 'product' has 8 bits, its value 4 bits");
  mul.connections[2] = {"x", get(a), {}};
  EXPECT_EQ(result(), "module 'unit': instance 'product': 'allo_mul' has no port 'x'");
  mul.connections[2] = {"b", get(a), {}};
  EXPECT_EQ(result(), "module 'unit': instance 'product': port 'b' is connected twice");
  mul.connections[2] = {"a", nullptr, o};
  EXPECT_EQ(result(), "module 'unit': port 'a' of instance 'product' is an input and drives a signal");
  mul.connections[2] = {"a", nullptr, {}};
  EXPECT_EQ(result(), "module 'unit': port 'a' of instance 'product' has no value");
  mul.connections.erase(mul.connections.begin() + 2);
  EXPECT_EQ(result(), "module 'unit': instance 'product': port 'a' of 'allo_mul' is not connected");
  mul.connections = connections;
  mul.connections.back() = {"result", get(a), {}};
  EXPECT_EQ(result(), "module 'unit': port 'result' of instance 'product' is an output and is given a value");
  mul.connections = connections;
  mul.parameters = {{"WIDTH", 4}, {"OPERAND", 8}};
  EXPECT_EQ(result(), "module 'unit': port 'result' of instance 'product' has 4 bits, output 'o' 8 bits");
  mul.module = "unknown";
  EXPECT_EQ(result(),
            "module 'unit': instance 'product' is of 'unknown', which is neither in the library nor defined before");
}

TEST_F(VerifyTest, LoopThroughWires) {
  SignalId x = module.add(Signal::wire, 8, "x"), y = module.add(Signal::wire, 8, "y");
  assign(x, binary(E::add, get(y), get(a)));
  assign(y, unary(E::bitNot, get(x)));
  assign(o, get(y));
  EXPECT_EQ(result(), "module 'unit': combinational loop: x -> y -> x");
}

TEST_F(VerifyTest, LoopThroughOperators) {
  SignalId sum = module.add(Signal::wire, 8, "sum");
  Instance &mul = instance("allo_mul", "product",
                           {{"clock", get(module.clock), {}},
                            {"enable", constant(1, 1), {}},
                            {"a", get(sum), {}},
                            {"b", get(a), {}},
                            {"result", nullptr, o}});
  mul.parameters = {{"WIDTH", 8}, {"LATENCY", 0}};
  assign(sum, binary(E::add, get(o), get(a)));
  EXPECT_EQ(result(), "module 'unit': combinational loop: o -> sum -> product.a -> o");
  mul.parameters[1].second = 1;
  EXPECT_EQ(result(), "");
}

TEST_F(VerifyTest, LoopThroughLutMemory) {
  SignalId q = module.add(Signal::wire, 8, "q");
  Instance &memory = instance("allo_ram_lut", "memory",
                              {{"clock", get(module.clock), {}},
                               {"write_enable", constant(1, 1), {}},
                               {"write_address", constant(4, 0), {}},
                               {"write_data", get(a), {}},
                               {"read_address", slice(get(q), 0, 4), {}},
                               {"q", nullptr, q}});
  memory.parameters = {{"WIDTH", 8}, {"DEPTH", 16}};
  assign(o, get(q));
  EXPECT_EQ(result(), "module 'unit': combinational loop: memory.read_address -> q -> memory.read_address");
  memory.connections[4].input = slice(get(a), 0, 4);
  memory.connections[3].input = binary(E::add, get(q), get(a)); // written at the clock edge
  EXPECT_EQ(result(), "");
}

// A module through which x reaches y and not z.
Module passing() {
  Module inner;
  inner.name = "inner";
  inner.clock = inner.add(Signal::input, 1, "ap_clk");
  SignalId x = inner.add(Signal::input, 8, "x"), w = inner.add(Signal::input, 8, "w");
  SignalId y = inner.add(Signal::output, 8, "y"), z = inner.add(Signal::output, 8, "z");
  SignalId r = inner.add(Signal::reg, 8, "r");
  Section section;
  section.assignments.push_back({y, binary(E::bitXor, read(inner, x), read(inner, w)), ""});
  section.assignments.push_back({z, read(inner, r), ""});
  section.registers.push_back({r, read(inner, x), nullptr, std::nullopt, ""});
  inner.sections.push_back(section);
  return inner;
}

TEST_F(VerifyTest, LoopThroughModules) {
  netlist.modules.push_back(passing());
  SignalId back = module.add(Signal::wire, 8, "back");
  Instance &inner = instance("inner", "inner_0",
                             {{"ap_clk", get(module.clock), {}},
                              {"x", get(back), {}},
                              {"w", get(a), {}},
                              {"y", nullptr, o},
                              {"z", nullptr, back}});
  EXPECT_EQ(result(), "");
  std::swap(inner.connections[3].output, inner.connections[4].output);
  EXPECT_EQ(result(), "module 'unit': combinational loop: back -> inner_0.x -> back");
}

TEST_F(VerifyTest, Roms) {
  assign(o, get(a));
  netlist.roms.push_back({"table", 8, 1, {APInt(8, 1), APInt(4, 1)}, ""});
  EXPECT_EQ(result(), "'table' is no legal name of a module");
  netlist.roms.back().name = "weights";
  EXPECT_EQ(result(), "ROM 'weights': word 1 has 4 bits, the ROM 8 bits");
  netlist.roms.back().contents.clear();
  EXPECT_EQ(result(), "ROM 'weights': it has no contents");
}

TEST_F(VerifyTest, LargeModulesTakeLinearTime) {
  SignalId last = a;
  for (unsigned i = 0; i < 100000; ++i) {
    SignalId next = module.add(Signal::wire, 8, "next");
    assign(next, binary(E::add, get(last), unary(E::bitNot, get(last))));
    last = next;
  }
  assign(o, get(last));
  netlist.modules.push_back(std::move(module));
  netlist.modules.back().sections.push_back(std::move(section));
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(verify(netlist), "");
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << seconds << " s\n";
  EXPECT_LT(seconds, 5.0);
}

} // namespace
