// `#pragma HLS …` and `_Pragma("HLS …")` as Clang's preprocessor meets them: a word and its options, macros expanded.
#pragma once

#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace allo::lang {

// `name` or `name=value`. Names are in lower case; values as written, without blanks that carry no meaning.
struct PragmaOption {
  std::string name;
  std::string value;
  bool hasValue = false;
};

// One pragma of a file, with what it says before anything is looked up.
struct ReadPragma {
  clang::SourceLocation location; // of the directive, outside of macros
  std::string word;               // "pipeline", in lower case; empty where nothing follows HLS
  std::vector<PragmaOption> options;
};

// While one of these lives, the pragmas of every file that this thread parses are kept in it.
class PragmaReader {
public:
  PragmaReader();
  ~PragmaReader();
  PragmaReader(const PragmaReader &) = delete;
  PragmaReader &operator=(const PragmaReader &) = delete;

  std::vector<ReadPragma> pragmas; // in the order of the translation unit

private:
  PragmaReader *outer_;
};

} // namespace allo::lang
