// Simplification while building and normal forms keep the value: random expressions of widths 1 to 257 against a plain
// evaluation of their trees, which knows nothing of either. And what must have one normal form has one.
#include "property/Random.h"
#include "verify/Evaluate.h"
#include "verify/NormalForm.h"
#include "verify/Solver.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace allo::verify;
using llvm::APInt;

namespace {
constexpr unsigned inputCount = 3;

APInt randomBits(allo::fuzz::Random &random, unsigned width) {
  std::vector<uint64_t> words((width + 63) / 64);
  for (uint64_t &word : words)
    word = random.next();
  switch (random.between(0, 5)) {
  case 0:
    return APInt(width, static_cast<uint64_t>(random.between(-3, 3)), true, true);
  case 1:
    return APInt::getSignedMaxValue(width);
  case 2:
    return APInt::getSignedMinValue(width);
  case 3:
    return APInt::getAllOnes(width);
  default:
    return APInt(width, words);
  }
}

// An expression made twice: as a node of the store, and as its value for some inputs.
struct Made {
  ExpressionId id;
  std::vector<APInt> values; // for each assignment of the inputs
};

class Generator {
public:
  Generator(Expressions &expressions, allo::fuzz::Random &random, unsigned width, unsigned assignments)
      : expressions(expressions), random(random), width(width) {
    for (unsigned i = 0; i < inputCount; ++i) {
      Made input{expressions.node(Opcode::Input, ExpressionType::integer(width), i, 0), {}};
      for (unsigned j = 0; j < assignments; ++j)
        input.values.push_back(randomBits(random, width));
      inputs.push_back(input);
    }
  }

  const std::vector<Made> &given() const { return inputs; }

  Made make(unsigned wanted, unsigned depth) {
    if (depth == 0)
      return leaf(wanted);
    ExpressionType type = ExpressionType::integer(wanted);
    switch (random.between(0, 11)) {
    case 10:
      return throughWord(wanted, depth);
    case 11:
      return throughFloating(make(static_cast<unsigned>(random.between(1, wanted)), depth - 1), wanted);
    case 0: { // by way of another width
      unsigned other = static_cast<unsigned>(random.between(1, wanted + 3));
      return resized(make(other, depth - 1), wanted);
    }
    case 1:
      return apply(Opcode::Select, type, {make(1, depth - 1), make(wanted, depth - 1), make(wanted, depth - 1)});
    case 2: {
      static const std::vector<Opcode> comparisons{Opcode::Equal, Opcode::LessSigned, Opcode::LessUnsigned};
      unsigned other = static_cast<unsigned>(random.between(1, width));
      Made compared =
          apply(random.pick(comparisons), ExpressionType::integer(1), {make(other, depth - 1), make(other, depth - 1)});
      return resized(compared, wanted);
    }
    default: {
      static const std::vector<Opcode> operations{Opcode::Add,
                                                  Opcode::Add,
                                                  Opcode::Add,
                                                  Opcode::Multiply,
                                                  Opcode::Multiply,
                                                  Opcode::And,
                                                  Opcode::Or,
                                                  Opcode::Xor,
                                                  Opcode::DivideUnsigned,
                                                  Opcode::DivideSigned,
                                                  Opcode::RemainderUnsigned,
                                                  Opcode::RemainderSigned,
                                                  Opcode::ShiftLeft,
                                                  Opcode::ShiftRight,
                                                  Opcode::ShiftRightSigned};
      return apply(random.pick(operations), type, {make(wanted, depth - 1), make(wanted, depth - 1)});
    }
    }
  }

private:
  Made leaf(unsigned wanted) {
    if (random.chance(30)) {
      return constant(wanted, randomBits(random, wanted));
    }
    return resized(random.pick(inputs), wanted);
  }
  Made constant(unsigned wanted, const APInt &bits) {
    return {expressions.constant(ExpressionType::integer(wanted), bits),
            std::vector<APInt>(inputs[0].values.size(), bits)};
  }
  // What `pack` makes: elements put into a word, also under a condition, and one of them, or what lies across two.
  Made throughWord(unsigned wanted, unsigned depth) {
    unsigned lanes = static_cast<unsigned>(random.between(2, 4)), bits = wanted * lanes;
    ExpressionType type = ExpressionType::integer(bits);
    Made word = apply(Opcode::ExtendZero, type, {make(wanted, depth - 1)});
    for (int64_t i = random.between(1, 4); i > 0; --i) {
      unsigned at = random.chance(80) ? wanted * static_cast<unsigned>(random.between(0, lanes - 1))
                                      : static_cast<unsigned>(random.between(0, bits - wanted));
      Made mask = constant(bits, ~APInt::getBitsSet(bits, at, at + wanted));
      Made element = apply(Opcode::ExtendZero, type, {make(wanted, depth - 1)});
      element = apply(Opcode::ShiftLeft, type, {element, constant(bits, APInt(bits, at))});
      Made changed = apply(Opcode::Or, type, {apply(Opcode::And, type, {word, mask}), element});
      word = random.chance(70) ? changed : apply(Opcode::Select, type, {make(1, depth - 1), changed, word});
    }
    APInt distance(bits, static_cast<uint64_t>(random.chance(80) ? wanted * random.between(0, lanes - 1)
                                                                 : random.between(0, bits - 1)));
    return resized(apply(Opcode::ShiftRight, type, {word, constant(bits, distance)}), wanted);
  }
  Made throughFloating(const Made &integer, unsigned wanted) {
    static const std::vector<ExpressionType> formats{ExpressionType::half, ExpressionType::brain,
                                                     ExpressionType::single, ExpressionType::twice};
    Made made = apply(random.chance(50) ? Opcode::FromSigned : Opcode::FromUnsigned, random.pick(formats), {integer});
    for (ExpressionType other = random.pick(formats); random.chance(40); other = random.pick(formats))
      if (other != expressions.typeOf(made.id))
        made = apply(Opcode::FloatConvert, other, {made});
    if (random.chance(30))
      made = apply(Opcode::Select, expressions.typeOf(made.id),
                   {resized(random.pick(inputs), 1), made,
                    apply(Opcode::FromSigned, expressions.typeOf(made.id), {leaf(wanted)})});
    return apply(random.chance(50) ? Opcode::ToSigned : Opcode::ToUnsigned, ExpressionType::integer(wanted), {made});
  }
  Made resized(const Made &from, unsigned wanted) {
    unsigned have = from.values[0].getBitWidth();
    if (have == wanted)
      return from;
    Opcode opcode = have > wanted ? Opcode::Truncate : random.chance(50) ? Opcode::ExtendSign : Opcode::ExtendZero;
    return apply(opcode, ExpressionType::integer(wanted), {from});
  }
  Made apply(Opcode opcode, ExpressionType type, const std::vector<Made> &operands) {
    auto id = [&](size_t i) { return i < operands.size() ? operands[i].id : noExpression; };
    Made made{expressions.make(opcode, type, id(0), id(1), id(2)), {}};
    for (size_t i = 0; i < operands[0].values.size(); ++i) {
      std::vector<APInt> values;
      for (const Made &operand : operands)
        values.push_back(operand.values[i]);
      made.values.push_back(fold({opcode, 0, type, 0, 0, 0}, expressions.typeOf(operands[0].id), values));
    }
    return made;
  }

  Expressions &expressions;
  allo::fuzz::Random &random;
  unsigned width;
  std::vector<Made> inputs;
};

void checkWidth(unsigned width, unsigned cases) {
  Expressions expressions;
  NormalForm normalForm(expressions);
  for (unsigned i = 0; i < cases; ++i) {
    allo::fuzz::Random random(width, i);
    constexpr unsigned assignments = 6;
    Generator generator(expressions, random, width, assignments);
    Made made = generator.make(width, static_cast<unsigned>(random.between(1, 5)));
    ExpressionId normal = normalForm.of(made.id);
    EXPECT_EQ(normalForm.of(normal), normal) << "width " << width << " case " << i;
    Evaluation evaluation(expressions, {made.id, normal}, 100000);
    for (unsigned j = 0; j < assignments; ++j) {
      evaluation.run([&](ExpressionId input) { return generator.given()[expressions[input].a].values[j]; });
      ASSERT_EQ(evaluation.valueOf(made.id), made.values[j]) << "built: width " << width << " case " << i;
      ASSERT_EQ(evaluation.valueOf(normal), made.values[j]) << "normal: width " << width << " case " << i;
    }
  }
}

TEST(Expressions, KeepTheirValueAtSmallWidths) {
  for (unsigned width = 1; width <= 70; ++width)
    checkWidth(width, 300);
}

TEST(Expressions, KeepTheirValueAtLargeWidths) {
  for (unsigned width : {96u, 127u, 128u, 129u, 200u, 255u, 256u, 257u})
    checkWidth(width, 300);
}

// Every expression of two inputs of two bits, compared for all inputs: nothing is left to luck.
TEST(Expressions, KeepTheirValueForAllInputsOfTwoBits) {
  Expressions expressions;
  NormalForm normalForm(expressions);
  ExpressionType type = ExpressionType::integer(2);
  std::vector<ExpressionId> level{expressions.node(Opcode::Input, type, 0, 0),
                                  expressions.node(Opcode::Input, type, 1, 0), expressions.constant(type, uint64_t(1)),
                                  expressions.constant(type, uint64_t(3))};
  auto valuesOf = [&](ExpressionId id) {
    std::vector<APInt> values;
    Evaluation evaluation(expressions, id, 1000);
    for (uint64_t bits = 0; bits < 16; ++bits) {
      evaluation.run([&](ExpressionId input) { return APInt(2, (bits >> (2 * expressions[input].a)) & 3); });
      values.push_back(evaluation.valueOf(id));
    }
    return values;
  };
  for (unsigned round = 0; round < 2; ++round) {
    std::vector<ExpressionId> next = level;
    for (uint8_t opcode = static_cast<uint8_t>(Opcode::Add); opcode <= static_cast<uint8_t>(Opcode::ShiftRightSigned);
         ++opcode)
      for (size_t i = 0; i < level.size() && next.size() < 400; ++i)
        for (size_t j = 0; j < level.size() && next.size() < 400; ++j) {
          ExpressionId built = expressions.make(static_cast<Opcode>(opcode), type, level[i], level[j]);
          std::vector<APInt> left = valuesOf(level[i]), right = valuesOf(level[j]), values = valuesOf(built);
          for (size_t k = 0; k < 16; ++k)
            ASSERT_EQ(values[k], fold({static_cast<Opcode>(opcode), 0, type, 0, 0, 0}, type, {left[k], right[k]}));
          ASSERT_EQ(valuesOf(normalForm.of(built)), values);
          if (!llvm::is_contained(next, built))
            next.push_back(built);
        }
    level = next;
  }
}

class NormalForms : public testing::Test {
protected:
  ExpressionId input(unsigned number, ExpressionType type = ExpressionType::integer(32)) {
    return expressions.node(Opcode::Input, type, number, 0);
  }
  ExpressionId number(int64_t value, unsigned width = 32) {
    return expressions.constant(ExpressionType::integer(width), APInt(width, static_cast<uint64_t>(value), true, true));
  }
  bool areEqual(ExpressionId a, ExpressionId b) { return normalForm.of(a) == normalForm.of(b); }
  Expressions expressions;
  NormalForm normalForm{expressions};
};

TEST_F(NormalForms, ShiftIsMultiplication) {
  ExpressionId x = input(0);
  EXPECT_EQ(expressions.multiply(x, number(2)),
            expressions.make(Opcode::ShiftLeft, expressions.typeOf(x), x, number(1)));
  EXPECT_TRUE(areEqual(expressions.add(x, x), expressions.multiply(x, number(2))));
}

TEST_F(NormalForms, SumsAreSorted) {
  ExpressionId a = input(0), b = input(1), c = input(2), d = input(3);
  ExpressionId chain = expressions.add(expressions.add(expressions.add(a, b), c), d);
  ExpressionId tree = expressions.add(expressions.add(d, b), expressions.add(c, a));
  EXPECT_NE(chain, tree);
  EXPECT_TRUE(areEqual(chain, tree));
  EXPECT_EQ(expressions.subtract(expressions.add(a, b), b), a);
  EXPECT_FALSE(areEqual(chain, expressions.add(tree, a)));
}

TEST_F(NormalForms, ProductsDistribute) {
  ExpressionId a = input(0), b = input(1), c = input(2);
  EXPECT_TRUE(areEqual(expressions.multiply(expressions.add(a, b), c),
                       expressions.add(expressions.multiply(c, a), expressions.multiply(b, c))));
  EXPECT_TRUE(areEqual(expressions.multiply(expressions.add(a, b), expressions.subtract(a, b)),
                       expressions.subtract(expressions.multiply(a, a), expressions.multiply(b, b))));
}

TEST_F(NormalForms, NarrowSumsAreWideSumsWhereTheyFit) {
  auto narrow = [&](unsigned i) { return input(i, ExpressionType::integer(8)); };
  auto sum = [&](unsigned width, unsigned terms) {
    ExpressionId total = number(0, width);
    for (unsigned i = 0; i < terms; ++i)
      total = expressions.add(total, expressions.resized(narrow(i), width, true));
    return total;
  };
  EXPECT_TRUE(areEqual(expressions.resized(sum(12, 16), 32, true), sum(32, 16)));  // 16 * -128 = -2048
  EXPECT_FALSE(areEqual(expressions.resized(sum(12, 17), 32, true), sum(32, 17))); // one more may overflow
  ExpressionId product =
      expressions.multiply(expressions.resized(narrow(0), 16, true), expressions.resized(narrow(1), 16, true));
  ExpressionId wide =
      expressions.multiply(expressions.resized(narrow(0), 32, true), expressions.resized(narrow(1), 32, true));
  EXPECT_TRUE(areEqual(expressions.resized(product, 32, true), wide));
  ExpressionId cut =
      expressions.multiply(expressions.resized(narrow(0), 15, true), expressions.resized(narrow(1), 15, true));
  EXPECT_FALSE(areEqual(expressions.resized(cut, 32, true), wide)); // -128 * -128 needs 16 bits
  EXPECT_TRUE(areEqual(expressions.resized(wide, 15, true), cut));
}

TEST_F(NormalForms, FloatingAdditionsKeepTheirOrder) {
  ExpressionType type = ExpressionType::single;
  auto add = [&](ExpressionId a, ExpressionId b) { return expressions.make(Opcode::FloatAdd, type, a, b); };
  ExpressionId a = input(0, type), b = input(1, type), c = input(2, type);
  ExpressionId left = add(add(a, b), c), right = add(a, add(b, c));
  EXPECT_EQ(add(a, b), add(b, a));
  EXPECT_FALSE(areEqual(left, right));
  NormalForm associative(expressions, /*reassociate=*/true);
  EXPECT_EQ(associative.of(left), associative.of(right));
  ExpressionId minus = expressions.make(Opcode::FloatNegate, type, b);
  EXPECT_FALSE(areEqual(add(add(a, b), minus), a));
  ExpressionId zero = expressions.constant(type, uint64_t(0)),
               negative = expressions.constant(type, uint64_t(0x80000000));
  EXPECT_NE(add(a, zero), a); // -0.0 + 0.0 is 0.0
  EXPECT_EQ(add(a, negative), a);
}

TEST_F(NormalForms, DividingByAPowerOfTwoMultiplies) {
  ExpressionType type = ExpressionType::twice;
  auto number = [&](double value) { return expressions.constant(type, llvm::APFloat(value).bitcastToAPInt()); };
  ExpressionId x = input(0, type);
  EXPECT_EQ(expressions.make(Opcode::FloatDivide, type, x, number(4)),
            expressions.make(Opcode::FloatMultiply, type, x, number(0.25)));
  EXPECT_NE(expressions.make(Opcode::FloatDivide, type, x, number(3)),
            expressions.make(Opcode::FloatMultiply, type, x, number(1.0 / 3)));
}

TEST_F(NormalForms, FieldsOfWordsAreWhatWasPutThere) {
  auto element = [&](unsigned i) { return input(i, ExpressionType::integer(16)); };
  auto mask = [&](unsigned lane) {
    return expressions.constant(ExpressionType::integer(64), ~APInt::getBitsSet(64, 16 * lane, 16 * lane + 16));
  };
  auto with = [&](ExpressionId word, unsigned lane, ExpressionId value) {
    ExpressionId wide = expressions.resized(value, 64, false);
    ExpressionId shifted = expressions.make(Opcode::ShiftLeft, expressions.typeOf(wide), wide, number(16 * lane, 64));
    return expressions.either(expressions.both(word, mask(lane)), shifted);
  };
  auto at = [&](ExpressionId word, unsigned distance) {
    ExpressionType type = expressions.typeOf(word);
    return expressions.resized(expressions.make(Opcode::ShiftRight, type, word, number(distance, 64)), 16, false);
  };
  ExpressionId word = input(9, ExpressionType::integer(64)), before = at(word, 48);
  for (unsigned round = 0; round < 3; ++round)
    for (unsigned lane = 0; lane < 3; ++lane)
      word = with(word, lane, element(3 * round + lane));
  EXPECT_EQ(at(word, 0), element(6));
  EXPECT_EQ(at(word, 32), element(8));
  EXPECT_EQ(at(word, 48), before);
  EXPECT_NE(at(word, 8), element(6)); // across two
  EXPECT_FALSE(areEqual(at(word, 8), element(7)));
  ExpressionId condition = input(10, Expressions::boolean());
  ExpressionId either = expressions.select(condition, with(word, 1, element(0)), word);
  EXPECT_EQ(at(either, 16), expressions.select(condition, element(0), element(7)));
  EXPECT_EQ(at(either, 32), element(8));
  EXPECT_NE(at(either, 16), element(0));
}

TEST_F(NormalForms, ConversionsThereAndBackAreExact) {
  auto there = [&](ExpressionId x, ExpressionType type) { return expressions.make(Opcode::FromSigned, type, x); };
  auto back = [&](ExpressionId x, unsigned width, Opcode opcode = Opcode::ToSigned) {
    return expressions.make(opcode, ExpressionType::integer(width), x);
  };
  ExpressionId x = input(0), byte = input(1, ExpressionType::integer(8));
  EXPECT_EQ(back(there(x, ExpressionType::twice), 32), x);
  EXPECT_NE(back(there(x, ExpressionType::single), 32), x);     // 2^24 + 1
  EXPECT_EQ(back(there(byte, ExpressionType::brain), 8), byte); // -128 … 127 have 7 bits and a sign
  EXPECT_NE(back(there(byte, ExpressionType::single), 8, Opcode::ToUnsigned), byte);           // -1 gives 0
  EXPECT_NE(back(there(byte, ExpressionType::single), 7), expressions.resized(byte, 7, true)); // saturates
  ExpressionId masked = expressions.both(x, number(0xffffff));
  EXPECT_EQ(back(there(masked, ExpressionType::single), 32), masked);
  EXPECT_EQ(back(there(masked, ExpressionType::single), 24, Opcode::ToUnsigned),
            expressions.resized(masked, 24, false));
  ExpressionId real = input(2, ExpressionType::single), large = input(3, ExpressionType::twice);
  auto converted = [&](ExpressionId a, ExpressionType type) { return expressions.make(Opcode::FloatConvert, type, a); };
  EXPECT_EQ(converted(converted(real, ExpressionType::twice), ExpressionType::single), real);
  EXPECT_NE(converted(converted(large, ExpressionType::single), ExpressionType::twice), large);
  EXPECT_NE(converted(converted(real, ExpressionType::half), ExpressionType::brain),
            converted(real, ExpressionType::brain)); // two roundings
  ExpressionId condition = input(4, Expressions::boolean());
  EXPECT_EQ(
      back(expressions.select(condition, there(x, ExpressionType::twice), there(byte, ExpressionType::twice)), 32),
      expressions.select(condition, x, expressions.resized(byte, 32, true)));
}

TEST(Building, ShiftsOfProductsKeepTheValue) {
  Expressions expressions;
  ExpressionType narrow = ExpressionType::integer(6);
  ExpressionId x = expressions.node(Opcode::Input, narrow, 0, 0);
  for (Opcode extension : {Opcode::ExtendSign, Opcode::ExtendZero})
    for (unsigned width : {7u, 9u, 12u, 15u})
      for (int factor = -70; factor <= 70; ++factor)
        for (unsigned distance = 1; distance <= width; ++distance) {
          ExpressionType type = ExpressionType::integer(width);
          APInt c(width, static_cast<uint64_t>(factor), true, true);
          ExpressionId product =
              expressions.multiply(expressions.make(extension, type, x), expressions.constant(type, c));
          ExpressionId shifted =
              expressions.make(Opcode::ShiftRightSigned, type, product, expressions.constant(type, distance));
          Evaluation evaluation(expressions, shifted, 100);
          for (unsigned value = 0; value < 64; ++value) {
            APInt bits(6, value);
            evaluation.run([&](ExpressionId) { return bits; });
            APInt wide = extension == Opcode::ExtendSign ? bits.sext(width) : bits.zext(width);
            ASSERT_EQ(evaluation.valueOf(shifted), (wide * c).ashr(std::min(distance, width - 1)))
                << factor << " " << distance << " " << width;
          }
        }
}

TEST(Building, FixedPointTimesOneIsItself) {
  Expressions expressions;
  ExpressionType type = ExpressionType::integer(36);
  ExpressionId x = expressions.node(Opcode::Input, ExpressionType::integer(18), 0, 0);
  ExpressionId wide = expressions.resized(x, 36, true);
  ExpressionId product = expressions.multiply(wide, expressions.constant(type, uint64_t(1) << 16));
  ExpressionId longer = expressions.resized(product, 37, true);
  ExpressionId sixteen = expressions.constant(ExpressionType::integer(37), uint64_t(16));
  EXPECT_EQ(expressions.make(Opcode::ShiftRightSigned, ExpressionType::integer(37), longer, sixteen),
            expressions.resized(x, 37, true));
}

// Ids are given again: what a field of an expression was does not outlive it.
TEST(Keeping, FieldsAreNotThoseOfDroppedExpressions) {
  Expressions expressions;
  auto wordOf = [&](bool isSwapped) {
    ExpressionId low = expressions.node(Opcode::Input, ExpressionType::integer(16), 0, 0);
    ExpressionId high = expressions.node(Opcode::Input, ExpressionType::integer(16), 1, 0);
    if (isSwapped)
      std::swap(low, high);
    ExpressionType type = ExpressionType::integer(32);
    ExpressionId distance = expressions.constant(type, uint64_t(16));
    ExpressionId shifted = expressions.make(Opcode::ShiftLeft, type, expressions.resized(high, 32, false), distance);
    ExpressionId word = expressions.either(expressions.resized(low, 32, false), shifted);
    ExpressionId read = expressions.resized(expressions.make(Opcode::ShiftRight, type, word, distance), 16, false);
    EXPECT_EQ(read, high);
    return word;
  };
  ExpressionId before = wordOf(false);
  llvm::BitVector none(expressions.size());
  expressions.keep(none, none);
  EXPECT_EQ(wordOf(true), before); // the same id, another word
}

// A chain of selects of which each has the one before on both sides is a tree of 2^200 branches.
TEST(Building, BitsOfSharedSelectsTakeLinearTime) {
  Expressions expressions;
  ExpressionId value = expressions.node(Opcode::Input, ExpressionType::single, 0, 0);
  for (uint32_t i = 1; i <= 200; ++i) {
    ExpressionId condition = expressions.node(Opcode::Input, Expressions::boolean(), i, 0);
    ExpressionId other = expressions.make(Opcode::FloatNegate, ExpressionType::single, value);
    value = expressions.select(condition, value, other);
  }
  ExpressionType bits = ExpressionType::integer(32);
  ExpressionId cast = expressions.make(Opcode::Bitcast, bits, value);
  EXPECT_EQ(expressions.make(Opcode::Bitcast, ExpressionType::single, cast), value);
}

// What is kept has the same structure under new ids; what is cut may be any value; the rest is gone.
TEST(Keeping, NodesStayOneNode) {
  Expressions expressions;
  ExpressionType type = ExpressionType::integer(32);
  auto input = [&](uint32_t i) { return expressions.node(Opcode::Input, type, i, 0); };
  auto term = [&](uint32_t i) { return expressions.multiply(input(i), input(i + 1)); };
  ExpressionId sum = input(0);
  for (uint32_t i = 0; i < 300000; ++i) // more than one chunk
    sum = expressions.add(sum, term(i));
  ExpressionId difference = expressions.subtract(sum, term(7));
  ExpressionId list = expressions.listNode(Opcode::Product, type, {term(2), term(3)});
  size_t before = expressions.size();
  llvm::BitVector marked(before), cut(before);
  for (ExpressionId id : {difference, list})
    marked.set(id);
  cut.set(sum);
  size_t kept = expressions.markOperands(marked, cut);
  EXPECT_LT(kept, 20u);
  std::vector<ExpressionId> ids = expressions.keep(marked, cut);
  EXPECT_EQ(expressions.size(), kept + 1);
  EXPECT_EQ(expressions.mostExpressions(), before);
  EXPECT_EQ(expressions[ids[sum]].opcode, Opcode::Cut);
  EXPECT_EQ(expressions.subtract(ids[sum], term(7)), ids[difference]);
  EXPECT_EQ(expressions.listNode(Opcode::Product, type, {term(2), term(3)}), ids[list]);
  EXPECT_EQ(expressions.size(), kept + 1); // nothing had to be made again
  for (uint32_t i = 0; i < 600000; ++i)    // and it can grow again
    term(i + 10);
  EXPECT_EQ(expressions.subtract(ids[sum], term(7)), ids[difference]);
}

TEST_F(NormalForms, ConvertedIntegersCompareAsIntegers) {
  ExpressionType type = ExpressionType::single;
  auto constant = [&](float value) { return expressions.constant(type, llvm::APFloat(value).bitcastToAPInt()); };
  auto compare = [&](uint8_t detail, ExpressionId a, ExpressionId b) {
    return expressions.make(Opcode::FloatCompare, Expressions::boolean(), a, b, 0, detail);
  };
  ExpressionId x = input(0, ExpressionType::integer(16)), wide = input(1), condition = input(2, Expressions::boolean());
  ExpressionId from = expressions.make(Opcode::FromSigned, type, x);
  EXPECT_TRUE(areEqual(compare(isLess, from, constant(7)), expressions.less(x, number(7, 16), true)));
  EXPECT_TRUE(areEqual(compare(isLess, constant(-7), from), expressions.less(number(-7, 16), x, true)));
  EXPECT_EQ(compare(isLess | isEqual, from, constant(7)), expressions.invert(expressions.less(number(7, 16), x, true)));
  EXPECT_EQ(compare(isLess | isGreater | isUnordered, from, constant(0)),
            expressions.invert(expressions.equal(x, number(0, 16))));
  EXPECT_EQ(compare(isEqual, from, constant(32768)), expressions.truth(false)); // no number of 16 bits
  EXPECT_FALSE(areEqual(compare(isLess, from, constant(6.5)), expressions.less(x, number(6, 16), true)));
  ExpressionId rounded = expressions.make(Opcode::FromSigned, type, wide);
  EXPECT_FALSE(areEqual(compare(isEqual, rounded, constant(0x1p24f)), expressions.equal(wide, number(1 << 24))));
  ExpressionId either = expressions.select(condition, from, constant(3));
  EXPECT_EQ(compare(isEqual, either, constant(3)),
            expressions.either(expressions.invert(condition), expressions.equal(x, number(3, 16))));
}

TEST_F(NormalForms, LanesAtComputedDistances) {
  ExpressionType type = ExpressionType::integer(64);
  ExpressionId index = expressions.both(input(0), number(3)), word = input(1, type);
  auto element = [&](unsigned i) { return input(i, ExpressionType::integer(16)); };
  ExpressionId distance = expressions.resized(expressions.multiply(index, number(16)), 64, false);
  auto shifted = [&](ExpressionId a, ExpressionId by) { return expressions.make(Opcode::ShiftLeft, type, a, by); };
  auto load = [&](ExpressionId from, ExpressionId by) {
    return expressions.resized(expressions.make(Opcode::ShiftRight, type, from, by), 16, false);
  };
  ExpressionId others = expressions.invert(shifted(number(0xffff, 64), distance));
  ExpressionId stored =
      expressions.either(expressions.both(word, others), shifted(expressions.resized(element(2), 64, false), distance));
  for (unsigned lane = 0; lane < 4; ++lane)
    EXPECT_EQ(load(stored, number(16 * lane, 64)), expressions.select(expressions.equal(index, number(lane)),
                                                                      element(2), load(word, number(16 * lane, 64))));
  EXPECT_EQ(load(stored, distance), element(2));
  ExpressionId other =
      expressions.resized(expressions.multiply(expressions.both(input(3), number(3)), number(16)), 64, false);
  EXPECT_NE(load(stored, other), element(2));
  EXPECT_FALSE(areEqual(load(stored, other), element(2)));
}

TEST_F(NormalForms, LongChainsNeedNoStack) {
  ExpressionId sum = input(0), select = input(0);
  for (unsigned i = 1; i < 200000; ++i) {
    sum = expressions.add(sum, input(i % 1000));
    ExpressionId isLess = expressions.less(select, input(i), true);
    select = expressions.select(isLess, input(i), select);
  }
  EXPECT_NE(normalForm.of(sum), noExpression);
  EXPECT_NE(normalForm.of(select), noExpression);
}

TEST_F(NormalForms, SolverDecidesWhatNormalFormsLeaveOpen) {
  ExpressionType type = ExpressionType::integer(8);
  ExpressionId a = input(0, type), b = input(1, type);
  // a + b = (a ^ b) + 2 * (a & b)
  ExpressionId carry = expressions.multiply(expressions.both(a, b), number(2, 8));
  ExpressionId sum = expressions.add(expressions.make(Opcode::Xor, type, a, b), carry);
  EXPECT_FALSE(areEqual(sum, expressions.add(a, b)));
  EXPECT_EQ(askSolver(expressions, sum, expressions.add(a, b), {}, 20).kind, SolverAnswer::proved);
  SolverAnswer answer = askSolver(expressions, expressions.make(Opcode::Or, type, a, b), expressions.add(a, b), {}, 20);
  EXPECT_EQ(answer.kind, SolverAnswer::witness);
  EXPECT_EQ(answer.inputs.size(), 2u);
  ExpressionId apart = expressions.equal(expressions.both(a, b), number(0, 8));
  EXPECT_EQ(askSolver(expressions, expressions.make(Opcode::Or, type, a, b), expressions.add(a, b), apart, 20).kind,
            SolverAnswer::proved);
}

TEST(Folding, FloatingNumbersAreThoseOfTheMachine) {
  Expressions expressions;
  ExpressionType type = ExpressionType::single;
  allo::fuzz::Random random(1, 1);
  auto number = [&](float value) { return expressions.constant(type, llvm::APFloat(value).bitcastToAPInt()); };
  auto bits = [&](float value) {
    return std::isnan(value) ? APInt(32, 0x7fc00000) : llvm::APFloat(value).bitcastToAPInt();
  };
  for (int i = 0; i < 20000; ++i) {
    float a = llvm::bit_cast<float>(static_cast<uint32_t>(random.next()));
    float b = llvm::bit_cast<float>(static_cast<uint32_t>(random.next()));
    auto folded = [&](Opcode opcode) {
      return expressions.bitsOf(expressions.make(opcode, type, number(a), number(b)));
    };
    ASSERT_EQ(folded(Opcode::FloatAdd), bits(a + b));
    ASSERT_EQ(folded(Opcode::FloatMultiply), bits(a * b));
    ASSERT_EQ(folded(Opcode::FloatDivide), bits(a / b));
    ASSERT_EQ(expressions.bitsOf(expressions.make(Opcode::FloatSquareRoot, type, number(a))), bits(std::sqrt(a)));
    ASSERT_EQ(expressions.bitsOf(expressions.make(Opcode::FloatMultiplyAdd, type, number(a), number(b), number(1.0f))),
              bits(std::fma(a, b, 1.0f)));
    int64_t integer = std::isnan(a)   ? 0
                      : a >= 0x1p31f  ? INT32_MAX
                      : a <= -0x1p31f ? INT32_MIN
                                      : static_cast<int64_t>(a);
    ExpressionId cut = expressions.make(Opcode::ToSigned, ExpressionType::integer(32), number(a));
    ASSERT_EQ(expressions.bitsOf(cut).getSExtValue(), integer);
  }
}
} // namespace
