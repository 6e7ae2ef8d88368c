#include "build/Oracle.h"

#include "build/Compare.h"
#include "build/EntryPoint.h"
#include "build/NegativeResult.h"

namespace allo::build {

namespace {
const std::vector<std::string> &meaningFlags() {
  static const std::vector<std::string> flags = {"-O1", "-fwrapv", "-ffp-contract=off", "-fno-strict-aliasing"};
  return flags;
}

// Without -fwrapv, so that signed overflow is seen. Conversions from floating point are not in "undefined".
const std::vector<std::string> &sanitiserFlags() {
  static const std::vector<std::string> flags = {"-O1",
                                                 "-g",
                                                 "-ffp-contract=off",
                                                 "-fno-strict-aliasing",
                                                 "-fno-omit-frame-pointer",
                                                 "-fsanitize=address,undefined,float-cast-overflow",
                                                 "-fno-sanitize-recover=all"};
  return flags;
}
} // namespace

std::vector<std::string> scalarsSetBy(const lang::Source &source, const std::string &init, const Interface &interface) {
  std::vector<std::string> names;
  for (const lang::NativeParameter &parameter : lang::parametersOf(source, init)) {
    int position = positionOf(interface, parameter.name);
    if (position < 0)
      throw UserError("the init function " + init + " has the parameter '" + parameter.name + "', which " +
                          interface.kernel + " does not have",
                      {}, "its parameters are matched by name with those of the kernel: " + namesOf(interface));
    const InterfaceParameter &target = interface.parameters[static_cast<size_t>(position)];
    if (!parameter.is_pointer && target.kind != InterfaceParameter::scalar &&
        target.kind != InterfaceParameter::structure)
      throw UserError("the init function " + init + " takes '" + parameter.name + "' by value, but it is '" +
                      declarationOf(target) + "' in " + interface.kernel);
    if (parameter.is_pointer && target.kind == InterfaceParameter::scalar)
      names.push_back(parameter.name);
  }
  return names;
}

Oracle::Oracle(const lang::Source &source, const std::string &top, const Interface &interface,
               const OracleOptions &options) {
  elementary_ = options.elementary;
  if (!options.init.empty())
    scalarsSetBy(source, options.init, interface);
  files_ = {{source.is_c ? "allo_entry.c" : "allo_entry.cpp", entryPointText(source, top, interface, options.init)}};
  plain_ = compile(source, "the kernel's source", meaningFlags());
  if (!options.checkUndefined)
    return;
  sanitised_ = compile(source, "the kernel's source under the sanitisers", sanitiserFlags());
  std::vector<std::string> flags = meaningFlags();
  flags.front() = "-O0"; // an optimiser may drop the filling where it can tell that the value is indeterminate
  flags.push_back("-ftrivial-auto-var-init=zero");
  zeroed_ = compile(source, "the kernel's source", flags);
  flags.back() = "-ftrivial-auto-var-init=pattern";
  patterned_ = compile(source, "the kernel's source", flags);
}

std::unique_ptr<NativeProgram> Oracle::compile(const lang::Source &source, const std::string &what,
                                               const std::vector<std::string> &flags) {
  NativeSource native;
  native.what = what;
  native.isC = source.is_c;
  native.standard = source.standard;
  native.files = files_;
  native.flags = flags;
  native.elementary = elementary_;
  if (source.is_c)
    native.flags.push_back("-Werror=incompatible-pointer-types"); // an init function whose types differ
  for (const std::string &directory : source.options.include_directories)
    native.flags.push_back("-I" + directory);
  for (const std::string &definition : source.options.definitions)
    native.flags.push_back("-D" + definition);
  auto program = std::make_unique<NativeProgram>(native);
  compileSeconds_ += program->compileSeconds();
  return program;
}

// GCC has no memory sanitiser. Instead the kernel runs twice, its variables filled with zeros and with a pattern: where
// the outputs differ, a value that was never written reached them.
void Oracle::checkUninitialised(const ArgumentSet &arguments, int64_t calls) const {
  ArgumentSet zeroed = arguments, patterned = arguments;
  zeroed_->run(zeroed, calls);
  patterned_->run(patterned, calls);
  std::vector<Mismatch> mismatches = compareOutputs(zeroed, patterned);
  if (!mismatches.empty())
    throw NegativeResult("the kernel reads a variable that was never written: " + elementName(mismatches.front()) +
                         " depends on it");
}

double Oracle::run(ArgumentSet &arguments, int64_t calls) const {
  if (sanitised_) {
    ArgumentSet copy = arguments;
    sanitised_->run(copy, calls);
    checkUninitialised(arguments, calls);
  }
  return plain_->run(arguments, calls);
}

} // namespace allo::build
