// allo-translate FILE.mlir|FILE.c|FILE.cpp [--top NAME] [--define X=Y]… [--file NAME] [--output DIRECTORY]
// Prints one emitted file of the HLS target (kernel.cpp unless named), or writes all of them with kernel_entry.cpp.
// Exit codes: 0, or 2 for what the target refuses or bad input, 3 for an internal error.
#include "allo/error.hpp"
#include "lang/Frontend.h"
#include "target/hls/Emit.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace {
int run(int count, char **words) {
  std::string input, name = "kernel.cpp", directory, top;
  allo::lang::Source source;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    bool hasValue = i + 1 < count;
    if (word == "--file" && hasValue)
      name = words[++i];
    else if (word == "--output" && hasValue)
      directory = words[++i];
    else if (word == "--top" && hasValue)
      top = words[++i];
    else if (word == "--define" && hasValue)
      source.options.definitions.push_back(words[++i]);
    else
      input = word;
  }
  source.file = input;
  source.is_c = input.size() > 2 && input.substr(input.size() - 2) == ".c";
  source.standard = source.is_c ? "c11" : "c++20";
  mlir::OwningOpRef<mlir::ModuleOp> module = top.empty()
                                                 ? mlir::parseSourceFile<mlir::ModuleOp>(input, &allo::lang::context())
                                                 : allo::lang::lower(source, top);
  if (!module)
    throw allo::UserError("cannot read '" + input + "'");
  std::string before, after;
  llvm::raw_string_ostream(before) << *module;
  allo::target::hls::Emission emission = allo::target::hls::emit(*module);
  emission.files["kernel_entry.cpp"] = allo::target::hls::entryPoint(*module);
  llvm::raw_string_ostream(after) << *module;
  if (before != after)
    throw allo::InternalError("emission changed the module");
  if (directory.empty()) {
    if (!emission.files.count(name))
      throw allo::UserError("no file '" + name + "' is emitted");
    std::cout << emission.files[name];
    return 0;
  }
  std::filesystem::create_directories(directory);
  for (const auto &[file, text] : emission.files)
    std::ofstream(std::filesystem::path(directory) / file) << text;
  return 0;
}
} // namespace

int main(int count, char **words) {
  try {
    return run(count, words);
  } catch (const allo::UserError &error) {
    std::cerr << error.what() << "\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "internal error: " << error.what() << "\n";
    return 3;
  }
}
