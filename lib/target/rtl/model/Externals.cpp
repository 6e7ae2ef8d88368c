// The ports of the memory and operator libraries, from their parameters.
#include "target/rtl/model/Externals.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace allo::target::rtl::model;

namespace {

class Ports {
public:
  Ports &in(const char *name, unsigned width = 1) {
    ports_.push_back({name, true, width});
    return *this;
  }
  Ports &out(const char *name, unsigned width) {
    ports_.push_back({name, false, width});
    return *this;
  }
  std::vector<ExternalPort> take() { return std::move(ports_); }

private:
  std::vector<ExternalPort> ports_;
};

unsigned parameterOf(const Instance &instance, const char *name, unsigned otherwise) {
  for (auto &[parameter, value] : instance.parameters)
    if (parameter == name)
      return unsigned(value);
  return otherwise;
}

std::optional<std::vector<ExternalPort>> memoryPorts(const Instance &instance) {
  unsigned width = parameterOf(instance, "WIDTH", 32);
  unsigned address = std::max(1u, llvm::Log2_64_Ceil(parameterOf(instance, "DEPTH", 1024)));
  Ports ports;
  ports.in("clock");
  if (instance.module == "allo_ram_tdp")
    ports.in("enable0")
        .in("write0")
        .in("address0", address)
        .in("data0", width)
        .out("q0", width)
        .in("enable1")
        .in("write1")
        .in("address1", address)
        .in("data1", width)
        .out("q1", width);
  else if (instance.module == "allo_ram_sdp")
    ports.in("write_enable")
        .in("write_address", address)
        .in("write_data", width)
        .in("read_enable")
        .in("read_address", address)
        .out("q", width);
  else if (instance.module == "allo_ram_sp")
    ports.in("enable").in("write").in("address", address).in("data", width).out("q", width);
  else if (instance.module == "allo_ram_lut")
    ports.in("write_enable")
        .in("write_address", address)
        .in("write_data", width)
        .in("read_address", address)
        .out("q", width);
  else if (instance.module == "allo_fifo")
    ports.in("reset")
        .in("clear")
        .in("write")
        .in("din", width)
        .out("full_n", 1)
        .in("read")
        .out("dout", width)
        .out("empty_n", 1)
        .out("size", llvm::Log2_64_Ceil(parameterOf(instance, "DEPTH", 2) + 1));
  else
    return std::nullopt;
  return ports.take();
}

// Widths of the operands, which all are the same but for OTHER of the second one, and of the result.
struct OperatorForm {
  const char *module;
  unsigned operands;
  enum Width { integer, operandInteger, floating, toFloating, oneBit } operand, result;
  bool hasStart = false;
};

constexpr OperatorForm operatorForms[] = {
    {"allo_mul", 2, OperatorForm::operandInteger, OperatorForm::integer},
    {"allo_divide", 2, OperatorForm::integer, OperatorForm::integer},
    {"allo_divide_serial", 2, OperatorForm::integer, OperatorForm::integer, true},
    {"allo_fadd", 2, OperatorForm::floating, OperatorForm::floating},
    {"allo_fmul", 2, OperatorForm::floating, OperatorForm::floating},
    {"allo_fdiv", 2, OperatorForm::floating, OperatorForm::floating},
    {"allo_fma", 3, OperatorForm::floating, OperatorForm::floating},
    {"allo_fsqrt", 1, OperatorForm::floating, OperatorForm::floating},
    {"allo_fminmax", 2, OperatorForm::floating, OperatorForm::floating},
    {"allo_fround", 1, OperatorForm::floating, OperatorForm::floating},
    {"allo_fcmp", 2, OperatorForm::floating, OperatorForm::oneBit},
    {"allo_fconvert", 1, OperatorForm::floating, OperatorForm::toFloating},
    {"allo_fixed_to_float", 1, OperatorForm::integer, OperatorForm::floating},
    {"allo_float_to_fixed", 1, OperatorForm::floating, OperatorForm::integer},
};

unsigned widthOf(const Instance &instance, OperatorForm::Width width) {
  switch (width) {
  case OperatorForm::integer:
    return parameterOf(instance, "WIDTH", parameterOf(instance, "INTEGER", 32));
  case OperatorForm::operandInteger:
    return parameterOf(instance, "OPERAND", parameterOf(instance, "WIDTH", 32));
  case OperatorForm::floating:
    return 1 + parameterOf(instance, "EXPONENT", 8) + parameterOf(instance, "MANTISSA", 23);
  case OperatorForm::toFloating:
    return 1 + parameterOf(instance, "TO_EXPONENT", 8) + parameterOf(instance, "TO_MANTISSA", 23);
  case OperatorForm::oneBit:
    return 1;
  }
  return 1;
}

std::optional<std::vector<ExternalPort>> operatorPorts(const Instance &instance) {
  auto form = llvm::find_if(operatorForms, [&](const OperatorForm &form) { return instance.module == form.module; });
  if (form == std::end(operatorForms))
    return std::nullopt;
  Ports ports;
  ports.in("clock").in("enable");
  if (form->hasStart)
    ports.in("start");
  static const char *const names[] = {"a", "b", "c"};
  for (unsigned i = 0; i < form->operands; ++i)
    ports.in(names[i], i == 1 ? parameterOf(instance, "OTHER", widthOf(instance, form->operand))
                              : widthOf(instance, form->operand));
  return ports.out("result", widthOf(instance, form->result)).take();
}

} // namespace

std::optional<std::vector<ExternalPort>> allo::target::rtl::model::externalPorts(const Instance &instance) {
  auto ports = memoryPorts(instance);
  return ports ? ports : operatorPorts(instance);
}

bool allo::target::rtl::model::isCombinational(const Instance &instance, const std::string &input) {
  if (instance.module == "allo_fifo")
    return false;
  if (instance.module.starts_with("allo_ram"))
    return instance.module == "allo_ram_lut" && input == "read_address";
  bool isRegisteredByDefault = instance.module != "allo_fcmp" && instance.module != "allo_fminmax";
  bool isOperand = input != "clock" && input != "enable" && input != "start";
  return isOperand && instance.module != "allo_divide_serial" &&
         parameterOf(instance, "LATENCY", isRegisteredByDefault) == 0;
}
