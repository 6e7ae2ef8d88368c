// allo-lower FILE TOP [-DNAME=VALUE]… [--extent NAME=N]…
// Prints the IR that the front end makes of a kernel: the tool of the lit tests in test/lang.
// Exit codes: 0, 2 for what the user did wrong, 3 for an internal error.
#include "lang/Frontend.h"

#include "llvm/Support/raw_ostream.h"

#include <iostream>

int main(int count, char **words) {
  try {
    allo::lang::Source source;
    std::string top;
    for (int i = 1; i < count; ++i) {
      std::string word = words[i];
      if (word.rfind("-D", 0) == 0)
        source.options.definitions.push_back(word.substr(2));
      else if (word == "--extent" && i + 1 < count) {
        std::string extent = words[++i];
        size_t equals = extent.find('=');
        source.options.extents[extent.substr(0, equals)] = std::stoll(extent.substr(equals + 1));
      } else if (source.file.empty())
        source.file = word;
      else
        top = word;
    }
    source.is_c = source.file.size() > 2 && source.file.substr(source.file.size() - 2) == ".c";
    source.standard = source.is_c ? "c11" : "c++20";
    auto module = allo::lang::lower(source, top);
    std::string text;
    llvm::raw_string_ostream stream(text);
    module->print(stream);
    std::cout << text;
    return 0;
  } catch (const allo::UserError &error) {
    std::cerr << error.what() << "\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "internal error: " << error.what() << "\n";
    return 3;
  }
}
