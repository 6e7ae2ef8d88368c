// What the comparison found, in words.
#include "verify/ExpressionText.h"
#include "verify/Verification.h"

namespace allo::verify {

namespace {
constexpr size_t shownInputs = 24;
constexpr unsigned shownDepth = 5;

std::vector<int64_t> indexOf(const std::vector<int64_t> &extents, int64_t element) {
  std::vector<int64_t> index(extents.size());
  for (size_t i = extents.size(); i-- > 0;) {
    index[i] = element % extents[i];
    element /= extents[i];
  }
  return index;
}
} // namespace

std::string Verification::inputName(const Node &input) const {
  const Parameter &parameter = parameters[input.a % parameters.size()];
  std::string text = parameter.name;
  for (int64_t i : indexOf(parameter.shape.extents, input.b))
    text += "[" + std::to_string(i) + "]";
  if (calls > 1)
    text += "@" + std::to_string(input.a / parameters.size() + 1);
  return text;
}

std::string Verification::valueText(const Parameter &parameter, const llvm::APInt &bits) const {
  return numberText(parameter.type, bits, parameter.isSigned);
}

Parameter Verification::outputOf(const Element &element) const {
  if (element.obligation) {
    Parameter truth;
    truth.name = "out of bounds";
    truth.type = Expressions::boolean();
    return truth;
  }
  return element.output < parameters.size() ? parameters[element.output] : results[element.output - parameters.size()];
}

void Verification::describe(const Element &element, const Pair &pair, const Witness &witness, Verdict &verdict) {
  verdict.kind = Verdict::different;
  Difference &difference = verdict.difference.emplace();
  Parameter output = outputOf(element);
  difference.output = output.name;
  difference.index = indexOf(output.shape.extents, element.element);
  difference.call = static_cast<int64_t>(element.call) + 1;
  TextOptions text{[this](const Node &input) { return inputName(input); }, shownDepth};
  difference.expected_expression =
      element.obligation ? element.obligation->text : textOf(expressions, pair.expected, text);
  difference.actual_expression = textOf(expressions, pair.actual, text);
  difference.expected_place =
      places[element.obligation ? element.obligation->place : expressions.placeOf(pair.expected)];
  difference.actual_place = places[element.obligation ? element.obligation->place : expressions.placeOf(pair.actual)];
  if (witness.expected.getBitWidth() != output.type.width() || witness.actual.getBitWidth() != output.type.width() ||
      (witness.expected == witness.actual))
    return; // there is none
  difference.expected = valueText(output, witness.expected);
  difference.actual = valueText(output, witness.actual);
  for (size_t i = 0; i < parameters.size(); ++i)
    if (sizes[differentTrial][i])
      difference.inputs.emplace_back(parameters[i].name, std::to_string(*sizes[differentTrial][i]));
  for (const auto &[input, bits] : witness.inputs) {
    if (difference.inputs.size() >= shownInputs) {
      verdict.notes.push_back("only the first " + std::to_string(shownInputs) + " of the inputs that matter are shown");
      break;
    }
    const Node &node = expressions[input];
    difference.inputs.emplace_back(inputName(node), valueText(parameters[node.a % parameters.size()], bits));
  }
  for (const auto &[value, bits] : witness.unwritten)
    verdict.notes.push_back("the design reads " + expressions.name(expressions[value].a) +
                            ", which was never written; here it is " + numberText(expressions.typeOf(value), bits));
}

} // namespace allo::verify
