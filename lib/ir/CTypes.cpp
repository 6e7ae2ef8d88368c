#include "ir/CTypes.h"

#include "mlir/IR/BuiltinTypes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace allo::ir {

namespace {
struct Facts {
  CKind kind;
  unsigned bits; // 0: the type says
  bool isSigned;
  bool isFloating;
  llvm::StringLiteral spelling;
};
constexpr Facts table[] = {
    {CKind::Bool, 1, false, false, "bool"},
    {CKind::Char, 8, true, false, "char"},
    {CKind::SChar, 8, true, false, "signed char"},
    {CKind::UChar, 8, false, false, "unsigned char"},
    {CKind::Short, 16, true, false, "short"},
    {CKind::UShort, 16, false, false, "unsigned short"},
    {CKind::Int, 32, true, false, "int"},
    {CKind::UInt, 32, false, false, "unsigned int"},
    {CKind::Long, 64, true, false, "long"},
    {CKind::ULong, 64, false, false, "unsigned long"},
    {CKind::LongLong, 64, true, false, "long long"},
    {CKind::ULongLong, 64, false, false, "unsigned long long"},
    {CKind::Int128, 128, true, false, "__int128"},
    {CKind::UInt128, 128, false, false, "unsigned __int128"},
    {CKind::Half, 16, false, true, "half"},
    {CKind::BFloat16, 16, false, true, "bfloat16"},
    {CKind::Float, 32, false, true, "float"},
    {CKind::Double, 64, false, true, "double"},
    {CKind::APInt, 0, true, false, "ap_int"},
    {CKind::APUInt, 0, false, false, "ap_uint"},
    {CKind::APFixed, 0, true, false, "ap_fixed"},
    {CKind::APUFixed, 0, false, false, "ap_ufixed"},
};
const Facts &factsOf(CType type) {
  for (const Facts &facts : table)
    if (facts.kind == type.kind)
      return facts;
  llvm_unreachable("a C type without facts");
}
} // namespace

unsigned bitWidth(CType type) {
  unsigned bits = factsOf(type).bits;
  return bits ? bits : type.width;
}
unsigned byteSizeOfInteger(unsigned width) {
  if (width <= 64)
    return llvm::PowerOf2Ceil((width + 7) / 8);
  return 16 * ((width + 127) / 128);
}
unsigned byteSize(CType type) { return byteSizeOfInteger(bitWidth(type)); }
bool isSigned(CType type) { return factsOf(type).isSigned; }
bool isFloating(CType type) { return factsOf(type).isFloating; }
bool isFixed(CType type) { return type.kind == CKind::APFixed || type.kind == CKind::APUFixed; }
bool isArbitraryPrecision(CType type) { return factsOf(type).bits == 0; }
int fractionBits(CType type) { return isFixed(type) ? static_cast<int>(type.width) - type.integerBits : 0; }
llvm::StringRef mnemonic(CType type) { return stringifyCKind(type.kind); }

std::string spelling(CType type) {
  std::string text = factsOf(type).spelling.str();
  if (!isArbitraryPrecision(type))
    return text;
  text += "<" + std::to_string(type.width);
  if (isFixed(type)) {
    text += ", " + std::to_string(type.integerBits);
    bool hasSaturated = type.saturatedBits != 0;
    bool hasOverflow = hasSaturated || type.overflow != Overflow::Wrap;
    auto mode = [&](llvm::StringRef name) { text += ", AP_" + name.upper(); };
    if (hasOverflow || type.quantisation != Quantisation::Trn)
      mode(stringifyQuantisation(type.quantisation));
    if (hasOverflow)
      mode(stringifyOverflow(type.overflow));
    if (hasSaturated)
      text += ", " + std::to_string(type.saturatedBits);
  }
  return text + ">";
}

namespace {
// The words of a C type in one order: "long unsigned int" is "unsigned long".
std::string normalised(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> words;
  text.split(words, ' ', -1, false);
  auto take = [&](llvm::StringRef word) {
    auto found = llvm::find(words, word);
    if (found == words.end())
      return false;
    words.erase(found);
    return true;
  };
  bool isUnsigned = take("unsigned"), isSigned = !isUnsigned && take("signed");
  bool isInt = take("int"), isShort = take("short"), isLong = take("long"), isLongLong = isLong && take("long");
  std::string base = isShort ? "short" : isLongLong ? "long long" : isLong ? "long" : "";
  if (base.empty() && (isInt || ((isUnsigned || isSigned) && words.empty())))
    base = "int";
  for (llvm::StringRef word : words)
    base += (base.empty() ? "" : " ") + word.str();
  return (isUnsigned ? "unsigned " : isSigned && base == "char" ? "signed " : "") + base;
}

std::optional<CKind> fixedWidthKind(llvm::StringRef text) {
  return llvm::StringSwitch<std::optional<CKind>>(text)
      .Case("int8_t", CKind::SChar)
      .Case("uint8_t", CKind::UChar)
      .Case("int16_t", CKind::Short)
      .Case("uint16_t", CKind::UShort)
      .Case("int32_t", CKind::Int)
      .Case("uint32_t", CKind::UInt)
      .Case("int64_t", CKind::Long)
      .Case("uint64_t", CKind::ULong)
      .Default(std::nullopt);
}

// What stands between the angle brackets of a fixed-point type after its width.
bool parseFixed(llvm::ArrayRef<llvm::StringRef> parts, CType &type) {
  if (parts.empty() || parts.size() > 4 || parts[0].getAsInteger(10, type.integerBits))
    return false;
  auto mode = [](llvm::StringRef text) { return text.consume_front("AP_") ? text.lower() : std::string(); };
  if (parts.size() > 1) {
    std::optional<Quantisation> known = symbolizeQuantisation(mode(parts[1]));
    if (!known)
      return false;
    type.quantisation = *known;
  }
  if (parts.size() > 2) {
    std::optional<Overflow> known = symbolizeOverflow(mode(parts[2]));
    if (!known)
      return false;
    type.overflow = *known;
  }
  return parts.size() < 4 || !parts[3].getAsInteger(10, type.saturatedBits);
}
} // namespace

std::optional<CType> parseSpelling(llvm::StringRef text) {
  text = text.trim();
  auto [name, rest] = text.split('<');
  if (name.size() == text.size()) {
    if (std::optional<CKind> kind = fixedWidthKind(text))
      return CType(*kind);
    std::string words = normalised(text);
    for (const Facts &facts : table)
      if (facts.bits && words == facts.spelling)
        return CType(facts.kind);
    return std::nullopt;
  }
  if (!rest.trim().consume_back(">"))
    return std::nullopt;
  llvm::SmallVector<llvm::StringRef> parts;
  rest.trim().drop_back().split(parts, ',');
  for (llvm::StringRef &part : parts)
    part = part.trim();
  for (CKind kind : {CKind::APInt, CKind::APUInt, CKind::APFixed, CKind::APUFixed}) {
    CType type = kind;
    if (name.trim() != factsOf(type).spelling)
      continue;
    if (parts[0].getAsInteger(10, type.width) || type.width < 1 || type.width > maximalWidth)
      return std::nullopt;
    bool wraps = true;
    if (isFixed(type)) {
      if (!parseFixed(llvm::ArrayRef(parts).drop_front(), type))
        return std::nullopt;
      wraps = type.overflow == Overflow::Wrap || type.overflow == Overflow::WrapSM;
    } else if (parts.size() != 1) {
      return std::nullopt;
    }
    if (type.saturatedBits > (wraps ? type.width : 0))
      return std::nullopt;
    return type;
  }
  return std::nullopt;
}

Type elementType(MLIRContext *context, CType type) {
  switch (type.kind) {
  case CKind::Half:
    return Float16Type::get(context);
  case CKind::BFloat16:
    return BFloat16Type::get(context);
  case CKind::Float:
    return Float32Type::get(context);
  case CKind::Double:
    return Float64Type::get(context);
  default:
    return IntegerType::get(context, bitWidth(type));
  }
}

//===-- The attribute ---------------------------------------------------------------------------------------------===//

// #allo.ctype<int>, <ap_int, 17>, <ap_fixed, 16, 8>, <ap_fixed, 16, 8, rnd, sat, 2>: trailing defaults are left out.
void CTypeAttr::print(AsmPrinter &printer) const {
  CType type = getValue();
  printer << "<" << mnemonic(type);
  if (isArbitraryPrecision(type))
    printer << ", " << type.width;
  if (isFixed(type)) {
    printer << ", " << type.integerBits;
    if (type != CType::fixed(type.width, type.integerBits, isSigned(type)))
      printer << ", " << stringifyQuantisation(type.quantisation) << ", " << stringifyOverflow(type.overflow);
    if (type.saturatedBits)
      printer << ", " << type.saturatedBits;
  }
  printer << ">";
}

namespace {
template <typename Enum>
ParseResult parseEnum(AsmParser &parser, std::optional<Enum> (*symbolize)(StringRef), Enum &value) {
  StringRef word;
  llvm::SMLoc place = parser.getCurrentLocation();
  if (parser.parseKeyword(&word))
    return failure();
  std::optional<Enum> known = symbolize(word);
  if (!known)
    return parser.emitError(place) << "'" << word << "' is unknown here";
  value = *known;
  return success();
}
} // namespace

Attribute CTypeAttr::parse(AsmParser &parser, Type) {
  CType type = CKind::Int;
  if (parser.parseLess() || parseEnum(parser, &symbolizeCKind, type.kind))
    return {};
  if (isArbitraryPrecision(type) && (parser.parseComma() || parser.parseInteger(type.width)))
    return {};
  if (isFixed(type)) {
    if (parser.parseComma() || parser.parseInteger(type.integerBits))
      return {};
    if (succeeded(parser.parseOptionalComma())) {
      if (parseEnum(parser, &symbolizeQuantisation, type.quantisation) || parser.parseComma() ||
          parseEnum(parser, &symbolizeOverflow, type.overflow))
        return {};
      if (succeeded(parser.parseOptionalComma()) && parser.parseInteger(type.saturatedBits))
        return {};
    }
  }
  if (parser.parseGreater())
    return {};
  return parser.getChecked<CTypeAttr>(parser.getContext(), type);
}

LogicalResult CTypeAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError, CType type) {
  if (!isArbitraryPrecision(type)) {
    if (type != CType(type.kind))
      return emitError() << "C type " << mnemonic(type) << " has no width and no fixed-point format";
    return success();
  }
  if (type.width < 1 || type.width > maximalWidth)
    return emitError() << mnemonic(type) << " has 1 to " << maximalWidth << " bits, not " << type.width;
  if (!isFixed(type)) {
    if (type != CType::integer(type.width, isSigned(type)))
      return emitError() << mnemonic(type) << " has no fixed-point format";
    return success();
  }
  bool wraps = type.overflow == Overflow::Wrap || type.overflow == Overflow::WrapSM;
  if (type.saturatedBits > (wraps ? type.width : 0))
    return emitError() << mnemonic(type) << " of " << type.width << " bits cannot have " << type.saturatedBits
                       << " saturated bits with overflow mode " << stringifyOverflow(type.overflow);
  return success();
}

} // namespace allo::ir
