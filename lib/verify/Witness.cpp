#include "verify/Witness.h"

#include "verify/Evaluate.h"
#include "verify/Fold.h"

#include <chrono>
#include <set>

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr size_t largestEvaluation = 3000000; // expressions
constexpr unsigned attempts = 400;

// SplitMix64.
class Sequence {
public:
  explicit Sequence(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  APInt bits(unsigned width) {
    std::vector<uint64_t> words((width + 63) / 64);
    for (uint64_t &word : words)
      word = next();
    return APInt(width, words);
  }

private:
  uint64_t state;
};

class InputChoice {
public:
  InputChoice(const ExpressionStore &expressions, const Evaluation &evaluation) : expressions(expressions) {
    for (ExpressionId id : evaluation.all())
      if (expressions.isConstant(id) && constants.size() < 256) {
        APInt bits = expressions.bitsOf(id);
        for (const APInt &value : {bits, bits + 1, bits - 1})
          constants.insert(value.sextOrTrunc(64).getZExtValue());
      }
  }

  // In the first attempts all inputs are alike; later ones mix.
  APInt choose(ExpressionId input, unsigned attempt, Sequence &sequence) const {
    ExpressionType type = expressions.typeOf(input);
    unsigned kind = attempt < 8 ? attempt : 8 + (attempt % 4 == 3 ? sequence.next() % 5 : attempt % 4 + 1);
    return type.isFloating() ? canonical(type, floating(type, kind, sequence)) : integer(type.width(), kind, sequence);
  }

private:
  APInt integer(unsigned width, unsigned kind, Sequence &sequence) const {
    switch (kind) {
    case 0:
      return APInt::getSignedMaxValue(width);
    case 1:
      return APInt::getSignedMinValue(width);
    case 2:
      return APInt(width, 1);
    case 3:
      return APInt::getAllOnes(width);
    case 4:
      return APInt(width, 0);
    case 8: { // a constant of the expressions
      auto at = constants.begin();
      std::advance(at, constants.empty() ? 0 : sequence.next() % constants.size());
      return constants.empty() ? APInt(width, 0) : APInt(64, *at).sextOrTrunc(width);
    }
    case 9: // small
      return APInt(64, sequence.next() % 17 - 8, true, true).sextOrTrunc(width);
    case 10: { // near a power of two
      unsigned position = static_cast<unsigned>(sequence.next() % width);
      APInt power = APInt::getOneBitSet(width, position);
      return power + APInt(64, sequence.next() % 3 - 1, true, true).sextOrTrunc(width);
    }
    default:
      return sequence.bits(width);
    }
  }
  APInt floating(ExpressionType type, unsigned kind, Sequence &sequence) const {
    llvm::APFloat value(0.0);
    uint64_t random = sequence.next();
    double unit = static_cast<double>(random >> 11) * 0x1p-53;
    switch (kind) {
    case 0:
    case 9:
      value = llvm::APFloat(static_cast<double>(static_cast<int64_t>(random % 33)) / 4 - 4);
      break;
    case 1:
    case 2:
    case 10:
      value = llvm::APFloat(2 * unit - 1);
      break;
    case 3:
    case 11:
      value = llvm::APFloat((2 * unit - 1) * static_cast<double>(uint64_t(1) << (random % 24)));
      break;
    case 4:
      value = llvm::APFloat(random & 1 ? 1e30 * unit : 1e-3 * unit);
      break;
    default:
      if (kind == 12 || kind == 6)
        return sequence.bits(type.width());
      return APInt::getSignMask(type.width()); // -0
    }
    bool lost = false;
    value.convert(type.semantics(), llvm::APFloat::rmNearestTiesToEven, &lost);
    return value.bitcastToAPInt();
  }

  const ExpressionStore &expressions;
  std::set<uint64_t> constants;
};

class Search {
public:
  Search(const ExpressionStore &expressions, llvm::ArrayRef<Pair> pairs, llvm::ArrayRef<ExpressionId> conditions,
         bool exactOnly)
      : expressions(expressions), pairs(pairs), conditions(conditions), exactOnly(exactOnly),
        evaluation(expressions, rootsOf(pairs, conditions), largestEvaluation) {}

  bool isComplete() const { return evaluation.isComplete(); }
  const Evaluation &all() const { return evaluation; }

  // The first pair below `end` that differs.
  std::optional<size_t> attempt(const std::function<APInt(ExpressionId)> &valueOf, size_t end) {
    evaluation.run(valueOf);
    if (exactOnly && evaluation.wasRounded())
      return std::nullopt;
    for (ExpressionId condition : conditions)
      if (evaluation.valueOf(condition).isZero())
        return std::nullopt;
    for (size_t i = 0; i < end; ++i) {
      ExpressionType type = expressions.typeOf(pairs[i].expected);
      APInt expected = canonical(type, evaluation.valueOf(pairs[i].expected));
      APInt actual = canonical(type, evaluation.valueOf(pairs[i].actual));
      auto isZero = [&](const APInt &bits) { return type.isFloating() && (bits << 1).isZero(); };
      bool areZeros = exactOnly && isZero(expected) && isZero(actual); // the sign depends on the order
      if (expected != actual && !areZeros)
        return i;
    }
    return std::nullopt;
  }

  Witness describe(size_t pair) const {
    Witness witness;
    witness.pair = pair;
    witness.expected = evaluation.valueOf(pairs[pair].expected);
    witness.actual = evaluation.valueOf(pairs[pair].actual);
    std::vector<ExpressionId> roots{pairs[pair].expected, pairs[pair].actual};
    roots.insert(roots.end(), conditions.begin(), conditions.end());
    Evaluation own(expressions, roots, largestEvaluation);
    for (ExpressionId input : own.inputs())
      witness.inputs[input] = evaluation.valueOf(input);
    for (ExpressionId value : own.undefined())
      witness.unwritten[value] = evaluation.valueOf(value);
    return witness;
  }

private:
  static std::vector<ExpressionId> rootsOf(llvm::ArrayRef<Pair> pairs, llvm::ArrayRef<ExpressionId> conditions) {
    std::vector<ExpressionId> roots(conditions.begin(), conditions.end());
    for (const Pair &pair : pairs) {
      roots.push_back(pair.expected);
      roots.push_back(pair.actual);
    }
    return roots;
  }

  const ExpressionStore &expressions;
  llvm::ArrayRef<Pair> pairs;
  llvm::ArrayRef<ExpressionId> conditions;
  bool exactOnly;
  Evaluation evaluation;
};
} // namespace

std::optional<Witness> findWitness(const ExpressionStore &expressions, llvm::ArrayRef<Pair> pairs,
                                   llvm::ArrayRef<ExpressionId> conditions, bool exactOnly, double seconds) {
  auto start = std::chrono::steady_clock::now();
  std::vector<Pair> counted;
  std::vector<size_t> positions;
  size_t most = 256;
  for (size_t i = 0; i < pairs.size() && counted.size() < most; ++i)
    if (!dependsOnUnwritten(expressions, pairs[i].expected)) {
      counted.push_back(pairs[i]);
      positions.push_back(i);
    }
  for (; most > 0 && !counted.empty(); most /= 16) {
    counted.resize(std::min(counted.size(), most));
    Search search(expressions, counted, conditions, exactOnly);
    if (!search.isComplete())
      continue;
    InputChoice choice(expressions, search.all());
    std::optional<Witness> best;
    size_t end = counted.size();
    for (unsigned attempt = 0; attempt < attempts && end > 0; ++attempt) {
      Sequence sequence(attempt + 1);
      auto found = search.attempt([&](ExpressionId id) { return choice.choose(id, attempt, sequence); }, end);
      if (found) {
        best = search.describe(*found);
        end = *found;
      }
      if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds)
        break;
    }
    if (best)
      best->pair = positions[best->pair];
    return best;
  }
  return std::nullopt;
}

std::optional<Witness> checkWitness(const ExpressionStore &expressions, Pair pair,
                                    llvm::ArrayRef<ExpressionId> conditions,
                                    const std::map<ExpressionId, APInt> &inputs, bool exactOnly) {
  if (dependsOnUnwritten(expressions, pair.expected))
    return std::nullopt;
  Search search(expressions, pair, conditions, exactOnly);
  if (!search.isComplete())
    return std::nullopt;
  auto valueOf = [&](ExpressionId id) {
    auto found = inputs.find(id);
    return found != inputs.end() ? found->second : APInt(expressions.typeOf(id).width(), 0);
  };
  if (!search.attempt(valueOf, 1))
    return std::nullopt;
  return search.describe(0);
}

bool dependsOnUnwritten(const ExpressionStore &expressions, ExpressionId expression, size_t limit) {
  Evaluation reached(expressions, expression, limit);
  return !reached.isComplete() || !reached.undefined().empty();
}

} // namespace allo::verify
