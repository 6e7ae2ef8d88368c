#include "ir/PrintFormat.h"

#include "ir/CTypes.h"

namespace allo::ir {

namespace {
// C11 7.21.6.1: the type that a length modifier and a conversion ask for.
std::optional<CType> typeOf(llvm::StringRef length, char conversion) {
  if (llvm::StringRef("aAeEfFgG").contains(conversion))
    return length.empty() || length == "l" ? std::optional<CType>(CKind::Double) : std::nullopt;
  if (conversion == 'c')
    return length.empty() ? std::optional<CType>(CKind::Int) : std::nullopt;
  bool isSigned = conversion == 'd' || conversion == 'i';
  if (!isSigned && !llvm::StringRef("uoxX").contains(conversion))
    return std::nullopt;
  if (length.empty() || length == "h" || length == "hh")
    return CType(isSigned ? CKind::Int : CKind::UInt);
  if (length == "ll")
    return CType(isSigned ? CKind::LongLong : CKind::ULongLong);
  if (length == "l" || length == "j" || length == "z" || length == "t")
    return CType(isSigned ? CKind::Long : CKind::ULong);
  return std::nullopt;
}
} // namespace

std::optional<std::vector<PrintPiece>> piecesOfFormat(llvm::StringRef format, std::string &problem) {
  std::vector<PrintPiece> pieces;
  while (!format.empty()) {
    if (!format.starts_with("%")) {
      llvm::StringRef plain = format.take_until([](char c) { return c == '%'; });
      pieces.push_back({plain.str(), false, 0, CKind::Int});
      format = format.drop_front(plain.size());
      continue;
    }
    llvm::StringRef flags = format.drop_front().take_while([](char c) { return llvm::StringRef("-+ #0").contains(c); });
    llvm::StringRef rest = format.drop_front(1 + flags.size());
    llvm::StringRef width = rest.take_while([](char c) { return llvm::StringRef("0123456789.*").contains(c); });
    rest = rest.drop_front(width.size());
    llvm::StringRef length = rest.take_while([](char c) { return llvm::StringRef("hlLjzt").contains(c); });
    rest = rest.drop_front(length.size());
    size_t size = format.size() - rest.size() + (rest.empty() ? 0 : 1);
    PrintPiece piece{format.take_front(size).str(), true, static_cast<unsigned>(width.count('*')), CKind::Int};
    format = format.drop_front(size);
    if (piece.text == "%%") {
      piece.isConversion = false;
      pieces.push_back(piece);
      continue;
    }
    std::optional<CType> type = rest.empty() ? std::nullopt : typeOf(length, rest.front());
    if (!type || width.contains("$") || width.count('.') > 1 || piece.stars > 2) {
      problem = piece.text;
      return std::nullopt;
    }
    piece.type = *type;
    pieces.push_back(piece);
  }
  return pieces;
}

} // namespace allo::ir
