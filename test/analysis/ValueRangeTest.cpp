// Ranges of values and memories on directed programs, and what types hold.
#include "analysis/ValueRange.h"
#include "analysis/TypeRange.h"
#include "ir/Naming.h"

#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

using namespace allo;
using namespace allo::analysis;
using namespace mlir;

namespace {

// The range of the memory 'm' in a program whose top stores to it.
std::string held(const std::string &body, const std::string &functions = "") {
  MLIRContext context;
  ir::loadDialects(context);
  std::string text = functions + R"(
    func.func @top(%a: i32 {allo.var = #allo.var<id = 0, name = "a", type = <int>>},
                   %s: i16 {allo.var = #allo.var<id = 1, name = "s", type = <short>>}) attributes {allo.top} {
      %m = memref.alloca() {allo.var = #allo.var<id = 2, name = "m", type = <int>>} : memref<8xi32>
      %zero = arith.constant 0 : i32
      %seven = arith.constant 7 : i32
)" + body + "\n return\n}\n";
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return "does not parse";
  Value memory;
  ir::topOf(*module).walk([&](Operation *op) {
    if (op->getNumResults() == 1 && ir::variableOf(op->getResult(0)))
      memory = memory ? memory : op->getResult(0);
  });
  return rangeText(ir::CKind::Int, ValueRanges(*module).ofMemory(memory));
}

const std::string everything = "-2147483648 to 2147483647";

TEST(ValueRange, Operations) {
  EXPECT_EQ(held("affine.store %a, %m[0] : memref<8xi32>"), everything);
  EXPECT_EQ(held("%x = arith.andi %a, %seven : i32 affine.store %x, %m[0] : memref<8xi32>"), "0 to 7");
  EXPECT_EQ(held("%x = arith.extsi %s : i16 to i32 affine.store %x, %m[0] : memref<8xi32>"), "-32768 to 32767");
  EXPECT_EQ(held("%x = arith.extsi %s : i16 to i32 %y = arith.addi %x, %seven : i32 "
                 "affine.store %y, %m[0] : memref<8xi32> affine.store %zero, %m[1] : memref<8xi32>"),
            "-32761 to 32774");
  EXPECT_EQ(held("%x = arith.addi %a, %seven : i32 affine.store %x, %m[0] : memref<8xi32>"), everything);
}

TEST(ValueRange, LoopsAndIndices) {
  EXPECT_EQ(held("affine.for %i = 2 to 8 { %x = arith.index_cast %i : index to i32 "
                 "affine.store %x, %m[%i] : memref<8xi32> } {allo.loop = #allo.loop<id = 9, name = \"i\">}"),
            "2 to 7");
  EXPECT_EQ(held("affine.for %i = 0 to 8 { affine.for %j = affine_map<(d0) -> (d0)>(%i) to 8 { "
                 "%k = affine.apply affine_map<(d0, d1) -> (d0 * 10 + d1 mod 3)>(%i, %j) "
                 "%x = arith.index_cast %k : index to i32 affine.store %x, %m[%i] : memref<8xi32> } }"),
            "0 to 72");
}

TEST(ValueRange, Conditions) {
  const std::string clamp = "%low = arith.cmpi slt, %a, %zero : i32 %high = arith.cmpi sgt, %a, %seven : i32 "
                            "%top = arith.select %high, %seven, %a : i32 %x = arith.select %low, %zero, %top : i32 ";
  EXPECT_EQ(held(clamp + "affine.store %x, %m[0] : memref<8xi32>"), "0 to 7");
  const std::string guard = "%x = arith.extsi %s : i16 to i32 %c = arith.cmpi ult, %x, %seven : i32 ";
  EXPECT_EQ(held(guard + "scf.if %c { affine.store %x, %m[0] : memref<8xi32> }"), "0 to 6");
  EXPECT_EQ(held(guard + "scf.if %c { } else { affine.store %x, %m[0] : memref<8xi32> }"), "-32768 to 32767");
}

TEST(ValueRange, SumsAreBoundedByTheirCounts) {
  auto sum = [](const std::string &subscript, const std::string &type) {
    return "affine.for %i = 0 to 8 { affine.store %zero, %m[%i] : memref<8xi32> } affine.for %i = 0 to 8 { affine.for "
           "%j = 0 to 5 { %x = arith." +
           type + " %o = affine.load %m[" + subscript +
           "] : memref<8xi32> %y = arith.addi %o, %x : i32 affine.store %y, %m[" + subscript + "] : memref<8xi32> } }";
  };
  EXPECT_EQ(held(sum("%i", "andi %a, %seven : i32")), "0 to 35"); // five for each element
  EXPECT_EQ(held(sum("0", "andi %a, %seven : i32")), "0 to 280");
  EXPECT_EQ(held(sum("%j", "extsi %s : i16 to i32")), "-262144 to 262136");
  EXPECT_EQ(held(sum("%i", "addi %a, %seven : i32")), everything);
}

TEST(ValueRange, MemoriesThatDependOnThemselves) {
  EXPECT_EQ(held("affine.store %zero, %m[0] : memref<8xi32> scf.while : () -> () { %c = arith.cmpi sgt, %a, %zero : "
                 "i32 scf.condition(%c) } do { %o = affine.load %m[0] : memref<8xi32> %y = arith.addi %o, %seven : i32 "
                 "%z = arith.andi %y, %seven : i32 affine.store %z, %m[0] : memref<8xi32> scf.yield }"),
            "0 to 7");
  EXPECT_EQ(held("affine.store %zero, %m[0] : memref<8xi32> scf.while : () -> () { %c = arith.cmpi sgt, %a, %zero : "
                 "i32 scf.condition(%c) } do { %o = affine.load %m[0] : memref<8xi32> %y = arith.addi %o, %seven : i32 "
                 "affine.store %y, %m[0] : memref<8xi32> scf.yield }"),
            everything);
  EXPECT_EQ(held("affine.store %seven, %m[0] : memref<8xi32> affine.for %i = 1 to 8 { %o = affine.load %m[%i - 1] : "
                 "memref<8xi32> %y = arith.maxsi %o, %zero : i32 affine.store %y, %m[%i] : memref<8xi32> }"),
            "7");
}

TEST(ValueRange, Calls) {
  const std::string callee = R"(
    func.func private @f(%p: memref<8xi32> {allo.var = #allo.var<id = 0, name = "p", type = <int>>},
                         %x: i32 {allo.var = #allo.var<id = 1, name = "x", type = <int>>}) {
      %o = affine.load %p[0] : memref<8xi32>
      %y = arith.addi %o, %x : i32
      affine.store %y, %p[0] : memref<8xi32>
      return
    })";
  EXPECT_EQ(held("affine.store %zero, %m[0] : memref<8xi32> affine.for %i = 0 to 3 { func.call @f(%m, %seven) : "
                 "(memref<8xi32>, i32) -> () }",
                 callee),
            "0 to 21");
}

TEST(TypeRange, WhatTypesHold) {
  using ir::CKind;
  using ir::CType;
  EXPECT_TRUE(holdsEvery(CKind::Int, CKind::Short));
  EXPECT_FALSE(holdsEvery(CKind::UInt, CKind::Short));
  EXPECT_TRUE(holdsEvery(CType::integer(33, true), CKind::UInt));
  EXPECT_FALSE(holdsEvery(CKind::Float, CKind::Int));
  EXPECT_TRUE(holdsEvery(CKind::Double, CKind::Int));
  EXPECT_TRUE(holdsEvery(CKind::Float, CKind::Half));
  EXPECT_FALSE(holdsEvery(CKind::Half, CKind::BFloat16));
  EXPECT_TRUE(holdsEvery(CType::fixed(20, 9, true), CType::fixed(16, 8, false)));
  EXPECT_FALSE(holdsEvery(CType::fixed(20, 8, true), CType::fixed(16, 8, false)));
  EXPECT_FALSE(holdsEvery(CType::fixed(32, 16, true), CType::fixed(20, 0, true))); // bits below the last place
  EXPECT_TRUE(holdsEvery(CKind::Half, CType::fixed(11, 4, true)));
  EXPECT_FALSE(holdsEvery(CType::fixed(8, 8, true, ir::Quantisation::Trn, ir::Overflow::SatSym), CKind::SChar));
  EXPECT_TRUE(holdsEvery(CKind::UChar, CKind::Bool));
}

TEST(TypeRange, SpellingsAreReadBack) {
  for (const char *text : {"bool", "signed char", "unsigned long long", "half", "ap_int<4096>", "ap_ufixed<9, -3>",
                           "ap_fixed<16, 8, AP_RND, AP_SAT>", "ap_fixed<16, 8, AP_TRN, AP_WRAP, 2>"})
    EXPECT_EQ(ir::spelling(ir::parseSpelling(text).value()), text);
  EXPECT_EQ(ir::spelling(ir::parseSpelling("long unsigned").value()), "unsigned long");
  EXPECT_EQ(ir::spelling(ir::parseSpelling("uint8_t").value()), "unsigned char");
  EXPECT_EQ(ir::spelling(ir::parseSpelling("ap_fixed<8,4>").value()), "ap_fixed<8, 4>");
  for (const char *text : {"", "integer", "ap_int", "ap_int<0>", "ap_int<4097>", "ap_int<8, 4>", "ap_fixed<8>",
                           "ap_fixed<8, 4, RND>", "ap_fixed<8, 4, AP_TRN, AP_SAT, 2>", "short char", "ap_int<8"})
    EXPECT_FALSE(ir::parseSpelling(text)) << text;
}

} // namespace
