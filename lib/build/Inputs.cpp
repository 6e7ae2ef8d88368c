#include "build/Inputs.h"

#include "build/ElementValues.h"
#include "build/IndexArrays.h"
#include "build/Scalars.h"
#include "support/Npy.h"

#include "allo/error.hpp"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

namespace fs = std::filesystem;

namespace allo::build {

namespace {

class InputMaker {
public:
  InputMaker(mlir::ModuleOp module, const Interface &interface, const lang::Source &source, const InputOptions &options,
             std::vector<std::string> &notes)
      : module_(module), interface_(interface), source_(source), options_(options), notes_(notes),
        arguments_(interface) {}

  ArgumentSet make(const Oracle *oracle) {
    checkNames();
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (auto value = options_.bind.find(interface_.parameters[i].name); value != options_.bind.end())
        bind(i, value->second);
    if (!options_.directory.empty())
      readFiles();
    else if (options_.seed)
      generate();
    else if (!options_.init.empty())
      initialise(*oracle);
    else
      checkNothingIsMissing();
    checkSizes();
    return std::move(arguments_);
  }

private:
  const InterfaceParameter &parameter(size_t i) const { return interface_.parameters[i]; }
  char *buffer(size_t i) { return arguments_.buffers[i].data(); }
  bool isBound(size_t i) const { return options_.bind.count(parameter(i).name) != 0; }

  void checkName(const std::string &option, const std::string &name) const {
    if (positionOf(interface_, name) < 0)
      throw UserError("--" + option + " names '" + name + "', which is not a parameter of " + interface_.kernel, {},
                      "the parameters are " + namesOf(interface_));
  }

  void checkNames() const {
    for (const auto &[name, value] : options_.bind) {
      checkName("bind", name);
      const InterfaceParameter &bound = parameter(static_cast<size_t>(positionOf(interface_, name)));
      if (bound.kind != InterfaceParameter::scalar && bound.kind != InterfaceParameter::reference)
        throw UserError("--bind gives '" + name + "' one value, but it is '" + declarationOf(bound) + "'", {},
                        "--bind is for scalars; arrays and structures come from --inputs or --random-inputs");
    }
    for (const auto &[name, range] : options_.ranges) {
      checkName("range", name);
      if (!parameter(static_cast<size_t>(positionOf(interface_, name))).fields.empty())
        throw UserError("--range gives '" + name + "' one range, but it is a structure");
      if (!options_.seed)
        throw UserError("--range is for --random-inputs, which was not given");
    }
  }

  void bind(size_t i, const std::string &text) {
    if (auto why = storeText(parameter(i).type, text, buffer(i)))
      throw UserError("--bind cannot give '" + parameter(i).name + "' its value: " + *why);
  }

  //===-- Files -------------------------------------------------------------------------------------------------===//

  void readFiles() {
    if (!fs::is_directory(options_.directory))
      throw UserError("cannot read the inputs: " + options_.directory + " is not a folder");
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (!isBound(i))
        readParameter(i, fs::path(options_.directory) / (parameter(i).name + ".npy"));
  }

  void readParameter(size_t i, const fs::path &file) {
    if (!fs::exists(file)) {
      if (!isOutput(parameter(i)))
        throw UserError("there is no " + file.string() + " for '" + declarationOf(parameter(i)) + "'", {},
                        parameter(i).kind == InterfaceParameter::scalar
                            ? "write it, or give the value with --bind " + parameter(i).name + "=VALUE"
                            : "every parameter that the kernel reads needs a file of its name");
      notes_.push_back(parameter(i).name + " has no file and starts as zeros");
      return;
    }
    support::NpyArray array = support::readNpy(file);
    support::NpyType type = support::npyTypeOf(parameter(i));
    if (!(array.type == type))
      throw UserError("cannot use " + file.string() + ": its elements are " + support::dtypeOf(array.type) + ", '" +
                          declarationOf(parameter(i)) + "' of " + interface_.kernel + " needs " +
                          support::dtypeOf(type),
                      {},
                      "save it with numpy.save(file, array.astype(" +
                          (type.fields.empty() ? "'" + support::dtypeOf(type) + "'" : support::dtypeOf(type)) + "))");
    if (array.shape != parameter(i).shape)
      throw UserError("cannot use " + file.string() + ": its shape is " + support::shapeText(array.shape) + ", '" +
                      declarationOf(parameter(i)) + "' of " + interface_.kernel + " needs " +
                      support::shapeText(parameter(i).shape));
    checkValues(i, array.data, file);
    std::copy(array.data.begin(), array.data.end(), buffer(i));
  }

  // The bytes of an ap_int<17> can hold more values than the type.
  void checkValues(size_t i, const std::vector<char> &data, const fs::path &file) const {
    const InterfaceParameter &target = parameter(i);
    auto check = [&](const ElementType &type, const char *at, const std::string &name) {
      llvm::APSInt value = loadInteger(type, at);
      if (value.extOrTrunc(8 * type.bytes) != loadBytes(type, at))
        throw UserError("cannot use " + file.string() + ": " + name + " is " + llvm::toString(loadBytes(type, at), 10) +
                        ", which " + type.spelling + " does not hold");
    };
    if (target.fields.empty() && target.type.width() == 8 * target.type.bytes)
      return;
    int64_t bytes = target.fields.empty() ? target.type.bytes : target.bytes / elementsOf(target);
    for (int64_t element = 0; element < elementsOf(target); ++element) {
      const char *at = data.data() + element * bytes;
      std::string name = "element " + std::to_string(element);
      if (target.fields.empty())
        check(target.type, at, name);
      for (const InterfaceField &field : target.fields)
        if (field.type.isInteger())
          check(field.type, at + field.offset, name + "." + field.name);
    }
  }

  //===-- Random ------------------------------------------------------------------------------------------------===//

  void generate() {
    std::string unbound;
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (parameter(i).kind == InterfaceParameter::scalar && !isBound(i) && !options_.ranges.count(parameter(i).name))
        unbound += (unbound.empty() ? "" : ", ") + parameter(i).name;
    if (!unbound.empty())
      throw UserError("random inputs need a value for every scalar parameter of " + interface_.kernel +
                          "; missing: " + unbound,
                      {}, "give each one with --bind NAME=VALUE, or a range with --range NAME=LEAST:GREATEST");
    for (const std::string &name : indexArraysOf(module_))
      if (!options_.ranges.count(name))
        throw UserError("the elements of '" + name + "' are used as indices or loop bounds in " + interface_.kernel +
                            ", so random values for it need a range",
                        {}, "give it with --range " + name + "=LEAST:GREATEST");
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (!isBound(i))
        generate(i);
  }

  void generate(size_t i) {
    const InterfaceParameter &target = parameter(i);
    RandomSequence sequence(*options_.seed, target.name);
    if (!target.fields.empty()) {
      int64_t elements = elementsOf(target);
      for (int64_t element = 0; element < elements; ++element)
        for (const InterfaceField &field : target.fields)
          RandomValues(field.type).store(sequence, buffer(i) + element * (target.bytes / elements) + field.offset);
      return;
    }
    auto range = options_.ranges.find(target.name);
    RandomValues values = range == options_.ranges.end()
                              ? RandomValues(target.type)
                              : RandomValues(target.type, target.name, range->second.first, range->second.second);
    for (int64_t element = 0, count = elementsOf(target); element < count; ++element)
      values.store(sequence, buffer(i) + element * target.type.bytes);
  }

  //===-- The source's own init function ------------------------------------------------------------------------===//

  void initialise(const Oracle &oracle) {
    std::vector<std::string> set = scalarsSetBy(source_, options_.init, interface_);
    std::string unbound;
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (parameter(i).kind == InterfaceParameter::scalar && !isBound(i) &&
          std::find(set.begin(), set.end(), parameter(i).name) == set.end())
        unbound += (unbound.empty() ? "" : ", ") + parameter(i).name;
    if (!unbound.empty())
      throw UserError("the init function " + options_.init + " does not set these scalar parameters of " +
                          interface_.kernel + ": " + unbound,
                      {}, "give each one with --bind NAME=VALUE");
    oracle.initialise(arguments_);
  }

  void checkNothingIsMissing() const {
    for (size_t i = 0; i < interface_.parameters.size(); ++i)
      if (!isBound(i))
        throw UserError("nothing says what the arguments of " + interface_.kernel + " are ('" +
                            declarationOf(parameter(i)) + "' is the first without a value)",
                        {}, "use --inputs DIRECTORY, --random-inputs SEED or --init FUNCTION");
  }

  // Sizes are what the front end's index arithmetic relies on (docs/decisions/0007).
  void checkSizes() {
    for (size_t i = 0; i < interface_.parameters.size(); ++i) {
      if (!parameter(i).is_size)
        continue;
      llvm::APSInt value = loadInteger(parameter(i).type, buffer(i));
      if (value > llvm::APSInt::get(maximalSize) || value < llvm::APSInt::get(-maximalSize))
        throw UserError("'" + declarationOf(parameter(i)) + "' of " + interface_.kernel + " is a size, and " +
                        llvm::toString(value, 10) + " is beyond 2^30");
    }
  }

  mlir::ModuleOp module_;
  const Interface &interface_;
  const lang::Source &source_;
  const InputOptions &options_;
  std::vector<std::string> &notes_;
  ArgumentSet arguments_;
};
} // namespace

ArgumentSet makeInputs(mlir::ModuleOp module, const Interface &interface, const lang::Source &source,
                       const InputOptions &options, const Oracle *oracle, std::vector<std::string> &notes) {
  return InputMaker(module, interface, source, options, notes).make(oracle);
}

void writeOutputs(const ArgumentSet &arguments, const fs::path &directory) {
  const Interface &interface = arguments.interface;
  for (size_t i = 0; i < interface.parameters.size(); ++i)
    if (const InterfaceParameter &parameter = interface.parameters[i]; isOutput(parameter))
      support::writeNpy(directory / (parameter.name + ".npy"), support::npyTypeOf(parameter), parameter.shape,
                        arguments.buffers[i].data());
  if (interface.result)
    support::writeNpy(directory / "return.npy", support::npyTypeOf(*interface.result), {}, arguments.result.data());
  if (interface.resultStructure)
    support::writeNpy(directory / "return.npy", support::npyTypeOf(*interface.resultStructure), {},
                      arguments.result.data());
}

} // namespace allo::build
