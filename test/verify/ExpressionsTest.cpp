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
    switch (random.between(0, 9)) {
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
      APInt bits = randomBits(random, wanted);
      return {expressions.constant(ExpressionType::integer(wanted), bits),
              std::vector<APInt>(inputs[0].values.size(), bits)};
    }
    return resized(random.pick(inputs), wanted);
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
      ExpressionType from = ExpressionType::integer(values[0].getBitWidth());
      made.values.push_back(fold({opcode, 0, type, 0, 0, 0}, from, values));
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
