// allo-legalise FILE [TOP] [-DNAME=VALUE]… [--step STEP]… [--schedule FILE] [--only NAME,…] [--keep ID,…] [--places]
// [--time] Prints the legal form of a kernel (.c, .cpp) or of MLIR text: the tool of the lit tests of legalisation.
// `--only` runs these rewrites instead of the whole list; `--keep` leaves the nests of these loops alone; `--places`
// prints locations, where the names of values are. Exit codes: 0, 2 for what the user did wrong, 3 for an internal
// error.
#include "ModuleProgram.h"

#include "schedule/Implementation.h"
#include "target/rtl/Design.h"
#include "target/rtl/legalise/Rewrites.h"

#include "allo/program.hpp"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {
namespace rtl = allo::target::rtl;

std::string contentsOf(const std::string &file) {
  std::ifstream stream(file);
  if (!stream)
    throw allo::UserError("cannot read '" + file + "'");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

struct Request {
  std::string file, top, script, only;
  std::vector<std::string> steps;
  std::set<int64_t> keep; // ids of loops
  allo::ParseOptions options;
  bool places = false, time = false;
};

Request readRequest(int count, char **words) {
  Request request;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    auto value = [&]() -> std::string {
      if (i + 1 == count)
        throw allo::UserError(word + " needs a value");
      return words[++i];
    };
    if (word.rfind("-D", 0) == 0)
      request.options.definitions.push_back(word.substr(2));
    else if (word == "--step")
      request.steps.push_back(value());
    else if (word == "--schedule")
      request.script = contentsOf(value());
    else if (word == "--only")
      request.only = value();
    else if (word == "--keep")
      for (llvm::StringRef id : llvm::split(value(), ","))
        request.keep.insert(std::stoll(id.str()));
    else if (word == "--places")
      request.places = true;
    else if (word == "--time")
      request.time = true;
    else
      (request.file.empty() ? request.file : request.top) = word;
  }
  return request;
}

allo::Schedule scheduleOf(const Request &request) {
  if (llvm::StringRef(request.file).ends_with(".mlir")) {
    static auto program = allo::test::ModuleProgram::fromFile(request.file); // holds the context of all modules
    return request.top.empty() ? program.schedule() : program.customize(request.top);
  }
  return allo::parse(request.file, request.options).customize(request.top);
}

double millisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// The rewrites named, or all of the list.
std::vector<rtl::legal::Rewrite> chosen(const std::string &names) {
  if (names.empty())
    return rtl::legal::rewrites();
  std::vector<rtl::legal::Rewrite> list;
  for (llvm::StringRef name : llvm::split(names, ",")) {
    auto found = llvm::find_if(rtl::legal::rewrites(), [&](const auto &rewrite) { return name == rewrite.name; });
    if (found == rtl::legal::rewrites().end())
      throw allo::UserError("there is no rewrite '" + name.str() + "'");
    list.push_back(*found);
  }
  return list;
}

int run(const Request &request) {
  allo::Schedule schedule = scheduleOf(request);
  if (!request.script.empty())
    schedule.replay(request.script);
  for (const std::string &step : request.steps)
    schedule.apply(step);
  mlir::ModuleOp module = schedule.implementation().module();
  auto start = std::chrono::steady_clock::now();
  mlir::OwningOpRef<mlir::ModuleOp> legal = module.clone();
  for (const rtl::legal::Rewrite &rewrite : chosen(request.only)) {
    auto before = std::chrono::steady_clock::now();
    rtl::legal::apply(*legal, rewrite, !request.time, request.keep);
    if (request.time)
      std::cerr << rewrite.name << ": " << millisecondsSince(before) << " ms\n";
  }
  if (request.time)
    std::cerr << request.file << ": " << millisecondsSince(start) << " ms\n";
  mlir::OpPrintingFlags flags;
  if (request.places)
    flags.enableDebugInfo(true, true);
  legal->print(llvm::outs(), flags);
  return 0;
}
} // namespace

int main(int count, char **words) {
  try {
    return run(readRequest(count, words));
  } catch (const allo::UserError &error) {
    std::cerr << error.what() << "\n";
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "internal error: " << error.what() << "\n";
    return 3;
  }
}
