#include "build/Compare.h"

#include "build/ElementValues.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace allo::build {

namespace {
// A scalar place in an element: the whole of it, or a member of a structure.
struct Slot {
  ElementType type;
  int64_t offset = 0;
  std::string field;
};

// One output, as a run of equal elements.
struct Output {
  std::string name;
  std::vector<int64_t> shape;
  std::vector<Slot> slots;
  int64_t elementBytes = 0;
  int64_t elements = 0;
};

Output outputOf(const InterfaceParameter &parameter) {
  Output output{parameter.name, parameter.shape, {}, 0, elementsOf(parameter)};
  output.elementBytes = parameter.fields.empty() ? parameter.type.bytes : parameter.bytes / output.elements;
  if (parameter.fields.empty())
    output.slots.push_back({parameter.type, 0, ""});
  for (const InterfaceField &field : parameter.fields)
    output.slots.push_back({field.type, field.offset, field.name});
  return output;
}

Output resultOutput(const ElementType &type) { return {"return", {}, {{type, 0, ""}}, type.bytes, 1}; }

bool isNaN(const ElementType &type, const char *at) { return isFloating(type) && loadFloat(type, at).isNaN(); }

// Negative zero is not zero here: its bits are not.
bool isZero(const ElementType &type, const char *at) {
  return std::all_of(at, at + type.bytes, [](char byte) { return byte == 0; });
}

bool equalSlots(const ElementType &type, const char *a, const char *b) {
  return std::memcmp(a, b, type.bytes) == 0 || (isNaN(type, a) && isNaN(type, b));
}

std::vector<int64_t> indexOf(int64_t element, const std::vector<int64_t> &shape) {
  std::vector<int64_t> index(shape.size());
  for (size_t d = shape.size(); d-- > 0; element /= shape[d])
    index[d] = element % shape[d];
  return index;
}

void compare(const Output &output, const std::vector<char> &expected, const std::vector<char> &actual,
             std::vector<Mismatch> &mismatches) {
  if (expected == actual)
    return;
  Mismatch mismatch;
  for (int64_t i = 0; i < output.elements; ++i) {
    bool differs = false;
    for (const Slot &slot : output.slots) {
      const char *a = expected.data() + i * output.elementBytes + slot.offset;
      const char *b = actual.data() + i * output.elementBytes + slot.offset;
      if (equalSlots(slot.type, a, b))
        continue;
      if (mismatch.count == 0 && !differs) {
        mismatch.index = indexOf(i, output.shape);
        mismatch.field = slot.field;
        mismatch.expected = valueText(slot.type, a);
        mismatch.actual = valueText(slot.type, b);
      }
      differs = true;
    }
    mismatch.count += differs;
  }
  if (mismatch.count == 0)
    return;
  mismatch.output = output.name;
  mismatch.elements = output.elements;
  mismatches.push_back(mismatch);
}

// Calls `visit` for each output with its buffers in the two sets.
template <typename Visit> void forEachOutput(const ArgumentSet &first, const ArgumentSet &second, Visit visit) {
  const Interface &interface = first.interface;
  for (size_t i = 0; i < interface.parameters.size(); ++i)
    if (isOutput(interface.parameters[i]))
      visit(outputOf(interface.parameters[i]), first.buffers[i], second.buffers[i], false);
  if (interface.result)
    visit(resultOutput(*interface.result), first.result, second.result, true);
  if (interface.resultStructure)
    visit(outputOf(*interface.resultStructure), first.result, second.result, true);
}

// How many scalars an output has, and how many of them are NaN and zero.
struct Census {
  int64_t scalars = 0, nans = 0, zeros = 0;
  void add(const Census &other) {
    scalars += other.scalars;
    nans += other.nans;
    zeros += other.zeros;
  }
};

Census countOf(const Output &output, const std::vector<char> &buffer) {
  Census census;
  for (int64_t i = 0; i < output.elements; ++i)
    for (const Slot &slot : output.slots) {
      const char *at = buffer.data() + i * output.elementBytes + slot.offset;
      ++census.scalars;
      census.nans += isNaN(slot.type, at);
      census.zeros += isZero(slot.type, at);
    }
  return census;
}
} // namespace

std::vector<Mismatch> compareOutputs(const ArgumentSet &expected, const ArgumentSet &actual) {
  std::vector<Mismatch> mismatches;
  forEachOutput(expected, actual,
                [&](const Output &output, const std::vector<char> &a, const std::vector<char> &b, bool) {
                  compare(output, a, b, mismatches);
                });
  return mismatches;
}

namespace {
double doubleAt(const ElementType &type, const char *at) {
  llvm::APFloat value = loadFloat(type, at);
  bool losesInfo = false;
  value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return value.convertToDouble();
}

// Distances between the floating-point scalars of one output.
class Distances {
public:
  Distances(const Output &output, Deviation &deviation) : output_(output), deviation_(deviation) {}

  // Two scalars whose bits differ.
  void add(const Slot &slot, int64_t element, const char *a, const char *b) {
    double native = doubleAt(slot.type, a), actual = doubleAt(slot.type, b);
    double difference = std::fabs(native - actual), size = std::max(std::fabs(native), std::fabs(actual));
    bool isOrdinary = std::isfinite(native) && std::isfinite(actual);
    double relative = !isOrdinary ? std::numeric_limits<double>::infinity() : size == 0 ? 0 : difference / size;
    unsigned precision = llvm::APFloat::semanticsPrecision(semanticsOf(slot.type));
    scaled_ = std::max(scaled_, isOrdinary ? std::ldexp(difference, static_cast<int>(precision / 2)) : relative);
    if (!deviation_.element.empty() && relative <= deviation_.relative)
      return;
    Mismatch at;
    at.output = output_.name;
    at.index = indexOf(element, output_.shape);
    at.field = slot.field;
    deviation_.relative = relative;
    deviation_.element = elementName(at);
    deviation_.expected = valueText(slot.type, a);
    deviation_.actual = valueText(slot.type, b);
  }
  void see(const Slot &slot, const char *a) {
    if (double value = doubleAt(slot.type, a); std::isfinite(value))
      largest_ = std::max(largest_, std::fabs(value));
  }
  bool areBeyondRounding() const { return scaled_ > largest_; }

private:
  const Output &output_;
  Deviation &deviation_;
  double scaled_ = 0;  // the largest difference, times 2^(half of the significand)
  double largest_ = 0; // the largest native value
};
} // namespace

Deviation deviationOf(const ArgumentSet &expected, const ArgumentSet &actual, std::vector<Mismatch> &others) {
  Deviation deviation;
  forEachOutput(expected, actual,
                [&](const Output &output, const std::vector<char> &before, const std::vector<char> &after, bool) {
                  Distances distances(output, deviation);
                  std::vector<char> rest = after; // floating-point scalars as they are natively
                  for (int64_t i = 0; i < output.elements; ++i)
                    for (const Slot &slot : output.slots) {
                      if (!isFloating(slot.type))
                        continue;
                      int64_t offset = i * output.elementBytes + slot.offset;
                      const char *a = before.data() + offset, *b = after.data() + offset;
                      distances.see(slot, a);
                      if (!equalSlots(slot.type, a, b))
                        distances.add(slot, i, a, b);
                      std::memcpy(rest.data() + offset, a, slot.type.bytes);
                    }
                  compare(output, before, rest, others);
                  if (distances.areBeyondRounding() && deviation.beyond.empty())
                    deviation.beyond = output.name;
                });
  return deviation;
}

std::string vacuity(const ArgumentSet &before, const ArgumentSet &after) {
  bool any = false;
  Census total;
  std::string reason;
  forEachOutput(before, after,
                [&](const Output &output, const std::vector<char> &a, const std::vector<char> &b, bool isResult) {
                  any = true;
                  if (a == b && !isResult)
                    return; // an input that the source does not declare const, or an output left alone
                  Census census = countOf(output, b);
                  total.add(census);
                  if (2 * census.nans > census.scalars)
                    reason = output.name + " is mostly NaN (" + std::to_string(census.nans) + " of " +
                             std::to_string(census.scalars) + " elements)";
                });
  if (!any)
    return "the kernel has no output";
  if (total.scalars == 0)
    return "the kernel left every output untouched";
  if (total.zeros == total.scalars)
    return "every output is zero";
  return reason;
}

std::string elementName(const Mismatch &mismatch) {
  std::string name = mismatch.output;
  for (int64_t i : mismatch.index)
    name += "[" + std::to_string(i) + "]";
  return mismatch.field.empty() ? name : name + "." + mismatch.field;
}

} // namespace allo::build
