// Devices: forms of operators by clock, areas of memories, the embedded library.
#include "target/rtl/Operators.h"
#include "target/rtl/operators/Forms.h"

#include "allo/error.hpp"

#include "gtest/gtest.h"

#include <algorithm>

using namespace allo;
using namespace allo::target::rtl;

namespace {

constexpr FloatFormat single{8, 23}, twice{11, 52};

OperatorKey floating(OperatorKind kind, FloatFormat format = single) {
  OperatorKey key;
  key.kind = kind;
  key.width = key.operandWidth = format.width();
  key.format = format;
  return key;
}
OperatorKey integer(OperatorKind kind, unsigned width) {
  OperatorKey key;
  key.kind = kind;
  key.width = key.operandWidth = width;
  return key;
}
int64_t parameter(const OperatorData &data, const std::string &name) {
  for (const auto &[key, value] : data.parameters)
    if (key == name)
      return value;
  return -1;
}

TEST(Devices, AreFoundByNameAndPart) {
  EXPECT_EQ(Device::named("xcu280").name(), "xcu280");
  EXPECT_EQ(Device::named("xcu280-fsvh2892-2L-e").name(), "xcu280");
  EXPECT_EQ(Device::named("xc7z020").name(), "xc7z020");
  try {
    Device::named("ice40");
    FAIL();
  } catch (const UserError &error) {
    EXPECT_NE(error.hint().find("xc7z020, xcu280"), std::string::npos);
  }
}

TEST(Devices, FloatsHaveTheDepthOfTheClock) {
  Device device = Device::named("xcu280");
  double clock = 3.33 * (1 - device.clockMargin());
  OperatorData add = device.operatorFor(floating(OperatorKind::fadd), clock);
  EXPECT_EQ(add.module, "allo_fadd");
  EXPECT_GE(add.latency, 3u);
  EXPECT_LE(add.latency, 7u);
  OperatorData multiply = device.operatorFor(floating(OperatorKind::fmul), clock);
  EXPECT_GE(multiply.latency, 2u);
  EXPECT_LE(multiply.latency, 4u);
  EXPECT_EQ(multiply.area.dsp, 2);
  EXPECT_GT(device.operatorFor(floating(OperatorKind::fmul, twice), clock).area.dsp, 8);
  for (const OperatorData &data : {add, multiply}) {
    EXPECT_LE(data.delayIn, clock);
    EXPECT_LE(data.delayOut, clock);
    EXPECT_EQ(parameter(data, "LATENCY"), int64_t(data.latency));
    EXPECT_EQ(parameter(data, "EXPONENT"), 8);
    EXPECT_EQ(unsigned(__builtin_popcountll(uint64_t(parameter(data, "CUTS")))), data.latency);
  }
}

TEST(Devices, ASlowerClockNeverNeedsMoreRegisters) {
  for (const char *name : {"xcu280", "xc7z020"}) {
    Device device = Device::named(name);
    for (OperatorKind kind : {OperatorKind::fadd, OperatorKind::fmul, OperatorKind::fdiv, OperatorKind::fsqrt,
                              OperatorKind::fcmp, OperatorKind::fround, OperatorKind::fma}) {
      unsigned last = 1000;
      for (double clock : {2.0, 2.5, 3.0, 5.0, 8.0, 15.0, 40.0, 400.0}) {
        unsigned latency = device.operatorFor(floating(kind), clock).latency;
        EXPECT_LE(latency, last) << nameOf(kind) << " at " << clock;
        last = latency;
      }
      EXPECT_EQ(last, 0u) << nameOf(kind);
    }
  }
}

TEST(Devices, FlushingIsSmaller) {
  Device device = Device::named("xcu280");
  OperatorKey key = floating(OperatorKind::fmul);
  double full = device.operatorFor(key, 2.43).area.lut;
  key.flush = true;
  OperatorData data = device.operatorFor(key, 2.43);
  EXPECT_LT(data.area.lut, full);
  EXPECT_EQ(parameter(data, "FLUSH"), 1);
}

TEST(Devices, DivisionsTradeAreaForInterval) {
  Device device = Device::named("xcu280");
  OperatorKey key = integer(OperatorKind::divs, 32);
  OperatorData pipelined = device.operatorFor(key, 2.43), slow = device.operatorFor(key, 2.43, 64);
  EXPECT_EQ(pipelined.interval, 1u);
  EXPECT_EQ(pipelined.module, "allo_divide");
  EXPECT_EQ(slow.module, "allo_divide_serial");
  EXPECT_EQ(slow.interval, slow.latency);
  EXPECT_EQ(slow.latency, 33u);
  EXPECT_LT(slow.area.lut, pipelined.area.lut);
  EXPECT_EQ(device.operatorFor(integer(OperatorKind::remu, 257), 2.43).module, "allo_divide_serial");
}

TEST(Devices, IntegersAndWires) {
  Device device = Device::named("xcu280");
  EXPECT_EQ(device.operatorFor(integer(OperatorKind::add, 32), 2.43).latency, 0u);
  EXPECT_TRUE(device.operatorFor(integer(OperatorKind::add, 32), 2.43).module.empty());
  EXPECT_EQ(device.operatorFor(integer(OperatorKind::mul, 32), 2.43).area.dsp, 3);
  EXPECT_EQ(device.operatorFor(integer(OperatorKind::mul, 8), 2.43).area.dsp, 1);
  EXPECT_EQ(device.operatorFor(integer(OperatorKind::mul, 4), 2.43).area.dsp, 0);
  EXPECT_LT(device.operatorFor(integer(OperatorKind::add, 8), 2.43).delayIn,
            device.operatorFor(integer(OperatorKind::add, 64), 2.43).delayIn);
  OperatorData negation = device.operatorFor(floating(OperatorKind::fneg), 2.43);
  EXPECT_TRUE(negation.module.empty());
  EXPECT_EQ(negation.area.lut, 0);
}

TEST(Devices, Memories) {
  Device large = Device::named("xcu280"), small = Device::named("xc7z020");
  EXPECT_EQ(large.memoryArea("block", 1024, 18, 2).bram, 1);
  EXPECT_EQ(large.memoryArea("block", 512, 36, 1).bram, 1);
  EXPECT_EQ(large.memoryArea("block", 4096, 32, 2).bram, 8);
  EXPECT_EQ(large.memoryArea("ultra", 16384, 72, 2).uram, 4);
  EXPECT_EQ(large.memoryArea("ultra", 16384, 72, 2).bram, 0);
  EXPECT_EQ(small.memoryArea("ultra", 1024, 18, 2).bram, 1);
  EXPECT_EQ(small.memoryArea("distributed", 32, 32, 2).lut, 24);
  EXPECT_GT(large.onChipBits(), small.onChipBits());
}

TEST(Library, EveryModuleHasItsFiles) {
  EXPECT_EQ(sourcesOf("allo_stage"), std::vector<std::string>{"allo_stage.sv"});
  std::vector<std::string> files = sourcesOf("allo_fmul");
  EXPECT_EQ(files.back(), "allo_fmul.sv");
  for (const char *needed : {"allo_product.sv", "allo_stage.sv", "allo_leading_zeros.sv", "allo_shift_sticky.sv"})
    EXPECT_NE(std::find(files.begin(), files.end(), needed), files.end()) << needed;
  for (const auto &[name, text] : operatorSources())
    EXPECT_NE(text.find("module " + name.substr(0, name.size() - 3) + " #("), std::string::npos) << name;
  EXPECT_THROW(sourcesOf("allo_missing"), InternalError);
}

TEST(Forms, FewestRegistersThatFit) {
  std::vector<Segment> segments(4, {1, 1});
  Pipeline all = chooseCuts(segments, 10, 0);
  EXPECT_EQ(all.latency, 0u);
  EXPECT_EQ(all.delayIn, 4);
  Pipeline half = chooseCuts(segments, 2, 0);
  EXPECT_EQ(half.latency, 1u);
  EXPECT_EQ(half.cuts, 4u);
  // Room at both ends moves the registers outwards.
  Pipeline room = chooseCuts(segments, 2, 1);
  EXPECT_EQ(room.latency, 2u);
  EXPECT_EQ(room.delayIn, 1);
  EXPECT_EQ(room.delayOut, 1);
  EXPECT_EQ(chooseCuts({{1, 1}, {5, 5}, {1, 1}}, 2, 0).longest, 5); // does not fit: as short as can be
  EXPECT_EQ(chooseCuts({{2, 2}, {2, 0.5}}, 2.5, 0).latency, 0u);    // less when joined
}

TEST(Forms, EvenSpreadIsThatOfTheModules) {
  Pipeline form = chooseEven(std::vector<Segment>(6, {1, 1}), std::vector<unsigned>(6, 1), 2, 0);
  EXPECT_EQ(form.latency, 2u);
  EXPECT_EQ(form.delayIn, 2);
}

} // namespace
