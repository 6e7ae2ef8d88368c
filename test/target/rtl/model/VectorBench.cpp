// See VectorBench.h.
#include "VectorBench.h"

#include "support/Process.h"
#include "support/TemporaryDirectory.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace allo::test;
using llvm::APInt;

static const char *const verilatorMain = R"(#include "Vbench.h"
int main() {
  VerilatedContext context;
  Vbench bench{&context};
  while (!context.gotFinish()) {
    bench.clock = !bench.clock;
    bench.eval();
  }
}
)";

static const char *const icarusTop = R"(module clocked;
  reg clock = 0;
  always #1 clock = !clock;
  bench bench_0 (.clock(clock));
endmodule
)";

void VectorBench::addInstance(const std::string &module, const std::string &name, const std::string &parameters) {
  instances_.push_back({module, name, parameters, ""});
}

static void connect(std::string &connections, const std::string &port, const std::string &value) {
  connections += (connections.empty() ? "." : ",\n    .") + port + "(" + value + ")";
}

static std::string range(unsigned low, unsigned width) {
  return "[" + std::to_string(low + width - 1) + ":" + std::to_string(low) + "]";
}

void VectorBench::clock(const std::string &port) { connect(instances_.back().connections, port, "clock"); }

void VectorBench::input(const std::string &port, std::vector<APInt> values) {
  unsigned width = values.front().getBitWidth();
  connect(instances_.back().connections, port, "in" + range(inputWidth_, width));
  inputs_.push_back({instances_.back().name, port, inputWidth_, width, std::move(values), {}});
  inputWidth_ += width;
}

void VectorBench::output(const std::string &port, std::vector<APInt> values) {
  output(port, std::move(values), std::vector<bool>(cycles_, true));
}

void VectorBench::output(const std::string &port, std::vector<APInt> values, const std::vector<bool> &isKnown) {
  unsigned width = values.front().getBitWidth();
  connect(instances_.back().connections, port, "out" + range(outputWidth_, width));
  std::vector<APInt> masks;
  for (bool known : isKnown)
    masks.push_back(known ? APInt::getAllOnes(width) : APInt::getZero(width));
  outputs_.push_back({instances_.back().name, port, outputWidth_, width, std::move(values), std::move(masks)});
  outputWidth_ += width;
}

static std::string hexadecimal(const APInt &value) {
  llvm::SmallString<256> text;
  value.toStringUnsigned(text, 16);
  return text.str().str();
}

std::string VectorBench::benchText() const {
  std::string cycles = std::to_string(cycles_ - 1);
  std::string text = "module bench (input logic clock);\n";
  text += "  logic " + range(0, inputWidth_) + " stimuli[0:" + cycles + "];\n";
  text += "  logic " + range(0, outputWidth_) + " expected[0:" + cycles + "], masks[0:" + cycles + "];\n";
  text += "  initial begin\n    $readmemh(\"stimuli.hex\", stimuli);\n    $readmemh(\"expected.hex\", expected);\n"
          "    $readmemh(\"masks.hex\", masks);\n  end\n";
  text += "  int cycle = 0;\n";
  text += "  wire " + range(0, inputWidth_) + " in = stimuli[cycle];\n";
  text += "  wire " + range(0, outputWidth_) + " out;\n";
  text += "  wire " + range(0, outputWidth_) + " wrong = (out ^ expected[cycle]) & masks[cycle];\n";
  for (const Instance &instance : instances_)
    text += "  " + instance.module + " " + instance.parameters + " " + instance.name + " (\n    " +
            instance.connections + ");\n";
  text += "  always @(posedge clock) begin\n"
          "    if (wrong !== 0) $display(\"wrong %0d %h %h\", cycle, out, expected[cycle]);\n"
          "    if (cycle == " +
          cycles +
          ") begin\n      $display(\"done\");\n      $finish;\n    end else cycle <= cycle + 1;\n  end\nendmodule\n";
  return text;
}

void VectorBench::writeFiles(const std::filesystem::path &folder) const {
  std::string stimuli, expected, masks;
  for (unsigned cycle = 0; cycle < cycles_; ++cycle) {
    APInt in(std::max(1u, inputWidth_), 0), out(outputWidth_, 0), mask(outputWidth_, 0);
    for (const Port &port : inputs_)
      in.insertBits(port.values[cycle], port.low);
    for (const Port &port : outputs_) {
      out.insertBits(port.values[cycle], port.low);
      mask.insertBits(port.masks[cycle], port.low);
    }
    stimuli += hexadecimal(in) + "\n";
    expected += hexadecimal(out) + "\n";
    masks += hexadecimal(mask) + "\n";
  }
  support::writeFile(folder / "stimuli.hex", stimuli);
  support::writeFile(folder / "expected.hex", expected);
  support::writeFile(folder / "masks.hex", masks);
  support::writeFile(folder / "bench.sv", benchText());
  support::writeFile(folder / "clocked.sv", icarusTop);
  support::writeFile(folder / "main.cpp", verilatorMain);
  for (auto &[name, text] : files_)
    support::writeFile(folder / name, text);
}

// Which outputs were wrong, in words.
std::string VectorBench::differences(const std::string &output) const {
  std::string report;
  unsigned lines = 0;
  llvm::StringRef rest = output;
  while (!rest.empty() && lines < 5) {
    auto [line, after] = rest.split('\n');
    rest = after;
    llvm::SmallVector<llvm::StringRef, 4> words;
    line.split(words, ' ');
    if (words[0] != "wrong")
      continue;
    for (const Port &port : outputs_) {
      auto bitsOf = [&](llvm::StringRef digits) { // of the port; x and z as they are
        std::string bits;
        for (unsigned i = port.low; i < port.low + port.width; ++i) {
          char digit = i / 4 < digits.size() ? digits[digits.size() - 1 - i / 4] : '0';
          unsigned value = llvm::hexDigitValue(digit);
          bits.insert(bits.begin(), value > 15 ? digit : (value >> (i % 4)) & 1 ? '1' : '0');
        }
        return bits;
      };
      unsigned cycle = unsigned(std::stoul(words[1].str()));
      std::string got = bitsOf(words[2]), wanted = bitsOf(words[3]);
      if (got != wanted && !port.masks[cycle].isZero() && lines++ < 5)
        report += "cycle " + std::to_string(cycle) + ": " + port.instance + "." + port.port + " is " + got +
                  " instead of " + wanted + "\n";
    }
  }
  if (report.empty() && output.find("done") == std::string::npos)
    return "the simulation did not come to its end:\n" + output;
  return report;
}

static std::string shellIn(const std::filesystem::path &folder, const std::string &command) {
  auto result = allo::support::runProcess({"sh", "-c", "cd " + folder.string() + " && " + command});
  return result.succeeded() ? result.output
                            : "'" + command + "' " + result.ending() + "\n" + result.output + result.error;
}

std::string VectorBench::runVerilator() const {
  support::TemporaryDirectory folder;
  writeFiles(folder.path());
  std::string built = shellIn(folder.path(), "OBJCACHE=ccache verilator --cc --exe --build -O3 --Mdir build -Wno-fatal "
                                             "-Wno-lint -CFLAGS -O0 --top-module bench main.cpp bench.sv -y . 2>&1");
  if (!std::filesystem::exists(folder.path() / "build" / "Vbench"))
    return built;
  return differences(shellIn(folder.path(), "./build/Vbench"));
}

std::string VectorBench::runIcarusIn(const std::filesystem::path &folder) const {
  std::string built = shellIn(folder, "iverilog -g2012 -s clocked -o bench.vvp -Y .sv -y . clocked.sv bench.sv 2>&1");
  if (!std::filesystem::exists(folder / "bench.vvp"))
    return built;
  return differences(shellIn(folder, "vvp -n bench.vvp"));
}

std::string VectorBench::runIcarus() const {
  support::TemporaryDirectory folder;
  writeFiles(folder.path());
  return runIcarusIn(folder.path());
}

std::string VectorBench::runYosys(const std::string &top) const {
  support::TemporaryDirectory folder;
  writeFiles(folder.path());
  std::string file = top + ".sv";
  std::string read = shellIn(folder.path(), "yosys -q -p 'read_verilog -sv " + file + "; prep -top " + top +
                                                "; write_verilog -noattr round.sv' 2>&1 && mv round.sv " + file);
  return read.empty() ? runIcarusIn(folder.path()) : read;
}

std::string VectorBench::lint(const std::string &top) const {
  support::TemporaryDirectory folder;
  writeFiles(folder.path());
  return shellIn(folder.path(), "verilator --lint-only -Wall --top-module " + top + " " + top + ".sv -y . 2>&1");
}
