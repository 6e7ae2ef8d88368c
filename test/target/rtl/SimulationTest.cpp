// The simulation of designs written by hand in SystemVerilog with the ports of docs/decisions/0014: what the bench and
// its driver do with arrays, registers, results, the protocol, hangs and broken tools.
#include "build/Simulation.h"

#include "allo/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/stat.h>

using namespace allo;
using namespace allo::build;
using namespace allo::target::rtl;
using ::testing::HasSubstr;

namespace {
ElementType int32{ElementType::signed_integer, 4, "int"};
ElementType uint64{ElementType::unsigned_integer, 8, "unsigned long"};
ElementType int8{ElementType::signed_integer, 1, "signed char"};
ElementType boolean{ElementType::boolean, 1, "bool"};

// A design under construction: each call adds a parameter, with its ports, in the order of the source.
class Handmade {
public:
  explicit Handmade(const std::string &name) {
    top_.name = name;
    graph_.functions.emplace_back();
    function().name = name;
    function().isTop = true;
    interface.kernel = name;
    for (const char *port : {"ap_clk", "ap_rst", "ap_start"})
      addPort(port, 1, true);
    for (const char *port : {"ap_done", "ap_idle", "ap_ready"})
      addPort(port, 1, false);
  }

  void addPort(const std::string &name, unsigned width, bool isInput) {
    model::Signal signal;
    signal.name = name;
    signal.kind = isInput ? model::Signal::input : model::Signal::output;
    signal.width = width;
    top_.signals.push_back(signal);
  }
  void addReadPort(const std::string &bank, unsigned port, unsigned address, unsigned width) {
    addPort(bank + "_address" + std::to_string(port), address, false);
    addPort(bank + "_ce" + std::to_string(port), 1, false);
    addPort(bank + "_q" + std::to_string(port), width, true);
  }
  void addWritePort(const std::string &bank, unsigned port, unsigned address, unsigned width) {
    if (address) {
      addPort(bank + "_address" + std::to_string(port), address, false);
      addPort(bank + "_ce" + std::to_string(port), 1, false);
    }
    addPort(bank + "_we" + std::to_string(port), 1, false);
    addPort(bank + "_d" + std::to_string(port), width, false);
  }

  void array(const std::string &name, const ElementType &type, unsigned width,
             const std::vector<MemoryDimension> &dimensions) {
    Memory memory;
    memory.name = name;
    memory.width = width;
    memory.dimensions = dimensions;
    memory.style = MemoryStyle::external;
    memory.isParameter = true;
    memory.place = {"kernel.cpp", 3, 12};
    TopParameter parameter;
    parameter.name = name;
    parameter.memory = static_cast<int>(function().memories.size());
    function().memories.push_back(memory);
    graph_.parameters.push_back(parameter);
    InterfaceParameter described;
    described.kind = InterfaceParameter::array;
    described.name = name;
    described.type = type;
    described.bytes = type.bytes;
    for (const MemoryDimension &dimension : dimensions) {
      described.shape.push_back(dimension.extent);
      described.bytes *= dimension.extent;
    }
    interface.parameters.push_back(described);
  }

  void scalar(const std::string &name, const ElementType &type, unsigned width) {
    TopParameter parameter;
    parameter.name = name;
    parameter.inputs.push_back({0, static_cast<int>(function().arguments.size())});
    Argument argument;
    argument.name = name;
    argument.width = width;
    function().arguments.push_back(argument);
    graph_.parameters.push_back(parameter);
    addPort(name, width, true);
    InterfaceParameter described;
    described.name = name;
    described.type = type;
    described.bytes = type.bytes;
    interface.parameters.push_back(described);
  }

  void result(const ElementType &type, unsigned width) {
    graph_.resultOutput = static_cast<int>(function().outputs.size());
    target::rtl::Function::Output output;
    output.name = "return";
    output.width = width;
    output.isSigned = type.kind == ElementType::signed_integer;
    function().outputs.push_back(output);
    addPort("ap_return", width, false);
    interface.result = type;
  }

  void reference(const std::string &name, const ElementType &type, unsigned width) {
    TopParameter parameter;
    parameter.name = name;
    parameter.outputs.push_back({0, static_cast<int>(function().outputs.size())});
    target::rtl::Function::Output output;
    output.name = name;
    output.width = width;
    output.isSigned = type.kind == ElementType::signed_integer;
    function().outputs.push_back(output);
    graph_.parameters.push_back(parameter);
    addPort(name + "_o", width, false);
    InterfaceParameter described;
    described.kind = InterfaceParameter::reference;
    described.name = name;
    described.type = type;
    described.bytes = type.bytes;
    interface.parameters.push_back(described);
  }

  target::rtl::Function &function() { return graph_.functions.back(); }
  model::Module &top() { return top_; }
  model::Netlist netlist; // modules below the top

  SimulatedDesign design(const std::string &text, std::function<CycleBounds(void *const *)> cyclesOf = {}) const {
    SimulatedDesign design;
    design.graph = std::make_shared<Graph>(graph_);
    auto netlist = std::make_shared<model::Netlist>(this->netlist);
    netlist->modules.push_back(top_);
    design.netlist = netlist;
    design.files["design.sv"] = text;
    design.order = {"design.sv"};
    design.interface = interface;
    design.cyclesOf = std::move(cyclesOf);
    return design;
  }

  Interface interface;

private:
  Graph graph_;
  model::Module top_;
};

MemoryDimension whole(int64_t extent) { return {extent, MemoryDimension::none, 1, extent}; }
MemoryDimension inTurn(int64_t extent, int64_t banks) {
  return {extent, MemoryDimension::cyclic, banks, (extent + banks - 1) / banks};
}
MemoryDimension blocks(int64_t extent, int64_t banks) {
  return {extent, MemoryDimension::block, banks, (extent + banks - 1) / banks};
}
MemoryDimension elementRegisters(int64_t extent) { return {extent, MemoryDimension::complete, extent, 1}; }

const std::string header =
    "(input ap_clk, input ap_rst, input ap_start, output ap_done, output ap_idle, output ap_ready";

// Adds `bias` to A's even and odd elements at once and gives their sum: 2 banks in, 2 banks out.
const std::string addBias = "module add_bias" + header + R"(,
  output [1:0] A_0_address0, output A_0_ce0, input [31:0] A_0_q0,
  output [1:0] A_1_address0, output A_1_ce0, input [31:0] A_1_q0,
  input [31:0] bias,
  output [1:0] B_0_address0, output B_0_ce0, output B_0_we0, output [31:0] B_0_d0,
  output [1:0] B_1_address0, output B_1_ce0, output B_1_we0, output [31:0] B_1_d0,
  output reg [31:0] ap_return);
  reg [2:0] main_step; // loop i, kernel.cpp:4
  reg running;
  wire busy = running;
  assign ap_idle = !running;
  assign ap_done = running && main_step == 4;
  assign ap_ready = ap_done;
  assign A_0_address0 = main_step[1:0];
  assign A_1_address0 = main_step[1:0];
  assign A_0_ce0 = running && main_step < 4;
  assign A_1_ce0 = A_0_ce0;
  wire [1:0] last = main_step[1:0] - 2'd1;
  assign B_0_address0 = last;
  assign B_1_address0 = last;
  assign B_0_ce0 = running && main_step > 0;
  assign B_1_ce0 = B_0_ce0;
  assign B_0_we0 = B_0_ce0;
  assign B_1_we0 = B_0_ce0;
  assign B_0_d0 = A_0_q0 + bias;
  assign B_1_d0 = A_1_q0 + bias;
  always @(posedge ap_clk)
    if (ap_rst) begin
      running <= 0;
    end else if (!running) begin
      if (ap_start) begin running <= 1; main_step <= 0; ap_return <= 0; end
    end else begin
      main_step <= main_step + 1;
      if (B_0_we0) ap_return <= ap_return + A_0_q0 + A_1_q0;
      if (ap_done) running <= 0;
    end
endmodule
)";

Handmade addBiasDesign() {
  Handmade made("add_bias");
  made.array("A", int32, 32, {inTurn(8, 2)});
  made.scalar("bias", int32, 32);
  made.array("B", int32, 32, {inTurn(8, 2)});
  for (const char *bank : {"A_0", "A_1"})
    made.addReadPort(bank, 0, 2, 32);
  for (const char *bank : {"B_0", "B_1"})
    made.addWritePort(bank, 0, 2, 32);
  made.interface.parameters[0].is_const = true;
  return made;
}

struct BiasRun {
  std::vector<int> A = {1, -2, 3, 4, 5, 6, 7, 100}, B = std::vector<int>(8);
  int bias = -5, sum = 0;
  void *arguments[3] = {A.data(), &bias, B.data()};
};

std::string messageOf(const std::function<void()> &action) {
  try {
    action();
  } catch (const Error &error) {
    return error.what();
  }
  return "nothing was thrown";
}
} // namespace

TEST(Simulation, BanksScalarsAndCycles) {
  Handmade made = addBiasDesign();
  made.result(int32, 32);
  SimulationSettings settings;
  // The result is written by the last edge; this design's value after done differs from that at done.
  std::string text = addBias;
  text.replace(text.find("output reg [31:0] ap_return"), 27, "output [31:0] ap_return");
  text.replace(text.find("reg running;"), 12,
               "reg running; reg [31:0] sum; assign ap_return = B_0_we0 ? sum + A_0_q0 + A_1_q0 : sum;");
  for (size_t at; (at = text.find("ap_return <= ap_return")) != std::string::npos;)
    text.replace(at, 22, "sum <= sum");
  text.replace(text.find("ap_return <= 0"), 14, "sum <= 0");
  Simulation simulation(made.design(text, [](void *const *) { return CycleBounds{5, 5}; }), settings);
  BiasRun run;
  simulation.run(made.interface, run.arguments, &run.sum);
  EXPECT_EQ(run.B, (std::vector<int>{-4, -7, -2, -1, 0, 1, 2, 95}));
  EXPECT_EQ(run.sum, 124);
  EXPECT_EQ(simulation.cycles(), 5);
  run.bias = 1; // the same program again
  simulation.run(made.interface, run.arguments, &run.sum);
  EXPECT_EQ(run.B[1], -1);

  settings.runs = 3;
  Simulation again(made.design(text, [](void *const *) { return CycleBounds{4, 6}; }), settings);
  again.run(made.interface, run.arguments, &run.sum);
  EXPECT_EQ(run.sum, 124);
  settings.runs = 1;
  settings.resetAfter = 3;
  Simulation reset(made.design(text), settings);
  run.sum = 0;
  reset.run(made.interface, run.arguments, &run.sum);
  EXPECT_EQ(run.sum, 124);

  Simulation wrong(made.design(text, [](void *const *) { return CycleBounds{6, 6}; }), {});
  EXPECT_THAT(messageOf([&] { wrong.run(made.interface, run.arguments, &run.sum); }),
              HasSubstr("add_bias takes 5 cycles in the simulation, and the report says 6 cycles"));
}

TEST(Simulation, ResultThatChangesAfterDoneBreaksTheProtocol) {
  Handmade made = addBiasDesign();
  made.result(int32, 32);
  Simulation simulation(made.design(addBias), {});
  BiasRun run;
  EXPECT_THAT(messageOf([&] { simulation.run(made.interface, run.arguments, &run.sum); }),
              HasSubstr("breaks the protocol of its ports: a result changed after the kernel was done"));
}

TEST(Simulation, AddressOutsideOfABankIsNamed) {
  Handmade made = addBiasDesign();
  made.result(int32, 32);
  made.function().memories[1].dimensions = {inTurn(6, 2)}; // three elements a bank; the design writes four
  made.interface.parameters[2].shape = {6};
  made.interface.parameters[2].bytes = 24;
  Simulation simulation(made.design(addBias), {});
  BiasRun run;
  std::string message = messageOf([&] { simulation.run(made.interface, run.arguments, &run.sum); });
  EXPECT_THAT(message, HasSubstr("kernel.cpp:3:12"));
  EXPECT_THAT(message, HasSubstr("reaches address 3 of bank 0 of 'B', which has 3 elements"));
}

namespace {
// Waits for `go`, which never comes unless `n` is odd, in a child module.
const std::string waits = R"(
module child(input ap_clk, input ap_rst, input ap_start, input go, output ap_done);
  reg [1:0] child_step;
  assign ap_done = child_step == 2;
  always @(posedge ap_clk)
    if (ap_rst) child_step <= 0;
    else if (child_step == 0) child_step <= ap_start ? 1 : 0;
    else if (child_step == 1) child_step <= go ? 2 : 1;
    else child_step <= 0;
endmodule
module waits)" + header + R"(, input [7:0] n COUNT);
  reg loop_busy;
  assign ap_idle = !loop_busy;
  assign ap_ready = ap_done;
  reg [31:0] ticks;
  child u_child(.ap_clk(ap_clk), .ap_rst(ap_rst), .ap_start(ap_start && !loop_busy), .go(n[0]), .ap_done(ap_done));
  always @(posedge ap_clk)
    if (ap_rst) begin loop_busy <= 0; ticks <= 0; end
    else begin
      if (ap_start && !loop_busy) loop_busy <= 1;
      else if (ap_done) loop_busy <= 0;
      TICK
    end
endmodule
)";

std::string waitsText(bool ticks) {
  std::string text = waits;
  text.replace(text.find("COUNT"), 5, ticks ? ", output [31:0] ap_return" : "");
  text.replace(text.find("TICK"), 4, ticks ? "ticks <= ticks + 1;" : "");
  if (ticks)
    text.insert(text.find("reg [31:0] ticks;"), "assign ap_return = ticks == 32'hffffffff ? 8 : 7; ");
  return text;
}

Handmade waitsDesign(bool ticks) {
  Handmade made("waits");
  made.scalar("n", int8, 8);
  if (ticks)
    made.result(int32, 32);
  model::Module child;
  child.name = "child";
  model::Signal step;
  step.name = "child_step";
  step.comment = "loop i, kernel.cpp:9";
  child.signals.push_back(step);
  made.netlist.modules.push_back(child);
  model::Instance instance;
  instance.module = "child";
  instance.name = "u_child";
  made.top().sections.emplace_back();
  made.top().sections.back().instances.push_back(instance);
  return made;
}
} // namespace

TEST(Simulation, HangNamesTheStateThatIsStuck) {
  Handmade made = waitsDesign(false);
  Simulation simulation(made.design(waitsText(false)), {});
  int8_t n = 1;
  void *arguments[] = {&n};
  simulation.run(made.interface, arguments, nullptr);
  EXPECT_EQ(simulation.cycles(), 2);
  n = 2;
  std::string message = messageOf([&] { simulation.run(made.interface, arguments, nullptr); });
  EXPECT_THAT(message, HasSubstr("the hardware of waits is stuck: nothing changes after cycle"));
  EXPECT_THAT(message, HasSubstr("waits.u_child.child_step = 1 (loop i, kernel.cpp:9)"));
  EXPECT_THAT(message, HasSubstr("waits.loop_busy = 1"));
}

TEST(Simulation, WatchdogOfABusyDesign) {
  Handmade made = waitsDesign(true);
  int8_t n = 2;
  int result = 0;
  void *arguments[] = {&n};
  SimulationSettings settings;
  settings.mostCycles = 5000;
  Simulation limited(made.design(waitsText(true)), settings);
  std::string message = messageOf([&] { limited.run(made.interface, arguments, &result); });
  EXPECT_THAT(message, HasSubstr("did not end within 5000 cycles; busy are:"));
  EXPECT_THAT(message, HasSubstr("hint: --max-cycles allows more"));
  Simulation bounded(made.design(waitsText(true), [](void *const *) { return CycleBounds{2, 100}; }), {});
  EXPECT_THROW(bounded.run(made.interface, arguments, &result), InternalError);
  EXPECT_THAT(messageOf([&] { bounded.run(made.interface, arguments, &result); }),
              HasSubstr("did not end within 1400 cycles"));
}

TEST(Simulation, DoneWithoutReadyBreaksTheProtocol) {
  Handmade made = waitsDesign(false);
  std::string text = waitsText(false);
  text.replace(text.find("assign ap_ready = ap_done"), 25, "assign ap_ready = 0");
  Simulation simulation(made.design(text), {});
  int8_t n = 1;
  void *arguments[] = {&n};
  EXPECT_THAT(messageOf([&] { simulation.run(made.interface, arguments, nullptr); }),
              HasSubstr("the kernel was done without being ready"));
}

namespace {
// Reverses the four registers of R in one step, adds x to a wide element, and writes narrow and one-bit elements.
const std::string kinds = "module kinds" + header + R"(,
  input [15:0] R_0_q0, output R_0_we0, output [15:0] R_0_d0,
  input [15:0] R_1_q0, output R_1_we0, output [15:0] R_1_d0,
  input [15:0] R_2_q0, output R_2_we0, output [15:0] R_2_d0,
  input [15:0] R_3_q0, output R_3_we0, output [15:0] R_3_d0,
  output [1:0] W_address0, output W_ce0, input [99:0] W_q0,
  output [1:0] W_address1, output W_ce1, output W_we1, output [99:0] W_d1,
  input [63:0] x, input flag,
  output F_ce0, output [1:0] F_address0, output F_we0, output [0:0] F_d0,
  output reg [4:0] out_o, output reg odd_o);
  reg [1:0] step;
  assign ap_idle = step == 0;
  assign ap_done = step == 2;
  assign ap_ready = ap_done;
  assign R_0_we0 = step == 1; assign R_1_we0 = step == 1; assign R_2_we0 = step == 1; assign R_3_we0 = step == 1;
  assign R_0_d0 = R_3_q0; assign R_1_d0 = R_2_q0; assign R_2_d0 = R_1_q0; assign R_3_d0 = R_0_q0;
  assign W_ce0 = step == 1; assign W_address0 = 1;
  assign W_ce1 = step == 2; assign W_address1 = 2; assign W_we1 = 1; assign W_d1 = W_q0 + {36'd0, x};
  assign F_ce0 = step == 2; assign F_address0 = 3; assign F_we0 = flag; assign F_d0 = 1;
  always @(posedge ap_clk)
    if (ap_rst) step <= 0;
    else begin
      step <= step == 0 ? {1'b0, ap_start} : step == 1 ? 2 : 0;
      if (step == 1) begin out_o <= 5'h1d; odd_o <= x[0]; end
    end
endmodule
)";
} // namespace

TEST(Simulation, WidthsRegistersAndReferences) {
  Handmade made("kinds");
  made.array("R", {ElementType::signed_integer, 2, "short"}, 16, {elementRegisters(4)});
  for (int i = 0; i < 4; ++i) {
    std::string bank = "R_" + std::to_string(i);
    made.addPort(bank + "_q0", 16, true);
    made.addWritePort(bank, 0, 0, 16);
  }
  made.array("W", {ElementType::signed_integer, 16, "ap_int<100>"}, 100, {blocks(4, 1)});
  made.addReadPort("W", 0, 2, 100);
  made.addWritePort("W", 1, 2, 100);
  made.scalar("x", uint64, 64);
  made.scalar("flag", boolean, 1);
  made.array("F", boolean, 1, {whole(4)});
  made.addWritePort("F", 0, 2, 1);
  made.reference("out", int8, 5);
  made.reference("odd", boolean, 1);
  short R[4] = {1, 2, -3, 4};
  uint64_t W[4][2] = {{0, 0}, {~0ull, 0x7ffffffffull}, {0, 0}, {5, ~0ull}};
  uint64_t x = 1;
  bool flag = true, F[4] = {}, odd = false;
  int8_t out = 0;
  void *arguments[] = {R, W, &x, &flag, F, &out, &odd};
  Simulation simulation(made.design(kinds), {});
  simulation.run(made.interface, arguments, nullptr);
  EXPECT_EQ(std::vector<short>(R, R + 4), (std::vector<short>{4, -3, 2, 1}));
  EXPECT_EQ(W[2][0], 0u);
  EXPECT_EQ(W[2][1], 0xfffffff800000000u); // bit 99 is the sign
  EXPECT_EQ(W[3][0], 5u);
  EXPECT_EQ(W[3][1], ~0ull);
  EXPECT_TRUE(F[3]);
  EXPECT_FALSE(F[0]);
  EXPECT_EQ(out, -3);
  EXPECT_TRUE(odd);
  EXPECT_EQ(simulation.cycles(), 2);
}

TEST(Simulation, WavesAreWritten) {
  Handmade made = waitsDesign(false);
  SimulationSettings settings;
  settings.waves = (std::filesystem::temp_directory_path() / "allo-simulation-test.fst").string();
  std::filesystem::remove(settings.waves);
  Simulation simulation(made.design(waitsText(false)), settings);
  int8_t n = 1;
  void *arguments[] = {&n};
  simulation.run(made.interface, arguments, nullptr);
  EXPECT_GT(std::filesystem::file_size(settings.waves), 100u);
  std::filesystem::remove(settings.waves);
}

TEST(Simulation, PortsThatBelongToNothingAreRefused) {
  Handmade made = waitsDesign(false);
  made.addPort("stray", 4, true);
  EXPECT_THAT(messageOf([&] { Simulation(made.design(waitsText(false)), {}); }),
              HasSubstr("port 'stray' of waits belongs to no parameter"));
}

namespace {
// A folder in front of PATH with a program of that name.
class FakeProgram {
public:
  FakeProgram(const std::string &name, const std::string &script) : path_(std::getenv("PATH")) {
    std::string file = (directory_.path() / name).string();
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    chmod(file.c_str(), 0755);
    setenv("PATH", (directory_.path().string() + ":" + path_).c_str(), 1);
  }
  ~FakeProgram() { setenv("PATH", path_.c_str(), 1); }

private:
  support::TemporaryDirectory directory_;
  std::string path_;
};

std::string brokenBuild(const std::string &name, const std::string &script, bool &isUserError) {
  FakeProgram fake(name, script);
  Handmade made = waitsDesign(false);
  Simulation simulation(made.design(waitsText(false)), {});
  try {
    simulation.build();
  } catch (const UserError &error) {
    isUserError = true;
    return error.what();
  } catch (const InternalError &error) {
    isUserError = false;
    return error.what();
  }
  return "nothing was thrown";
}

// The log that the message names.
std::string logOf(const std::string &message) {
  size_t start = message.find("its log is ") + 11;
  size_t end = message.find_first_of(":\n", start);
  std::string file = message.substr(start, end - start);
  std::string text = support::readFile(file);
  std::filesystem::remove(file);
  return text;
}
} // namespace

TEST(Simulation, BrokenToolsAreNamedWithTheirLog) {
  bool isUserError = false;
  std::string message = brokenBuild("verilator", "echo '%Error: what is this' >&2; exit 1", isUserError);
  EXPECT_FALSE(isUserError);
  EXPECT_THAT(message, HasSubstr("verilator exited with status 1 on the design that was made; its log is "));
  EXPECT_EQ(logOf(message), "%Error: what is this\n");

  message = brokenBuild("verilator", "echo begun >&2; kill -9 $$", isUserError);
  EXPECT_TRUE(isUserError);
  EXPECT_THAT(message, HasSubstr("verilator was ended by signal 9 (Killed); its log is "));
  EXPECT_EQ(logOf(message), "begun\n");

  message = brokenBuild("verilator", "echo 'cannot write: No space left on device' >&2; exit 1", isUserError);
  EXPECT_TRUE(isUserError);
  EXPECT_THAT(message, HasSubstr("verilator found no space left on the device of "));
  EXPECT_THAT(message, HasSubstr("set TMPDIR to another folder"));
  logOf(message);

  message = brokenBuild("clang++-22", "echo 'error: bad code' >&2; exit 1", isUserError);
  EXPECT_FALSE(isUserError);
  EXPECT_THAT(message, HasSubstr("clang++-22 exited with status 1"));
  logOf(message);
}

TEST(Simulation, MissingVerilator) {
  std::string path = std::getenv("PATH");
  setenv("PATH", "/nonexistent", 1);
  Handmade made = waitsDesign(false);
  Simulation simulation(made.design(waitsText(false)), {});
  std::string message = messageOf([&] { simulation.build(); });
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(message, HasSubstr("cannot run verilator: No such file or directory"));
  EXPECT_THAT(message, HasSubstr("install the Debian package that provides verilator"));
}

TEST(Simulation, IdenticalSourcesAreBuiltOnce) {
  Handmade made = waitsDesign(false);
  Simulation first(made.design(waitsText(false)), {}), second(made.design(waitsText(false)), {});
  first.build();
  FakeProgram broken("verilator", "exit 1");
  second.build();
  EXPECT_EQ(first.buildSeconds(), second.buildSeconds());
}

TEST(Simulation, ManyDesignsInOneProgram) {
  Handmade first = waitsDesign(false), second = waitsDesign(true);
  Simulation quiet(first.design(waitsText(false)), {}), ticking(second.design(waitsText(true)), {});
  Simulation::buildTogether({&quiet, &ticking});
  EXPECT_EQ(quiet.buildSeconds(), ticking.buildSeconds());
  int8_t n = 1;
  int result = 0;
  void *arguments[] = {&n};
  quiet.run(first.interface, arguments, nullptr);
  ticking.run(second.interface, arguments, &result);
  EXPECT_EQ(quiet.cycles(), 2);
  EXPECT_EQ(result, 7);
}
