// allo-opt FILE.mlir [--kernel NAME] [--step STEP]… [--schedule FILE] [--trace]
// Applies schedule steps to MLIR text and prints the result (or the trace): the tool of the lit tests.
// Exit codes: 0, or 2 for a refused step or bad input, 3 for an internal error.
#include "ModuleProgram.h"

#include <fstream>
#include <iostream>
#include <sstream>

namespace {
std::string contentsOf(const std::string &file) {
  std::ifstream stream(file);
  if (!stream)
    throw allo::UserError("cannot read '" + file + "'");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

int run(int count, char **words) {
  std::string file, kernel, script;
  std::vector<std::string> steps;
  bool trace = false;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    auto value = [&]() -> std::string {
      if (i + 1 == count)
        throw allo::UserError(word + " needs a value");
      return words[++i];
    };
    if (word == "--step")
      steps.push_back(value());
    else if (word == "--schedule")
      script = contentsOf(value());
    else if (word == "--kernel")
      kernel = value();
    else if (word == "--trace")
      trace = true;
    else
      file = word;
  }
  auto program = allo::test::ModuleProgram::fromFile(file);
  allo::Schedule schedule = kernel.empty() ? program.schedule() : program.customize(kernel);
  if (!script.empty())
    schedule.replay(script);
  for (const std::string &step : steps)
    schedule.apply(step);
  std::cout << (trace ? schedule.trace() : schedule.ir());
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
