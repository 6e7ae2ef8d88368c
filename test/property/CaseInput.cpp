#include "CaseInput.h"

#include "build/ElementValues.h"
#include "support/TemporaryDirectory.h"

#include <cmath>
#include <cstring>
#include <sstream>

namespace allo::fuzz {

namespace {
void storeInteger(std::vector<char> &buffer, size_t at, unsigned bytes, int64_t value) {
  std::memcpy(buffer.data() + at, &value, bytes); // little-endian
}

// All bits at random, or a number near zero or near the ends.
void storeRandomBits(Random &random, const ElementType &type, char *to) {
  llvm::SmallVector<uint64_t> words;
  while (64 * words.size() < type.width())
    words.push_back(random.next());
  llvm::APInt value(64 * static_cast<unsigned>(words.size()), words);
  value = value.trunc(type.width());
  int64_t dice = random.between(0, 99);
  if (dice < 40)
    value = value.ashr(static_cast<unsigned>(random.between(0, type.width() - 1)));
  else if (dice < 50)
    value = llvm::APInt::getSignedMinValue(type.width()) + static_cast<uint64_t>(random.between(-1, 1));
  build::storeInteger(type, value, to);
}

void storeRandom(Random &random, const ElementType &type, std::vector<char> &buffer, size_t at, bool special) {
  if (type.is_arbitrary)
    return storeRandomBits(random, type, buffer.data() + at);
  if (build::isFloating(type) && type.bytes == 2) {
    llvm::APFloat value(double(random.between(-64, 64)) / (random.chance(50) ? 8 : 7));
    return build::storeFloat(type, value, buffer.data() + at);
  }
  if (type.kind == ElementType::floating) {
    double value = double(random.between(-64, 64)) / (random.chance(50) ? 8 : 7);
    static const std::vector<double> specials = {INFINITY, -INFINITY, NAN, -0.0, 1e-310, 3e38, -1e-40};
    if (special && random.chance(5))
      value = random.pick(specials);
    float single = static_cast<float>(value);
    std::memcpy(buffer.data() + at, type.bytes == 4 ? static_cast<void *>(&single) : static_cast<void *>(&value),
                type.bytes);
    return;
  }
  int64_t low = type.kind == ElementType::signed_integer ? -100 : 0, high = type.kind == ElementType::boolean ? 1 : 100;
  if (type.bytes <= 2 && type.kind != ElementType::boolean && random.chance(20))
    low = type.kind == ElementType::signed_integer ? -(1 << (8 * type.bytes - 1)) : 0,
    high = (int64_t(1) << (8 * type.bytes - (type.kind == ElementType::signed_integer))) - 1;
  storeInteger(buffer, at, type.bytes, random.between(low, high));
}
} // namespace

build::ArgumentSet makeArguments(const Interface &interface, const CaseInput &input, uint64_t seed) {
  Random random(seed ^ 0x1234567, static_cast<uint64_t>(input.number));
  build::ArgumentSet set(interface);
  bool special = random.chance(15);
  for (size_t i = 0; i < interface.parameters.size(); ++i) {
    const InterfaceParameter &parameter = interface.parameters[i];
    auto range = input.ranges.find(parameter.name);
    if (range != input.ranges.end() && parameter.kind == InterfaceParameter::scalar &&
        parameter.type.kind != ElementType::floating) {
      storeInteger(set.buffers[i], 0, parameter.type.bytes, random.between(range->second.first, range->second.second));
      continue;
    }
    for (const InterfaceField &field : parameter.fields)
      storeRandom(random, field.type, set.buffers[i], static_cast<size_t>(field.offset), special);
    for (size_t at = 0; parameter.fields.empty() && at < set.buffers[i].size(); at += parameter.type.bytes)
      storeRandom(random, parameter.type, set.buffers[i], at, special);
  }
  return set;
}

int callsOf(const CaseInput &input) { return input.text.find("  static ") != std::string::npos ? 2 : 1; }

CaseInput caseOf(const Program &program, int number) {
  return {number, program.text(), program.top, program.helpers, program.ranges, std::nullopt};
}

CaseInput readCorpusFile(const std::filesystem::path &file, int number) {
  CaseInput input;
  input.number = number;
  std::istringstream lines(support::readFile(file));
  std::string script;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string comment, key, name;
    words >> comment >> key;
    if (comment == "//" && key == "top:") {
      words >> input.top;
    } else if (comment == "//" && key == "range:") {
      words >> name;
      words >> input.ranges[name].first >> input.ranges[name].second;
    } else if (comment == "//" && key == "number:") {
      words >> input.number; // of the random inputs
    } else if (comment == "//" && key == "step:") {
      std::getline(words, name);
      script += name + "\n";
    } else {
      input.text += line + "\n";
    }
  }
  input.script = script.find("kernel ") == std::string::npos ? "kernel " + input.top + "\n" + script : script;
  return input;
}

std::string corpusText(const CaseInput &input, const std::string &script) {
  std::string text = "// top: " + input.top + "\n// number: " + std::to_string(input.number) + "\n";
  for (const auto &[name, range] : input.ranges)
    text += "// range: " + name + " " + std::to_string(range.first) + " " + std::to_string(range.second) + "\n";
  std::istringstream lines(script);
  for (std::string line; std::getline(lines, line);)
    text += "// step: " + line + "\n";
  return text + input.text;
}

} // namespace allo::fuzz
