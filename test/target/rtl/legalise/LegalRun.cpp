// legal-run POLYBENCH_DIR [KERNEL]: every PolyBench kernel at MINI size, as it stands and under its schedule: its legal
// form, run by the cpu target, equals the native kernel bit for bit. Prints a line a kernel; exits with 1 if any
// differs.
#include "LegalForm.h"

#include "build/Compare.h"
#include "build/Inputs.h"
#include "build/Oracle.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "schedule/Implementation.h"
#include "target/cpu/Compiled.h"

#include "allo/program.hpp"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <iostream>

namespace {
using namespace allo;

std::string contentsOf(const std::string &file) {
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    throw UserError("cannot read '" + file + "'");
  return (*buffer)->getBuffer().str();
}

struct Kernel {
  std::string name, file, top, init, schedule;
  std::map<std::string, std::string> bind;
};

std::vector<Kernel> kernelsOf(const std::string &folder) {
  llvm::json::Value document = llvm::cantFail(llvm::json::parse(contentsOf(folder + "/kernels.json")));
  std::vector<Kernel> kernels;
  for (const llvm::json::Value &value : *document.getAsObject()->getArray("kernels")) {
    const llvm::json::Object &entry = *value.getAsObject();
    Kernel kernel;
    kernel.name = entry.getString("name")->str();
    kernel.file = folder + "/" + entry.getString("file")->str();
    kernel.top = entry.getString("top")->str();
    kernel.init = entry.getString("init")->str();
    kernel.schedule = folder + "/" + entry.getString("schedule")->str();
    for (const auto &[name, size] : *entry.getObject("sizes")->getObject("mini"))
      kernel.bind[name.str()] = std::to_string(*size.getAsInteger());
    kernels.push_back(kernel);
  }
  return kernels;
}

// What is wrong with the legal form of a schedule, or nothing.
std::string problem(const Schedule &schedule, const build::ArgumentSet &inputs, const build::ArgumentSet &expected) {
  auto module = test::runnableLegalForm(schedule.implementation().module());
  target::cpu::Compiled compiled = target::cpu::compile(*module);
  build::ArgumentSet actual = inputs;
  compiled.invoke(actual.pointers().data(), actual.resultPointer());
  std::vector<Mismatch> mismatches = build::compareOutputs(expected, actual);
  if (mismatches.empty())
    return "";
  const Mismatch &first = mismatches.front();
  return build::elementName(first) + " is " + first.actual + ", native " + first.expected;
}

bool isEqual(const Kernel &kernel) {
  ParseOptions options;
  options.definitions = {"MINI_DATASET", "DATA_TYPE_IS_FLOAT"};
  Program program = parse(kernel.file, options);
  Schedule schedule = program.customize(kernel.top);
  mlir::ModuleOp module = schedule.implementation().module();
  Interface interface = ir::interfaceOf(ir::topOf(module));
  build::Oracle oracle(program.implementation().source, kernel.top, interface, {kernel.init, false});
  build::InputOptions inputOptions;
  inputOptions.init = kernel.init;
  inputOptions.bind = kernel.bind;
  std::vector<std::string> notes;
  auto inputs = build::makeInputs(module, interface, program.implementation().source, inputOptions, &oracle, notes);
  build::ArgumentSet expected = inputs;
  oracle.run(expected);
  std::string vacuous = build::vacuity(inputs, expected);
  std::string plain = problem(schedule, inputs, expected);
  schedule.replay(contentsOf(kernel.schedule));
  std::string scheduled = problem(schedule, inputs, expected);
  std::cout << kernel.name << ": " << (plain.empty() ? "equal" : plain) << ", scheduled "
            << (scheduled.empty() ? "equal" : scheduled) << (vacuous.empty() ? "" : ", but " + vacuous) << std::endl;
  return plain.empty() && scheduled.empty() && vacuous.empty();
}
} // namespace

int main(int count, char **words) {
  int failed = 0, run = 0;
  try {
    for (const Kernel &kernel : kernelsOf(words[1])) {
      if (count > 2 && kernel.name != words[2])
        continue;
      ++run;
      try {
        failed += !isEqual(kernel);
      } catch (const std::exception &error) {
        std::cout << kernel.name << ": " << error.what() << std::endl;
        ++failed;
      }
    }
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 3;
  }
  std::cout << run << " kernels, " << failed << " failed\n";
  return failed || !run;
}
