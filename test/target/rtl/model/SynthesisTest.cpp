// Synthesis by Yosys: counts, the defects it finds, and what is said when the tool fails. What memories and ROMs
// become.
#include "build/Synthesis.h"

#include "allo/error.hpp"
#include "support/TemporaryDirectory.h"
#include "target/rtl/memories/Memories.h"
#include "target/rtl/model/Model.h"

#include "llvm/Support/MathExtras.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

using namespace allo::build;
namespace fs = std::filesystem;

namespace {

SynthesisSources design(const std::string &body) { return {{{"unit.sv", body}}, {"unit.sv"}, "unit"}; }

// The message of the error, which must be of this kind, and whose log must exist.
template <typename Error> std::string failure(const SynthesisSources &sources) {
  try {
    checkSynthesisable(sources);
  } catch (const Error &error) {
    std::string text = error.what(), mark = "its log is ";
    if (size_t at = text.find(mark); at != std::string::npos) {
      fs::path log = text.substr(at + mark.size(), text.find(".log", at) + 4 - at - mark.size());
      EXPECT_TRUE(fs::exists(log)) << log;
      fs::remove(log);
    }
    return text;
  } catch (const std::exception &error) {
    return std::string("another error: ") + error.what();
  }
  return "no error";
}

#define EXPECT_CONTAINS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

// A program named yosys that comes first in PATH.
class FakeYosys {
public:
  explicit FakeYosys(const std::string &script) : path_(getenv("PATH")) {
    if (!script.empty()) {
      allo::support::writeFile(folder_.path() / "yosys", "#!/bin/sh\n" + script);
      fs::permissions(folder_.path() / "yosys", fs::perms::owner_all);
      setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
      return;
    }
    fs::create_symlink("/bin/sh", folder_.path() / "sh");
    setenv("PATH", folder_.path().c_str(), 1);
  }
  ~FakeYosys() { setenv("PATH", path_.c_str(), 1); }

private:
  std::string path_;
  allo::support::TemporaryDirectory folder_;
};

const char *const counter = R"(module unit (input logic clock, input logic [7:0] a, b, output logic [15:0] total);
  always_ff @(posedge clock) total <= total + a * b;
endmodule
)";

TEST(SynthesisTest, MissingTool) {
  FakeYosys none("");
  std::string text = failure<allo::UserError>(design(counter));
  EXPECT_CONTAINS(text, "cannot run yosys, which synthesis needs");
  EXPECT_CONTAINS(text, "install the Debian package yosys");
}

TEST(SynthesisTest, FailingTool) {
  FakeYosys fake("echo 'ERROR: it is broken' >&2\nexit 1\n");
  std::string text = failure<allo::InternalError>(design(counter));
  EXPECT_CONTAINS(text, "yosys exited with status 1 on the design that was made; its log is ");
  EXPECT_CONTAINS(text, "ERROR: it is broken");
}

TEST(SynthesisTest, EndedTool) {
  FakeYosys fake("kill -9 $$\n");
  EXPECT_CONTAINS(failure<allo::UserError>(design(counter)), "yosys was ended by signal 9 (Killed); its log is ");
}

TEST(SynthesisTest, FullDisk) {
  FakeYosys fake("echo 'ERROR: write: No space left on device' >&2\nexit 1\n");
  EXPECT_CONTAINS(failure<allo::UserError>(design(counter)), "yosys found no space left on the device of ");
}

TEST(SynthesisTest, RefusedText) {
  EXPECT_CONTAINS(failure<allo::InternalError>(design("module unit (;\n")), "syntax error");
}

TEST(SynthesisTest, Latch) {
  EXPECT_CONTAINS(failure<allo::InternalError>(
                      design("module unit (input logic a, e, output logic q); always @* if (e) q = a; endmodule\n")),
                  "the design that was made has latches");
}

TEST(SynthesisTest, Loop) {
  EXPECT_CONTAINS(failure<allo::InternalError>(design(
                      "module unit (input logic a, output logic q); wire x = q ^ a; assign q = !x; endmodule\n")),
                  "the design that was made has a combinational loop");
}

TEST(SynthesisTest, LoopThroughDifferentBitsIsNone) {
  EXPECT_EQ(failure<allo::InternalError>(design("module unit (input logic a, output logic [3:0] q); assign q[0] = a; "
                                                "assign q[3:1] = ~q[2:0]; endmodule\n")),
            "no error");
}

TEST(SynthesisTest, SeveralDrivers) {
  EXPECT_CONTAINS(failure<allo::InternalError>(design("module unit (input logic a, b, output logic q); assign q = a & "
                                                      "b; assign q = a | b; endmodule\n")),
                  "the design that was made has signals with several drivers");
}

TEST(SynthesisTest, NoDriver) {
  EXPECT_CONTAINS(failure<allo::InternalError>(
                      design("module unit (input logic a, output logic q); logic x; assign q = a & x; endmodule\n")),
                  "the design that was made has signals without a driver");
}

TEST(SynthesisTest, CountsOfBothFamilies) {
  SynthesisCounts old = synthesise(design(counter), SynthesisFamily::xc7);
  EXPECT_EQ(old.ff + 16 * old.dsp, 16) << "the accumulator is in the DSP or in 16 flip-flops";
  EXPECT_EQ(old.bram18 + old.uram + old.lutRam, 0);
  SynthesisCounts recent = synthesise(design(counter), SynthesisFamily::xcup);
  EXPECT_EQ(recent.ff, 16);
  EXPECT_GT(recent.lut + recent.dsp, 0);
}

// A module with instances of memories that have ports of their own.
class Memories {
public:
  Memories() : sources_{allo::target::rtl::memorySources(), {}, "unit"} {}
  void add(const std::string &module, unsigned width, unsigned depth, const std::string &style = "") {
    std::string parameters = ".WIDTH(" + std::to_string(width) + "), .DEPTH(" + std::to_string(depth) + ")";
    instance(module, style.empty() ? parameters : parameters + ", .STYLE(\"" + style + "\")",
             *allo::target::rtl::model::externalPorts({module, "", {{"WIDTH", width}, {"DEPTH", depth}}, {}, {}, ""}));
  }
  void addRom(const std::string &name, unsigned width, unsigned depth) {
    using namespace allo::target::rtl::model;
    Rom rom{name, width, 2, {}, ""};
    for (unsigned i = 0; i < depth; ++i)
      rom.contents.push_back(llvm::APInt(64, uint64_t(i) * 2654435761u % 262139u).zextOrTrunc(width));
    Netlist netlist;
    netlist.roms.push_back(rom);
    sources_.files.merge(print(netlist));
    unsigned address = llvm::Log2_32_Ceil(depth);
    instance(name, "",
             {{"clock", true, 1},
              {"enable0", true, 1},
              {"address0", true, address},
              {"q0", false, width},
              {"enable1", true, 1},
              {"address1", true, address},
              {"q1", false, width}});
  }
  SynthesisCounts synthesised(SynthesisFamily family) {
    sources_.files["unit.sv"] = "module unit (\n  input logic clock" + ports_ + "\n);\n" + instances_ + "endmodule\n";
    for (auto &[name, text] : sources_.files)
      sources_.order.push_back(name);
    return synthesise(sources_, family);
  }

private:
  void instance(const std::string &module, const std::string &parameters,
                const std::vector<allo::target::rtl::model::ExternalPort> &ports) {
    std::string name = "m" + std::to_string(count_++);
    instances_ += "  " + module + (parameters.empty() ? " " : " #(" + parameters + ") ") + name + " (.clock(clock)";
    for (auto &port : ports) {
      if (port.name == "clock")
        continue;
      ports_ += std::string(",\n  ") + (port.isInput ? "input" : "output") + " logic [" +
                std::to_string(port.width - 1) + ":0] " + name + "_" + port.name;
      instances_ += ", ." + port.name + "(" + name + "_" + port.name + ")";
    }
    instances_ += ");\n";
  }
  SynthesisSources sources_;
  std::string ports_, instances_;
  unsigned count_ = 0;
};

// Anything more than a LUT for each port's write enable would be emulation.
TEST(MemorySynthesisTest, SevenSeries) {
  Memories memories;
  memories.add("allo_ram_tdp", 32, 1024, "block"); // RAMB36
  memories.add("allo_ram_tdp", 16, 1000, "block"); // RAMB18
  memories.add("allo_ram_sdp", 32, 1000, "block"); // RAMB36
  memories.add("allo_ram_sdp", 32, 512, "block");  // RAMB18
  memories.add("allo_ram_sp", 32, 1024, "block");  // RAMB36
  memories.addRom("weights", 18, 1000);            // RAMB18
  memories.add("allo_ram_lut", 32, 32);            // 6 RAM32M
  memories.add("allo_ram_sdp", 32, 32, "distributed");
  SynthesisCounts counts = memories.synthesised(SynthesisFamily::xc7);
  EXPECT_GE(counts.bram18, 2 + 1 + 2 + 1 + 2 + 1);
  EXPECT_LE(counts.bram18, 2 + 1 + 2 + 1 + 2 + 2) << "Yosys may give each port of the ROM its own";
  EXPECT_EQ(counts.cells["RAM32M"], 12);
  EXPECT_EQ(counts.ff, 32) << "the output register of the distributed one";
  EXPECT_EQ(counts.lutRam, 48);
  EXPECT_LE(counts.lut - counts.lutRam, 2 + 2 + 1);
}

TEST(MemorySynthesisTest, UltraScale) {
  Memories memories;
  memories.add("allo_ram_tdp", 32, 1024, "block");
  memories.add("allo_ram_sdp", 72, 16384, "ultra");
  memories.add("allo_ram_lut", 8, 64);
  SynthesisCounts counts = memories.synthesised(SynthesisFamily::xcup);
  EXPECT_EQ(counts.bram18, 2);
  EXPECT_EQ(counts.uram, 4);
  EXPECT_EQ(counts.cells["RAM64M8"], 2);
}

} // namespace
