// Makers of expressions: folding, simplification, refusals; names.
#include "allo/error.hpp"
#include "target/rtl/model/Model.h"

#include <gtest/gtest.h>

using namespace allo::target::rtl::model;
using llvm::APInt;
using E = Expression;

namespace {

struct ExpressionTest : testing::Test {
  Module module;
  Value a, b, p;
  ExpressionTest() {
    module.name = "unit";
    a = read(module, module.add(Signal::input, 8, "a"));
    b = read(module, module.add(Signal::input, 8, "b"));
    p = read(module, module.add(Signal::input, 1, "p"));
  }
};

std::string refusal(const std::function<void()> &make) {
  try {
    make();
  } catch (const allo::InternalError &error) {
    return error.message();
  }
  return "";
}

TEST_F(ExpressionTest, ConstantsFold) {
  Value sum = binary(E::add, constant(8, 200), constant(8, 100));
  ASSERT_TRUE(sum->isConstant());
  EXPECT_EQ(sum->bits, APInt(8, 44));
  EXPECT_EQ(binary(E::shrs, constant(8, 0x80), constant(4, 3))->bits, APInt(8, 0xf0));
  EXPECT_EQ(binary(E::shl, constant(8, 1), constant(4, 9))->bits, APInt(8, 0));
  EXPECT_EQ(concat({constant(4, 0xa), constant(8, 0xbc)})->bits, APInt(12, 0xabc));
  EXPECT_EQ(extend(constant(4, 9), 8, true)->bits, APInt(8, 0xf9));
}

TEST_F(ExpressionTest, NeutralAndAbsorbingOperands) {
  EXPECT_EQ(binary(E::add, constant(8, 0), a), a);
  EXPECT_EQ(binary(E::bitAnd, a, constant(8, 255)), a);
  EXPECT_TRUE(binary(E::bitAnd, a, constant(8, 0))->isConstant());
  EXPECT_TRUE(binary(E::bitXor, a, a)->isConstant());
  EXPECT_EQ(unary(E::bitNot, unary(E::bitNot, a)), a);
  EXPECT_EQ(select(p, constant(1, 1), constant(1, 0)), p);
  EXPECT_EQ(select(p, a, a), a);
  EXPECT_EQ(select(constant(1, 0), a, b), b);
  EXPECT_EQ(orOf({}, 4)->bits, APInt(4, 0));
  EXPECT_EQ(andOf({})->bits, APInt(1, 1));
  EXPECT_EQ(orOf({constant(1, 0), p, constant(1, 0)}), p);
}

TEST_F(ExpressionTest, ConstantShiftsAreWires) {
  EXPECT_EQ(binary(E::shl, a, constant(3, 2))->kind, E::concat);
  EXPECT_EQ(binary(E::mul, a, constant(8, 4))->kind, E::concat);
  EXPECT_EQ(binary(E::shru, a, constant(3, 2))->kind, E::zeroExtend);
  EXPECT_EQ(binary(E::shrs, a, constant(8, 200))->kind, E::signExtend);
}

TEST_F(ExpressionTest, SlicesGoThroughWires) {
  EXPECT_EQ(slice(concat({a, b}), 8, 8), a);
  EXPECT_EQ(slice(extend(a, 32, true), 0, 8), a);
  Value inner = slice(slice(a, 2, 5), 1, 2);
  EXPECT_EQ(inner->operands[0], a);
  EXPECT_EQ(inner->low, 3u);
  EXPECT_EQ(concat({slice(a, 4, 4), slice(a, 0, 4)}), a);
}

TEST_F(ExpressionTest, ComparisonsOfExtendedValuesAreNarrow) {
  Value narrow = binary(E::lessSigned, extend(a, 32, false), constant(32, 100));
  EXPECT_EQ(narrow->kind, E::lessUnsigned);
  EXPECT_EQ(narrow->operands[0], a);
  EXPECT_EQ(binary(E::equal, extend(a, 32, false), constant(32, 1000))->kind, E::equal);
  EXPECT_EQ(binary(E::lessUnsigned, a, constant(8, 0))->bits, APInt(1, 0));
  EXPECT_EQ(binary(E::lessSigned, a, constant(8, 0))->kind, E::slice);
}

TEST_F(ExpressionTest, MisfitsAreRefused) {
  EXPECT_EQ(refusal([&] { binary(E::add, a, p); }), "RTL model: a binary operation of 8 bits and 1 bit");
  EXPECT_EQ(refusal([&] { select(a, a, b); }), "RTL model: a selection by 8 bits");
  EXPECT_EQ(refusal([&] { slice(a, 4, 5); }), "RTL model: a slice of bits 4 to 9 of 8 bits");
  EXPECT_EQ(refusal([&] { extend(a, 4, true); }), "RTL model: an extension of 8 bits to 4 bits");
  EXPECT_EQ(refusal([&] { unary(E::add, a); }), "RTL model: not a unary operation");
  EXPECT_EQ(refusal([&] { read(module, 9); }), "RTL model: module 'unit' has no signal number 9");
  EXPECT_EQ(refusal([&] { module.add(Signal::wire, 0, "w"); }), "RTL model: signal 'w' of module 'unit' has no bits");
}

TEST(NameTest, LegalAndUnique) {
  Module module;
  EXPECT_EQ(module.uniqueName("sum"), "sum");
  EXPECT_EQ(module.uniqueName("sum_1"), "sum_1");
  EXPECT_EQ(module.uniqueName("sum"), "sum_2");
  EXPECT_EQ(module.uniqueName("reg"), "reg_s");
  EXPECT_EQ(module.uniqueName("template"), "template_s");
  EXPECT_EQ(module.uniqueName("std::vector<int>::operator[]"), "std_vector_int_operator");
  EXPECT_EQ(module.uniqueName("3d"), "n3d");
  EXPECT_EQ(module.uniqueName("__x__y"), "x_y");
  EXPECT_EQ(module.uniqueName("größe"), "gr_e");
  EXPECT_EQ(module.uniqueName("→"), "unnamed");
  EXPECT_TRUE(isLegalName("ap_clk"));
  EXPECT_FALSE(isLegalName("endmodule"));
  EXPECT_FALSE(isLegalName("a b"));
  EXPECT_FALSE(isLegalName(""));
}

} // namespace
