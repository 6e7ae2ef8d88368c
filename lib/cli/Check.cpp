// allo check: is the source, or one kernel of it, accepted?
#include "build/ArgumentSet.h"
#include "build/Describe.h"
#include "cli/CommandLine.h"
#include "cli/ErrorOutput.h"
#include "ir/InterfaceOf.h"
#include "lang/Frontend.h"
#include "schedule/Implementation.h"

#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace allo::cli {

namespace {
struct Verdict {
  std::string function;
  std::string declaration; // where it is accepted
  std::optional<UserError> error;
  bool isTemplate = false; // with parameters that only an instance has
};

std::string signatureOf(const Interface &interface) {
  std::string parameters;
  for (const InterfaceParameter &parameter : interface.parameters)
    parameters += (parameters.empty() ? "" : ", ") + build::declarationOf(parameter);
  std::string result = interface.resultStructure ? interface.resultStructure->structure_spelling
                       : interface.result        ? interface.result->spelling
                                                 : "void";
  return result + " " + interface.kernel + "(" + parameters + ")";
}

Verdict verdictOn(const Program &program, const std::string &function) {
  try {
    Schedule schedule = program.customize(function);
    printWarnings(schedule.warnings());
    build::checkSizes(schedule.implementation().module());
    return {function, signatureOf(ir::interfaceOf(schedule.implementation().top())), {}};
  } catch (const UserError &error) {
    bool isTemplate =
        function.find('<') != std::string::npos && error.message().find("cannot be resolved") != std::string::npos;
    return {function, "", error, isTemplate};
  }
}

void print(const std::vector<Verdict> &verdicts, const std::string &file, bool json) {
  if (json) {
    llvm::json::Array functions;
    for (const Verdict &verdict : verdicts) {
      llvm::json::Object entry{{"name", verdict.function}, {"accepted", !verdict.error}};
      if (verdict.isTemplate)
        entry = llvm::json::Object{{"name", verdict.function}, {"template", true}};
      else if (verdict.error)
        entry["error"] = errorJson(*verdict.error);
      else
        entry["signature"] = verdict.declaration;
      functions.push_back(std::move(entry));
    }
    printJson(llvm::json::Object{{"file", file}, {"functions", std::move(functions)}});
    return;
  }
  for (const Verdict &verdict : verdicts)
    if (verdict.isTemplate)
      llvm::outs() << "template  " << verdict.function << " (name an instance with --top)\n";
    else if (verdict.error)
      llvm::outs() << "refused   " << verdict.function << "\n" << verdict.error->what() << "\n";
    else
      llvm::outs() << "accepted  " << verdict.declaration << "\n";
  if (verdicts.empty())
    llvm::outs() << file << " defines no function\n";
}

int checkTop(const CheckOptions &options) {
  LoadedSchedule loaded = load(options.source);
  build::checkSizes(loaded.schedule.implementation().module());
  Report report = build::describe(loaded.schedule);
  report.file = options.source.file;
  report.timings = loaded.timings;
  if (options.source.json)
    llvm::outs() << report.json();
  else
    llvm::outs() << "accepted  " << signatureOf(ir::interfaceOf(loaded.schedule.implementation().top())) << "\n\n"
                 << report.text();
  return good;
}
} // namespace

int check(const CheckOptions &options) {
  if (!options.source.top.empty())
    return checkTop(options);
  Program program = parse(options.source.file, parseOptionsOf(options.source));
  std::vector<Verdict> verdicts;
  bool anyAccepted = false;
  for (const std::string &function : lang::functionsOf(*program.implementation().parsed)) {
    verdicts.push_back(verdictOn(program, function));
    anyAccepted |= !verdicts.back().error || verdicts.back().isTemplate;
  }
  if (!verdicts.empty() && !anyAccepted && !options.source.json) { // errors go to standard error
    for (const Verdict &verdict : verdicts)
      llvm::errs() << verdict.error->what() << "\n";
    return userError;
  }
  print(verdicts, options.source.file, options.source.json);
  return verdicts.empty() || anyAccepted ? good : userError;
}

} // namespace allo::cli
