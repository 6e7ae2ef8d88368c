// Counters of loops: values, limits and what comes next, for nests that run as one loop too.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

namespace allo::target::rtl::generation {

using namespace model;
using K = Expression;

void FunctionGenerator::declareCounters(BlockId number) {
  const Child &loop = function.children[function.blocks[number].child];
  for (const Counter &counter : loop.counters)
    controls[number].counters.push_back(module.add(Signal::reg, counter.width, counter.name));
}

// value div divisor, rounded down, without a divider: (value + 2^w * divisor) * ceil(2^s / divisor) >> s, less 2^w.
// Exact for s >= bits of the biased value + bits of the divisor (Granlund and Montgomery, PLDI 1994).
Value FunctionGenerator::floorDivide(Value value, int64_t divisor) {
  if (divisor == 1)
    return value;
  unsigned width = value->width;
  if (llvm::isPowerOf2_64(divisor)) {
    unsigned shift = llvm::Log2_64(divisor);
    if (shift >= width)
      return extend(slice(value, width - 1, 1), width, true);
    return extend(slice(value, shift, width - shift), width, true);
  }
  unsigned divisorBits = llvm::Log2_64_Ceil(divisor) + 1;
  unsigned biasedBits = width + divisorBits + 1;
  unsigned shift = biasedBits + divisorBits;
  llvm::APInt scale = llvm::APInt::getOneBitSet(shift + 2, shift);
  llvm::APInt multiplier = (scale + (divisor - 1)).udiv(llvm::APInt(shift + 2, divisor));
  llvm::APInt bias = llvm::APInt(biasedBits, divisor).shl(width);
  Value biased = binary(K::add, extend(value, biasedBits, true), constant(bias));
  unsigned productBits = biasedBits + shift + 2;
  Value product = binary(K::mul, extend(biased, productBits, false), constant(multiplier.zext(productBits)));
  Value quotient = slice(product, shift, width + 1);
  Value result = binary(K::sub, quotient, constant(llvm::APInt::getOneBitSet(width + 1, width)));
  return slice(result, 0, width);
}

// `outer`: values of the outer counters; other terms are read in block `holder` at `time` (time < 0: as blocks inside
// see them).
Value FunctionGenerator::linear(const LinearBound &bound, const std::vector<Value> &outer, BlockId holder,
                                int64_t time) {
  unsigned width = 64 - llvm::countl_zero<uint64_t>(bound.constant < 0 ? ~bound.constant : bound.constant) + 1;
  std::vector<Value> terms;
  for (const LinearBound::Term &term : bound.terms) {
    Value value = term.isCounter ? outer[term.index]
                  : time < 0     ? stable(term.index)
                                 : valueAt(term.index, holder, time);
    terms.push_back(value);
    uint64_t magnitude = term.coefficient < 0 ? -static_cast<uint64_t>(term.coefficient) : term.coefficient;
    width = std::max(width, value->width + llvm::Log2_64_Ceil(magnitude) + 1);
  }
  width += llvm::Log2_64_Ceil(terms.size() + 1);
  Value sum = constant(llvm::APInt(64, bound.constant, true).sextOrTrunc(width));
  for (size_t i = 0; i < terms.size(); ++i) {
    Value term = extend(terms[i], width, true);
    int64_t coefficient = bound.terms[i].coefficient;
    if (coefficient != 1 && coefficient != -1)
      term = binary(K::mul, term, constant(llvm::APInt(64, coefficient, true).sextOrTrunc(width)));
    sum = binary(coefficient == -1 ? K::sub : K::add, sum, term);
  }
  return floorDivide(sum, bound.divisor);
}

// The greatest or least of the bounds, `width` bits.
Value FunctionGenerator::bound(const std::vector<LinearBound> &bounds, bool greatest, unsigned width,
                               const std::vector<Value> &outer, BlockId holder, int64_t time) {
  Value best;
  for (const LinearBound &one : bounds) {
    Value value = linear(one, outer, holder, time);
    if (!best) {
      best = value;
      continue;
    }
    unsigned common = std::max(best->width, value->width);
    Value a = extend(best, common, true), b = extend(value, common, true);
    Value takeSecond = greatest ? binary(K::lessSigned, a, b) : binary(K::lessSigned, b, a);
    best = model::select(takeSecond, b, a);
  }
  return width == 0 ? best : resize(best, width, true);
}

std::vector<Value> FunctionGenerator::initialCounters(BlockId number) {
  const Child &loop = function.children[function.blocks[number].child];
  const Node &node = function.nodes[loop.node];
  std::vector<Value> initial;
  for (const Counter &counter : loop.counters)
    initial.push_back(bound(counter.lower, true, counter.width, initial, node.block, node.time));
  return initial;
}

Value FunctionGenerator::isNotEmpty(BlockId number) {
  const Child &loop = function.children[function.blocks[number].child];
  if (loop.counters.empty())
    return nullptr;
  const Node &node = function.nodes[loop.node];
  const Counter &counter = loop.counters.front();
  Value lower = bound(counter.lower, true, 0, {}, node.block, node.time);
  Value upper = bound(counter.upper, false, 0, {}, node.block, node.time);
  unsigned width = std::max(lower->width, upper->width);
  Value isLess = binary(K::lessSigned, extend(lower, width, true), extend(upper, width, true));
  if (isLess->kind == K::constant && isLess->bits.isOne())
    return nullptr;
  return isLess;
}

// Between constants the last value is known; a comparison for equality is smaller and shorter than one of order.
static Value isLastValue(const Counter &counter, Value current, Value lower, Value upper) {
  if (lower->kind == K::constant && upper->kind == K::constant) {
    int64_t first = lower->bits.getSExtValue(), end = upper->bits.getSExtValue();
    if (first < end)
      return binary(K::equal, current,
                    constant(llvm::APInt(64, first + (end - 1 - first) / counter.step * counter.step, true)
                                 .sextOrTrunc(counter.width)));
  }
  unsigned width = std::max(counter.width, upper->width) + 1;
  Value after = binary(K::add, extend(current, width, true), constant(width, counter.step));
  return binary(K::lessEqualSigned, extend(upper, width, true), after);
}

void FunctionGenerator::finishCounters(BlockId number, Section &section, Value advance) {
  const Child &loop = function.children[function.blocks[number].child];
  Control &control = controls[number];
  std::vector<Value> current;
  for (SignalId signal : control.counters)
    current.push_back(read(signal));

  // isLast[d]: dimension d has no further value.
  std::vector<Value> isLast, stepped;
  for (size_t d = 0; d < loop.counters.size(); ++d) {
    const Counter &counter = loop.counters[d];
    Value upper = bound(counter.upper, false, 0, current, 0, -1);
    Value lower = bound(counter.lower, true, 0, current, 0, -1);
    isLast.push_back(isLastValue(counter, current[d], lower, upper));
    stepped.push_back(binary(K::add, current[d], constant(counter.width, counter.step)));
  }
  Value start = read(control.start);
  std::vector<Value> initial = initialCounters(number), next(loop.counters.size());
  for (size_t d = 0; d < loop.counters.size(); ++d) {
    llvm::SmallVector<Value> inner;
    for (size_t e = d + 1; e < loop.counters.size(); ++e)
      inner.push_back(isLast[e]);
    Value carry = andOf(inner);
    Value moved = stepped[d];
    if (d > 0)
      moved = model::select(isLast[d], bound(loop.counters[d].lower, true, loop.counters[d].width, next, 0, -1), moved);
    next[d] = model::select(carry, moved, current[d]);
    section.registers.push_back({control.counters[d], model::select(start, initial[d], next[d]),
                                 binary(K::bitOr, start, advance), std::nullopt, ""});
  }
  SignalId last = wire(1, control.name + "_last");
  assign(section, last, andOf(isLast));
  control.last = read(last);
}

} // namespace allo::target::rtl::generation
