// legal-run POLYBENCH_DIR [KERNEL…]: every PolyBench kernel at MINI size, as it stands and under its schedule: its
// legal form, run by the cpu target, equals the native kernel bit for bit. Prints a line a kernel; exits with 1 if any
// differs.
#include "LegalForm.h"
#include "PolybenchKernels.h"

#include "build/Compare.h"
#include "build/Inputs.h"
#include "build/Oracle.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "schedule/Implementation.h"
#include "target/cpu/Compiled.h"

#include <iostream>

namespace {
using namespace allo;

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

bool isEqual(const test::PolybenchKernel &kernel) {
  Program program = kernel.parse("mini", test::ElementKind::binary32);
  Schedule schedule = kernel.customized(program, false);
  mlir::ModuleOp module = schedule.implementation().module();
  Interface interface = ir::interfaceOf(ir::topOf(module));
  build::Oracle oracle(program.implementation().source, kernel.top, interface, {kernel.init, false});
  build::InputOptions inputOptions;
  inputOptions.init = kernel.init;
  inputOptions.bind = kernel.sizes;
  std::vector<std::string> notes;
  auto inputs = build::makeInputs(module, interface, program.implementation().source, inputOptions, &oracle, notes);
  build::ArgumentSet expected = inputs;
  oracle.run(expected);
  std::string vacuous = build::vacuity(inputs, expected);
  std::string plain = problem(schedule, inputs, expected);
  std::string scheduled = problem(kernel.customized(program, true), inputs, expected);
  std::cout << kernel.name << ": " << (plain.empty() ? "equal" : plain) << ", scheduled "
            << (scheduled.empty() ? "equal" : scheduled) << (vacuous.empty() ? "" : ", but " + vacuous) << std::endl;
  return plain.empty() && scheduled.empty() && vacuous.empty();
}
} // namespace

int main(int count, char **words) {
  int failed = 0, run = 0;
  if (count < 2) {
    std::cerr << "usage: legal-run POLYBENCH_DIR [KERNEL…]\n";
    return 2;
  }
  try {
    std::vector<std::string> names(words + 2, words + count);
    for (const test::PolybenchKernel &kernel : test::readPolybench(words[1], "mini", names)) {
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
