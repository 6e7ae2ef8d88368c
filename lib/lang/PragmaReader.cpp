// The handler that Clang's preprocessor calls. It only reads tokens: what a pragma concerns is found on the tree later.
#include "lang/PragmaReader.h"

#include "clang/Lex/Pragma.h"
#include "clang/Lex/Preprocessor.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace allo::lang {

namespace {
thread_local PragmaReader *currentReader = nullptr;

// A token of a pragma: its text, and what it can be in `name=value`.
struct Word {
  std::string text;
  bool isName = false;    // an identifier or keyword
  bool endsValue = false; // after it, a name begins the next option
};

std::vector<Word> wordsOf(clang::Preprocessor &preprocessor, clang::Token &token) {
  std::vector<Word> words;
  while (token.isNot(clang::tok::eod) && token.isNot(clang::tok::eof)) {
    bool isName = token.getIdentifierInfo() != nullptr;
    bool endsValue = isName || token.isLiteral() || token.isOneOf(clang::tok::r_paren, clang::tok::r_square);
    words.push_back({preprocessor.getSpelling(token), isName, endsValue});
    preprocessor.Lex(token);
  }
  return words;
}

int depthChange(const std::string &text) {
  if (text == "(" || text == "[" || text == "<")
    return 1;
  return text == ")" || text == "]" || text == ">" ? -1 : 0;
}

// A name begins an option where `=` follows it, or where the value before it is complete: `variable=A cyclic factor=N*2
// dim=1` has four options. Commas between options, which some write, are dropped.
std::vector<PragmaOption> optionsOf(const std::vector<Word> &words) {
  std::vector<PragmaOption> options;
  bool isComplete = true; // the last option has a value, or takes none
  int depth = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const Word &word = words[i];
    bool hasValue = word.isName && i + 1 < words.size() && words[i + 1].text == "=";
    if (depth == 0 && word.text == ",") {
      isComplete = true;
    } else if (depth == 0 && (hasValue || (isComplete && (word.isName || word.endsValue)) || options.empty())) {
      options.push_back({llvm::StringRef(word.text).lower(), hasValue ? "" : word.text, hasValue});
      isComplete = !hasValue;
      i += hasValue;
    } else {
      options.back().value += word.text;
      depth = std::max(0, depth + depthChange(word.text));
      isComplete = depth == 0 && (word.endsValue || word.text == ">");
    }
  }
  return options;
}

class Handler : public clang::PragmaHandler {
public:
  explicit Handler(llvm::StringRef name) : PragmaHandler(name) {}
  void HandlePragma(clang::Preprocessor &preprocessor, clang::PragmaIntroducer introducer,
                    clang::Token &token) override {
    if (!currentReader)
      return;
    ReadPragma pragma;
    pragma.location = preprocessor.getSourceManager().getExpansionLoc(introducer.Loc);
    preprocessor.LexUnexpandedToken(token); // a macro named like a directive does not replace it
    if (token.isNot(clang::tok::eod)) {
      pragma.word = llvm::StringRef(preprocessor.getSpelling(token)).lower();
      preprocessor.Lex(token);
    }
    pragma.options = optionsOf(wordsOf(preprocessor, token));
    currentReader->pragmas.push_back(std::move(pragma));
  }
};

// Clang makes the registered handlers anew for every preprocessor.
struct UpperCase : Handler {
  UpperCase() : Handler("HLS") {}
};
struct LowerCase : Handler {
  LowerCase() : Handler("hls") {}
};
const clang::PragmaHandlerRegistry::Add<UpperCase> upperCase("HLS", "directives of HLS tools");
const clang::PragmaHandlerRegistry::Add<LowerCase> lowerCase("hls", "directives of HLS tools");
} // namespace

PragmaReader::PragmaReader() : outer_(currentReader) { currentReader = this; }
PragmaReader::~PragmaReader() { currentReader = outer_; }

} // namespace allo::lang
