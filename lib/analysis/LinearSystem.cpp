#include "analysis/LinearSystem.h"

#include "mlir/Analysis/Presburger/Simplex.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

#include <map>
#include <numeric>

using namespace mlir;

namespace allo::analysis {

LinearExpression LinearExpression::column(unsigned index) {
  LinearExpression expression;
  expression.coefficients.assign(index + 1, 0);
  expression.coefficients[index] = 1;
  return expression;
}

bool LinearExpression::isConstant() const {
  return llvm::all_of(coefficients, [](int64_t value) { return value == 0; });
}

LinearExpression &LinearExpression::add(const LinearExpression &other, int64_t factor) {
  if (coefficients.size() < other.coefficients.size())
    coefficients.resize(other.coefficients.size(), 0);
  for (unsigned i = 0; i < other.coefficients.size(); ++i)
    coefficients[i] += factor * other.coefficients[i];
  constant += factor * other.constant;
  return *this;
}

LinearExpression LinearExpression::plus(const LinearExpression &other, int64_t factor) const {
  LinearExpression sum = *this;
  return sum.add(other, factor);
}

LinearExpression LinearExpression::plus(int64_t value) const {
  LinearExpression sum = *this;
  sum.constant += value;
  return sum;
}

int64_t LinearExpression::evaluate(ArrayRef<int64_t> point) const {
  int64_t value = constant;
  for (unsigned i = 0; i < coefficients.size(); ++i)
    if (coefficients[i] != 0)
      value += coefficients[i] * point[i];
  return value;
}

void LinearSystem::addLess(const LinearExpression &left, const LinearExpression &right) {
  addNonNegative(right.plus(left, -1).plus(-1));
}

LinearExpression LinearSystem::quotient(const LinearExpression &numerator, int64_t denominator) {
  for (const Division &division : divisions_)
    if (division.denominator == denominator && numerator.plus(division.numerator, -1).isConstant() &&
        numerator.constant == division.numerator.constant)
      return LinearExpression::column(division.column);
  unsigned column = addColumn();
  divisions_.push_back({column, numerator, denominator});
  LinearExpression remainder = numerator.plus(LinearExpression::column(column), -denominator);
  addNonNegative(remainder);
  addNonNegative(LinearExpression(denominator - 1).plus(remainder, -1));
  return LinearExpression::column(column);
}

std::optional<LinearExpression> LinearSystem::linearise(AffineExpr expression, ArrayRef<LinearExpression> dims,
                                                        ArrayRef<LinearExpression> symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return LinearExpression(constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return symbols[symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expression);
  std::optional<LinearExpression> left = linearise(binary.getLHS(), dims, symbols);
  std::optional<LinearExpression> right = linearise(binary.getRHS(), dims, symbols);
  if (!left || !right)
    return std::nullopt;
  if (binary.getKind() == AffineExprKind::Add)
    return left->plus(*right);
  if (binary.getKind() == AffineExprKind::Mul) {
    if (left->isConstant())
      std::swap(left, right);
    if (!right->isConstant())
      return std::nullopt;
    return LinearExpression().plus(*left, right->constant);
  }
  if (!right->isConstant() || right->constant <= 0)
    return std::nullopt;
  int64_t divisor = right->constant;
  if (binary.getKind() == AffineExprKind::FloorDiv)
    return quotient(*left, divisor);
  if (binary.getKind() == AffineExprKind::CeilDiv)
    return quotient(left->plus(divisor - 1), divisor);
  return left->plus(quotient(*left, divisor), -divisor); // mod
}

namespace {

// A system in work: equalities with a unit coefficient are substituted away, rows are tightened, contradictions of two
// rows are seen. What is left goes to the Presburger library.
class Reduction {
public:
  explicit Reduction(const LinearSystem &system)
      : columns_(system.columns()), equalities_(system.equalities()), inequalities_(system.inequalities()) {}

  // True, false, or undecided.
  std::optional<bool> isEmpty() {
    while (true) {
      if (!normaliseEqualities())
        return true;
      if (!substituteOne())
        break;
    }
    if (!tightenInequalities())
      return true;
    if (equalities_.empty() && inequalities_.empty())
      return false;
    return std::nullopt;
  }

  presburger::IntegerPolyhedron rest() const {
    SmallVector<unsigned> used;
    for (unsigned column = 0; column < columns_; ++column) {
      auto mentions = [&](const LinearExpression &row) { return row.coefficient(column) != 0; };
      if (llvm::any_of(equalities_, mentions) || llvm::any_of(inequalities_, mentions))
        used.push_back(column);
    }
    presburger::IntegerPolyhedron result(presburger::PresburgerSpace::getSetSpace(used.size()));
    auto dense = [&](const LinearExpression &row) {
      SmallVector<int64_t> values;
      for (unsigned column : used)
        values.push_back(row.coefficient(column));
      values.push_back(row.constant);
      return values;
    };
    for (const LinearExpression &row : equalities_)
      result.addEquality(dense(row));
    for (const LinearExpression &row : inequalities_)
      result.addInequality(dense(row));
    return result;
  }

  // Equal for equal systems.
  std::vector<int64_t> key() const {
    std::vector<int64_t> numbers = {columns_, static_cast<int64_t>(equalities_.size())};
    for (const std::vector<LinearExpression> *rows : {&equalities_, &inequalities_})
      for (const LinearExpression &row : *rows) {
        for (unsigned column = 0; column < columns_; ++column)
          numbers.push_back(row.coefficient(column));
        numbers.push_back(row.constant);
      }
    return numbers;
  }

private:
  static int64_t divisorOf(const LinearExpression &row) {
    int64_t divisor = 0;
    for (int64_t value : row.coefficients)
      divisor = std::gcd(divisor, value);
    return divisor;
  }

  // Divides equalities by their common divisor; false when one has no integer solution.
  bool normaliseEqualities() {
    std::vector<LinearExpression> kept;
    for (LinearExpression &row : equalities_) {
      int64_t divisor = divisorOf(row);
      if (divisor == 0) {
        if (row.constant != 0)
          return false;
        continue;
      }
      if (row.constant % divisor != 0)
        return false;
      for (int64_t &value : row.coefficients)
        value /= divisor;
      row.constant /= divisor;
      kept.push_back(std::move(row));
    }
    equalities_ = std::move(kept);
    return true;
  }

  // Removes one column that an equality gives with coefficient 1 or -1.
  bool substituteOne() {
    for (unsigned i = 0; i < equalities_.size(); ++i)
      for (unsigned column = 0; column < equalities_[i].coefficients.size(); ++column) {
        int64_t unit = equalities_[i].coefficients[column];
        if (unit != 1 && unit != -1)
          continue;
        LinearExpression row = equalities_[i];
        equalities_.erase(equalities_.begin() + i);
        auto substitute = [&](LinearExpression &other) {
          if (int64_t factor = other.coefficient(column))
            other.add(row, -factor * unit);
        };
        llvm::for_each(equalities_, substitute);
        llvm::for_each(inequalities_, substitute);
        return true;
      }
    return false;
  }

  // Tightens to integers and keeps the tightest of parallel rows; false when two rows contradict each other.
  bool tightenInequalities() {
    llvm::MapVector<std::vector<int64_t>, int64_t, std::map<std::vector<int64_t>, unsigned>> tightest;
    for (const LinearExpression &row : inequalities_) {
      int64_t divisor = divisorOf(row);
      if (divisor == 0) {
        if (row.constant < 0)
          return false;
        continue;
      }
      std::vector<int64_t> key(columns_, 0);
      for (unsigned i = 0; i < columns_; ++i) // rows from a larger system end in zeros
        key[i] = row.coefficient(i) / divisor;
      int64_t constant = llvm::divideFloorSigned(row.constant, divisor);
      auto [entry, inserted] = tightest.insert({key, constant});
      if (!inserted)
        entry->second = std::min(entry->second, constant);
    }
    inequalities_.clear();
    for (auto &[key, constant] : tightest) {
      std::vector<int64_t> opposite = key;
      for (int64_t &value : opposite)
        value = -value;
      auto other = tightest.find(opposite);
      if (other != tightest.end() && other->second + constant < 0)
        return false;
      LinearExpression row(constant);
      row.coefficients.assign(key.begin(), key.end());
      inequalities_.push_back(std::move(row));
    }
    return true;
  }

  unsigned columns_;
  std::vector<LinearExpression> equalities_;
  std::vector<LinearExpression> inequalities_;
};

SmallVector<int64_t> toIntegers(ArrayRef<llvm::DynamicAPInt> values) {
  SmallVector<int64_t> result;
  for (const llvm::DynamicAPInt &value : values)
    result.push_back(int64_t(value));
  return result;
}

} // namespace

bool LinearSystem::isEmpty() const {
  Reduction reduction(*this);
  if (std::optional<bool> answer = reduction.isEmpty())
    return *answer;
  // Forms of one design that are tried one after the other ask the same questions.
  constexpr size_t mostAnswers = 1 << 15;
  static thread_local std::map<std::vector<int64_t>, bool> answers;
  if (answers.size() >= mostAnswers)
    answers.clear();
  auto [entry, inserted] = answers.try_emplace(reduction.key(), false);
  if (!inserted)
    return entry->second;
  presburger::IntegerPolyhedron rest = reduction.rest();
  presburger::Simplex simplex(rest); // often its first point is integral, or it has none
  return entry->second = simplex.isEmpty() || (!simplex.getSamplePointIfIntegral() && rest.isIntegerEmpty());
}

bool LinearSystem::hasNoRationalPoint() const { return presburger::Simplex(polyhedron()).isEmpty(); }

bool LinearSystem::eliminate(unsigned column) {
  for (unsigned i = 0; i < equalities_.size(); ++i) {
    int64_t unit = equalities_[i].coefficient(column);
    if (unit != 1 && unit != -1)
      continue;
    LinearExpression row = equalities_[i];
    equalities_.erase(equalities_.begin() + i);
    auto substitute = [&](LinearExpression &other) {
      if (int64_t factor = other.coefficient(column))
        other.add(row, -factor * unit);
    };
    llvm::for_each(equalities_, substitute);
    llvm::for_each(inequalities_, substitute);
    return true;
  }
  std::vector<LinearExpression> lower, upper, keptEqualities, keptInequalities;
  for (LinearExpression &row : equalities_) {
    if (row.coefficient(column) == 0) {
      keptEqualities.push_back(std::move(row));
      continue;
    }
    LinearExpression opposite = LinearExpression().plus(row, -1);
    (row.coefficient(column) > 0 ? lower : upper).push_back(row);
    (row.coefficient(column) > 0 ? upper : lower).push_back(opposite);
  }
  for (LinearExpression &row : inequalities_) {
    int64_t coefficient = row.coefficient(column);
    (coefficient == 0 ? keptInequalities : coefficient > 0 ? lower : upper).push_back(std::move(row));
  }
  bool isExact = true;
  for (const LinearExpression &low : lower)
    for (const LinearExpression &high : upper) {
      int64_t up = low.coefficient(column), down = -high.coefficient(column);
      isExact &= up == 1 || down == 1;
      LinearExpression sum = LinearExpression().plus(low, down).plus(high, up);
      if (!sum.isConstant() || sum.constant < 0)
        keptInequalities.push_back(std::move(sum));
    }
  equalities_ = std::move(keptEqualities);
  inequalities_ = std::move(keptInequalities);
  return isExact;
}

std::optional<int64_t> LinearSystem::maximum(const LinearExpression &expression) const {
  presburger::Simplex simplex(polyhedron());
  SmallVector<llvm::DynamicAPInt> coefficients;
  for (unsigned column = 0; column < columns_; ++column)
    coefficients.push_back(llvm::DynamicAPInt(expression.coefficient(column)));
  coefficients.push_back(llvm::DynamicAPInt(expression.constant));
  auto optimum = simplex.computeOptimum(presburger::Simplex::Direction::Up, coefficients);
  if (!optimum.isBounded())
    return std::nullopt;
  return int64_t(presburger::floor(*optimum));
}

presburger::IntegerPolyhedron LinearSystem::polyhedron() const {
  presburger::IntegerPolyhedron result(presburger::PresburgerSpace::getSetSpace(columns_));
  auto dense = [&](const LinearExpression &row) {
    SmallVector<int64_t> values;
    for (unsigned column = 0; column < columns_; ++column)
      values.push_back(row.coefficient(column));
    values.push_back(row.constant);
    return values;
  };
  for (const LinearExpression &row : equalities_)
    result.addEquality(dense(row));
  for (const LinearExpression &row : inequalities_)
    result.addInequality(dense(row));
  return result;
}

std::optional<SmallVector<int64_t>> LinearSystem::point() const {
  if (isEmpty())
    return std::nullopt;
  presburger::IntegerPolyhedron set = polyhedron();
  auto smallest = set.findIntegerLexMin();
  if (smallest.isBounded())
    return toIntegers(*smallest);
  if (auto sample = set.findIntegerSample())
    return toIntegers(*sample);
  return std::nullopt;
}

} // namespace allo::analysis
