#include "verify/NormalForm.h"

#include <algorithm>
#include <set>

using llvm::APInt;

namespace allo::verify {

namespace {
constexpr size_t distributedTerms = 64; // a product of sums with more terms stays one
constexpr unsigned repeatedFactors = 64;
constexpr unsigned repeatedOperands = 1000000; // of one reassociated sum, the same one

} // namespace

bool NormalForm::isAssociative(ExpressionId id) const {
  switch (expressions[id].opcode) {
  case Opcode::Add:
  case Opcode::Multiply:
  case Opcode::And:
  case Opcode::Or:
  case Opcode::Xor:
    return true;
  case Opcode::FloatAdd:
  case Opcode::FloatMultiply:
    return reassociate;
  default:
    return false;
  }
}

// Operands have smaller ids, so that taking the largest first meets every shared part once, with its whole coefficient.
NormalForm::Terms NormalForm::leavesOf(ExpressionId root) const {
  Opcode opcode = expressions[root].opcode;
  bool isSum = opcode == Opcode::Add;
  bool wraps = isSum || opcode == Opcode::Xor; // of an exclusive or the lowest bit counts
  unsigned width = isSum ? expressions.typeOf(root).width() : 64;
  std::map<ExpressionId, APInt, std::greater<>> open{{root, APInt(width, 1)}};
  Terms leaves;
  auto push = [&](ExpressionId id, const APInt &factor) {
    auto [entry, isNew] = open.try_emplace(id, factor);
    if (!isNew)
      entry->second = wraps ? entry->second + factor : entry->second.uadd_sat(factor);
  };
  while (!open.empty()) {
    auto [id, factor] = *open.begin();
    open.erase(open.begin());
    const Node &node = expressions[id];
    bool isKnown = id != root && normals.count(id);
    if (!isKnown && node.opcode == opcode) {
      push(node.a, factor);
      push(node.b, factor);
    } else if (!isKnown && isSum && node.opcode == Opcode::Multiply && expressions.isConstant(node.b)) {
      push(node.a, factor * expressions.bitsOf(node.b));
    } else {
      leaves.emplace(id, factor);
    }
  }
  return leaves;
}

ExpressionId NormalForm::of(ExpressionId expression) {
  std::vector<ExpressionId> stack{expression};
  while (!stack.empty()) {
    ExpressionId id = stack.back();
    if (normals.count(id)) {
      stack.pop_back();
      continue;
    }
    size_t before = stack.size();
    auto need = [&](ExpressionId operand) {
      if (!normals.count(operand))
        stack.push_back(operand);
    };
    if (isAssociative(id)) {
      for (const auto &[leaf, factor] : leavesOf(id))
        need(leaf);
    } else {
      expressions.forEachOperand(id, need);
    }
    if (stack.size() != before)
      continue;
    stack.pop_back();
    ExpressionId normal = compute(id);
    normals[id] = normal;
    normals[normal] = normal;
  }
  return normals.lookup(expression);
}

ExpressionId NormalForm::settled(ExpressionId built) {
  if (hasList(expressions[built].opcode))
    return built;
  return of(built);
}

ExpressionId NormalForm::compute(ExpressionId id) {
  Node node = expressions[id];
  expressions.setPlace(expressions.placeOf(id));
  if (isAssociative(id))
    return computeTree(id);
  if (hasList(node.opcode) || operandCount(node) == 0)
    return id;
  auto normal = [&](ExpressionId operand) { return operand ? normals.lookup(operand) : operand; };
  ExpressionId a = normal(node.a), b = operandCount(node) > 1 ? normal(node.b) : 0;
  ExpressionId c = node.opcode == Opcode::Elementary ? node.c : operandCount(node) > 2 ? normal(node.c) : 0;
  switch (node.opcode) {
  case Opcode::Equal:
    return computeEqual(a, b);
  case Opcode::LessSigned:
  case Opcode::LessUnsigned:
    return computeLess(node.opcode, a, b);
  case Opcode::Truncate:
    return truncated(a, node.type);
  case Opcode::ExtendSign:
  case Opcode::ExtendZero:
    return extended(a, node.type, node.opcode == Opcode::ExtendSign);
  default:
    break;
  }
  ExpressionId built = expressions.make(node.opcode, node.type, a, b, c, node.detail);
  return built == id || (expressions[built].opcode == node.opcode && expressions[built].type == node.type)
             ? built
             : settled(built);
}

ExpressionId NormalForm::computeTree(ExpressionId id) {
  Node node = expressions[id];
  Terms leaves = leavesOf(id);
  if (node.opcode == Opcode::Add) {
    Terms terms;
    for (const auto &[leaf, factor] : leaves)
      addScaled(terms, normals.lookup(leaf), factor);
    return sumOf(node.type, std::move(terms));
  }
  if (node.opcode == Opcode::Multiply) {
    std::vector<ExpressionId> factors;
    for (const auto &[leaf, count] : leaves) {
      if (count.ugt(repeatedFactors)) { // a high power stays the product of two lower ones
        uint32_t halves[] = {std::min(of(node.a), of(node.b)), std::max(of(node.a), of(node.b))};
        return expressions.listNode(Opcode::Product, node.type, halves);
      }
      factors.insert(factors.end(), count.getZExtValue(), normals.lookup(leaf));
    }
    return multiplied(node.type, std::move(factors));
  }
  if (node.opcode == Opcode::FloatAdd || node.opcode == Opcode::FloatMultiply) {
    bool isHuge = llvm::any_of(leaves, [](const auto &leaf) { return leaf.second.ugt(repeatedOperands); });
    return isHuge ? expressions.make(node.opcode, node.type, of(node.a), of(node.b))
                  : floatingOf(node.opcode, node.type, leaves);
  }
  return bitwiseOf(node.opcode, node.type, leaves);
}

ExpressionId NormalForm::multiplied(ExpressionType type, std::vector<ExpressionId> factors) {
  auto termsOf = [&](ExpressionId id) { return expressions[id].opcode == Opcode::Sum ? expressions[id].b / 2 : 1; };
  llvm::sort(factors, [&](ExpressionId left, ExpressionId right) {
    return std::pair(termsOf(left), left) < std::pair(termsOf(right), right);
  });
  Polynomial product{{{}, APInt(type.width(), 1)}};
  std::vector<ExpressionId> whole; // sums that are not multiplied out
  for (ExpressionId normal : factors) {
    if (termsOf(normal) > 1 && product.size() * termsOf(normal) > distributedTerms) {
      whole.push_back(normal);
      continue;
    }
    Polynomial next, factor = polynomialOf(normal);
    for (const auto &[left, leftFactor] : product)
      for (const auto &[right, rightFactor] : factor) {
        std::vector<ExpressionId> both(left);
        both.insert(both.end(), right.begin(), right.end());
        llvm::sort(both);
        auto [entry, isNew] = next.try_emplace(std::move(both), leftFactor * rightFactor);
        if (!isNew)
          entry->second += leftFactor * rightFactor;
      }
    product = std::move(next);
  }
  Polynomial all;
  for (const auto &[factorsOfTerm, factor] : product) {
    std::vector<ExpressionId> both(factorsOfTerm);
    both.insert(both.end(), whole.begin(), whole.end());
    llvm::sort(both);
    all.emplace(std::move(both), factor);
  }
  return ofPolynomial(type, all);
}

void NormalForm::addScaled(Terms &terms, ExpressionId normal, const APInt &factor) {
  auto add = [&](ExpressionId term, const APInt &value) {
    auto [entry, isNew] = terms.try_emplace(term, value);
    if (!isNew)
      entry->second += value;
  };
  if (expressions.isConstant(normal))
    return add(0, expressions.bitsOf(normal) * factor);
  if (expressions[normal].opcode != Opcode::Sum)
    return add(normal, factor);
  llvm::ArrayRef<uint32_t> list = expressions.list(normal);
  for (size_t i = 0; i < list.size(); i += 2)
    add(list[i], expressions.bitsOf(list[i + 1]) * factor);
}

ExpressionId NormalForm::sumOf(ExpressionType type, Terms terms) {
  std::erase_if(terms, [](const auto &term) { return term.second.isZero(); });
  if (terms.empty())
    return expressions.zero(type);
  if (terms.size() == 1) {
    auto &[term, factor] = *terms.begin();
    if (term == 0)
      return expressions.constant(type, factor);
    if (factor.isOne())
      return term;
  }
  std::vector<uint32_t> list;
  for (const auto &[term, factor] : terms) {
    list.push_back(term);
    list.push_back(expressions.constant(type, factor));
  }
  return expressions.listNode(Opcode::Sum, type, list);
}

NormalForm::Polynomial NormalForm::polynomialOf(ExpressionId normal) {
  auto factorsOf = [&](ExpressionId term) -> std::vector<ExpressionId> {
    if (!term)
      return {};
    if (expressions[term].opcode != Opcode::Product)
      return {term};
    return expressions.list(term).vec();
  };
  Polynomial polynomial;
  unsigned width = expressions.typeOf(normal).width();
  if (expressions.isConstant(normal)) {
    polynomial.emplace(std::vector<ExpressionId>(), expressions.bitsOf(normal));
  } else if (expressions[normal].opcode == Opcode::Sum) {
    llvm::ArrayRef<uint32_t> list = expressions.list(normal);
    for (size_t i = 0; i < list.size(); i += 2)
      polynomial.emplace(factorsOf(list[i]), expressions.bitsOf(list[i + 1]));
  } else {
    polynomial.emplace(factorsOf(normal), APInt(width, 1));
  }
  return polynomial;
}

ExpressionId NormalForm::ofPolynomial(ExpressionType type, const Polynomial &polynomial) {
  Terms terms;
  for (const auto &[factors, factor] : polynomial) {
    ExpressionId term = factors.empty()       ? noExpression
                        : factors.size() == 1 ? factors.front()
                                              : expressions.listNode(Opcode::Product, type, factors);
    auto [entry, isNew] = terms.try_emplace(term, factor);
    if (!isNew)
      entry->second += factor;
  }
  // A factor that is a whole sum may stand alone now.
  Terms flat;
  for (const auto &[term, factor] : terms)
    if (term)
      addScaled(flat, term, factor);
    else
      addScaled(flat, expressions.constant(type, factor), APInt(type.width(), 1));
  return sumOf(type, std::move(flat));
}

ExpressionId NormalForm::bitwiseOf(Opcode opcode, ExpressionType type, const Terms &leaves) {
  Opcode listed = opcode == Opcode::And  ? Opcode::Conjunction
                  : opcode == Opcode::Or ? Opcode::Disjunction
                                         : Opcode::Difference;
  bool isXor = opcode == Opcode::Xor;
  APInt known = opcode == Opcode::And ? APInt::getAllOnes(type.width()) : APInt(type.width(), 0);
  std::set<ExpressionId> kept;
  auto take = [&](ExpressionId id) {
    if (expressions.isConstant(id)) {
      APInt bits = expressions.bitsOf(id);
      known = opcode == Opcode::And ? known & bits : isXor ? known ^ bits : known | bits;
    } else if (!kept.insert(id).second && isXor) {
      kept.erase(id);
    }
  };
  for (const auto &[leaf, count] : leaves) {
    if (isXor && !count[0])
      continue;
    ExpressionId normal = normals.lookup(leaf);
    if (expressions[normal].opcode != listed)
      take(normal);
    else
      for (uint32_t operand : expressions.list(normal).vec())
        take(operand);
  }
  bool isDecided = opcode == Opcode::And ? known.isZero() : !isXor && known.isAllOnes();
  for (ExpressionId id : kept) // x and not x
    if (!isXor && expressions[id].opcode == Opcode::Difference) {
      llvm::ArrayRef<uint32_t> list = expressions.list(id);
      for (int i = 0; i < 2 && list.size() == 2; ++i)
        if (expressions.isAllOnes(list[i]) && kept.count(list[1 - i]))
          return opcode == Opcode::And ? expressions.zero(type) : expressions.allOnes(type);
    }
  if (isDecided || kept.empty())
    return expressions.constant(type, known);
  bool isNeutral = opcode == Opcode::And ? known.isAllOnes() : known.isZero();
  if (isNeutral && kept.size() == 1)
    return *kept.begin();
  if (isXor && kept.size() == 1 && known.isAllOnes() && expressions[*kept.begin()].opcode == Opcode::FloatCompare)
    return expressions.invert(*kept.begin());
  if (!isNeutral)
    kept.insert(expressions.constant(type, known));
  return expressions.listNode(listed, type, std::vector<uint32_t>(kept.begin(), kept.end()));
}

ExpressionId NormalForm::floatingOf(Opcode opcode, ExpressionType type, const Terms &leaves) {
  Opcode listed = opcode == Opcode::FloatAdd ? Opcode::FloatSum : Opcode::FloatProduct;
  std::vector<uint32_t> operands;
  for (const auto &[leaf, count] : leaves) {
    ExpressionId normal = normals.lookup(leaf);
    for (uint64_t i = 0; i < count.getZExtValue(); ++i)
      if (expressions[normal].opcode == listed)
        llvm::append_range(operands, expressions.list(normal).vec());
      else
        operands.push_back(normal);
  }
  // x + -0.0 is x for every x, so that an order that begins with it is no other order; so is x * 1.0.
  ExpressionId neutral = opcode == Opcode::FloatAdd
                             ? expressions.constant(type, APInt::getSignMask(type.width()))
                             : expressions.constant(type, llvm::APFloat::getOne(type.semantics()).bitcastToAPInt());
  std::erase(operands, neutral);
  if (opcode == Opcode::FloatAdd) // nor has a zero of the other sign, where the order is free
    std::erase(operands, expressions.zero(type));
  if (operands.empty())
    return neutral;
  if (operands.size() == 1)
    return operands.front();
  std::sort(operands.begin(), operands.end());
  return expressions.listNode(listed, type, operands);
}

ExpressionId NormalForm::computeEqual(ExpressionId a, ExpressionId b) {
  ExpressionType type = expressions.typeOf(a);
  if (type.isFloating() || type.width() == 1 ||
      (expressions[a].opcode != Opcode::Sum && expressions[b].opcode != Opcode::Sum)) {
    ExpressionId built = expressions.equal(a, b);
    return expressions[built].opcode == Opcode::Equal ? built : settled(built);
  }
  Terms terms;
  addScaled(terms, a, APInt(type.width(), 1));
  addScaled(terms, b, APInt::getAllOnes(type.width()));
  APInt constant = terms.count(0) ? terms.at(0) : APInt(type.width(), 0);
  terms.erase(0);
  std::erase_if(terms, [](const auto &term) { return term.second.isZero(); });
  if (terms.empty())
    return expressions.truth(constant.isZero());
  if (const APInt &first = terms.begin()->second; (-first).ult(first)) {
    constant = -constant;
    for (auto &[term, factor] : terms)
      factor = -factor;
  }
  return expressions.node(Opcode::Equal, Expressions::boolean(), sumOf(type, terms),
                          expressions.constant(type, -constant));
}

ExpressionId NormalForm::computeLess(Opcode opcode, ExpressionId a, ExpressionId b) {
  bool isSigned = opcode == Opcode::LessSigned;
  Range left = rangeOf(a, isSigned), right = rangeOf(b, isSigned);
  if (left.high.slt(right.low))
    return expressions.truth(true);
  if (right.high.sle(left.low))
    return expressions.truth(false);
  ExpressionId built = expressions.less(a, b, isSigned);
  return expressions[built].opcode == opcode ? built : settled(built);
}

} // namespace allo::verify
