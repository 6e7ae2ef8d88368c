#include "build/Scalars.h"

#include "allo/error.hpp"

#include "build/ElementValues.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cmath>

namespace allo::build {

namespace {
using Round = llvm::APFloat;

// The number that `text` spells, in enough precision that rounding it once more is harmless; nothing if it is none.
std::optional<llvm::APFloat> numberOf(const std::string &text, const llvm::fltSemantics &semantics) {
  llvm::APFloat value(semantics);
  std::string upper = text;
  // APFloat wants an exponent behind hexadecimal digits.
  if (upper.find_first_of("xX") != std::string::npos && upper.find_first_of("pP") == std::string::npos)
    upper += "p0";
  auto status = value.convertFromString(upper, Round::rmNearestTiesToEven);
  if (!status) {
    llvm::consumeError(status.takeError());
    return std::nullopt;
  }
  return value;
}

// The integer that `text` spells in C: decimal, hexadecimal, octal.
std::optional<llvm::APInt> integerOf(const std::string &text) {
  llvm::StringRef digits = text;
  bool isNegative = digits.consume_front("-");
  if (!isNegative)
    digits.consume_front("+");
  unsigned radix = 10;
  if (digits.consume_front_insensitive("0x"))
    radix = 16;
  else if (digits.size() > 1 && digits.front() == '0')
    radix = 8;
  llvm::APInt value;
  if (digits.empty() || digits.getAsInteger(radix, value))
    return std::nullopt;
  value = value.zext(value.getBitWidth() + 2);
  if (isNegative)
    value.negate();
  return value;
}

// A fixed-point number must be one of the type's values: rounding is the kernel's business.
std::optional<std::string> storeFixed(const ElementType &type, const std::string &text, char *to) {
  std::optional<llvm::APFloat> number = numberOf(text, llvm::APFloat::IEEEquad());
  if (!number)
    return "'" + text + "' is not a number";
  llvm::APSInt bits(type.width(), type.kind != ElementType::signed_integer);
  bool isExact = false;
  llvm::APFloat scaled = llvm::scalbn(*number, type.fraction, Round::rmNearestTiesToEven);
  if (scaled.convertToInteger(bits, Round::rmTowardZero, &isExact) == llvm::APFloat::opInvalidOp)
    return text + " does not fit into " + type.spelling;
  if (!isExact)
    return text + " is not a multiple of 2^" + std::to_string(-type.fraction) + ", as values of " + type.spelling +
           " are";
  storeInteger(type, bits, to);
  return {};
}
} // namespace

std::optional<std::string> storeText(const ElementType &type, const std::string &text, char *to) {
  if (isFloating(type)) {
    std::optional<llvm::APFloat> number = numberOf(text, semanticsOf(type));
    if (!number)
      return "'" + text + "' is not a number";
    storeFloat(type, *number, to);
    return {};
  }
  if (type.fraction)
    return storeFixed(type, text, to);
  if (type.kind == ElementType::boolean && (text == "true" || text == "false")) {
    *to = text == "true";
    return {};
  }
  std::optional<llvm::APInt> value = integerOf(text);
  if (!value)
    return "'" + text + "' is not an integer";
  bool fits = type.kind == ElementType::signed_integer ? value->isSignedIntN(type.width())
                                                       : !value->isNegative() && value->isIntN(type.width());
  if (!fits)
    return text + " does not fit into " + type.spelling;
  storeInteger(type, value->sextOrTrunc(std::max(value->getBitWidth(), type.width())), to);
  return {};
}

RandomSequence::RandomSequence(uint64_t seed, const std::string &name) : state_(14695981039346656037ULL) {
  for (char c : name) // FNV-1a, so that a parameter's values do not depend on the others
    state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  state_ ^= seed * 0x9e3779b97f4a7c15ULL;
}

uint64_t RandomSequence::next() {
  uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

RandomValues::RandomValues(const ElementType &type)
    : type_(type), low_(type.width() + 1, 0), count_(type.width() + 1, 0) {
  bool isSigned = type.kind == ElementType::signed_integer;
  unsigned width = type.width();
  if (isFloating(type))
    return;
  if (width <= 8 || type.is_arbitrary) {
    if (isSigned)
      low_ = llvm::APInt::getSignedMinValue(width).sext(width + 1);
    count_ = llvm::APInt::getOneBitSet(width + 1, width);
  } else {
    low_ = llvm::APInt(width + 1, isSigned ? -100 : 0, /*isSigned=*/true);
    count_ = llvm::APInt(width + 1, isSigned ? 201 : 101);
  }
}

RandomValues::RandomValues(const ElementType &type, const std::string &name, const std::string &low,
                           const std::string &high)
    : RandomValues(type) {
  auto refuse = [&](const std::string &why) {
    throw UserError("the range " + low + ":" + high + " of " + name + " is not usable: " + why);
  };
  std::vector<char> bounds[2];
  for (int i = 0; i < 2; ++i) {
    bounds[i].resize(std::max(type.bytes, 8u));
    if (auto why = storeText(type, i ? high : low, bounds[i].data()))
      refuse(*why);
  }
  if (isFloating(type)) {
    double numbers[2];
    for (int i = 0; i < 2; ++i) {
      llvm::APFloat number = loadFloat(type, bounds[i].data());
      bool losesInfo;
      number.convert(llvm::APFloat::IEEEdouble(), Round::rmNearestTiesToEven, &losesInfo);
      numbers[i] = number.convertToDouble();
    }
    from_ = numbers[0];
    to_ = numbers[1];
    if (!(from_ <= to_) || !std::isfinite(from_) || !std::isfinite(to_))
      refuse("it is empty");
    return;
  }
  llvm::APSInt first = loadInteger(type, bounds[0].data()).extend(type.width() + 1);
  llvm::APSInt last = loadInteger(type, bounds[1].data()).extend(type.width() + 1);
  if (last < first)
    refuse("it is empty");
  low_ = first;
  count_ = last - first + 1;
}

void RandomValues::store(RandomSequence &sequence, char *to) const {
  uint64_t bits = sequence.next();
  if (isFloating(type_)) {
    // As many random bits in [0, 1) as the type's significand has.
    unsigned precision = llvm::APFloat::semanticsPrecision(semanticsOf(type_));
    double unit = std::ldexp(static_cast<double>(bits >> (64 - precision)), -static_cast<int>(precision));
    storeFloat(type_, llvm::APFloat(from_ + unit * (to_ - from_)), to);
    return;
  }
  if (type_.width() <= 63) {
    uint64_t count = count_.getZExtValue();
    uint64_t value = static_cast<uint64_t>(low_.getSExtValue()) + bits % count;
    storeInteger(type_, llvm::APInt(64, value), to);
    return;
  }
  llvm::SmallVector<uint64_t> words = {bits};
  while (64 * words.size() < type_.width())
    words.push_back(sequence.next());
  words.push_back(0);
  llvm::APInt value = llvm::APInt(64 * static_cast<unsigned>(words.size()), words).trunc(type_.width() + 1);
  value.clearBit(type_.width());
  storeInteger(type_, (low_ + value.urem(count_)).trunc(type_.width()), to);
}

} // namespace allo::build
