// The format of a printf taken apart.
#pragma once

#include "ir/CType.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace allo::ir {

struct PrintPiece {
  std::string text;          // "x = ", or a conversion as it is written: "%-5ld"; "%%" stays as it is
  bool isConversion = false; // shows a value
  unsigned stars = 0;        // widths and precisions that are values too, of type int, before the one shown
  CType type = CKind::Int;   // of the value shown, after C's promotion
};

// Nothing where a conversion is none of numbers and characters; `problem` is the conversion then.
std::optional<std::vector<PrintPiece>> piecesOfFormat(llvm::StringRef format, std::string &problem);

} // namespace allo::ir
